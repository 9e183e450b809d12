"""Renaming a property, a mirror or a relation: its data moves with the name, and every stored reference follows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from seaway.core import events
from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import grammar, reads, store, system, writes
from seaway.domains.blueprints.events import MirrorRenamed, RelationRenamed
from seaway.domains.blueprints.renames import Renaming, renamed_key
from seaway.domains.blueprints.sections import draft_of
from seaway.domains.blueprints.types import Blueprint, BlueprintDraft


@dataclass(frozen=True, slots=True)
class Renamed:
    """The blueprint after a rename. `mentions` are its calculations whose jq, never rewritten, holds the old name."""

    blueprint: Blueprint
    mentions: tuple[str, ...]


async def rename_property(work: Work, identifier: str, old: str, new: str) -> Renamed:
    """Rename a stored property; its values move along.

    Raises:
        PermissionMissing, InvalidDefinition, ProtectedResource: as they say.
        NotFound: no such blueprint or property. IdentifierTaken: the new name is in use.
    """
    world, before = await _begin(work, identifier)
    draft = draft_of(before)
    _check(before, "schema.properties", before.properties, old, new)
    draft = replace(
        draft,
        properties=renamed_key(draft.properties, old, new),
        required=tuple(new if name == old else name for name in draft.required),
    )
    return await _finish(work, before, draft, Renaming(identifier, old, new, relation=False, world=world), {old: new})


async def rename_mirror(work: Work, identifier: str, old: str, new: str) -> Renamed:
    """Rename a mirror property. Raises as `rename_property` does."""
    world, before = await _begin(work, identifier)
    draft = draft_of(before)
    mirrors = draft.extra.get("mirrorProperties", {})
    _check(before, "mirrorProperties", mirrors, old, new)
    draft = replace(draft, extra={**draft.extra, "mirrorProperties": renamed_key(mirrors, old, new)})
    renamed = await _finish(work, before, draft, Renaming(identifier, old, new, relation=False, world=world), {})
    if old != new:
        await events.announce(work, MirrorRenamed(renamed.blueprint, old, new))
    return renamed


async def rename_relation(work: Work, identifier: str, old: str, new: str) -> Renamed:
    """Rename a relation; it keeps its id, so its stored targets stay. Raises as `rename_property` does."""
    world, before = await _begin(work, identifier)
    draft = draft_of(before)
    _check(before, "relations", before.relations, old, new)
    if old == new:
        return Renamed(before, ())
    draft = replace(draft, relations=renamed_key(draft.relations, old, new))
    await store.rename_relation(work, before.id, old, new)
    renamed = await _finish(work, before, draft, Renaming(identifier, old, new, relation=True, world=world), {})
    relation = renamed.blueprint.relations[new]
    await events.announce(work, RelationRenamed(renamed.blueprint, relation, old, new))
    return renamed


async def _begin(work: Work, identifier: str) -> tuple[dict[str, Blueprint], Blueprint]:
    await access.require(work, "update", "blueprints")
    return await writes.everything(work), await reads.lock(work, identifier)


def _check(blueprint: Blueprint, section: str, known: Mapping[str, Any], old: str, new: str) -> None:
    if old not in known:
        raise NotFound.of(section.rsplit(".", 1)[-1], old, within=blueprint.identifier)
    grammar.check_name(new, section)
    names = {*blueprint.relations} if section == "relations" else {*blueprint.properties, *blueprint.computed()}
    if new in names - {old}:
        raise IdentifierTaken(
            f'The name "{new}" is taken in blueprint "{blueprint.identifier}"; choose another',
            details={"path": section, "withValue": new},
        )


async def _finish(
    work: Work, before: Blueprint, draft: BlueprintDraft, renaming: Renaming, moved: Mapping[str, str]
) -> Renamed:
    draft = renaming.follow(draft)
    if before.system:
        system.check_kept(draft, before.identifier)
    after = await writes.save(work, before, draft, renaming.world, moved=moved)
    await writes.follow(work, renaming.world, after, renaming.follow)
    return Renamed(after, _mentions(after, renaming.old) if renaming.old != renaming.new else ())


def _mentions(blueprint: Blueprint, name: str) -> tuple[str, ...]:
    calculations = blueprint.extra.get("calculationProperties", {})
    quoted = orjson.dumps(name).decode()
    return tuple(
        key
        for key, given in calculations.items()
        if f".{name}" in given["calculation"] or quoted in given["calculation"]
    )
