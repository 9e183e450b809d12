"""SQL of what is related to an entity: counts by relation, and the entities at the end of a path."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from seaway.core.db import Statement, sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import columns

MOST = 10_000
"""No step of a path leads to more entities, and no more are counted."""

_COUNTS = sql("""
  select r.bp, r.name as relation, w.way, (
    select count(*) from (
      select 1 from edge g join entity t on t.id = case when w.way = 'out' then g.dst else g.src end
      where {scope:t} and g.rel = r.id and case when w.way = 'out' then g.src = :root else g.dst = :root end
      limit :most) n) as count
  from relation r cross join (values ('out'), ('in')) w(way)
  where (w.way = 'out' and r.bp = :bp) or (w.way = 'in' and r.tbp = :bp)
  order by w.way desc, r.bp, r.name""")


@dataclass(frozen=True, slots=True)
class Step:
    """One relation by number, followed from the entity that names the other, or backwards."""

    relation: int
    forward: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """The page that is wanted: after which title and identifier, and with which text in one of them."""

    after: tuple[str, str] | None
    text: str | None
    limit: int


async def counts(work: Work, root: int, blueprint: int) -> list[Any]:
    """Return each relation of a blueprint, both ways, with how many entities it leads to from one of them."""
    return await work.db.all(_COUNTS, access.filter(work, "read", "entities"), root=root, bp=blueprint, most=MOST)


@lru_cache(maxsize=64)
def _along(ways: tuple[bool, ...]) -> Statement:
    """Return the statement for a path whose steps go forwards or backwards."""
    steps = []
    for number, forward in enumerate(ways, 1):
        near, far = ("src", "dst") if forward else ("dst", "src")
        start = f"g.{near} = :root" if number == 1 else f"g.{near} in (select id from s{number - 1})"
        steps.append(f"""s{number} as materialized (
          select distinct t.id from edge g join entity t on t.id = g.{far}
          where {{scope:t}} and {start} and g.rel = :rel{number} limit {MOST})""")
    last = f"s{len(ways)}"
    return sql(f"""
      with {", ".join(steps)}
      select (select count(*) from {last}) as reached, p.* from (select 1) one left join lateral (
        select {columns.SHOWN} from {last} l join entity e on e.id = l.id
        where {{scope:e}}
          and (cast(:text as text) is null or strpos(lower(concat_ws(' ', e.title, e.ident)), lower(:text)) > 0)
          and (cast(:title as text) is null or (coalesce(e.title, e.ident), e.ident) > (:title, :ident))
        order by coalesce(e.title, e.ident), e.ident limit :limit) p on true""")


async def along(work: Work, root: int, steps: Sequence[Step], sought: Sought) -> list[Any]:
    """Return a page of the entities at the end of a path; each row says how many there are, if only that."""
    title, ident = sought.after or (None, None)
    return await work.db.all(
        _along(tuple(step.forward for step in steps)),
        access.filter(work, "read", "entities"),
        root=root,
        text=sought.text,
        title=title,
        ident=ident,
        limit=sought.limit,
        **{f"rel{number}": step.relation for number, step in enumerate(steps, 1)},
    )
