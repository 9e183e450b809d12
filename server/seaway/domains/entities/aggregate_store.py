"""SQL of figures over matching entities. Conditions and values are pieces that the query engine wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from seaway.core.work import Work
from seaway.domains.entities.find_store import run
from seaway.engines.query.sql import Param, Sql
from seaway.engines.query.sql import sql as piece

# Of an even number of values the median lies between two: the mean of the one from below and the one from above.
_FUNCTIONS = {
    "count": "count(*)",
    "sum": "sum(r.v)",
    "average": "avg(r.v)",
    "min": "min(r.v)",
    "max": "max(r.v)",
    "median": "(percentile_disc(0.5) within group (order by r.v) + percentile_disc(0.5) within group "
    "(order by r.v desc)) / 2",
    "last": "(array_agg(r.v order by r.at desc) filter (where r.v is not null))[1]",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """The entities of one blueprint: which, what number is taken of each, and when it counts."""

    where: Sql
    value: Sql | None = None
    at: Sql | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """A figure. `count` and `sum` are of what has an instant, where one is asked for; `age` seconds since the first."""

    value: Decimal | None
    count: int
    sum: Decimal | None
    age: float


def function(name: str, column: str) -> str:
    """Return the aggregate of a column, instants being in `r.at`."""
    return _FUNCTIONS[name].replace("r.v", f"r.{column}")


async def figures(work: Work, parts: Sequence[Rows], func: str) -> Total:
    """Return one figure over the entities of all parts together."""
    if not parts:
        return Total(None, 0, None, 0)
    rows = union([_row(part) for part in parts])
    timed = " where r.at is not null" if parts[0].at is not None else ""
    [row] = await run(
        work,
        f"select {_FUNCTIONS[func]} as value, count(*) as n, sum(r.v) as total,"
        " extract(epoch from now() - min(r.at))::float8 as age from (",
        rows,
        f") r{timed}",
    )
    return Total(row["value"], row["n"], row["total"], row["age"] or 0)


def _row(part: Rows) -> Sql:
    value: str | Sql = part.value if part.value is not None else "null::numeric"
    at: str | Sql = part.at if part.at is not None else "null::timestamptz"
    return piece("select ", value, " as v, ", at, " as at from entity e where {scope:e} and ", part.where)


Grouped = tuple[Sql, Sequence[tuple[Sql, bool]]]
"""A condition, and each value to group by: what it is, and whether it is an array of values."""


async def values(work: Work, parts: Sequence[Grouped], limit: int) -> list[tuple[str | None, int]]:
    """Return (JSON text, count) of each value of these parts, which have one."""
    rows = await run(
        work,
        "select r.value, count(*) as n from (",
        union([grouped(*part) for part in parts]),
        ") r group by r.value order by n desc, r.value limit ",
        Param(limit, "int"),
    )
    return [(row["value"], row["n"]) for row in rows]


async def crossed(work: Work, parts: Sequence[Grouped], limit: int) -> list[tuple[str | None, str | None, int]]:
    """Return (JSON text, JSON text, count) of each pair of values of these parts, which have two."""
    rows = await run(
        work,
        "select r.value, r.part, count(*) as n from (",
        union([grouped(*part) for part in parts]),
        ") r group by r.value, r.part order by n desc, r.value, r.part limit ",
        Param(limit, "int"),
    )
    return [(row["value"], row["part"], row["n"]) for row in rows]


def grouped(where: Sql, values: Sequence[tuple[Sql, bool]], *more: str | Sql) -> Sql:
    """Return the statement for the `value`, or that and the `part`, of each matching entity, and more columns.

    An entity has a row for each element of a value that is an array.
    """
    shown: list[str | Sql] = []
    joins: list[str | Sql] = []
    for name, (value, each) in zip(("value", "part"), values, strict=False):
        if each:
            joins += [" left join lateral jsonb_array_elements(", value, f") {name}_of(item) on true"]
        shown += [", " if shown else "", f"{name}_of.item" if each else value, f" as {name}"]
    return piece("select ", *shown, *more, " from entity e", *joins, " where {scope:e} and ", where)


def union(parts: Sequence[Sql]) -> Sql:
    """Return one statement for the rows of all."""
    joined: list[str | Param | Sql] = []
    for place, part in enumerate(parts):
        joined.extend((" union all ", part) if place else (part,))
    return piece(*joined)
