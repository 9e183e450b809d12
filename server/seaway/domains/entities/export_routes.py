"""HTTP of exports: a file of every match, streamed in memory that does not grow with it."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Body, Request
from starlette.responses import StreamingResponse

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Reopen, Segment, WorkRoute, errors, reopening
from seaway.core.http_file import attachment, in_pieces
from seaway.domains.entities import export
from seaway.domains.entities.errors import TooMany
from seaway.domains.entities.export import Export
from seaway.domains.entities.export_formats import MEDIA, Writer, writer
from seaway.domains.entities.search_schemas import ExportIn

router = APIRouter(route_class=WorkRoute, tags=["Search"])
LIST = {"type": "array", "items": {"type": "object"}}
TEXT = {"type": "string"}
FILES = {
    media.partition(";")[0]: {"schema": LIST if name in {"json", "yaml"} else TEXT} for name, media in MEDIA.items()
}


@router.post(
    "/blueprints/{blueprint}/entities/export",
    response_class=StreamingResponse,
    responses={**errors(NotFound, TooMany), 200: {"description": "The file.", "content": FILES}},
)
async def export_entities(
    blueprint: Segment, body: Annotated[ExportIn, Body()], request: Request, work: Reading
) -> StreamingResponse:
    """Export every entity that matches as CSV, JSON or YAML; `x-total-count` says how many there are."""
    begun = await export.begin(work, blueprint, body.asked())
    columns = body.columns_of(begun.blueprint)
    made = writer(body.format, columns, frozenset(begun.blueprint.relations))
    headers = {"x-total-count": str(begun.total), **attachment(f"{blueprint}.{body.format}")}
    return StreamingResponse(
        _pieces(begun, made, reopening(request, work)), media_type=MEDIA[body.format], headers=headers
    )


async def _pieces(begun: Export, made: Writer, reopen: Reopen) -> AsyncIterator[bytes]:
    yield made.head()
    async for piece in in_pieces(reopen, begun.piece, made.piece):
        yield piece
    yield made.tail()
