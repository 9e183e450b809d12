"""The pool of an event loop: `app` makes one, and whoever runs programs asks for it here."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from seaway.engines.jq.pool import Pool

_pools: list[tuple[asyncio.AbstractEventLoop, Pool]] = []


@contextmanager
def using(pool: Pool) -> Iterator[None]:
    """Make a pool that of the running loop while the block runs."""
    entry = (asyncio.get_running_loop(), pool)
    _pools.append(entry)
    try:
        yield
    finally:
        _pools.remove(entry)


def current() -> Pool:
    """Return the pool of the running loop; a pool's processes are bound to theirs."""
    loop = asyncio.get_running_loop()
    for owner, pool in reversed(_pools):
        if owner is loop:
            return pool
    raise LookupError("No pool of jq workers in this loop: app.wiring and app.worker make one")
