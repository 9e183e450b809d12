"""Figures over time: entities by when they count, a blueprint's size, an entity's past numbers (semantics 9.2, 9.3).

Buckets begin on the hour, day, ISO week, month or quarter of a time zone. The first may begin before the range, which
says what is counted, not what is shown.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import orjson

from seaway.core.errors import Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import describe, find, store, trend_store
from seaway.domains.entities.aggregate import label, plain
from seaway.domains.entities.trend_store import Interval, Range
from seaway.engines.query import grouping
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.sql import Sql

MAX_BUCKETS = 2_500
MAX_SERIES = 10
DATE = "date"
Point = dict[str, int | float]


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time up to now and how it is cut. `zone` is a name such as Europe/Paris."""

    preset: str
    interval: Interval
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Trend:
    """Series over time: one point per bucket, a value under each series' name, none where there is nothing to say."""

    start: int
    end: int
    points: list[Point]

    def wire(self) -> dict[str, Any]:
        """Return the trend as the API shows it."""
        return {"minDate": self.start, "maxDate": self.end, "data": self.points}


@dataclass(frozen=True, slots=True)
class Counted:
    """How many entities fall into each bucket by their instant; per day of it for an average. Up to ten series."""

    by: str
    func: Literal["count", "average"] = "count"
    breakdown: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of each of these number properties over the entities in each bucket."""

    by: str
    func: Literal["sum", "average", "min", "max", "median", "last"]
    properties: Sequence[str]


async def count(work: Work, name: str, raw: Any, when: When, asked: Counted) -> Trend:
    """Return how many matching entities count in each bucket.

    Raises:
        NotFound: no such blueprint. Invalid: the query, a name or the time cannot be used.
    """
    blueprint, where = await _where(work, name, raw)
    span, starts = await cut(work, when)
    at = await _moment(work, blueprint, asked.by)
    series: dict[str, dict[int, int]] = {}
    if asked.breakdown is None:
        rows = await trend_store.counts(work, where, at, span)
        series[asked.func] = {_begin(starts, row): row["n"] for row in rows}
    else:
        grouped = where, [await _value(work, blueprint, asked.breakdown)]
        rows = await trend_store.broken_down(work, grouped, at, (span, MAX_SERIES))
        for row in rows:
            series.setdefault(_series(row["value"]), {})[_begin(starts, row)] = row["n"]
    spread = {name: _averages(found, starts, span, asked.func) for name, found in series.items()}
    return _trend(span, starts, [{name: found[start] for name, found in spread.items()} for start in starts])


def _series(value: str | None) -> str:
    """Return the name of a series; a value that is called like the date of a point is told from it."""
    name = label(value)
    return f"${DATE}" if name == DATE else name


def _averages(found: Mapping[int, int], starts: Sequence[int], span: Range, func: str) -> dict[int, int | float]:
    ends = [*starts[1:], span.end]
    days = {
        start: 1 if span.interval == "hour" or func == "count" else max(1, round((end - start) / 86_400_000))
        for start, end in zip(starts, ends, strict=True)
    }
    return {start: plain(Decimal(found.get(start, 0)) / days[start]) or 0 for start in starts}


async def measure(work: Work, name: str, raw: Any, when: When, asked: Measured) -> Trend:
    """Return a figure of each property in each bucket; a bucket without a value has none.

    Raises:
        NotFound: no such blueprint. Invalid: the query, a name or the time cannot be used.
    """
    blueprint, where = await _where(work, name, raw)
    span, starts = await cut(work, when)
    numbers = [
        await _number(work, blueprint, prop, f"properties.{place}") for place, prop in enumerate(asked.properties)
    ]
    rows = await trend_store.figures(work, (where, await _moment(work, blueprint, asked.by)), numbers, asked.func, span)
    found = {_begin(starts, row): [row[f"v{place}"] for place in range(len(numbers))] for row in rows}
    points = [_values(asked.properties, found.get(start, [])) for start in starts]
    return _trend(span, starts, points)


def _values(names: Sequence[str], values: Sequence[Any]) -> Point:
    given = zip(names, values, strict=False)
    return {name: shown for name, value in given if (shown := plain(value)) is not None}


async def size(work: Work, name: str, when: When) -> Trend:
    """Return how many entities of a blueprint there were at the end of each bucket, told by the change log.

    Raises:
        NotFound: no such blueprint. Invalid: the time cannot be used.
    """
    await access.require(work, "read", "entities")
    blueprint = await blueprints.get(work, name)
    span, starts = await cut(work, when)
    now, rows = await trend_store.growth(work, blueprint.id, span)
    grown = {_begin(starts, row): row["n"] for row in rows}
    points: list[Point] = []
    for start in reversed(starts):
        points.append({"count": max(0, now)})
        now -= grown.get(start, 0)
    return _trend(span, starts, points[::-1])


async def history(work: Work, name: str, identifier: str, properties: Sequence[str], when: When) -> Trend:
    """Return what numbers an entity had at the end of each bucket, told by the change log.

    Raises:
        NotFound: no such blueprint or entity. Invalid: a name or the time cannot be used.
    """
    await access.require(work, "read", "entities")
    blueprint = await blueprints.get(work, name)
    for place, prop in enumerate(properties):
        await _number(work, blueprint, prop, f"propertyNames.{place}")
    entity = await store.one(work, blueprint.id, name, identifier)
    if entity is None:
        raise NotFound.of("entity", identifier, within=name)
    span, starts = await cut(work, when)
    changes = await trend_store.past(work, entity.id, properties, span)
    born = int(entity.created_at.timestamp() * 1000)
    points: list[Point] = [{} for _ in starts]
    for prop in properties:
        known = _course(entity.properties.get(prop), [row for row in changes if row["name"] == prop], starts)
        for place, value in enumerate(known):
            ends = starts[place + 1] if place + 1 < len(starts) else span.end + 1
            if born < ends and isinstance(value, int | float) and not isinstance(value, bool):
                points[place][prop] = value
    return _trend(span, starts, points)


def _course(now: Any, changes: Sequence[Any], starts: Sequence[int]) -> Iterator[Any]:
    """Yield the value at the end of each bucket: what the bucket's last change left, else what was before."""
    value = _read(changes[0]["before"]) if changes else now
    within = (row for row in changes if row["bucket"] is not None)
    left = {_begin(starts, row): now if row["latest"] else _read(row["after"]) for row in within}
    for start in starts:
        value = left.get(start, value)
        yield value


def _begin(starts: Sequence[int], row: Any) -> int:
    """Return where the bucket of a row begins, which names the bucket by an instant within it."""
    return starts[bisect_right(starts, row["bucket"]) - 1]


def _read(text: str | None) -> Any:
    return None if text is None else orjson.loads(text)


async def _where(work: Work, name: str, raw: Any) -> tuple[Blueprint, Sql]:
    await access.require(work, "read", "entities")
    blueprint = await blueprints.get(work, name)
    return blueprint, await find.condition(work, blueprint, raw)


async def cut(work: Work, when: When) -> tuple[Range, list[int]]:
    """Return the range that is meant and where its buckets begin.

    Raises:
        Invalid: there is no such time zone, or there would be too many points.
    """
    span = await trend_store.span(work, when.preset, when.interval, when.zone)
    if span is None:
        raise Invalid(
            f'timeRange.timeZone: "{when.zone[:60]}" is no time zone; use a name such as Europe/Paris',
            details={"path": "timeRange.timeZone"},
        )
    starts = await trend_store.starts(work, span, MAX_BUCKETS + 1)
    if len(starts) > MAX_BUCKETS:
        raise Invalid(
            f"timeInterval: makes over {MAX_BUCKETS} points of this range; choose a longer interval",
            details={"path": "timeInterval"},
        )
    return span, starts


def _trend(span: Range, starts: Sequence[int], points: Sequence[Point]) -> Trend:
    dated = [{DATE: start, **point} for start, point in zip(starts, points, strict=True)]
    return Trend(span.start, span.end, dated)


async def _moment(work: Work, blueprint: Blueprint, name: str) -> Sql:
    try:
        return grouping.moment(await describe.shape(work, blueprint), name, "measureTimeBy")
    except BadQueryError as error:
        raise describe.refusal(error) from None


async def _number(work: Work, blueprint: Blueprint, name: str, path: str) -> Sql:
    try:
        return grouping.number(await describe.shape(work, blueprint), name, path)
    except BadQueryError as error:
        raise describe.refusal(error) from None


async def _value(work: Work, blueprint: Blueprint, name: str) -> tuple[Sql, bool]:
    try:
        return grouping.value(await describe.shape(work, blueprint), grouping.By("breakdownProperty", name))
    except BadQueryError as error:
        raise describe.refusal(error) from None
