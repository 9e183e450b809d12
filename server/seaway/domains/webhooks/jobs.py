"""A delivery at work: map the payload, then write mapping by mapping, and go on after any crash.

The entities of a mapping and the count of mappings that are done are one transaction, so a worker that takes over
repeats none. Deliveries of one webhook are taken one after the other, in the order they came.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from seaway.core import feed, jobs
from seaway.core.actor import system_actor
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.feed import FeedChange
from seaway.core.jobs import JobContext, Queue
from seaway.core.work import Cause, Work, writing
from seaway.domains.webhooks import applying, delivery_store, receiving, shaping, store
from seaway.domains.webhooks.shaping import Batch, Shaped
from seaway.domains.webhooks.types import Delivery, Webhook
from seaway.kit import clock

JOB = "webhook"
DELIVERIES = Queue("webhooks", per_worker=4, per_partition=1)
_STALE = timedelta(minutes=5)


@feed.on(receiving.KIND, name="webhooks.start")
async def start(work: Work, change: FeedChange) -> None:
    """Start the job of a new delivery; a repeat delivery of the change starts none twice."""
    if change.op == "C" and (found := await delivery_store.waiting(work, change.ref)) is not None:
        await jobs.start(work, JOB, found[0], {}, partition=f"{work.org}:{found[1]}")


@jobs.job(JOB, queue=DELIVERIES)
async def run(ctx: JobContext, _given: Mapping[str, Any]) -> None:
    """Make entities of a delivery."""
    await ctx.step("deliver", partial(_deliver, ctx))


async def _deliver(ctx: JobContext) -> None:
    async with ctx.writing() as work:
        found = await _waiting(work, ctx.id)
        known = None if found is None else await store.by_number(work, found.webhook)
    if found is None or known is None:
        return
    naming = None if found.replay_of else known.draft.security.get("requestIdentifierPath")
    shaped = await shaping.shaped(known.draft.mappings, found.payload, naming)
    if shaped.name is not None and await _is_repeat(ctx, shaped.name):
        return
    for batch in shaped.batches:
        await _apply(ctx, known, batch)
    await _end(ctx, shaped)


async def _waiting(work: Work, public_id: str) -> Delivery | None:
    """Return the delivery under its lock, None when it has ended or its webhook was removed."""
    found = await delivery_store.find(work, public_id, lock=True)
    return found if found is not None and found.status == "queued" else None


async def _is_repeat(ctx: JobContext, name: str) -> bool:
    """End a delivery that came before under the same name."""
    async with ctx.writing() as work:
        found = await _waiting(work, ctx.id)
        if found is None or not await delivery_store.seen(work, found, name):
            return False
        await delivery_store.end(work, found, "dropped", reason="duplicate")
        return True


async def _apply(ctx: JobContext, known: Webhook, batch: Batch) -> None:
    """Write what one mapping made, unless an attempt before has done so."""
    async with ctx.writing(source=f"webhook/{known.identifier}") as work:
        found = await _waiting(work, ctx.id)
        if found is None or found.done > batch.shape.number:
            return
        told = await applying.apply(work, batch)
        counts = Counter(found.counts) + told.counts
        outcomes = [*found.outcomes, *told.outcomes]
        outcomes.sort(key=lambda each: each["result"] != "failed")  # what failed is kept first
        await delivery_store.advance(work, found.id, batch.shape.number + 1, counts, outcomes[: applying.KEPT])


async def _end(ctx: JobContext, shaped: Shaped) -> None:
    async with ctx.writing() as work:
        found = await _waiting(work, ctx.id)
        if found is not None:
            failed = found.counts.get("failed", 0)
            reason = f"{failed} of the items failed" if failed else None
            await delivery_store.end(work, found, "failed" if failed else "completed", reason=reason, name=shaped.name)


@jobs.watch("webhooks")
async def watch(database: Database, statuses: jobs.Statuses) -> None:
    """End deliveries whose jobs have ended without saying so: a bug, or an operator's hand."""
    async with database.reading(EVERY_ORGANISATION) as db:
        waiting = await delivery_store.unfinished(db)
    ends = await statuses([row["public_id"] for row in waiting])
    for row in waiting:
        if ends[row["public_id"]] in {"failed", "cancelled"} and clock.now() - row["received_at"] > _STALE:
            actor = system_actor(row["org"], row["org_name"])
            async with writing(database, actor, Cause("watch:webhooks")) as work:
                if (found := await _waiting(work, row["public_id"])) is not None:
                    await delivery_store.end(work, found, "failed", reason="stopped by an error in Seaway")
