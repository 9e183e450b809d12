"""HTTP of entity writes and deletes (semantics 7.2 to 7.5 and 7.7)."""

from dataclasses import replace
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from seaway.core import http_version
from seaway.core.errors import NotFound, Outdated
from seaway.core.http import Segment, WorkRoute, Writing, errors, json_response
from seaway.core.http_shape import ok
from seaway.core.http_version import IfMatch
from seaway.core.plan import PlanOutdated
from seaway.core.work import Work
from seaway.domains.entities import attribution, schemas, service, wire
from seaway.domains.entities.errors import EntityTaken, HasDependents, InvalidProperty, MissingProperty
from seaway.domains.entities.types import WriteMode, Written

router = APIRouter(route_class=WorkRoute, tags=["Entities"])
FAILURES = errors(NotFound, EntityTaken, InvalidProperty, MissingProperty)
VERSIONED = errors(NotFound, EntityTaken, InvalidProperty, MissingProperty, Outdated)


Write = Annotated[schemas.WriteFlags, Query()]
Rewrite = Annotated[schemas.RewriteFlags, Query()]
Remove = Annotated[schemas.DeleteFlags, Query()]


def _mode(flags: Rewrite, versions: IfMatch, request: Request) -> WriteMode:
    return replace(flags.mode(merge=request.method == "PATCH"), based_on=versions)


Mode = Annotated[WriteMode, Depends(_mode)]


async def _attributed(flags: Annotated[schemas.RunFlags, Query()], work: Writing) -> Work:
    return await attribution.attributed(work, flags.run_id)


Attributed = Annotated[Work, Depends(_attributed)]
"""The work of a route, in the name of the run that `run_id` names."""


@router.post(
    "/blueprints/{blueprint}/entities",
    status_code=201,
    responses=FAILURES,
    response_model=schemas.EntityAnswer,
)
async def create_entity(blueprint: Segment, body: schemas.EntityIn, flags: Write, work: Attributed) -> Response:
    """Create an entity; with `upsert` replace it when it exists, with `merge` overwrite only what is given."""
    return _answer(await service.write(work, blueprint, body.draft(), flags.mode()), 201)


@router.put(
    "/blueprints/{blueprint}/entities/{entity}",
    responses=VERSIONED,
    response_model=schemas.EntityAnswer,
)
async def replace_entity(
    blueprint: Segment, entity: Segment, body: schemas.EntityIn, mode: Mode, work: Attributed
) -> Response:
    """Replace an entity; what the body leaves out is cleared. Another identifier in the body renames it."""
    return _answer(await service.rewrite(work, blueprint, entity, body.draft(), mode))


@router.patch(
    "/blueprints/{blueprint}/entities/{entity}",
    responses=VERSIONED,
    response_model=schemas.EntityAnswer,
)
async def patch_entity(
    blueprint: Segment, entity: Segment, body: schemas.EntityPatch, mode: Mode, work: Attributed
) -> Response:
    """Change parts of an entity: properties and relations that are given, `null` included. Others stay."""
    return _answer(await service.rewrite(work, blueprint, entity, body.draft(), mode))


def _answer(written: Written, status: int = 200) -> Response:
    body: dict[str, Any] = {"ok": True, "entity": wire.of_entity(written.entity)}
    if written.extra:
        body["additionalData"] = written.extra
    return json_response(orjson.dumps(body), status, http_version.headers(written.entity.version))


@router.post(
    "/blueprints/{blueprint}/entities/bulk",
    responses=errors(NotFound) | {207: {"model": schemas.BulkAnswer, "description": "At least one item was refused."}},
    response_model=schemas.BulkAnswer,
)
async def write_bulk(blueprint: Segment, body: schemas.BulkIn, flags: Write, work: Attributed) -> Response:
    """Write up to 20 entities; each item succeeds or fails on its own, in the order of their dependencies."""
    outcomes = await service.write_many(work, blueprint, [item.draft() for item in body.entities], flags.mode())
    answer = schemas.bulk_answer(outcomes)
    return json_response(orjson.dumps(answer), 200 if answer["ok"] else 207)


@router.delete(
    "/blueprints/{blueprint}/entities/{entity}",
    responses=errors(NotFound, HasDependents, PlanOutdated),
    response_model=schemas.PlanAnswer | schemas.Done,
)
async def delete_entity(
    blueprint: Segment,
    entity: Segment,
    flags: Annotated[schemas.SingleDeleteFlags, Query()],
    work: Attributed,
) -> Response:
    """Delete an entity; with `delete_dependents` also those that require it. Other references to it are cleared."""
    dependents = flags.delete_dependents
    if flags.dry_run:
        plan = await service.plan_deletion(work, blueprint, entity, delete_dependents=dependents)
        return ok({"plan": plan.wire()})
    await service.delete(work, blueprint, entity, delete_dependents=dependents, digest=flags.digest)
    return ok({})


@router.post(
    "/blueprints/{blueprint}/bulk/entities/delete",
    responses=errors(NotFound, HasDependents),
    response_model=schemas.DeletedAnswer,
)
async def delete_bulk(
    blueprint: Segment,
    body: schemas.BulkDeleteIn,
    flags: Remove,
    work: Attributed,
) -> Response:
    """Delete up to 100 entities, all or none; identifiers that name none are skipped."""
    deleted = await service.delete_many(work, blueprint, body.entities, delete_dependents=flags.delete_dependents)
    return json_response(orjson.dumps({"ok": True, "deletedEntities": deleted}))
