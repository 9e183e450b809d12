"""Portal sessions: begun by a password, carried by a cookie, ended by time or by hand."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from seaway.core import audit
from seaway.core.errors import Unauthorized
from seaway.core.http_visit import Visit
from seaway.core.work import Work
from seaway.domains.identity import account_store, organisation_store, passwords, recent, throttle
from seaway.domains.identity import session_store as store
from seaway.domains.identity.errors import InvalidCredentials
from seaway.domains.identity.types import Organisation, Session, SignedIn, User, canonical_email
from seaway.kit import clock

LIFETIME = timedelta(days=14)
IDLE = timedelta(hours=24)
TOUCH = timedelta(minutes=5)
_WRONG = "The e-mail address or the password is wrong"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a person types. `previous` is the session the browser already carries; it ends when the new one begins."""

    email: str
    password: str = field(repr=False)
    previous: str | None = field(default=None, repr=False)


def digest(token: str) -> bytes:
    """Return what the database keeps of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).digest()


async def sign_in(visit: Visit, given: SignIn) -> SignedIn:
    """Begin a session in the organisation last visited.

    Raises:
        InvalidCredentials: in the same words and time for a wrong password and for nobody.
        TooManyRequests: too many attempts went wrong.
    """
    account = await prove(visit, given.email, given.password)
    async with visit.reading() as db:
        homes = await account_store.homes(db, account.key)
        organisation = await organisation_store.get(db, homes[0]) if homes else None
        user = await account_store.by_id(db, organisation.id, account.id) if organisation else None
    if organisation is None or user is None or account.password_hash is None:
        await _refused(visit, given.email, account)
        raise InvalidCredentials(_WRONG)
    async with visit.acting(user.actor(organisation)) as work:
        if given.previous:
            await store.end(work.db, digest(given.previous), clock.now())
        token = await begin(work, visit, user, account.password_hash)
        await audit.write(
            work.db,
            audit.Entry("sign_in", org=work.org, actor=user.id, address=visit.address, trace=visit.trace),
        )
    if given.previous:
        recent.forget(user.id)
    return SignedIn(Session(user, organisation), token)


async def prove(visit: Visit, email: str, password: str) -> account_store.Account:
    """Return the account whose password this is.

    Raises:
        InvalidCredentials: it is nobody's. TooManyRequests: too many attempts went wrong.
    """
    canonical = canonical_email(email) or email[:254]
    await throttle.admit(visit, throttle.SIGN_IN, canonical)
    async with visit.reading() as db:
        account = await account_store.account(db, canonical)
    if not await passwords.fits(password, account.password_hash if account else None) or account is None:
        await _refused(visit, canonical, account)
        raise InvalidCredentials(_WRONG)
    await throttle.settle(visit, throttle.SIGN_IN, canonical)
    return account


async def _refused(visit: Visit, email: str, account: account_store.Account | None) -> None:
    async with visit.reading() as db:
        homes = await account_store.homes(db, account.key) if account else []
    entry = audit.Entry(
        "sign_in_failed",
        org=homes[0] if homes else None,
        subject=email,
        address=visit.address,
        trace=visit.trace,
    )
    await audit.write_apart(visit.database, entry)


async def begin(work: Work, visit: Visit, user: User, password_hash: str) -> str:
    """Add a session for somebody who has just proved the password; return its token.

    Raises:
        InvalidCredentials: the password or the membership has changed since.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    visitor = store.Visitor(
        org=work.org,
        account=user.key,
        password_hash=password_hash,
        agent=visit.agent,
        address=visit.address,
        now=now,
        expires=now + LIFETIME,
    )
    if not await store.begin(work.db, digest(token), visitor):
        raise InvalidCredentials(_WRONG)
    await account_store.logged_in(work.db, work.org, user.key)
    return token


async def session_of(work: Work) -> Session:
    """Return the session of the user at work.

    Raises:
        Unauthorized: the actor is a machine.
    """
    user = await account_store.by_id(work.db, work.org, work.actor.id) if work.actor.type == "user" else None
    if user is None:
        raise Unauthorized("No person is signed in: this is a machine's token")
    organisation: Organisation = await organisation_store.get(work.db, work.org)
    return Session(user, organisation)


async def sign_out(visit: Visit, token: str, *, everywhere: bool = False) -> None:
    """End the session, or every session of its person; one that has ended already is no failure."""
    now = clock.now()
    async with visit.writing() as db:
        live = await store.find(db, digest(token), now, IDLE)
        if live is None:
            return
        user = await account_store.by_id(db, live.actor.org_id, live.actor.id)
        await store.end(db, digest(token), now)
        if everywhere and user:
            await store.end_all(db, user.key, now)
        entry = audit.Entry(
            "sign_out",
            org=live.actor.org_id,
            actor=live.actor.id,
            address=visit.address,
            trace=visit.trace,
            detail={"everywhere": everywhere},
        )
        await audit.write(db, entry)
    recent.forget(live.actor.id)
