"""HTTP of the audit log (semantics 22)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seaway.core.http import Reading, WorkRoute, errors
from seaway.core.http_shape import ok, only
from seaway.domains.audit import schemas, service

router = APIRouter(route_class=WorkRoute, tags=["Audit"])


@router.get("/audit-log", responses=errors(), response_model=schemas.AuditAnswer)
async def get_audit_log(flags: Annotated[schemas.AuditFlags, Query()], request: Request, work: Reading) -> Response:
    """List what was done and which writes were refused, the newest first, as far as the caller may know of it."""
    asked = request.query_params
    bracketed = {name: asked.getlist(f"{name}[]") for name in ("origin", "resources", "includes")}
    flags = flags.model_copy(update={name: [*getattr(flags, name), *more] for name, more in bracketed.items()})
    fields = flags.fields()
    found = [schemas.shown(record, work.actor.org) for record in await service.records(work, flags.filters())]
    return ok({"audits": [only(record, fields, schemas.FIELDS) for record in found]})
