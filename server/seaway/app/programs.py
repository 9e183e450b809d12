"""The processes in which this one has programs of jq run."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from seaway.engines import jq


@asynccontextmanager
async def programs() -> AsyncIterator[None]:
    """Let programs of jq be run while the block runs; their processes start with the first of them."""
    pool = jq.Pool()
    try:
        with jq.using(pool):
            yield
    finally:
        await pool.close()
