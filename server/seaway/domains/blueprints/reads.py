"""Blueprints by name or id: one cheap read of the version, then the definition as remembered under (id, version)."""

from collections.abc import Iterable, Sequence

from seaway.core.errors import NotFound
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import store
from seaway.domains.blueprints.store import Key
from seaway.domains.blueprints.types import Blueprint

_KEEP = 5_000
_remembered: dict[Key, Blueprint] = {}


async def get(work: Work, identifier: str) -> Blueprint:
    """Return a blueprint.

    Raises:
        NotFound: no such blueprint, or the actor may not know of it.
    """
    return _found(await find(work, identifier), identifier)


async def find(work: Work, identifier: str) -> Blueprint | None:
    """Return a blueprint, or None."""
    scope = _scope(work)
    return await _whole(work, scope, await store.version(work, scope, identifier))


async def hold(work: Work, identifier: str) -> Blueprint:
    """Return a blueprint that nobody can change or delete until this unit of work ends.

    What writes entities takes this: values are checked and stored under one and the same definition. Holders do not
    wait for each other.

    Raises:
        NotFound: no such blueprint, or the actor may not know of it.
    """
    scope = _scope(work)
    return _found(await _whole(work, scope, await store.version(work, scope, identifier, lock="held")), identifier)


async def lock(work: Work, identifier: str) -> Blueprint:
    """Return a blueprint for changing it: waits for every holder, and holders wait for this unit of work.

    Raises:
        NotFound: no such blueprint, or the actor may not know of it.
    """
    scope = _scope(work)
    return _found(await _whole(work, scope, await store.version(work, scope, identifier, lock="locked")), identifier)


async def by_ids(work: Work, ids: Iterable[int]) -> dict[int, Blueprint]:
    """Return the blueprints that exist among these ids, by id."""
    scope = _scope(work)
    wanted = sorted(set(ids))
    found = await _all(work, scope, await store.versions(work, scope, wanted)) if wanted else []
    return {blueprint.id: blueprint for blueprint in found}


async def list_all(work: Work) -> list[Blueprint]:
    """Return every blueprint that the actor may read: system blueprints first, then in the order of creation."""
    scope = _scope(work)
    return await _all(work, scope, await store.versions(work, scope))


def _scope(work: Work) -> Scope:
    return access.filter(work, "read", "blueprints")


def _found(blueprint: Blueprint | None, identifier: str) -> Blueprint:
    if blueprint is None:
        raise NotFound.of("blueprint", identifier)
    return blueprint


async def _whole(work: Work, scope: Scope, key: Key | None) -> Blueprint | None:
    return next(iter(await _all(work, scope, [key])), None) if key else None


async def _all(work: Work, scope: Scope, keys: Sequence[Key]) -> list[Blueprint]:
    """Return the blueprints under these keys, in order; one that was deleted in between is left out."""
    known = {key[0]: _remembered[key] for key in keys if key in _remembered}
    missing = [key[0] for key in keys if key[0] not in known]
    for blueprint in await store.load(work, scope, missing) if missing else ():
        # Under the version that was read with it, which may be newer than the one asked for.
        known[blueprint.id] = _remember(blueprint)
    return [known[key[0]] for key in keys if key[0] in known]


def _remember(blueprint: Blueprint) -> Blueprint:
    if len(_remembered) >= _KEEP:
        _remembered.clear()
    _remembered[blueprint.id, blueprint.version, blueprint.scored] = blueprint
    return blueprint
