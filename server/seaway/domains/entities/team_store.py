"""SQL of teams as `/teams` shows them: `_team` entities by name, and the `_user` entities that name them."""

from collections.abc import Sequence

import asyncpg

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities.types import TeamRow

LISTED = 10_000
_DESCRIPTION = """coalesce(e.props ->> 'description',
    (select b.val #>> '{}' from entity_blob b where b.ent = e.id and b.prop = 'description'))"""
_COLUMNS = f"""
  e.ident, coalesce(e.title, e.ident) as name, {_DESCRIPTION} as description, e.created_at, e.updated_at"""
_ALL = sql(f"""
  select {_COLUMNS} from entity e where {{scope:e}} and e.bp = :bp order by 2, 1 limit {LISTED}""")
# A name may be an identifier too; the team that is called so goes first.
_NAMED = sql(f"""
  select {_COLUMNS} from entity e
  where {{scope:e}} and e.bp = :bp and (e.title = any(cast(:names as text[])) or e.ident = any(cast(:names as text[])))
  order by array_position(cast(:names as text[]), e.title) nulls last, e.ident limit 1""")
_MEMBERS = sql("""
  select u.ident as email, u.team from entity u
  where {scope:u} and u.bp = :bp and (u.team && cast(:teams as text[]) or u.ident = any(cast(:emails as text[])))
  order by u.ident""")


async def every(work: Work, blueprint: int) -> list[TeamRow]:
    """Return teams by name; `blueprint` is the number of theirs."""
    scope = access.filter(work, "read", "teams")
    return [_team(row) for row in await work.db.all(_ALL, scope, bp=blueprint)]


async def named(work: Work, blueprint: int, names: Sequence[str]) -> TeamRow | None:
    """Return the team that has one of these names, the first first; or None."""
    row = await work.db.one(_NAMED, access.filter(work, "read", "teams"), bp=blueprint, names=list(names))
    return _team(row) if row else None


async def members(
    work: Work, blueprint: int, teams: Sequence[str], emails: Sequence[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Return the teams of everybody who is in one of these, or has one of these e-mails, by e-mail."""
    scope = access.filter(work, "read", "teams")
    rows = await work.db.all(_MEMBERS, scope, bp=blueprint, teams=list(teams), emails=list(emails))
    return {row["email"]: tuple(row["team"]) for row in rows}


def _team(row: asyncpg.Record) -> TeamRow:
    return TeamRow(row["ident"], row["name"], row["description"], row["created_at"], row["updated_at"])
