"""One step of a plan for some entities: what each mirror, calculation and aggregation comes to (semantics 4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seaway.core.errors import Invalid
from seaway.core.work import Work
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import aggregate, compute_store, describe, find
from seaway.domains.entities.aggregate import CREATED, Figure
from seaway.domains.entities.aggregate_store import Rows
from seaway.domains.entities.compute_plan import Step
from seaway.engines import jq
from seaway.engines.query import grouping, tables
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.sql import Sql

CALCULATIONS = "calculationProperties"
MIRRORS = "mirrorProperties"
OWNERSHIP = "ownership"
MAX_ERROR = 500


@dataclass(frozen=True, slots=True)
class Value:
    """What a computed property comes to; `error` says why there is nothing where an expression failed."""

    value: Any = None
    error: str | None = None


Values = dict[int, Value]


async def values(work: Work, steps: Sequence[Step], ids: Collection[int]) -> dict[str, Values]:
    """Return what steps of one blueprint and one generation come to, by property and entity."""
    found: dict[str, Values] = {}
    programs = [step for step in steps if step.node.section == CALCULATIONS]
    for step in steps:
        if step.broken is not None:
            found[step.name] = dict.fromkeys(ids, Value(error=step.broken))
        elif step.node.section in (MIRRORS, OWNERSHIP):
            found[step.name] = await _mirrored(work, step, ids)
        elif step.node.section != CALCULATIONS:
            found[step.name] = await _aggregated(work, step, ids)
    if programs:
        found.update(await _calculated(work, programs, ids))
    return found


async def _mirrored(work: Work, step: Step, ids: Collection[int]) -> Values:
    end = step.end
    assert end is not None  # noqa: S101  # a mirror that leads somewhere has an end
    shape = await describe.shape(work, end)
    value: Sql
    if step.part.startswith("$"):
        value = compute_store.meta(step.part)
        flatten = step.part == "$team"
    elif (prop := shape.properties.get(step.part)) is not None:
        value, flatten = tables.stored_json(prop), prop.type == "array"
    elif (relation := shape.relations.get(step.part)) is not None:
        value, flatten = tables.related_json(relation).value, relation.many
    else:
        return dict.fromkeys(ids, Value(error=f'"{step.part}" of blueprint "{end.identifier}" has no value to mirror'))
    found = await compute_store.mirrored(work, step, value, ids, flatten=flatten)
    return {number: Value(found.get(number)) for number in ids}


async def _aggregated(work: Work, step: Step, ids: Collection[int]) -> Values:
    assert step.end is not None  # noqa: S101  # an aggregation that is not broken has a target
    asked = _figure(step)
    try:
        rows = await _rows(work, step.end, step, asked)
    except (Invalid, BadQueryError) as error:
        return dict.fromkeys(ids, Value(error=str(error)[:MAX_ERROR]))
    func = asked.func if asked.property else "count"
    totals = await compute_store.aggregated(work, step, rows, func, ids)
    nothing = 0 if asked.func in ("count", "sum") else None
    return {number: Value(aggregate.shown(totals[number], asked) if number in totals else nothing) for number in ids}


def _figure(step: Step) -> Figure:
    spec = step.given["calculationSpec"]
    return Figure(
        spec["func"], spec.get("property"), spec.get("averageOf") or "total", spec.get("measureTimeBy") or CREATED
    )


async def _rows(work: Work, target: Blueprint, step: Step, asked: Figure) -> Rows:
    shape = await describe.shape(work, target)
    where = await find.condition(work, target, step.given.get("query"))
    timed = asked.func == "average" and asked.per != "total"
    return Rows(
        where,
        grouping.number(shape, asked.property, "property") if asked.property else None,
        grouping.moment(shape, asked.by, "measureTimeBy") if timed else None,
    )


async def _calculated(work: Work, steps: Sequence[Step], ids: Collection[int]) -> dict[str, Values]:
    documents = await compute_store.documents(work, ids, _hidden(steps))
    results = await jq.current().run([step.given["calculation"] for step in steps], list(documents.values()))
    found: dict[str, Values] = {step.name: {} for step in steps}
    for number, row in zip(documents, results, strict=True):
        for step, result in zip(steps, row, strict=True):
            found[step.name][number] = _typed(result, step.given)
    return found


def _hidden(steps: Sequence[Step]) -> list[str]:
    """Return the calculations that these do not build on: what comes at the same time or later must not be seen."""
    blueprint = steps[0].blueprint
    needed = {name for step in steps for _, name in step.node.needs}
    return [name for name in blueprint.extra.get(CALCULATIONS, {}) if name not in needed]


_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
}


def _typed(result: jq.Result, given: Mapping[str, Any]) -> Value:
    """Return a program's result when it is of the type that its property declares."""
    if result.error is not None:
        return Value(error=result.error[:MAX_ERROR])
    wanted = _TYPES[given["type"]]
    if result.value is None:
        return Value()
    if isinstance(result.value, wanted) and (bool in wanted or not isinstance(result.value, bool)):
        return Value(result.value)
    return Value(error=f"the result is no {given['type']}")
