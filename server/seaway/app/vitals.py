"""How the installation is doing: is the database there, does the schema fit, how far behind are feed and jobs."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from seaway.core import schema_version
from seaway.core.db import AWAY, EVERY_ORGANISATION, Database, sql
from seaway.core.feed import admin as feed
from seaway.core.feed.admin import Lag
from seaway.core.jobs import store as jobs
from seaway.core.jobs.registry import Status

FRESH = 2.0  # seconds for which one reading answers every question: anybody may ask
PATIENCE = 5.0  # seconds for the database to answer
_MIGRATED = sql("select to_regclass('public.alembic_version') is not null")
_REVISION = sql("select version_num from alembic_version")
LATE = 60.0  # seconds after which the feed counts as late


@dataclass(frozen=True, slots=True)
class Vitals:
    """One reading. `problem` says why the API cannot serve; None when it can."""

    problem: str | None = None
    revision: str | None = None
    lags: tuple[Lag, ...] = ()
    workers: int = 0
    jobs: dict[tuple[str, Status], int] = field(default_factory=dict)

    @property
    def lag(self) -> float:
        """The age in seconds of the oldest change that a handler has not taken."""
        return max((lag.seconds for lag in self.lags), default=0.0)

    @property
    def parked(self) -> int:
        """How many changes handlers have failed to take."""
        return sum(lag.parked for lag in self.lags)

    def wire(self) -> dict[str, Any]:
        """Return the answer of `/health/ready`."""
        feed_checks = {
            "ok": self.lag < LATE and not self.parked,
            "lagSeconds": round(self.lag, 1),
            "parked": self.parked,
            "workers": self.workers,
        }
        return {
            "ok": self.problem is None,
            "message": self.problem or "ready",
            "schema": {"needed": schema_version.needed(), "found": self.revision},
            "feed": feed_checks,
        }


class Observer:
    """Reads the vitals, at most every two seconds however often it is asked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = asyncio.Lock()
        self._last = Vitals("not read yet")
        self._at = float("-inf")

    async def read(self) -> Vitals:
        """Return a reading that is fresh enough."""
        async with self._reading:
            if time.monotonic() - self._at > FRESH:
                self._last = await self._read()
                self._at = time.monotonic()
            return self._last

    async def _read(self) -> Vitals:
        needed = schema_version.needed()
        try:
            async with asyncio.timeout(PATIENCE), self._database.reading(EVERY_ORGANISATION) as db:
                revision = await db.value(_REVISION) if await db.value(_MIGRATED) else None
                if revision != needed:
                    return Vitals(f"the database is at schema {revision}, this Seaway needs {needed}", revision)
                return Vitals(
                    revision=revision,
                    lags=tuple(await feed.lags(db)),
                    workers=await jobs.workers(db),
                    jobs=await jobs.counts(db),
                )
        except AWAY as error:
            return Vitals(f"the database cannot be reached: {error}")
