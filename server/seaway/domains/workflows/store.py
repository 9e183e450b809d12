"""SQL of workflows."""

import asyncpg
import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.workflows.types import Workflow, WorkflowDraft

_COLUMNS = """
  w.id as number, w.ident, w.definition::text as definition, w.created_at, w.updated_at,
  c.public_id as created_by, u.public_id as updated_by
  from workflow w left join actor c on c.id = w.created_by left join actor u on u.id = w.updated_by"""
_ONE = sql(f"select {_COLUMNS} where {{scope:w}} and w.ident = :ident")
_LOCKED = sql(f"select {_COLUMNS} where {{scope:w}} and w.ident = :ident for update of w")
_INSERT = sql("""
  insert into workflow(org, ident, definition, created_by, updated_by)
  values (:org, :ident, cast(:definition as json), :actor, :actor)
  on conflict (org, ident) do nothing""")
# unscoped: by number, after a scoped locking read; an identifier is free in the whole organisation or not at all
_UPDATE = sql("""
  update workflow set ident = :ident, definition = cast(:definition as json), updated_at = clock_timestamp(),
    updated_by = :actor
  where id = :number and (ident = :ident or not exists (
    select 1 from workflow o where o.org = :org and o.ident = :ident))""")
# unscoped: by number, after a scoped locking read
_DELETE = sql("delete from workflow where id = :number")


async def find(work: Work, scope: Scope, identifier: str, *, lock: bool = False) -> Workflow | None:
    """Return a workflow, or None; `lock` locks its row until the work ends."""
    row = await work.db.one(_LOCKED if lock else _ONE, scope, ident=identifier)
    return _workflow(row) if row else None


async def insert(work: Work, draft: WorkflowDraft) -> bool:
    """Add a workflow; False when its identifier is in use."""
    added = await work.db.run(
        _INSERT,
        org=work.org,
        ident=draft.identifier,
        definition=orjson.dumps(draft.definition).decode(),
        actor=await origin.actor_id(work),
    )
    return added == 1


async def update(work: Work, number: int, draft: WorkflowDraft) -> bool:
    """Replace what a workflow says; False when its new identifier is in use."""
    changed = await work.db.run(
        _UPDATE,
        org=work.org,
        number=number,
        ident=draft.identifier,
        definition=orjson.dumps(draft.definition).decode(),
        actor=await origin.actor_id(work),
    )
    return changed == 1


async def delete(work: Work, number: int) -> None:
    """Remove a workflow."""
    await work.db.run(_DELETE, number=number)


def _workflow(row: asyncpg.Record) -> Workflow:
    return Workflow(
        identifier=row["ident"],
        definition=orjson.loads(row["definition"]),
        number=row["number"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )
