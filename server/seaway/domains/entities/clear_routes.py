"""HTTP of deleting all entities of a blueprint, and of asking how far that got (semantics 3.4 and 19)."""

from typing import Annotated, Literal

import pydantic
from fastapi import APIRouter, Query
from pydantic import Field

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.domains.entities import attribution, clearing
from seaway.domains.entities.clear_store import Clearing
from seaway.domains.entities.errors import HasDependents
from seaway.domains.entities.schemas import Done, Flag, RunFlags
from seaway.kit.clock import iso

router = APIRouter(route_class=WorkRoute, tags=["Entities"])
Status = Literal["INITIALIZING", "RUNNING", "COMPLETED", "FAILURE"]


class ClearFlags(RunFlags):
    """The query parameters of deleting all entities."""

    delete_blueprint: Flag = Field(default=False, description="Delete the blueprint too, when it is empty.")


class ClearAnswer(Done):
    """It has begun; ask for the migration until its status is COMPLETED or FAILURE."""

    migrationId: str  # noqa: N815  # the wire's spelling


class MigrationOut(pydantic.BaseModel):
    """How far it got. `successCount` counts the deleted entities."""

    id: str
    identifier: str
    actor: str | None
    sourceBlueprint: str  # noqa: N815  # the wire's spelling
    mapping: dict[str, str] = {}  # every migration has one; a deletion moves nothing
    status: Status
    deleteEntities: Literal[True] = True  # noqa: N815  # the wire's spelling
    deleteBlueprint: bool  # noqa: N815  # the wire's spelling
    successCount: int  # noqa: N815  # the wire's spelling
    failureCount: int  # noqa: N815  # the wire's spelling
    reason: str | None
    createdAt: str  # noqa: N815  # the wire's spelling
    createdBy: str | None  # noqa: N815  # the wire's spelling
    updatedAt: str  # noqa: N815  # the wire's spelling
    updatedBy: str | None  # noqa: N815  # the wire's spelling


class MigrationAnswer(Done):
    """A migration."""

    migration: MigrationOut


@router.delete("/blueprints/{blueprint}/all-entities", responses=errors(NotFound, HasDependents))
async def delete_all(blueprint: Segment, flags: Annotated[ClearFlags, Query()], work: Writing) -> ClearAnswer:
    """Delete all entities of a blueprint in the background; with `delete_blueprint` also the blueprint itself."""
    work = await attribution.attributed(work, flags.run_id)
    asked = await clearing.ask(work, blueprint, delete_blueprint=flags.delete_blueprint)
    return ClearAnswer(migrationId=asked.public_id)


@router.get("/migrations/{migration}", responses=errors(NotFound))
async def get_migration(migration: Segment, work: Reading) -> MigrationAnswer:
    """Show how far a deletion of all entities got."""
    return MigrationAnswer(migration=_shown(await clearing.get(work, migration)))


def _shown(found: Clearing) -> MigrationOut:
    return MigrationOut.model_validate(
        {
            "id": found.public_id,
            "identifier": found.public_id,
            "actor": found.created_by,
            "sourceBlueprint": found.blueprint,
            "status": found.status,
            "deleteBlueprint": found.delete_blueprint,
            "successCount": found.done,
            "failureCount": 1 if found.status == "FAILURE" else 0,
            "reason": found.reason,
            "createdAt": iso(found.created_at),
            "createdBy": found.created_by,
            "updatedAt": iso(found.updated_at),
            "updatedBy": found.created_by,
        }
    )
