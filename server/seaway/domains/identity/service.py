"""The door of identity: who is who, in which organisation, and how they prove it."""

from datetime import timedelta

from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.domains.identity import account_store, link_store, session_store, throttle_store
from seaway.domains.identity.authenticator import COOKIE, Authenticator, session_cookie
from seaway.domains.identity.cross_site import refuse_foreign, refuse_unproven
from seaway.domains.identity.links import Acceptance, accept, invitation, invite, set_up, setup_link, setup_needed
from seaway.domains.identity.machines import (
    add_machine,
    create_machine,
    delete_machine,
    list_machines,
    machine_secrets,
    rotate_credentials,
    rotate_machine,
    update_machine,
)
from seaway.domains.identity.organisations import (
    OrganisationUpdate,
    create_organisation,
    ensure_organisation,
    find_organisation,
    organisation_of,
    update_organisation,
)
from seaway.domains.identity.permits import granted, own_permissions, permissions, permissions_known_by, require
from seaway.domains.identity.persons import person
from seaway.domains.identity.sessions import LIFETIME, SignIn, session_of, sign_in, sign_out
from seaway.domains.identity.teams import members_of, teams_known_by, teams_of
from seaway.domains.identity.tokens import issue
from seaway.domains.identity.users import (
    create_user,
    delete_user,
    get_user,
    list_users,
    reset_password,
    update_user,
)
from seaway.kit import clock

__all__ = [
    "COOKIE", "LIFETIME", "Acceptance", "Authenticator", "OrganisationUpdate", "SignIn", "accept", "add_machine",
    "create_machine", "create_organisation", "create_user", "delete_machine", "delete_user", "ensure_organisation",
    "find_organisation", "get_user", "granted", "invitation", "invite", "issue", "list_machines", "list_users",
    "machine_secrets", "members_of", "organisation_of", "own_permissions", "permissions", "permissions_known_by",
    "person", "purge", "refuse_foreign", "refuse_unproven", "require", "reset_password", "rotate_credentials",
    "rotate_machine", "session_cookie", "session_of", "set_up", "setup_link", "setup_needed", "sign_in", "sign_out",
    "teams_known_by", "teams_of", "update_machine", "update_organisation", "update_user",
]  # fmt: skip

KEPT = timedelta(days=30)


async def purge(database: Database) -> None:
    """Remove what has run out: sessions and links of a month ago, throttle windows, accounts of no organisation."""
    now = clock.now()
    async with database.writing(EVERY_ORGANISATION) as db:
        await session_store.forget(db, now - KEPT)
        await link_store.forget(db, now - KEPT)
        await throttle_store.forget(db, now - timedelta(days=1))
        await account_store.drop_orphans(db)
