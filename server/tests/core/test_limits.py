"""The rate limit: counted per organisation, shared between processes, told in headers."""

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.app.wiring import build_app
from seaway.core.db import Database
from seaway.core.errors import TooManyRequests
from seaway.core.limits import PERIOD, RateLimiter
from seaway.core.settings import Settings
from seaway.domains.identity.types import Organisation
from tests.factories.clients import URL, client


@pytest.fixture(autouse=True)
def _one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold the clock inside one window, which a test could straddle otherwise."""
    monkeypatch.setattr("seaway.core.limits.time.time", lambda: 6_000_000_030.0)


def test_the_limit_holds_per_organisation() -> None:
    limiter = RateLimiter(3)
    left = []
    for _ in range(3):
        limiter.take(1)
        left.append(limiter.allowance(1).remaining)
    assert left == [2, 1, 0]
    with pytest.raises(TooManyRequests) as refusal:
        limiter.take(1)
    assert refusal.value.retry_after == 30
    limiter.take(2)
    assert limiter.allowance(2).remaining == 2


def test_the_reset_is_relative_and_never_an_epoch() -> None:
    allowance = RateLimiter(3).allowance(1)
    assert 1 <= allowance.reset <= PERIOD


def test_the_next_minute_starts_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = RateLimiter(1)
    limiter.take(1)
    monkeypatch.setattr("seaway.core.limits.time.time", lambda: 6_000_000_060.0)
    limiter.take(1)
    assert limiter.allowance(1).remaining == 0


async def test_processes_learn_of_each_other(database: Database, organisation: Organisation) -> None:
    first, second = RateLimiter(10), RateLimiter(10)
    for _ in range(6):
        first.take(organisation.id)
    second.take(organisation.id)
    await first.exchange(database)
    await second.exchange(database)
    assert second.allowance(organisation.id).remaining == 3
    await first.exchange(database)
    first.take(organisation.id)
    await first.exchange(database)
    assert first.allowance(organisation.id).remaining == 2


async def test_an_exchange_counts_each_request_once(database: Database, organisation: Organisation) -> None:
    limiter = RateLimiter(10)
    limiter.take(organisation.id)
    for _ in range(3):
        await limiter.exchange(database)
    assert limiter.allowance(organisation.id).remaining == 9


@pytest.fixture
async def narrow(database: Database) -> ASGIApp:
    """The API with a limit of ten requests a minute."""
    return build_app(Settings(public_url=URL, rate_limit=10), database)


async def test_every_answer_carries_the_headers_and_the_last_says_when_to_come_back(
    api: httpx.AsyncClient, narrow: ASGIApp
) -> None:
    async with client(narrow, headers=dict(api.headers)) as limited:
        answers = [await limited.get("/v1/organization") for _ in range(11)]
        unknown = await limited.get("/v1/nothing")
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert [int(answer.headers["x-ratelimit-remaining"]) for answer in answers] == [*range(9, -1, -1), 0]
    assert answers[-1].json()["error"] == "too_many_requests"
    assert answers[-1].headers["retry-after"] == "30"
    assert unknown.headers["x-ratelimit-limit"] == "10"
