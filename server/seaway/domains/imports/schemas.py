"""Wire shapes of imports and `apply`."""

import base64
import binascii
from typing import Annotated, Any, Literal

import pydantic
from pydantic import ConfigDict, Field, StrictBool

from seaway.core.errors import Invalid
from seaway.domains.imports.manifests import MAX_DOCUMENTS
from seaway.domains.imports.table_schemas import MAPPING
from seaway.domains.imports.types import Applied, Import, Request, Status
from seaway.kit import clock

_CLOSED = ConfigDict(extra="forbid", hide_input_in_errors=True)
SourceName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=100,
        description="The name under which these files are known: importing under it again replaces what it stated.",
        examples=["harbour"],
    ),
]
DryRun = Annotated[StrictBool, Field(description="Only find out what would happen: the plan says it.")]
Confirm = Annotated[StrictBool, Field(description="Remove what vanished, however much it is.")]
UPLOAD_FIELDS: dict[str, Any] = {
    "file": {"type": "string", "format": "binary", "description": "A tar, tar.gz or zip, or one file."},
    "source": {"type": "string", "minLength": 1, "maxLength": 100},
    "dryRun": {"type": "string", "enum": ["true", "false"]},
    "confirmRemovals": {"type": "string", "enum": ["true", "false"]},
    "mapping": MAPPING,
}
UPLOAD = {
    "type": "object",
    "properties": UPLOAD_FIELDS,
    "required": ["file", "source"],
    "additionalProperties": False,
}


class GitIn(pydantic.BaseModel):
    """A public repository, a branch, tag or commit of it, and a folder in it."""

    model_config = _CLOSED

    url: Annotated[str, Field(min_length=1, max_length=2000, examples=["https://git.example/harbour/catalog.git"])]
    ref: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    folder: Annotated[str, Field(max_length=500)] = ""


class ImportIn(pydantic.BaseModel):
    """An import of the Backstage files in a Git repository; upload a form to import files of your own."""

    model_config = _CLOSED

    source: SourceName
    git: GitIn
    dryRun: DryRun = False  # noqa: N815
    confirmRemovals: Confirm = False  # noqa: N815

    def request(self) -> Request:
        """Return what is asked for."""
        return Request(
            self.source,
            self.dryRun,
            self.confirmRemovals,
            git=self.git.url,
            ref=self.git.ref,
            folder=self.git.folder,
        )


def asked_schema() -> dict[str, Any]:
    """Return the JSON Schema of `ImportIn` in one piece: it stands beside that of the form."""
    schema = ImportIn.model_json_schema()
    return {**schema, "properties": {**schema["properties"], "git": schema.pop("$defs")["GitIn"]}}


class ProgressShape(pydantic.BaseModel):
    """How many of the entities are written."""

    done: int
    total: int


class CountsShape(pydantic.BaseModel):
    """Documents by verdict, and entities by what became of them."""

    accepted: int
    rejected: int
    skipped: int
    created: int
    updated: int
    unchanged: int
    removed: int


Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class ImportShape(pydantic.BaseModel):
    """An import. `plan` is there for dry runs and for what is held back, `error` for what failed."""

    id: str
    source: str
    status: Status
    dryRun: bool  # noqa: N815
    confirmRemovals: bool  # noqa: N815
    origin: dict[str, Any]
    progress: ProgressShape
    counts: CountsShape
    plan: dict[str, Any] | None
    error: dict[str, Any] | None
    createdAt: Moment  # noqa: N815
    createdBy: str | None  # noqa: N815
    startedAt: Moment | None  # noqa: N815
    endedAt: Moment | None  # noqa: N815


class ImportAnswer(pydantic.BaseModel):
    """One import."""

    ok: Literal[True]
    import_: ImportShape = Field(alias="import")


class ImportsAnswer(pydantic.BaseModel):
    """Imports, the latest first; `next` is the cursor of the following page, null at the end."""

    ok: Literal[True]
    imports: list[ImportShape]
    next: str | None


class RowProblemShape(pydantic.BaseModel):
    """What is wrong about a row of a table: in which column, for which place of the entity."""

    message: str
    column: str | None
    field: str | None


class DocumentShape(pydantic.BaseModel):
    """The verdict on one document. `change` tells what became of its entity, once that is written."""

    file: str
    index: int
    line: int | None
    ref: str | None
    kind: str | None
    result: Literal["accepted", "rejected", "skipped"]
    reason: str | None
    relations: list[list[str]]
    warnings: list[str]
    problems: list[RowProblemShape]
    change: Literal["created", "updated", "unchanged", "failed"] | None


class DocumentsAnswer(pydantic.BaseModel):
    """Verdicts in the order of files; `next` is the cursor of the following page, null at the end."""

    ok: Literal[True]
    documents: list[DocumentShape]
    next: str | None


class OwnsShape(pydantic.BaseModel):
    """How many entities of a blueprint a source states."""

    blueprint: str
    entities: int


class LastShape(pydantic.BaseModel):
    """The last import of a source that was no dry run."""

    id: str
    status: Status
    origin: dict[str, Any]
    at: Moment


class SourceShape(pydantic.BaseModel):
    """A source: how many documents it states, what it owns, and its last import."""

    name: str
    documents: int
    owns: list[OwnsShape]
    last: LastShape | None


class SourcesAnswer(pydantic.BaseModel):
    """Sources by name; `next` is the cursor of the following page, null at the end."""

    ok: Literal[True]
    sources: list[SourceShape]
    next: str | None


class StatedShape(pydantic.BaseModel):
    """A document that a source states, as it was written."""

    ref: str
    file: str
    index: int
    document: dict[str, Any]


class StatedAnswer(pydantic.BaseModel):
    """What a source states; `next` is the cursor of the following page, null at the end."""

    ok: Literal[True]
    documents: list[StatedShape]
    next: str | None


class ApplyIn(pydantic.BaseModel):
    """Documents of `kind: blueprint`, `kind: entity` or `kind: scorecard`, each the whole truth about its object."""

    model_config = ConfigDict(
        **_CLOSED,
        json_schema_extra={
            "examples": [
                {
                    "documents": [
                        {"kind": "blueprint", "identifier": "pier", "title": "Pier", "schema": {"properties": {}}},
                        {"kind": "entity", "blueprint": "pier", "identifier": "east", "title": "East pier"},
                    ],
                    "dryRun": True,
                }
            ]
        },
    )

    documents: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MAX_DOCUMENTS)]
    dryRun: DryRun = False  # noqa: N815
    digest: Annotated[str, Field(max_length=64, description="The digest of the plan that was confirmed.")] | None = None


class ApplyAnswer(pydantic.BaseModel):
    """What would happen, or has happened."""

    ok: Literal[True]
    applied: bool
    plan: dict[str, Any]


def shown(found: Import) -> dict[str, Any]:
    """Return an import as the API shows it."""
    return {
        "id": found.public_id,
        "source": found.source.name,
        "status": found.status,
        "dryRun": found.dry_run,
        "confirmRemovals": found.confirm_removals,
        "origin": found.origin,
        "progress": {"done": found.done, "total": found.total},
        "counts": found.counts.wire(),
        "plan": found.plan,
        "error": found.error,
        "createdAt": clock.iso(found.created_at),
        "createdBy": found.created_by,
        "startedAt": None if found.started_at is None else clock.iso(found.started_at),
        "endedAt": None if found.ended_at is None else clock.iso(found.ended_at),
    }


def shown_source(row: dict[str, Any]) -> dict[str, Any]:
    """Return a source as the API shows it."""
    last = row["last"]
    return {**row, "last": None if last is None else {**last, "at": clock.iso(last["at"])}}


def shown_document(row: dict[str, Any]) -> dict[str, Any]:
    """Return a verdict as the API shows it."""
    names = ("file", "index", "line", "ref", "kind", "result", "reason", "relations", "warnings", "problems")
    return {**{name: row[name] for name in names}, "change": row["outcome"]}


def shown_applied(applied: Applied) -> dict[str, Any]:
    """Return the answer of `apply` and of the sample."""
    return {"applied": applied.applied, "plan": applied.plan.wire()}


def cursor(after: int | str) -> str:
    """Return the cursor that goes on after a number or reference."""
    return base64.urlsafe_b64encode(str(after).encode()).decode().rstrip("=")


def after(given: str | None) -> str:
    """Return what a cursor stands for, empty without one.

    Raises:
        Invalid: it is no cursor of ours.
    """
    if given is None:
        return ""
    try:
        text = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        text = "\0"
    if "\0" in text:
        raise Invalid("cursor: give the `next` of the page before, unchanged", details={"path": "cursor"})
    return text


def number_after(given: str | None, first: int) -> int:
    """Return the number that a cursor stands for, `first` without one.

    Raises:
        Invalid: it is no cursor of ours.
    """
    text = after(given)
    if not text:
        return first
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Invalid("cursor: give the `next` of the page before, unchanged", details={"path": "cursor"})
    return int(text)
