"""Is a definition right in itself? Everything that can be said without looking at other blueprints."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import jsonschema_rs
import orjson

from seaway.domains.blueprints import grammar, shapes
from seaway.domains.blueprints.errors import InvalidDefinition
from seaway.domains.blueprints.properties import compiled, value_schema
from seaway.domains.blueprints.property_types import BY_FORM, form_of, type_of
from seaway.domains.blueprints.types import BlueprintDraft, Json
from seaway.domains.blueprints.wording import shown

MAX_PROPERTIES, MAX_RELATIONS, MAX_PATTERNS = 1_000, 300, 200
# JSON Schema that we could store but not enforce: refused, since a rule that nothing enforces is a lie.
_UNSUPPORTED = frozenset(
    {
        "$ref",
        "$dynamicRef",
        "$recursiveRef",
        "$defs",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "const",
        "contains",
        "prefixItems",
        "propertyNames",
        "dependentSchemas",
        "dependentRequired",
        "dependencies",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
_COLOR_MAP = compiled(shapes.COLOR_MAP)
_SPEC_AUTHENTICATION = compiled(shapes.SPEC_AUTHENTICATION)


def checked(draft: BlueprintDraft) -> BlueprintDraft:
    """Return the draft as it is to be stored: empty texts absent, old spellings settled.

    Raises:
        InvalidDefinition: a part is wrong; the message names it and says what to do.
    """
    grammar.check_blueprint(draft.identifier)
    grammar.check_text(draft.title, "title", grammar.MAX_TITLE, least=1)
    grammar.check_text(draft.description, "description", grammar.MAX_DESCRIPTION)
    grammar.check_text(draft.icon, "icon", grammar.MAX_ICON)
    _count("schema.properties", draft.properties, MAX_PROPERTIES)
    properties = {name: _property(f"schema.properties.{name}", given) for name, given in draft.properties.items()}
    for name in properties:
        grammar.check_name(name, "schema.properties")
    _bounded_patterns(properties)
    for name in draft.required:
        if name not in properties:
            raise InvalidDefinition("schema.required", f'"{name[:100]}" is not among schema.properties; add it there')
    _relations(draft)
    return replace(
        draft,
        icon=draft.icon or None,
        description=draft.description or None,
        yaml=draft.yaml or None,
        properties=properties,
        required=tuple(dict.fromkeys(draft.required)),
    )


def _count(path: str, section: Mapping[str, Any], most: int) -> None:
    if len(section) > most:
        raise InvalidDefinition(path, f"holds {len(section)}, at most {most} fit; split the blueprint")


def _relations(draft: BlueprintDraft) -> None:
    _count("relations", draft.relations, MAX_RELATIONS)
    for name, given in draft.relations.items():
        grammar.check_name(name, "relations")
        path = f"relations.{name}"
        grammar.check_text(given.title, f"{path}.title", grammar.MAX_TITLE)
        grammar.check_text(given.description, f"{path}.description", grammar.MAX_LONG_DESCRIPTION)
        if given.many and given.required:
            raise InvalidDefinition(path, "a relation to many cannot be required; make many or required false")


def _property(path: str, given: Json) -> dict[str, Any]:
    """Check one property (or the items of a list) and return it settled."""
    definition = {**given, "type": "string"} if given.get("type") == "enum" else {**given}
    _form(path, definition)
    grammar.check_text(definition.get("title"), f"{path}.title", grammar.MAX_TITLE)
    grammar.check_text(definition.get("description"), f"{path}.description", grammar.MAX_LONG_DESCRIPTION)
    grammar.check_text(definition.get("icon"), f"{path}.icon", grammar.MAX_ICON)
    if definition.get("items") is not None and definition["type"] == "array":
        definition["items"] = _items(f"{path}.items", definition["items"])
    _supported(path, definition)
    fits(path, definition.get("enumColors"), _COLOR_MAP, "enumColors")
    if definition.get("specAuthentication") is not None:
        fits(path, definition["specAuthentication"], _SPEC_AUTHENTICATION, "specAuthentication")
    _values(path, definition)
    return definition


def _items(path: str, items: object) -> Any:
    if not isinstance(items, Mapping):
        raise InvalidDefinition(path, 'must be an object such as {"type": "string"}')
    return _property(path, items) if items.get("type") else {**items}


def _form(path: str, definition: Json) -> None:
    """Let through a type, format and spec that make a property type."""
    for key in ("type", "format", "spec"):
        if not isinstance(definition.get(key, ""), str | None):
            raise InvalidDefinition(f"{path}.{key}", "must be a text")
    form = form_of(definition)
    if form in BY_FORM:
        return
    if form.type not in shapes.TYPES:
        raise InvalidDefinition(f"{path}.type", f'"{form.type[:50]}" is no type; use {", ".join(shapes.TYPES)}')
    known = [other for other in BY_FORM if other.type == form.type]
    if form.format not in {other.format for other in known}:
        formats = ", ".join(sorted({other.format for other in known if other.format})) or "none"
        raise InvalidDefinition(
            f"{path}.format", f"{shown(form.format)} is no format of {form.type}; its formats: {formats}"
        )
    specs = ", ".join(sorted({other.spec for other in known if other.spec and other.format == form.format})) or "none"
    raise InvalidDefinition(f"{path}.spec", f"{shown(form.spec)} does not go with this type and format; specs: {specs}")


def _supported(path: str, schema: object) -> None:
    """Refuse JSON Schema keywords that would not be enforced, at any depth."""
    if not isinstance(schema, Mapping):
        return
    for keyword in schema:
        if keyword in _UNSUPPORTED:
            raise InvalidDefinition(
                f"{path}.{keyword}", "is not supported in a blueprint; write the rule out without it"
            )
    for keyword in ("items", "additionalProperties"):
        _supported(f"{path}.{keyword}", schema.get(keyword))
    for keyword in ("properties", "patternProperties"):
        for name, part in schema[keyword].items() if isinstance(schema.get(keyword), Mapping) else ():
            _supported(f"{path}.{keyword}.{name}", part)


def _values(path: str, definition: dict[str, Any]) -> None:
    """Check constraints by compiling them, then the enum and the default against what they constrain."""
    schema = value_schema(definition)
    _enum(path, schema)
    validator = _compiled(path, schema)
    if definition.get("default") is None:
        return
    default = definition["default"] = type_of(definition).settle(definition["default"])
    if not validator.is_valid(default):
        problem = next(validator.iter_errors(default))
        raise InvalidDefinition(
            f"{path}.default", f"{shown(default)} does not fit the property itself: {problem.message[:300]}"
        )


def _enum(path: str, schema: dict[str, Any]) -> None:
    options = schema.get("enum")
    if options is None:
        return
    if not isinstance(options, list) or not options:
        raise InvalidDefinition(f"{path}.enum", "must be a list of at least one value; leave it out to allow any")
    if len({orjson.dumps(option) for option in options}) != len(options):
        raise InvalidDefinition(f"{path}.enum", "holds a value twice; keep it once")
    base = _compiled(path, {key: value for key, value in schema.items() if key != "enum"})
    for option in options:
        if not base.is_valid(option):
            raise InvalidDefinition(f"{path}.enum", f"{shown(option)} does not fit the property itself")


def _compiled(path: str, schema: dict[str, Any]) -> jsonschema_rs.Validator:
    try:
        return compiled(schema)
    except jsonschema_rs.ValidationError as error:
        place = ".".join([path, *map(str, error.instance_path)])
        if "regex" in error.message:
            fix = f"{shown(error.instance)} is not a pattern that can be used: malformed, or too large when compiled"
            raise InvalidDefinition(place, fix) from None
        raise InvalidDefinition(place, f"{error.message[:300]}, but here it is {shown(error.instance)}") from None


def fits(path: str, value: object, validator: jsonschema_rs.Validator, key: str) -> None:
    """Let through what a validator takes.

    Raises:
        InvalidDefinition: it does not fit; names the innermost place that tells why.
    """
    if validator.is_valid(value):
        return
    error = next(validator.iter_errors(value))
    place = ".".join([path, key, *map(str, error.instance_path)] if key else [path, *map(str, error.instance_path)])
    raise InvalidDefinition(place, f"{shown(error.instance)}: {error.message[:300]}")


def _bounded_patterns(properties: Json) -> None:
    """Compiled patterns cost memory for as long as the blueprint is in use."""
    if sum(_patterns(definition) for definition in properties.values()) > MAX_PATTERNS:
        raise InvalidDefinition("schema.properties", f"holds over {MAX_PATTERNS} patterns; use fewer")


def _patterns(schema: object) -> int:
    if not isinstance(schema, Mapping):
        return 0
    keyed = schema.get("patternProperties")
    inner = [schema.get("items"), schema.get("additionalProperties")]
    for section in (schema.get("properties"), keyed):
        inner += section.values() if isinstance(section, Mapping) else ()
    own = ("pattern" in schema) + (len(keyed) if isinstance(keyed, Mapping) else 0)
    return own + sum(_patterns(part) for part in inner)
