"""Writing what the mappings made, through the door of entities; each item's end is told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seaway.core.errors import SeawayError, Unavailable
from seaway.core.work import Work
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft, WriteMode
from seaway.domains.webhooks.shaping import Batch, Item, Problem

MODE = WriteMode(upsert=True, merge=True, create_missing_related=True)
KEPT = 200
"""Outcomes that are kept of a delivery; all are counted."""
_CUT = 500


@dataclass(slots=True)
class Told:
    """What became of the items of a mapping."""

    counts: Counter[str] = field(default_factory=Counter)
    outcomes: list[dict[str, Any]] = field(default_factory=list)


async def apply(work: Work, batch: Batch) -> Told:
    """Write or delete the entities of one mapping; an item that fails holds up no other.

    Raises:
        Unavailable: as it says; nothing of the batch is to be kept then.
    """
    ready = [item for item in batch.items if item.draft is not None]
    try:
        async with work.db.part():
            ends = await (_delete(work, batch, ready) if batch.shape.delete else _write(work, batch, ready))
    except Unavailable:
        raise
    except SeawayError as error:
        ends = [_failure(error)] * len(ready)
    return _told(batch, dict(zip((item.number for item in ready), ends, strict=True)))


async def _write(work: Work, batch: Batch, items: Sequence[Item]) -> list[dict[str, Any]]:
    drafts = [item.draft for item in items if item.draft is not None]
    if not drafts:
        return []
    outcomes = await entities.write_many(work, batch.shape.blueprint, drafts, MODE)
    return [
        _failure(each.error) if each.error else {"identifier": each.identifier, "result": each.result}
        for each in sorted(outcomes, key=lambda each: each.index)
    ]


async def _delete(work: Work, batch: Batch, items: Sequence[Item]) -> list[dict[str, Any]]:
    names = [_name(item.draft) for item in items]
    texts = list(dict.fromkeys(name for name in names if name is not None))
    if not texts:
        return [_NO_NAME] * len(items)
    if batch.shape.dependents:
        gone = set(await entities.delete_many(work, batch.shape.blueprint, texts, delete_dependents=True))
        ends = {name: {"identifier": name[:_CUT], "result": "deleted" if name in gone else "absent"} for name in texts}
    else:
        ends = {name: await _delete_one(work, batch.shape.blueprint, name) for name in texts}
    return [_NO_NAME if name is None else ends[name] for name in names]


async def _delete_one(work: Work, blueprint: str, name: str) -> dict[str, Any]:
    try:
        async with work.db.part():
            gone = await entities.delete_many(work, blueprint, [name])
    except Unavailable:
        raise
    except SeawayError as error:
        return _failure(error)
    return {"identifier": name[:_CUT], "result": "deleted" if gone else "absent"}


_NO_NAME = {"result": "failed", "error": {"code": "invalid_request", "message": "identifier: must be a text"}}


def _name(draft: EntityDraft | None) -> str | None:
    return draft.identifier if draft is not None and isinstance(draft.identifier, str) else None


def _failure(error: SeawayError) -> dict[str, Any]:
    return {"result": "failed", "error": {"code": error.error, "message": error.message[:_CUT]}}


def _told(batch: Batch, ends: Mapping[int, Mapping[str, Any]]) -> Told:
    told = Told()
    place = {"mapping": batch.shape.number, "blueprint": batch.shape.blueprint}
    if batch.problems:
        told.outcomes.append({**place, "item": None, "result": "noted", "problems": _problems(batch.problems)})
    for item in batch.items:
        end = ends.get(item.number, {"result": "skipped"})
        named = {} if item.draft is None else {"identifier": _shown(item.draft.identifier)}
        told.counts[str(end["result"])] += 1
        told.outcomes.append({**place, "item": item.number, **named, **end, "problems": _problems(item.problems)})
    if batch.filtered:
        told.counts["filtered"] += batch.filtered
    return told


def _shown(identifier: Any) -> str:
    """Return what an outcome calls an entity: bounded, whatever the payload held."""
    return identifier[:_CUT] if isinstance(identifier, str) else "found by a query"


def _problems(problems: Sequence[Problem]) -> list[dict[str, str]]:
    return [{"path": each.path, "message": each.message[:_CUT]} for each in problems[:20]]
