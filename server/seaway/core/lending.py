"""Connections on loan: asyncpg's pool, and before it the connections that came back in order.

The pool makes, counts, limits and replaces connections. Going through it costs a small read a tenth of its CPU (a
proxy, a shielded task and a queue for each loan), so a connection whose block ended well is handed out again without.
"""

import asyncio
from typing import Any

import asyncpg

CLOSING = 10
"""Seconds that connections at work have when the pool closes."""


class Lending:
    """Lends the connections of a pool. Those in `_ready` are the pool's own, which believes them to be at work."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool
        self._ready: list[Any] = []
        self._waiting = 0
        self._closing = False

    async def take(self) -> Any:
        """Return a connection, waiting for one while all are at work."""
        while self._ready:
            raw = self._ready.pop()
            if not raw.is_closed():
                return raw
            await self._pool.release(raw)
        self._waiting += 1
        try:
            return await self._pool.acquire()
        finally:
            self._waiting -= 1

    async def give(self, raw: Any, *, well: bool) -> None:
        """Take a connection back. One whose block failed goes through the pool, which settles what it was doing."""
        if well and not self._waiting and not self._closing:
            self._ready.append(raw)
        else:
            await self._pool.release(raw)

    async def close(self) -> None:
        """Close every connection, waiting a while for those at work."""
        self._closing = True
        while self._ready:
            await self._pool.release(self._ready.pop())
        try:
            await asyncio.wait_for(self._pool.close(), CLOSING)
        except TimeoutError:
            self._pool.terminate()

    @property
    def usage(self) -> tuple[int, int, int]:
        """How many connections are open, of those idle, and how many there may be."""
        return self._pool.get_size(), self._pool.get_idle_size() + len(self._ready), self._pool.get_max_size()
