"""Deletions of all entities of a blueprint, as rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access

_COLUMNS = """
  m.id, m.public_id, m.bp, m.blueprint, m.delete_blueprint, m.status, m.done, m.reason, m.created_at, m.updated_at,
  (select a.public_id from actor a where a.id = m.created_by) as created_by"""

_ADD = sql("""
  insert into migration(public_id, org, bp, blueprint, delete_blueprint, created_by)
  values (:public_id, :org, :bp, :blueprint, :delete_blueprint, :actor)
  on conflict (bp) where status in ('INITIALIZING', 'RUNNING') do nothing returning id""")
_ACTIVE = sql(f"""
  select {_COLUMNS} from migration m
  where {{scope:m}} and m.bp = :bp and m.status in ('INITIALIZING', 'RUNNING')""")
_FIND = sql(f"select {_COLUMNS} from migration m where {{scope:m}} and m.public_id = :public_id")
_BY_NUMBER = sql(f"select {_COLUMNS} from migration m where {{scope:m}} and m.id = :id")
_HELD = sql("select m.id from migration m where {scope:m} and m.id = :id for update of m")
_ADVANCE = sql("""
  update migration set done = done + :done, status = :status, reason = coalesce(cast(:reason as text), reason),
    updated_at = clock_timestamp()
  where org = :org and id = :id""")


@dataclass(frozen=True, slots=True)
class Clearing:
    """A deletion of all entities of a blueprint. `done` counts the deleted ones, `reason` says why it failed."""

    id: int
    public_id: str
    blueprint_id: int
    blueprint: str
    delete_blueprint: bool
    status: str
    done: int
    reason: str | None
    created_at: datetime
    created_by: str | None
    updated_at: datetime

    @property
    def active(self) -> bool:
        """Whether it has not come to its end."""
        return self.status in {"INITIALIZING", "RUNNING"}


def _clearing(row: Any) -> Clearing:
    return Clearing(
        id=row["id"],
        public_id=row["public_id"],
        blueprint_id=row["bp"],
        blueprint=row["blueprint"],
        delete_blueprint=row["delete_blueprint"],
        status=row["status"],
        done=row["done"],
        reason=row["reason"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
    )


async def add(work: Work, public_id: str, blueprint: tuple[int, str], *, delete_blueprint: bool) -> Clearing | None:
    """Add a clearing of a blueprint (number, identifier), or return None while another one is active."""
    number = await work.db.value(
        _ADD,
        public_id=public_id,
        org=work.org,
        bp=blueprint[0],
        blueprint=blueprint[1],
        delete_blueprint=delete_blueprint,
        actor=await origin.actor_id(work),
    )
    return None if number is None else await by_number(work, number)


async def active(work: Work, blueprint: int) -> Clearing | None:
    """Return the clearing of a blueprint that is under way."""
    row = await work.db.one(_ACTIVE, access.filter(work, "delete", "entities"), bp=blueprint)
    return None if row is None else _clearing(row)


async def find(work: Work, public_id: str) -> Clearing | None:
    """Return a clearing by its public id."""
    row = await work.db.one(_FIND, access.filter(work, "read", "entities"), public_id=public_id)
    return None if row is None else _clearing(row)


async def by_number(work: Work, number: int) -> Clearing | None:
    """Return a clearing by its number."""
    row = await work.db.one(_BY_NUMBER, access.filter(work, "read", "entities"), id=number)
    return None if row is None else _clearing(row)


async def hold(work: Work, number: int) -> None:
    """Lock the row of a clearing, so that two workers do not do the same part of it."""
    await work.db.value(_HELD, access.filter(work, "delete", "entities"), id=number)


async def advance(work: Work, number: int, status: str, *, done: int = 0, reason: str | None = None) -> None:
    """Write down how far it got."""
    await work.db.run(_ADVANCE, org=work.org, id=number, status=status, done=done, reason=reason)
