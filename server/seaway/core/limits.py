"""The rate limit of an organisation, shared by every API process.

Each process counts for itself and exchanges sums with the others once a second through an unlogged table, so a request
costs no query. Between exchanges N processes may let N small excesses through; a limit is a guard, not a price list.
"""

import math
import time
from dataclasses import dataclass

from seaway.core.db import EVERY_ORGANISATION, Database, sql
from seaway.core.errors import TooManyRequests

PERIOD = 60
_ADD = sql("""
  insert into rate_window(org, bucket, started_at, used)
  select o, b, to_timestamp(:started), u
  from unnest(cast(:orgs as int[]), cast(:buckets as text[]), cast(:used as bigint[])) i(o, b, u)
  on conflict (org, bucket, started_at) do update set used = rate_window.used + excluded.used
  returning org, bucket, used""")
_FORGET = sql("delete from rate_window where started_at < to_timestamp(:started)")


@dataclass(slots=True)
class Window:
    """One organisation's count in the current minute: what all processes had used, and what this one added since."""

    started: int
    shared: int = 0
    own: int = 0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the rate-limit headers say. `reset` is in seconds from now (semantics 1.4: never an epoch)."""

    limit: int
    remaining: int
    reset: int


class RateLimiter:
    """Counts requests per organisation and bucket in windows of a minute."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._windows: dict[tuple[int, str], Window] = {}

    def take(self, org: int, bucket: str = "api") -> None:
        """Count one request.

        Raises:
            TooManyRequests: the minute's limit is used up.
        """
        window = self._current(org, bucket)
        window.own += 1
        if window.shared + window.own > self.limit:
            wait = self._left(window).reset
            raise TooManyRequests(
                f"More than {self.limit} requests in a minute; wait {wait} s and try again", retry_after=wait
            )

    def allowance(self, org: int, bucket: str = "api") -> Allowance:
        """Return what is left without counting."""
        return self._left(self._current(org, bucket))

    def _left(self, window: Window) -> Allowance:
        left = max(0, self.limit - window.shared - window.own)
        return Allowance(self.limit, left, max(1, math.ceil(window.started + PERIOD - time.time())))

    def _current(self, org: int, bucket: str) -> Window:
        started = int(time.time()) // PERIOD * PERIOD
        window = self._windows.get((org, bucket))
        if window is None or window.started != started:
            window = self._windows[org, bucket] = Window(started)
        return window

    async def exchange(self, database: Database) -> None:
        """Add this process's counts to the shared table and learn the others'. Called once a second."""
        started = int(time.time()) // PERIOD * PERIOD
        mine = {key: window for key, window in self._windows.items() if window.started == started and window.own}
        self._windows = {key: window for key, window in self._windows.items() if window.started == started}
        if not mine:
            return
        sent = {key: window.own for key, window in mine.items()}
        async with database.reading(EVERY_ORGANISATION) as db:
            rows = await db.all(
                _ADD,
                started=started,
                orgs=[org for org, _ in sent],
                buckets=[bucket for _, bucket in sent],
                used=list(sent.values()),
            )
            await db.run(_FORGET, started=started - 10 * PERIOD)
        for row in rows:
            window = mine[row["org"], row["bucket"]]
            window.own -= sent[row["org"], row["bucket"]]
            window.shared = row["used"]
