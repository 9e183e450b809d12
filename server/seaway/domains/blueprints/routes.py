"""HTTP of blueprints (semantics 3)."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound, Outdated
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors, json_response
from seaway.core.http_shape import Flag, FlagOn, ok
from seaway.core.http_version import IfMatch, headers
from seaway.core.plan import PlanOutdated
from seaway.domains.blueprints import history, history_schemas, schemas, service
from seaway.domains.blueprints.errors import ForbiddenFormatChange, HasDependents, ProtectedResource
from seaway.domains.blueprints.types import Blueprint

router = APIRouter(route_class=WorkRoute, tags=["Blueprints"])
CHANGE = errors(NotFound, IdentifierTaken, ForbiddenFormatChange, ProtectedResource)
VERSIONED = errors(NotFound, IdentifierTaken, ForbiddenFormatChange, ProtectedResource, Outdated)
At = Annotated[str | None, Query(max_length=100, description="An instant, or the position of a change in its history.")]
Page = Annotated[history_schemas.HistoryFlags, Query()]
System = Annotated[Segment, Path(examples=["_user", "_team"])]
DryRun = Annotated[Flag, Query(description="Answer with the plan of what would happen, and do nothing.")]


def _answer(blueprint: Blueprint, status: int = 200, **more: Any) -> Response:
    body = orjson.dumps({"ok": True, "blueprint": schemas.shown(blueprint), **more})
    return json_response(body, status, headers(blueprint.version))


@router.get("/blueprints", responses=errors(), response_model=schemas.BlueprintsAnswer)
async def list_blueprints(work: Reading) -> Response:
    """List every blueprint: system blueprints first, then in the order of creation."""
    return ok({"blueprints": [schemas.shown(blueprint) for blueprint in await service.list_all(work)]})


@router.post(
    "/blueprints",
    status_code=201,
    responses=errors(NotFound, IdentifierTaken, ProtectedResource),
    response_model=schemas.BlueprintAnswer,
)
async def create_blueprint(body: schemas.BlueprintIn, work: Writing, *, create_catalog_page: FlagOn = True) -> Response:
    """Create a blueprint and, unless told otherwise, its catalog page."""
    created = await service.create(work, body.draft(body.identifier), create_page=create_catalog_page)
    return _answer(created, 201)


@router.get(
    "/blueprints/system/{blueprint}/structure", responses=errors(NotFound), response_model=schemas.StructureAnswer
)
async def get_system_structure(blueprint: System, work: Reading) -> Response:
    """Show the built-in part of a system blueprint, which cannot change."""
    part = service.structure(blueprint)
    return ok({"blueprint": schemas.shown(await service.get(work, blueprint), part)})


@router.get("/blueprints/{blueprint}", responses=errors(NotFound), response_model=schemas.BlueprintAnswer)
async def get_blueprint(blueprint: Segment, work: Reading, at: At = None) -> Response:
    """Show a blueprint, now or as of a past instant or change. Its ETag is what If-Match takes."""
    if at:
        return ok({"blueprint": schemas.completed(await history.as_of(work, blueprint, at))})
    return _answer(await service.get(work, blueprint))


@router.get("/blueprints/{blueprint}/yaml", responses=errors(NotFound), response_model=schemas.YamlAnswer)
async def get_blueprint_yaml(blueprint: Segment, work: Reading, at: At = None) -> Response:
    """Show a blueprint as it was last written as YAML, comments included, now or as of a past instant or change."""
    if at:
        return ok(schemas.written(await history.draft_as_of(work, blueprint, at)))
    found = await service.get(work, blueprint)
    body = orjson.dumps({"ok": True, **schemas.written(service.draft_of(found))})
    return json_response(body, 200, headers(found.version))


@router.get("/blueprints/{blueprint}/history", responses=errors(NotFound), response_model=history_schemas.HistoryAnswer)
async def blueprint_history(blueprint: Segment, flags: Page, work: Reading) -> Response:
    """Show what happened to a blueprint, the newest first, each change with what it was before and after."""
    found = await history.of(work, blueprint, limit=flags.limit, cursor=flags.cursor)
    return ok({"changes": found.changes, "next": found.next})


@router.put("/blueprints/{blueprint}", responses=VERSIONED, response_model=schemas.BlueprintAnswer | schemas.PlanAnswer)
async def replace_blueprint(
    blueprint: Segment, body: schemas.BlueprintPut, work: Writing, versions: IfMatch, *, dry_run: DryRun = False
) -> Response:
    """Replace a blueprint; sections left out become empty. Another identifier in the body renames it."""
    draft = body.draft(blueprint)
    if dry_run:
        return ok({"plan": (await service.plan_change(work, blueprint, draft, versions)).wire()})
    return _answer(await service.replace(work, blueprint, draft, versions))


@router.patch(
    "/blueprints/{blueprint}", responses=VERSIONED, response_model=schemas.BlueprintAnswer | schemas.PlanAnswer
)
async def patch_blueprint(
    blueprint: Segment, body: schemas.BlueprintPatchIn, work: Writing, versions: IfMatch, *, dry_run: DryRun = False
) -> Response:
    """Replace the sections that the body holds and keep the others."""
    if dry_run:
        return ok({"plan": (await service.plan_change(work, blueprint, body.patch(), versions)).wire()})
    return _answer(await service.patch(work, blueprint, body.patch(), versions))


@router.delete(
    "/blueprints/{blueprint}",
    responses=errors(NotFound, HasDependents, ProtectedResource, PlanOutdated),
    response_model=schemas.Done | schemas.PlanAnswer,
)
async def delete_blueprint(
    blueprint: Segment,
    work: Writing,
    *,
    delete_actions: Annotated[Flag, Query(description="Also delete its actions and automations.")] = False,
    dry_run: DryRun = False,
    digest: Annotated[
        str | None, Query(max_length=64, description="The digest of the plan that was confirmed.")
    ] = None,
) -> Response:
    """Delete a blueprint that has no entities and that no other blueprint's relation targets."""
    if dry_run:
        return ok({"plan": (await service.plan_deletion(work, blueprint, delete_actions=delete_actions)).wire()})
    if digest is not None:
        (await service.plan_deletion(work, blueprint, delete_actions=delete_actions)).confirm(digest)
    await service.delete(work, blueprint, delete_actions=delete_actions)
    return ok({})


@router.patch(
    "/blueprints/{blueprint}/properties/{name}/rename", responses=CHANGE, response_model=schemas.BlueprintAnswer
)
async def rename_property(blueprint: Segment, name: Segment, body: schemas.RenamePropertyIn, work: Writing) -> Response:
    """Rename a property; its values and every reference to it follow."""
    return _renamed(await service.rename_property(work, blueprint, name, body.newPropertyName))


@router.patch("/blueprints/{blueprint}/mirror/{name}/rename", responses=CHANGE, response_model=schemas.BlueprintAnswer)
async def rename_mirror(blueprint: Segment, name: Segment, body: schemas.RenameMirrorIn, work: Writing) -> Response:
    """Rename a mirror property; every reference to it follows."""
    return _renamed(await service.rename_mirror(work, blueprint, name, body.newMirrorName))


@router.patch(
    "/blueprints/{blueprint}/relations/{name}/rename", responses=CHANGE, response_model=schemas.BlueprintAnswer
)
async def rename_relation(blueprint: Segment, name: Segment, body: schemas.RenameRelationIn, work: Writing) -> Response:
    """Rename a relation; its targets and every reference to it follow."""
    return _renamed(await service.rename_relation(work, blueprint, name, body.newRelationIdentifier))


def _renamed(renamed: service.Renamed) -> Response:
    if not renamed.mentions:
        return _answer(renamed.blueprint)
    return _answer(renamed.blueprint, details={"calculations": list(renamed.mentions)})
