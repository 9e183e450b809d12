"""Organisations: the first one, and what its administrators set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from seaway.core import changes, events
from seaway.core.actor import system_actor
from seaway.core.changes import Change
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.errors import NotFound
from seaway.core.work import Cause, Work
from seaway.domains.identity import organisation_store as store
from seaway.domains.identity.events import OrganisationCreated
from seaway.domains.identity.permits import require
from seaway.domains.identity.types import Organisation
from seaway.kit import ids

DEFAULT_NAME = "My organization"


@dataclass(frozen=True, slots=True)
class OrganisationUpdate:
    """What changes; None leaves it. `replace`: settings and announcement that are not given are dropped (PUT)."""

    name: str | None = None
    settings: Mapping[str, Any] | None = None
    announcement: Mapping[str, Any] | None = None
    replace: bool = False


async def ensure_organisation(database: Database, name: str = DEFAULT_NAME) -> Organisation:
    """Return the installation's first organisation, made with that name where there is none yet."""
    async with database.writing(EVERY_ORGANISATION) as db:
        if (found := await store.first(db)) is not None:
            return found
        await store.lock_start(db)
        if (found := await store.first(db)) is not None:
            return found
        return await _create(Work(db, system_actor(0, ""), Cause("start:organisation", uuid4())), name)


async def create_organisation(database: Database, name: str) -> Organisation:
    """Make one more organisation."""
    async with database.writing(EVERY_ORGANISATION) as db:
        return await _create(Work(db, system_actor(0, ""), Cause("start:organisation", uuid4())), name)


async def find_organisation(database: Database, public_id: str) -> Organisation:
    """Return an organisation by its public id: for the operator, who stands above all of them.

    Raises:
        NotFound: there is none.
    """
    async with database.reading(EVERY_ORGANISATION) as db:
        found = await store.find(db, public_id)
    if found is None:
        raise NotFound.of("organization", public_id)
    return found


async def _create(nobody: Work, name: str) -> Organisation:
    """Add the organisation and let the domains above furnish it, as Seaway itself."""
    organisation = await store.add(nobody.db, ids.public_id("org"), name)
    work = nobody.acting(system_actor(organisation.id, organisation.public_id))
    await changes.record(work, "organisation", [Change(organisation.id, "C")])
    await events.announce(work, OrganisationCreated(organisation))
    return organisation


async def organisation_of(work: Work) -> Organisation:
    """Return the organisation the work is done in."""
    await require(work, "read", "organization")
    return await store.get(work.db, work.org)


async def update_organisation(work: Work, update: OrganisationUpdate) -> Organisation:
    """Change the name, settings (merged by key unless `replace`) and announcement."""
    await require(work, "update", "organization")
    before = await store.lock(work.db, work.org)
    name = before.name if update.name is None else update.name
    if update.replace:
        settings, announcement = dict(update.settings or {}), update.announcement
    else:
        settings = {**before.settings, **(update.settings or {})}
        announcement = before.announcement if update.announcement is None else update.announcement
    if (name, settings, announcement) == (before.name, dict(before.settings), before.announcement):
        return before
    after = await store.put(work.db, work.org, name, settings, announcement)
    await changes.record(work, "organisation", [Change(before.id, "U", _undo(before, after))])
    return after


def _undo(before: Organisation, after: Organisation) -> dict[str, Any]:
    keys = ("name", "settings", "announcement")
    return {key: getattr(before, key) for key in keys if getattr(before, key) != getattr(after, key)}
