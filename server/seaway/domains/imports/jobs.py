"""An import at work: read the files, write them batch by batch, and go on after any crash.

Each batch is one transaction with what the source stated, the verdicts on its documents and the count of what is done,
so everything that an import reports as done is there. A worker that takes over reads the same upload again, leaves out
what is done, and goes on. Imports of one source run one after the other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from seaway.core import changes, feed, jobs
from seaway.core.actor import Actor, system_actor
from seaway.core.changes import Change
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.errors import SeawayError, Unavailable
from seaway.core.feed import FeedChange
from seaway.core.jobs import JobContext, Queue
from seaway.core.plan import Draft, Effect, Plan, Policy
from seaway.core.work import Cause, Work, writing
from seaway.domains.entities import service as entities
from seaway.domains.imports import git, item_store, reading, stating, store, table_intake
from seaway.domains.imports.stating import Removal
from seaway.domains.imports.types import ENDED, Bundle, Counts, Ending, Import, Record, Told
from seaway.kit import clock

JOB = "import"
IMPORTS = Queue("imports", per_worker=2, per_partition=1)
_STALE = timedelta(minutes=5)
Reach, reach = git.Reach, git.use
Step = Callable[[JobContext], Awaitable[None]]


@feed.on("import", name="imports.start")
async def start(work: Work, change: FeedChange) -> None:
    """Start the job of a new import; a repeat delivery starts none twice."""
    if change.op != "C":
        return
    queued = (await store.by_numbers(work, [change.ref])).get(change.ref)
    if queued is not None and queued.status == "queued":
        await jobs.start(work, JOB, queued.public_id, {}, partition=f"{work.org}:{queued.source.id}")


@jobs.job(JOB, queue=IMPORTS)
async def run(ctx: JobContext, _given: Mapping[str, Any]) -> None:
    """Fetch the files, if they lie in a repository, then make the catalog say what they say."""
    for name, step in (("fetch", _fetch), ("write", _write)):
        await ctx.step(name, partial(_ending_well, ctx, step))


async def _ending_well(ctx: JobContext, step: Step) -> None:
    """Run a step; a failure that trying again cannot heal ends the import, and says why."""
    try:
        await step(ctx)
    except Unavailable:
        raise
    except SeawayError as error:
        told = {"code": error.error, "message": error.message, "details": error.details}
        async with ctx.writing() as work:
            if (running := await _unended(work, ctx.id)) is not None:
                await finish(work, running, Ending("failed", running.counts, error=told))


async def _unended(work: Work, public_id: str) -> Import | None:
    """Return the import under its lock, None when it has ended: cancelled, or finished by an attempt before."""
    found = await store.find(work, public_id, lock=True)
    return None if found is None or found.status in ENDED else found


async def finish(work: Work, ended: Import, ending: Ending) -> None:
    """Write down how an import ended."""
    await store.end(work, ended.id, ending)
    await changes.record(work, "import", [Change(ended.id, "U", {"status": ended.status})])


async def _fetch(ctx: JobContext) -> None:
    """Clone the repository and keep its files as the upload, so that every later attempt reads the same."""
    async with ctx.writing() as work:
        wanted = await _unended(work, ctx.id)
        if wanted is None or wanted.origin["type"] != "git" or "commit" in wanted.origin:
            return
    fetched = await git.fetched(wanted.origin)
    async with ctx.writing() as work:
        if await _unended(work, ctx.id) is not None:
            await store.keep_archive(work, wanted.id, fetched.archive)
            await store.told_origin(work, wanted.id, {**wanted.origin, "commit": fetched.commit})


async def _write(ctx: JobContext) -> None:
    async with ctx.writing() as work:
        found = await _unended(work, ctx.id)
        if found is None:
            return
        upload, users = await store.archive(work, found.id), await item_store.users(work)
        open_work = partial(ctx.writing, await store.requester(work, found.id), found.source.stamp)
    if found.origin["type"] == table_intake.TYPE:
        bundle = await table_intake.bundle(open_work, found, upload)
    else:
        bundle = await asyncio.to_thread(reading.bundle, upload, found.origin, users)
    async with ctx.writing() as work:
        if (begun := await _unended(work, ctx.id)) is None:
            return
        await store.begin(work, found.id, bundle.documents, len(bundle.records), _verdicts(bundle))
        if begun.status != "running":  # an attempt before has said it
            await changes.record(work, "import", [Change(found.id, "U", {"status": begun.status, "startedAt": None})])
    await _Run(open_work, ctx.id, bundle).go()


def _verdicts(bundle: Bundle) -> Counts:
    results = [document.result for document in bundle.documents]
    return Counts(results.count("accepted"), results.count("rejected"), results.count("skipped"))


class _Stopped(Exception):  # the import was cancelled, or an attempt before came to the end
    pass


class _Run:
    """The writing half of an import."""

    def __init__(self, open_work: Callable[[], AbstractAsyncContextManager[Work]], id_: str, bundle: Bundle) -> None:
        self._open = open_work
        self._id = id_
        self._bundle = bundle

    async def go(self) -> None:
        """Plan, hold back, or write; a cancelled import stops between two batches."""
        try:
            async with self._open() as work:
                running = await self._running(work)
                removal = await stating.vanished(work, running.source, self._bundle)
                if running.dry_run:
                    await self._rehearse(work, running, removal)
                    return
                if removal.held and not running.confirm_removals:
                    await finish(work, running, Ending("held", running.counts, plan=_held(removal).wire()))
                    return
                await stating.prepare(work, running.source, self._bundle)
                told = await store.told(work, running.id)
            for batch in stating.batches([each for each in self._bundle.records if each.number not in told]):
                await self._write(batch)
            await self._finish()
        except _Stopped:
            return

    async def _running(self, work: Work) -> Import:
        found = await _unended(work, self._id)
        if found is None:
            raise _Stopped
        return found

    async def _rehearse(self, work: Work, running: Import, removal: Removal) -> None:
        """Do everything, look at it, and take it back."""
        async with work.db.rehearsing():
            told, removed = await stating.whole(work, running.source, self._bundle)
            plan = await entities.plan(work)
        if (removal.held and not running.confirm_removals) or (removal.partial and removal.items):
            plan = replace(plan, policies=(_policy(removal),))
        await store.tell(work, running.id, told, self._bundle.columns)
        counts = running.counts.with_told(told, removed)
        await finish(work, running, Ending("completed", counts, plan=plan.wire()))

    async def _write(self, batch: Sequence[Record]) -> None:
        async with self._open() as work:
            running = await self._running(work)
            told: list[Told] = await stating.write(work, running.source, batch)
            await store.tell(work, running.id, told, self._bundle.columns)
            await store.advance(work, running.id, running.done + len(batch), running.counts.with_told(told))

    async def _finish(self) -> None:
        async with self._open() as work:
            running = await self._running(work)
            removal = await stating.vanished(work, running.source, self._bundle)
            removed = await stating.remove(work, running.source, removal.due)
            await finish(work, running, Ending("completed", running.counts.with_told([], removed)))


def _policy(removal: Removal) -> Policy:
    lost = f"{len(removal.items)} of the {removal.total} documents of this source vanished"
    if removal.partial:
        return Policy("removals", "hold", f"{lost}; they stay, unless you confirm their removal")
    return Policy("removals", "hold", f"{lost}; confirm their removal, or bring the files back")


def _held(removal: Removal) -> Plan:
    """Return what removing would do, for a person to confirm."""
    draft = Draft(policies=[_policy(removal)])
    for item in removal.items:
        if item.entity is not None:
            draft.entities.append(Effect("delete", "entity", f"{item.blueprint}/{item.identifier}", {"ref": item.ref}))
    return draft.finish()


@jobs.watch("imports")
async def watch(database: Database, statuses: jobs.Statuses) -> None:
    """End imports whose jobs have ended without saying so: a bug, or an operator's hand."""
    async with database.reading(EVERY_ORGANISATION) as db:
        open_ones = await store.unfinished(Work(db, _nobody(), Cause("watch:imports")))
    found = await statuses([each.public_id for each in open_ones])
    for each in open_ones:
        if found[each.public_id] in {"failed", "cancelled"} and clock.now() - each.created_at > _STALE:
            actor = system_actor(each.org_id, each.org)
            async with writing(database, actor, Cause("watch:imports")) as work:
                if (running := await _unended(work, each.public_id)) is not None:
                    told = {"code": "import_failed", "message": "The import stopped because of an error in Seaway"}
                    await finish(work, running, Ending("failed", running.counts, error=told))


def _nobody() -> Actor:
    return system_actor(0, "")
