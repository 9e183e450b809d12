"""Migrations as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from seaway.core import origin
from seaway.core.actor import TYPE_OF_CODE, Actor
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.migrations.types import Filter, Migration, Op, Status

KEPT_FAILURES = 20
_ACTIVE_ONES = "('INITIALIZING', 'PENDING', 'RUNNING', 'PENDING_CANCELLATION')"
_COLUMNS = """
  m.id, m.public_id, m.op, m.bp, m.blueprint, m.tbp, m.target, m.mapping::text as mapping, m.delete_blueprint, m.undoes,
  m.status, m.total, m.done, m.failed, m.failures::text as failures, m.after, m.last, m.reason, m.created_at,
  m.updated_at, (select a.public_id from actor a where a.id = m.created_by) as created_by,
  (select a.public_id from actor a where a.id = coalesce(m.updated_by, m.created_by)) as updated_by,
  exists (select 1 from migration u where u.undoes = m.id and u.status <> 'CANCELLED') as undone
  from migration m where {scope:m}"""

# unscoped: what is taken back was read within the scope
_ADD = sql(f"""
  insert into migration(public_id, org, op, bp, blueprint, tbp, target, mapping, delete_blueprint, undoes, total, last,
    created_by)
  values (:public_id, :org, :op, :bp, :blueprint, cast(:tbp as int), :target, cast(:mapping as json),
    :delete_blueprint, cast(:undoes as bigint), :total, :last, :actor)
  on conflict (bp) where status in {_ACTIVE_ONES} do nothing returning id""")
_ACTIVE = sql(f"select {_COLUMNS} and m.bp = :bp and m.status in {_ACTIVE_ONES}")
_FIND = sql(f"select {_COLUMNS} and m.public_id = :public_id")
_BY_NUMBER = sql(f"select {_COLUMNS} and m.id = :id")
_LIST = sql(f"""
  select {_COLUMNS}
    and (cast(:status as text[]) is null or m.status = any(cast(:status as text[])))
    and (cast(:actor as text) is null or exists (
      select 1 from actor a where a.id = m.created_by and a.public_id = :actor))
    and (cast(:blueprint as text) is null or :blueprint in (m.blueprint, coalesce(m.target, m.blueprint)))
  order by m.id desc limit :limit""")
_HELD = sql("select m.id from migration m where {scope:m} and m.id = :id for update of m")
# unscoped: by number, after a scoped read
_ADVANCE = sql("""
  update migration set done = done + :done, failed = failed + :failed, status = :status,
    failures = coalesce(cast(:failures as json), failures), after = coalesce(cast(:after as text), after),
    reason = coalesce(cast(:reason as text), reason), updated_at = clock_timestamp(),
    updated_by = coalesce(cast(:actor as int), updated_by)
  where org = :org and id = :id""")
_ASKED = sql("""
  select a.public_id, a.type, a.name from migration m join actor a on a.id = m.created_by
  where {scope:m} and m.id = :id""")


# unscoped: the workers' look after all organisations
_UNFINISHED = sql(f"""
  select m.id, m.public_id, m.org, o.public_id as org_name, m.created_at
  from migration m join organisation o on o.id = m.org where m.status in {_ACTIVE_ONES} limit 1000""")


@dataclass(frozen=True, slots=True)
class Open:
    """A migration that has not ended, of any organisation (key and public id)."""

    id: int
    public_id: str
    org_id: int
    org: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewMigration:
    """A migration as asked for; blueprints are (number, identifier)."""

    public_id: str
    op: Op
    blueprint: tuple[int, str]
    target: tuple[int, str] | None = None
    mapping: Mapping[str, Any] | None = None
    delete_blueprint: bool = False
    undoes: int | None = None
    total: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What a part did: how many are done and failed, how far it got. `failures` are all that are to be kept.

    `hand`: whoever does it asked for that, such as a cancellation.
    """

    status: Status
    done: int = 0
    failed: int = 0
    after: str | None = None
    reason: str | None = None
    failures: Sequence[Mapping[str, Any]] | None = field(default=None)
    hand: bool = False


def _scope(work: Work) -> Scope:
    return access.filter(work, "read", "entities")


async def add(work: Work, new: NewMigration) -> int | None:
    """Add a migration and return its number, or None while another one of its blueprint is active."""
    number: int | None = await work.db.value(
        _ADD,
        public_id=new.public_id,
        org=work.org,
        op=new.op,
        bp=new.blueprint[0],
        blueprint=new.blueprint[1],
        tbp=new.target[0] if new.target else None,
        target=new.target[1] if new.target else None,
        mapping=None if new.mapping is None else orjson.dumps(new.mapping).decode(),
        delete_blueprint=new.delete_blueprint,
        undoes=new.undoes,
        total=new.total,
        last=new.last,
        actor=await origin.actor_id(work),
    )
    return number


async def active(work: Work, blueprint: int) -> Migration | None:
    """Return the migration of a blueprint that is under way."""
    row = await work.db.one(_ACTIVE, _scope(work), bp=blueprint)
    return None if row is None else _migration(row)


async def find(work: Work, public_id: str) -> Migration | None:
    """Return a migration by its public id."""
    row = await work.db.one(_FIND, _scope(work), public_id=public_id)
    return None if row is None else _migration(row)


async def by_number(work: Work, number: int) -> Migration | None:
    """Return a migration by its number."""
    row = await work.db.one(_BY_NUMBER, _scope(work), id=number)
    return None if row is None else _migration(row)


async def listed(work: Work, wanted: Filter, limit: int) -> list[Migration]:
    """Return up to so many migrations, the newest first."""
    rows = await work.db.all(
        _LIST,
        _scope(work),
        status=list(wanted.status) or None,
        actor=wanted.actor,
        blueprint=wanted.blueprint,
        limit=limit,
    )
    return [_migration(row) for row in rows]


async def hold(work: Work, number: int) -> Migration | None:
    """Lock a migration, so that two workers do not do the same part of it, and return it."""
    await work.db.value(_HELD, _scope(work), id=number)
    return await by_number(work, number)


async def advance(work: Work, number: int, progress: Progress) -> None:
    """Write down how far it got."""
    failures = progress.failures
    await work.db.run(
        _ADVANCE,
        org=work.org,
        id=number,
        status=progress.status,
        done=progress.done,
        failed=progress.failed,
        after=progress.after,
        reason=progress.reason,
        failures=None if failures is None else orjson.dumps(list(failures[:KEPT_FAILURES])).decode(),
        actor=await origin.actor_id(work) if progress.hand else None,
    )


async def unfinished(work: Work) -> list[Open]:
    """Return every migration that has not ended."""
    rows = await work.db.all(_UNFINISHED)
    return [Open(row["id"], row["public_id"], row["org"], row["org_name"], row["created_at"]) for row in rows]


async def requester(work: Work, number: int) -> Actor:
    """Return who asked for a migration, as one who may change and delete: that was settled when they asked."""
    row = await work.db.one(_ASKED, _scope(work), id=number)
    if row is None:
        return work.actor
    kind = TYPE_OF_CODE[row["type"].decode()]
    return Actor(row["public_id"], kind, row["name"], work.org, work.actor.org, "Admin")


def _migration(row: Any) -> Migration:
    return Migration(
        id=row["id"],
        public_id=row["public_id"],
        op=row["op"],
        blueprint_id=row["bp"],
        blueprint=row["blueprint"],
        target_id=row["tbp"],
        target=row["target"],
        mapping=None if row["mapping"] is None else orjson.loads(row["mapping"]),
        delete_blueprint=row["delete_blueprint"],
        undoes=row["undoes"],
        status=row["status"],
        total=row["total"],
        done=row["done"],
        failed=row["failed"],
        failures=orjson.loads(row["failures"]),
        after=row["after"],
        last=row["last"],
        reason=row["reason"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
        undone=row["undone"],
    )
