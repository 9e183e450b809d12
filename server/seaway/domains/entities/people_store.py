"""Teams by the names that `/users` uses."""

from collections.abc import Sequence

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.identity.types import Team

# unscoped: a membership names teams of the whole organisation, whatever the actor may see; the fence holds.
_TEAMS = sql("""
  select e.ident, e.title from entity e
  where e.org = :org and e.bp = :bp
    and (e.ident = any(cast(:names as text[])) or e.title = any(cast(:names as text[])))
  order by e.ident""")

# unscoped: which teams a user is in is the user's to show, whatever the actor may see of teams; the fence holds.
_TEAMS_OF = sql("""
  select u.ident as email, t.ident, coalesce(t.title, t.ident) as name
  from entity u cross join lateral unnest(u.team) with ordinality as listed(ident, position)
  join entity t on t.org = u.org and t.bp = :teams and t.ident = listed.ident
  where u.org = :org and u.bp = :users and u.ident = any(cast(:emails as text[]))
  order by u.ident, listed.position""")


async def teams_of(work: Work, users: int, teams: int, emails: Sequence[str]) -> dict[str, list[Team]]:
    """Return the teams of users by e-mail; `users` and `teams` are the two blueprints' numbers."""
    found: dict[str, list[Team]] = {}
    for row in await work.db.all(_TEAMS_OF, org=work.org, users=users, teams=teams, emails=list(emails)):
        found.setdefault(row["email"], []).append(Team(row["ident"], row["name"]))
    return found


async def teams(work: Work, blueprint: int, names: Sequence[str]) -> dict[str, str]:
    """Return the identifiers of teams by the names asked for; a name may be an identifier too, which goes first."""
    rows = await work.db.all(_TEAMS, org=work.org, bp=blueprint, names=list(names))
    found = {row["title"]: row["ident"] for row in rows if row["title"]}
    found.update((row["ident"], row["ident"]) for row in rows)
    return {name: found[name] for name in names if name in found}
