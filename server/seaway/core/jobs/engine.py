"""Jobs on DBOS: one engine in each worker process. Rules and measurements: engines.md, section 2."""

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer
from dbos._serialization import DefaultSerializer

from seaway.core import log
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.jobs import control, registry, store
from seaway.core.jobs.control import Start
from seaway.core.jobs.durable import ENGINE_VERSION, DurableContext, enqueuing, workflow_name
from seaway.core.jobs.reaper import Reaper, Timing
from seaway.core.jobs.registry import Job, Queue, Status
from seaway.kit import ids

POOL = 8  # connections of the engine's own, beside the worker's
POLL = 0.5  # seconds between looks into a queue
WATCH = 30.0  # seconds between looks after rows whose jobs may have ended silently
_log = log.logger("jobs")


def _refuse_pickle(_serializer: object, _data: str) -> Any:
    """Refuse: a row that says it is a pickle would run code. Ours are JSON, whatever a row of the database claims."""
    raise ValueError("Seaway reads no pickled job data")


DefaultSerializer.deserialize = _refuse_pickle  # type: ignore[method-assign,assignment]


class DurableEngine:
    """Runs the registered jobs until `close`. Make one in a process, inside the event loop in which jobs shall run."""

    def __init__(self, database: Database, timing: Timing | None = None) -> None:
        self._database = database
        self.executor = f"{os.uname().nodename}-{os.getpid()}-{ids.token(8)}"
        self._reaper = Reaper(database.dsn, self.executor, timing or Timing())
        self._engine = _sql_engine(database.dsn)
        self._watching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Bring the engine's schema up to date and begin to take jobs."""
        _through_our_log()
        self._dbos = DBOS(config=self._config())
        for job in registry.registered():
            self._register(job)
        self._reaper.beat_once()  # before any job is ours: a worker without a heartbeat is a dead one
        DBOS.launch()
        for queue in {job.queue.name: job.queue for job in registry.registered()}.values():
            await _declare(queue)
        self._reaper.start()
        self._watching = asyncio.create_task(self._watch())
        control.use(self)

    async def close(self) -> None:
        """Stop taking jobs, leave those at work for others to go on with, and let go of the database."""
        control.use(None)
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        with ThreadPoolExecutor(1) as aside:  # DBOS closes the loop's threads
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(aside, self._reaper.stop)
            await self._cancel_workflows()
            await loop.run_in_executor(aside, partial(DBOS.destroy, destroy_registry=True))
            await loop.run_in_executor(aside, self._reaper.leave)
        loop.set_default_executor(ThreadPoolExecutor())  # DBOS had made its own, now closed, the loop's
        self._engine.dispose()

    async def start(self, order: Start) -> None:
        """Queue a job; an id that was used before starts nothing."""
        job = registry.find(order.job)
        told = {
            "org_id": order.org_id,
            "org": order.org,
            "trace": order.trace.hex,
            "given": dict(order.given),
        }
        options = enqueuing(job, order.id)
        options["attributes"] = {"org": order.org}
        if order.partition:
            options["queue_partition_key"] = order.partition
        await DBOS.enqueue_workflow_with_options_async(options, told)

    async def signal(self, id: str, topic: str, message: Any, key: str) -> None:  # noqa: A002  # the protocol's
        """Send a message to a job; the same key again sends nothing."""
        await DBOS.send_async(id, message, topic, idempotency_key=key)

    async def cancel(self, id: str) -> None:  # noqa: A002  # the protocol's
        """Stop a job and its children."""
        await DBOS.cancel_workflow_async(id, cancel_children=True)

    async def statuses(self, ids: Sequence[str]) -> dict[str, Status]:
        """Return the status of each job."""
        async with self._database.reading(EVERY_ORGANISATION) as db:
            return await store.statuses(db, ids)

    def _config(self) -> DBOSConfig:
        return {
            "name": "seaway",
            "system_database_engine": self._engine,
            "dbos_system_schema": store.SCHEMA,
            "executor_id": self.executor,
            "application_version": ENGINE_VERSION,
            "serializer": DBOSPortableJSONSerializer(),  # the default is pickle
            "log_level": "WARNING",  # below it, an advertisement for a console
            "max_executor_threads": 16,
            "enable_otlp": False,
        }

    async def _cancel_workflows(self) -> None:
        """Take no more jobs and cancel those at work: a cancelled execution records nothing."""
        for event in self._dbos.background_thread_stop_events:
            event.set()
        running = list(self._dbos._workflow_tasks)  # noqa: SLF001  # private, hence the exact pin and the contract tests
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _register(self, job: Job) -> None:
        async def run(order: Mapping[str, Any]) -> Any:
            id_ = DBOS.workflow_id
            if id_ is None:
                raise LookupError("A job runs outside a workflow")
            return await job.run(DurableContext(self._database, job.name, id_, order), order["given"])

        run.__qualname__ = run.__name__ = f"run_{job.name}"
        DBOS.workflow(name=workflow_name(job.name), max_recovery_attempts=job.takeovers)(run)

    async def _watch(self) -> None:
        while True:
            for name, look in registry.watches().items():
                try:
                    await look(self._database, self.statuses)
                except Exception as error:  # noqa: BLE001  # one domain's watch must not end the others'
                    _log.error("a watch over jobs failed", watch=name, exc_info=error)
            await asyncio.sleep(WATCH)


async def _declare(queue: Queue) -> None:
    rate = {"limit": queue.rate[0], "period": queue.rate[1]} if queue.rate else None
    await DBOS.register_queue_async(
        queue.name,
        worker_concurrency=queue.per_worker,
        global_concurrency=queue.everywhere,
        partition_concurrency=queue.per_partition,
        limiter=rate,  # type: ignore[arg-type]  # a TypedDict of just these
        polling_interval_sec=POLL,
        on_conflict="always_update",
    )


def _sql_engine(dsn: str) -> sa.Engine:
    url = sa.make_url(dsn).set(drivername="postgresql+psycopg")
    return sa.create_engine(
        url,
        pool_size=POOL,
        max_overflow=2,
        pool_timeout=30,
        pool_pre_ping=True,
        connect_args={
            "application_name": "seaway jobs",
            "connect_timeout": 10,
            "options": "-c idle_in_transaction_session_timeout=60s -c jit=off",
        },
    )


def _through_our_log() -> None:
    """Let DBOS speak through our log: it adds a handler of its own to a logger without one."""
    theirs = logging.getLogger("dbos")
    theirs.addHandler(logging.NullHandler())
    theirs.propagate = True


__all__ = ["DurableEngine", "Timing"]
