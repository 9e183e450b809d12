"""Wire shapes of migrations (semantics 19)."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import BeforeValidator, Field

from seaway.core.errors import Invalid
from seaway.domains.migrations.types import STATUSES, Filter, Migration, Status
from seaway.kit.clock import iso

SHOWN = 20
_Program = Annotated[str, Field(max_length=50_000)]
_Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9@_=\\-]+$")]
_Programs = Annotated[dict[_Name, _Program], Field(max_length=500)]


class Done(pydantic.BaseModel):
    """Every answer that succeeded."""

    ok: Literal[True] = True


class EntityMapping(pydantic.BaseModel):
    """What makes an entity: programs of jq over the JSON of another."""

    model_config = pydantic.ConfigDict(extra="forbid")

    identifier: _Program | None = None
    title: _Program | None = None
    icon: _Program | None = None
    team: _Program | None = None
    properties: _Programs = {}
    relations: _Programs = {}


class MappingIn(pydantic.BaseModel):
    """Which entities become what. Without `blueprint` they are written where they are."""

    model_config = pydantic.ConfigDict(extra="forbid")

    blueprint: Annotated[str, Field(max_length=500)] | None = None
    filter: _Program | None = Field(default=None, description="Only entities of which this is true.")
    itemsToParse: _Program | None = Field(  # noqa: N815  # the wire's spelling
        default=None, description="A list: each of its first 500 becomes an entity, and is `.item` in the programs."
    )
    entity: EntityMapping


class MigrationIn(pydantic.BaseModel):
    """What to copy."""

    model_config = pydantic.ConfigDict(extra="forbid")

    sourceBlueprint: Annotated[str, Field(min_length=1, max_length=100)]  # noqa: N815  # the wire's spelling
    mapping: MappingIn

    def plain(self) -> dict[str, Any]:
        """Return the mapping as it was sent."""
        return self.mapping.model_dump(exclude_unset=True)


def _flag(value: Any) -> Any:
    """Read a boolean of the query: empty is absent, and case does not count (semantics 1.3)."""
    return (value.strip().lower() or "false") if isinstance(value, str) else value


def _no_run(value: Any) -> Any:
    """Let a removal through that names no run; what is done in the background belongs to none."""
    if isinstance(value, str) and value.strip():
        raise Invalid("run_id: a removal of all entities is no part of a run; leave it out", details={"path": "run_id"})
    return value


Flag = Annotated[bool, BeforeValidator(_flag)]


class ClearFlags(pydantic.BaseModel):
    """The query parameters of deleting all entities."""

    run_id: Annotated[str, BeforeValidator(_no_run)] = Field(default="", description="Taken when it is empty.")
    delete_blueprint: Flag = Field(default=False, description="Delete the blueprint too, when it is empty.")


class StartFlags(pydantic.BaseModel):
    """The query parameters of starting one."""

    dry_run: Flag = Field(default=False, description="Answer with the plan of what would be written, and do nothing.")


class CancelIn(pydantic.BaseModel):
    """Why it is called off."""

    model_config = pydantic.ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=1_000)] | None = None


class ListFlags(pydantic.BaseModel):
    """Which migrations; all that is given must hold."""

    status: list[str] = Field(default=[], description=f"{', '.join(STATUSES)}; repeated or comma-joined.")
    actor: Annotated[str, Field(max_length=300)] | None = None
    blueprint: Annotated[str, Field(max_length=100, description="That it reads or writes.")] | None = None

    def wanted(self, more: list[str]) -> Filter:
        """Return the filter; `more` are statuses given as `status[]`. One that is none matches nothing."""
        states = [part for text in [*self.status, *more] for part in text.split(",") if part]
        if "\0" in "".join([*states, self.actor or "", self.blueprint or ""]):
            raise Invalid("A parameter holds a NUL character; remove %00", details={"path": "query"})
        return Filter(states, self.actor or None, self.blueprint or None)


class RefusedOut(pydantic.BaseModel):
    """An entity that was refused, and why."""

    identifier: str
    error: str
    message: str


class MigrationOut(pydantic.BaseModel):
    """How far it got. `successCount` counts what was written or deleted, `failures` are the first twenty refusals."""

    id: str
    identifier: str
    actor: str | None = None
    operation: Literal["copy", "clear", "undo"]
    sourceBlueprint: str  # noqa: N815  # the wire's spelling
    mapping: dict[str, Any]
    status: Status
    deleteEntities: bool  # noqa: N815  # the wire's spelling
    deleteBlueprint: bool  # noqa: N815  # the wire's spelling
    total: int
    successCount: int  # noqa: N815  # the wire's spelling
    failureCount: int  # noqa: N815  # the wire's spelling
    failures: list[RefusedOut]
    undoable: bool
    reason: str | None = None
    createdAt: str  # noqa: N815  # the wire's spelling
    createdBy: str | None = None  # noqa: N815  # the wire's spelling
    updatedAt: str  # noqa: N815  # the wire's spelling
    updatedBy: str | None = None  # noqa: N815  # the wire's spelling

    @classmethod
    def of(cls, found: Migration) -> "MigrationOut":
        """Return a migration as the API shows it."""
        return cls.model_validate(
            {
                "id": found.public_id,
                "identifier": found.public_id,
                "actor": found.created_by,
                "operation": found.op,
                "sourceBlueprint": found.blueprint,
                "mapping": found.mapping or {},
                "status": found.status,
                "deleteEntities": found.op == "clear",
                "deleteBlueprint": found.delete_blueprint,
                "total": found.total,
                "successCount": found.done,
                "failureCount": found.failed,
                "failures": found.failures,
                "undoable": found.undoable,
                "reason": found.reason,
                "createdAt": iso(found.created_at),
                "createdBy": found.created_by,
                "updatedAt": iso(found.updated_at),
                "updatedBy": found.updated_by,
            }
        )


class MigrationAnswer(Done):
    """A migration."""

    migration: MigrationOut


class StartAnswer(Done):
    """The migration; of a dry run the plan instead: of the first `rehearsed` of `count` entities."""

    migration: MigrationOut | None = None
    plan: dict[str, Any] | None = None
    count: int | None = None
    rehearsed: int | None = None
    failures: list[RefusedOut] | None = None


class MigrationsAnswer(Done):
    """Migrations, the newest first."""

    migrations: list[MigrationOut]


class ClearAnswer(Done):
    """It has begun; ask for the migration until it has ended."""

    migrationId: str  # noqa: N815  # the wire's spelling
