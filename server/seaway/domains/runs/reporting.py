"""What is asked and told of runs: reading them, reporting how far they got, their logs."""

from collections.abc import Mapping
from typing import Any

from seaway.core import changes, events
from seaway.core.changes import Change
from seaway.core.errors import Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.identity import service as identity
from seaway.domains.runs import log_store, sight, store
from seaway.domains.runs.errors import RunEnded, RunWaiting
from seaway.domains.runs.events import RunChanged, RunFinished
from seaway.domains.runs.types import ACTIVE, FAILURE, SUCCESS, WAITING, Line, Run, RunFilter, RunLog, RunUpdate, Status

KIND = "run"
LOG_KIND = "run_log"
MAX_LOGS = 50
_MAY_REPORT: frozenset[Status] = frozenset({SUCCESS, FAILURE})


async def get(work: Work, identifier: str, *, lock: bool = False) -> Run:
    """Return a run; `lock` keeps it as it is until the work ends.

    Raises:
        NotFound: no such run, or the actor may not know of it.
    """
    await access.require(work, "read", "runs")
    run = await store.find(work, await sight.scope(work), identifier, lock=lock)
    if run is None:
        raise NotFound.of("run", identifier)
    return run


async def list_runs(work: Work, asked: RunFilter) -> list[Run]:
    """Return the runs that the actor may see and for which every condition holds, the newest first."""
    await access.require(work, "read", "runs")
    users = None if asked.user_id is None else [asked.user_id]
    if asked.user_email is not None:
        try:
            found = (await identity.get_user(work, asked.user_email)).id
        except (NotFound, Invalid):
            return []
        users = [found] if users is None or found in users else []
    return await store.listed(work, await sight.scope(work), asked, users)


async def update(work: Work, identifier: str, change: RunUpdate) -> Run:
    """Keep what is reported of a run. Whoever asked for a run that waits for approval may end it with FAILURE.

    Raises:
        NotFound: no such run. PermissionMissing: as it says. RunEnded: it has ended.
        RunWaiting: it waits for approval. Invalid: a run does not get this status so.
    """
    run = await get(work, identifier, lock=True)
    fields = dict(change.fields)
    withdrawn = run.status == WAITING and fields.keys() == {"status"} and fields["status"] == FAILURE
    if not (withdrawn and run.created_by == work.actor.id):
        await access.require(work, "update", "runs")
    check_active(run)
    status = fields.pop("status", run.status)
    if status != run.status:
        _check_status(run, status)
        fields["status"] = status
    return await write(work, run, fields)


async def respond(work: Work, identifier: str, response: Any) -> Run:
    """Keep what the backend of a run answered; an agent may tell it after the end of the run.

    Raises:
        NotFound: no such run. PermissionMissing: as it says. RunEnded: it has ended, and there is an answer already.
    """
    await access.require(work, "update", "runs")
    run = await get(work, identifier, lock=True)
    if run.response is not None:
        check_active(run)
    return await write(work, run, {"response": response})


async def add_log(work: Work, identifier: str, line: Line) -> RunLog:
    """Add a line to the log of a run; one that says so ends the run.

    Raises:
        NotFound: no such run. PermissionMissing: as it says. RunEnded: it has ended.
        RunWaiting: it waits for approval and would end with SUCCESS.
    """
    await access.require(work, "update", "runs")
    run = await get(work, identifier, lock=True)
    check_active(run)
    if line.ends is not None:
        _check_status(run, line.ends)
    added = await log(work, run, line.message)
    fields: dict[str, Any] = {"status_label": line.label} if line.labels else {}
    if line.ends is not None:
        fields["status"] = line.ends
    await write(work, run, fields)
    return added


async def logs(work: Work, identifier: str, offset: int, limit: int) -> list[RunLog]:
    """Return lines of the log of a run, the oldest first.

    Raises:
        NotFound: no such run.
    """
    return await log_store.lines(work, await get(work, identifier), offset, limit)


async def log(work: Work, run: Run, message: str) -> RunLog:
    """Add a line to the log of a locked run."""
    number, added = await log_store.add(work, run, message)
    await changes.record(work, LOG_KIND, [Change(number, "C")], blueprint=run.blueprint_id)
    return added


async def write(work: Work, run: Run, fields: Mapping[str, Any]) -> Run:
    """Write these fields of a locked run, record it, and announce what follows; nothing where nothing differs."""
    differing = {name: value for name, value in fields.items() if getattr(run, name) != value}
    if not differing:
        return run
    await store.update(work, run, differing)
    [after] = await store.by_numbers(work, await sight.scope(work), [run.number])
    undo = {_WIRE.get(name, name): _plain(getattr(run, name)) for name in differing}
    await changes.record(work, KIND, [Change(run.number, "U", undo)], blueprint=run.blueprint_id)
    await events.announce(work, RunChanged(run, after))
    if after.status not in ACTIVE:
        await events.announce(work, RunFinished(after))
    return after


def check_active(run: Run) -> None:
    """Let through a run that has not ended.

    Raises:
        RunEnded: it has.
    """
    if run.status not in ACTIVE:
        raise RunEnded(run.id, run.status)


def _check_status(run: Run, status: Status) -> None:
    if status not in _MAY_REPORT:
        said = f"status: must be SUCCESS or FAILURE, a run becomes {status} by itself"
        raise Invalid(said, details={"path": "status"})
    if run.status == WAITING and status == SUCCESS:
        raise RunWaiting(f'Run "{run.id}" waits for approval; it can be approved, declined or withdrawn by FAILURE')


_WIRE = {"status_label": "statusLabel", "external_run_id": "externalRunId", "links": "link", "queue": "installationId"}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
