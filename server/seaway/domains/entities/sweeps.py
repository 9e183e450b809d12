"""Changing or deleting every entity that a query matches: planned first, then done part by part in the background.

The plan rehearses the first five hundred with the very code that will do it, and its digest covers them and the numbers
of all others. What is confirmed are those entities and no others: they are written down, so that a crash or a change
that makes them match no more leaves none out.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import Conflict, Invalid, NotFound, SeawayError
from seaway.core.plan import Plan, PlanOutdated
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import deletion, find, people, planning, service
from seaway.domains.entities import sweep_store as store
from seaway.domains.entities.deletion import Order
from seaway.domains.entities.sweep_store import NewSweep, Progress, Sweep
from seaway.domains.entities.types import BulkOutcome, EntityDraft, WriteMode
from seaway.kit import ids

KIND = "sweep"
REHEARSED = 500
PART = 200
MAX_TARGETS = 1_000_000
KEPT_FAILURES = 20
_PATCH = WriteMode(update_only=True, merge=True)


class NothingToUndo(Conflict):
    """Only a change that has ended, and was not taken back before, can be taken back; deletions are in the bin."""

    error = "nothing_to_undo"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entities, and what becomes of them: `change` is what is set, None deletes them."""

    blueprint: str
    query: Any
    change: Mapping[str, Any] | None
    dependents: bool = False


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """What would happen to the first five hundred of `count`; `failures` are those that would be refused."""

    plan: Plan
    digest: str
    count: int
    rehearsed: int
    failures: list[dict[str, Any]]


async def plan(work: Work, asked: Asked) -> SweepPlan:
    """Rehearse a sweep.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint. Invalid: the query or the change cannot be used.
        HasDependents: others require what would be deleted.
    """
    await _permitted(work, asked)
    _, targets = await _targets(work, asked)
    return await _planned(work, asked, targets)


async def begin(work: Work, asked: Asked, digest: str) -> Sweep:
    """Start what a plan said.

    Raises:
        PlanOutdated: it would be another plan now. Others as `plan`.
    """
    await _permitted(work, asked)
    blueprint, targets = await _targets(work, asked)
    planned = await _planned(work, asked, targets)
    if planned.digest != digest:
        raise PlanOutdated(planned.digest)
    new = NewSweep(
        ids.public_id("swp"), (blueprint.id, blueprint.identifier), "delete" if asked.change is None else "change",
        len(targets), asked.change, asked.dependents,
    )  # fmt: skip
    number = await store.add(work, new)
    await store.aim(work, number, [target for target, _ in targets])
    return await _announced(work, number)


async def undo(work: Work, public_id: str) -> Sweep:
    """Start taking a change back, where its values were not changed again since.

    Raises:
        PermissionMissing, NotFound: as they say. NothingToUndo: it cannot be taken back.
    """
    await access.require(work, "update", "entities")
    sweep = await get(work, public_id)
    await store.hold(work, sweep.id)
    sweep = await get(work, public_id)
    if not sweep.undoable:
        raise NothingToUndo(f'"{public_id}" cannot be taken back: {_why(sweep)}')
    back = NewSweep(
        ids.public_id("swp"), (sweep.blueprint_id, sweep.blueprint), "undo", sweep.total, sweep.change, undoes=sweep.id
    )
    number = await store.add(work, back)
    await store.aim_alike(work, number, sweep.id)
    return await _announced(work, number)


async def get(work: Work, public_id: str) -> Sweep:
    """Return a sweep.

    Raises:
        NotFound: there is none of this id.
    """
    await access.require(work, "read", "entities")
    found = await store.find(work, public_id)
    if found is None:
        raise NotFound.of("bulk operation", public_id)
    return found


async def part(work: Work, number: int) -> bool:
    """Do the next part; return whether any may be left."""
    await store.hold(work, number)
    sweep = await store.by_number(work, number)
    if sweep is None or not sweep.active:
        return False
    targets = await store.next_targets(work, number, PART)
    if not targets:
        await _end(work, sweep, Progress("COMPLETED"))
        return False
    named = {target: name for target, name in targets.items() if name is not None}
    outcomes = await _do(work, sweep, named)
    await store.take(work, number, list(targets))
    counted = Progress(
        "RUNNING",
        done=sum(outcome.result == "updated" for outcome in outcomes),
        unchanged=len(targets) - len(named) + sum(outcome.result == "unchanged" for outcome in outcomes),
        failed=sum(outcome.result == "failed" for outcome in outcomes),
    )
    await store.advance(work, number, counted, [*sweep.failures, *_failures(outcomes)][:KEPT_FAILURES])
    return True


async def fail(work: Work, number: int, error: SeawayError) -> None:
    """Write down that it cannot go on, and why; what is done stays done."""
    sweep = await store.by_number(work, number)
    if sweep is not None and sweep.active:
        await _end(work, sweep, Progress("FAILURE", reason=error.message))


def cause_of(sweep: Sweep) -> str:
    """Return the cause that the change records of a sweep name."""
    return f"{KIND}:{sweep.public_id}"


async def _permitted(work: Work, asked: Asked) -> None:
    await access.require(work, "delete" if asked.change is None else "update", "entities")


async def _targets(work: Work, asked: Asked) -> tuple[Blueprint, list[tuple[int, str]]]:
    blueprint = await blueprints.get(work, asked.blueprint)
    if blueprint.identifier == people.BLUEPRINT:
        raise Invalid("Users are changed one by one, in the settings or by their entity", details={"path": "blueprint"})
    where = await find.condition(work, blueprint, asked.query)
    targets = await store.matching(work, where, MAX_TARGETS + 1)
    if len(targets) > MAX_TARGETS:
        raise find.over(MAX_TARGETS)
    return blueprint, targets


async def _planned(work: Work, asked: Asked, targets: Sequence[tuple[int, str]]) -> SweepPlan:
    first = [name for _, name in targets[:REHEARSED]]
    failures: list[dict[str, Any]] = []
    async with work.db.rehearsing():
        if asked.change is None:
            blueprint = await blueprints.get(work, asked.blueprint)
            await deletion.run(work, Order(blueprint, first, dependents=asked.dependents))
        else:
            failures = _failures(await _change(work, asked.blueprint, first, asked.change))
        rehearsed = await planning.plan(work)
    seen = hashlib.sha256(rehearsed.digest.encode())
    seen.update(repr([number for number, _ in targets]).encode())
    return SweepPlan(rehearsed, seen.hexdigest()[:32], len(targets), len(first), failures)


async def _change(work: Work, blueprint: str, names: Sequence[str], change: Mapping[str, Any]) -> list[BulkOutcome]:
    drafts = [EntityDraft(name, **change, present=frozenset({"identifier", *change})) for name in names]
    return await service.write_many(work, blueprint, drafts, _PATCH)


async def _do(work: Work, sweep: Sweep, named: Mapping[int, str]) -> list[BulkOutcome]:
    names = list(named.values())
    if not names:
        return []
    if sweep.op == "change":
        return await _change(work, sweep.blueprint, names, sweep.change or {})
    if sweep.op == "undo":
        return await _back(work, sweep, named)
    blueprint = await blueprints.get(work, sweep.blueprint)
    gone = await deletion.run(work, Order(blueprint, names, dependents=sweep.dependents))
    return [BulkOutcome(place, name, "updated") for place, name in enumerate(gone)]


async def _back(work: Work, sweep: Sweep, named: Mapping[int, str]) -> list[BulkOutcome]:
    """Put back what each entity had before, unless it was changed again since."""
    undone = await store.by_number(work, sweep.undoes or 0)
    if undone is None:
        return []
    undos = await store.recorded(work, cause_of(undone), list(named))
    drafts = []
    for number, name in named.items():
        entity = await service.get(work, sweep.blueprint, name)
        given = before(undos.get(number, {}), sweep.change or {}, entity)
        if given:
            drafts.append(EntityDraft(name, **given, present=frozenset({"identifier", *given})))
    return await service.write_many(work, sweep.blueprint, drafts, _PATCH)


def before(undo: Mapping[str, Any], change: Mapping[str, Any], entity: Any) -> dict[str, Any]:
    """Return what to set so that an entity has again what a change replaced; values changed since stay."""
    given: dict[str, Any] = {}
    for name in ("title", "icon", "team"):
        now = list(entity.team) if name == "team" else getattr(entity, name)
        if name in undo and now == _set(change.get(name), listed=name == "team"):
            given[name] = undo[name]
    for section in ("properties", "relations"):
        old, said, held = undo.get(section, {}), change.get(section, {}), getattr(entity, section)
        back = {name: value for name, value in old.items() if name in said and held.get(name) == said[name]}
        if back:
            given[section] = back
    return given


def _set(value: Any, *, listed: bool) -> Any:
    if not listed or isinstance(value, list):
        return value
    return [] if value is None else [value]


def _failures(outcomes: Sequence[BulkOutcome]) -> list[dict[str, Any]]:
    return [
        {"identifier": outcome.identifier, "error": outcome.error.error, "message": outcome.error.message}
        for outcome in outcomes
        if outcome.error is not None
    ]


def _why(sweep: Sweep) -> str:
    if sweep.undone:
        return "that was done before"
    if sweep.active:
        return "it is still at work"
    if sweep.op != "change":
        return "only changes can; what was deleted is in the bin"
    return "it changed nothing" if sweep.done == 0 else "that is possible for a day only"


async def _announced(work: Work, number: int) -> Sweep:
    sweep = await store.by_number(work, number)
    assert sweep is not None  # noqa: S101  # it was added a moment ago
    await changes.record(work, KIND, [Change(number, "C")], blueprint=sweep.blueprint_id)
    return sweep


async def _end(work: Work, sweep: Sweep, progress: Progress) -> None:
    await store.advance(work, sweep.id, progress, sweep.failures)
    await store.forget_targets(work)
    await changes.record(work, KIND, [Change(sweep.id, "U", {"status": sweep.status})], blueprint=sweep.blueprint_id)
