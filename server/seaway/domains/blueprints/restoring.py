"""Deleted blueprints come back as they were, under their old numbers, so that history goes on: theirs and entities'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seaway.core import changes, events
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import extras, reads, store, system, writes
from seaway.domains.blueprints.events import BlueprintCreated
from seaway.domains.blueprints.sections import drafted, rewound
from seaway.domains.blueprints.types import Blueprint, BlueprintDraft


@dataclass(frozen=True, slots=True)
class Deleted:
    """A deleted blueprint: its number, and its last sections as the record of its deletion keeps them."""

    ref: int
    last: Mapping[str, Any]


async def restore(work: Work, deleted: Sequence[Deleted]) -> list[Blueprint]:
    """Bring deleted blueprints back, which may point at each other; all or none. Their pages come back by themselves.

    Raises:
        PermissionMissing, InvalidDefinition, ProtectedResource, TargetMissing: as they say.
        IdentifierTaken: another blueprint has an identifier of theirs by now.
    """
    await access.require(work, "create", "blueprints")
    others = await writes.everything(work)
    drafts = {each.ref: writes.checked(drafted(rewound({}, each.last))) for each in deleted}
    for draft in drafts.values():
        system.check_free(draft.identifier)
        if draft.identifier in others:
            raise writes.taken(draft.identifier)
    known: dict[str, Blueprint | BlueprintDraft] = {**others, **{draft.identifier: draft for draft in drafts.values()}}
    for draft in drafts.values():
        rest = {name: other for name, other in known.items() if name != draft.identifier}
        extras.check_references(draft, rest, None)
    ids = {name: other.id for name, other in others.items()} | {draft.identifier: ref for ref, draft in drafts.items()}
    for ref, draft in drafts.items():
        await store.insert_again(work, ref, draft)
    for ref, draft in drafts.items():
        await store.put_relations(work, ref, draft.relations, ids)
    back = await reads.by_ids(work, list(drafts))
    for ref in drafts:
        await changes.record(work, writes.KIND, [Change(ref, "C", {"restored": True})], blueprint=ref)
        await events.announce(work, BlueprintCreated(back[ref], create_page=False))
    return [back[ref] for ref in drafts]
