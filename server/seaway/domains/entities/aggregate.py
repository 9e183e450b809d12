"""One figure over what a query matches, or how many have each value (semantics 9.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import orjson

from seaway.core.errors import Invalid
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import aggregate_store, describe, marks
from seaway.domains.entities.aggregate_store import Grouped, Rows
from seaway.engines.query import grouping
from seaway.engines.query.compile import compile_each
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.shapes import Shape
from seaway.engines.query.sql import Sql

Func = Literal["count", "sum", "average", "min", "max", "median"]
Period = Literal["hour", "day", "week", "month", "total"]
SECONDS = {"hour": 3_600, "day": 86_400, "week": 604_800, "month": 2_592_000}
MAX_VALUES = 1_000
MAX_WHOLE = 1 << 53
CREATED = "$createdAt"


@dataclass(frozen=True, slots=True)
class Figure:
    """What to compute: over the entities themselves, or over a number property of theirs.

    An average counts per period from the earliest `by` among the matches until now, a started period as a whole one.
    """

    func: Func
    property: str | None = None
    per: Period = "total"
    by: str = CREATED


async def figure(work: Work, raw: Any, asked: Figure) -> int | float | None:
    """Return the figure; without a match, 0 for a count or sum and None for the others.

    Raises:
        Invalid: the query cannot be read, or no blueprint that it matches has the property.
    """
    await access.require(work, "read", "entities")
    found = [
        Rows(where, _value(shape, asked), _moment(shape, asked)) for shape, where in await _matched(work, raw, asked)
    ]
    return shown(await aggregate_store.figures(work, found, asked.func if asked.property else "count"), asked)


def shown(total: aggregate_store.Total, asked: Figure) -> int | float | None:
    """Return a figure from its total: an average per period, or 0 for a count or sum of nothing."""
    if asked.func == "average" and (asked.property is None or asked.per != "total"):
        return _per_period(total, asked)
    if total.value is None and asked.func in ("count", "sum"):
        return 0
    return plain(total.value)


def _per_period(total: aggregate_store.Total, asked: Figure) -> int | float | None:
    amount = total.sum if asked.property else total.value
    if not total.count or amount is None:
        return None
    if asked.per == "total":
        return plain(amount)
    periods = max(1, -(-int(total.age) // SECONDS[asked.per]))
    return plain(Decimal(amount) / periods)


async def _matched(work: Work, raw: Any, asked: Figure) -> list[tuple[Shape, Sql]]:
    found = await bound(work, raw)
    if asked.property is None or not found:
        return found
    having = [each for each in found if asked.property in each[0].properties]
    return having or found[:1]  # the first is refused by name, as it should be


async def bound(work: Work, raw: Any) -> list[tuple[Shape, Sql]]:
    """Return each blueprint that a query can match in, with the condition for its entities.

    Raises:
        Invalid: the query cannot be read, or does not fit a blueprint.
    """
    query = describe.query(raw, "query")
    shapes = await marks.shapes(work, query, await blueprints.list_all(work))
    caller = await describe.caller(work, [query])
    try:
        return compile_each(query, shapes, caller)
    except BadQueryError as error:
        raise describe.refusal(error) from None


def _value(shape: Shape, asked: Figure) -> Sql | None:
    if asked.property is None:
        return None
    try:
        return grouping.number(shape, asked.property, "property")
    except BadQueryError as error:
        raise describe.refusal(error) from None


def _moment(shape: Shape, asked: Figure) -> Sql | None:
    if asked.func != "average" or asked.per == "total":
        return None
    try:
        return grouping.moment(shape, asked.by, "measureTimeBy")
    except BadQueryError as error:
        raise describe.refusal(error) from None


async def values(work: Work, raw: Any, by: grouping.By) -> dict[str, int]:
    """Return how many matching entities have each value, the most frequent first; "" stands for none.

    Raises:
        Invalid: the query cannot be read, no blueprint has what to group by, or there are over 1,000 values.
    """
    await access.require(work, "read", "entities")
    parts = _grouped(await _bound(work, raw, by), by)
    rows = await aggregate_store.values(work, parts, MAX_VALUES + 1) if parts else []
    _limit(rows, by)
    counted: dict[str, int] = {}
    for value, count in rows:
        name = label(value)
        counted[name] = counted.get(name, 0) + count
    return counted


async def crossed(work: Work, raw: Any, by: grouping.By, part: grouping.By) -> dict[str, dict[str, int]]:
    """Return, for each value of `by`, how many of its entities have each value of `part`; the most frequent first.

    Raises:
        As `values` says; the limit is on pairs of values.
    """
    await access.require(work, "read", "entities")
    parts = _grouped(await _bound(work, raw, by), by, part)
    rows = await aggregate_store.crossed(work, parts, MAX_VALUES + 1) if parts else []
    _limit(rows, part)
    counted: dict[str, dict[str, int]] = {}
    for value, inner, count in rows:
        own = counted.setdefault(label(value), {})
        own[label(inner)] = own.get(label(inner), 0) + count
    return dict(sorted(counted.items(), key=lambda item: -sum(item[1].values())))


async def _bound(work: Work, raw: Any, by: grouping.By) -> list[tuple[Shape, Sql]]:
    """Return what `bound` does, with scorecards where values are those of one."""
    found = await bound(work, raw)
    if by.standing is None:
        return found
    shapes = await marks.scored(work, [shape for shape, _ in found])
    return [(shape, where) for shape, (_, where) in zip(shapes, found, strict=True)]


def _limit(rows: Sequence[Any], by: grouping.By) -> None:
    if len(rows) > MAX_VALUES:
        raise Invalid(
            f"{by.path}: has over {MAX_VALUES} values among the matches; narrow the query", details={"path": by.path}
        )


def _grouped(found: Sequence[tuple[Shape, Sql]], *by: grouping.By) -> list[Grouped]:
    """Return the condition of each blueprint that has all of it, and what to group by there."""
    parts: list[Grouped] = []
    refused: BadQueryError | None = None
    for shape, where in found:
        try:
            parts.append((where, [grouping.value(shape, each) for each in by]))
        except BadQueryError as error:
            refused = error
    if refused is not None and not parts:
        raise describe.refusal(refused)
    return parts


def label(value: str | None) -> str:
    """Return a JSON value as the key under which it is counted: a text bare, the others as JSON, none as empty."""
    if value is None:
        return ""
    read = orjson.loads(value)
    return read if isinstance(read, str) else "" if read is None else value


def plain(value: Decimal | float | None) -> int | float | None:
    """Return a number as JSON shows it: whole where it is."""
    if value is None or isinstance(value, int):
        return value
    number = float(value)
    return int(value) if number.is_integer() and -MAX_WHOLE < number < MAX_WHOLE else number
