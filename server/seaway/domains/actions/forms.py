"""The form of an action: its inputs, which of them are required, their order, its steps (semantics 11.3)."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
import regex

from seaway.domains.actions import shapes
from seaway.domains.actions.errors import InvalidAction
from seaway.domains.blueprints.properties import compiled

Json = Mapping[str, Any]
_NAME = regex.compile(r"[A-Za-z0-9@_=\\-]{1,100}\Z")
_SEALABLE = frozenset({"string", "object"})
_STANDARD = {"date-time": "date-time", "url": "uri", "email": "email", "ipv4": "ipv4", "ipv6": "ipv6"}
_PLAIN_KEYS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems",
    "uniqueItems", "pattern", "enum",
)  # fmt: skip


def check(form: Json, path: str) -> None:
    """Let a form through whose parts fit each other.

    Raises:
        InvalidAction: one does not.
    """
    shapes.check(shapes.INPUTS, form, path)
    inputs = form["properties"]
    for name, given in inputs.items():
        _check_input(name, given, inputs, f"{path}.properties.{name[:100]}")
    required = form.get("required")
    if isinstance(required, list):
        _check_names(required, inputs.keys(), f"{path}.required")
    if "order" in form and "steps" in form:
        raise InvalidAction(f"{path}.steps", "a form has either steps or an order, not both")
    shown = inputs.keys() | (form.get("titles") or {}).keys()
    _check_names(form.get("order") or [], shown, f"{path}.order")
    for place, step in enumerate(form.get("steps") or []):
        _check_names(step.get("order") or [], shown, f"{path}.steps.{place}.order")


def is_sealed(given: Json) -> bool:
    """Tell whether the values of an input are secret."""
    return bool(given.get("encryption"))


def constant(value: Any) -> bool:
    """Tell a plain value from one that an expression gives."""
    return not (isinstance(value, dict) and value.keys() == {"jqQuery"})


def value_schema(given: Json) -> dict[str, Any]:
    """Return the JSON Schema of the values of an input: what an expression would decide is left open."""
    schema: dict[str, Any] = {"type": given["type"]} if given.get("type") else {}
    if (listed := _STANDARD.get(given.get("format", ""))) is not None and given.get("type") == "string":
        schema["format"] = listed
    for key in _PLAIN_KEYS:
        if (value := given.get(key)) is not None and constant(value) and not _templated(key, value):
            schema[key] = value
    if isinstance(items := given.get("items"), dict):
        schema["items"] = value_schema(items)
    return schema


def _templated(key: str, value: Any) -> bool:
    return key == "enum" and any(isinstance(option, dict) for option in value)


def _check_input(name: str, given: Json, inputs: Json, path: str) -> None:
    if not _NAME.match(name):
        raise InvalidAction(path, "an input's name is 1 to 100 of A-Z a-z 0-9 @ _ = \\ -")
    kind, form = given["type"], given.get("format")
    if form == "labeled-url" and kind != "object":
        raise InvalidAction(f"{path}.format", "labeled-url is a format of objects")
    if form not in (None, "labeled-url") and kind != "string":
        raise InvalidAction(f"{path}.format", f"{form} is a format of strings; an array has it in its items")
    if is_sealed(given) and kind not in _SEALABLE:
        raise InvalidAction(f"{path}.encryption", "only strings and objects are encrypted")
    for holder, place in _holders(given, path):
        if holder.get("format") == "entity" and not holder.get("blueprint"):
            raise InvalidAction(f"{place}.blueprint", "an input of entities names their blueprint")
    _check_names(given.get("dependsOn") or [], inputs.keys() - {name}, f"{path}.dependsOn")
    _check_values(given, path)


def _holders(given: Json, path: str) -> Iterator[tuple[Json, str]]:
    yield given, path
    if isinstance(items := given.get("items"), dict):
        yield items, f"{path}.items"


def _check_values(given: Json, path: str) -> None:
    """Let through bounds and patterns that can be used, and a default that keeps to them."""
    try:
        validator = compiled(value_schema(given))
    except jsonschema_rs.ValidationError as error:
        raise InvalidAction(path, f"a bound or pattern cannot be used: {error.message[:200]}") from None
    default = given.get("default")
    if default is None or not constant(default) or isinstance(default, dict):
        return
    if not validator.is_valid(default):
        raise InvalidAction(f"{path}.default", "does not fit the input's own type and bounds")


def _check_names(names: Any, known: Any, path: str) -> None:
    for name in names:
        if name not in known:
            raise InvalidAction(path, f'"{name[:100]}" names no other part of the form')
