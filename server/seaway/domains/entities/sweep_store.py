"""Sweeps and their targets, as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import find_store
from seaway.engines.query.sql import Param, Sql
from seaway.kit import clock

UNDOABLE = timedelta(days=1)

_COLUMNS = """
  s.id, s.public_id, s.bp, s.blueprint, s.op, s.change::text as change, s.dependents, s.undoes, s.status, s.total,
  s.done, s.unchanged, s.failed, s.failures::text as failures, s.reason, s.created_at, s.updated_at,
  (select a.public_id from actor a where a.id = s.created_by) as created_by,
  exists (select 1 from sweep u where u.undoes = s.id) as undone"""
# unscoped: what takes back names what was read within the scope
_ADD = sql("""
  insert into sweep(public_id, org, bp, blueprint, op, change, dependents, undoes, total, created_by)
  values (:public_id, :org, :bp, :blueprint, :op, cast(:change as json), :dependents, cast(:undoes as bigint), :total,
    :actor)
  returning id""")
# unscoped: the entities were found within the scope a moment ago
_TARGETS = sql("""
  insert into sweep_target(org, sweep, ent)
  select :org, :sweep, i.ent from unnest(cast(:ids as bigint[])) i(ent)""")
# unscoped: the targets of a sweep that was read within the scope
_SAME_TARGETS = sql("""
  insert into sweep_target(org, sweep, ent)
  select t.org, cast(:sweep as bigint), t.ent from sweep_target t where t.org = :org and t.sweep = :other""")
_FIND = sql(f"select {_COLUMNS} from sweep s where {{scope:s}} and s.public_id = :public_id")
_BY_NUMBER = sql(f"select {_COLUMNS} from sweep s where {{scope:s}} and s.id = :id")
_HELD = sql("select s.id from sweep s where {scope:s} and s.id = :id for update of s")
_NEXT = sql("""
  select t.ent, e.ident from sweep_target t left join entity e on e.id = t.ent
  where {scope:t} and t.sweep = :sweep and not t.dealt order by t.ent limit :limit""")
# unscoped: by number, after a scoped read
_TAKE = sql("""
  update sweep_target set dealt = true
  where org = :org and sweep = :sweep and ent = any(cast(:ids as bigint[]))""")
_RECORDED = sql("""
  select c.ref, c.undo from change c
  where {scope:c} and c.kind = 'entity' and c.op = 'U' and c.cause = :cause and c.ref = any(cast(:ids as bigint[]))
  order by c.seq desc""")
# unscoped: whose targets nobody can need any more, whatever they were
_FORGET = sql("""
  delete from sweep_target t using sweep s
  where t.org = :org and s.org = :org and s.id = t.sweep and s.status in ('COMPLETED', 'FAILURE')
    and (s.op <> 'change' or s.updated_at < cast(:since as timestamptz)
      or exists (select 1 from sweep u where u.undoes = s.id))""")
# unscoped: by number, after a scoped read
_ADVANCE = sql("""
  update sweep set done = done + :done, unchanged = unchanged + :unchanged, failed = failed + :failed, status = :status,
    failures = cast(:failures as json), reason = coalesce(cast(:reason as text), reason),
    updated_at = clock_timestamp()
  where org = :org and id = :id""")


@dataclass(frozen=True, slots=True)
class Sweep:
    """A change or deletion of many entities. `failures` are the first twenty; `undone` says that it was taken back."""

    id: int
    public_id: str
    blueprint_id: int
    blueprint: str
    op: str
    change: Mapping[str, Any] | None
    dependents: bool
    undoes: int | None
    status: str
    total: int
    done: int
    unchanged: int
    failed: int
    failures: Sequence[Mapping[str, Any]]
    reason: str | None
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    undone: bool

    @property
    def active(self) -> bool:
        """Whether it has not come to its end."""
        return self.status in {"INITIALIZING", "RUNNING"}

    @property
    def undoable(self) -> bool:
        """Whether it is a change that can be taken back: for a day, and once."""
        over = self.op == "change" and self.done > 0 and not self.active and not self.undone
        return over and self.updated_at > clock.now() - UNDOABLE


@dataclass(frozen=True, slots=True)
class NewSweep:
    """A sweep as asked for."""

    public_id: str
    blueprint: tuple[int, str]
    op: str
    total: int
    change: Mapping[str, Any] | None = None
    dependents: bool = False
    undoes: int | None = None


async def matching(work: Work, where: Sql, limit: int) -> list[tuple[int, str]]:
    """Return (id, identifier) of up to so many matching entities, by identifier."""
    rows = await find_store.run(
        work, "select e.id, e.ident from entity e where {scope:e} and ", where,
        " order by e.ident limit ", Param(limit, "bigint"),
    )  # fmt: skip
    return [(row["id"], row["ident"]) for row in rows]


async def add(work: Work, new: NewSweep) -> int:
    """Add a sweep and return its number."""
    number: int = await work.db.value(
        _ADD,
        public_id=new.public_id,
        org=work.org,
        bp=new.blueprint[0],
        blueprint=new.blueprint[1],
        op=new.op,
        change=None if new.change is None else orjson.dumps(new.change).decode(),
        dependents=new.dependents,
        undoes=new.undoes,
        total=new.total,
        actor=await origin.actor_id(work),
    )
    return number


async def aim(work: Work, number: int, entities: Sequence[int]) -> None:
    """Say which entities a sweep is about."""
    await work.db.run(_TARGETS, org=work.org, sweep=number, ids=list(entities))


async def aim_alike(work: Work, number: int, other: int) -> None:
    """Say that a sweep is about the entities of another one."""
    await work.db.run(_SAME_TARGETS, org=work.org, sweep=number, other=other)


async def find(work: Work, public_id: str) -> Sweep | None:
    """Return a sweep by its public id."""
    row = await work.db.one(_FIND, access.filter(work, "read", "entities"), public_id=public_id)
    return None if row is None else _sweep(row)


async def by_number(work: Work, number: int) -> Sweep | None:
    """Return a sweep by its number."""
    row = await work.db.one(_BY_NUMBER, access.filter(work, "read", "entities"), id=number)
    return None if row is None else _sweep(row)


async def hold(work: Work, number: int) -> None:
    """Lock the row of a sweep, so that two workers do not do the same part of it."""
    await work.db.value(_HELD, access.filter(work, "update", "entities"), id=number)


async def next_targets(work: Work, number: int, limit: int) -> dict[int, str | None]:
    """Return the identifiers of the next entities by number; None for those that are gone."""
    rows = await work.db.all(_NEXT, access.filter(work, "read", "entities"), sweep=number, limit=limit)
    return {row["ent"]: row["ident"] for row in rows}


async def take(work: Work, number: int, entities: Sequence[int]) -> None:
    """Mark targets as dealt with."""
    await work.db.run(_TAKE, org=work.org, sweep=number, ids=list(entities))


async def recorded(work: Work, cause: str, entities: Sequence[int]) -> dict[int, Any]:
    """Return the undo of what a sweep changed in these entities, by number."""
    scope = access.filter(work, "read", "entities")
    rows = await work.db.all(_RECORDED, scope, cause=cause, ids=list(entities))
    return {row["ref"]: orjson.loads(row["undo"]) for row in rows}


async def forget_targets(work: Work) -> None:
    """Forget what the sweeps of the organisation were aimed at that are over and cannot be taken back any more."""
    await work.db.run(_FORGET, org=work.org, since=clock.now() - UNDOABLE)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a part of a sweep did."""

    status: str
    done: int = 0
    unchanged: int = 0
    failed: int = 0
    reason: str | None = None


async def advance(work: Work, number: int, progress: Progress, failures: Sequence[Mapping[str, Any]]) -> None:
    """Write down how far it got; `failures` are all that are kept."""
    await work.db.run(
        _ADVANCE,
        org=work.org,
        id=number,
        status=progress.status,
        done=progress.done,
        unchanged=progress.unchanged,
        failed=progress.failed,
        failures=orjson.dumps(list(failures)).decode(),
        reason=progress.reason,
    )


def _sweep(row: Any) -> Sweep:
    return Sweep(
        id=row["id"],
        public_id=row["public_id"],
        blueprint_id=row["bp"],
        blueprint=row["blueprint"],
        op=row["op"],
        change=None if row["change"] is None else orjson.loads(row["change"]),
        dependents=row["dependents"],
        undoes=row["undoes"],
        status=row["status"],
        total=row["total"],
        done=row["done"],
        unchanged=row["unchanged"],
        failed=row["failed"],
        failures=orjson.loads(row["failures"]),
        reason=row["reason"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        undone=row["undone"],
    )
