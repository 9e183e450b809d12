"""Missing blueprints are created, existing ones get what they lack, and a contradiction stops everything."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import extras, programs, reads, system, writes
from seaway.domains.blueprints.errors import Incompatible, InvalidDefinition
from seaway.domains.blueprints.property_types import form_of
from seaway.domains.blueprints.sections import draft_of
from seaway.domains.blueprints.types import COMPUTED, Blueprint, BlueprintDraft


async def ensure(work: Work, drafts: Sequence[BlueprintDraft], *, create_page: bool = True) -> list[Blueprint]:
    """Return a blueprint for each draft that has at least its properties and relations.

    Missing blueprints are created as drafted; the drafts may point at each other. To existing ones, missing properties,
    relations and computed properties are added, never as required: their entities have no values yet.

    Raises:
        PermissionMissing, InvalidDefinition, ProtectedResource, TargetMissing: as they say.
        Incompatible: an existing property or relation says something else. Whatever is raised, nothing was written.
    """
    await access.require(work, "create", "blueprints")
    await access.require(work, "update", "blueprints")
    world = await writes.everything(work)
    wanted = {draft.identifier: writes.checked(draft) for draft in drafts}
    if len(wanted) < len(drafts):
        raise InvalidDefinition("identifier", "the same blueprint is asked for twice; merge the two")
    completed = {name: _completed(world[name], draft) for name, draft in wanted.items() if name in world}
    new = [draft for name, draft in wanted.items() if name not in world]
    known: dict[str, Blueprint | BlueprintDraft] = {**world, **{draft.identifier: draft for draft in new}}
    for draft in new:
        system.check_free(draft.identifier)
    for draft in (*new, *completed.values()):
        others = {name: other for name, other in known.items() if name != draft.identifier}
        extras.check_references(draft, others, world.get(draft.identifier))
        await programs.check(draft, world.get(draft.identifier))
    created = await writes.add(work, new, world, create_page=create_page)
    world |= {blueprint.identifier: blueprint for blueprint in created}
    for name, draft in completed.items():
        world[name] = await writes.save(work, await reads.lock(work, name), draft, world)
    return [world[draft.identifier] for draft in drafts]


async def ensure_system(work: Work) -> list[Blueprint]:
    """Return the system blueprints of the organisation, created where they are missing."""
    world = await writes.everything(work)
    new = [writes.checked(draft) for name, draft in system.ALL.items() if name not in world]
    created = {blueprint.identifier: blueprint for blueprint in await writes.add(work, new, world, system=True)}
    return [{**world, **created}[name] for name in system.ALL]


def _completed(existing: Blueprint, draft: BlueprintDraft) -> BlueprintDraft:
    """Return the existing definition with what the draft has on top.

    Raises:
        Incompatible: they contradict each other.
    """
    now = draft_of(existing)
    for name, given in draft.properties.items():
        if name in existing.computed():
            raise _contradiction(existing, name, "a computed property")
        if name in now.properties and form_of(now.properties[name])[:2] != form_of(given)[:2]:
            raise _contradiction(existing, name, f"of type {' '.join(filter(None, form_of(now.properties[name])))}")
    for name, relation in draft.relations.items():
        old = now.relations.get(name)
        if old is not None and (old.target, old.many) != (relation.target, relation.many):
            raise _contradiction(existing, name, f"a relation to {'many' if old.many else 'one'} {old.target}")
    relations = {name: replace(given, required=False) for name, given in draft.relations.items()}
    return replace(
        now,
        properties={**now.properties, **_lacking(draft.properties, now.properties)},
        relations={**now.relations, **_lacking(relations, now.relations)},
        ownership=now.ownership or draft.ownership,
        extra={**now.extra, **_computed(existing, draft)},
    )


def _lacking(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given for name, given in wanted.items() if name not in there}


def _computed(existing: Blueprint, draft: BlueprintDraft) -> dict[str, Any]:
    """Return the computed sections that grow. A name that holds a stored property already stays as it is."""
    held = {**existing.properties, **draft.properties, **existing.computed()}
    grown: dict[str, Any] = {}
    for section in COMPUTED:
        if more := _lacking(draft.extra.get(section, {}), held):
            grown[section] = {**existing.extra.get(section, {}), **more}
    return grown


def _contradiction(existing: Blueprint, name: str, what: str) -> Incompatible:
    return Incompatible(
        f'Blueprint "{existing.identifier}" has "{name}" already, as {what}; rename or remove it there first',
        details={"blueprint": existing.identifier, "property": name},
    )
