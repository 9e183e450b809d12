"""Shape checks by JSON Schema, with errors that name the field and the fix."""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from seaway.engines.backstage.paths import field_path
from seaway.engines.backstage.placeholders import is_pending
from seaway.engines.backstage.types import Problem, Stage

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}

_WORDS = {
    "string": "text",
    "boolean": "true or false",
    "object": "a map",
    "array": "a list",
    "integer": "a number",
    "number": "a number",
    "null": "empty",
}


class Shape:
    """A JSON Schema (draft 7) and the stage whose errors it gives.

    Placeholders yet to be fetched fit anything, unless it is the envelope, which is checked before they are resolved.
    """

    def __init__(self, stage: Stage, schema: Mapping[str, Any], root: str = "") -> None:
        self._stage = stage
        self._root = root
        self._is_excused = is_pending if stage is not Stage.ENVELOPE else _never
        self._validator = jsonschema_rs.Draft7Validator(dict(schema))

    def check(self, value: Any) -> list[Problem]:
        """Return every way in which the value differs from the schema."""
        return [
            Problem(self._stage, field, message)
            for error in self._validator.iter_errors(value)
            if not self._is_excused(error.instance)
            for field, message in _explain(error, field_path(self._root, error.instance_path))
        ]


def _never(_: Any) -> bool:
    return False


def shown(value: Any) -> str:
    """Return the value for a message, cut to a bearable length."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _explain(error: jsonschema_rs.ValidationError, field: str) -> list[tuple[str, str]]:
    """Return the field and a sentence with the fix for one error; several when it speaks of several keys."""
    kind, value = error.kind, error.instance
    message = f"{field}: {error.message[:200]}"
    match kind:
        case jsonschema_rs.ValidationErrorKind.AdditionalProperties():
            fix = "is unknown: move it into spec or metadata, or remove it"
            return [(key, f"the root field {shown(key)} {fix}") for key in kind.unexpected]
        case jsonschema_rs.ValidationErrorKind.Required():
            field = field_path(field, [kind.property])
            message = f"{field} is missing: add it"
        case jsonschema_rs.ValidationErrorKind.MinLength():
            message = f"{field} is empty: write a value or remove the field"
        case jsonschema_rs.ValidationErrorKind.Type():
            message = f"{field} must be {' or '.join(map(_word, kind.types))}, not {_found(value)}"
        case jsonschema_rs.ValidationErrorKind.Enum():
            message = f"{field} is {shown(value)}: write one of {', '.join(map(str, kind.options))}"
        case jsonschema_rs.ValidationErrorKind.OneOfNotValid():
            message = f"{field} must be a map or a list of maps, not {_found(value)}"
    return [(field, message)]


def _word(json_type: str) -> str:
    return _WORDS.get(json_type, json_type)


def _found(value: Any) -> str:
    """Return what the value is, and the fix where there is a common one."""
    match value:
        case None:
            return "empty: write a value or remove the field"
        case bool() | int() | float():
            return f"{str(value).lower()}: put it in quotes if it is meant as text"
        case str():
            return f"the text {shown(value)}"
        case {"$openapi": _} | {"$asyncapi": _}:
            return "a map: $openapi and $asyncapi are not resolved, use $text with a URL or write the text here"
        case dict():
            return "a map"
        case _:
            return "a list"
