"""SQL of searches: a condition that the query engine wrote, around it what each kind of answer needs.

Statements of one form are one text, so they are kept, here and as prepared statements of the connection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from seaway.core.db import Statement, sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import columns
from seaway.engines.query.order import Key, order_by
from seaway.engines.query.sql import Param, Sql, any_of, render
from seaway.engines.query.sql import sql as piece

CHUNK = 1_000
NOW = piece()
"""Before a statement that reads the tables of today; `past_store.over` makes one for those of then."""

_BY_IDS = sql(f"""
  select {columns.SHOWN} from unnest(cast(:ids as bigint[])) with ordinality o(id, place)
  join entity e on e.id = o.id where {{scope:e}} order by o.place""")

# A stamp is matched as a whole: it starts with the prefix and ends, behind that, with the suffix.
_BY_SOURCE = """
  select {columns} from entity e
  where {{scope:e}} and e.source in (
      select d.id from datasource d where d.org = :org and starts_with(d.stamp, :prefix)
      and right(d.stamp, length(:suffix)) = :suffix and length(d.stamp) >= length(:prefix) + length(:suffix))
    and (cast(:before as timestamptz) is null or e.updated_at < :before) and e.id > :after
  order by e.id limit :limit"""
_NAMES_BY_SOURCE = sql(_BY_SOURCE.format(columns="e.id, e.bp, e.ident"))
_ENTITIES_BY_SOURCE = sql(_BY_SOURCE.format(columns=columns.SHOWN))

_TITLES = sql("""
  select e.ident, e.title from entity e
  where {scope:e} and e.bp = :bp and e.ident = any(cast(:identifiers as text[]))""")


@lru_cache(maxsize=1_000)
def _statement(text: str) -> Statement:
    return sql(text)


def _scope(work: Work) -> Scope:
    return access.filter(work, "read", "entities")


async def run(work: Work, *parts: str | Sql | Param) -> list[Any]:
    """Return the rows of a statement in pieces, under the scope of the entities that the actor may read."""
    text, params = render(piece(*parts))
    return await work.db.all(_statement(text), _scope(work), **params)


@dataclass(frozen=True, slots=True)
class Slice:
    """Which rows of an order: those for which `later` holds (all when None), at most `limit`."""

    order: Sequence[Key]
    later: Sql | None
    limit: int

    def ids(self, where: Sql) -> Sql:
        """Return the statement that picks the rows: their ids and, as `k0`, `k1`, …, what they are sorted by."""
        keys = [part for place, key in enumerate(self.order) for part in (", ", key.value, f" as k{place}")]
        later = () if self.later is None else (" and ", self.later)
        return piece(
            "select e.id", *keys, " from entity e where {scope:e} and ", where, *later,
            f" order by {order_by(self.order)} limit ", Param(self.limit, "bigint"),
        )  # fmt: skip


async def page(work: Work, where: Sql, rows: Slice, *, counted: bool = False, past: Sql = NOW) -> list[Any]:
    """Return the rows of a page with their keys. Ids are sorted first, so that only a page's payload is touched.

    With `counted` each row says in `total` how many match in all.
    """
    keys = "".join(f", p.k{place}" for place in range(len(rows.order)))
    total = (", (select count(*) from entity e where {scope:e} and ", where, ") as total") if counted else ()
    return await run(
        work, past, f"select {columns.SHOWN}{keys}", *total, " from (", rows.ids(where),
        f") p join entity e on e.id = p.id order by {order_by(rows.order)}",
    )  # fmt: skip


async def some(work: Work, where: Sql, limit: int, *, past: Sql = NOW) -> list[Any]:
    """Return up to so many matching rows, in no order."""
    return await run(
        work, past, f"select {columns.SHOWN} from entity e where {{scope:e}} and ", where,
        " limit ", Param(limit, "bigint"),
    )  # fmt: skip


async def ids(work: Work, where: Sql, limit: int) -> list[tuple[int, int]]:
    """Return (id, blueprint) of up to so many matching rows, as of one moment, by blueprint and identifier."""
    rows = await run(
        work, "select e.id, e.bp from entity e where {scope:e} and ", where,
        " order by e.bp, e.ident limit ", Param(limit, "bigint"),
    )  # fmt: skip
    return [(row["id"], row["bp"]) for row in rows]


async def ordered(work: Work, where: Sql, order: Sequence[Key]) -> list[int]:
    """Return the ids of every matching row, in an order."""
    keys = [part for place, key in enumerate(order) for part in (", ", key.value, f" as k{place}")]
    [row] = await run(
        work, f"select array_agg(q.id order by {order_by(order)}) as ids from (select e.id", *keys,
        " from entity e where {scope:e} and ", where, ") q",
    )  # fmt: skip
    return row["ids"] or []


async def by_ids(work: Work, wanted: Sequence[int]) -> list[Any]:
    """Return the rows of these entities that still exist, in this order."""
    return await work.db.all(_BY_IDS, _scope(work), ids=list(wanted))


async def count(work: Work, where: Sql, *, past: Sql = NOW) -> int:
    """Return how many rows match."""
    [row] = await run(work, past, "select count(*) as n from entity e where {scope:e} and ", where)
    return int(row["n"])


async def identifiers(work: Work, where: Sql, limit: int) -> list[str]:
    """Return the identifiers of up to so many matching rows, sorted."""
    rows = await run(
        work,
        "select e.ident from entity e where {scope:e} and ",
        where,
        " order by e.ident limit ",
        Param(limit, "int"),
    )
    return [row["ident"] for row in rows]


@dataclass(frozen=True, slots=True)
class Stamped:
    """Which entities: those whose stamp starts and ends so, written before, after an id; at most `limit`."""

    prefix: str
    suffix: str
    before: datetime | None
    after: int
    limit: int


async def by_source(work: Work, stamped: Stamped, *, names_only: bool) -> list[Any]:
    """Return the rows of a data source in the order of ids; only id, blueprint and identifier when that is all."""
    return await work.db.all(
        _NAMES_BY_SOURCE if names_only else _ENTITIES_BY_SOURCE,
        _scope(work),
        org=work.org,
        prefix=stamped.prefix,
        suffix=stamped.suffix,
        before=stamped.before,
        after=stamped.after,
        limit=stamped.limit,
    )


@dataclass(frozen=True, slots=True)
class Grouping:
    """What rows are grouped by: a JSON value, or each element of a JSON array; and the tables they are read from."""

    value: Sql
    each: bool
    past: Sql = NOW

    def rows(self, where: Sql, keys: Sequence[Key]) -> Sql:
        """Return the statement that pairs each matching row's id with its group's value."""
        sorts = [part for place, key in enumerate(keys) for part in (", ", key.value, f" as k{place}")]
        value: tuple[str | Sql, ...] = ("x.value",) if self.each else (self.value,)
        each: tuple[str | Sql, ...] = (
            (" left join lateral jsonb_array_elements(", self.value, ") x(value) on true") if self.each else ()
        )
        return piece(
            "select e.id, ", *value, " as value", *sorts, " from entity e", *each, " where {scope:e} and ", where
        )


async def groups(work: Work, where: Sql, by: Grouping, keys: Sequence[Key], top: tuple[str, int]) -> list[Any]:
    """Return (value, n) of up to so many groups, in an order; `value` is JSON text, null for rows without one.

    Of each key, a number, come its sum, average, least and greatest: `sum0`, `avg0`, `min0`, `max0`, `sum1`, …
    """
    order, limit = top
    figures = "".join(
        f", {function}(g.k{place}) as {function}{place}"
        for place in range(len(keys))
        for function in ("sum", "avg", "min", "max")
    )
    return await run(
        work, by.past, f"select g.value, count(*) as n{figures} from (", by.rows(where, keys),
        f") g group by g.value order by {order} limit ", Param(limit, "int"),
    )  # fmt: skip


async def stops(work: Work, where: Sql, order: Sequence[Key], every: int) -> list[Any]:
    """Return the keys of every so-manieth row of an order: where the pages after it begin."""
    keys = [part for place, key in enumerate(order) for part in (", ", key.value, f" as k{place}")]
    return await run(
        work, f"select p.* from (select q.*, row_number() over (order by {order_by(order)}) as place from (select e.id",
        *keys, " from entity e where {scope:e} and ", where, ") q) p where p.place % ", Param(every, "bigint"),
        " = 0 order by p.place",
    )  # fmt: skip


async def titles(work: Work, blueprint: int, identifiers: Sequence[str]) -> dict[str, str | None]:
    """Return the titles of entities of a blueprint, by identifier."""
    rows = await work.db.all(_TITLES, _scope(work), bp=blueprint, identifiers=list(identifiers))
    return {row["ident"]: row["title"] for row in rows}


async def members(work: Work, where: Sql, by: Grouping, values: Sequence[str | None], rows: Slice) -> list[Any]:
    """Return the rows of the first `rows.limit` members of each group, with their group's value as `value`."""
    order = order_by(rows.order)
    wanted = piece("g.value = any(", Param(tuple(value for value in values if value is not None), "jsonb[]"), ")")
    if None in values:
        wanted = any_of((piece("coalesce(", wanted, ", false)"), piece("g.value is null")))
    return await run(
        work, by.past, f"select {columns.SHOWN}, p.value as value from (select g.*, row_number()"
        f" over (partition by g.value order by {order}) as place from (", by.rows(where, rows.order),
        ") g where ", wanted,
        ") p join entity e on e.id = p.id where p.place <= ", Param(rows.limit, "int"), f" order by {order}",
    )  # fmt: skip
