"""The door of scorecards: may I, check, write, record. Judging follows after the commit (`jobs`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace as altered
from typing import Any

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import IdentifierTaken, Invalid, NotFound
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import service as entities
from seaway.domains.scorecards import definition, drafts, evaluation, figures, following, marking, recording, store
from seaway.domains.scorecards.errors import InvalidScorecard
from seaway.domains.scorecards.recording import KIND, forget, write
from seaway.domains.scorecards.types import Draft, Scorecard
from seaway.kit import ids

MAX_SCORECARDS = 100
"""How many scorecards a blueprint may have."""


async def list_all(work: Work) -> list[Scorecard]:
    """Return every scorecard that the actor may read, by blueprint.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "scorecards")
    return await store.every(work, _scope(work))


async def of_blueprint(work: Work, blueprint: str) -> list[Scorecard]:
    """Return the scorecards of a blueprint, in their order.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint.
    """
    await access.require(work, "read", "scorecards")
    return await store.of_blueprint(work, _scope(work), (await blueprints.get(work, blueprint)).id)


async def get(work: Work, identifier: str, blueprint: str | None = None) -> Scorecard:
    """Return a scorecard; with `blueprint`, only if it is one of it.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint, or no such scorecard of it.
    """
    await access.require(work, "read", "scorecards")
    if blueprint is not None:
        await blueprints.get(work, blueprint)
    return await _find(work, identifier, blueprint)


async def create(work: Work, blueprint: str, draft: Draft) -> Scorecard:
    """Add a scorecard behind the others of the blueprint.

    Raises:
        PermissionMissing, InvalidScorecard: as they say. NotFound: no such blueprint.
        IdentifierTaken: a scorecard of the organisation has the identifier. Invalid: there are too many.
    """
    await access.require(work, "create", "scorecards")
    await store.serialise(work)
    known = await blueprints.hold(work, blueprint)
    definition.check(draft, await entities.shape(work, known))
    await _check_room(work, known, 1)
    return await _add(work, known, draft)


async def replace(work: Work, blueprint: str, identifier: str, draft: Draft) -> Scorecard:
    """Make a scorecard this; what the draft leaves out is cleared, and levels become the usual ones.

    Raises:
        PermissionMissing, InvalidScorecard: as they say; also where the identifier would change.
        NotFound: no such blueprint, or no such scorecard of it.
    """
    return await patch(work, blueprint, identifier, _fields(draft))


async def patch(work: Work, blueprint: str, identifier: str, fields: Mapping[str, Any]) -> Scorecard:
    """Change the given fields of a scorecard, by the names of `Draft`. Raises as `replace` does."""
    await access.require(work, "update", "scorecards")
    await store.serialise(work)
    known = await blueprints.hold(work, blueprint)
    found = await _find(work, identifier, blueprint)
    [before] = await store.locked(work, _scope(work), numbers=[found.number])
    if fields.get("identifier", identifier) != identifier:
        raise InvalidScorecard(
            "identifier", f'cannot change; leave it at "{identifier}", or delete the scorecard and create another'
        )
    after = altered(before.draft, **fields)
    definition.check(after, await entities.shape(work, known))
    return await _written(work, before, after)


async def replace_all(work: Work, blueprint: str, drafts: Sequence[Draft]) -> list[Scorecard]:
    """Make these the scorecards of a blueprint, in this order; others of it are deleted.

    Raises:
        PermissionMissing, InvalidScorecard: as they say; the path begins with the draft's place.
        NotFound: no such blueprint. IdentifierTaken: another blueprint's scorecard has the identifier.
        Invalid: there are too many.
    """
    for verb in ("create", "update", "delete"):
        await access.require(work, verb, "scorecards")
    await store.serialise(work)
    known = await blueprints.hold(work, blueprint)
    await _check_all(work, drafts, known)
    there = {each.identifier: each for each in await store.locked(work, _scope(work), blueprints=[known.id])}
    wanted = {draft.identifier for draft in drafts}
    await forget(work, [each for each in there.values() if each.identifier not in wanted])
    kept = [
        await _written(work, there[draft.identifier], draft)
        if draft.identifier in there
        else await _add(work, known, draft)
        for draft in drafts
    ]
    await store.arrange(work, [each.number for each in kept])
    return kept


async def _check_all(work: Work, drafts: Sequence[Draft], blueprint: Blueprint) -> None:
    shape = await entities.shape(work, blueprint)
    if len(drafts) > MAX_SCORECARDS:
        raise _too_many(blueprint)
    seen: dict[str, int] = {}
    for place, draft in enumerate(drafts):
        definition.check(draft, shape, str(place))
        if (first := seen.setdefault(draft.identifier, place)) != place:
            raise InvalidScorecard(f"{place}.identifier", f'"{draft.identifier}" is that of scorecard {first} already')


async def delete(work: Work, blueprint: str, identifier: str) -> None:
    """Remove a scorecard with its results and its history.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint, or no such scorecard of it.
    """
    await access.require(work, "delete", "scorecards")
    await store.serialise(work)
    await blueprints.hold(work, blueprint)  # before rows of scorecards are locked, as whoever changes blueprints does
    found = await _find(work, identifier, blueprint)
    await forget(work, await store.locked(work, _scope(work), numbers=[found.number]))


async def _find(work: Work, identifier: str, blueprint: str | None) -> Scorecard:
    found = await store.find(work, _scope(work), identifier)
    if found is None or blueprint not in (None, found.blueprint):
        raise NotFound.of("scorecard", identifier, within=blueprint)
    return found


async def _add(work: Work, blueprint: Blueprint, draft: Draft) -> Scorecard:
    if (taken := await store.find(work, _scope(work), draft.identifier)) is not None:
        raise IdentifierTaken(
            f'Identifier "{draft.identifier}" is taken by a scorecard of blueprint "{taken.blueprint}"; '
            "it must be unique among all scorecards, so choose another",
            details={"resource": "scorecard", "with": "identifier", "withValue": draft.identifier},
        )
    moves = definition.relative(draft)
    number = await store.insert(work, blueprint.id, draft, ids.public_id("sc"), relative=moves)
    await changes.record(work, KIND, [Change(number, "C")], blueprint=blueprint.id)
    return await _find(work, draft.identifier, blueprint.identifier)


async def _written(work: Work, before: Scorecard, after: Draft) -> Scorecard:
    return await _find(work, before.identifier, before.blueprint) if await write(work, before, after) else before


def _fields(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in Draft.__slots__}


async def _check_room(work: Work, blueprint: Blueprint, more: int) -> None:
    if len(await store.of_blueprint(work, _scope(work), blueprint.id)) + more > MAX_SCORECARDS:
        raise _too_many(blueprint)


def _too_many(blueprint: Blueprint) -> Invalid:
    return Invalid(
        f'Blueprint "{blueprint.identifier}" would have over {MAX_SCORECARDS} scorecards; join some of them',
        details={"path": "scorecards"},
    )


def _scope(work: Work) -> Scope:
    return access.filter(work, "read", "scorecards")


read = drafts.read
sections = recording.sections
summary, preview = figures.summary, figures.preview
standings, of_entity = figures.standings, figures.of_entity
over_time, steps = figures.over_time, figures.steps
follow, anew, part = evaluation.follow, evaluation.anew, evaluation.part
listening = (following, marking)
"""Modules that listen to those below, or are handed to them; importing the door brings them in."""
