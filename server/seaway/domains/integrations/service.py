"""The door of integrations: registered, configured, asked for a resync, and how that goes (semantics 18)."""

from collections.abc import Mapping
from typing import Any

import orjson

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import IdentifierTaken, Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.access.types import Verb
from seaway.domains.integrations import store
from seaway.domains.integrations.store import NewIntegration
from seaway.domains.integrations.types import Integration
from seaway.kit import clock, ids

KIND = "integration"
REQUESTED = "resyncRequestedAt"
"""The key of a change's undo which says that the change asked for a resync."""
_INGEST_ID = 24
MAX_KEYS = 100


async def list_all(work: Work, *, acting: bool | None = None) -> list[Integration]:
    """Return all integrations, by identifier; with `acting` only those that do, or do not, carry out actions.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "integrations")
    return await store.every(work, access.filter(work, "read", "integrations"), acting=acting)


async def names(work: Work) -> list[Integration]:
    """Return all integrations for those who may know only their names: whoever reads what they fill.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "entities")
    return await store.every(work, access.filter(work, "read", "entities"))


async def provisioned(work: Work) -> list[str]:
    """Return the types of integration whose blueprints the server makes: none, they bring their own.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "integrations")
    return []


async def get(work: Work, name: str) -> Integration:
    """Return an integration by its identifier or internal id.

    Raises:
        PermissionMissing: as it says. NotFound: there is none.
    """
    await access.require(work, "read", "integrations")
    return _found(await store.find(work, access.filter(work, "read", "integrations"), name), name)


async def by_ingest(work: Work, ingest_id: str) -> Integration:
    """Return the integration that sends its logs and figures under this id.

    Raises:
        PermissionMissing: as it says. NotFound: there is none.
    """
    await access.require(work, "read", "integrations")
    return _found(await store.by_ingest(work, access.filter(work, "read", "integrations"), ingest_id), ingest_id)


async def by_number(work: Work, number: int) -> Integration | None:
    """Return an integration by its number, for those who follow changes."""
    return await store.by_number(work, access.filter(work, "read", "integrations"), number)


async def register(work: Work, identifier: str, stated: Mapping[str, Any]) -> Integration:
    """Add an integration; its first resync counts as asked for, since pollers wait for a request.

    Raises:
        PermissionMissing: as it says. IdentifierTaken: another installation has this identifier. Invalid: over a
        hundred keys are stated.
    """
    await access.require(work, "create", "integrations")
    new = NewIntegration(ids.public_id("integration"), identifier, ids.token(_INGEST_ID), _bounded(stated))
    number = await store.insert(work, new)
    if number is None:
        raise IdentifierTaken(
            f'Integration "{identifier}" is taken; choose another installationId, or update the one that is there',
            details={"resource": "integration", "with": "identifier", "withValue": identifier},
        )
    await changes.record(work, KIND, [Change(number, "C")])
    return _found(await store.find(work, access.filter(work, "create", "integrations"), identifier), identifier)


async def update(work: Work, name: str, fields: Mapping[str, Any], *, resync: bool = False) -> Integration:
    """Replace the given top-level keys, and ask for a resync if so wanted; what changes nothing is no write.

    Raises:
        PermissionMissing: as it says. NotFound: there is none. Invalid: over a hundred keys would be stated.
    """
    before = await _locked(work, name, "update")
    stated = _bounded({**before.stated, **fields})
    changed = [key for key in fields if _differs(key, before.stated, stated)]
    if not changed and not resync:
        return before
    undo = {key: before.stated.get(key) for key in changed}
    if resync:
        requested = before.resync_requested_at
        undo[REQUESTED] = None if requested is None else clock.iso(requested)
    await store.update(work, before.id, stated, resync=resync)
    await changes.record(work, KIND, [Change(before.id, "U", undo)])
    return await _again(work, before)


async def set_resync_state(work: Work, name: str, state: Mapping[str, Any]) -> Integration:
    """Merge what an integration says of its resync. It is told, not configured: the change log does not keep it.

    Raises:
        PermissionMissing: as it says. NotFound: there is none.
    """
    before = await _locked(work, name, "update")
    await store.set_state(work, before.id, {**(before.resync_state or {}), **state})
    return await _again(work, before)


async def delete(work: Work, name: str) -> None:
    """Remove an integration with all that it told of itself; the entities that it wrote stay.

    Raises:
        PermissionMissing: as it says. NotFound: there is none.
    """
    gone = await _locked(work, name, "delete")
    await store.delete(work, gone.id)
    await changes.record(work, KIND, [Change(gone.id, "D", {"identifier": gone.identifier, **gone.stated})])


def _bounded(stated: Mapping[str, Any]) -> Mapping[str, Any]:
    if len(stated) > MAX_KEYS:
        raise Invalid(f"An integration has at most {MAX_KEYS} keys; leave out those that say nothing")
    return stated


def _differs(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether a key says something else, as text: 1, 1.0 and true are equal to Python, and not to a client."""
    return key not in before or orjson.dumps(before[key]) != orjson.dumps(after[key])


async def _locked(work: Work, name: str, verb: Verb) -> Integration:
    await access.require(work, verb, "integrations")
    return _found(await store.find(work, access.filter(work, verb, "integrations"), name, lock=True), name)


async def _again(work: Work, before: Integration) -> Integration:
    scope = access.filter(work, "update", "integrations")
    return _found(await store.by_number(work, scope, before.id), before.identifier)


def _found(integration: Integration | None, name: str) -> Integration:
    if integration is None:
        raise NotFound.of("integration", name)
    return integration
