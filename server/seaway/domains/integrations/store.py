"""All SQL of integrations themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.integrations.types import Integration

_COLUMNS = """
  i.id, i.public_id, i.ident, i.ingest_id, i.stated::text as stated, i.resync_state::text as resync_state,
  i.resync_state_at, i.resync_requested_at, i.seen_at, i.created_at, i.updated_at,
  c.public_id as created_by, u.public_id as updated_by
  from integration i
  left join actor c on c.id = i.created_by left join actor u on u.id = i.updated_by"""
_ALL = sql(f"""
  select {_COLUMNS} where {{scope:i}}
    and (cast(:acting as bool) is null or coalesce((i.stated ->> 'actionsProcessingEnabled')::bool, false) = :acting)
  order by i.ident""")
# The two cannot be taken for each other: only a public id holds an underscore.
_NAMED = f"select {_COLUMNS} where {{scope:i}} and (i.ident = :name or i.public_id = :name)"
_ONE = sql(_NAMED)
_LOCKED = sql(f"{_NAMED} for no key update of i")
_BY_INGEST = sql(f"select {_COLUMNS} where {{scope:i}} and i.ingest_id = :ingest_id")
_BY_NUMBER = sql(f"select {_COLUMNS} where {{scope:i}} and i.id = :id")
# unscoped: an identifier is free in the whole organisation or not at all
_INSERT = sql("""
  insert into integration(org, public_id, ident, ingest_id, stated, resync_requested_at, seen_at,
    created_at, created_by, updated_at, updated_by)
  select :org, :public_id, :ident, :ingest_id, cast(:stated as json), m.at, m.at, m.at, :actor, m.at, :actor
  from (select date_trunc('milliseconds', clock_timestamp()) as at) m
  on conflict (org, ident) do nothing returning id""")
# The wire shows milliseconds, and pollers compare what it shows: each write must be seen to be later than the last.
# unscoped: by number, after a scoped locking read
_MOMENT = """(select o.id, greatest(date_trunc('milliseconds', clock_timestamp()),
      date_trunc('milliseconds', o.updated_at) + interval '1 millisecond') as at
    from integration o where o.org = :org and o.id = :id) m"""
# unscoped: by number, after a scoped locking read
_UPDATE = sql(f"""
  update integration i set stated = cast(:stated as json), updated_at = m.at, updated_by = :actor,
    resync_requested_at = case when :resync then m.at else i.resync_requested_at end
  from {_MOMENT} where i.id = m.id""")
# unscoped: by number, after a scoped locking read
_SET_STATE = sql(f"""
  update integration i set resync_state = cast(:state as json), updated_at = m.at, resync_state_at = m.at,
    updated_by = :actor, seen_at = m.at
  from {_MOMENT} where i.id = m.id""")
# unscoped: by number, after a scoped read
_SEEN = sql("update integration set seen_at = clock_timestamp() where org = :org and id = :id")
# unscoped: by number, after a scoped locking read
_DELETE = sql("delete from integration where org = :org and id = :id")


@dataclass(frozen=True, slots=True)
class NewIntegration:
    """An integration to be added."""

    public_id: str
    identifier: str
    ingest_id: str
    stated: Mapping[str, Any]


async def every(work: Work, scope: Scope, *, acting: bool | None = None) -> list[Integration]:
    """Return all, by identifier; with `acting` only those that do, or do not, carry out actions."""
    return [_integration(row) for row in await work.db.all(_ALL, scope, acting=acting)]


async def find(work: Work, scope: Scope, name: str, *, lock: bool = False) -> Integration | None:
    """Return an integration by its identifier or public id; `lock` locks its row until the work ends."""
    row = await work.db.one(_LOCKED if lock else _ONE, scope, name=name)
    return None if row is None else _integration(row)


async def by_ingest(work: Work, scope: Scope, ingest_id: str) -> Integration | None:
    """Return the integration that sends its logs and figures under this id."""
    row = await work.db.one(_BY_INGEST, scope, ingest_id=ingest_id)
    return None if row is None else _integration(row)


async def by_number(work: Work, scope: Scope, number: int) -> Integration | None:
    """Return an integration by its number."""
    row = await work.db.one(_BY_NUMBER, scope, id=number)
    return None if row is None else _integration(row)


async def insert(work: Work, new: NewIntegration) -> int | None:
    """Add an integration, a resync of which is asked for; None when its identifier is in use."""
    number: int | None = await work.db.value(
        _INSERT,
        org=work.org,
        public_id=new.public_id,
        ident=new.identifier,
        ingest_id=new.ingest_id,
        stated=_json(new.stated),
        actor=await origin.actor_id(work),
    )
    return number


async def update(work: Work, number: int, stated: Mapping[str, Any], *, resync: bool) -> None:
    """Replace what is stated; `resync` asks for a resync at the same moment."""
    await work.db.run(
        _UPDATE,
        org=work.org,
        id=number,
        stated=_json(stated),
        resync=resync,
        actor=await origin.actor_id(work),
    )


async def set_state(work: Work, number: int, state: Mapping[str, Any]) -> None:
    """Replace how its resync goes; both of its times become the same moment."""
    actor = await origin.actor_id(work)
    await work.db.run(_SET_STATE, org=work.org, id=number, state=_json(state), actor=actor)


async def seen(work: Work, number: int) -> None:
    """Note a sign of life."""
    await work.db.run(_SEEN, org=work.org, id=number)


async def delete(work: Work, number: int) -> None:
    """Remove an integration with all that it told of itself."""
    await work.db.run(_DELETE, org=work.org, id=number)


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(value)).decode()


def _integration(row: asyncpg.Record) -> Integration:
    return Integration(
        id=row["id"],
        public_id=row["public_id"],
        identifier=row["ident"],
        ingest_id=row["ingest_id"],
        stated=orjson.loads(row["stated"]),
        resync_state=None if row["resync_state"] is None else orjson.loads(row["resync_state"]),
        resync_state_at=row["resync_state_at"],
        resync_requested_at=row["resync_requested_at"],
        seen_at=row["seen_at"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )
