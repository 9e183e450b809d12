"""The pool of this process: `app` makes one, and whoever runs programs asks for it here."""

from collections.abc import Iterator
from contextlib import contextmanager

from seaway.engines.jq.pool import Pool

_pools: list[Pool] = []


@contextmanager
def using(pool: Pool) -> Iterator[None]:
    """Make a pool the process's while the block runs."""
    _pools.append(pool)
    try:
        yield
    finally:
        _pools.remove(pool)


def current() -> Pool:
    """Return the process's pool."""
    if not _pools:
        raise LookupError("No pool of jq workers in this process: app.wiring and app.worker make one")
    return _pools[-1]
