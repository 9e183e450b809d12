"""`apply`: blueprints, entities and scorecards from documents, all or nothing, in one transaction.

A document is the whole truth about its object: what it leaves out is cleared, and the plan shows it first.
"""

from collections import defaultdict
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from seaway.core.errors import Forbidden, NotFound, SeawayError, Unavailable
from seaway.core.plan import Effect
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.access.types import Verb
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import WriteMode
from seaway.domains.imports import manifests, model
from seaway.domains.imports.errors import BadDocument
from seaway.domains.imports.manifests import EntityManifest, Manifests, ScorecardManifest
from seaway.domains.imports.types import Applied
from seaway.domains.scorecards import service as scorecards

BATCH = 1000
_NEEDED: tuple[Verb, ...] = ("create", "update")
_FIRST = {model.TEAM: 0, model.USER: 1}
# Targets may stand later among the documents, so references are kept until all is written, and looked up then.
MODE = WriteMode(upsert=True, pending_targets=True)


async def apply(work: Work, documents: Sequence[Any], *, dry_run: bool = False, digest: str | None = None) -> Applied:
    """Make the catalog hold what the documents state; a dry run only returns the plan.

    Raises:
        PermissionMissing: the actor may not. BadDocument: a document is wrong; nothing is written.
        PlanOutdated: a digest is given, and this is not the plan that was confirmed.
    """
    for verb in _NEEDED:
        await access.require(work, verb, "entities")
    stated = manifests.read(documents)
    if dry_run:
        async with work.db.rehearsing():
            measures = await _write(work, stated)
            return Applied((await entities.plan(work)).joined(measures), applied=False)
    measures = await _write(work, stated)
    plan = (await entities.plan(work)).joined(measures)
    if digest is not None:
        plan.confirm(digest)
    return Applied(plan, applied=True)


async def _write(work: Work, stated: Manifests) -> list[Effect]:
    """Write all; return what that does to scorecards, which the plan of the catalog does not tell."""
    await _write_blueprints(work, stated)
    by_blueprint: defaultdict[str, list[EntityManifest]] = defaultdict(list)
    for manifest in stated.entities:
        by_blueprint[manifest.blueprint].append(manifest)
    known = {each.identifier: each for each in await blueprints.list_all(work)}
    for name, group in by_blueprint.items():
        if name not in known:
            raise BadDocument(group[0].number, "blueprint", f'blueprint "{name[:100]}" was not found; state it as well')
    await entities.hold(work, by_blueprint, exclusive=True)
    await _check_targets(work, known, by_blueprint)
    for name in sorted(by_blueprint, key=lambda name: (_FIRST.get(name, 2), name)):
        group = by_blueprint[name]
        for start in range(0, len(group), BATCH):
            await _write_batch(work, name, group[start : start + BATCH])
    return await _write_scorecards(work, stated.scorecards)


async def _write_scorecards(work: Work, stated: Sequence[ScorecardManifest]) -> list[Effect]:
    """Make each scorecard what its document says; return those that this changes."""
    there = {each.identifier: each for each in await scorecards.list_all(work)} if stated else {}
    effects = []
    for manifest in stated:
        name, before = manifest.draft.identifier, there.get(manifest.draft.identifier)
        if before is not None and before.blueprint == manifest.blueprint:
            written = scorecards.replace(work, manifest.blueprint, name, manifest.draft)
        else:
            before, written = None, scorecards.create(work, manifest.blueprint, manifest.draft)
        await _refused_by_name(manifest.number, written)
        old = {} if before is None else scorecards.sections(before.draft)
        new = scorecards.sections(manifest.draft)
        differing = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        if before is None:
            effects.append(Effect("create", "scorecard", name, None, new))
        elif differing:
            sides = [{key: side.get(key) for key in differing} for side in (old, new)]
            effects.append(Effect("update", "scorecard", name, *sides))
    return effects


async def _write_blueprints(work: Work, stated: Manifests) -> None:
    """Make the missing ones without what points at others, then bring each up to its document.

    Who inherits its ownership comes last, the longest path at the end: the path must be there first.
    """
    there = {each.identifier for each in await blueprints.list_all(work)}
    for number, draft in stated.blueprints.items():
        if draft.identifier not in there:
            bare = replace(draft, relations={}, ownership=None, extra={})
            await _refused_by_name(number, blueprints.create(work, bare))
    path_length = {
        number: len(str((draft.ownership or {}).get("path") or "").split("."))
        if (draft.ownership or {}).get("type") == "Inherited"
        else 0
        for number, draft in stated.blueprints.items()
    }
    for number, draft in sorted(stated.blueprints.items(), key=lambda item: (path_length[item[0]], item[0])):
        await _refused_by_name(number, blueprints.replace(work, draft.identifier, draft))


async def _refused_by_name(number: int, written: Awaitable[Any]) -> None:
    """Wait for a write; a refusal names the document."""
    try:
        await written
    except (Unavailable, Forbidden):
        raise
    except SeawayError as error:
        raise BadDocument.of(number, error) from None


async def _write_batch(work: Work, blueprint: str, group: Sequence[EntityManifest]) -> None:
    outcomes = await entities.write_many(work, blueprint, [manifest.draft for manifest in group], MODE)
    for manifest, outcome in zip(group, outcomes, strict=True):
        if isinstance(outcome.error, Unavailable):
            raise outcome.error
        if outcome.error is not None:
            raise BadDocument.of(manifest.number, outcome.error)


async def _check_targets(
    work: Work, known: Mapping[str, Blueprint], by_blueprint: Mapping[str, Sequence[EntityManifest]]
) -> None:
    """Let through documents whose targets are there or are stated too.

    A reference that the entity holds already and that has been waiting for its target may go on waiting.
    """
    wanted: defaultdict[str, list[tuple[EntityManifest, str, str]]] = defaultdict(list)
    for name, group in by_blueprint.items():
        for manifest in group:
            for place, target, identifier in _references(known[name], manifest):
                wanted[target].append((manifest, place, identifier))
    for target, references in wanted.items():
        stated = {str(manifest.draft.identifier) for manifest in by_blueprint.get(target, ())}
        there = await entities.numbers(work, target, [identifier for *_, identifier in references])
        for manifest, place, identifier in references:
            if identifier in stated or identifier in there or await _held(work, manifest, place, identifier):
                continue
            missing = f'related entity "{identifier[:200]}" of blueprint "{target}" was not found'
            raise BadDocument(manifest.number, place, f"{missing}; state it as well, or create it first")


def _references(blueprint: Blueprint, manifest: EntityManifest) -> Iterator[tuple[str, str, str]]:
    """Yield place, target blueprint and identifier of each reference; values of a wrong type are refused later."""
    for name, value in manifest.draft.relations.items():
        if name in blueprint.relations:
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, str):
                    yield f"relations.{name}", blueprint.relations[name].target, item
    team = manifest.draft.team
    if (blueprint.ownership or {}).get("type") == "Direct":
        for item in team if isinstance(team, list) else [team]:
            if isinstance(item, str):
                yield "team", model.TEAM, item


async def _held(work: Work, manifest: EntityManifest, place: str, identifier: str) -> bool:
    try:
        entity = await entities.get(work, manifest.blueprint, str(manifest.draft.identifier))
    except NotFound:
        return False
    if place == "team":
        return identifier in entity.team
    value = entity.relations.get(place.partition(".")[2])
    return identifier == value or (isinstance(value, list) and identifier in value)
