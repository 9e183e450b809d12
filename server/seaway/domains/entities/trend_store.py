"""SQL of figures over time. Instants leave as milliseconds since 1970, which is what charts take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import asyncpg

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import aggregate_store
from seaway.domains.entities.aggregate_store import Grouped
from seaway.domains.entities.find_store import run
from seaway.engines.query.sql import Param, Sql
from seaway.engines.query.sql import sql as piece

Interval = Literal["hour", "day", "isoWeek", "month", "quarter"]
_UNITS = {"hour": "hour", "day": "day", "isoWeek": "week", "month": "month", "quarter": "quarter"}
_STEPS = {"day": "1 day", "isoWeek": "7 days", "month": "1 month", "quarter": "3 months"}
DAYS = {
    "lastDay": 1, "lastWeek": 7, "last2Weeks": 14, "lastMonth": 30, "last3Months": 90, "last6Months": 180,
    "last12Months": 365, "last2Years": 730, "last3Years": 1095,
}  # fmt: skip

# PostgreSQL takes a local time that comes twice for the later one, but where clocks go back at midnight the day has
# begun at the earlier one.
_FIRST = """(%(local)s at time zone :zone - case
  when (%(local)s at time zone :zone - interval '1 hour') at time zone :zone = %(local)s
  then interval '1 hour' else interval '0' end)"""
_SPAN = sql(f"""
  with d as materialized (select date_trunc('day', now() at time zone :zone) as today),
  n as materialized (select now() as at, {_FIRST % {"local": "d.today"}} as today,
    {_FIRST % {"local": "(d.today - interval '1 day')"}} as yesterday from d)
  select case cast(:preset as text) when 'today' then n.today when 'yesterday' then n.yesterday
      else n.at - make_interval(days => :days) end as since,
    case cast(:preset as text) when 'yesterday' then n.today - interval '1 microsecond' else n.at end as until
  from n""")
# Hours are counted in the world's time, since a local hour may come twice; days and longer in local time. Asking every
# half hour finds the hours of clocks that are moved by half an hour, too.
_HOURS = sql("""
  select distinct (extract(epoch from date_trunc('hour', s.at, :zone)) * 1000)::bigint as bucket from (
    select generate_series(cast(:since as timestamptz), cast(:until as timestamptz), interval '30 minutes') as at
    union all select cast(:until as timestamptz)) s
  order by bucket limit :limit""")
_LOCAL = sql(f"""
  select (extract(epoch from {_FIRST % {"local": "s.at"}}) * 1000)::bigint as bucket
  from generate_series(date_trunc(:unit, cast(:since as timestamptz) at time zone :zone),
    cast(:until as timestamptz) at time zone :zone, cast(:step as text)::interval) s(at)
  order by s.at limit :limit""")
# The same as `Range.bucket`. What came after the range has no bucket, but tells what there was before.
_BUCKET = """case when c.at <= :until
  then (extract(epoch from date_trunc(:unit, c.at, :zone)) * 1000)::bigint end as bucket"""
_NOW = sql("select count(*) from entity e where {scope:e} and e.bp = :bp")
_GROWTH = sql(f"""
  select {_BUCKET}, sum(case when c.op = 'C' then 1 else -1 end)::bigint as n from change c
  where {{scope:c}} and c.kind = 'entity' and c.bp = :bp and c.op in ('C', 'D') and c.at >= :since
  group by 1""")
# What a change left is what the next one replaced; the last change left what there is now.
_PAST = sql(f"""
  select distinct on (name, bucket) name, bucket, before, after, latest from (
    select k.name, c.seq, {_BUCKET},
      first_value(c.undo -> 'properties' -> k.name) over later as before,
      lead(c.undo -> 'properties' -> k.name) over later as after,
      lead(c.seq) over later is null as latest
    from change c cross join unnest(cast(:names as text[])) k(name)
    where {{scope:c}} and c.kind = 'entity' and c.ref = :ref and c.op = 'U' and c.at >= :since
      and c.undo -> 'properties' ? k.name
    window later as (partition by k.name order by c.seq)) x
  order by name, bucket, seq desc""")


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of time and how it is cut."""

    since: datetime
    until: datetime
    interval: Interval
    zone: str

    @property
    def start(self) -> int:
        """Its begin in milliseconds."""
        return round(self.since.timestamp() * 1000)

    @property
    def end(self) -> int:
        """Its end in milliseconds."""
        return round(self.until.timestamp() * 1000)

    @property
    def unit(self) -> str:
        """The name by which PostgreSQL truncates to the interval."""
        return _UNITS[self.interval]

    def within(self, column: str) -> Sql:
        """Return the test that an instant lies in the range."""
        return piece(
            f"{column} >= ", Param(self.since, "timestamptz"), f" and {column} <= ", Param(self.until, "timestamptz")
        )

    def bucket(self, column: str) -> Sql:
        """Return the bucket of an instant: its start, or where local time comes twice an instant soon after."""
        truncated = piece("date_trunc(", Param(self.unit, "text"), f", {column}, ", Param(self.zone, "text"), ")")
        return piece("(extract(epoch from ", truncated, ") * 1000)::bigint")


async def span(work: Work, preset: str, interval: Interval, zone: str) -> Range | None:
    """Return the range that a preset means now in a time zone; None when there is no such zone."""
    try:
        row = await work.db.one(_SPAN, preset=preset, days=DAYS.get(preset, 0), zone=zone)
    except asyncpg.InvalidParameterValueError:
        return None
    assert row is not None  # noqa: S101  # a statement without a table has one row
    return Range(row["since"], row["until"], interval, zone)


async def starts(work: Work, span: Range, limit: int) -> list[int]:
    """Return where the buckets of a range begin, in order; at most so many."""
    where = {"since": span.since, "until": span.until, "zone": span.zone, "limit": limit}
    if span.interval == "hour":
        rows = await work.db.all(_HOURS, **where)
    else:
        rows = await work.db.all(_LOCAL, unit=span.unit, step=_STEPS[span.interval], **where)
    return [row["bucket"] for row in rows]


async def counts(work: Work, where: Sql, at: Sql, span: Range) -> list[Any]:
    """Return (bucket, n) of what matches, by an instant."""
    return await run(
        work, "select ", span.bucket("r.at"), " as bucket, count(*) as n from (select ", at,
        " as at from entity e where {scope:e} and ", where, ") r where ", span.within("r.at"), " group by 1",
    )  # fmt: skip


async def broken_down(work: Work, rows: Grouped, at: Sql, how: tuple[Range, int]) -> list[Any]:
    """Return (bucket, value, n) of the most frequent values of what matches, which is grouped by one."""
    span, limit = how
    inner = aggregate_store.grouped(*rows, ", ", at, " as at")
    return await run(
        work, "with r as materialized (select r.* from (", inner, ") r where ", span.within("r.at"), "), top as ("
        "select value, count(*) as n from r group by value order by n desc, value limit ", Param(limit, "int"),
        ") select ", span.bucket("r.at"), " as bucket, top.value, count(*) as n from r"
        " join top on r.value is not distinct from top.value group by 1, top.value, top.n"
        " order by top.n desc, top.value",
    )  # fmt: skip


async def figures(work: Work, rows: tuple[Sql, Sql], numbers: Sequence[Sql], func: str, span: Range) -> list[Any]:
    """Return the bucket and `v0`, `v1`, … of what matches: a figure of each number, by an instant."""
    where, at = rows
    values = [part for place, number in enumerate(numbers) for part in (", ", number, f" as v{place}")]
    shown = "".join(f", {aggregate_store.function(func, f'v{place}')} as v{place}" for place in range(len(numbers)))
    return await run(
        work, "select ", span.bucket("r.at"), f" as bucket{shown} from (select ", at, " as at", *values,
        " from entity e where {scope:e} and ", where, ") r where ", span.within("r.at"), " group by 1",
    )  # fmt: skip


async def growth(work: Work, blueprint: int, span: Range) -> tuple[int, list[Any]]:
    """Return how many entities a blueprint had at the end, and (bucket, n): how many more they became in each."""
    scope = access.filter(work, "read", "entities")
    now = await work.db.value(_NOW, scope, bp=blueprint)
    rows = await work.db.all(_GROWTH, scope, bp=blueprint, **_cut(span))
    later = sum(row["n"] for row in rows if row["bucket"] is None)
    return now - later, [row for row in rows if row["bucket"] is not None]


def _cut(span: Range) -> dict[str, Any]:
    return {"since": span.since, "until": span.until, "unit": span.unit, "zone": span.zone}


async def past(work: Work, ref: int, names: Sequence[str], span: Range) -> list[Any]:
    """Return what the last change of each bucket left of these properties; `latest` says that it is what there is now.

    `before` is what the first change in the range replaced.
    """
    scope = access.filter(work, "read", "entities")
    return await work.db.all(_PAST, scope, ref=ref, names=list(names), **_cut(span))
