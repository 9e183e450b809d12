"""Templates of invocations, as far as plain paths go: `{{ .inputs.replicas }}`, `{{ .run.id }}` (semantics 10.2).

Expressions beyond paths are refused by name: what this version cannot work out is never handed over half done.
"""

import re
from collections.abc import Mapping
from typing import Any

import orjson

SPREAD = "spreadValue()"
# A step of a path: `.name`, `."a name"`, `["a name"]` or `[3]`.
_PATH = re.compile(r"""\.|(?=\.)(?:\.(?:\w+|"[^"\\]*")|\.?\[(?:"[^"\\]*"|\d{1,6})\])+""")
_STEP = re.compile(r'\[(\d+)\]|\["([^"]*)"\]|"([^"]*)"|(\w+)')
_TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


class Unrenderable(Exception):  # reads as what happened
    """A template cannot be worked out; the message says why, in words for the log of the run."""


class Secret:
    """Stands for a value that is not to be told."""

    def __init__(self, name: str) -> None:
        self.name = name


def render(value: Any, context: Mapping[str, Any]) -> Any:
    """Return a value with its templates worked out, deeply.

    Raises:
        Unrenderable: an expression is more than a path, or leads to a secret.
    """
    if isinstance(value, str):
        return _text(value, context)
    if isinstance(value, list):
        return [render(each, context) for each in value]
    if isinstance(value, Mapping):
        return _object(value, context)
    return value


def _object(value: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = {}
    for key, each in value.items():
        if _spreads(key):
            inner = render(each, context)
            if not isinstance(inner, dict):
                raise Unrenderable(f"{SPREAD} takes an object, {each!r} is none")
            done.update(inner)
            continue
        name = _text(key, context)
        if name is None or name == "":
            continue
        if not isinstance(name, str):
            raise Unrenderable(f"the key {key!r} does not become a text")
        done[name] = render(each, context)
    return done


def _spreads(key: str) -> bool:
    found = _TEMPLATE.fullmatch(key.strip())
    return found is not None and found[1].strip() == SPREAD


def _text(text: str, context: Mapping[str, Any]) -> Any:
    """Return a text with its templates worked out; one that is nothing but a template becomes what that gives."""
    if "{{" not in text:
        return text
    if (whole := _TEMPLATE.fullmatch(text)) is not None and "{{" not in whole[1]:
        return _at(whole[1], context)
    return _TEMPLATE.sub(lambda found: _written(_at(found[1], context)), text)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _at(expression: str, context: Mapping[str, Any]) -> Any:
    path = expression.strip()
    if not _PATH.fullmatch(path):
        raise Unrenderable(f"the expression {{{{ {path[:200]} }}}} is more than a path such as .inputs.name")
    steps = _STEP.findall(path)
    if steps and "secrets" in steps[0]:
        raise Unrenderable("secrets of the organisation are not kept by this version")
    found: Any = context
    for index, *names in steps:
        if index:
            found = found[int(index)] if isinstance(found, list) and int(index) < len(found) else None
        else:
            name = next((each for each in names if each), "")
            found = found.get(name) if isinstance(found, Mapping) else None
    _check_told(found)
    return found


def _check_told(value: Any) -> None:
    if isinstance(value, Secret):
        raise Unrenderable(f"the input {value.name} is secret, and this version hands no secrets over")
    for each in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        _check_told(each)
