"""Copying entities by a mapping: what is asked first, a preview of it, and its parts.

A part reads entities in one transaction, has programs run over them in none, and writes in another, which looks whether
it is still at the place where the first one stood. So no transaction waits for a stranger's program.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seaway.core.errors import Invalid
from seaway.core.plan import Plan
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import BulkOutcome, EntityDraft, WriteMode
from seaway.domains.migrations import mapping as mappings
from seaway.domains.migrations import store
from seaway.domains.migrations.mapping import Made
from seaway.domains.migrations.store import Progress
from seaway.domains.migrations.types import Migration, Portion

PART = 100
MAX_DRAFTS = 1_000
PREVIEWED = 100
PATIENCE = 20.0
MODE = WriteMode(upsert=True, merge=True)
Failure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a copy would write: a plan of the first `rehearsed` of `count` entities, and those that would be refused."""

    plan: Plan
    count: int
    rehearsed: int
    failures: list[Failure]


async def ends(work: Work, source: str, mapping: Mapping[str, Any]) -> tuple[Blueprint, Blueprint]:
    """Return the blueprints that a copy reads and writes, where it can be made.

    Raises:
        PermissionMissing, NotFound: as they say. BadMapping: it cannot be used. Invalid: users are not written so.
        Unavailable: jq is away.
    """
    await access.require(work, "create", "entities")
    await access.require(work, "update", "entities")
    found = await blueprints.get(work, source)
    target = await blueprints.get(work, mappings.target_of(mapping, source))
    if target.identifier == entities.USERS:
        raise Invalid(
            "mapping.blueprint: users are written one by one, in the settings or by their entity",
            details={"path": "mapping.blueprint"},
        )
    await mappings.check(mapping)
    return found, target


async def preview(work: Work, source: str, mapping: Mapping[str, Any]) -> Preview:
    """Say what a copy would write; nothing is kept. Raises as `ends`."""
    origin, target = await ends(work, source, mapping)
    count, last = await entities.extent(work, origin.id)
    read = await entities.documents(work, origin.id, "", last, PREVIEWED)
    made = await mappings.in_time(mapping, [document for _, document in read], PATIENCE)
    taken = _taken(made)
    async with work.db.rehearsing():
        _, failures = await _write(work, target.identifier, made[:taken])
        plan = await entities.plan(work)
    return Preview(plan, count, taken, failures)


async def next_portion(work: Work, migration: Migration) -> Portion | None:
    """Return what is to be mapped next; None when all is done."""
    read = await entities.documents(work, migration.blueprint_id, migration.after, migration.last, PART)
    if not read:
        return None
    names, documents = zip(*read, strict=True)
    return Portion(migration.id, migration.after, migration.mapping or {}, names, documents)


async def keep(work: Work, portion: Portion, made: Sequence[Sequence[Made]]) -> None:
    """Write what a portion became, unless it was written or called off meanwhile."""
    migration = await store.hold(work, portion.number)
    if migration is None or migration.status != "RUNNING" or migration.after != portion.after:
        return
    taken = _taken(made)
    done, failures = await _write(work, migration.target or migration.blueprint, made[:taken])
    progress = Progress(
        "RUNNING",
        done=done,
        failed=len(failures),
        after=portion.names[taken - 1],
        failures=[*migration.failures, *failures],
    )
    await store.advance(work, migration.id, progress)


def _taken(made: Sequence[Sequence[Made]]) -> int:
    """Return of how many entities the drafts are written at once: one entity may make many."""
    drafts = 0
    for place, each in enumerate(made):
        drafts += len(each)
        if drafts > MAX_DRAFTS and place:
            return place
    return len(made)


async def _write(work: Work, target: str, made: Sequence[Sequence[Made]]) -> tuple[int, list[Failure]]:
    """Write drafts; return how many were written (or were so already), and what was refused."""
    drafts = [each for group in made for each in group if isinstance(each, EntityDraft)]
    failures = [
        {"identifier": str((each.details or {}).get("entity")), "error": each.error, "message": each.message}
        for group in made
        for each in group
        if not isinstance(each, EntityDraft)
    ]
    outcomes = await entities.write_many(work, target, drafts, MODE) if drafts else []
    failures += failed(outcomes)
    return sum(outcome.error is None for outcome in outcomes), failures


def failed(outcomes: Sequence[BulkOutcome]) -> list[Failure]:
    """Return what was refused, as it is told."""
    return [
        {"identifier": outcome.identifier, "error": outcome.error.error, "message": outcome.error.message}
        for outcome in outcomes
        if outcome.error is not None
    ]
