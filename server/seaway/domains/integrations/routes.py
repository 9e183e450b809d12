"""HTTP of integrations themselves (semantics 18.1 to 18.4)."""

from typing import Annotated, Any, Literal

import pydantic
from fastapi import APIRouter, Body, Header, Query, Request
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import Flag, ok
from seaway.core.work import Work
from seaway.domains.integrations import schemas, service
from seaway.domains.integrations.types import Integration
from seaway.kit import clock

router = APIRouter(route_class=WorkRoute, prefix="/integration", tags=["Integrations"])
Acting = Annotated[
    bool | None,
    pydantic.BeforeValidator(lambda value: value or None),  # empty is absent (semantics 1.3)
    Query(alias="actionsProcessingEnabled", description="Only those that do, or do not, act."),
]
By = Annotated[
    Literal["installationId", "logIngestId"], Query(alias="byField", description="What the path names it by.")
]
Quiet = Annotated[Flag, Header(alias="x-skip-resync", description="`true`: no resync is asked for.")]
_RESYNC = schemas.IntegrationPatch()


def _answer(request: Request, work: Work, integration: Integration, status: int = 200) -> Response:
    shown = schemas.shown(integration, request.app.state.services.url, work.actor.org)
    answer = ok({"integration": shown})
    answer.status_code = status
    return answer


@router.get("", responses=errors(), response_model=schemas.IntegrationsAnswer)
async def list_integrations(request: Request, work: Reading, *, acting: Acting = None) -> Response:
    """List integrations, by identifier."""
    found = await service.list_all(work, acting=acting)
    url = request.app.state.services.url
    return ok({"integrations": [schemas.shown(each, url, work.actor.org) for each in found]})


@router.post("", status_code=201, responses=errors(IdentifierTaken), response_model=schemas.IntegrationAnswer)
async def create_integration(request: Request, body: schemas.IntegrationIn, work: Writing) -> Response:
    """Register an integration. Its first resync counts as asked for."""
    return _answer(request, work, await service.register(work, body.installationId, body.said()), 201)


@router.get("/metadata", responses=errors(), response_model=schemas.NamesAnswer)
async def list_integration_names(work: Reading) -> Response:
    """List the names of integrations, for everybody who reads the catalog."""
    return ok({"integrations": [schemas.named(each) for each in await service.names(work)]})


@router.get("/provision-enabled", responses=errors())
async def list_provisioned(work: Reading) -> schemas.ProvisionedAnswer:
    """List the types of integration whose blueprints the server makes: none."""
    return schemas.ProvisionedAnswer(integrations=await service.provisioned(work))


@router.get("/{identifier}", responses=errors(NotFound), response_model=schemas.IntegrationAnswer)
async def get_integration(
    request: Request, identifier: Segment, work: Reading, *, by: By = "installationId"
) -> Response:
    """Show an integration."""
    find = service.by_ingest if by == "logIngestId" else service.get
    return _answer(request, work, await find(work, identifier))


@router.patch("/{identifier}", responses=errors(NotFound), response_model=schemas.IntegrationAnswer)
async def patch_integration(
    request: Request,
    identifier: Segment,
    work: Writing,
    *,
    body: Annotated[schemas.IntegrationPatch, Body()] = _RESYNC,
    quiet: Quiet = False,
) -> Response:
    """Replace the keys that are given. A new `config` asks for a resync, and so does an empty body."""
    if body.installationId is not None:
        body.check_same((await service.get(work, identifier)).identifier)
    fields = body.said()
    resync = (body.empty or "config" in fields) and not quiet
    return _answer(request, work, await service.update(work, identifier, fields, resync=resync))


@router.delete("/{identifier}", responses=errors(NotFound))
async def delete_integration(identifier: Segment, work: Writing) -> schemas.Done:
    """Remove an integration with its logs, examples and figures; the entities that it wrote stay."""
    await service.delete(work, identifier)
    return schemas.Done()


@router.patch("/{identifier}/config", responses=errors(NotFound), response_model=schemas.IntegrationAnswer)
async def patch_integration_config(
    request: Request,
    identifier: Segment,
    body: Annotated[dict[str, Any], Body(examples=[{"config": {"resources": []}}])],
    work: Writing,
    *,
    quiet: Quiet = False,
) -> Response:
    """Replace the config, given in `config` or bare, and ask for a resync."""
    fields = {"config": schemas.config_of(body)}
    return _answer(request, work, await service.update(work, identifier, fields, resync=not quiet))


@router.get("/{identifier}/resync-request", responses=errors(NotFound), response_model=schemas.ResyncRequestAnswer)
async def get_resync_request(identifier: Segment, work: Reading) -> Response:
    """Say when a resync was last asked for."""
    requested = (await service.get(work, identifier)).resync_requested_at
    return ok({"request": {} if requested is None else {"updatedAt": clock.iso(requested)}})


@router.patch("/{identifier}/resync-state", responses=errors(NotFound), response_model=schemas.IntegrationAnswer)
async def patch_resync_state(
    request: Request, identifier: Segment, body: schemas.ResyncStateIn, work: Writing
) -> Response:
    """Say how a resync goes. `updatedAt` of the integration and of the state become the same moment."""
    return _answer(request, work, await service.set_resync_state(work, identifier, body.said()))
