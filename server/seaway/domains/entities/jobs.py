"""Entities in the background: changes of many, and the index of words."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from seaway.core import feed, jobs
from seaway.core.actor import system_actor
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.errors import SeawayError, Unavailable
from seaway.core.feed import FeedChange
from seaway.core.jobs import JobContext
from seaway.core.work import Cause, Work, writing
from seaway.domains.entities import compute_store, computing, indexing, requester_store, sweep_store, sweeps
from seaway.kit import clock

COMPUTE_JOB = "compute"
EVERY = 600
"""Seconds between two times at which values that depend on the time are computed."""
SWEEP_JOB = sweeps.KIND


@feed.on_batch("entity", name="entities.texts")
async def index_texts(work: Work, changes: Sequence[FeedChange]) -> None:
    """Let searches find what entities say now."""
    await indexing.refresh(work, {change.ref for change in changes})


@feed.on_batch("entity", "blueprint", name="entities.compute", size=200)
async def compute(work: Work, changes: Sequence[FeedChange]) -> None:
    """Bring computed properties up to date; a blueprint with too many entities for that is left to a job."""
    left = await computing.refresh(work, changes)
    await _compute_later(work, left, str(changes[-1].position.seq))


async def _compute_later(work: Work, blueprints: Collection[int], cause: str) -> None:
    for blueprint in sorted(blueprints):
        await jobs.start(work, COMPUTE_JOB, f"compute:{blueprint}:{cause}", {"blueprint": blueprint})


@jobs.watch("entities.compute")
async def as_time_passes(database: Database, _statuses: jobs.Statuses) -> None:
    """Have what depends on the time computed again every ten minutes, by whichever worker comes first."""
    window = int(clock.now().timestamp()) // EVERY
    async with database.reading(EVERY_ORGANISATION) as db:
        organisations = await compute_store.computing(db)
    for org, public in organisations:
        async with writing(database, system_actor(org, public), Cause("watch:compute")) as work:
            await _compute_later(work, await computing.timed(work), f"at:{window}")


@jobs.job(COMPUTE_JOB)
async def compute_all(ctx: JobContext, given: Mapping[str, Any]) -> None:
    """Compute all of a blueprint part by part; begun again after a crash, since nothing is lost by it."""

    async def every_part() -> None:
        after: int | None = 0
        while after is not None:
            async with ctx.writing() as work:
                after, left = await computing.part(work, int(given["blueprint"]), after)
                await _compute_later(work, left, f"{ctx.id}:{after}")

    await ctx.step("compute", every_part)


@feed.on(sweeps.KIND, name="entities.sweep")
async def start_sweep(work: Work, change: FeedChange) -> None:
    """Start the job of a new sweep; a repeat delivery starts none twice."""
    if change.op == "C" and (found := await sweep_store.by_number(work, change.ref)) is not None:
        await jobs.start(work, SWEEP_JOB, found.public_id, {"number": found.id})


@jobs.job(SWEEP_JOB)
async def run_sweep(ctx: JobContext, given: Mapping[str, Any]) -> None:
    """Change or delete part by part until no target is left, or something stands in the way."""
    await ctx.step("sweep", partial(_to_the_end, ctx, int(given["number"])))


async def _to_the_end(ctx: JobContext, number: int) -> None:
    """Do part after part as whoever asked for it; write down what stands in the way."""
    async with ctx.writing() as work:
        actor = await requester_store.requester(work, number)
    try:
        more = True
        while more:
            async with ctx.writing(actor) as work:
                more = await sweeps.part(work, number)
    except Unavailable:
        raise
    except SeawayError as error:
        async with ctx.writing(actor) as work:
            await sweeps.fail(work, number, error)
