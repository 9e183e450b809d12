"""Actions read, written and removed; who may start them."""

from dataclasses import replace as altered
from typing import Any

import orjson

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.actions import shapes, sight, store
from seaway.domains.actions.types import Action, ActionDraft, ActionFilter, Permissions
from seaway.domains.blueprints import service as blueprints
from seaway.domains.runs import service as runs
from seaway.kit import ids

KIND = "action"


async def list_actions(work: Work, asked: ActionFilter) -> list[Action]:
    """Return the actions that the actor may see and for which every condition holds, in the order of creation."""
    await access.require(work, "read", "actions")
    return await store.listed(work, await sight.scope(work), asked)


async def get(work: Work, identifier: str, *, lock: bool = False) -> Action:
    """Return an action; `lock` keeps it as it is until the work ends.

    Raises:
        NotFound: no such action, or the actor may not know of it.
    """
    await access.require(work, "read", "actions")
    action = await store.find(work, await sight.scope(work), identifier, lock=lock)
    if action is None:
        raise NotFound.of("action", identifier)
    return action


async def create(work: Work, draft: ActionDraft) -> Action:
    """Add an action or automation: everybody may start it and administrators approve it until told otherwise.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint. IdentifierTaken: there is one of this identifier.
    """
    await access.require(work, "create", "actions")
    about = await _blueprint(work, draft)
    if not await store.insert(work, ids.public_id("action"), draft, about):
        raise _taken(draft.identifier)
    action = await get(work, draft.identifier)
    await changes.record(work, KIND, [Change(action.number, "C")], blueprint=about)
    return action


async def replace(work: Work, identifier: str, draft: ActionDraft) -> Action:
    """Make an action this; another identifier renames it. Who may start it stays.

    Raises:
        PermissionMissing: as it says. NotFound: no such action or blueprint. IdentifierTaken: the new identifier is
        in use.
    """
    await access.require(work, "update", "actions")
    about = await _blueprint(work, draft)
    before = await get(work, identifier, lock=True)
    if draft.identifier != before.identifier and await store.taken(work, draft.identifier):
        raise _taken(draft.identifier)
    return await write(work, before, draft, about)


async def write(work: Work, before: Action, draft: ActionDraft, blueprint: int | None) -> Action:
    """Write a checked draft over a locked action, and record it; nothing where nothing differs."""
    old, new = said(before), said(draft)
    if _text(old) == _text(new):
        return before
    await store.update(work, before, draft, blueprint)
    if before.runs_visible != draft.runs_visible:
        await runs.show(work, before.number, visible=draft.runs_visible)
    undo = {name: old.get(name) for name in {**old, **new} if _text(old.get(name)) != _text(new.get(name))}
    await changes.record(work, KIND, [Change(before.number, "U", undo)], blueprint=blueprint)
    after = await store.by_number(work, before.number)
    assert after is not None  # noqa: S101  # its row is locked
    return after


async def delete(work: Work, identifier: str) -> None:
    """Remove an action; its runs stay.

    Raises:
        PermissionMissing: as it says. NotFound: no such action.
    """
    await access.require(work, "delete", "actions")
    await remove(work, [await get(work, identifier, lock=True)])


async def remove(work: Work, actions: list[Action]) -> None:
    """Remove locked actions, and record their last state."""
    await store.delete(work, [action.number for action in actions])
    for action in actions:
        last = said(action) | {"permissions": permitted(action.permissions)}
        await changes.record(work, KIND, [Change(action.number, "D", last)], blueprint=action.blueprint_id)


async def permissions(work: Work, identifier: str) -> Permissions:
    """Return who may start an action and approve its runs.

    Raises:
        NotFound: no such action.
    """
    return (await get(work, identifier)).permissions


async def permit(work: Work, identifier: str, given: dict[str, dict[str, Any]]) -> Permissions:
    """Replace each list and policy that is given, of `execute` and `approve`, by the names of their fields.

    Raises:
        PermissionMissing: as it says. NotFound: no such action. InvalidAction: a policy is none.
    """
    await access.require(work, "update", "actions")
    action = await get(work, identifier, lock=True)
    for part, fields in given.items():
        if fields.get("policy") is not None:
            shapes.check(shapes.POLICY, fields["policy"], f"{part}.policy")
    before = action.permissions
    after = Permissions(
        altered(before.execute, **given.get("execute", {})), altered(before.approve, **given.get("approve", {}))
    )
    if after != before:
        await store.permit(work, action, after)
        undo = {"permissions": permitted(before)}
        await changes.record(work, KIND, [Change(action.number, "U", undo)], blueprint=action.blueprint_id)
    return after


def said(draft: ActionDraft) -> dict[str, Any]:
    """Return an action as the change log keeps it."""
    return {"identifier": draft.identifier, **draft.definition}


def permitted(given: Permissions) -> dict[str, Any]:
    """Return who may start an action and approve its runs, as the API and the change log say it."""
    execute, approve = given.execute, given.approve
    return {
        "execute": {
            "users": list(execute.users),
            "roles": list(execute.roles),
            "teams": list(execute.teams),
            "ownedByTeam": execute.owned_by_team,
            "policy": execute.policy,
        },
        "approve": {
            "users": list(approve.users),
            "roles": list(approve.roles),
            "teams": list(approve.teams),
            "policy": approve.policy,
        },
    }


async def _blueprint(work: Work, draft: ActionDraft) -> int | None:
    """Return the number of the blueprint that the trigger names, which stays until the work ends."""
    return (await blueprints.hold(work, draft.blueprint)).id if draft.blueprint is not None else None


def _text(value: Any) -> bytes:
    """Return a value as what it is compared by: the order of keys counts, forms show it."""
    return orjson.dumps(value)


def _taken(identifier: str) -> IdentifierTaken:
    return IdentifierTaken(
        f'Action identifier "{identifier}" is taken; choose another or change that action',
        details={"resource": "action", "with": "identifier", "withValue": identifier},
    )
