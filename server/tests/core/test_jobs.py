"""Jobs in one process: journaled steps, idempotent starts, signals, limits, cancelling, refusing pickles."""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import psycopg
import pytest
from dbos import DBOS
from dbos._serialization import DBOSDefaultSerializer, DBOSPortableJSONSerializer

from seaway.core import jobs
from seaway.core.actor import Actor
from seaway.core.db import Database, sql
from seaway.core.jobs import JobContext, control, registry, store
from seaway.core.jobs.control import Start
from seaway.core.jobs.durable import Superseded
from seaway.core.jobs.engine import DurableEngine
from seaway.core.jobs.inline import InlineEngine
from seaway.core.jobs.protocol import Retry
from seaway.core.jobs.reaper import Reaper, Timing
from seaway.core.work import Cause, Work, writing
from seaway.kit import ids

calls: list[str] = []
running = {"now": 0, "most": 0}
ROWS = sql("""
  select s.serialization, i.inputs from dbos.workflow_status s
  join dbos.workflow_input i using (workflow_uuid) where workflow_uuid = :id""")


async def note(what: str) -> str:
    """Remember a call."""
    calls.append(what)
    return what


@jobs.job("test.steps", queue=jobs.RUNS)
async def steps(ctx: JobContext, given: Mapping[str, Any]) -> Any:
    """Do two steps, the second of which fails at first; tell the time."""
    first = await ctx.step("first", partial(note, f"{ctx.id}:first"))

    async def moody() -> str:
        calls.append(f"{ctx.id}:second")
        if calls.count(f"{ctx.id}:second") <= given["failures"]:
            raise ConnectionError("away")
        return "second"

    second = await ctx.step("second", moody, retry=Retry(attempts=3, pause=0.01))
    return [first, second, (await ctx.now()).isoformat()]


@jobs.job("test.waits", queue=jobs.RUNS)
async def waits(ctx: JobContext, given: Mapping[str, Any]) -> Any:
    """Wait for a message."""
    await ctx.emit("log", {"waiting": ctx.id})
    return await ctx.wait_signal("approve", given["within"])


@jobs.job("test.parent", queue=jobs.RUNS)
async def parent(ctx: JobContext, given: Mapping[str, Any]) -> Any:
    """Let children on a limited queue do the heavy part."""
    parts = [ctx.child("test.heavy", str(number), {"number": number}) for number in range(given["parts"])]
    return await asyncio.gather(*parts)


@jobs.job("test.heavy", queue=jobs.Queue("test-heavy", per_worker=2))
async def heavy(ctx: JobContext, given: Mapping[str, Any]) -> Any:
    """Count how many run at once."""

    async def work() -> int:
        running["now"] += 1
        running["most"] = max(running.values())
        await asyncio.sleep(0.1)
        running["now"] -= 1
        return int(given["number"]) * 2

    return await ctx.step("work", work)


@jobs.job("test.hangs", queue=jobs.RUNS)
async def hangs(ctx: JobContext, given: Mapping[str, Any]) -> Any:
    """Hang in a step, and write afterwards."""

    async def hang() -> None:
        calls.append(f"{ctx.id}:hang")
        await asyncio.sleep(given["seconds"])
        async with ctx.writing():
            calls.append(f"{ctx.id}:wrote")

    await ctx.step("hang", hang, within=given.get("within"))


watched: list[dict[str, registry.Status]] = []


@jobs.watch("test")
async def look(_database: Database, statuses: jobs.Statuses) -> None:
    """Ask for a job that never was."""
    watched.append(await statuses(["job_never"]))


@pytest.fixture(scope="module")
async def engine(database: Database) -> AsyncIterator[DurableEngine]:
    """A running engine."""
    engine = DurableEngine(database)
    await engine.open()
    yield engine
    await engine.close()


async def begin(database: Database, actor: Actor, job: str, **given: Any) -> str:
    """Start a job as a feed handler does."""
    id_ = ids.public_id("job")
    async with writing(database, actor, Cause("feed:test")) as work:
        await jobs.start(work, job, id_, given)
    return id_


async def result(id_: str, seconds: float = 20.0) -> Any:
    """Return what a job returned."""
    handle: Any = await DBOS.retrieve_workflow_async(id_)
    return await asyncio.wait_for(handle.get_result(), seconds)


async def until(check: Callable[[], Awaitable[bool]], seconds: float = 20.0) -> None:
    """Return when the check holds."""
    end = time.monotonic() + seconds
    while not await check():
        assert time.monotonic() < end, "It did not happen in time"
        await asyncio.sleep(0.05)


async def has(id_: str, status: registry.Status) -> bool:
    """Tell whether a job has a status."""
    return (await jobs.statuses([id_]))[id_] == status


async def test_a_job_runs_its_steps_and_retries_what_passes_by_itself(
    database: Database, admin: Actor, engine: DurableEngine
) -> None:
    id_ = await begin(database, admin, "test.steps", failures=2)

    first, second, moment = await result(id_)

    assert (first, second) == (f"{id_}:first", "second")
    assert calls.count(f"{id_}:first") == 1
    assert calls.count(f"{id_}:second") == 3
    assert datetime.fromisoformat(moment).tzinfo is not None


async def test_a_second_start_under_the_same_id_does_nothing(
    database: Database, admin: Actor, engine: DurableEngine
) -> None:
    id_ = await begin(database, admin, "test.steps", failures=0)
    await result(id_)

    async with writing(database, admin, Cause("feed:test")) as work:
        await jobs.start(work, "test.steps", id_, {"failures": 0})
    await asyncio.sleep(1.0)

    assert calls.count(f"{id_}:first") == 1


async def test_a_job_waits_for_its_signal_and_the_same_key_counts_once(
    database: Database, admin: Actor, engine: DurableEngine
) -> None:
    id_ = await begin(database, admin, "test.waits", within=30)
    await until(lambda: has(id_, "running"))

    await jobs.signal(id_, "approve", {"approved": True}, key="one")
    await jobs.signal(id_, "approve", {"approved": False}, key="one")

    assert await result(id_) == {"approved": True}


async def test_a_signal_that_does_not_come_is_none(database: Database, admin: Actor, engine: DurableEngine) -> None:
    id_ = await begin(database, admin, "test.waits", within=0.2)

    assert await result(id_) is None


async def test_children_on_a_limited_queue_keep_to_its_limit(
    database: Database, admin: Actor, engine: DurableEngine
) -> None:
    id_ = await begin(database, admin, "test.parent", parts=6)

    assert await result(id_, 30) == [0, 2, 4, 6, 8, 10]
    assert running["most"] == 2


async def test_a_cancelled_job_stops_in_its_step_and_can_write_no_more(
    database: Database, admin: Actor, engine: DurableEngine
) -> None:
    id_ = await begin(database, admin, "test.hangs", seconds=60)
    await until(lambda: _called(f"{id_}:hang"))

    await jobs.cancel(id_)

    await until(lambda: has(id_, "cancelled"))
    await asyncio.sleep(1.5)
    assert f"{id_}:wrote" not in calls


async def test_a_step_over_its_time_limit_fails_its_job(
    database: Database, admin: Actor, engine: DurableEngine
) -> None:
    id_ = await begin(database, admin, "test.hangs", seconds=60, within=0.2)

    await until(lambda: has(id_, "failed"))


async def test_what_a_job_is_given_is_stored_as_json(database: Database, admin: Actor, engine: DurableEngine) -> None:
    id_ = await begin(database, admin, "test.waits", within=0.01)
    async with database.reading("*") as db:
        row = await db.one(ROWS, id=id_)

    assert row is not None
    assert row["serialization"] == DBOSPortableJSONSerializer().name()
    assert '"within":0.01' in row["inputs"]


def test_a_row_that_claims_to_be_a_pickle_is_refused() -> None:
    harmless = DBOSDefaultSerializer.serialize({"a": 1})

    with pytest.raises(ValueError, match="no pickled"):
        DBOSDefaultSerializer.deserialize(harmless)


async def test_an_unknown_job_is_absent(engine: DurableEngine) -> None:
    assert await jobs.statuses(["job_that_never_was"]) == {"job_that_never_was": "absent"}


async def test_the_jobs_are_counted_by_name_and_status(database: Database, admin: Actor, engine: DurableEngine) -> None:
    id_ = await begin(database, admin, "test.waits", within=0.01)
    await until(lambda: has(id_, "done"))

    async with database.reading("*") as db:
        counts = await store.counts(db)

    assert counts["test.waits", "done"] >= 1


async def test_a_unit_of_work_outside_an_execution_of_its_job_is_refused(
    database: Database, admin: Actor, engine: DurableEngine
) -> None:
    id_ = await begin(database, admin, "test.waits", within=0.01)
    async with database.writing("*") as db:
        assert not await store.owns(db, id_, "somebody else")
    assert Superseded.status == 409


async def test_without_an_engine_a_start_says_where_jobs_start(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "_engines", [])

    with pytest.raises(LookupError, match="worker"):
        await jobs.start(work, "test.steps", "job_x", {})


async def test_a_watch_is_told_the_statuses_of_jobs(engine: DurableEngine) -> None:
    await until(_watched)

    assert watched[0] == {"job_never": "absent"}


async def test_finished_jobs_are_forgotten_when_they_are_old_enough(
    database: Database, admin: Actor, engine: DurableEngine
) -> None:
    id_ = await begin(database, admin, "test.waits", within=0.01)
    waiting = await begin(database, admin, "test.waits", within=60)
    await until(lambda: has(id_, "done"))

    await asyncio.to_thread(_forget, database.dsn, 3600.0)
    assert await has(id_, "done")  # not old enough
    await asyncio.to_thread(_forget, database.dsn, -1.0)

    assert await has(id_, "absent")
    assert not await has(waiting, "absent")
    await jobs.cancel(waiting)


async def test_the_inline_engine_runs_a_job_at_once(database: Database, admin: Actor, work: Work) -> None:
    inline = InlineEngine(database)
    id_ = ids.public_id("job")
    order = Start("test.parent", id_, admin.org_id, admin.org, work.cause.trace, {"parts": 3})

    await inline.start(order)

    assert inline.results[id_] == [0, 2, 4]
    assert await inline.statuses([id_]) == {id_: "done"}


def test_the_api_process_never_imports_the_job_engine() -> None:
    """DBOS costs a second of start and 30 MB; the API must start without it."""
    program = "import sys, seaway.app.wiring; sys.exit('dbos' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], check=False, timeout=60)

    assert done.returncode == 0


async def _called(what: str) -> bool:
    return what in calls


async def _watched() -> bool:
    return bool(watched)


def _forget(dsn: str, keep: float) -> None:
    reaper = Reaper(dsn, "test", Timing(keep=keep, sweep=0.0))
    with psycopg.connect(dsn, autocommit=True) as db:
        reaper._forget(db)
