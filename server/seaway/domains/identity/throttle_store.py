"""SQL of the throttle: attempts per key in a fixed window, counted by the database for all processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from seaway.core.db import Connection, sql

# Sorted, so that two attempts that share keys lock them in one order.
_COUNT = sql("""
  insert into throttle as t (key, attempts, window_started_at)
  select k, 1, clock_timestamp() from (select k from unnest(cast(:keys as text[])) k order by k) sorted
  on conflict (key) do update set
    attempts = case when t.window_started_at <= clock_timestamp() - cast(:window as interval)
                    then 1 else t.attempts + 1 end,
    window_started_at = case when t.window_started_at <= clock_timestamp() - cast(:window as interval)
                             then excluded.window_started_at else t.window_started_at end
  returning t.key, t.attempts,
    ceil(extract(epoch from t.window_started_at + cast(:window as interval) - clock_timestamp()))::int as seconds""")
_GIVE_BACK = sql("""
  update throttle t set attempts = greatest(0, t.attempts - 1)
  where t.key in (select s.key from throttle s where s.key = any(cast(:keys as text[])) order by s.key for update)""")
_CLEAR = sql("delete from throttle where key = :key")
_FORGET = sql("delete from throttle where window_started_at < :before")


@dataclass(frozen=True, slots=True)
class Count:
    """Attempts in the window, this one included, and for how many more seconds it lasts."""

    attempts: int
    seconds: int


async def count(db: Connection, keys: Sequence[str], window: timedelta) -> dict[str, Count]:
    """Count one attempt under every key."""
    rows = await db.all(_COUNT, keys=list(keys), window=window)
    return {row["key"]: Count(row["attempts"], max(1, row["seconds"])) for row in rows}


async def give_back(db: Connection, keys: Sequence[str]) -> None:
    """Take one attempt back under every key: it was right."""
    await db.run(_GIVE_BACK, keys=list(keys))


async def clear(db: Connection, key: str) -> None:
    """Forget the attempts under a key."""
    await db.run(_CLEAR, key=key)


async def forget(db: Connection, before: datetime) -> int:
    """Remove windows that began before a moment."""
    return await db.run(_FORGET, before=before)
