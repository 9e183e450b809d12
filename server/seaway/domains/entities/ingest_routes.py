"""HTTP of the large ingest, Seaway's own: one entity per line, up to 5,000 lines or 16 MB."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seaway.core.errors import Malformed, NotFound, PayloadTooLarge, SeawayError
from seaway.core.http import Segment, WorkRoute, Writing, errors, json_response
from seaway.domains.entities import attribution, schemas, service
from seaway.domains.entities.types import TOP_LEVEL, BulkOutcome, EntityDraft
from seaway.kit import jsonio

router = APIRouter(route_class=WorkRoute, tags=["Entities"])
MAX_LINES = 5_000
MAX_BYTES = 16_000_000
_PARTS = frozenset(TOP_LEVEL)
_LINES = {"application/x-ndjson": {"schema": {"type": "string", "description": "One entity per line, as JSON."}}}
Flags = Annotated[schemas.IngestFlags, Query()]


@router.post(
    "/blueprints/{blueprint}/entities/ingest",
    responses=errors(NotFound)
    | {207: {"model": schemas.IngestAnswer, "description": "At least one line was refused."}},
    response_model=schemas.IngestAnswer,
    openapi_extra={"x-body-limit": MAX_BYTES, "requestBody": {"content": _LINES, "required": True}},
)
async def ingest_entities(blueprint: Segment, flags: Flags, request: Request, work: Writing) -> Response:
    """Write up to 5,000 entities, one per line of the body. Counts what happened; lists the lines that were refused."""
    drafts, places, refused = read_lines(await request.body())
    work = await attribution.attributed(work, flags.run_id)
    written = await service.write_many(work, blueprint, drafts, flags.mode())
    results = [each.result for each in written]
    listed = [*refused, *(_placed(each, places) for each in written if each.error is not None)]
    answer = {
        "ok": not listed,
        "created": results.count("created"),
        "updated": results.count("updated"),
        "unchanged": results.count("unchanged"),
        "failed": len(listed),
        "errors": sorted(schemas.errors_of(listed), key=lambda item: item["index"]),
    }
    return json_response(orjson.dumps(answer), 207 if listed else 200)


def read_lines(body: bytes) -> tuple[list[EntityDraft], list[int], list[BulkOutcome]]:
    """Return the drafts of a body, the number of each one's line, and the lines that hold none. Empty lines count.

    Raises:
        PayloadTooLarge: over 5,000 lines. Malformed: no line at all.
    """
    lines = body.split(b"\n")
    if len(lines) > MAX_LINES + 1:
        raise PayloadTooLarge(f"The body has over {MAX_LINES} lines; send less at a time", details={"limit": MAX_LINES})
    drafts: list[EntityDraft] = []
    places: list[int] = []
    refused: list[BulkOutcome] = []
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        try:
            drafts.append(_draft(line))
            places.append(number)
        except SeawayError as error:
            refused.append(BulkOutcome(number, "unknown", "failed", error))
    if not drafts and not refused:
        raise Malformed("The body holds no entity; send one JSON object per line")
    return drafts, places, refused


def _draft(line: bytes) -> EntityDraft:
    try:
        value = jsonio.parse(line)
    except jsonio.BadJsonError as error:
        raise Malformed(str(error).replace("The body", "The line")) from None
    if not isinstance(value, dict):
        raise Malformed("The line holds no JSON object")
    get = value.get
    return EntityDraft(
        get("identifier"),
        get("title"),
        get("icon"),
        get("team"),
        {} if get("properties") is None else value["properties"],
        {} if get("relations") is None else value["relations"],
        _PARTS & value.keys(),
    )


def _placed(outcome: BulkOutcome, places: list[int]) -> BulkOutcome:
    return BulkOutcome(places[outcome.index], outcome.identifier, outcome.result, outcome.error)
