"""What a broken connection looks like to its user, and what a cancelled request leaves to the next one."""

import asyncio
import time
from contextlib import suppress

import psycopg
import pytest

from seaway.core.db import AWAY, EVERY_ORGANISATION, Database, sql

_PID = sql("select pg_backend_pid()")
_FENCE = sql("select current_setting('seaway.org')")


async def _ended_by_the_server(admin_url: str, database_url: str, turns: int) -> None:
    """Use a connection that the server has just ended, after some turns of the loop."""
    database = Database(database_url, size=1)
    await database.open()
    try:
        async with database.reading(EVERY_ORGANISATION) as db:
            pid = await db.value(_PID)
            with psycopg.connect(admin_url, autocommit=True) as admin:
                admin.execute("select pg_terminate_backend(%s, 5000)", (pid,))
            for _ in range(turns):
                await asyncio.sleep(0)
            await db.value(_PID)
    finally:
        await database.close()


@pytest.mark.parametrize("turns", range(6))
async def test_a_connection_that_the_server_ends_counts_as_away(admin_url: str, database_url: str, turns: int) -> None:
    """Whichever part of the farewell has been read when the next statement begins."""
    with pytest.raises(AWAY):
        await _ended_by_the_server(admin_url, database_url, turns)


async def _fence(database: Database, org: int) -> str:
    async with database.reading(org) as db:
        return str(await db.value(_FENCE))


@pytest.mark.parametrize("turns", range(1, 7))
async def test_a_cancelled_request_leaves_no_wrong_fence_behind(database_url: str, turns: int) -> None:
    """The server may have moved the fence although nobody waited for its word any more."""
    database = Database(database_url, size=1)
    await database.open()
    try:
        await _fence(database, 1)
        other = asyncio.create_task(_fence(database, 2))
        for _ in range(turns):
            await asyncio.sleep(0)
        time.sleep(0.05)  # noqa: ASYNC251  # the loop stands still while the server acts
        other.cancel()
        with suppress(asyncio.CancelledError):
            await other
        assert await _fence(database, 1) == "1"
    finally:
        await database.close()
