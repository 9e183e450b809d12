"""Migrations in the background: part by part until nothing is left, something stands in the way, or they are ended."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from seaway.core import feed, jobs
from seaway.core.actor import system_actor
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.errors import SeawayError, Unavailable
from seaway.core.feed import FeedChange
from seaway.core.jobs import JobContext
from seaway.core.work import Cause, Work, writing
from seaway.domains.migrations import mapping, service, store
from seaway.domains.migrations.types import KIND, Portion
from seaway.kit import clock

JOB = KIND
_STALE = timedelta(minutes=5)


@feed.on(KIND, name="entities.clear")  # a name in the database, from when migrations only cleared
async def start(work: Work, change: FeedChange) -> None:
    """Start the job of a new migration; a repeat delivery starts none twice."""
    if change.op == "C" and (found := await service.accept(work, change.ref)) is not None:
        await jobs.start(work, JOB, found.public_id, {"number": found.id})


@jobs.job(JOB)
async def run(ctx: JobContext, given: Mapping[str, Any]) -> None:
    """Move entities part by part, as whoever asked for it."""
    await ctx.step("move", partial(_to_the_end, ctx, int(given["number"])))


@jobs.job("clear")
async def run_as_before(ctx: JobContext, given: Mapping[str, Any]) -> None:
    """Go on with a removal that a former version of Seaway queued."""
    await ctx.step("clear", partial(_to_the_end, ctx, int(given["number"])))


async def _to_the_end(ctx: JobContext, number: int) -> None:
    async with ctx.writing() as work:
        actor = await store.requester(work, number)
    try:
        left: Portion | bool = True
        while left:
            async with ctx.writing(actor) as work:
                left = await service.next_part(work, number)
            if isinstance(left, Portion):
                made = await mapping.evaluate(left.mapping, left.documents)
                async with ctx.writing(actor) as work:
                    await service.keep(work, left, made)
    except Unavailable:
        raise
    except SeawayError as error:
        async with ctx.writing(actor) as work:
            await service.fail(work, number, error)


@jobs.watch("migrations")
async def watch(database: Database, statuses: jobs.Statuses) -> None:
    """End migrations whose jobs have ended without saying so: a bug, or an operator's hand."""
    async with database.reading(EVERY_ORGANISATION) as db:
        open_ones = await store.unfinished(Work(db, system_actor(0, ""), Cause("watch:migrations")))
    found = await statuses([each.public_id for each in open_ones])
    for each in open_ones:
        if found[each.public_id] in {"failed", "cancelled"} and clock.now() - each.created_at > _STALE:
            async with writing(database, system_actor(each.org_id, each.org), Cause("watch:migrations")) as work:
                await service.fail(work, each.id, SeawayError("It stopped because of an error in Seaway"))
