"""Wire shapes of blueprints (semantics 3)."""

from dataclasses import replace
from typing import Annotated, Any, Literal, Self

import orjson
import pydantic
from pydantic import ConfigDict, Field, StrictBool, WithJsonSchema

from seaway.domains.blueprints import grammar, service, shapes
from seaway.domains.blueprints.errors import InvalidDefinition
from seaway.domains.blueprints.sections import draft_of, sections
from seaway.domains.blueprints.types import COMPUTED, Blueprint, BlueprintDraft, BlueprintPatch, RelationDraft
from seaway.kit import clock
from seaway.kit.yamlio import compose

EXAMPLE: dict[str, Any] = {
    "identifier": "harbor",
    "title": "Harbor",
    "icon": "Anchor",
    "schema": {"properties": {"berths": {"type": "number", "title": "Berths", "minimum": 0}}, "required": []},
    "relations": {"nearby": {"title": "Nearby", "target": "harbor", "many": True, "required": False}},
}
_LOOSE = ConfigDict(extra="ignore", hide_input_in_errors=True)
_CLOSED = ConfigDict(extra="forbid", hide_input_in_errors=True)
_EXTRA = (*COMPUTED, "changelogDestination", "includeInGlobalSearch")

MAX_TEXT = 200_000
Text = Annotated[str, Field(max_length=grammar.MAX_LONG_DESCRIPTION)]
Title = Annotated[str, Field(max_length=grammar.MAX_TITLE)]
BlueprintName = Annotated[
    str, Field(max_length=grammar.MAX_IDENTIFIER, json_schema_extra={"pattern": grammar.BLUEPRINT_PATTERN})
]
Name = Annotated[str, Field(max_length=grammar.MAX_IDENTIFIER, json_schema_extra={"pattern": grammar.NAME_PATTERN})]


def _named(shape: shapes.Shape) -> WithJsonSchema:
    """Describe a map from names to definitions of this shape."""
    names = {"pattern": grammar.NAME_PATTERN, "maxLength": grammar.MAX_IDENTIFIER}
    return WithJsonSchema({"type": "object", "propertyNames": names, "additionalProperties": shape})


PROPERTY: shapes.Shape = {
    "type": "object",
    "description": "A property: its type, format and spec, and JSON Schema keywords that bound its values. "
    "Keys that Seaway does not know are kept.",
    "properties": {
        "type": {"enum": shapes.TYPES},
        "format": {"enum": [*shapes.FORMATS, None]},
        "spec": {"enum": [*shapes.SPECS, None]},
        "title": {"type": ["string", "null"], "maxLength": grammar.MAX_TITLE},
        "description": {"type": ["string", "null"]},
        "icon": {"type": ["string", "null"]},
        "enum": {"type": ["array", "null"], "minItems": 1},
        "enumColors": shapes.COLOR_MAP,
        "items": {"type": ["object", "null"]},
        "specAuthentication": {"anyOf": [shapes.SPEC_AUTHENTICATION, {"type": "null"}]},
        "default": {},
    },
    "required": ["type"],
}
Properties = Annotated[dict[str, dict[str, Any]], _named(PROPERTY)]
Mirrors = Annotated[dict[str, dict[str, Any]], _named(shapes.MIRROR)]
Calculations = Annotated[dict[str, dict[str, Any]], _named(shapes.CALCULATION)]
Aggregations = Annotated[dict[str, dict[str, Any]], _named(shapes.AGGREGATION)]
Ownership = Annotated[dict[str, Any], WithJsonSchema({"anyOf": list(shapes.OWNERSHIPS.values())})]
Changelog = Annotated[
    dict[str, Any], WithJsonSchema({"anyOf": [*shapes.CHANGELOGS.values(), {"type": "object", "maxProperties": 0}]})
]


class BlueprintSchema(pydantic.BaseModel):
    """The stored properties, in the order in which the portal shows them, and those that every entity must have."""

    model_config = _CLOSED

    properties: Properties
    required: list[Name] | None = Field(default_factory=list)


class RelationIn(pydantic.BaseModel):
    """A relation to one entity, or to many, of another blueprint or the same."""

    model_config = _CLOSED

    target: Title
    title: Title | None = None
    description: Text | None = None
    many: StrictBool | None = False
    required: StrictBool | None = False
    type: Title | None = None

    def draft(self) -> RelationDraft:
        """Return the relation as asked for."""
        kept = {} if self.type is None else {"type": self.type}
        return RelationDraft(self.target, bool(self.many), bool(self.required), self.title, self.description, kept)


class TeamInheritance(pydantic.BaseModel):
    """The older form of inherited ownership."""

    path: Text


class BlueprintPatchIn(pydantic.BaseModel):
    """Sections to replace; those left out stay. An empty text clears icon or description, null clears a section."""

    model_config = _LOOSE

    identifier: BlueprintName | None = None
    title: Title | None = None
    icon: Annotated[str, Field(max_length=grammar.MAX_ICON)] | None = None
    description: Annotated[str, Field(max_length=grammar.MAX_DESCRIPTION)] | None = None
    definition: BlueprintSchema | None = Field(default=None, alias="schema")
    relations: dict[str, RelationIn] | None = None
    mirrorProperties: Mirrors | None = None  # noqa: N815
    calculationProperties: Calculations | None = None  # noqa: N815
    aggregationProperties: Aggregations | None = None  # noqa: N815
    ownership: Ownership | None = None
    teamInheritance: TeamInheritance | None = None  # noqa: N815
    changelogDestination: Changelog | None = None  # noqa: N815
    includeInGlobalSearch: StrictBool | None = None  # noqa: N815

    def patch(self) -> BlueprintPatch:
        """Return the fields that the body holds."""
        fields: dict[str, Any] = {}
        for name in ("identifier", "title"):
            if getattr(self, name) is not None:
                fields[name] = getattr(self, name)
        for name in ("icon", "description"):
            if name in self.model_fields_set:
                fields[name] = getattr(self, name)
        if "definition" in self.model_fields_set:
            fields |= self._schema()
        if "relations" in self.model_fields_set:
            fields["relations"] = {name: given.draft() for name, given in (self.relations or {}).items()}
        if self.model_fields_set & {"ownership", "teamInheritance"}:
            fields["ownership"] = self._owner()
        if extra := {name: getattr(self, name) for name in _EXTRA if name in self.model_fields_set}:
            fields["extra"] = extra
        return BlueprintPatch(fields)

    def _schema(self) -> dict[str, Any]:
        given = self.definition
        return {
            "properties": given.properties if given else {},
            "required": tuple(given.required or ()) if given else (),
        }

    def _owner(self) -> dict[str, Any] | None:
        if self.ownership is None and self.teamInheritance is not None:
            return {"type": "Inherited", "path": self.teamInheritance.path}
        return self.ownership


class BlueprintPut(BlueprintPatchIn):
    """A whole blueprint: sections left out become empty. Another identifier than the path's renames it."""

    model_config = ConfigDict(**_LOOSE, json_schema_extra={"examples": [{**EXAMPLE, "title": "Port"}]})

    title: Annotated[str, Field(min_length=1, max_length=grammar.MAX_TITLE)]
    definition: BlueprintSchema = Field(alias="schema")
    yaml: (
        Annotated[
            str,
            Field(
                max_length=MAX_TEXT,
                description="The same definition as YAML, whose comments, order and style are kept. "
                "Left out, the text that is there stays; an empty one removes it.",
            ),
        ]
        | None
    ) = None

    @pydantic.model_validator(mode="after")
    def _same_as_text(self) -> Self:
        if self.yaml and read(self.yaml).draft("") != replace(self.draft(""), yaml=None):
            raise ValueError("yaml says something else than the other fields; send the definition that it holds")
        return self

    def draft(self, identifier: str) -> BlueprintDraft:
        """Return the blueprint as asked for."""
        return BlueprintDraft(**{"identifier": identifier, **self.patch().fields}, yaml=self.yaml)


class BlueprintIn(BlueprintPut):
    """A new blueprint."""

    model_config = ConfigDict(**_LOOSE, json_schema_extra={"examples": [EXAMPLE]})

    identifier: BlueprintName


def read(text: str) -> BlueprintPut:
    """Return the definition that a YAML text holds.

    Raises:
        ValueError: it holds none.
    """
    held = compose(text).value
    if not isinstance(held, dict):
        raise ValueError("yaml is no map; write the definition as one")  # noqa: TRY004  # it is about a value
    return BlueprintPut.model_validate({**held, "yaml": None})


class RenamePropertyIn(pydantic.BaseModel):
    """The new name of a property."""

    model_config = _CLOSED
    newPropertyName: Name  # noqa: N815


class RenameMirrorIn(pydantic.BaseModel):
    """The new name of a mirror property."""

    model_config = _CLOSED
    newMirrorName: Name  # noqa: N815


class RenameRelationIn(pydantic.BaseModel):
    """The new name of a relation."""

    model_config = _CLOSED
    newRelationIdentifier: Name  # noqa: N815


class SchemaShape(pydantic.BaseModel):
    """The stored properties of a blueprint."""

    properties: Properties
    required: list[str]


class RelationShape(pydantic.BaseModel):
    """A relation of a blueprint."""

    title: str = ""
    description: str = ""
    target: str
    required: bool
    many: bool
    type: str = ""


class StructureShape(pydantic.BaseModel):
    """A definition; scalars that nobody gave are absent."""

    identifier: str
    title: str
    icon: str = ""
    description: str = ""
    definition: SchemaShape = Field(alias="schema")
    relations: dict[str, RelationShape]
    mirrorProperties: Mirrors  # noqa: N815
    calculationProperties: Calculations  # noqa: N815
    aggregationProperties: Aggregations  # noqa: N815
    ownership: Ownership = {}
    changelogDestination: Changelog = {}  # noqa: N815
    includeInGlobalSearch: bool = True  # noqa: N815


class BlueprintShape(StructureShape):
    """A blueprint."""

    createdAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815
    createdBy: str  # noqa: N815
    updatedAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815
    updatedBy: str  # noqa: N815


class BlueprintAnswer(pydantic.BaseModel):
    """One blueprint. After a rename, `details.calculations` names those whose jq still holds the old name."""

    ok: Literal[True]
    blueprint: BlueprintShape
    details: dict[str, Any] = {}


class YamlAnswer(pydantic.BaseModel):
    """A definition as it was last written as YAML; null where nobody did.

    `current` says whether it still holds the definition that is in force: writes without a text move on past it.
    """

    ok: Literal[True]
    yaml: str | None
    current: bool


class BlueprintsAnswer(pydantic.BaseModel):
    """Every blueprint."""

    ok: Literal[True]
    blueprints: list[BlueprintShape]


class StructureAnswer(pydantic.BaseModel):
    """The built-in part of a system blueprint."""

    ok: Literal[True]
    blueprint: BlueprintShape


class PlanAnswer(pydantic.BaseModel):
    """What would happen."""

    ok: Literal[True]
    plan: dict[str, Any]


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


def structure_shown(draft: BlueprintDraft) -> dict[str, Any]:
    """Return a definition as the API shows it: every section there, empty or not."""
    return completed(sections(draft))


def completed(held: dict[str, Any]) -> dict[str, Any]:
    """Return sections with the empty ones that the API always shows."""
    return {**held, **{name: held.get(name, {}) for name in ("relations", *COMPUTED)}}


def shown(blueprint: Blueprint, draft: BlueprintDraft | None = None) -> dict[str, Any]:
    """Return a blueprint as the API shows it; with a draft, that part of it."""
    return {
        **structure_shown(draft or draft_of(blueprint)),
        "createdAt": clock.iso(blueprint.created_at),
        "createdBy": blueprint.created_by or "",
        "updatedAt": clock.iso(blueprint.updated_at),
        "updatedBy": blueprint.updated_by or "",
    }


def written(draft: BlueprintDraft) -> dict[str, Any]:
    """Return what was written as YAML about a definition, and whether that still holds it."""
    return {"yaml": draft.yaml, "current": draft.yaml is not None and _holds(draft.yaml, draft)}


def _holds(text: str, draft: BlueprintDraft) -> bool:
    try:
        held = service.checked(read(text).draft(draft.identifier))
        return orjson.dumps(held) == orjson.dumps(replace(draft, yaml=None))  # as bytes: the order of properties counts
    except (ValueError, InvalidDefinition):
        return False
