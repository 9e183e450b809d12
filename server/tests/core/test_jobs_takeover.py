"""The contract with DBOS 3.4 on which takeover stands: dead workers, paused workers, parting workers, other versions."""

import asyncio
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from dbos import DBOSClient, DBOSPortableJSONSerializer
from psycopg.rows import dict_row

from seaway.core.jobs import store
from seaway.core.jobs.durable import ENGINE_VERSION
from seaway.core.migrate import migrate
from seaway.kit import ids

WORKER = Path(__file__).with_name("jobs_worker.py")
DEAD = 3.0  # seconds of silence after which these workers count as dead


class Station:
    """A database with jobs, and workers that are processes of their own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.workers: list[subprocess.Popen[str]] = []
        self.client: DBOSClient | None = None

    def worker(self) -> subprocess.Popen[str]:
        """Start a worker and wait until it takes jobs."""
        command = [sys.executable, str(WORKER), self.url, "0.4", str(DEAD)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.workers.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        return process

    def enqueue(self, seconds: float, version: str = ENGINE_VERSION) -> str:
        """Queue a job whose long step takes so many seconds."""
        if self.client is None:
            self.client = DBOSClient(system_database_url=self.url, serializer=DBOSPortableJSONSerializer())
        id_ = ids.public_id("job")
        order = {"org_id": 1, "org": "org_x", "trace": uuid.uuid4().hex, "given": {"seconds": seconds}}
        self.client.enqueue(
            {
                "workflow_name": "seaway.three",
                "queue_name": "runs",
                "workflow_id": id_,
                "app_version": version,
                "application_name": "seaway",
            },
            order,
        )
        return id_

    async def job_of_one_of_two(self, seconds: float) -> tuple[str, subprocess.Popen[str], subprocess.Popen[str]]:
        """Return a job in its long step, the worker that does it, and another."""
        one, other = self.worker(), self.worker()
        id_ = self.enqueue(seconds)
        await self.until(id_, step="long begins")
        return (id_, one, other) if self.marks(id_)[0][1] == one.pid else (id_, other, one)

    def rows(self, statement: str, *params: object) -> list[dict[str, Any]]:
        """Return the rows of a query."""
        with psycopg.connect(self.url, autocommit=True, row_factory=dict_row) as db:
            return db.execute(statement.encode(), params).fetchall()

    def marks(self, id_: str) -> list[tuple[str, int]]:
        """Return what was done for a job, and by which process."""
        found = self.rows("select step, pid from job_mark where job = %s order by id", id_)
        return [(row["step"], row["pid"]) for row in found]

    def status(self, id_: str) -> dict[str, Any]:
        """Return a job's row."""
        return self.rows("select * from dbos.workflow_status where workflow_uuid = %s", id_)[0]

    async def until(self, id_: str, *, step: str | None = None, status: str | None = None) -> float:
        """Return, when a job has got somewhere, how many seconds that took."""
        began = time.monotonic()
        while time.monotonic() - began < 30:
            if step is not None and step in [name for name, _ in self.marks(id_)]:
                return time.monotonic() - began
            if status is not None and self.status(id_)["status"] == status:
                return time.monotonic() - began
            await asyncio.sleep(0.1)
        pytest.fail(f"{id_} never came to {step or status}: {self.marks(id_)} {self.status(id_)}")

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
            if worker.stdout is not None:
                worker.stdout.close()
        if self.client is not None:
            self.client.destroy()


@contextmanager
def fresh_database(admin_url: str) -> Iterator[str]:
    """A database of its own, so that no other engine of the tests takes the jobs."""
    name = f"test_jobs_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f'create database "{name}" owner seaway'.encode())
    url = sa.make_url(admin_url).set(username="seaway", database=name).render_as_string(hide_password=False)
    migrate(url)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("create table job_mark(id int generated always as identity, job text, step text, pid int)")
    yield url
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f'drop database if exists "{name}" with (force)'.encode())


@pytest.fixture(scope="module")
def jobs_url(admin_url: str, database_url: str) -> Iterator[str]:
    """The address of a database for jobs; `database_url` makes the role that owns it."""
    with fresh_database(admin_url) as url:
        yield url


@pytest.fixture
async def station(jobs_url: str) -> AsyncIterator[Station]:
    """A station without workers."""
    station = Station(jobs_url)
    yield station
    await asyncio.to_thread(station.close)


async def test_another_worker_goes_on_where_a_killed_one_stopped(station: Station) -> None:
    id_, first, second = await station.job_of_one_of_two(2.0)

    first.kill()
    first.wait()

    await station.until(id_, status="SUCCESS")
    assert station.marks(id_) == [
        ("first", first.pid),
        ("long begins", first.pid),
        ("long begins", second.pid),
        ("long", second.pid),
        ("last", second.pid),
    ]


async def test_a_worker_that_only_paused_can_write_nothing_for_a_job_that_was_taken_over(station: Station) -> None:
    id_, first, second = await station.job_of_one_of_two(1.5)

    first.send_signal(signal.SIGSTOP)
    took = await station.until(id_, status="SUCCESS")
    first.send_signal(signal.SIGCONT)
    await asyncio.sleep(2.5)  # it wakes in the middle of its long step, and comes to the writing

    assert took > DEAD - 1  # its process lives, so only silence tells
    by_first = [step for step, pid in station.marks(id_) if pid == first.pid]
    assert by_first == ["first", "long begins"]
    assert [step for step, pid in station.marks(id_) if pid == second.pid] == ["long begins", "long", "last"]
    assert station.status(id_)["status"] == "SUCCESS"
    assert first.poll() is None


async def test_a_worker_that_leaves_in_order_parks_its_jobs_at_once(station: Station) -> None:
    first = station.worker()
    id_ = station.enqueue(1.0)
    await station.until(id_, step="long begins")

    first.terminate()
    assert await asyncio.to_thread(first.wait, 15) == 0

    parked = station.status(id_)
    assert (parked["status"], parked["owner_xid"], parked["recovery_attempts"]) == ("ENQUEUED", None, 0)
    assert station.rows("select * from worker where pid = %s", first.pid) == []
    second = station.worker()
    await station.until(id_, status="SUCCESS")
    assert [step for step, pid in station.marks(id_) if pid == second.pid] == ["long begins", "long", "last"]


async def test_a_job_of_another_engine_version_is_left_alone(station: Station) -> None:
    other = station.enqueue(0.1, version="engine-0")
    dead = station.enqueue(0.1, version="engine-0")
    with psycopg.connect(station.url, autocommit=True) as db:
        db.execute(
            "update dbos.workflow_status set status = 'PENDING', executor_id = 'gone', owner_xid = 'x' "
            "where workflow_uuid = %s",
            (dead,),
        )
    station.worker()
    ours = station.enqueue(0.1)
    await station.until(ours, status="SUCCESS")
    await asyncio.sleep(DEAD)

    assert (station.status(other)["status"], station.status(dead)["status"]) == ("ENQUEUED", "PENDING")


async def test_the_statement_that_parks_does_what_the_engine_s_own_recovery_does(station: Station) -> None:
    """Plan B of engines.md: should the private call vanish, this statement takes its place."""
    station.worker()
    id_ = station.enqueue(0.1)
    await station.until(id_, status="SUCCESS")
    with psycopg.connect(station.url, autocommit=True) as db:
        db.execute(
            "update dbos.workflow_status set status = 'PENDING', executor_id = 'gone', owner_xid = 'x', "
            "completed_at = null where workflow_uuid = %s",
            (id_,),
        )
        db.execute(
            "insert into worker(executor_id, host, pid) values ('gone', 'elsewhere', 1)"
        )  # it beats: no takeover
        db.execute(store.PARK, {"executor": "gone"})
    await station.until(id_, status="SUCCESS")

    assert [step for step, _ in station.marks(id_)] == [
        "first",
        "long begins",
        "long",
        "last",
    ]  # replayed, not repeated
