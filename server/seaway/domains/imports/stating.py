"""Makes the catalog say what a source says: blueprints first, then entities in batches, then what vanished.

A write merges. It sets what the document says, and takes back only what the same source said before and no longer
says; values that people or other sources wrote stay. Everything here may be repeated: what is so already costs a read.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from seaway.core.errors import Unavailable
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import BulkOutcome, EntityDraft, WriteMode
from seaway.domains.imports import item_store, model
from seaway.domains.imports.item_store import Row, Stated
from seaway.domains.imports.types import Bundle, Item, Record, Source, Told

BATCH = 1000
MODE = WriteMode(upsert=True, merge=True, pending_targets=True)
HELD_ABOVE, HELD_SHARE = 10, 0.1
_FIRST = {model.TEAM: 0, model.USER: 1}


@dataclass(frozen=True, slots=True)
class Removal:
    """What a source no longer states, and how much it stated before. What a `partial` bundle leaves out stays."""

    items: tuple[Item, ...]
    total: int
    partial: bool = False

    @property
    def held(self) -> bool:
        """Whether it is so much that a person must agree: over 10 documents and over a tenth of the source."""
        much = len(self.items) > HELD_ABOVE and len(self.items) > HELD_SHARE * self.total
        return much and not self.partial

    @property
    def due(self) -> tuple[Item, ...]:
        """What is to be removed."""
        return () if self.partial else self.items


def batches(records: Sequence[Record]) -> Iterator[tuple[Record, ...]]:
    """Yield the records in batches of one blueprint: teams and users first, since others name them."""
    by_blueprint: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_blueprint[record.blueprint].append(record)
    for name in sorted(by_blueprint, key=lambda name: (_FIRST.get(name, 2), name)):
        listed = by_blueprint[name]
        for start in range(0, len(listed), BATCH):
            yield tuple(listed[start : start + BATCH])


async def prepare(work: Work, source: Source, bundle: Bundle) -> None:
    """Make the blueprints that the bundle needs.

    Raises:
        Incompatible: one is there and says something else; nothing was written.
    """
    there = {known.identifier for known in await blueprints.list_all(work)}
    await blueprints.ensure(work, bundle.blueprints)
    missing = [draft.identifier for draft in bundle.blueprints if draft.identifier not in there]
    await item_store.brought(work, source.id, missing)


async def write(work: Work, source: Source, records: Sequence[Record]) -> list[Told]:
    """Write a batch of records of one blueprint, and remember what was stated; one that fails holds up no other."""
    blueprint = records[0].blueprint
    before = await item_store.stated(work, source.id, [record.ref for record in records])
    teams = await entities.numbers(work, model.TEAM, [name for record in records for name in record.team])
    ready = []
    for record in records:
        owned = [name for name in record.team if name in teams]
        was = before[record.ref][1] if record.ref in before else Stated()
        ready.append((record, *_drafted(record, owned, was)))
    outcomes = await entities.write_many(work, blueprint, [draft for _, draft, _ in ready], MODE)
    for outcome in outcomes:
        if isinstance(outcome.error, Unavailable):
            raise outcome.error
    numbers = await entities.numbers(work, blueprint, [outcome.identifier for outcome in outcomes])
    written = [
        Row(record.ref, numbers[outcome.identifier], (record.file, record.index), record.original, stated)
        for outcome, (record, _, stated) in zip(outcomes, ready, strict=True)
        if outcome.error is None
    ]
    await item_store.put(work, source.id, written)
    moved = [before[row.ref][0] for row in written if row.ref in before and before[row.ref][0].entity != row.entity]
    await _let_go(work, moved)
    return [_told(record, outcome) for outcome, (record, _, _) in zip(outcomes, ready, strict=True)]


def _drafted(record: Record, owned: list[str], was: Stated) -> tuple[EntityDraft, Stated]:
    """Return a record's draft, with what its source takes back as null, and what it states now."""
    draft = record.draft
    stated = Stated(tuple(sorted(draft.properties)), tuple(sorted(draft.relations)), bool(owned))
    gone: dict[str, Any] = {name: None for name in was.properties if name not in draft.properties}
    released: dict[str, Any] = {name: None for name in was.relations if name not in draft.relations}
    ready = replace(draft, properties={**draft.properties, **gone}, relations={**draft.relations, **released})
    if owned or was.team:
        ready = replace(ready, team=owned, present=ready.present | {"team"})
    return ready, stated


def _told(record: Record, outcome: BulkOutcome) -> Told:
    if outcome.error is None:
        return Told(record.number, outcome.result)
    message, place = outcome.error.message, _place(outcome.error.details or {})
    return Told(record.number, "failed", f"write: {message}", place, record.original)


def _place(details: Mapping[str, Any]) -> str | None:
    """Return the place of an entity that a refusal is about: `properties.cpu`, `relations.system`, `$title`."""
    for name, prefix in (("property", "properties."), ("relation", "relations."), ("path", "$")):
        if name in details:
            return f"{prefix}{details[name]}"
    return None


async def vanished(work: Work, source: Source, bundle: Bundle) -> Removal:
    """Return what the source stated and this bundle does not. A document that is only broken now has not vanished."""
    stated = {record.ref for record in bundle.records} | bundle.kept
    items = await item_store.items(work, source.id)
    gone = [item for item in items if item.ref not in stated and item.file not in bundle.broken]
    return Removal(tuple(gone), len(items), bundle.partial)


async def remove(work: Work, source: Source, items: Sequence[Item]) -> int:
    """Forget statements, and delete the entities that nobody states any more; return how many."""
    await item_store.drop(work, source.id, [item.ref for item in items])
    return await _let_go(work, items)


async def _let_go(work: Work, items: Sequence[Item]) -> int:
    """Delete the entities of statements that are gone, except those that are stated elsewhere."""
    there = {item.entity: item for item in items if item.entity is not None}
    still = await item_store.still_stated(work, list(there)) if there else frozenset()
    by_blueprint: defaultdict[str, list[str]] = defaultdict(list)
    for entity, item in there.items():
        if entity not in still and item.blueprint is not None and item.identifier is not None:
            if item.blueprint == model.USER and not await _only_staged(work, item.identifier):
                continue
            by_blueprint[item.blueprint].append(item.identifier)
    removed = 0
    for name, identifiers in sorted(by_blueprint.items(), reverse=True):
        removed += len(await entities.delete_many(work, name, identifiers, keep_references=True))
    return removed


async def whole(work: Work, source: Source, bundle: Bundle) -> tuple[list[Told], int]:
    """Do all of it in one transaction; return what became of the records, and how many entities were removed."""
    await prepare(work, source, bundle)
    told = [each for batch in batches(bundle.records) for each in await write(work, source, batch)]
    gone = await vanished(work, source, bundle)
    return told, await remove(work, source, gone.due)


async def _only_staged(work: Work, identifier: str) -> bool:
    """Tell whether a user was never more than named: no file takes away the account of someone who was invited."""
    return (await entities.get(work, model.USER, identifier)).properties.get("status") == "Staged"
