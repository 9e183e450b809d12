"""The feed's SQL: subscriptions, the change log below the horizon, parked changes.

The horizon is `pg_snapshot_xmin`: every transaction below it has ended, so no change can appear there any more. It is
the server's, not the database's: a long writing transaction anywhere on a shared server delays the feed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from seaway.core.actor import TYPE_OF_CODE
from seaway.core.db import Connection, sql
from seaway.core.feed.types import FeedChange
from seaway.core.position import Position

_COLUMNS = """
  c.xid::text::bigint as xid, c.seq, c.org, o.public_id as org_public, c.at, c.kind, c.ref, c.bp, c.op::text as op,
  c.undo, a.public_id as actor, c.actor_type::text as actor_type, c.cause, c.trace, c.displaced"""
_FROM = "change c join organisation o on o.id = c.org left join actor a on a.id = c.actor"
_AFTER = "(c.xid, c.seq) > (cast(cast(:xid as text) as xid8), cast(:seq as bigint))"
_SETTLED = "c.xid < pg_snapshot_xmin(pg_current_snapshot())"

_SUBSCRIBE = sql("""
  insert into subscription(name, kinds) values (:name, cast(:kinds as text[]))
  on conflict (name) do update set kinds = excluded.kinds where subscription.kinds <> excluded.kinds""")

# unscoped: the feed serves every organisation; each handler works inside the change's own
_PEEK = sql(f"""
  select s.xid::text::bigint as xid, s.seq, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon,
    coalesce(s.retry_at > clock_timestamp(), false) as resting,
    exists(select 1 from feed_parked p where p.subscription = s.name and p.retry_at is not null) as again,
    (select {_SETTLED} from change c
      where {_AFTER} and (c.xid, c.seq) > (s.xid, s.seq) and c.kind = any(s.kinds)
      order by c.xid, c.seq limit 1) as settled
  from subscription s where s.name = :name""")

_LOCK = sql("""
  select xid::text::bigint as xid, seq, attempts from subscription
  where name = :name and (retry_at is null or retry_at <= clock_timestamp()) for update skip locked""")

# unscoped: see above
_READ = sql(f"""
  select {_COLUMNS} from {_FROM} where {_AFTER} and c.kind = any(cast(:kinds as text[])) and {_SETTLED}
  order by c.xid, c.seq limit :size""")

# unscoped: see above
_READ_ALL = sql(f"""
  select {_COLUMNS} from {_FROM} where {_AFTER} and {_SETTLED} and (cast(:org as int) is null or c.org = :org)
  order by c.xid, c.seq limit :size""")

# unscoped: names its organisation
_RECENT = sql(f"""
  select {_COLUMNS} from {_FROM}
  where c.org = :org and c.kind = any(cast(:kinds as text[]))
    and (cast(:seq as bigint) is null or (c.xid, c.seq) < (cast(cast(:xid as text) as xid8), cast(:seq as bigint)))
  order by c.xid desc, c.seq desc limit :size""")

_MOVE = sql("""
  update subscription
  set xid = cast(cast(:xid as text) as xid8), seq = :seq, attempts = 0, retry_at = null, error = null
  where name = :name""")
_SKIP = sql("""
  update subscription set xid = cast(cast(:to_xid as text) as xid8), seq = 0
  where name = :name and xid = cast(cast(:xid as text) as xid8) and seq = :seq and retry_at is null""")
_FAIL = sql("""
  update subscription set attempts = attempts + 1, error = :error,
    retry_at = clock_timestamp() + make_interval(secs => cast(:pause as float8))
  where name = :name""")

_PARK = sql("""
  insert into feed_parked(subscription, xid, seq, error) values (:name, cast(cast(:xid as text) as xid8), :seq, :error)
  on conflict (subscription, xid, seq) do update set error = excluded.error, at = excluded.at, retry_at = null""")
_PARKED = sql("""
  select xid::text::bigint as xid, seq from feed_parked where subscription = :name and retry_at is not null
  order by xid, seq limit 1 for update skip locked""")
# unscoped: see above
_ONE = sql(f"select {_COLUMNS} from {_FROM} where c.xid = cast(cast(:xid as text) as xid8) and c.seq = :seq")
_UNPARK = sql(
    "delete from feed_parked where subscription = :name and xid = cast(cast(:xid as text) as xid8) and seq = :seq"
)
_INTO = sql("select set_config('seaway.org', cast(:org as text), true)")


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a subscription finds, without a lock.

    `settled` tells whether the next change may be read already, None that there is none; `again` that a parked change
    shall be tried again, `resting` that the last failure's pause goes on.
    """

    position: Position
    horizon: Position
    settled: bool | None
    resting: bool
    again: bool


async def subscribe(db: Connection, name: str, kinds: Sequence[str]) -> None:
    """Add a subscription at the beginning of the log, or note the kinds that it wants now."""
    await db.run(_SUBSCRIBE, name=name, kinds=list(kinds))


async def look(db: Connection, name: str, after: Position) -> Look | None:
    """Look whether there is something to do after the subscription's position and after `after`, the later of them."""
    row = await db.one(_PEEK, name=name, xid=str(after.xid), seq=after.seq)
    if row is None:
        return None
    position = Position(row["xid"], row["seq"])
    return Look(position, Position(row["horizon"], 0), row["settled"], row["resting"], row["again"])


async def lock(db: Connection, name: str) -> tuple[Position, int] | None:
    """Take the subscription for this transaction; return its position and how often the next change failed.

    None when another process has it, or the last failure's pause goes on.
    """
    row = await db.one(_LOCK, name=name)
    return (Position(row["xid"], row["seq"]), row["attempts"]) if row else None


async def read(db: Connection, after: Position, kinds: Sequence[str], size: int) -> list[FeedChange]:
    """Return the next settled changes of these kinds."""
    rows = await db.all(_READ, xid=str(after.xid), seq=after.seq, kinds=list(kinds), size=size)
    return [to_change(row) for row in rows]


async def read_all(db: Connection, after: Position, size: int, org: int | None = None) -> list[FeedChange]:
    """Return the next settled changes of every kind, of one organisation or of all."""
    rows = await db.all(_READ_ALL, xid=str(after.xid), seq=after.seq, org=org, size=size)
    return [to_change(row) for row in rows]


async def move(db: Connection, name: str, to: Position) -> None:
    """Move the subscription past what was handled."""
    await db.run(_MOVE, name=name, xid=str(to.xid), seq=to.seq)


async def skip(db: Connection, name: str, position: Position, horizon: Position) -> None:
    """Move an idle subscription over changes that it does not want, so that nobody has to read them again."""
    await db.run(_SKIP, name=name, xid=str(position.xid), seq=position.seq, to_xid=str(horizon.xid))


async def fail(db: Connection, name: str, error: str, pause: float) -> None:
    """Note that the next change failed, and in how many seconds it may be tried again."""
    await db.run(_FAIL, name=name, error=error, pause=pause)


async def park(db: Connection, name: str, at: Position, error: str) -> None:
    """Set a change aside, to be looked at and tried again by a person."""
    await db.run(_PARK, name=name, xid=str(at.xid), seq=at.seq, error=error)


async def unpark(db: Connection, name: str, at: Position) -> None:
    """Forget a parked change: it was handled."""
    await db.run(_UNPARK, name=name, xid=str(at.xid), seq=at.seq)


async def parked_again(db: Connection, name: str) -> tuple[Position, FeedChange | None] | None:
    """Lock one parked change that shall be tried again; its record is None when its organisation is gone."""
    row = await db.one(_PARKED, name=name)
    if row is None:
        return None
    found = await db.one(_ONE, xid=str(row["xid"]), seq=row["seq"])
    return Position(row["xid"], row["seq"]), to_change(found) if found else None


async def enter(db: Connection, org: int) -> None:
    """Fence the rest of the transaction to an organisation."""
    await db.value(_INTO, org=str(org))


async def recent(
    db: Connection, org: int, kinds: Sequence[str], before: Position | None, size: int
) -> list[FeedChange]:
    """Return the last changes of an organisation, the newest first, from before a position."""
    xid, seq = (str(before.xid), before.seq) if before else (None, None)
    rows = await db.all(_RECENT, org=org, kinds=kinds, xid=xid, seq=seq, size=size)
    return [to_change(row) for row in rows]


def to_change(row: asyncpg.Record | Mapping[str, Any]) -> FeedChange:
    """Turn a row of the change log into its value."""
    return FeedChange(
        position=Position(row["xid"], row["seq"]),
        org_id=row["org"],
        org=row["org_public"],
        at=row["at"],
        kind=row["kind"],
        ref=row["ref"],
        blueprint=row["bp"],
        op=row["op"],
        undo=orjson.loads(row["undo"]) if row["undo"] is not None else None,
        actor=row["actor"],
        actor_type=TYPE_OF_CODE[row["actor_type"]],
        cause=row["cause"],
        trace=row["trace"],
        displaced=row["displaced"],
    )
