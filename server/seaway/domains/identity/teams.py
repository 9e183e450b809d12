"""Which teams users are in. The catalog keeps that (`_user` entities); it registers here how to ask it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from seaway.core.work import Work
from seaway.domains.identity import account_store
from seaway.domains.identity.types import Team

Lookup = Callable[[Work, Sequence[str]], Awaitable[Mapping[str, Sequence[Team]]]]
_lookups: list[Lookup] = []


def teams_known_by(lookup: Lookup) -> Lookup:
    """Register who knows the teams of users: a function from e-mails to teams."""
    _lookups.append(lookup)
    return lookup


async def teams_of(work: Work, emails: Sequence[str]) -> Mapping[str, Sequence[Team]]:
    """Return the teams of users by e-mail; who is in none may be missing."""
    return {email: teams for lookup in _lookups for email, teams in (await lookup(work, emails)).items()}


async def members_of(work: Work, team: str) -> list[str]:
    """Return the public ids of the users who are in a team."""
    users = await account_store.list_all(work.db, work.org)
    teams = await teams_of(work, [user.email for user in users])
    return [user.id for user in users if any(each.identifier == team for each in teams.get(user.email, ()))]
