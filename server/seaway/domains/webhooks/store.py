"""Webhooks: their rows, secrets sealed."""

from dataclasses import replace
from typing import Any

import asyncpg
import orjson

from seaway.core.db import EVERY_ORGANISATION, Connection, Database, sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.webhooks.types import Webhook, WebhookDraft

MAX = 500
"""Webhooks that an organisation may have."""

_COLUMNS = """w.id, w.ident, w.title, w.icon, w.description, w.enabled, w.type, w.mappings, w.security, w.secret, w.key,
  w.created_at, w.created_by, w.updated_at, w.updated_by from webhook w"""
_ALL = sql(f"select {_COLUMNS} where {{scope:w}} order by w.ident limit :limit")
_COUNT = sql("select count(*) from webhook w where {scope:w}")
_ONE = sql(f"select {_COLUMNS} where {{scope:w}} and w.ident = :ident")
_LOCKED = sql(f"select {_COLUMNS} where {{scope:w}} and w.ident = :ident for update of w")
_NUMBERED = sql(f"select {_COLUMNS} where {{scope:w}} and w.id = :id")
_META = sql(
    "select w.ident, w.title, w.icon, w.updated_at from webhook w where {scope:w} order by w.ident limit :limit"
)
# unscoped: whoever knows the key of a webhook may call it; its organisation is known from then on
_BY_KEY = sql("""
  select w.id, w.org, o.public_id as org_name from webhook w join organisation o on o.id = w.org
  where w.key = :key""")
_ADD = sql("""
  insert into webhook(
    org, ident, title, icon, description, enabled, type, mappings, security, secret, key, created_by, updated_by)
  values (:org, :ident, :title, :icon, :description, :enabled, :type, cast(cast(:mappings as text) as json),
    cast(cast(:security as text) as json), :secret, :key, :by, :by)
  on conflict (org, ident) do nothing returning id""")
# unscoped: written by number, after the webhook was found under a scope
_UPDATE = sql("""
  update webhook set ident = :ident, title = :title, icon = :icon, description = :description, enabled = :enabled,
    type = :type, mappings = cast(cast(:mappings as text) as json), security = cast(cast(:security as text) as json),
    secret = :secret, updated_at = clock_timestamp(), updated_by = :by
  where id = :id""")
# unscoped: written by number, after the webhook was found under a scope
_DROP = sql("delete from webhook where id = :id")


async def every(work: Work) -> list[Webhook]:
    """Return the webhooks by identifier."""
    rows = await work.db.all(_ALL, access.filter(work, "read", "integrations"), limit=MAX)
    return [_webhook(work.db, row) for row in rows]


async def count(work: Work) -> int:
    """Return how many there are."""
    return int(await work.db.value(_COUNT, access.filter(work, "read", "integrations")))


async def metadata(work: Work) -> list[dict[str, Any]]:
    """Return what Members may know of the webhooks, by identifier."""
    rows = await work.db.all(_META, access.filter(work, "read", "entities"), limit=MAX)
    return [dict(row) for row in rows]


async def find(work: Work, identifier: str, *, lock: bool = False) -> Webhook | None:
    """Return a webhook, or None; `lock` keeps others from changing it until the work ends."""
    scope = access.filter(work, "read", "integrations")
    row = await work.db.one(_LOCKED if lock else _ONE, scope, ident=identifier)
    return _webhook(work.db, row) if row else None


async def by_number(work: Work, number: int) -> Webhook | None:
    """Return a webhook by its number, or None."""
    row = await work.db.one(_NUMBERED, access.filter(work, "read", "integrations"), id=number)
    return _webhook(work.db, row) if row else None


async def called(database: Database, key: str) -> tuple[int, int, str] | None:
    """Return the webhook that has this key, with the key and public id of its organisation; None when there is none."""
    async with database.reading(EVERY_ORGANISATION) as db:
        row = await db.one(_BY_KEY, key=key)
    return (row["id"], row["org"], row["org_name"]) if row else None


async def add(work: Work, draft: WebhookDraft, key: str) -> int | None:
    """Add a webhook; return its number, None when its identifier is taken."""
    number: int | None = await work.db.value(_ADD, org=work.org, key=key, **_values(work, draft, key))
    return number


async def update(work: Work, known: Webhook, draft: WebhookDraft) -> None:
    """Replace what is said of a webhook; the caller holds its row and knows that the identifier is free."""
    await work.db.run(_UPDATE, id=known.id, **_values(work, draft, known.key))


async def drop(work: Work, number: int) -> None:
    """Remove a webhook and its deliveries."""
    await work.db.run(_DROP, id=number)


def _values(work: Work, draft: WebhookDraft, key: str) -> dict[str, Any]:
    return {
        "ident": draft.identifier,
        "title": draft.title,
        "icon": draft.icon,
        "description": draft.description,
        "enabled": draft.enabled,
        "type": draft.type,
        "mappings": orjson.dumps(list(draft.mappings)).decode(),
        "security": orjson.dumps(dict(draft.security)).decode(),
        "secret": None if draft.secret is None else work.db.sealer.seal(draft.secret.encode(), _context(key)),
        "by": work.actor.id,
    }


def _context(key: str) -> str:
    return f"webhook/{key}"


def _webhook(db: Connection, row: asyncpg.Record) -> Webhook:
    draft = WebhookDraft(
        row["ident"], row["title"], row["icon"], row["description"], row["enabled"], row["type"],
        orjson.loads(row["mappings"]), orjson.loads(row["security"]),
    )  # fmt: skip
    if row["secret"] is not None:
        draft = replace(draft, secret=db.sealer.open(row["secret"], _context(row["key"])).decode())
    return Webhook(
        row["id"], draft, row["key"], row["created_at"], row["created_by"], row["updated_at"], row["updated_by"]
    )
