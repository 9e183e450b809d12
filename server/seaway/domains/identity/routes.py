"""HTTP of organisations, tokens and machine credentials (semantics 2)."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.errors import NotFound, TooManyRequests
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import Fields, ok, only
from seaway.core.http_visit import Visiting
from seaway.domains.identity import service
from seaway.domains.identity.errors import InvalidCredentials
from seaway.domains.identity.schemas import (
    AppIn,
    AppOut,
    AppsOut,
    AppUpdateIn,
    CredentialsOut,
    Ok,
    OrganizationOut,
    OrganizationPatch,
    OrganizationPut,
    OrganizationShape,
    PermissionsOut,
    TokenIn,
    TokenOut,
    app_shown,
)
from seaway.domains.identity.service import OrganisationUpdate

router = APIRouter(route_class=WorkRoute, tags=["Identity"])
PUBLIC: dict[str, Any] = {"security": []}
APP_FIELDS = ("id", "name", "enabled", "secret", "createdAt", "updatedAt")


@router.post(
    "/auth/access_token", responses=errors(InvalidCredentials, TooManyRequests), openapi_extra=PUBLIC, tags=["Auth"]
)
async def issue_token(body: TokenIn, visit: Visiting) -> TokenOut:
    """Exchange a machine's credentials for a bearer token of three hours; the same one again while it holds."""
    token = await service.issue(visit, body.clientId, body.clientSecret)
    return TokenOut(accessToken=token.text, expiresIn=token.seconds)


@router.get("/auth/permissions", responses=errors(), tags=["Auth"])
async def get_permissions(work: Reading) -> PermissionsOut:
    """List what the caller may do."""
    return PermissionsOut(permissions=await service.own_permissions(work))


@router.get("/organization", responses=errors(), tags=["Organization"])
async def get_organization(work: Reading) -> OrganizationOut:
    """Show the caller's organisation."""
    return OrganizationOut(organization=OrganizationShape.of(await service.organisation_of(work)))


@router.put("/organization", responses=errors(), tags=["Organization"])
async def put_organization(body: OrganizationPut, work: Writing) -> OrganizationOut:
    """Replace the organisation's name, settings and announcement."""
    update = OrganisationUpdate(
        name=body.name,
        settings=body.settings.model_dump(exclude_unset=True) if body.settings else {},
        announcement=body.announcement.model_dump() if body.announcement else None,
        replace=True,
    )
    return OrganizationOut(organization=OrganizationShape.of(await service.update_organisation(work, update)))


@router.patch("/organization", responses=errors(), tags=["Organization"])
async def patch_organization(body: OrganizationPatch, work: Writing) -> OrganizationOut:
    """Change what is given; settings are merged by key."""
    update = OrganisationUpdate(
        name=body.name,
        settings=body.settings.model_dump(exclude_unset=True) if body.settings else None,
        announcement=body.announcement.model_dump() if body.announcement else None,
    )
    return OrganizationOut(organization=OrganizationShape.of(await service.update_organisation(work, update)))


@router.get("/apps", responses=errors(), response_model=AppsOut, tags=["Apps"])
async def list_apps(work: Writing, fields: Fields) -> Response:
    """List machine credentials; secrets only where `fields` names `secret`, which is audited."""
    machines = await service.list_machines(work)
    secrets = await service.machine_secrets(work) if "secret" in fields else {}
    shown = [app_shown(machine, secrets.get(machine.client_id)) for machine in machines]
    return ok({"apps": [only(app, fields, APP_FIELDS) for app in shown]})


@router.post("/apps", responses=errors(), response_model=AppOut, tags=["Apps"])
async def create_app(body: AppIn, work: Writing) -> Response:
    """Make machine credentials; the answer holds the secret."""
    machine, credentials = await service.add_machine(work, body.name)
    return ok({"app": app_shown(machine, credentials.client_secret)})


@router.put("/apps/{id}", responses=errors(NotFound), response_model=AppOut, tags=["Apps"])
async def update_app(id: Segment, body: AppUpdateIn, work: Writing) -> Response:  # noqa: A002  # the wire's name
    """Rename, disable or enable machine credentials."""
    machine = await service.update_machine(work, id, name=body.name, enabled=body.enabled)
    return ok({"app": app_shown(machine)})


@router.post("/apps/{id}/rotate-secret", responses=errors(NotFound), response_model=AppOut, tags=["Apps"])
async def rotate_secret(id: Segment, work: Writing) -> Response:  # noqa: A002  # the wire's name
    """Replace the secret; the old one and its tokens hold no more."""
    machine, credentials = await service.rotate_machine(work, id)
    return ok({"app": app_shown(machine, credentials.client_secret)})


@router.delete("/apps/{id}", responses=errors(NotFound), tags=["Apps"])
async def delete_app(id: Segment, work: Writing) -> Ok:  # noqa: A002  # the wire's name
    """Remove machine credentials."""
    await service.delete_machine(work, id)
    return Ok()


@router.post("/rotate-credentials/{user_email}", responses=errors(NotFound), tags=["Apps"])
async def rotate_credentials(user_email: Segment, work: Writing) -> CredentialsOut:
    """Replace the secret of a service account; the old one and its tokens hold no more."""
    pair = await service.rotate_credentials(work, user_email)
    return CredentialsOut(clientId=pair.client_id, clientSecret=pair.client_secret)
