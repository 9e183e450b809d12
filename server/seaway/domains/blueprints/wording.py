"""Why a value was refused, in words: the place, what would fit there, and what came instead."""

from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs
import orjson

from seaway.domains.blueprints.property_types import PropertyType
from seaway.domains.blueprints.property_types.base import LINK, MOMENT
from seaway.domains.blueprints.property_types.date_time import DateTime
from seaway.domains.blueprints.property_types.url import Url

_CUT = 80
_PATTERNS = {LINK: Url.expected, MOMENT: DateTime.expected}
"""What our own patterns want: nobody reads a regular expression that they did not write."""


def shown(value: Any) -> str:
    """Return a value as JSON for a message, cut to a readable length."""
    if isinstance(value, str):
        value = value[:_CUT]
    text = orjson.dumps(value).decode()
    return text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"


def place_of(error: jsonschema_rs.ValidationError) -> str:
    """Return where the wrong value stands, such as `"limits.cpu"` or `"tags[1]"`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.instance_path)
    return f'"{"".join(parts).removeprefix(".")[:200]}"'


def fact(error: jsonschema_rs.ValidationError, name: str) -> Any:
    """Return what the keyword that refused a value demands: its limit, its options, its pattern."""
    return getattr(error.kind, name)


def _options(options: list[Any]) -> str:
    return ", ".join(shown(option) for option in options[:20] if option is not None)


# By keyword: which of its facts the message needs, and the words around it.
_WORDS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "type": ("types", lambda types: f"of type {' or '.join(name for name in types if name != 'null')}"),
    "enum": ("options", lambda options: f"one of {_options(options)}"),
    "minimum": ("limit", lambda limit: f"at least {limit}"),
    "exclusiveMinimum": ("limit", lambda limit: f"over {limit}"),
    "maximum": ("limit", lambda limit: f"at most {limit}"),
    "exclusiveMaximum": ("limit", lambda limit: f"under {limit}"),
    "minLength": ("limit", lambda limit: f"at least {limit} characters long"),
    "maxLength": ("limit", lambda limit: f"at most {limit} characters long"),
    "minItems": ("limit", lambda limit: f"a list of at least {limit}"),
    "maxItems": ("limit", lambda limit: f"a list of at most {limit}"),
    "uniqueItems": ("value", lambda _: "a list without repetition"),
    "required": ("property", lambda name: f"an object with {shown(name)}"),
    "pattern": ("pattern", lambda pattern: _PATTERNS.get(pattern) or f"a text that matches {pattern[:200]}"),
    "format": ("format", lambda name: DateTime.expected if name == "date-time" else f"a valid {name}"),
    "additionalProperties": ("value", lambda _: "an object without keys that its definition does not list"),
    "falseSchema": ("value", lambda _: "left out"),
}


def wanted(error: jsonschema_rs.ValidationError, listed: type[PropertyType]) -> str:
    """Say what a value must be, by the keyword that refused it."""
    if len(error.instance_path) == 1 and (error.kind.name in {"type", "format"} or "allOf" in error.schema_path):
        return listed.expected
    if error.kind.name not in _WORDS:
        return f"such that it satisfies {error.kind.name}"
    name, words = _WORDS[error.kind.name]
    return words(fact(error, name))
