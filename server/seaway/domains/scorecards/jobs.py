"""Judges entities after the commit: within a batch of changes, or as a job where a large blueprint is concerned."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from seaway.core import feed, jobs
from seaway.core.actor import system_actor
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.feed import FeedChange
from seaway.core.jobs import JobContext
from seaway.core.position import Position
from seaway.core.work import Cause, Work, writing
from seaway.domains.scorecards import evaluation, result_store
from seaway.domains.scorecards.recording import KIND

JOB = "scorecard"
_LATE = "watch:scorecards"


@feed.on_batch("entity", name="scorecards.entities")
async def follow_entities(work: Work, changes: Sequence[FeedChange]) -> None:
    """Judge what changed, once for all its changes in the batch."""
    changed: dict[int, set[int]] = {}
    for change in changes:
        if change.blueprint is not None:
            changed.setdefault(change.blueprint, set()).add(change.ref)
    await evaluation.follow(work, changed, changes[-1].position)


@feed.on(KIND, name="scorecards.scorecards")
async def follow_scorecard(work: Work, change: FeedChange) -> None:
    """Judge all entities of a scorecard that is new or judges differently."""
    if change.op != "D" and (change.op == "C" or {"filter", "levels", "rules"} & set(change.undo or {})):
        await _anew(work, change.ref, change)


@feed.on("blueprint", name="scorecards.blueprints")
async def follow_blueprint(work: Work, change: FeedChange) -> None:
    """Judge all entities of a blueprint that changed: rules may ask for what is gone, or is of another type."""
    if change.op == "U":
        for each in await evaluation.of_blueprint(work, change.ref):
            await _anew(work, each.number, change)


async def _anew(work: Work, number: int, change: FeedChange) -> None:
    if not await evaluation.anew(work, number, change.position):
        place = change.position
        given = {"number": number, "xid": place.xid, "seq": place.seq}
        await jobs.start(work, JOB, f"scorecard-{number}-{place.xid}-{place.seq}", given)


@jobs.job(JOB)
async def run(ctx: JobContext, given: Mapping[str, Any]) -> None:
    """Judge all entities of a scorecard, part by part; after a crash from the beginning, which does no harm."""
    await ctx.step("judge", partial(_judge, ctx, int(given["number"]), Position(given["xid"], given["seq"])))


async def _judge(ctx: JobContext, number: int, position: Position) -> None:
    after: str | None = ""
    while after is not None:
        async with ctx.writing() as work:
            after = await evaluation.part(work, number, position, after)


@jobs.watch("scorecards")
async def catch_up(database: Database, _statuses: jobs.Statuses) -> None:
    """Judge again, every hour, what moves with the clock, and what a mishap has left behind."""
    while True:
        async with database.writing(EVERY_ORGANISATION) as db:
            claimed = await result_store.claim(Work(db, system_actor(0, ""), Cause(_LATE)))
        if claimed is None:
            return
        number, org, public_id = claimed
        after: str | None = ""
        while after is not None:
            async with writing(database, system_actor(org, public_id), Cause(_LATE)) as work:
                after = await evaluation.part(work, number, Position(0, 0), after)
