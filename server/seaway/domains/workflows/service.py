"""The door of workflows: kept as they were sent. Running them comes later; until then no step waits for an agent."""

from typing import Any

import orjson

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import IdentifierTaken, Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.workflows import store
from seaway.domains.workflows.types import Workflow, WorkflowDraft

KIND = "workflow"


async def get(work: Work, identifier: str, *, lock: bool = False) -> Workflow:
    """Return a workflow; `lock` keeps it as it is until the work ends.

    Raises:
        NotFound: no such workflow.
    """
    await access.require(work, "read", "workflows")
    workflow = await store.find(work, access.filter(work, "read", "workflows"), identifier, lock=lock)
    if workflow is None:
        raise NotFound.of("workflow", identifier)
    return workflow


async def create(work: Work, draft: WorkflowDraft) -> Workflow:
    """Add a workflow.

    Raises:
        PermissionMissing: as it says. IdentifierTaken: there is one of this identifier. Invalid: its graph is broken.
    """
    await access.require(work, "create", "workflows")
    _check(draft)
    if not await store.insert(work, draft):
        raise _taken(draft.identifier)
    workflow = await get(work, draft.identifier)
    await changes.record(work, KIND, [Change(workflow.number, "C")])
    return workflow


async def replace(work: Work, identifier: str, draft: WorkflowDraft) -> Workflow:
    """Make a workflow this; another identifier renames it.

    Raises:
        PermissionMissing: as it says. NotFound: no such workflow. IdentifierTaken: the new identifier is in use.
        Invalid: its graph is broken.
    """
    await access.require(work, "update", "workflows")
    _check(draft)
    before = await get(work, identifier, lock=True)
    old, new = _said(before), _said(draft)
    if orjson.dumps(old) == orjson.dumps(new):
        return before
    if not await store.update(work, before.number, draft):
        raise _taken(draft.identifier)
    undo = {name: old.get(name) for name in {**old, **new} if old.get(name) != new.get(name)}
    await changes.record(work, KIND, [Change(before.number, "U", undo)])
    return await get(work, draft.identifier)


async def delete(work: Work, identifier: str) -> None:
    """Remove a workflow.

    Raises:
        PermissionMissing: as it says. NotFound: no such workflow.
    """
    await access.require(work, "delete", "workflows")
    workflow = await get(work, identifier, lock=True)
    await store.delete(work, workflow.number)
    await changes.record(work, KIND, [Change(workflow.number, "D", _said(workflow))])


async def claim(work: Work) -> list[dict[str, Any]]:
    """Return the steps that wait for an agent: none, for workflows are kept and not yet run.

    Raises:
        PermissionMissing: the actor may not report on runs.
    """
    await access.require(work, "update", "runs")
    return []


async def node_runs(work: Work) -> list[dict[str, Any]]:
    """Return the runs of steps: none, as `claim` says.

    Raises:
        PermissionMissing: the actor may not read runs.
    """
    await access.require(work, "read", "runs")
    return []


def _check(draft: WorkflowDraft) -> None:
    """Let a graph through whose steps have names of their own and whose connections lead to steps.

    Raises:
        Invalid: one does not; names the place.
    """
    known: set[str] = set()
    for place, node in enumerate(draft.definition["nodes"]):
        name, path = node.get("identifier"), f"nodes.{place}.identifier"
        if not isinstance(name, str) or not name:
            raise Invalid(f"{path}: is required: a text", details={"path": path})
        if name in known:
            raise Invalid(f'{path}: two nodes are named "{name[:80]}"; rename one', details={"path": path})
        known.add(name)
    for place, connection in enumerate(draft.definition["connections"]):
        for end in ("sourceIdentifier", "targetIdentifier"):
            if not isinstance(connection.get(end), str) or connection[end] not in known:
                path = f"connections.{place}.{end}"
                raise Invalid(f"{path}: must name one of the nodes", details={"path": path})


def _said(draft: WorkflowDraft) -> dict[str, Any]:
    return {"identifier": draft.identifier, **draft.definition}


def _taken(identifier: str) -> IdentifierTaken:
    return IdentifierTaken(
        f'Workflow identifier "{identifier}" is taken; choose another or change that workflow',
        details={"resource": "workflow", "with": "identifier", "withValue": identifier},
    )
