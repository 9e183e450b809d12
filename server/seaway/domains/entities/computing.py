"""Keeps computed properties up to date: after each change, for exactly those entities whose values it can touch.

An organisation's values are computed by one transaction at a time (`compute_store.lock`), so whoever reads later sees
what was written earlier, and nothing stale is written over it. Within a pass generation follows generation: what really
changed in one is what the next ones start from. Where more entities are touched than one transaction should hold, the
blueprint as a whole is left to a job, which goes through it part by part.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seaway.core import events
from seaway.core.feed import FeedChange
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import compute_plan, compute_store, store
from seaway.domains.entities.compute_plan import Plan, Step
from seaway.domains.entities.compute_store import Held
from seaway.domains.entities.compute_values import OWNERSHIP, Values, values
from seaway.domains.entities.events import EntitiesComputed
from seaway.domains.entities.undo import same

MOST = 5_000
"""How many entities of one blueprint are computed within the handling of a change; more are left to a job."""
PART = 500
TEAM = "$team"
Place = tuple[int, str]


@dataclass
class Touched:
    """What a pass starts from and adds to.

    `entities`: those whose stored parts changed, by blueprint. `values`: those of whom a computed property changed, by
    blueprint and name. `left`: blueprints that had too many entities to compute.
    """

    entities: dict[int, set[int]] = field(default_factory=dict)
    values: dict[Place, set[int]] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)


async def refresh(work: Work, changes: Sequence[FeedChange]) -> set[int]:
    """Compute what changes of entities and blueprints touch; return the blueprints that are left to a job."""
    plan = compute_plan.plan(await blueprints.list_all(work))
    redefined = {change.ref for change in changes if change.kind == "blueprint"}
    gone = [change.ref for change in changes if change.kind == "entity" and change.op == "D"]
    if not plan.generations and not redefined:
        return set()
    await compute_store.lock(work)
    await compute_store.drop(work, gone)
    entities = [change for change in changes if change.kind == "entity"]
    touched = Touched(await _touched(work, plan, entities) if plan.generations else {})
    for number in {reader for blueprint in redefined for reader in plan.readers(blueprint)} | redefined:
        await _whole(work, plan, number, touched)
    await _pass(work, plan, touched)
    return touched.left


async def _touched(work: Work, plan: Plan, changes: Sequence[FeedChange]) -> dict[int, set[int]]:
    """Return who changed, by blueprint, and with them who was or is at the other end of what they no longer say."""
    names = {target for change in changes for target in _former(plan, change)}
    ids = {change.ref for change in changes if change.op != "D"}
    ids |= await compute_store.waiting(work, [name for name in names if name[0] in plan.blueprints], MOST)
    ids |= set((await store.resolved(work, sorted(names))).values())
    return await compute_store.there(work, ids)


def _former(plan: Plan, change: FeedChange) -> Iterable[tuple[int, str]]:
    """Yield (blueprint, identifier) of what an entity named before, and its own one where it is gone or renamed."""
    undo = change.undo or {}
    blueprint = plan.blueprints.get(change.blueprint or 0)
    if blueprint is None:
        return
    if "identifier" in undo:
        yield blueprint.id, undo["identifier"]
    for name, value in (undo.get("relations") or {}).items():
        relation = blueprint.relations.get(name)
        for identifier in value if isinstance(value, list) else [value]:
            if relation is not None and isinstance(identifier, str):
                yield relation.target_id, identifier


async def _whole(work: Work, plan: Plan, blueprint: int, touched: Touched) -> None:
    """Have all entities of a blueprint computed, now where they are few."""
    if not plan.of(blueprint):
        if await compute_store.drop_of(work, blueprint, MOST) == MOST:
            touched.left.add(blueprint)
        return
    found = await compute_store.following(work, blueprint, 0, PART + 1)
    if len(found) > PART:
        touched.left.add(blueprint)
    else:
        touched.entities.setdefault(blueprint, set()).update(found)


async def part(work: Work, blueprint: int, after: int) -> tuple[int | None, set[int]]:
    """Compute the next entities of a blueprint after a number.

    Return the number to go on after, None at the end; and other blueprints that have too many entities to compute here.
    """
    await compute_store.lock(work)
    plan = compute_plan.plan(await blueprints.list_all(work))
    if not plan.of(blueprint):
        more = await compute_store.drop_of(work, blueprint, MOST) == MOST
        return after if more else None, set()
    found = await compute_store.following(work, blueprint, after, PART)
    touched = Touched({blueprint: set(found)})
    await _pass(work, plan, touched)
    return found[-1] if len(found) == PART else None, touched.left - {blueprint}


async def timed(work: Work) -> set[int]:
    """Return the blueprints whose values change as time passes."""
    return compute_plan.plan(await blueprints.list_all(work)).timed()


async def _pass(work: Work, plan: Plan, touched: Touched) -> None:
    for steps in plan.generations:
        for blueprint in dict.fromkeys(step.blueprint.id for step in steps):
            own = [step for step in steps if step.blueprint.id == blueprint]
            owning = [step for step in own if step.node.section == OWNERSHIP]
            for part_ in (owning, [step for step in own if step not in owning]):
                if part_:
                    await _generation(work, part_, touched)


async def _generation(work: Work, steps: Sequence[Step], touched: Touched) -> None:
    """Compute steps of one blueprint for whoever they are touched of."""
    blueprint = steps[0].blueprint
    due = [(step, ids) for step in steps if (ids := await _due(work, step, touched))]
    everyone = sorted(set().union(*(ids for _, ids in due)))
    if len(everyone) > MOST:
        touched.left.add(blueprint.id)
        return
    for start in range(0, len(everyone), PART):
        some = everyone[start : start + PART]
        asked = [step for step, ids in due if not ids.isdisjoint(some)]
        await _keep(work, asked, await values(work, asked, some), touched)


async def _due(work: Work, step: Step, touched: Touched) -> set[int]:
    """Return the entities for which a step may come to something else."""
    found = set(touched.entities.get(step.blueprint.id, ()))
    needed = {name: touched.values.get((_number(step, place), name), set()) for place, name in step.node.needs}
    if step.node.section == "calculationProperties":
        return found.union(*needed.values())
    if step.broken is not None:
        return found
    if step.chained:
        seeds = {number for place in step.places for number in touched.entities.get(place, ())}
        seeds.update(*needed.values())
        return found | await compute_store.chained(work, step, seeds, MOST + 1) if seeds else found
    for hop, place in enumerate(step.places):
        seeds = set(touched.entities.get(place, ()))
        if hop == len(step.hops):
            seeds.update(*needed.values())
        if seeds:
            found |= await compute_store.sources(work, step, hop, seeds, MOST + 1)
    return found


def _number(step: Step, place: str) -> int:
    """Return the blueprint of something that a step needs: its own one or the one it reads."""
    return step.end.id if step.end is not None and step.end.identifier == place else step.blueprint.id


async def _keep(work: Work, steps: Sequence[Step], found: Mapping[str, Values], touched: Touched) -> None:
    """Write what came to something else, and note of whom."""
    blueprint = steps[0].blueprint
    if steps[0].node.section == OWNERSHIP:
        await _own(work, blueprint.id, found[TEAM], touched)
        return
    ids = {number for values_ in found.values() for number in values_}
    before = await compute_store.held(work, ids)
    names = blueprint.computed().keys()
    changed: dict[int, Held] = {}
    for number in ids:
        old = before.get(number)
        new = _merged(old, found, number, names)
        if old is not None and same([old.values, old.errors], [new.values, new.errors]):
            continue
        changed[number] = new
        for name in found:
            if old is None or not same(old.values.get(name), new.values.get(name)):
                touched.values.setdefault((blueprint.id, name), set()).add(number)
    if changed:
        await compute_store.put(work, blueprint.id, changed)
        await events.announce(work, EntitiesComputed(blueprint.id, changed.keys()))


async def _own(work: Work, blueprint: int, found: Values, touched: Touched) -> None:
    """Write who inherits from whom. It is no change of the entity: nothing is recorded, and `updatedAt` stays."""
    teams = {number: [str(team) for team in value.value or ()] for number, value in found.items()}
    if changed := await compute_store.own(work, teams):
        touched.values.setdefault((blueprint, TEAM), set()).update(changed)
        await events.announce(work, EntitiesComputed(blueprint, changed))


def _merged(old: Held | None, found: Mapping[str, Values], number: int, names: Collection[str]) -> Held:
    """Return what is computed for an entity now; properties that are no longer declared go."""
    vals: dict[str, Any] = {name: value for name, value in (old.values if old else {}).items() if name in names}
    errors = {name: text for name, text in (old.errors if old else {}).items() if name in names and name not in found}
    for name, values_ in found.items():
        if number in values_:
            vals[name] = values_[number].value
            if (error := values_[number].error) is not None:
                errors[name] = error
    return Held(vals, errors)
