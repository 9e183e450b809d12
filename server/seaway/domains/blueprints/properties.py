"""Values against their definitions: a validator per blueprint version, compiled once, fast when nothing is wrong."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from seaway.domains.blueprints.property_types import PropertyType, ValueKind, type_of
from seaway.domains.blueprints.property_types.base import (
    ARRAY_KEYWORDS,
    NUMBER_KEYWORDS,
    OBJECT_KEYWORDS,
    TEXT_KEYWORDS,
)
from seaway.domains.blueprints.types import Blueprint, Json
from seaway.domains.blueprints.wording import fact, place_of, shown, wanted

# Patterns come from users. The engine is linear where it can be; where lookarounds force it to backtrack, it gives up
# after this many steps and the value counts as not matching.
_PATTERNS = jsonschema_rs.FancyRegexOptions(backtrack_limit=10_000, size_limit=1 << 18, dfa_size_limit=1 << 18)
_HOLDERS = ("items", "properties", "patternProperties", "additionalProperties")
_NESTED = (TEXT_KEYWORDS | NUMBER_KEYWORDS | OBJECT_KEYWORDS | ARRAY_KEYWORDS | {"type", "enum"}).difference(_HOLDERS)
_STRICT = frozenset({"date-time", "email", "idn-email", "ipv4", "ipv6"})
_KEEP = 1_000
_MAX_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class PropertyProblem:
    """Why a value does not fit: `code` is `missing_property` or `invalid_property`, the message names the fix."""

    property: str
    message: str
    code: str


def kind_of(definition: Json) -> ValueKind:
    """Return what the values of a checked definition are to search, sort and groups."""
    return type_of(definition).kind


def compiled(schema: dict[str, Any]) -> jsonschema_rs.Validator:
    """Return a validator with our limits; a definition can make it fetch nothing.

    Raises:
        jsonschema_rs.ValidationError: the schema is not one, or a pattern in it is malformed or too large.
    """
    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, pattern_options=_PATTERNS, mask="value", offline=True
    )


def value_schema(definition: Json) -> dict[str, Any]:
    """Return the JSON Schema of a definition's values: its type's own, and the constraints its author added.

    Only keywords that we know are taken over, so a definition can hold notes of clients, and never a `$ref`.
    """
    listed = type_of(definition)
    own: dict[str, Any] = dict(listed.json_schema)
    for keyword in listed.keywords | {"enum"}:
        if definition.get(keyword) is None:
            continue
        if keyword == "items" and definition["items"].get("type"):
            own["items"] = value_schema(definition["items"])
        else:
            own[keyword] = _nested(keyword, definition[keyword])
    return own


def _nested(keyword: str, value: Any) -> Any:
    if keyword in {"properties", "patternProperties"} and isinstance(value, Mapping):
        return {name: _inner_schema(part) for name, part in value.items()}
    if keyword in {"items", "additionalProperties"}:
        return _inner_schema(value)
    return value


def _inner_schema(schema: Any) -> Any:
    """Return a schema nested in an object's definition, reduced to the JSON Schema keywords that are enforced."""
    if not isinstance(schema, Mapping):
        return schema
    kept = {keyword: value for keyword, value in schema.items() if keyword in _NESTED and value is not None}
    if schema.get("format") in _STRICT:
        kept["format"] = schema["format"]
    for keyword in _HOLDERS:
        if schema.get(keyword) is not None:
            kept[keyword] = _nested(keyword, schema[keyword])
    return kept


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Admit null: an optional property may be null, which is stored as null."""
    wide = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        wide["enum"] = [*schema["enum"], None]
    return wide


class PropertyValidator:
    """Checks, completes and settles the properties of entities of one blueprint version."""

    __slots__ = ("_declared", "_defaults", "_settling", "_types", "_validator")

    def __init__(self, blueprint: Blueprint) -> None:
        self._declared = blueprint.properties
        self._types = {name: type_of(given) for name, given in blueprint.properties.items()}
        self._settling = [name for name, kind in self._types.items() if kind.settle != PropertyType.settle]
        self._defaults = {
            name: given["default"] for name, given in blueprint.properties.items() if given.get("default") is not None
        }
        required = frozenset(blueprint.required)
        schemas = {name: value_schema(given) for name, given in blueprint.properties.items()}
        self._validator = compiled(
            {
                "type": "object",
                "properties": {name: own if name in required else _or_null(own) for name, own in schemas.items()},
                "required": list(blueprint.required),
            }
        )

    def check(self, properties: dict[str, Any]) -> list[PropertyProblem]:
        """Return what is wrong with a whole set of properties, one problem each; undeclared keys are ignored."""
        if self._validator.is_valid(properties):
            return []
        problems: dict[str, PropertyProblem] = {}
        for error in self._validator.iter_errors(properties):
            problem = self._problem(error)
            problems.setdefault(problem.property, problem)
            if len(problems) == _MAX_PROBLEMS:
                break
        return list(problems.values())

    def defaults(self, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Return the properties of a new entity, with the default of each one that is absent. Null is not absent."""
        missing = {name: deepcopy(value) for name, value in self._defaults.items() if name not in properties}
        return {**properties, **missing}

    def coerce(self, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Return the declared properties alone, each in the spelling that is stored."""
        kept = {name: value for name, value in properties.items() if name in self._declared}
        for name in self._settling:
            if name in kept:
                kept[name] = self._types[name].settle(kept[name])
        return kept

    def _problem(self, error: jsonschema_rs.ValidationError) -> PropertyProblem:
        if error.kind.name == "required" and not error.instance_path:
            return _missing(fact(error, "property"))
        name = str(error.instance_path[0])
        if error.kind.name == "type" and error.instance is None and len(error.instance_path) == 1:
            return _missing(name)
        message = f"{place_of(error)} must be {wanted(error, self._types[name])}, got {shown(error.instance)}"
        return PropertyProblem(name, message, "invalid_property")


def _missing(name: str) -> PropertyProblem:
    return PropertyProblem(name, f'"{name}" is required; give it a value', "missing_property")


_validators: dict[tuple[int, int], PropertyValidator] = {}


def validator(blueprint: Blueprint) -> PropertyValidator:
    """Return the validator of a blueprint, compiled once per version."""
    key = (blueprint.id, blueprint.version)
    found = _validators.get(key)
    if found is None:
        if len(_validators) >= _KEEP:
            _validators.clear()
        found = _validators[key] = PropertyValidator(blueprint)
    return found
