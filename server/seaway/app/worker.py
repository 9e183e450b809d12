"""The worker process: `seaway worker`, or `python -m seaway.app.worker`. Runs the feed's handlers and the jobs.

Any number of them share a database.
"""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable

import uvloop

from seaway.app import handlers, process, schema
from seaway.app.process import Handover
from seaway.app.programs import programs
from seaway.app.wiring import background
from seaway.core import idempotency, log
from seaway.core.db import AWAY, EVERY_ORGANISATION, Database
from seaway.core.errors import StartError
from seaway.core.feed import Runner
from seaway.core.jobs.engine import DurableEngine
from seaway.core.outbound import Outbound
from seaway.core.secrets import load_sealer
from seaway.core.settings import Settings
from seaway.core.wake import Waker
from seaway.domains.identity import service as identity
from seaway.domains.imports import jobs as import_jobs
from seaway.domains.imports.jobs import Reach
from seaway.domains.integrations import jobs as integration_jobs
from seaway.domains.notify import service as notify
from seaway.domains.webhooks import service as webhooks

TIDY = 3600.0  # seconds between two removals of what has run out
_log = log.logger("worker")


async def work(settings: Settings, handover: Handover) -> None:
    """Work until a signal comes; the change in hand is finished, jobs are parked for another worker."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)

    def orphaned() -> None:
        loop.call_soon_threadsafe(stop.set)

    process.when_orphaned(orphaned)
    database = Database(handover.dsn, sealer=load_sealer(settings.key_path))
    await database.open()
    import_jobs.reach(Reach(Outbound(settings.outbound_allow)))
    integration_jobs.reach(Outbound(settings.outbound_allow))
    try:
        async with programs():  # until the last job has let go
            await _serve(database, stop)
    finally:
        await database.close()


async def _serve(database: Database, stop: asyncio.Event) -> None:
    engine = DurableEngine(database)
    await engine.open()
    waker = Waker(database.dsn)
    runner = Runner(database, waker)
    try:
        async with background(waker.run(), _tidy(database)):
            serving = asyncio.create_task(runner.run())
            process.settle()
            _log.info("the worker works", modules=[module.__name__ for module in handlers.MODULES])
            process.tell(ready=True)
            await asyncio.wait([serving, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
            runner.stop()
            await serving
    finally:
        await engine.close()


async def _tidy(database: Database) -> None:
    """Remove what has run out, now and every hour; several workers doing so do no harm."""
    chores: tuple[Callable[[Database], Awaitable[object]], ...] = (
        _forget_keys, identity.purge, notify.purge, webhooks.purge,
    )  # fmt: skip
    while True:
        for chore in chores:
            try:
                await chore(database)
            except AWAY as error:
                _log.warning("tidying up waits for the database", error=str(error))
        await asyncio.sleep(TIDY)


async def _forget_keys(database: Database) -> None:
    async with database.writing(EVERY_ORGANISATION) as db:
        await db.run(idempotency.FORGET)


def main() -> int:
    """Run the process; return its exit code."""
    try:
        settings = Settings.from_env()
        log.configure(settings.log_level)
        handover = process.handed_over(settings)
        if not process.supervised():
            schema.ensure(handover.dsn)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(work(settings, handover))
    except StartError as error:
        process.tell(error=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
