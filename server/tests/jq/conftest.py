"""A pool of one process, as tests share it; what it is asked must not change what the next test is answered."""

from collections.abc import AsyncIterator

import pytest

from seaway.engines.jq import Limits, Pool


@pytest.fixture(scope="session")
async def pool() -> AsyncIterator[Pool]:
    """One process with a short limit of time, so that what never ends is soon ended."""
    pool = Pool(1, Limits(processor=0.3))
    yield pool
    await pool.close()
