"""Creating, changing and deleting blueprints: may I, check, write, record, announce."""

from collections.abc import Collection, Mapping
from dataclasses import replace as altered

import orjson

from seaway.core import changes, events
from seaway.core.changes import Change
from seaway.core.errors import IdentifierTaken, Outdated
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import definitions, extras, programs, reads, renames, store, system
from seaway.domains.blueprints.census import census
from seaway.domains.blueprints.errors import ForbiddenFormatChange, HasDependents, InvalidDefinition, ProtectedResource
from seaway.domains.blueprints.events import (
    BlueprintChanged,
    BlueprintCreated,
    BlueprintDeleting,
    PropertiesRemoved,
    PropertyRenamed,
    RelationsRemoved,
    RelationWidened,
)
from seaway.domains.blueprints.property_types import form_of
from seaway.domains.blueprints.sections import draft_of, orders, patched, recorded, undo
from seaway.domains.blueprints.types import ORDER, Blueprint, BlueprintDraft, BlueprintPatch, Referrer
from seaway.kit import clock

KIND = "blueprint"


async def create(work: Work, draft: BlueprintDraft, *, create_page: bool = True) -> Blueprint:
    """Create a blueprint; `create_page` asks for a catalog page with it.

    Raises:
        PermissionMissing, InvalidDefinition, ProtectedResource, TargetMissing: as they say.
        IdentifierTaken: there is one of this identifier.
    """
    await access.require(work, "create", "blueprints")
    system.check_free(draft.identifier)
    draft = checked(draft)
    others = await everything(work)
    if draft.identifier in others:
        raise taken(draft.identifier)
    extras.check_references(draft, others, None)
    await programs.check(draft, None)
    [created] = await add(work, [draft], others, create_page=create_page)
    return created


async def replace(
    work: Work, identifier: str, draft: BlueprintDraft, versions: Collection[int] | None = None
) -> Blueprint:
    """Make a blueprint this; sections that the draft leaves empty become empty. Another identifier renames it.

    Where `versions` are given, only over one of them.

    Raises:
        PermissionMissing, InvalidDefinition, ProtectedResource, TargetMissing: as they say.
        NotFound: no such blueprint. IdentifierTaken: the new identifier is in use.
        ForbiddenFormatChange: a property would change its type or format. Outdated: it is of another version.
    """
    await access.require(work, "update", "blueprints")
    others = await everything(work)
    before = await reads.lock(work, identifier)
    check_version(before, versions)
    return await save(work, before, await settled(work, before, draft, others), others)


async def patch(
    work: Work, identifier: str, change: BlueprintPatch, versions: Collection[int] | None = None
) -> Blueprint:
    """Replace the sections that the patch holds and keep the others. Raises as `replace` does."""
    await access.require(work, "update", "blueprints")
    others = await everything(work)
    before = await reads.lock(work, identifier)
    check_version(before, versions)
    return await save(work, before, await settled(work, before, patched(before, change), others), others)


def check_version(before: Blueprint, versions: Collection[int] | None) -> None:
    """Refuse a write that is based on another version than the one that is there.

    Raises:
        Outdated: it is.
    """
    if versions is not None and before.version not in versions:
        raise Outdated(
            f'Blueprint "{before.identifier}" was changed at {clock.iso(before.updated_at)}, after it was read; '
            "read it again and base the write on that",
            details={"blueprint": before.identifier, "updatedBy": before.updated_by},
        )


async def delete(work: Work, identifier: str, *, delete_actions: bool = False) -> None:
    """Delete a blueprint that has no entities and that no relation of another blueprint points at.

    With `delete_actions` its actions go too; without, they bar it.

    Raises:
        PermissionMissing, NotFound, ProtectedResource: as they say.
        HasDependents: something still needs it; the message says what.
    """
    await access.require(work, "delete", "blueprints")
    others = await everything(work)
    blueprint = await reads.lock(work, identifier)
    if reasons := await blockers(work, blueprint, others):
        raise HasDependents(
            f'Blueprint "{identifier}" has dependents: {"; ".join(reasons)}. Remove them first.',
            details={"reasons": list(reasons)},
        )
    await events.announce(work, BlueprintDeleting(blueprint, delete_actions))
    await store.delete(work, blueprint.id)
    last = recorded(draft_of(blueprint))
    ordered = {ORDER + name: order for name, order in orders(last).items()}
    await changes.record(work, KIND, [Change(blueprint.id, "D", last | ordered)], blueprint=blueprint.id)


async def blockers(work: Work, blueprint: Blueprint, others: Mapping[str, Blueprint]) -> tuple[str, ...]:
    """Return why a blueprint cannot be deleted, in words.

    Raises:
        ProtectedResource: it is a system blueprint.
    """
    if blueprint.system:
        raise ProtectedResource(
            f'"{blueprint.identifier}" is a system blueprint and cannot be deleted',
            details={"blueprint": blueprint.identifier},
        )
    reasons = [
        f'relation "{referrer.name}" of blueprint "{referrer.blueprint}" targets it'
        for referrer in referrers(blueprint, others)
        if referrer.section == "relations"
    ]
    if count := await census().entities(work, blueprint):
        reasons.append(f"it has {count} {'entity' if count == 1 else 'entities'}")
    return tuple(reasons)


def referrers(blueprint: Blueprint, others: Mapping[str, Blueprint]) -> tuple[Referrer, ...]:
    """Return the relations and aggregations of other blueprints that point at this one."""
    found: list[Referrer] = []
    for other in others.values():
        if other.id == blueprint.id:
            continue
        pointing = [name for name, relation in other.relations.items() if relation.target_id == blueprint.id]
        counting = other.extra.get("aggregationProperties", {})
        summing = [name for name, given in counting.items() if given["target"] == blueprint.identifier]
        found += [Referrer(other.identifier, "relations", name) for name in pointing]
        found += [Referrer(other.identifier, "aggregationProperties", name) for name in summing]
    return tuple(found)


async def everything(work: Work) -> dict[str, Blueprint]:
    """Wait for other definers, then return every blueprint by identifier: what definitions are checked against."""
    await store.serialise(work)
    return {blueprint.identifier: blueprint for blueprint in await reads.list_all(work)}


def checked(draft: BlueprintDraft) -> BlueprintDraft:
    """Return the draft as it is to be stored. Raises InvalidDefinition."""
    return extras.checked(definitions.checked(draft))


async def check_computed(work: Work, before: Blueprint, tried: Blueprint) -> None:
    """Let through a blueprint whose computed properties could be saved in place of another's.

    Raises:
        InvalidDefinition, TargetMissing: they could not. Unavailable: no program can be run at the moment.
    """
    draft = checked(draft_of(tried))
    others = {each.identifier: each for each in await reads.list_all(work) if each.id != before.id}
    extras.check_references(draft, others, before)
    await programs.check(draft, before)


def taken(identifier: str) -> IdentifierTaken:
    """Return the refusal of an identifier that is in use."""
    return IdentifierTaken(
        f'Blueprint identifier "{identifier}" is taken; choose another or change that blueprint',
        details={"resource": "blueprint", "with": "identifier", "withValue": identifier},
    )


async def settled(
    work: Work, before: Blueprint, draft: BlueprintDraft, others: Mapping[str, Blueprint]
) -> BlueprintDraft:
    """Return the draft that may take the place of a blueprint, after every check."""
    if draft.identifier != before.identifier:
        draft = renames.retargeted(draft, before.identifier, draft.identifier)
    draft = checked(draft if draft.yaml is not None else altered(draft, yaml=before.yaml))
    if before.system:
        system.check_kept(draft, before.identifier)
    elif draft.identifier != before.identifier:
        system.check_free(draft.identifier)
        if draft.identifier in others:
            raise taken(draft.identifier)
    _check_formats(before, draft)
    extras.check_references(draft, {name: other for name, other in others.items() if other.id != before.id}, before)
    await programs.check(draft, before)
    await _check_relations(work, before, draft)
    return draft


def _check_formats(before: Blueprint, draft: BlueprintDraft) -> None:
    for name, given in draft.properties.items():
        if name not in before.properties:
            continue
        old, new = form_of(before.properties[name]), form_of(given)
        if (old.type, old.format) != (new.type, new.format):
            raise ForbiddenFormatChange(
                f'Property "{name}" is stored as {_named(old)} and cannot become {_named(new)}; '
                "remove it and add it again in a second request, which drops its values",
                details={"property": name},
            )


def _named(form: tuple[str, str | None, str | None]) -> str:
    return f"{form[0]} ({form[1]})" if form[1] else form[0]


async def _check_relations(work: Work, before: Blueprint, draft: BlueprintDraft) -> None:
    """Refuse what the stored targets of a relation would contradict."""
    moved, narrowed = [], []
    for name, given in draft.relations.items():
        old = before.relations.get(name)
        if old is None:
            continue
        same = {old.target, draft.identifier} if old.target_id == before.id else {old.target}
        if given.target not in same:
            moved.append(old)
        elif old.many and not given.many:
            narrowed.append(old)
    if not (moved or narrowed):
        return
    links = await census().links(work, before, [*moved, *narrowed])
    for key, relations, fix in (("target", moved, "point elsewhere"), ("many", narrowed, "hold only one")):
        for relation in relations:
            if count := links[relation.name]:
                raise InvalidDefinition(
                    f"relations.{relation.name}.{key}",
                    f"{count} stored targets bar the relation to {fix}; remove the relation, then add it again",
                    relation=relation.name,
                )


async def add(
    work: Work,
    drafts: list[BlueprintDraft],
    others: Mapping[str, Blueprint],
    *,
    create_page: bool = False,
    system: bool = False,
) -> list[Blueprint]:
    """Write checked drafts, which may point at each other, as new blueprints."""
    ids = {name: other.id for name, other in others.items()}
    for draft in drafts:
        ids[draft.identifier] = await store.insert(work, draft, system=system)
    for draft in drafts:
        await store.put_relations(work, ids[draft.identifier], draft.relations, ids)
    added = await reads.by_ids(work, [ids[draft.identifier] for draft in drafts])
    created = [added[ids[draft.identifier]] for draft in drafts]
    for blueprint in created:
        await changes.record(work, KIND, [Change(blueprint.id, "C")], blueprint=blueprint.id)
        await events.announce(work, BlueprintCreated(blueprint, create_page))
    return created


async def save(
    work: Work,
    before: Blueprint,
    draft: BlueprintDraft,
    others: Mapping[str, Blueprint],
    *,
    moved: Mapping[str, str] | None = None,
) -> Blueprint:
    """Write a settled draft over a locked blueprint, with what follows from it; nothing when nothing differs.

    `moved` are properties that go under another name, old to new: their values are kept.
    """
    old = draft_of(before)
    if _same(old, draft):
        return before
    await store.update(work, before, draft)
    ids = {name: other.id for name, other in others.items()} | {draft.identifier: before.id}
    await store.put_relations(work, before.id, draft.relations, ids)
    after = (await reads.by_ids(work, [before.id]))[before.id]
    await _announce_consequences(work, before, after, moved or {})
    await changes.record(work, KIND, [Change(before.id, "U", undo(old, draft))], blueprint=before.id)
    await events.announce(work, BlueprintChanged(before, after))
    if after.identifier != before.identifier:
        names = (before.identifier, after.identifier)
        await follow(work, others, after, lambda draft: renames.retargeted(draft, *names))
    return after


def _same(old: BlueprintDraft, new: BlueprintDraft) -> bool:
    """Compare as bytes, so that the order of properties counts: tables and forms show it."""
    return orjson.dumps(old) == orjson.dumps(new)


async def _announce_consequences(work: Work, before: Blueprint, after: Blueprint, moved: Mapping[str, str]) -> None:
    for old, new in moved.items():
        await events.announce(work, PropertyRenamed(after, old, new))
    if gone := tuple(name for name in before.properties if name not in after.properties and name not in moved):
        await events.announce(work, PropertiesRemoved(after, gone))
    kept = {relation.id for relation in after.relations.values()}
    if dropped := tuple(relation for relation in before.relations.values() if relation.id not in kept):
        await events.announce(work, RelationsRemoved(after, dropped))
    for name, relation in after.relations.items():
        if relation.many and name in before.relations and not before.relations[name].many:
            await events.announce(work, RelationWidened(after, relation))


async def follow(work: Work, others: Mapping[str, Blueprint], renamed: Blueprint, rewrite: renames.Rewrite) -> None:
    """Let every other definition follow a rename. A relation's target follows by id, under a new version."""
    rest = {name: other for name, other in others.items() if other.id != renamed.id} | {renamed.identifier: renamed}
    for name in sorted(rest):
        draft = draft_of(rest[name])
        if rest[name].id != renamed.id and not _same(draft, rewrite(draft)):
            await save(work, await reads.lock(work, name), rewrite(draft), rest)
