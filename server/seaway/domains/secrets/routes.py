"""HTTP of secrets (semantics 2.4)."""

from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import ok
from seaway.domains.secrets import schemas, service

router = APIRouter(route_class=WorkRoute, tags=["Organization"])


@router.get("/organization/secrets", responses=errors(), response_model=schemas.SecretsAnswer)
async def list_secrets(work: Reading) -> Response:
    """List what is told about the organisation's secrets; no answer holds a value."""
    return ok({"secrets": [schemas.shown(secret) for secret in await service.list_all(work)]})


@router.post("/organization/secrets", responses=errors(IdentifierTaken), response_model=schemas.SecretAnswer)
async def create_secret(body: schemas.SecretIn, work: Writing) -> Response:
    """Keep a secret. Its value is sealed, and never answered."""
    return ok({"secret": schemas.shown(await service.create(work, body.draft()))})


@router.get("/organization/secrets/{secret_name}", responses=errors(NotFound), response_model=schemas.SecretAnswer)
async def get_secret(secret_name: Segment, work: Reading) -> Response:
    """Show what is told about a secret."""
    return ok({"secret": schemas.shown(await service.get(work, secret_name))})


@router.patch("/organization/secrets/{secret_name}", responses=errors(NotFound), response_model=schemas.SecretAnswer)
async def patch_secret(secret_name: Segment, body: schemas.SecretPatch, work: Writing) -> Response:
    """Replace a secret's value or description."""
    return ok({"secret": schemas.shown(await service.update(work, secret_name, body.update()))})


@router.delete("/organization/secrets/{secret_name}", responses=errors(NotFound))
async def delete_secret(secret_name: Segment, work: Writing) -> schemas.Done:
    """Remove a secret."""
    await service.delete(work, secret_name)
    return schemas.Done()
