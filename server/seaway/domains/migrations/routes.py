"""HTTP of migrations, and of deleting all entities of a blueprint, which is one (semantics 3.4 and 19)."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors, query
from seaway.domains.entities.errors import HasDependents
from seaway.domains.migrations import schemas, service
from seaway.domains.migrations.errors import BadMapping, MigrationEnded, MigrationNotUndoable, MigrationRunning
from seaway.domains.migrations.schemas import MigrationOut

router = APIRouter(route_class=WorkRoute, tags=["Migrations"])
_NO_REASON = schemas.CancelIn()


@router.delete("/blueprints/{blueprint}/all-entities", responses=errors(NotFound, HasDependents, MigrationRunning))
async def delete_all(
    blueprint: Segment, flags: Annotated[schemas.ClearFlags, Query()], work: Writing
) -> schemas.ClearAnswer:
    """Delete all entities of a blueprint in the background; with `delete_blueprint` also the blueprint itself."""
    found = await service.clear(work, blueprint, delete_blueprint=flags.delete_blueprint)
    return schemas.ClearAnswer(migrationId=found.public_id)


@router.post("/migrations", responses=errors(NotFound, BadMapping, MigrationRunning), response_model_exclude_none=True)
async def start_migration(
    body: schemas.MigrationIn, flags: Annotated[schemas.StartFlags, Query()], work: Writing
) -> schemas.StartAnswer:
    """Copy a blueprint's entities by a mapping, in the background; with `dry_run` say what that would write."""
    if not flags.dry_run:
        found = await service.copy(work, body.sourceBlueprint, body.plain())
        return schemas.StartAnswer(migration=MigrationOut.of(found))
    told = await service.preview(work, body.sourceBlueprint, body.plain())
    refused = [schemas.RefusedOut.model_validate(each) for each in told.failures]
    return schemas.StartAnswer(
        plan=told.plan.wire(), count=told.count, rehearsed=told.rehearsed, failures=refused[: schemas.SHOWN]
    )


@router.get("/migrations")
async def list_migrations(
    flags: Annotated[schemas.ListFlags, Query()], request: Request, work: Reading
) -> schemas.MigrationsAnswer:
    """List the latest thousand migrations, the newest first."""
    wanted = flags.wanted(query(request).getlist("status[]"))
    return schemas.MigrationsAnswer(migrations=[MigrationOut.of(each) for each in await service.list_all(work, wanted)])


@router.get("/migrations/{migration}", responses=errors(NotFound))
async def get_migration(migration: Segment, work: Reading) -> schemas.MigrationAnswer:
    """Show how far a migration got."""
    return schemas.MigrationAnswer(migration=MigrationOut.of(await service.get(work, migration)))


@router.post("/migrations/{migration}/cancel", responses=errors(NotFound, MigrationEnded))
async def cancel_migration(
    migration: Segment, work: Writing, body: Annotated[schemas.CancelIn, Body()] = _NO_REASON
) -> schemas.MigrationAnswer:
    """Call a migration off; what it did stays done."""
    return schemas.MigrationAnswer(migration=MigrationOut.of(await service.cancel(work, migration, body.reason)))


@router.post("/migrations/{migration}/undo", responses=errors(NotFound, MigrationNotUndoable, MigrationRunning))
async def undo_migration(migration: Segment, work: Writing) -> schemas.MigrationAnswer:
    """Take back what a copy wrote, in the background; what was changed again since stays, and is named."""
    return schemas.MigrationAnswer(migration=MigrationOut.of(await service.undo(work, migration)))
