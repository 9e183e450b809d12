"""SQL of one-time links: set-up and invitations. Tokens are kept as digests only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import asyncpg

from seaway.core.actor import Role
from seaway.core.db import Connection, sql

Purpose = Literal["setup", "invitation"]
_ADD = sql("""
  insert into one_time_link(token_hash, kind, org, email, role, expires_at)
  values (:digest, :kind, :org, :email, :role, :expires)""")
# unscoped: the link says which organisation it is for; its digest is the proof
_FIND = sql("""
  select l.kind, l.org, l.email, l.role, l.expires_at from one_time_link l
  where l.token_hash = :digest and l.kind = :kind and l.used_at is null and l.expires_at > :now""")
_SPEND = sql("""
  update one_time_link set used_at = :now
  where token_hash = :digest and kind = :kind and used_at is null and expires_at > :now""")
_VOID = sql("""
  update one_time_link set used_at = :now
  where org = :org and kind = :kind and email is not distinct from cast(:email as text) and used_at is null""")
_FORGET = sql("delete from one_time_link where expires_at < :before")


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is good for. `email` is None for set-up."""

    kind: Purpose
    org: int
    email: str | None
    role: Role
    expires_at: datetime


def _link(row: asyncpg.Record) -> Link:
    return Link(row["kind"], row["org"], row["email"], row["role"], row["expires_at"])


async def add(db: Connection, digest: bytes, link: Link) -> None:
    """Add a link."""
    await db.run(
        _ADD, digest=digest, kind=link.kind, org=link.org, email=link.email, role=link.role, expires=link.expires_at
    )


async def find(db: Connection, digest: bytes, kind: Purpose, now: datetime) -> Link | None:
    """Return a link that can still be used."""
    row = await db.one(_FIND, digest=digest, kind=kind, now=now)
    return _link(row) if row else None


async def spend(db: Connection, digest: bytes, kind: Purpose, now: datetime) -> bool:
    """Use the link up; of two that try at once, one gets True."""
    return await db.run(_SPEND, digest=digest, kind=kind, now=now) == 1


async def void(db: Connection, org: int, kind: Purpose, email: str | None, now: datetime) -> None:
    """Make the open links of this purpose (and person) worthless."""
    await db.run(_VOID, org=org, kind=kind, email=email, now=now)


async def forget(db: Connection, before: datetime) -> int:
    """Remove the links that expired before a moment."""
    return await db.run(_FORGET, before=before)
