"""The change feed against a real PostgreSQL: interleaved transactions, failures, several runners, kills."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg
import pytest

from seaway.core import changes
from seaway.core.actor import Actor
from seaway.core.changes import Change
from seaway.core.db import Database, sql
from seaway.core.feed import FeedChange, Handler, Runner, runner
from seaway.core.feed import admin as admin_of_feed
from seaway.core.feed.registry import on, on_batch, registered
from seaway.core.position import Position
from seaway.core.wake import Waker
from seaway.core.work import Cause, Work, writing
from seaway.kit import ids

_TOUCH = sql("insert into audit_entry(org, kind, subject) values (:org, 'feed-test', :subject)")
_TOUCHED = sql("select count(*) from audit_entry where org = :org and kind = 'feed-test' and subject = :subject")
_POSITION = sql("select xid::text::bigint as xid, seq from subscription where name = :name")


@pytest.fixture
def kind() -> str:
    """A kind of change that no other test writes."""
    return f"test_{ids.token(8)}"


@pytest.fixture(autouse=True)
async def known(database: Database, admin: Actor) -> None:
    """The administrator has acted before: a first act would hold the actor's row for a whole transaction."""
    await record(database, admin, "test_first_act", 0)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failures rest for hundredths of a second instead of seconds."""
    monkeypatch.setattr("seaway.kit.backoff.pause", lambda *_args, **_options: 0.02)
    monkeypatch.setattr(runner, "POLL", 0.1)


async def record(database: Database, actor: Actor, kind: str, *refs: int) -> None:
    """Write a change for each object, in one transaction."""
    async with writing(database, actor, Cause("test:feed")) as work:
        await changes.record(work, kind, [Change(ref, "C") for ref in refs])


@asynccontextmanager
async def running(database: Database, *handlers: Handler) -> AsyncIterator[Runner]:
    """Run the handlers as a worker does."""
    waker = Waker(database.dsn)
    listening = asyncio.create_task(waker.run())
    serving = Runner(database, waker, handlers)
    task = asyncio.create_task(serving.run())
    try:
        yield serving
    finally:
        serving.stop()
        await asyncio.wait_for(task, 10)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def until(check: Callable[[], bool | Awaitable[bool]], seconds: float = 10.0) -> None:
    """Return when the check holds; fail after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        result = check()
        if result if isinstance(result, bool) else await result:
            return
        await asyncio.sleep(0.01)
    pytest.fail("It did not happen in time")


class Collector:
    """A handler that remembers what it got."""

    def __init__(self, kind: str, *, size: int = 1) -> None:
        self.refs: list[int] = []
        self.works: list[Work] = []
        self.batches: list[int] = []
        self.handler = Handler(ids.public_id("collect"), (kind,), self.run, size)

    async def run(self, work: Work, given: Sequence[FeedChange]) -> None:
        """Remember the changes and how they came."""
        self.works.append(work)
        self.batches.append(len(given))
        self.refs.extend(change.ref for change in given)


async def test_a_handler_gets_each_change_as_the_system_of_its_organisation(
    database: Database, admin: Actor, kind: str
) -> None:
    got = Collector(kind)
    async with running(database, got.handler):
        await record(database, admin, kind, 1, 2)
        await until(lambda: len(got.refs) == 2)

    assert got.refs == [1, 2]
    work = got.works[0]
    assert (work.actor.type, work.actor.org, work.org) == ("system", admin.org, admin.org_id)
    assert work.cause.text == f"feed:{got.handler.name}"


async def test_the_trace_of_the_change_goes_on_in_the_handler(database: Database, admin: Actor, kind: str) -> None:
    got = Collector(kind)
    cause = Cause("test:trace")
    async with writing(database, admin, cause) as work:
        await changes.record(work, kind, [Change(1, "C")])
    async with running(database, got.handler):
        await until(lambda: got.refs == [1])

    assert got.works[0].cause.trace == cause.trace


async def test_a_change_that_commits_late_with_a_smaller_transaction_number_is_not_lost(
    database: Database, admin: Actor, kind: str
) -> None:
    got = Collector(kind)
    async with running(database, got.handler):
        async with writing(database, admin, Cause("test:late")) as late:
            await changes.record(late, kind, [Change(1, "C")])  # takes the smaller number
            await record(database, admin, kind, 2)  # commits first
            await asyncio.sleep(0.3)
            assert got.refs == []  # 2 waits: reading it now would move past 1
        await until(lambda: len(got.refs) == 2)

    assert got.refs == [1, 2]


async def test_a_rollback_that_held_changes_back_lets_them_go_without_a_notification(
    database: Database, admin: Actor, kind: str
) -> None:
    got = Collector(kind)
    async with running(database, got.handler):
        with pytest.raises(RuntimeError, match="give up"):
            await _write_then_give_up(database, admin, kind)
        await until(lambda: got.refs == [2], seconds=1)


async def test_many_interleaved_writers_lose_no_change_over_two_runners(
    database: Database, admin: Actor, kind: str
) -> None:
    got = Collector(kind)

    async def write(first: int) -> None:
        for number in range(first, first + 20):
            async with writing(database, admin, Cause("test:many")) as work:
                await changes.record(work, kind, [Change(number, "C")])
                await asyncio.sleep(0.001 * (number % 7))

    async with running(database, got.handler), running(database, got.handler):
        await asyncio.gather(*[write(first) for first in (100, 200, 300)])
        await until(lambda: len(got.refs) >= 60)

    assert sorted(got.refs) == sorted([*range(100, 120), *range(200, 220), *range(300, 320)])


async def test_what_a_handler_wrote_and_its_position_commit_together(
    database: Database, admin: Actor, kind: str
) -> None:
    failures = 2

    async def write_then_fail(work: Work, given: Sequence[FeedChange]) -> None:
        nonlocal failures
        await work.db.run(_TOUCH, org=work.org, subject=kind)
        if failures:
            failures -= 1
            raise RuntimeError("killed between handling and commit")

    handler = Handler(ids.public_id("write"), (kind,), write_then_fail)
    async with running(database, handler):
        await record(database, admin, kind, 1)
        await until(lambda: _touched(database, admin, kind))

    assert failures == 0
    assert await _count(database, admin, kind) == 1


async def test_a_connection_killed_before_the_commit_repeats_the_change(
    database: Database, admin: Actor, kind: str, admin_url: str
) -> None:
    refs: list[int] = []

    async def die_once(work: Work, given: Sequence[FeedChange]) -> None:
        refs.extend(change.ref for change in given)
        await work.db.run(_TOUCH, org=work.org, subject=kind)
        if len(refs) == 1:
            killer = await asyncpg.connect(admin_url)
            pid = await work.db.value(sql("select pg_backend_pid()"))
            await killer.execute("select pg_terminate_backend($1)", pid)
            await killer.close()

    async with running(database, Handler(ids.public_id("die"), (kind,), die_once)):
        await record(database, admin, kind, 7)
        await until(lambda: _touched(database, admin, kind))

    assert refs == [7, 7]
    assert await _count(database, admin, kind) == 1


async def test_a_poison_change_is_parked_and_the_rest_goes_on(database: Database, admin: Actor, kind: str) -> None:
    refs: list[int] = []
    cured = False

    async def choke(_work: Work, given: Sequence[FeedChange]) -> None:
        if given[0].ref == 2 and not cured:
            raise ValueError("cannot stomach 2")
        refs.append(given[0].ref)

    handler = Handler(ids.public_id("poison"), (kind,), choke)
    async with running(database, handler):
        await record(database, admin, kind, 1, 2, 3)
        await until(lambda: refs == [1, 3])

        parked = await _parked(database, handler.name)
        assert [item.error for item in parked] == ["ValueError: cannot stomach 2"]

        assert await _retry(database, handler.name) == 1  # still ill: parked again
        await until(lambda: _settled_again(database, handler.name))
        assert refs == [1, 3]

        cured = True
        assert await _retry(database, handler.name, parked[0].position) == 1
        await until(lambda: refs == [1, 3, 2])

    assert await _parked(database, handler.name) == []


async def test_a_failing_handler_does_not_delay_another(database: Database, admin: Actor, kind: str) -> None:
    async def fail(_work: Work, _given: Sequence[FeedChange]) -> None:
        raise RuntimeError("always")

    got = Collector(kind)
    async with running(database, Handler(ids.public_id("bad"), (kind,), fail), got.handler):
        await record(database, admin, kind, *range(20))
        await until(lambda: len(got.refs) == 20)


async def test_a_batch_belongs_to_one_organisation_and_isolates_its_poison(
    database: Database, admin: Actor, kind: str, work: Work
) -> None:
    refs: list[tuple[int, int]] = []

    async def choke(batch: Work, given: Sequence[FeedChange]) -> None:
        assert {change.org_id for change in given} == {batch.org}
        if any(change.ref == 3 for change in given):
            raise ValueError("3")
        refs.extend((change.ref, len(given)) for change in given)

    handler = Handler(ids.public_id("batch"), (kind,), choke, size=100)
    await record(database, admin, kind, 1, 2, 3, 4, 5)
    async with running(database, handler):
        await until(lambda: len(refs) == 4)

    assert [ref for ref, _ in refs] == [1, 2, 4, 5]
    assert [item.error for item in await _parked(database, handler.name)] == ["ValueError: 3"]


async def test_an_idle_subscription_moves_over_changes_it_does_not_want(
    database: Database, admin: Actor, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "SKIP_EVERY", 0.0)
    got = Collector(kind)
    await record(database, admin, f"{kind}_other", *range(10))
    async with running(database, got.handler):
        await until(lambda: _moved(database, got.handler.name))
        await record(database, admin, kind, 1)
        await until(lambda: got.refs == [1])


async def test_the_lag_is_the_age_of_the_oldest_unhandled_change(database: Database, admin: Actor, kind: str) -> None:
    got = Collector(kind)
    async with running(database, got.handler):
        await record(database, admin, kind, 1)
        await until(lambda: got.refs == [1])
    assert (await _lag(database, got.handler.name)).seconds == 0.0

    await record(database, admin, kind, 2)
    await asyncio.sleep(0.1)

    assert 0.1 <= (await _lag(database, got.handler.name)).seconds < 5


def test_two_handlers_of_one_name_are_refused(kind: str) -> None:
    @on(kind, name=kind)
    async def first(work: Work, change: FeedChange) -> None: ...

    with pytest.raises(LookupError, match=kind):

        @on_batch(kind, name=kind)
        async def second(work: Work, given: Sequence[FeedChange]) -> None: ...

    assert [handler.size for handler in registered() if handler.name == kind] == [1]


async def _write_then_give_up(database: Database, actor: Actor, kind: str) -> None:
    async with writing(database, actor, Cause("test:late")) as late:
        await changes.record(late, kind, [Change(1, "C")])
        await record(database, actor, kind, 2)
        raise RuntimeError("give up")


async def _count(database: Database, actor: Actor, subject: str) -> int:
    async with database.reading(actor.org_id) as db:
        return int(await db.value(_TOUCHED, org=actor.org_id, subject=subject))


async def _touched(database: Database, actor: Actor, subject: str) -> bool:
    return await _count(database, actor, subject) > 0


async def _parked(database: Database, name: str) -> list[admin_of_feed.Parked]:
    async with database.reading("*") as db:
        return [item for item in await admin_of_feed.parked(db) if item.subscription == name]


async def _settled_again(database: Database, name: str) -> bool:
    return not any(item.waiting for item in await _parked(database, name))


async def _retry(database: Database, name: str, at: Position | None = None) -> int:
    async with database.writing("*") as db:
        return await admin_of_feed.retry(db, name, at)


async def _moved(database: Database, name: str) -> bool:
    async with database.reading("*") as db:
        row = await db.one(_POSITION, name=name)
    return row is not None and row["xid"] > 0


async def _lag(database: Database, name: str) -> admin_of_feed.Lag:
    async with database.reading("*") as db:
        return next(lag for lag in await admin_of_feed.lags(db) if lag.name == name)
