"""SQL of runs."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.runs.types import ACTIVE, Run, RunDraft, RunFilter, Status

_COLUMNS = """
  r.id as number, r.public_id, r.status, r.status_label, r.summary, r.links, r.about::text as about, r.action, r.bp,
  r.ent is not null and not exists (select 1 from entity e where e.id = r.ent) as entity_gone,
  r.properties::text as properties, r.source, r.required_approval::text as required_approval,
  r.approval::text as approval, r.payload::text as payload, r.response::text as response, r.queue, r.pending,
  r.claimed_until, r.external_run_id, r.ended_at, r.created_at, r.updated_at,
  c.public_id as created_by, m.public_id as impersonated_by, u.public_id as updated_by
  from run r left join actor c on c.id = r.created_by left join actor m on m.id = r.impersonated_by
  left join actor u on u.id = r.updated_by"""
_ONE = sql(f"select {_COLUMNS} where {{scope:r}} and r.public_id = :id")
_LOCKED = sql(f"select {_COLUMNS} where {{scope:r}} and r.public_id = :id for update of r")
# Shared: writers in the name of a run do not wait for each other, and the run does not end while they write.
_HELD = sql("""
  select r.id, r.status from run r where {scope:r} and r.public_id = :id for share""")
_LIST = sql(f"""select {_COLUMNS} where {{scope:r}}
  and (cast(:action as text) is null or r.action_ident = :action)
  and (cast(:blueprint as text) is null or r.bp_ident = :blueprint)
  and (cast(:entity as text) is null or r.ent_ident = :entity)
  and (cast(:external as text) is null or r.external_run_id = :external)
  and (not cast(:active as bool) or r.status = any(cast(:unfinished as text[])))
  and (cast(:users as text[]) is null or c.public_id = any(cast(:users as text[])))
  and (cast(:sources as text[]) is null or r.source = any(cast(:sources as text[])))
  order by r.id desc limit :limit""")
_BY_NUMBERS = sql(f"select {_COLUMNS} where {{scope:r}} and r.id = any(cast(:numbers as bigint[])) order by r.id")
_INSERT = sql("""
  insert into run(public_id, org, action, bp, ent, action_ident, bp_ident, ent_ident, about, status, properties, source,
    required_approval, payload, visible, queue, pending, created_by, updated_by, impersonated_by)
  values (:public_id, :org, :action, :bp, :ent, :action_ident, :bp_ident, :ent_ident, cast(:about as json), :status,
    cast(:properties as json), :source, cast(:required_approval as json), cast(:payload as json), :visible, :queue,
    :pending, :by, :by, :machine)""")
# unscoped: by number, after a scoped locking read
_UPDATE = sql("""
  update run set status = :status, status_label = :status_label, summary = :summary,
    links = cast(:links as text[]), external_run_id = :external_run_id, approval = cast(:approval as json),
    payload = cast(:payload as json), response = cast(:response as json), queue = :queue, pending = :pending,
    ended_at = case when cast(:ended as bool) then coalesce(ended_at, clock_timestamp()) end,
    updated_at = clock_timestamp(), updated_by = :actor
  where id = :number""")
# unscoped: the caller decides about an action's runs as a whole, and may
_SHOW = sql("update run set visible = :visible where org = :org and action = :action and visible <> :visible")


async def find(work: Work, scope: Scope, identifier: str, *, lock: bool = False) -> Run | None:
    """Return a run, or None; `lock` locks its row until the work ends."""
    row = await work.db.one(_LOCKED if lock else _ONE, scope, id=identifier)
    return _run(row) if row else None


async def held(work: Work, scope: Scope, identifier: str) -> Status | None:
    """Return the status of a run, which cannot change until the work ends; None where there is none."""
    row = await work.db.one(_HELD, scope, id=identifier)
    status: Status | None = row["status"] if row else None
    return status


async def listed(work: Work, scope: Scope, asked: RunFilter, users: list[str] | None) -> list[Run]:
    """Return runs, the newest first; `users` are the public ids of those who started them."""
    rows = await work.db.all(
        _LIST,
        scope,
        action=asked.action,
        blueprint=asked.blueprint,
        entity=asked.entity,
        external=asked.external_run_id,
        active=asked.active,
        unfinished=sorted(ACTIVE),
        users=users,
        sources=list(asked.sources) or None,
        limit=asked.limit,
    )
    return [_run(row) for row in rows]


async def by_numbers(work: Work, scope: Scope, numbers: list[int]) -> list[Run]:
    """Return the runs with these numbers, in the order in which they began."""
    return [_run(row) for row in await work.db.all(_BY_NUMBERS, scope, numbers=numbers)]


async def insert(work: Work, draft: RunDraft, status: Status, *, pending: bool) -> None:
    """Add a run."""
    about = {
        "action": draft.action.kept(),
        "blueprint": draft.blueprint.kept() if draft.blueprint else None,
        "entity": draft.entity.kept() if draft.entity else None,
    }
    await work.db.run(
        _INSERT,
        public_id=draft.id,
        org=work.org,
        action=draft.action.id,
        bp=draft.blueprint.id if draft.blueprint else None,
        ent=draft.entity.id if draft.entity else None,
        action_ident=draft.action.identifier,
        bp_ident=draft.blueprint.identifier if draft.blueprint else None,
        ent_ident=draft.entity.identifier if draft.entity else None,
        about=_text(about),
        status=status,
        properties=_text(draft.properties),
        source=draft.source,
        required_approval=_text(draft.required_approval),
        payload=_text(draft.payload),
        visible=draft.visible,
        queue=draft.queue,
        pending=pending,
        by=draft.by,
        machine=draft.machine,
    )


async def update(work: Work, run: Run, fields: Mapping[str, Any]) -> None:
    """Write a run with these fields in place of its own; one that ends is no longer to be claimed."""
    named = ("status", "status_label", "summary", "links", "external_run_id", "queue", "pending")
    plain: dict[str, Any] = {name: fields.get(name, getattr(run, name)) for name in named}
    ended = plain["status"] not in ACTIVE
    await work.db.run(
        _UPDATE,
        **{**plain, "links": list(plain["links"]), "pending": plain["pending"] and not ended},
        approval=_text(fields.get("approval", run.approval)),
        payload=_text(fields.get("payload", run.payload)),
        response=_text(fields.get("response", run.response)),
        ended=ended,
        actor=await origin.actor_id(work),
        number=run.number,
    )


async def show(work: Work, action: int, *, visible: bool) -> None:
    """Make the runs of an action visible to all members, or no longer."""
    await work.db.run(_SHOW, org=work.org, action=action, visible=visible)


def _text(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _json(text: str | None) -> Any:
    return None if text is None else orjson.loads(text)


def _run(row: asyncpg.Record) -> Run:
    about = orjson.loads(row["about"])
    missing = {"action": row["action"] is None, "blueprint": row["bp"] is None, "entity": row["entity_gone"]}
    return Run(
        number=row["number"],
        id=row["public_id"],
        status=row["status"],
        status_label=row["status_label"],
        summary=row["summary"],
        links=tuple(row["links"]),
        about=about,
        action_id=row["action"],
        blueprint_id=row["bp"],
        gone=frozenset(name for name, away in missing.items() if away and about[name] is not None),
        properties=orjson.loads(row["properties"]),
        source=row["source"],
        required_approval=_json(row["required_approval"]),
        approval=_json(row["approval"]),
        payload=_json(row["payload"]),
        response=_json(row["response"]),
        queue=row["queue"],
        pending=row["pending"],
        claimed_until=row["claimed_until"],
        external_run_id=row["external_run_id"],
        ended_at=row["ended_at"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        impersonated_by=row["impersonated_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )
