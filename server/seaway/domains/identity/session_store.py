"""SQL of portal sessions. Tokens are kept as digests only."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from seaway.core.actor import Actor
from seaway.core.db import Connection, sql
from seaway.domains.identity.types import OpenSession
from seaway.kit import clock

# Holds the account while it looks: of a sign-in and a password reset at once, the session ends or never begins.
# unscoped: the membership is named by organisation and account
_BEGIN = sql("""
  insert into session(token_hash, org, account, created_at, seen_at, expires_at, agent, address)
  select :digest, m.org, m.account, :now, :now, :expires, :agent, :address
  from (select a.id from account a where a.id = :account and a.password_hash = :password_hash for share) a
  join membership m on m.account = a.id and m.org = :org and m.status = 'Active' and m.joined_at is not null""")
# unscoped: the session says which organisation it is; its digest is the proof
_FIND = sql("""
  select a.public_id, a.name, a.email, m.role, o.id as org, o.public_id as org_public_id, s.seen_at, s.expires_at
  from session s
  join membership m on m.org = s.org and m.account = s.account and m.status = 'Active' and m.joined_at is not null
  join account a on a.id = s.account
  join organisation o on o.id = s.org
  where s.token_hash = :digest and s.expires_at > :now and s.seen_at > :now - cast(:idle as interval)""")
_SEEN = sql("update session set seen_at = :now where token_hash = :digest and seen_at < :now")
_END = sql("update session set expires_at = :now where token_hash = :digest and expires_at > :now")
_END_ALL = sql("update session set expires_at = :now where account = :account and expires_at > :now")
_END_OTHERS = sql("""
  update session set expires_at = :now where account = :account and expires_at > :now and token_hash <> :digest""")
_NAME = "encode(substring(s.token_hash for 9), 'hex')"
_END_NAMED = sql(f"""
  update session s set expires_at = :now where s.account = :account and s.expires_at > :now and {_NAME} = :name""")
_OPEN = sql(f"""
  select {_NAME} as name, s.token_hash = :digest as current, s.agent, s.address, s.created_at, s.seen_at from session s
  where s.account = :account and s.expires_at > :now and s.seen_at > :now - cast(:idle as interval)
  order by s.token_hash = :digest desc, s.seen_at desc limit 100""")
_END_HERE = sql("delete from session where org = :org and account = :account")
# unscoped: whether this person signed in from this address before, wherever that was
_KNOWN = sql("""
  select exists (select 1 from session s join account a on a.id = s.account
                 where a.email = :email and s.address = :address)""")
_FORGET = sql("delete from session where expires_at < :before")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose session is to begin, from where, until when."""

    org: int
    account: int
    password_hash: str = field(repr=False)
    agent: str
    address: str
    now: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Live:
    """A session that holds: who it is, when it was last seen and when it ends."""

    actor: Actor
    seen_at: datetime
    expires_at: datetime


async def begin(db: Connection, digest: bytes, visitor: Visitor) -> bool:
    """Add a session; False when the password or the membership changed since it was looked at."""
    added = await db.run(
        _BEGIN,
        digest=digest,
        org=visitor.org,
        account=visitor.account,
        password_hash=visitor.password_hash,
        now=visitor.now,
        expires=visitor.expires,
        agent=visitor.agent,
        address=visitor.address,
    )
    return added == 1


async def find(db: Connection, digest: bytes, now: datetime, idle: timedelta) -> Live | None:
    """Return a session that has neither ended nor been idle too long, of an active member."""
    row = await db.one(_FIND, digest=digest, now=now, idle=idle)
    if row is None:
        return None
    actor = Actor(
        id=row["public_id"],
        type="user",
        name=row["name"],
        org_id=row["org"],
        org=row["org_public_id"],
        role=row["role"],
        email=row["email"],
    )
    return Live(actor, row["seen_at"], row["expires_at"])


async def seen(db: Connection, digest: bytes, now: datetime) -> None:
    """Note that the session is in use."""
    await db.run(_SEEN, digest=digest, now=now)


async def end(db: Connection, digest: bytes, now: datetime) -> None:
    """End one session. Its row stays a while: it remembers from where the person signs in."""
    await db.run(_END, digest=digest, now=now)


async def end_all(db: Connection, account: int, now: datetime) -> None:
    """End every session of an account; `db` must see every organisation to end those elsewhere."""
    await db.run(_END_ALL, account=account, now=now)


async def end_others(db: Connection, account: int, digest: bytes, now: datetime) -> int:
    """End every session of an account but one; `db` must see every organisation. Return how many."""
    return await db.run(_END_OTHERS, account=account, digest=digest, now=now)


async def end_named(db: Connection, account: int, name: str, now: datetime) -> bool:
    """End the session of an account that has this name; False when there is none."""
    return await db.run(_END_NAMED, account=account, name=name, now=now) == 1


async def open_of(db: Connection, account: int, digest: bytes, idle: timedelta) -> list[OpenSession]:
    """Return the sessions of an account that hold: the one with this digest first, then the last used."""
    rows = await db.all(_OPEN, account=account, digest=digest, now=clock.now(), idle=idle)
    return [
        OpenSession(
            id=row["name"],
            current=row["current"],
            agent=row["agent"],
            address=row["address"],
            created_at=row["created_at"],
            seen_at=row["seen_at"],
        )
        for row in rows
    ]


async def end_here(db: Connection, org: int, account: int) -> None:
    """Remove the sessions of somebody who leaves the organisation."""
    await db.run(_END_HERE, org=org, account=account)


async def known_address(db: Connection, email: str, address: str) -> bool:
    """Tell whether this person signed in from this address before."""
    return bool(await db.value(_KNOWN, email=email, address=address))


async def forget(db: Connection, before: datetime) -> int:
    """Remove the sessions that ended before a moment."""
    return await db.run(_FORGET, before=before)
