"""A worker process of its own for the tests of jobs: `python jobs_worker.py DSN BEAT DEAD`, ended by SIGTERM."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

from seaway.core import jobs, log
from seaway.core.db import Database, sql
from seaway.core.jobs import JobContext
from seaway.core.jobs.engine import DurableEngine, Timing

_MARK = sql("insert into job_mark(job, step, pid) values (:job, :step, :pid)")


async def mark(ctx: JobContext, step: str) -> int:
    """Write down, fenced, that this process did the step."""
    async with ctx.writing() as work:
        await work.db.run(_MARK, job=ctx.id, step=step, pid=os.getpid())
    return os.getpid()


async def begin(database: Database, ctx: JobContext, seconds: float) -> None:
    """Say outside every fence that the long step began, then take long, then write."""
    async with database.writing("*") as db:
        await db.run(_MARK, job=ctx.id, step="long begins", pid=os.getpid())
    await asyncio.sleep(seconds)
    await mark(ctx, "long")


async def main() -> None:
    """Work until told to stop."""
    dsn, beat, dead = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    log.configure("warning")
    database = Database(dsn, size=4)
    await database.open()

    @jobs.job("three", queue=jobs.RUNS)
    async def three(ctx: JobContext, given: Mapping[str, Any]) -> list[int]:
        """Do a first, a long and a last step."""
        first = await ctx.step("first", partial(mark, ctx, "first"))
        await ctx.step("long", partial(begin, database, ctx, float(given["seconds"])))
        return [first, await ctx.step("last", partial(mark, ctx, "last"))]

    engine = DurableEngine(database, Timing(beat=beat, dead=dead))
    await engine.open()
    sys.stdout.write("up\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await engine.close()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
