"""The beginning of runs, and what becomes of them once they may go on."""

from seaway.core import changes, events
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.runs import log_store, reporting, sight, store
from seaway.domains.runs.errors import RunNotWaiting
from seaway.domains.runs.events import RunApproved, RunStarted
from seaway.domains.runs.types import DECLINED, FAILURE, IN_PROGRESS, WAITING, Run, RunDraft, Verdict


async def start(work: Work, draft: RunDraft) -> Run:
    """Begin a run that the caller has checked; it waits for approval where its draft asks for one."""
    status = WAITING if draft.required_approval else IN_PROGRESS
    await store.insert(work, draft, status, pending=status == IN_PROGRESS and draft.queue is not None)
    run = await store.find(work, await sight.scope(work), draft.id)
    assert run is not None  # noqa: S101  # it was written a moment ago
    await changes.record(work, reporting.KIND, [Change(run.number, "C")], blueprint=run.blueprint_id)
    await events.announce(work, RunStarted(run))
    return run


async def fail(work: Work, run: Run, reason: str) -> Run:
    """End a run that cannot be carried out, with a line of its log that says why."""
    await reporting.log(work, run, reason)
    return await reporting.write(work, run, {"status": FAILURE, "summary": reason})


async def votes(work: Work, run: Run) -> list[Verdict]:
    """Return what was decided about a run that the caller has read."""
    return await log_store.votes(work, run)


async def decide(work: Work, run: Run, verdict: Verdict, *, final: bool) -> Run:
    """Note a decision of the actor about a locked run that waits, of which the caller has checked that they may.

    A final one lets the run go on, or ends it.

    Raises:
        RunNotWaiting: the run does not wait for approval.
    """
    if run.status != WAITING:
        raise RunNotWaiting(f'Run "{run.id}" does not wait for approval: it is {run.status}', details={"run": run.id})
    await log_store.vote(work, run, verdict.state, verdict.description)
    if not final:
        note = {"vote": None}
        await changes.record(work, reporting.KIND, [Change(run.number, "U", note)], blueprint=run.blueprint_id)
        return run
    approval = {"state": verdict.state, "userId": verdict.user, "description": verdict.description or ""}
    if verdict.state == "DECLINED":
        return await reporting.write(work, run, {"status": DECLINED, "approval": approval})
    fields = {"status": IN_PROGRESS, "approval": approval, "pending": run.queue is not None}
    approved = await reporting.write(work, run, fields)
    await events.announce(work, RunApproved(approved))
    return await reporting.get(work, run.id)
