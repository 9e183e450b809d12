"""SQL that names entities by number, and those that teams own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access

_COLUMNS = "e.id, e.bp, e.ident, e.title, e.icon, e.updated_at"
_BY_NUMBERS = sql(f"select {_COLUMNS} from entity e where {{scope:e}} and e.id = any(cast(:numbers as bigint[]))")
_OWNED = sql("""
  select e.id from entity e
  where {scope:e} and e.id = any(cast(:numbers as bigint[])) and e.team && cast(:teams as text[])""")
_MINE = sql(f"""
  select {_COLUMNS} from entity e
  where {{scope:e}} and e.bp = any(cast(:bps as int[])) and e.team && cast(:teams as text[])
    and (cast(:at as timestamptz) is null or (e.updated_at, e.id) < (:at, cast(:number as bigint)))
  order by e.updated_at desc, e.id desc limit :limit""")

_CALLED = sql("""
  select e.title, min(e.ident) as first, max(e.ident) as last from entity e
  where {scope:e} and e.bp = :bp and e.title = any(cast(:titles as text[])) group by e.title""")


@dataclass(frozen=True, slots=True)
class Mine:
    """Whose entities are looked for: of these teams and blueprints, changed before this moment and number."""

    teams: Sequence[str]
    blueprints: Sequence[int]
    before: tuple[datetime, int] | None
    limit: int


async def by_numbers(work: Work, numbers: Collection[int]) -> list[Any]:
    """Return those of these entities that exist and that the actor may read."""
    return await work.db.all(_BY_NUMBERS, access.filter(work, "read", "entities"), numbers=list(numbers))


async def owned_among(work: Work, numbers: Collection[int], teams: Sequence[str]) -> list[int]:
    """Return those of these entities that one of the teams owns and that the actor may read."""
    scope = access.filter(work, "read", "entities")
    return [row["id"] for row in await work.db.all(_OWNED, scope, numbers=list(numbers), teams=list(teams))]


async def called(work: Work, blueprint: int, titles: Collection[str]) -> list[Any]:
    """Return the first and the last identifier under each of these titles."""
    scope = access.filter(work, "read", "entities")
    return await work.db.all(_CALLED, scope, bp=blueprint, titles=list(titles))


async def mine(work: Work, wanted: Mine) -> list[Any]:
    """Return entities that one of the teams owns, the last changed first."""
    at, number = wanted.before or (None, None)
    return await work.db.all(
        _MINE,
        access.filter(work, "read", "entities"),
        bps=wanted.blueprints,
        teams=wanted.teams,
        at=at,
        number=number,
        limit=wanted.limit,
    )
