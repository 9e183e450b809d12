"""Runs of imports: their rows, uploads and documents."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from seaway.core import origin
from seaway.core.actor import TYPE_OF_CODE, Actor
from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.imports.types import Counts, Document, Ending, Import, Problem, Request, Source, Told
from seaway.kit import clock

PART = 1 << 20

_COLUMNS = """
  i.id, i.public_id, i.source, s.name, i.status, i.dry_run, i.confirm_removals, i.origin, i.done, i.total, i.counts,
  i.plan, i.error, i.created_at, a.public_id as created_by, i.started_at, i.ended_at
  from import i join import_source s on s.id = i.source left join actor a on a.id = i.created_by"""
_ADD = sql("""
  insert into import(public_id, org, source, dry_run, confirm_removals, origin, created_by)
  values (:public_id, :org, :source, :dry_run, :confirm_removals, cast(cast(:origin as text) as jsonb), :actor)
  returning id""")
_ADD_PART = sql("insert into import_archive(import, part, bytes) values (:import, :part, :bytes)")
_PARTS = sql("select p.bytes from import_archive p where p.import = :import order by p.part")
_DROP_PARTS = sql("delete from import_archive where import = :import")
_ONE = sql(f"select {_COLUMNS} where {{scope:i}} and i.public_id = :public_id")
_LOCKED = sql(f"select {_COLUMNS} where {{scope:i}} and i.public_id = :public_id for update of i")
_NUMBERED = sql(f"select {_COLUMNS} where {{scope:i}} and i.id = any(cast(:numbers as bigint[]))")
_PAGE = sql(f"""
  select {_COLUMNS} where {{scope:i}} and i.id < :before and (cast(:source as text) is null or s.name = :source)
    and (cast(:previews as boolean) or not i.dry_run)
  order by i.id desc limit :limit""")
_REQUESTER = sql("""
  select a.public_id, a.type, a.name from import i join actor a on a.id = i.created_by
  where {scope:i} and i.id = :import""")
# unscoped: written by number, after the import was found under a scope
_BEGIN = sql("""
  update import set status = 'running', started_at = :now, total = :total, counts = cast(cast(:counts as text) as jsonb)
  where id = :import and status = 'queued'""")
# unscoped: written by number, after the import was found under a scope
_TOLD_ORIGIN = sql("update import set origin = cast(cast(:origin as text) as jsonb) where id = :import")
# unscoped: written by number, after the import was found under a scope
_ADVANCE = sql("""
  update import set done = :done, counts = cast(cast(:counts as text) as jsonb) where id = :import""")
# unscoped: written by number, after the import was found under a scope
_END = sql("""
  update import set status = :status, counts = cast(cast(:counts as text) as jsonb),
    plan = cast(cast(:plan as text) as jsonb), error = cast(cast(:error as text) as jsonb), ended_at = :now
  where id = :import""")
_ADD_DOCUMENTS = sql("""
  insert into import_document(
    import, no, file, index, line, ref, kind, result, reason, relations, warnings, problems, original)
  select :import, d.no, d.file, d.index, d.line, d.ref, d.kind, d.result, d.reason, d.relations, d.warnings,
    d.problems, d.original
  from json_to_recordset(cast(cast(:documents as text) as json)) d(
    no int, file text, index int, line int, ref text, kind text, result text, reason text, relations jsonb,
    warnings jsonb, problems json, original json)""")
_TELL = sql("""
  update import_document d set outcome = t.outcome,
    result = case when t.outcome = 'failed' then 'rejected' else d.result end, reason = coalesce(t.reason, d.reason),
    problems = coalesce(cast(t.problems as json), d.problems), original = coalesce(cast(t.original as json), d.original)
  from unnest(
    cast(:numbers as int[]), cast(:outcomes as text[]), cast(:reasons as text[]), cast(:problems as text[]),
    cast(:originals as text[])) t(no, outcome, reason, problems, original)
  where d.import = :import and d.no = t.no""")
_TOLD = sql("select array_agg(d.no) from import_document d where d.import = :import and d.outcome is not null")
_DOCUMENTS = sql("""
  select d.no, d.file, d.index, d.line, d.ref, d.kind, d.result, d.reason, d.relations, d.warnings, d.problems,
    d.outcome
  from import_document d join import i on i.id = d.import
  where {scope:i} and d.import = :import and d.no > :after
    and (cast(:result as text) is null or d.result = :result)
  order by d.no limit :limit""")
_REJECTED = sql("""
  select d.no, d.file, d.line, d.reason, d.original from import_document d join import i on i.id = d.import
  where {scope:i} and d.import = :import and d.no > :after and d.result = 'rejected'
  order by d.no limit :limit""")
# unscoped: the watch over jobs looks into every organisation
_UNFINISHED = sql("""
  select i.public_id, i.org, o.public_id as org_name, i.created_at
  from import i join organisation o on o.id = i.org
  where i.status in ('queued', 'running') limit 1000""")


async def add(work: Work, public_id: str, source: Source, request: Request, told: dict[str, Any]) -> int:
    """Add a queued import and its upload; return its number."""
    number = int(
        await work.db.value(
            _ADD,
            public_id=public_id,
            org=work.org,
            source=source.id,
            dry_run=request.dry_run,
            confirm_removals=request.confirm_removals,
            origin=_json(told),
            actor=await origin.actor_id(work),
        )
    )
    if request.archive is not None:
        await keep_archive(work, number, request.archive)
    return number


async def keep_archive(work: Work, number: int, archive: bytes) -> None:
    """Keep an upload, in place of what was kept before."""
    await work.db.run(_DROP_PARTS, **{"import": number})
    for part, start in enumerate(range(0, len(archive), PART)):
        await work.db.run(_ADD_PART, **{"import": number}, part=part, bytes=archive[start : start + PART])


async def archive(work: Work, number: int) -> bytes:
    """Return the upload; empty when there is none."""
    return b"".join([row["bytes"] for row in await work.db.all(_PARTS, **{"import": number})])


async def find(work: Work, public_id: str, *, lock: bool = False) -> Import | None:
    """Return an import, or None; `lock` keeps others from changing it until the work ends."""
    scope = access.filter(work, "read", "imports")
    row = await work.db.one(_LOCKED if lock else _ONE, scope, public_id=public_id)
    return None if row is None else _import(row)


async def by_numbers(work: Work, numbers: Collection[int]) -> dict[int, Import]:
    """Return imports by their numbers, as far as they exist and the actor may know of them."""
    rows = await work.db.all(_NUMBERED, access.filter(work, "read", "imports"), numbers=list(numbers))
    return {row["id"]: _import(row) for row in rows}


async def page(work: Work, before: int, source: str | None, limit: int, *, previews: bool) -> list[Import]:
    """Return imports with a number below `before`, the latest first; dry runs only with `previews`."""
    scope = access.filter(work, "read", "imports")
    asked = {"before": before, "source": source, "limit": limit, "previews": previews}
    return [_import(row) for row in await work.db.all(_PAGE, scope, **asked)]


async def requester(work: Work, number: int) -> Actor:
    """Return who asked for an import, as one who may write what it holds: that was settled when they asked."""
    row = await work.db.one(_REQUESTER, access.filter(work, "read", "imports"), **{"import": number})
    if row is None:
        return work.actor
    kind = TYPE_OF_CODE[row["type"].decode()]
    return Actor(row["public_id"], kind, row["name"], work.org, work.actor.org, "Admin")


async def begin(work: Work, number: int, documents: Sequence[Document], total: int, counts: Counts) -> None:
    """Turn a queued import into a running one, with the verdicts on its documents."""
    if not await work.db.run(_BEGIN, **{"import": number}, now=clock.now(), total=total, counts=_json(counts.wire())):
        return
    rows = [{"no": no, **_columns(document)} for no, document in enumerate(documents)]
    for start in range(0, len(rows), 1000):
        await work.db.run(_ADD_DOCUMENTS, **{"import": number}, documents=_json(rows[start : start + 1000]))


def _columns(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in Document.__slots__}


async def told_origin(work: Work, number: int, told: dict[str, Any]) -> None:
    """Keep where the files came from, as it turned out."""
    await work.db.run(_TOLD_ORIGIN, **{"import": number}, origin=_json(told))


async def tell(work: Work, number: int, told: Sequence[Told], columns: Mapping[str, str]) -> None:
    """Write down what became of documents; `columns` are those of a table by the place they fill."""
    if told:
        await work.db.run(
            _TELL,
            **{"import": number},
            numbers=[each.number for each in told],
            outcomes=[each.outcome for each in told],
            reasons=[each.reason for each in told],
            problems=[_problems(each, columns) for each in told],
            originals=[None if each.original is None else _json(each.original) for each in told],
        )


def _problems(told: Told, columns: Mapping[str, str]) -> str | None:
    if told.reason is None:
        return None
    message = told.reason.removeprefix("write: ")
    return _json([Problem(message, columns.get(told.field or ""), told.field)])


async def told(work: Work, number: int) -> frozenset[int]:
    """Return the numbers of documents that are written."""
    return frozenset(await work.db.value(_TOLD, **{"import": number}) or ())


async def advance(work: Work, number: int, done: int, counts: Counts) -> None:
    """Write down how far an import has come; call it under the lock of `find`."""
    await work.db.run(_ADVANCE, **{"import": number}, done=done, counts=_json(counts.wire()))


async def end(work: Work, number: int, ending: Ending) -> None:
    """Write down how an import ended, and let go of its upload."""
    await work.db.run(
        _END,
        **{"import": number},
        status=ending.status,
        counts=_json(ending.counts.wire()),
        plan=None if ending.plan is None else _json(ending.plan),
        error=None if ending.error is None else _json(ending.error),
        now=clock.now(),
    )
    await work.db.run(_DROP_PARTS, **{"import": number})


async def documents(work: Work, number: int, after: int, result: str | None, limit: int) -> list[dict[str, Any]]:
    """Return the documents of an import after a number, in the order of files."""
    scope = access.filter(work, "read", "imports")
    rows = await work.db.all(_DOCUMENTS, scope, **{"import": number}, after=after, result=result, limit=limit)
    return [
        {**row, **{name: orjson.loads(row[name]) for name in ("relations", "warnings", "problems")}} for row in rows
    ]


async def rejected(work: Work, number: int, after: int, limit: int) -> list[dict[str, Any]]:
    """Return the rejected documents of an import after a number, with what they hold."""
    scope = access.filter(work, "read", "imports")
    rows = await work.db.all(_REJECTED, scope, **{"import": number}, after=after, limit=limit)
    return [{**row, "original": orjson.loads(row["original"] or b"null")} for row in rows]


@dataclass(frozen=True, slots=True)
class Open:
    """An import that has not ended, and the organisation it belongs to."""

    public_id: str
    org_id: int
    org: str
    created_at: datetime


async def unfinished(work: Work) -> list[Open]:
    """Return every import that has not ended."""
    rows = await work.db.all(_UNFINISHED)
    return [Open(row["public_id"], row["org"], row["org_name"], row["created_at"]) for row in rows]


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _import(row: Any) -> Import:
    return Import(
        id=row["id"],
        public_id=row["public_id"],
        source=Source(row["source"], row["name"]),
        status=row["status"],
        dry_run=row["dry_run"],
        confirm_removals=row["confirm_removals"],
        origin=orjson.loads(row["origin"]),
        done=row["done"],
        total=row["total"],
        counts=Counts(**orjson.loads(row["counts"])),
        plan=None if row["plan"] is None else orjson.loads(row["plan"]),
        error=None if row["error"] is None else orjson.loads(row["error"]),
        created_at=row["created_at"],
        created_by=row["created_by"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
    )
