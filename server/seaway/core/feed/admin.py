"""The feed as its keeper sees it: how far behind it is, what is parked, and trying again."""

from dataclasses import dataclass
from datetime import datetime

from seaway.core.changes import CHANNEL
from seaway.core.db import Connection, sql
from seaway.core.position import Position

# unscoped: how far readers are behind concerns the installation, not an organisation
_LAGS = sql("""
  select s.name, s.attempts, s.error,
    coalesce(extract(epoch from clock_timestamp() - (
      select c.at from change c where (c.xid, c.seq) > (s.xid, s.seq) and c.kind = any(s.kinds)
      order by c.xid, c.seq limit 1)), 0)::float8 as seconds,
    (select count(*) from feed_parked p where p.subscription = s.name) as parked
  from subscription s order by s.name""")
_PARKED = sql("""
  select subscription, xid::text::bigint as xid, seq, error, at, retry_at is not null as waiting
  from feed_parked order by subscription, xid, seq limit 1000""")
_RETRY = sql("""
  update feed_parked set retry_at = clock_timestamp()
  where subscription = :name
    and (cast(:xid as text) is null or (xid = cast(cast(:xid as text) as xid8) and seq = :seq))""")
_REACHED = sql("select xid::text::bigint as xid, seq from subscription where name = :name")
_WAKE = sql(f"select pg_notify('{CHANNEL}', '')")
_EPOCH = sql("select epoch from instance limit 1")


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a subscription is behind: the age in seconds of the oldest change that it has not handled."""

    name: str
    seconds: float
    parked: int
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Parked:
    """A change that a handler could not take. `waiting`: it will be tried again."""

    subscription: str
    position: Position
    error: str
    at: datetime
    waiting: bool


async def lags(db: Connection) -> list[Lag]:
    """Return every subscription and how far it is behind."""
    rows = await db.all(_LAGS)
    return [Lag(row["name"], max(0.0, row["seconds"]), row["parked"], row["attempts"], row["error"]) for row in rows]


async def parked(db: Connection) -> list[Parked]:
    """Return what is parked, at most a thousand changes."""
    rows = await db.all(_PARKED)
    return [
        Parked(row["subscription"], Position(row["xid"], row["seq"]), row["error"], row["at"], row["waiting"])
        for row in rows
    ]


async def retry(db: Connection, name: str, at: Position | None = None) -> int:
    """Have a parked change, or all of a subscription, tried again; return how many."""
    count = await db.run(_RETRY, name=name, xid=None if at is None else str(at.xid), seq=0 if at is None else at.seq)
    await db.value(_WAKE)
    return count


async def reached(db: Connection, name: str) -> str | None:
    """Return up to which position a subscription has handled the changes; None before it began."""
    row = await db.one(_REACHED, name=name)
    return None if row is None else Position(row["xid"], row["seq"]).token(await epoch(db))


async def epoch(db: Connection) -> str:
    """Return the installation's epoch, a part of every position that it hands out."""
    return str(await db.value(_EPOCH))
