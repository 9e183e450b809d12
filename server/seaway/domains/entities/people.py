"""`_user` entities and the users of identity are two views of one thing (semantics 6.1 and 6.3).

Writing a `_user` entity writes the user first; identity announces every change of a user, from wherever it comes, and
the entity follows in the same transaction. A service account is a machine of identity under the entity's identifier.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, cast, get_args

from seaway.core import events
from seaway.core.actor import Role
from seaway.core.errors import NotFound, SeawayError
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import deletion, ingest, people_store
from seaway.domains.entities.definition import TEAM_BLUEPRINT
from seaway.domains.entities.errors import InvalidDraft, InvalidProperty, TargetNotFound
from seaway.domains.entities.types import BulkOutcome, EntityDraft, WriteMode
from seaway.domains.identity import service as identity
from seaway.domains.identity.events import UserChanged, UserRemoved
from seaway.domains.identity.types import (
    SERVICE_DOMAIN,
    Machine,
    Status,
    Team,
    User,
    UserDraft,
    UserUpdate,
    canonical_email,
)

BLUEPRINT = "_user"
STANDARD, SERVICE_ACCOUNT = "Standard", "Service Account"
_FOLLOW = WriteMode(upsert=True, merge=True)


async def write(work: Work, drafts: Sequence[EntityDraft], mode: WriteMode) -> list[BulkOutcome]:
    """Write `_user` entities and their users, one by one; one that fails leaves nothing behind."""
    outcomes: list[BulkOutcome] = []
    for index, draft in enumerate(drafts):
        name = draft.identifier if isinstance(draft.identifier, str) else "unknown"
        try:
            async with work.db.part():
                outcomes.append(replace(await _write(work, draft, mode), index=index))
        except SeawayError as error:
            outcomes.append(BulkOutcome(index, name, "failed", error))
    return outcomes


async def _write(work: Work, draft: EntityDraft, mode: WriteMode) -> BulkOutcome:
    """Write one user and the entity; raise what refuses either."""
    email = canonical_email(draft.identifier) if isinstance(draft.identifier, str) else None
    if email is None:
        raise InvalidDraft("identifier", "must be an e-mail address: it names a user")
    draft = replace(draft, identifier=email)
    if _domain(email).startswith(SERVICE_DOMAIN):
        facts, extra = await _service_account(work, email, draft)
    else:
        facts, extra = await _person(work, email, draft, mode), None
    known = {**draft.properties, **facts["properties"]}
    given = replace(draft, title=facts["title"], properties=known, present=draft.present | {"title", "properties"})
    [outcome] = await ingest.run(work, BLUEPRINT, [given], replace(mode, upsert=mode.upsert or facts["new"]))
    if outcome.error is not None:
        raise outcome.error
    return replace(outcome, result="created" if facts["new"] else outcome.result, extra=extra)


def _domain(email: str) -> str:
    return email.partition("@")[2]


async def _person(work: Work, email: str, draft: EntityDraft, mode: WriteMode) -> dict[str, Any]:
    """Add or change the user behind an entity; return what the entity says about it."""
    if draft.properties.get("port_type", STANDARD) != STANDARD:
        raise _unfit("port_type", f"must be {STANDARD} for an address outside {SERVICE_DOMAIN}<domain>")
    status, role = _status(draft), _role(draft)
    before = await _user(work, email)
    if before is None and mode.update_only:
        raise NotFound.of("entity", email, within=BLUEPRINT)
    if before is None:
        new = UserDraft(email, draft.title or "", role or "Member", status or "Staged")
        user = await identity.create_user(work, new)
    elif mode.upsert or mode.update_only:
        update = UserUpdate(role=role, status=status, name=draft.title if "title" in draft.present else None)
        user = await identity.update_user(work, email, update)
    else:
        user = before
    return {"new": before is None, "title": user.name, "properties": facts_of(user)}


async def _service_account(
    work: Work, email: str, draft: EntityDraft
) -> tuple[dict[str, Any], Mapping[str, Any] | None]:
    """Add or change the machine behind an entity; a new one's credentials are returned, this once."""
    if draft.properties.get("port_type", SERVICE_ACCOUNT) != SERVICE_ACCOUNT:
        raise _unfit("port_type", f'must be "{SERVICE_ACCOUNT}" for an address in {SERVICE_DOMAIN}<domain>')
    status, role = _status(draft), _role(draft)
    machine = await _machine(work, email)
    extra = None
    if machine is None:
        machine, credentials = await identity.add_machine(work, email, role or "Member")
        extra = {"credentials": {"clientId": credentials.client_id, "clientSecret": credentials.client_secret}}
    elif role is not None and role != machine.role:
        raise _unfit("port_role", "cannot change for a service account; delete it and create another")
    if status is not None and (status != "Disabled") != machine.enabled:
        machine = await identity.update_machine(work, machine.client_id, enabled=status != "Disabled")
    told = {"status": "Active" if machine.enabled else "Disabled", "port_role": machine.role}
    title = draft.title if "title" in draft.present else email.partition("@")[0]
    return {"new": extra is not None, "title": title, "properties": {**told, "port_type": SERVICE_ACCOUNT}}, extra


def facts_of(user: User) -> dict[str, Any]:
    """Return what a `_user` entity says about a person."""
    return {"status": user.status, "port_role": user.role, "port_type": STANDARD}


def _status(draft: EntityDraft) -> Status | None:
    given = draft.properties.get("status")
    if given is not None and given not in get_args(Status):
        raise _unfit("status", f"must be one of {', '.join(get_args(Status))}")
    return cast("Status | None", given)


def _role(draft: EntityDraft) -> Role | None:
    given = draft.properties.get("port_role")
    if given is not None and given not in get_args(Role):
        raise _unfit("port_role", f"must be one of {', '.join(get_args(Role))}")
    return cast("Role | None", given)


def _unfit(name: str, fix: str) -> InvalidProperty:
    return InvalidProperty([{"property": name, "message": f'"{name}" {fix}', "code": "invalid_property"}])


async def _user(work: Work, email: str) -> User | None:
    try:
        return await identity.get_user(work, email)
    except NotFound:
        return None


async def _machine(work: Work, name: str) -> Machine | None:
    return next((machine for machine in await identity.list_machines(work) if machine.name == name), None)


async def hold(work: Work) -> None:
    """Wait for others who change users, before entities are locked: who changes a user locks in that order too."""
    with suppress(NotFound):
        await identity.update_user(work, work.actor.email or work.actor.id, UserUpdate())


async def remove(work: Work, identifiers: Sequence[str]) -> None:
    """Remove the users and machines behind entities that were deleted."""
    for name in identifiers:
        if await _user(work, name) is not None:
            await identity.delete_user(work, name)
        elif (machine := await _machine(work, name)) is not None:
            await identity.delete_machine(work, machine.client_id)


@events.within(UserChanged)
async def follow(work: Work, event: UserChanged) -> None:
    """Keep the `_user` entity in step with its user."""
    if await blueprints.find(work, BLUEPRINT) is None:
        return
    present = {"identifier", "title", "properties"}
    team: tuple[str, ...] = ()
    if event.teams is not None:
        team = await _teams(work, event.teams)
        present.add("team")
    user = event.user
    work = _unhindered(work)
    draft = EntityDraft(user.email, user.name, None, list(team), facts_of(user), {}, frozenset(present))
    for outcome in await ingest.run(work, BLUEPRINT, [draft], _FOLLOW):
        if outcome.error is not None:
            raise outcome.error


async def _teams(work: Work, names: Sequence[str]) -> tuple[str, ...]:
    """Return the identifiers of teams by name.

    Raises:
        TargetNotFound: the organisation has no such team.
    """
    teams = await blueprints.find(work, TEAM_BLUEPRINT)
    found = await people_store.teams(work, teams.id, names) if teams is not None and names else {}
    for name in names:
        if name not in found:
            raise TargetNotFound("teams", TEAM_BLUEPRINT, name)
    return tuple(dict.fromkeys(found[name] for name in names))


@identity.teams_known_by
async def teams_of(work: Work, emails: Sequence[str]) -> Mapping[str, Sequence[Team]]:
    """Return the teams of users by e-mail: those that their `_user` entities name."""
    users, teams = await blueprints.find(work, BLUEPRINT), await blueprints.find(work, TEAM_BLUEPRINT)
    if users is None or teams is None or not emails:
        return {}
    return await people_store.teams_of(work, users.id, teams.id, emails)


@events.within(UserRemoved)
async def leave(work: Work, event: UserRemoved) -> None:
    """Delete the `_user` entity of a user who left."""
    if (known := await blueprints.find(work, BLUEPRINT)) is not None:
        await deletion.run(_unhindered(work), deletion.Order(known, [event.user.email]))


def _unhindered(work: Work) -> Work:
    """Return the work of the same actor with every permission: who accepts an invitation may not write entities."""
    return work.acting(replace(work.actor, role="Admin"))
