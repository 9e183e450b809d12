"""HTTP of tables: a look into a file before it is imported, and what was rejected as a file to mend."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from seaway.core import http_form
from seaway.core.errors import NotFound
from seaway.core.http import Reading, Reopen, Segment, WorkRoute, errors, reopening
from seaway.core.http_file import attachment, in_pieces
from seaway.core.http_shape import ok
from seaway.domains.imports import inspecting, rejects, service
from seaway.domains.imports import table_schemas as schemas
from seaway.domains.imports.errors import BadFile
from seaway.domains.imports.rejects import Rejects
from seaway.engines.tables.types import MAX_BYTES, Options

router = APIRouter(route_class=WorkRoute, tags=["Imports"])
_CSV = "text/csv; charset=utf-8"
_FORM = {
    "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schemas.INSPECT}}},
    "x-body-limit": MAX_BYTES + (1 << 20),
}


@router.post(
    "/imports/tables",
    responses=errors(BadFile, NotFound),
    response_model=schemas.TableAnswer,
    openapi_extra=_FORM,
)
async def inspect_table(request: Request, work: Reading) -> Response:
    """Look into a CSV, JSON or YAML file: its columns, samples, and where each probably goes. Nothing is kept."""
    form = await http_form.read(request, schemas.INSPECT_FIELDS, "a CSV, JSON or YAML file")
    names = [name for name in schemas.INSPECT_FIELDS if name != "file"]
    asked = http_form.validated(schemas.InspectIn, {name: form.text(name) for name in names})
    options = Options(asked.format, asked.encoding, asked.delimiter)
    found = await inspecting.inspect(work, form.file, form.name, asked.blueprint, options)
    return ok({"table": schemas.shown_table(found)})


@router.get(
    "/imports/{import_id}/rejected",
    response_class=StreamingResponse,
    responses={
        **errors(NotFound),
        200: {"description": "The file.", "content": {"text/csv": {"schema": {"type": "string"}}}},
    },
)
async def download_rejected(import_id: Segment, request: Request, work: Reading) -> StreamingResponse:
    """Return what an import rejected as CSV: the line, the reason, then the row's own columns, to be mended."""
    found = await service.get(work, import_id)
    headers = attachment(f"{found.source.name}-rejected.csv")
    return StreamingResponse(_pieces(rejects.begin(found), reopening(request, work)), media_type=_CSV, headers=headers)


async def _pieces(begun: Rejects, reopen: Reopen) -> AsyncIterator[bytes]:
    yield begun.head()
    async for piece in in_pieces(reopen, begun.piece, begun.written):
        yield piece
