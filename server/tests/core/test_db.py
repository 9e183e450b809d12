"""What a broken connection looks like to its user, and what a cancelled request leaves to the next one."""

import asyncio
import time
from collections.abc import AsyncIterator
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


async def _number(database: Database) -> int:
    async with database.reading(1) as db:
        return int(await db.value(_PID))


@pytest.fixture
async def narrow(database_url: str) -> AsyncIterator[Database]:
    """A database with one connection."""
    database = Database(database_url, size=1)
    await database.open()
    yield database
    await database.close()


async def test_one_connection_serves_one_after_the_other(narrow: Database) -> None:
    """Those who wait while it is lent get it, and in the end it counts as idle."""
    numbers = await asyncio.wait_for(asyncio.gather(*[_number(narrow) for _ in range(20)]), 20)
    assert len(set(numbers)) == 1
    assert narrow.usage == (1, 1, 1)


async def test_a_connection_that_broke_between_two_loans_is_replaced(admin_url: str, narrow: Database) -> None:
    first = await _number(narrow)
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("select pg_terminate_backend(%s, 5000)", (first,))
    with suppress(*AWAY):  # the farewell may be read only now
        await _number(narrow)
    assert await _number(narrow) != first
    assert narrow.usage == (1, 1, 1)


async def test_who_gives_up_waiting_takes_no_connection_away(narrow: Database) -> None:
    async with narrow.reading(1) as db:
        impatient = [asyncio.create_task(_number(narrow)) for _ in range(3)]
        await asyncio.sleep(0)
        for each in impatient:
            each.cancel()
        await asyncio.gather(*impatient, return_exceptions=True)
        number = int(await db.value(_PID))
    assert await asyncio.wait_for(_number(narrow), 10) == number
    assert narrow.usage == (1, 1, 1)


async def test_what_a_failed_block_was_doing_is_settled_before_the_next(narrow: Database) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), narrow.reading(1) as db:
            await db.value(sql("select pg_sleep(30)"))
    assert await asyncio.wait_for(_number(narrow), 10)


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
