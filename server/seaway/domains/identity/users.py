"""The people of an organisation: added, changed, removed, and the catalog told within the same transaction."""

from dataclasses import replace

from seaway.core import audit, changes, events
from seaway.core.changes import Change
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.errors import Forbidden, IdentifierTaken, Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.identity import account_store as store
from seaway.domains.identity import link_store, organisation_store, passwords, recent, session_store
from seaway.domains.identity.errors import LastAdministrator
from seaway.domains.identity.events import UserChanged, UserRemoved
from seaway.domains.identity.permits import require
from seaway.domains.identity.types import User, UserDraft, UserUpdate, canonical_email
from seaway.kit import clock, ids


def email_of(text: str) -> str:
    """Return the canonical spelling of an e-mail address.

    Raises:
        Invalid: it is none.
    """
    email = canonical_email(text)
    if email is None:
        raise Invalid(f'"{text[:80]}" is not an e-mail address such as kim@example.com', details={"path": "email"})
    return email


async def list_users(work: Work) -> list[User]:
    """Return the users of the organisation, by e-mail."""
    await require(work, "read", "users")
    return await store.list_all(work.db, work.org)


async def get_user(work: Work, email: str) -> User:
    """Return a user by e-mail.

    Raises:
        NotFound: nobody of the organisation has it.
    """
    await require(work, "read", "users")
    return await _found(work, email)


async def create_user(work: Work, draft: UserDraft) -> User:
    """Add a user; with a password the account is active at once, without one it waits for its invitation.

    Raises:
        Invalid: the e-mail is none. WeakPassword: the password is too easy to guess.
        IdentifierTaken: the person is a user already, or has a password that is not ours to replace.
    """
    await require(work, "create", "users")
    email = email_of(draft.email)
    if draft.password is not None:
        passwords.check(draft.password, email)
    hash_ = None if draft.password is None else await passwords.hashed(draft.password)
    await store.add_account(work.db, ids.public_id("u"), email, draft.name or email.partition("@")[0], hash_)
    account = await store.account(work.db, email)
    assert account is not None  # noqa: S101  # it was added or was there
    if hash_ is not None and account.password_hash != hash_:
        if account.password_hash is not None:
            raise _has_password(email)
        await store.set_password(work.db, account.key, hash_)
    status = "Active" if hash_ is not None else draft.status
    new = store.Membership(work.org, account.key, draft.role, status, joined=hash_ is not None)
    if not await store.join(work.db, new):
        raise IdentifierTaken(f'"{email}" is taken: a user of this organization has it', details={"path": "email"})
    user = await _found(work, email)
    await changes.record(work, "user", [Change(user.key, "C")])
    await events.announce(work, UserChanged(None, user, draft.teams))
    return user


async def adopt_user(work: Work, draft: UserDraft, password: str) -> User:
    """Add a user with a password; one whom the catalog brought along, and who never signed in, becomes that user.

    Raises:
        Invalid, WeakPassword, IdentifierTaken: as `create_user` says.
    """
    await require(work, "create", "users")
    known = await store.find(work.db, work.org, email_of(draft.email), lock=True)
    if known is None:
        return await create_user(work, replace(draft, password=password))
    passwords.check(password, known.email)
    if not await store.set_first_password(work.db, known.key, known.name, await passwords.hashed(password)):
        raise _has_password(known.email)
    await store.admit(work.db, work.org, known.key)
    return await _write(
        work, known, replace(known, role=draft.role, status="Active", name=draft.name or known.name), None
    )


def _has_password(email: str) -> IdentifierTaken:
    return IdentifierTaken(f'"{email}" is taken: this account has a password already', details={"path": "email"})


async def update_user(work: Work, email: str, update: UserUpdate) -> User:
    """Change a user's role, status or name; an unchanged user writes nothing.

    Raises:
        NotFound: nobody of the organisation has the e-mail. Forbidden: it is the actor's own status.
        LastAdministrator: nobody would be left to administer.
    """
    await require(work, "update", "users")
    await organisation_store.lock(work.db, work.org)
    before = await _found(work, email, lock=True)
    after = replace(
        before, role=update.role or before.role, status=update.status or before.status, name=update.name or before.name
    )
    if after.status != before.status and before.id == work.actor.id:
        raise Forbidden("Nobody can change their own status; ask another administrator", details={"path": "status"})
    if after == before and update.teams is None:
        return before
    await _keep_an_administrator(work, before, after)
    return await _write(work, before, after, update.teams)


async def change_own(work: Work, user: User, update: UserUpdate) -> User:
    """Let a person change their own name, which needs no permission; an unchanged one writes nothing."""
    before = await _found(work, user.email, lock=True)
    after = replace(before, name=update.name or before.name)
    return before if after == before else await _write(work, before, after, None)


async def _write(work: Work, before: User, after: User, teams: tuple[str, ...] | None) -> User:
    changed = {
        key: getattr(before, key) for key in ("role", "status", "name") if getattr(before, key) != getattr(after, key)
    }
    if changed:
        await store.update(work.db, work.org, before.key, after.role, after.status)
        if "name" in changed:
            await store.rename(work.db, before.key, after.name)
        after = await _found(work, before.email)
        await changes.record(work, "user", [Change(before.key, "U", changed)])
        recent.forget(before.id)
    await events.announce(work, UserChanged(before, after, teams))
    return after


async def delete_user(work: Work, email: str) -> None:
    """Remove a user from the organisation, with their sessions and open invitations.

    Raises:
        NotFound: nobody of the organisation has the e-mail. LastAdministrator: nobody would be left to administer.
    """
    await require(work, "delete", "users")
    await organisation_store.lock(work.db, work.org)
    user = await _found(work, email, lock=True)
    await _keep_an_administrator(work, user, None)
    await link_store.void(work.db, work.org, "invitation", user.email, clock.now())
    await session_store.end_here(work.db, work.org, user.key)
    await store.leave(work.db, work.org, user.key)
    undo = {"email": user.email, "name": user.name, "role": user.role, "status": user.status}
    await changes.record(work, "user", [Change(user.key, "D", undo)])
    await events.announce(work, UserRemoved(user))
    recent.forget(user.id)


async def reset_password(database: Database, email: str, password: str) -> None:
    """Set a person's password and end all their sessions: for the operator, on the server's own machine.

    Raises:
        Invalid: the e-mail is none. WeakPassword: too easy to guess. NotFound: no account has the e-mail.
    """
    email = email_of(email)
    passwords.check(password, email)
    hash_ = await passwords.hashed(password)
    async with database.writing(EVERY_ORGANISATION) as db:
        account = await store.account(db, email)
        if account is None:
            raise NotFound.of("user", email)
        await store.set_password(db, account.key, hash_)
        await session_store.end_all(db, account.key, clock.now())
        for org in await store.homes(db, account.key):
            await audit.write(db, audit.Entry("password_reset", org=org, actor="system", subject=account.id))
    recent.forget(account.id)


async def _found(work: Work, email: str, *, lock: bool = False) -> User:
    canonical = canonical_email(email)
    user = await store.find(work.db, work.org, canonical, lock=lock) if canonical else None
    if user is None:
        raise NotFound.of("user", email)
    return user


async def _keep_an_administrator(work: Work, before: User, after: User | None) -> None:
    """Refuse to take away the last active administrator; the caller holds the organisation's row."""
    was = before.role == "Admin" and before.status == "Active"
    stays = after is not None and after.role == "Admin" and after.status == "Active"
    if was and not stays and await store.other_admins(work.db, work.org, before.key) == 0:
        raise LastAdministrator
