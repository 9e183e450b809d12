"""A source whose documents come with Seaway, such as the sample organisation: stated and taken back in one go."""

from collections.abc import Sequence
from typing import Any

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.errors import HasDependents
from seaway.domains.entities import service as entities
from seaway.domains.imports import item_store, manifests, model, stating
from seaway.domains.imports.errors import BadDocument
from seaway.domains.imports.types import Applied, Bundle, Record, Source


async def load(work: Work, name: str, documents: Sequence[Any], *, dry_run: bool = False) -> Applied:
    """State the documents under a source's name: missing blueprints and properties are added, entities are merged.

    Raises:
        PermissionMissing: the actor may not. Incompatible: a blueprint says something else; nothing is written.
    """
    await access.require(work, "create", "imports")
    bundle = _bundle(manifests.read(documents), documents)
    if dry_run:
        async with work.db.rehearsing():
            await _state(work, name, bundle)
            return Applied(await entities.plan(work), applied=False)
    await _state(work, name, bundle)
    return Applied(await entities.plan(work), applied=True)


async def was_loaded(work: Work, name: str) -> bool:
    """Tell whether a source of this name ever stated something."""
    await access.require(work, "read", "imports")
    return await item_store.source(work, name) is not None


async def unload(work: Work, name: str, *, dry_run: bool = False, digest: str | None = None) -> Applied:
    """Take back what a source states; a name that states nothing takes back nothing.

    Entities that another source states stay, and so do blueprints that it did not bring, or that something needs.

    Raises:
        PermissionMissing: the actor may not. PlanOutdated: the plan is no longer the one of this digest.
    """
    await access.require(work, "delete", "imports")
    if dry_run:
        async with work.db.rehearsing():
            await _retract(work, name)
            return Applied(await entities.plan(work), applied=False)
    await _retract(work, name)
    plan = await entities.plan(work)
    if digest is not None:
        plan.confirm(digest)
    return Applied(plan, applied=True)


def _bundle(stated: manifests.Manifests, documents: Sequence[Any]) -> Bundle:
    records = []
    for manifest in stated.entities:
        draft = manifest.draft
        kept = frozenset({"identifier", "title", "properties", "relations"})
        team = [draft.team] if isinstance(draft.team, str) else draft.team or []
        records.append(
            Record(
                ref=f"{manifest.blueprint}:{draft.identifier}",
                blueprint=manifest.blueprint,
                draft=type(draft)(
                    identifier=draft.identifier,
                    title=draft.title,
                    properties=draft.properties,
                    relations=draft.relations,
                    present=kept,
                ),
                team=tuple(team),
                number=manifest.number,
                file="",
                index=manifest.number - 1,
                original=documents[manifest.number - 1],
            )
        )
    return Bundle((), tuple(stated.blueprints.values()), tuple(records))


async def _state(work: Work, name: str, bundle: Bundle) -> None:
    source = await item_store.add_source(work, name)
    stamped = _stamped(work, source)
    told, _ = await stating.whole(stamped, source, bundle)
    for each in told:
        if each.outcome == "failed":
            raise BadDocument(each.number, "", str(each.reason))


def _stamped(work: Work, source: Source) -> Work:
    return Work(work.db, work.actor, work.cause, source.stamp)


async def _retract(work: Work, name: str) -> None:
    source = await item_store.source(work, name)
    if source is None:
        return
    brought = await item_store.blueprints(work, source.id)
    await stating.remove(_stamped(work, source), source, await item_store.items(work, source.id))
    await item_store.bring_nothing(work, source.id)
    waiting = [each for each in brought if each not in {model.TEAM, model.USER}]
    while waiting:
        left = [each for each in waiting if not await _dropped(work, each)]
        if len(left) == len(waiting):
            return
        waiting = left


async def _dropped(work: Work, blueprint: str) -> bool:
    """Delete a blueprint that nothing needs; tell whether it is gone."""
    if await blueprints.find(work, blueprint) is None:
        return True
    try:
        async with work.db.part():  # others may have let go of it before one that needs it says so
            await blueprints.delete(work, blueprint)
    except HasDependents:
        return False
    return True
