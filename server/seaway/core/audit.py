"""The audit of access: sign-ins, denials, tokens, secret reads. Facts that change no object, and never a secret."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

import orjson

from seaway.core.db import EVERY_ORGANISATION, Connection, Database, sql

Kind = Literal[
    "sign_in", "sign_in_failed", "sign_out", "setup", "invitation_accepted",
    "token_issued", "token_refused", "denied", "secret_read", "password_reset", "password_changed",
    "webhook_refused",
]  # fmt: skip
_WRITE = sql("""
  insert into audit_entry(org, kind, actor, subject, address, trace, detail)
  values (:org, :kind, :actor, :subject, :address, :trace, cast(:detail as jsonb))""")
MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened. `actor`: the public id of who acted; `subject`: to what (an e-mail, a client id, a path)."""

    kind: Kind
    org: int | None = None
    actor: str | None = None
    subject: str | None = None
    address: str | None = None
    trace: UUID | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


async def write(db: Connection, entry: Entry) -> None:
    """Keep the entry in the caller's transaction: it stands or falls with what it tells of."""
    await db.run(
        _WRITE,
        org=entry.org,
        kind=entry.kind,
        actor=entry.actor,
        subject=entry.subject[:MAX_TEXT] if entry.subject else None,
        address=entry.address,
        trace=entry.trace,
        detail=orjson.dumps(dict(entry.detail)).decode(),
    )


async def write_apart(database: Database, entry: Entry) -> None:
    """Keep the entry in a transaction of its own: refusals stay on record although the request was rolled back."""
    async with database.writing(EVERY_ORGANISATION) as db:
        await write(db, entry)
