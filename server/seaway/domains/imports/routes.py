"""HTTP of imports and `apply`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from seaway.core import http_form
from seaway.core.errors import Invalid, NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors
from seaway.core.http_shape import Flag, ok
from seaway.core.plan import PlanOutdated
from seaway.domains.imports import schemas, service
from seaway.domains.imports import types as values
from seaway.domains.imports.errors import BadArchive, BadDocument, BadFile, ImportEnded, SourceBusy
from seaway.domains.imports.table_schemas import MappingIn

router = APIRouter(route_class=WorkRoute, tags=["Imports"])
UPLOAD_LIMIT, APPLY_LIMIT = 64 << 20, 16 << 20
Cursor = Annotated[str | None, Query(max_length=2_000, description="The `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=1_000)]
Verdict = Annotated[Literal["accepted", "rejected", "skipped"] | None, Query(description="Only these.")]
DryRun = Annotated[Flag, Query(description="Answer with the plan of what would happen, and do nothing.")]
Previews = Annotated[Flag, Query(description="Also dry runs, which imported nothing.")]
Digest = Annotated[str | None, Query(max_length=64, description="The digest of the plan that was confirmed.")]
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": schemas.asked_schema()},
            "multipart/form-data": {"schema": schemas.UPLOAD},
        },
    },
    "x-body-limit": UPLOAD_LIMIT,
}


@router.post(
    "/imports",
    status_code=202,
    responses=errors(BadArchive, BadFile, NotFound),
    response_model=schemas.ImportAnswer,
    openapi_extra=_BODY,
)
async def create_import(request: Request, work: Writing) -> Response:
    """Import files: an upload, or a public Git repository.

    Without a `mapping` they are Backstage's descriptor files, with one a table of rows in CSV, JSON or YAML.
    """
    if request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        wanted = await _uploaded(request)
    else:
        wanted = http_form.validated(schemas.ImportIn, await request.json()).request()
    return _answer(await service.request(work, wanted), 202)


async def _uploaded(request: Request) -> values.Request:
    form = await http_form.read(request, schemas.UPLOAD_FIELDS, "an archive or a file of rows")
    source = form.text("source")
    if source is None:
        raise Invalid("source: name the source of these files", details={"path": "source"})
    mapping = form.checked("mapping", MappingIn)
    return values.Request(
        source,
        form.flag("dryRun"),
        form.flag("confirmRemovals"),
        archive=form.file,
        name=form.name,
        mapping=None if mapping is None else mapping.model_dump(exclude_none=True),
    )


def _answer(found: values.Import, status: int = 200) -> Response:
    answer = ok({"import": schemas.shown(found)})
    answer.status_code = status
    return answer


@router.get("/imports", responses=errors(), response_model=schemas.ImportsAnswer)
async def list_imports(
    work: Reading,
    *,
    source: Annotated[str | None, Query(max_length=100, description="Only this source's.")] = None,
    previews: Previews = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response:
    """List imports, the latest first; dry runs are left out unless they are asked for."""
    before = schemas.number_after(cursor, service.LATEST)
    found = await service.recent(work, before, _text(source), limit, previews=previews)
    following = schemas.cursor(found[-1].id) if len(found) == limit else None
    return ok({"imports": [schemas.shown(each) for each in found], "next": following})


def _text(given: str | None) -> str | None:
    """Return a text of the query without NUL, which no name holds."""
    return given.replace("\0", "\ufffd") if given is not None else None


@router.get("/imports/sources", responses=errors(), response_model=schemas.SourcesAnswer)
async def list_import_sources(work: Reading, cursor: Cursor = None, limit: Limit = 200) -> Response:
    """List the sources of imports by name: how many documents each states, what it owns, its last import."""
    found = await service.sources(work, schemas.after(cursor), limit)
    following = schemas.cursor(found[-1]["name"]) if len(found) == limit else None
    return ok({"sources": [schemas.shown_source(each) for each in found], "next": following})


@router.delete(
    "/imports/sources/{source}",
    responses=errors(NotFound, SourceBusy, PlanOutdated),
    response_model=schemas.ApplyAnswer,
)
async def remove_import_source(
    source: Segment, work: Writing, *, dry_run: DryRun = False, digest: Digest = None
) -> Response:
    """Take back what a source states: entities that no other source states, blueprints that nothing else uses."""
    return ok(schemas.shown_applied(await service.remove_source(work, source, dry_run=dry_run, digest=digest)))


@router.get("/imports/sources/{source}/documents", responses=errors(NotFound), response_model=schemas.StatedAnswer)
async def list_stated_documents(source: Segment, work: Reading, cursor: Cursor = None, limit: Limit = 500) -> Response:
    """Show the documents that a source states, as they were written, by reference."""
    found = await service.stated(work, source, schemas.after(cursor), limit)
    following = schemas.cursor(found[-1]["ref"]) if len(found) == limit else None
    return ok({"documents": found, "next": following})


@router.get("/imports/{import_id}", responses=errors(NotFound), response_model=schemas.ImportAnswer)
async def get_import(import_id: Segment, work: Reading) -> Response:
    """Show an import: how far it is, and how it ended."""
    return _answer(await service.get(work, import_id))


@router.get("/imports/{import_id}/documents", responses=errors(NotFound), response_model=schemas.DocumentsAnswer)
async def list_import_documents(
    import_id: Segment,
    work: Reading,
    *,
    result: Verdict = None,
    cursor: Cursor = None,
    limit: Limit = 200,
) -> Response:
    """Show the verdict on each document of an import, in the order of files."""
    last = schemas.number_after(cursor, -1)
    if last >= 1 << 31:
        raise Invalid("cursor: give the `next` of the page before, unchanged", details={"path": "cursor"})
    found = await service.documents(work, import_id, last, result, limit)
    following = schemas.cursor(found[-1]["no"]) if len(found) == limit else None
    return ok({"documents": [schemas.shown_document(row) for row in found], "next": following})


@router.post(
    "/imports/{import_id}/cancel", responses=errors(NotFound, ImportEnded), response_model=schemas.ImportAnswer
)
async def cancel_import(import_id: Segment, work: Writing) -> Response:
    """Stop an import between two of its batches; what it has written stays."""
    return _answer(await service.cancel(work, import_id))


@router.post(
    "/apply",
    responses=errors(BadDocument, PlanOutdated),
    response_model=schemas.ApplyAnswer,
    openapi_extra={"x-body-limit": APPLY_LIMIT},
)
async def apply_documents(body: schemas.ApplyIn, work: Writing) -> Response:
    """Make blueprints and entities what the documents state, all or none; a dry run only shows the plan."""
    applied = await service.apply(work, body.documents, dry_run=body.dryRun, digest=body.digest)
    return ok(schemas.shown_applied(applied))
