"""Wire shapes of entities (semantics 7).

Bodies are read loosely here and judged with the blueprint in hand, so that in a bulk request a title that is no text
fails its own item and no other.
"""

from typing import Annotated, Any, Literal, Protocol

import pydantic
from pydantic import BeforeValidator, Field, WithJsonSchema

from seaway.domains.entities import identifiers
from seaway.domains.entities.errors import InvalidDraft
from seaway.domains.entities.reads import Wanted
from seaway.domains.entities.types import TOP_LEVEL, BulkOutcome, EntityDraft, WriteMode

MAX_BULK, MAX_DELETE = 20, 100
ECHOED = frozenset({"blueprint", "id", "createdAt", "createdBy", "updatedAt", "updatedBy", "scorecards"})
"""What read-modify-write clients send back; tolerated and ignored."""

_QUERY = {
    "type": "object",
    "description": "A query that stands for identifiers (semantics 7.3, 7.4).",
    "properties": {"combinator": {"enum": ["and", "or"]}, "rules": {"type": "array", "items": {"type": "object"}}},
    "required": ["combinator", "rules"],
}
_NAME = {"type": "string", "minLength": 1, "maxLength": identifiers.MAX_IDENTIFIER, "pattern": identifiers.PATTERN}
_TEXT = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_TEAM = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, {"type": "null"}, _QUERY]}
_TARGETS = {"anyOf": [_NAME, {"type": "array", "items": _NAME}, {"type": "null"}, _QUERY]}

Identifier = Annotated[Any, WithJsonSchema({"anyOf": [_NAME, {"type": "null"}, _QUERY]})]
Text = Annotated[Any, WithJsonSchema(_TEXT)]
Team = Annotated[Any, WithJsonSchema(_TEAM)]
Properties = Annotated[Any, WithJsonSchema({"type": "object", "additionalProperties": True})]
Relations = Annotated[Any, WithJsonSchema({"type": "object", "additionalProperties": _TARGETS})]


def flag(value: Any) -> Any:
    """Read a boolean of the query: empty is absent, and case does not count (semantics 1.3)."""
    return (value.strip().lower() or "false") if isinstance(value, str) else value


def loose_flag(value: Any) -> Any:
    """Read a boolean that some clients send as garbage: whatever is there and not `false` is true (semantics 1.3)."""
    return value.strip().lower() not in {"", "false"} if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(flag)]
LooseFlag = Annotated[bool, BeforeValidator(loose_flag)]


class RunFlags(pydantic.BaseModel):
    """The query parameter of every write."""

    run_id: str = Field(default="", max_length=200, description="The run that writes, which is in progress.")


class RewriteFlags(RunFlags):
    """The query parameters of PUT and PATCH."""

    create_missing_related_entities: Flag = Field(
        default=False, description="Make a stub of each relation target that does not exist."
    )

    def mode(self, *, merge: bool) -> WriteMode:
        """Return how the entity is to be written."""
        return WriteMode(update_only=True, merge=merge, create_missing_related=self.create_missing_related_entities)


class WriteFlags(RunFlags):
    """The query parameters of POST."""

    upsert: Flag = Field(default=False, description="Write to an entity that exists.")
    merge: Flag = Field(default=False, description="Overwrite only what is given.")
    validation_only: Flag = Field(default=False, description="Do everything, keep nothing.")
    create_missing_related_entities: Flag = Field(
        default=False, description="Make a stub of each relation target that does not exist."
    )

    def mode(self) -> WriteMode:
        """Return how the entities are to be written."""
        return WriteMode(
            upsert=self.upsert,
            merge=self.merge,
            validation_only=self.validation_only,
            create_missing_related=self.create_missing_related_entities,
        )


class IngestFlags(WriteFlags):
    """The query parameters of the large ingest: there, writing to what exists is the rule."""

    upsert: Flag = Field(default=True, description="Write to an entity that exists.")


class DeleteFlags(RunFlags):
    """The query parameters of deletions."""

    delete_dependents: Flag = Field(default=False, description="Also delete the entities that require these.")


_WHOLE = Wanted()


class Lists(Protocol):
    """The parameters of a query string, which may repeat."""

    def __len__(self) -> int:
        """Return how many there are."""

    def getlist(self, key: str, /) -> list[str]:
        """Return every value of a parameter."""


class SingleDeleteFlags(DeleteFlags):
    """The query parameters of deleting one entity."""

    dry_run: Flag = Field(default=False, description="Answer with the plan of what would happen, and do nothing.")
    digest: Annotated[str, Field(max_length=64)] | None = Field(
        default=None, description="The digest of the plan that was confirmed."
    )


class ReadFlags(pydantic.BaseModel):
    """The query parameters of reads."""

    include: list[str] = Field(default=[], description="Only these parts; repeated or comma-joined.")
    exclude: list[str] = Field(default=[], description="All but these parts; repeated or comma-joined.")
    attach_title_to_relation: LooseFlag = Field(default=False, description="Show targets with their titles.")
    exclude_calculated_properties: LooseFlag = Field(
        default=False, description="Leave out mirrors, calculations and aggregations."
    )
    attach_identifier_to_title_mirror_properties: LooseFlag = False
    allow_partial_results: LooseFlag = False

    def wanted(self, params: Lists) -> Wanted:
        """Return the parts asked for: `include=a&include=b`, `include=a,b` or `include[]=a` in the query's `params`."""
        if not params:
            return _WHOLE
        lists = [
            [part for text in [*given, *params.getlist(f"{name}[]")] for part in text.split(",") if part]
            for name, given in (("include", self.include), ("exclude", self.exclude))
        ]
        return Wanted(
            lists[0], lists[1], titles=self.attach_title_to_relation, computed=not self.exclude_calculated_properties
        )


At = Annotated[
    str,
    Field(
        max_length=100,
        description="As it was then: an instant such as 2026-03-04T05:06:07Z, or a position of the change log.",
    ),
]


class EntityFlags(ReadFlags):
    """The query parameters of reading one entity."""

    at: At = ""


class EntityIn(pydantic.BaseModel):
    """An entity as clients send it. Unknown keys are ignored, and so are unknown properties and relations."""

    model_config = pydantic.ConfigDict(extra="ignore", hide_input_in_errors=True)

    identifier: Identifier = None
    title: Text = None
    icon: Text = None
    team: Team = None
    properties: Properties = Field(default_factory=dict)
    relations: Relations = Field(default_factory=dict)

    def draft(self) -> EntityDraft:
        """Return what the client says, and which parts of it were said."""
        return EntityDraft(
            identifier=self.identifier,
            title=self.title,
            icon=self.icon,
            team=self.team,
            properties={} if self.properties is None else self.properties,
            relations={} if self.relations is None else self.relations,
            present=frozenset(self.model_fields_set),
        )


class EntityPatch(EntityIn):
    """Some parts of an entity. Unknown keys are refused, but for those that an entity read before holds."""

    model_config = pydantic.ConfigDict(extra="allow", hide_input_in_errors=True)

    @pydantic.model_validator(mode="after")
    def _known(self) -> "EntityPatch":
        unknown = sorted(set(self.model_extra or ()) - ECHOED)
        if unknown:
            raise InvalidDraft(unknown[0][:80], f"is no part of an entity; parts are {', '.join(TOP_LEVEL)}")
        return self


class BulkIn(pydantic.BaseModel):
    """Up to 20 entities of one blueprint."""

    model_config = pydantic.ConfigDict(extra="forbid", hide_input_in_errors=True)

    entities: Annotated[list[EntityIn], Field(min_length=1, max_length=MAX_BULK)]


class BulkDeleteIn(pydantic.BaseModel):
    """Up to 100 identifiers of one blueprint."""

    model_config = pydantic.ConfigDict(extra="forbid", hide_input_in_errors=True)

    entities: Annotated[list[Annotated[str, Field(max_length=1000)]], Field(min_length=1, max_length=MAX_DELETE)]


class TitledTarget(pydantic.BaseModel):
    """A relation's target with its title, where the request asked for titles."""

    identifier: str
    title: str | None


class RuleStatus(pydantic.BaseModel):
    """Whether an entity passes a rule of a scorecard."""

    identifier: str
    status: Literal["SUCCESS", "FAILURE"]
    level: str


class EntityStanding(pydantic.BaseModel):
    """How an entity stands in a scorecard."""

    level: str
    rules: list[RuleStatus]


class EntityOut(pydantic.BaseModel):
    """An entity. `identifier` and `blueprint` are always there; the others unless `include` or `exclude` says so.

    `scorecards`, by identifier, are those that are about the entity; without any they are left out.
    """

    identifier: str
    blueprint: str
    title: str | None = None
    icon: str | None = None
    team: list[str] = Field(default_factory=list)
    properties: dict[str, Any] = Field(default_factory=dict)
    relations: dict[str, str | list[str] | TitledTarget | list[TitledTarget] | None] = Field(default_factory=dict)
    scorecards: dict[str, EntityStanding] = Field(default_factory=dict)
    createdAt: str = ""  # noqa: N815  # the wire's spelling
    createdBy: str | None = None  # noqa: N815  # the wire's spelling
    updatedAt: str = ""  # noqa: N815  # the wire's spelling
    updatedBy: str | None = None  # noqa: N815  # the wire's spelling


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


class PlanAnswer(Done):
    """What would happen."""

    plan: dict[str, Any]


class EntityAnswer(Done):
    """One entity. `additionalData` holds what is told only once, such as credentials."""

    entity: EntityOut
    additionalData: dict[str, Any] | None = None  # noqa: N815  # the wire's spelling


class EntitiesAnswer(Done):
    """Entities of one blueprint."""

    entities: list[EntityOut]


class CountAnswer(Done):
    """How many entities there are."""

    count: int


class DeletedAnswer(Done):
    """Which entities were deleted."""

    deletedEntities: list[str]  # noqa: N815  # the wire's spelling


class BulkItem(pydantic.BaseModel):
    """An entity that was written."""

    identifier: str
    index: int
    created: bool
    additionalData: dict[str, Any] | None = None  # noqa: N815  # the wire's spelling


class BulkError(pydantic.BaseModel):
    """An entity that was refused; `index` is its place in the request."""

    identifier: str
    index: int
    statusCode: int  # noqa: N815  # the wire's spelling
    error: str
    message: str


class BulkAnswer(pydantic.BaseModel):
    """What became of each entity."""

    ok: bool
    entities: list[BulkItem]
    errors: list[BulkError]


class IngestAnswer(pydantic.BaseModel):
    """How many lines did what, and each line that was refused (`index` counts from 0)."""

    ok: bool
    created: int
    updated: int
    unchanged: int
    failed: int
    errors: list[BulkError]


def bulk_answer(outcomes: list[BulkOutcome]) -> dict[str, Any]:
    """Return the answer of a bulk write."""
    written = [outcome for outcome in outcomes if outcome.error is None]
    return {
        "ok": len(written) == len(outcomes),
        "entities": [
            {"identifier": each.identifier, "index": each.index, "created": each.created}
            | ({"additionalData": each.extra} if each.extra else {})
            for each in written
        ],
        "errors": errors_of(outcomes),
    }


def errors_of(outcomes: list[BulkOutcome]) -> list[dict[str, Any]]:
    """Return the refused items as the API lists them."""
    return [
        {
            "identifier": each.identifier,
            "index": each.index,
            "statusCode": each.error.status,
            "error": each.error.error,
            "message": each.error.message,
        }
        for each in outcomes
        if each.error is not None
    ]
