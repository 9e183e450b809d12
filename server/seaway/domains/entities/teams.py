"""Teams as `/teams` knows them, by name (semantics 6.2 and 20.2): `_team` entities, and who of `_user` names them."""

from collections.abc import Mapping, Sequence
from typing import Any

import regex

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import definition, deletion, ingest, store, team_store
from seaway.domains.entities.definition import TEAM_BLUEPRINT
from seaway.domains.entities.people import BLUEPRINT as USER_BLUEPRINT
from seaway.domains.entities.types import EntityDraft, TeamRow, TeamUpdate, WriteMode
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import User, canonical_email

_WRITE = WriteMode(upsert=True, merge=True)
_OTHER = regex.compile(r"[^\p{L}0-9]+")
_MAX_SLUG = 100
Members = Mapping[str, User | None]
"""The members of a team by e-mail; None for a service account."""


async def every(work: Work) -> list[tuple[TeamRow, Members]]:
    """Return the teams by name, with their members.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "teams")
    teams = await team_store.every(work, (await blueprints.get(work, TEAM_BLUEPRINT)).id)
    return await _with_members(work, teams)


async def get(work: Work, name: str) -> tuple[TeamRow, Members]:
    """Return a team by its name, or its identifier, with its members.

    Raises:
        PermissionMissing: as it says. NotFound: the organisation has none.
    """
    await access.require(work, "read", "teams")
    [found] = await _with_members(work, [await _find(work, name)])
    return found


async def create(work: Work, update: TeamUpdate) -> str:
    """Add a team of this name, with these members, and return its identifier.

    Raises:
        PermissionMissing: as it says. IdentifierTaken: there is one of this name. NotFound: no such user.
    """
    await access.require(work, "create", "teams")
    await _hold(work)
    name = update.name or ""
    identifier = _OTHER.sub("_", name.lower()).strip("_")[:_MAX_SLUG] or "team"
    await _check_free(work, name, identifier)
    await _write(work, identifier, update)
    await _assign(work, identifier, update.users)
    return identifier


async def change(work: Work, name: str, update: TeamUpdate) -> str:
    """Change a team and return its identifier, which stays; `users` replaces all members.

    Raises:
        PermissionMissing: as it says. NotFound: no such team or user. IdentifierTaken: another one has the new name.
    """
    await access.require(work, "update", "teams")
    await _hold(work)
    team = await _find(work, name)
    if update.name is not None and update.name != team.name:
        await _check_free(work, update.name, update.name, but=team.identifier)
    await _write(work, team.identifier, update)
    await _assign(work, team.identifier, update.users)
    return team.identifier


async def delete(work: Work, name: str) -> None:
    """Remove a team; its members and what it owns let go of it.

    Raises:
        PermissionMissing: as it says. NotFound: no such team. HasDependents: an entity requires it.
    """
    await access.require(work, "delete", "teams")
    team = await _find(work, name)
    known = await blueprints.get(work, TEAM_BLUEPRINT)
    await deletion.run(work, deletion.Order(known, [team.identifier]))


async def _find(work: Work, name: str) -> TeamRow:
    """Return a team; some clients write a space in the path as `+`."""
    known = await blueprints.get(work, TEAM_BLUEPRINT)
    team = await team_store.named(work, known.id, list(dict.fromkeys([name, name.replace("+", " ")])))
    if team is None:
        raise NotFound.of("team", name)
    return team


async def _with_members(work: Work, teams: Sequence[TeamRow]) -> list[tuple[TeamRow, Members]]:
    users = (await blueprints.get(work, USER_BLUEPRINT)).id
    known = {user.email: user for user in await identity.list_users(work)}
    members: dict[str, dict[str, User | None]] = {team.identifier: {} for team in teams}
    for email, named in (await team_store.members(work, users, list(members))).items():
        for identifier in named:
            if identifier in members:
                members[identifier][email] = known.get(email)
    return [(team, members[team.identifier]) for team in teams]


async def _hold(work: Work) -> None:
    """Keep every other writer of users and teams away: membership is read here, and written from that."""
    held = [await definition.of(work, name, hold=True) for name in sorted((USER_BLUEPRINT, TEAM_BLUEPRINT))]
    await store.hold(work, shared=(), exclusive={each.id for each in held}.union(*(each.targets() for each in held)))


async def _check_free(work: Work, name: str, identifier: str, *, but: str | None = None) -> None:
    known = await blueprints.get(work, TEAM_BLUEPRINT)
    there = await team_store.named(work, known.id, [name, identifier])
    if there is not None and there.identifier != but:
        raise IdentifierTaken(
            f'name: "{name}" is taken: there is a team "{there.name}"; choose another name',
            details={"resource": "team", "with": "name", "withValue": name},
        )


async def _write(work: Work, identifier: str, update: TeamUpdate) -> None:
    properties: dict[str, Any] = {"description": update.description} if update.describes else {}
    present = {"identifier", "properties"} | ({"title"} if update.name is not None else set())
    draft = EntityDraft(identifier, update.name, None, None, properties, {}, frozenset(present))
    await _ingest(work, TEAM_BLUEPRINT, [draft])


async def _assign(work: Work, team: str, users: tuple[str, ...] | None) -> None:
    """Make these users, and nobody else, members of a team; None leaves its members."""
    if users is None:
        return
    wanted = {canonical_email(user) or user for user in users}
    blueprint = (await blueprints.get(work, USER_BLUEPRINT)).id
    there = await team_store.members(work, blueprint, [team], sorted(wanted))
    if missing := sorted(wanted - there.keys()):
        raise NotFound.of("user", missing[0])
    drafts = []
    for email, teams in there.items():
        if (email in wanted) != (team in teams):
            after = [*teams, team] if email in wanted else [each for each in teams if each != team]
            drafts.append(EntityDraft(email, team=after, present=frozenset({"identifier", "team"})))
    if drafts:
        await _ingest(work, USER_BLUEPRINT, drafts)


async def _ingest(work: Work, blueprint: str, drafts: Sequence[EntityDraft]) -> None:
    for outcome in await ingest.run(work, blueprint, drafts, _WRITE):
        if outcome.error is not None:
            raise outcome.error
