"""Entities in the background: the deletion of all of a blueprint's, changes of many, and the index of words."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from seaway.core import feed, jobs
from seaway.core.errors import SeawayError, Unavailable
from seaway.core.feed import FeedChange
from seaway.core.jobs import JobContext
from seaway.core.work import Work
from seaway.domains.entities import clear_store, clearing, indexing, requester_store, sweep_store, sweeps

JOB = "clear"
SWEEP_JOB = sweeps.KIND


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is done part by part: for whom, the next part (true while more may be left), and its end when it cannot."""

    table: Literal["migration", "sweep"]
    part: Callable[[Work, int], Awaitable[bool]]
    fail: Callable[[Work, int, SeawayError], Awaitable[None]]


_CLEARING = _Kind("migration", clearing.part, clearing.fail)
_SWEEPING = _Kind("sweep", sweeps.part, sweeps.fail)


@feed.on_batch("entity", name="entities.texts")
async def index_texts(work: Work, changes: Sequence[FeedChange]) -> None:
    """Let searches find what entities say now."""
    await indexing.refresh(work, {change.ref for change in changes})


@feed.on(clearing.KIND, name="entities.clear")
async def start(work: Work, change: FeedChange) -> None:
    """Start the job of a new clearing; a repeat delivery starts none twice."""
    if change.op == "C" and (found := await clear_store.by_number(work, change.ref)) is not None:
        await jobs.start(work, JOB, found.public_id, {"number": found.id})


@jobs.job(JOB)
async def run(ctx: JobContext, given: Mapping[str, Any]) -> None:
    """Delete part by part until nothing is left, or something stands in the way."""
    await ctx.step("clear", partial(_to_the_end, ctx, _CLEARING, int(given["number"])))


@feed.on(sweeps.KIND, name="entities.sweep")
async def start_sweep(work: Work, change: FeedChange) -> None:
    """Start the job of a new sweep; a repeat delivery starts none twice."""
    if change.op == "C" and (found := await sweep_store.by_number(work, change.ref)) is not None:
        await jobs.start(work, SWEEP_JOB, found.public_id, {"number": found.id})


@jobs.job(SWEEP_JOB)
async def run_sweep(ctx: JobContext, given: Mapping[str, Any]) -> None:
    """Change or delete part by part until no target is left, or something stands in the way."""
    await ctx.step("sweep", partial(_to_the_end, ctx, _SWEEPING, int(given["number"])))


async def _to_the_end(ctx: JobContext, kind: _Kind, number: int) -> None:
    """Do part after part as whoever asked for it; write down what stands in the way."""
    async with ctx.writing() as work:
        actor = await requester_store.requester(work, kind.table, number)
    try:
        more = True
        while more:
            async with ctx.writing(actor) as work:
                more = await kind.part(work, number)
    except Unavailable:
        raise
    except SeawayError as error:
        async with ctx.writing(actor) as work:
            await kind.fail(work, number, error)
