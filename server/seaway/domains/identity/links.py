"""One-time links: the first administrator's set-up and everybody else's invitation."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import urlencode

from seaway.core import audit, changes, events
from seaway.core.actor import system_actor
from seaway.core.changes import Change
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.errors import IdentifierTaken
from seaway.core.http_visit import Visit
from seaway.core.work import Work
from seaway.domains.identity import account_store, organisation_store, organisations, passwords, sessions, users
from seaway.domains.identity import link_store as store
from seaway.domains.identity.errors import InvalidCredentials, LinkSpent
from seaway.domains.identity.events import UserChanged
from seaway.domains.identity.permits import require
from seaway.domains.identity.types import Invitation, Session, SignedIn, User, UserDraft, UserUpdate
from seaway.kit import clock

SETUP_LIFETIME = timedelta(hours=24)
INVITATION_LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a person answers to a link. `email` belongs to set-up alone: an invitation knows its own."""

    token: str = field(repr=False)
    name: str
    password: str = field(repr=False)
    email: str = ""


async def setup_needed(database: Database) -> bool:
    """Tell whether the installation waits for its first administrator."""
    async with database.reading(EVERY_ORGANISATION) as db:
        return not await account_store.any_admin(db)


async def setup_link(database: Database, url: str) -> str | None:
    """Return a fresh link to make the first administrator, or None when there is one; older links become worthless.

    `url` is the address of the portal. The link holds for 24 hours and works once.
    """
    organisation = await organisations.ensure_organisation(database)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    async with database.writing(EVERY_ORGANISATION) as db:
        await organisation_store.lock(db, organisation.id)
        if await account_store.any_admin(db):
            return None
        await store.void(db, organisation.id, "setup", None, now)
        link = store.Link("setup", organisation.id, None, "Admin", now + SETUP_LIFETIME)
        await store.add(db, sessions.digest(token), link)
    return f"{url}/setup?{urlencode({'token': token})}"


async def set_up(visit: Visit, given: Acceptance) -> SignedIn:
    """Make the first administrator of the link's organisation and sign them in; of two at once, one wins.

    Raises:
        LinkSpent: the link was used, has expired, or an administrator exists. Invalid, WeakPassword: what they say.
        IdentifierTaken: the account has a password, which the link does not replace.
    """
    digest, now = sessions.digest(given.token), clock.now()
    async with visit.reading() as db:
        link = await store.find(db, digest, "setup", now)
        if link is None:
            raise LinkSpent
        organisation = await organisation_store.get(db, link.org)
    draft = UserDraft(given.email, given.name, role="Admin", status="Active")
    async with visit.acting(system_actor(organisation.id, organisation.public_id)) as work:
        await organisation_store.lock(work.db, organisation.id)
        if not await store.spend(work.db, digest, "setup", now) or await account_store.any_admin(work.db):
            raise LinkSpent
        await store.void(work.db, organisation.id, "setup", None, now)
        user = await users.adopt_user(work, draft, given.password)
        return await _welcome(work, visit, "setup", Session(user, organisation))


async def invite(work: Work, draft: UserDraft) -> tuple[User, str]:
    """Add a user, or invite one again who has not joined yet; return them and the token of a fresh link.

    Raises:
        IdentifierTaken: the person has joined already. Invalid: the e-mail is none.
    """
    await require(work, "create", "users")
    email = users.email_of(draft.email)
    known = await account_store.find(work.db, work.org, email, lock=True)
    if known is not None and known.status not in {"Staged", "Invited"}:
        raise IdentifierTaken(f'"{email}" is taken: a user of this organization has it', details={"path": "email"})
    user = await (_again(work, known, draft) if known else users.create_user(work, draft))
    token = secrets.token_urlsafe(32)
    now = clock.now()
    await store.void(work.db, work.org, "invitation", email, now)
    link = store.Link("invitation", work.org, email, user.role, now + INVITATION_LIFETIME)
    await store.add(work.db, sessions.digest(token), link)
    return user, token


async def _again(work: Work, known: User, draft: UserDraft) -> User:
    update = UserUpdate(role=draft.role, status="Invited", teams=draft.teams)
    return await users.update_user(work, known.email, update)


async def invitation(visit: Visit, token: str) -> Invitation:
    """Return what a link invites to.

    Raises:
        LinkSpent: it was used or has expired.
    """
    async with visit.reading() as db:
        link = await store.find(db, sessions.digest(token), "invitation", clock.now())
        if link is None or link.email is None:
            raise LinkSpent
        organisation = await organisation_store.get(db, link.org)
        account = await account_store.account(db, link.email)
    known = account is not None and account.password_hash is not None
    return Invitation(link.email, link.role, organisation, link.expires_at, known)


async def accept(visit: Visit, given: Acceptance) -> SignedIn:
    """Join the organisation and sign in; of two at once, one wins.

    Who has a password already (from another organisation) proves it: the inviting administrator holds the link too, and
    must not gain somebody's account by it.

    Raises:
        LinkSpent: the link was used or has expired. InvalidCredentials: the account has another password.
    """
    offer = await invitation(visit, given.token)
    hash_ = await _password(visit, offer, given)
    async with visit.reading() as db:
        user = await account_store.find(db, offer.organisation.id, offer.email)
    if user is None:
        raise LinkSpent
    async with visit.acting(user.actor(offer.organisation)) as work:
        if not await store.spend(work.db, sessions.digest(given.token), "invitation", clock.now()):
            raise LinkSpent
        if not offer.known and not await account_store.set_first_password(
            work.db, user.key, given.name or user.name, hash_
        ):
            raise InvalidCredentials("This account has a password by now; use it to accept the invitation")
        await account_store.admit(work.db, work.org, user.key)
        joined = await account_store.find(work.db, work.org, user.email)
        if joined is None:
            raise LinkSpent
        await changes.record(work, "user", [Change(user.key, "U", {"status": user.status})])
        # What follows in the catalog is bookkeeping: the role of who joins does not bind it.
        await events.announce(work.acting(replace(work.actor, role="Admin")), UserChanged(user, joined))
        return await _welcome(work, visit, "invitation_accepted", Session(joined, offer.organisation), hash_)


async def _password(visit: Visit, offer: Invitation, given: Acceptance) -> str:
    """Return the hash to sign in with: of the password the account has, once proved, or of its first one."""
    if offer.known:
        account = await sessions.prove(visit, offer.email, given.password)
        return account.password_hash or ""
    passwords.check(given.password, offer.email)
    return await passwords.hashed(given.password)


async def _welcome(work: Work, visit: Visit, kind: audit.Kind, session: Session, hash_: str | None = None) -> SignedIn:
    if hash_ is None:
        account = await account_store.account(work.db, session.user.email)
        hash_ = account.password_hash if account and account.password_hash else ""
    token = await sessions.begin(work, visit, session.user, hash_)
    entry = audit.Entry(kind, org=work.org, actor=session.user.id, address=visit.address, trace=visit.trace)
    await audit.write(work.db, entry)
    return SignedIn(session, token)
