"""A worker judges what changed within two seconds of the commit."""

import asyncio
import time

import httpx
import pytest

from seaway.core.db import Database
from seaway.core.feed import Runner
from seaway.core.wake import Waker
from tests.scorecards.conftest import HANDLERS, add, put, shown

REPO = "https://git.example/x"
SOON = 2.0


@pytest.mark.usefixtures("service")
async def test_a_worker_judges_within_two_seconds(api: httpx.AsyncClient, database: Database) -> None:
    waker = Waker(database.dsn)
    listening = asyncio.create_task(waker.run())
    runner = Runner(database, waker, HANDLERS)
    serving = asyncio.create_task(runner.run())
    try:
        await put(api, "a")
        await add(api)
        await _reaches(api, "Basic", 30.0)  # the first time it reads what other tests wrote before

        await put(api, "a", repo=REPO)
        await _reaches(api, "Bronze", SOON)
        await api.patch("/v1/blueprints/service/scorecards/readiness", json={"rules": []})
        await _reaches(api, "Basic", SOON)
    finally:
        runner.stop()
        await asyncio.wait_for(serving, 10)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _reaches(api: httpx.AsyncClient, level: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (await shown(api, "a")).get("scorecards", {}).get("readiness", {}).get("level") == level:
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"not {level} within {seconds} seconds")
