"""What people change about themselves: their name, their password, and where they are signed in."""

from dataclasses import dataclass, field

from seaway.core import audit
from seaway.core.errors import Forbidden, Invalid, NotFound
from seaway.core.http_visit import Visit
from seaway.core.work import Work
from seaway.domains.identity import account_store, passwords, recent, sessions, users
from seaway.domains.identity import session_store as store
from seaway.domains.identity.errors import InvalidCredentials
from seaway.domains.identity.types import OpenSession, Session, User, UserUpdate
from seaway.kit import clock


async def rename(work: Work, name: str) -> Session:
    """Change how the person at work is called.

    Raises:
        Unauthorized: a machine is at work.
    """
    session = await sessions.session_of(work)
    await users.change_own(work, session.user, UserUpdate(name=name))
    return await sessions.session_of(work)


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The password as it is and as it shall be; `token` is the session that goes on."""

    current: str = field(repr=False)
    new: str = field(repr=False)
    token: str = field(repr=False)


async def change_password(visit: Visit, work: Work, given: NewPassword) -> None:
    """Replace the password of the person at work, and end their sessions elsewhere.

    Raises:
        Forbidden: a machine is at work. Invalid: the current password is wrong. WeakPassword: the new one is weak.
        TooManyRequests: too many attempts went wrong.
    """
    email = _email(work)
    passwords.check(given.new, email)
    try:
        account = await sessions.prove(visit, email, given.current)
    except InvalidCredentials:
        raise Invalid("current: this is not the password of your account", details={"path": "current"}) from None
    hash_ = await passwords.hashed(given.new)
    async with visit.writing() as db:
        await account_store.set_password(db, account.key, hash_)
        ended = await store.end_others(db, account.key, sessions.digest(given.token), clock.now())
        await audit.write(db, _entry(visit, work, "password_changed", ended))
    recent.forget(work.actor.id)


async def open_sessions(visit: Visit, work: Work, token: str) -> list[OpenSession]:
    """Return where the person at work is signed in, the last used first; `token` is the session that asks.

    Raises:
        Forbidden: a machine is at work.
    """
    user = await _user(visit, work)
    async with visit.reading() as db:
        return await store.open_of(db, user.key, sessions.digest(token), sessions.IDLE)


async def end_elsewhere(visit: Visit, work: Work, token: str) -> int:
    """End every session of the person at work but the one that asks; return how many.

    Raises:
        Forbidden: a machine is at work.
    """
    user = await _user(visit, work)
    async with visit.writing() as db:
        ended = await store.end_others(db, user.key, sessions.digest(token), clock.now())
        await audit.write(db, _entry(visit, work, "sign_out", ended))
    recent.forget(work.actor.id)
    return ended


async def end_one(visit: Visit, work: Work, session: str) -> None:
    """End one session of the person at work.

    Raises:
        Forbidden: a machine is at work. NotFound: the person has no such session.
    """
    user = await _user(visit, work)
    async with visit.writing() as db:
        if not await store.end_named(db, user.key, session, clock.now()):
            raise NotFound.of("session", session)
        await audit.write(db, _entry(visit, work, "sign_out", 1))
    recent.forget(work.actor.id)


def _email(work: Work) -> str:
    if work.actor.type != "user" or work.actor.email is None:
        raise Forbidden("This belongs to people: sign in to the portal, a machine has none")
    return work.actor.email


async def _user(visit: Visit, work: Work) -> User:
    _email(work)
    async with visit.reading() as db:
        user = await account_store.by_id(db, work.org, work.actor.id)
    if user is None:
        raise NotFound.of("user", work.actor.id)
    return user


def _entry(visit: Visit, work: Work, kind: audit.Kind, ended: int) -> audit.Entry:
    return audit.Entry(
        kind, org=work.org, actor=work.actor.id, address=visit.address, trace=visit.trace, detail={"ended": ended}
    )
