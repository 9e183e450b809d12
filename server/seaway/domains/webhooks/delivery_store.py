"""Deliveries: what was sent to webhooks, and what became of it. Bounded for each webhook, and by age."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import asyncpg
import orjson

from seaway.core.db import Connection, sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.webhooks.types import Delivery, Payload, Status
from seaway.kit import ids

KEPT = 200
"""Deliveries that are kept of a webhook, beside those that wait."""

_FACTS = """d.id, d.public_id, d.webhook, d.status, d.reason, d.request, d.name, d.replay_of, d.done, d.counts,
  d.received_at, d.ended_at"""
_WHOLE = f"{_FACTS}, d.outcomes, d.body from webhook_delivery d"
_ADD = sql("""
  insert into webhook_delivery(public_id, org, webhook, status, reason, request, body, replay_of, ended_at)
  values (:public_id, :org, :webhook, :status, :reason, cast(cast(:request as text) as json), :body, :replay_of,
    case when :status = 'queued' then null else clock_timestamp() end)
  returning id""")
_ONE = sql(f"select {_WHOLE} where {{scope:d}} and d.public_id = :public_id")
_LOCKED = sql(f"select {_WHOLE} where {{scope:d}} and d.public_id = :public_id for update of d")
_NUMBERED = sql("""
  select d.public_id, d.webhook, d.status from webhook_delivery d where {scope:d} and d.id = :id""")
_PAGE = sql(f"""
  select {_FACTS}, cast('[]' as json) as outcomes, cast('' as bytea) as body from webhook_delivery d
  where {{scope:d}} and d.webhook = :webhook and d.id < :before order by d.id desc limit :limit""")
_SEEN = sql("""
  select exists(select from webhook_delivery d where {scope:d} and d.webhook = :webhook and d.name = :name
    and d.id < :id and d.status in ('completed', 'failed'))""")
# unscoped: written by number, after the delivery was found under a scope
_ADVANCE = sql("""
  update webhook_delivery set done = :done, counts = cast(cast(:counts as text) as json),
    outcomes = cast(cast(:outcomes as text) as json) where id = :id""")
# unscoped: written by number, after the delivery was found under a scope
_END = sql("""
  update webhook_delivery set status = :status, reason = :reason, name = :name, ended_at = clock_timestamp()
  where id = :id and status = 'queued'""")
# unscoped: by the number of a webhook that was found under a scope
_PRUNE = sql("""
  delete from webhook_delivery where webhook = :webhook and status <> 'queued' and id <= (
    select d.id from webhook_delivery d where d.webhook = :webhook order by d.id desc offset :kept limit 1)""")
# unscoped: what is old is forgotten in every organisation
_FORGET = sql("delete from webhook_delivery where status <> 'queued' and received_at < :before")
# unscoped: the watch over jobs looks into every organisation
_WAITING = sql("""
  select d.public_id, d.org, o.public_id as org_name, d.received_at
  from webhook_delivery d join organisation o on o.id = d.org where d.status = 'queued' order by d.id limit 1000""")


async def add(
    work: Work, webhook: int, payload: Payload, *, dropped: str | None = None, replay_of: str | None = None
) -> tuple[int, str]:
    """Add a delivery that waits, or one that was dropped for a reason; return its number and public id."""
    public_id = ids.public_id("whd")
    number: int = await work.db.value(
        _ADD,
        public_id=public_id,
        org=work.org,
        webhook=webhook,
        status="queued" if dropped is None else "dropped",
        reason=dropped,
        request=orjson.dumps({"headers": payload.headers, "query": payload.query}).decode(),
        body=payload.body,
        replay_of=replay_of,
    )
    return number, public_id


async def find(work: Work, public_id: str, *, lock: bool = False) -> Delivery | None:
    """Return a delivery, or None; `lock` keeps others from changing it until the work ends."""
    scope = access.filter(work, "read", "integrations")
    row = await work.db.one(_LOCKED if lock else _ONE, scope, public_id=public_id)
    return _delivery(row) if row else None


async def waiting(work: Work, number: int) -> tuple[str, int] | None:
    """Return the public id and webhook of a delivery that waits; None when it does not."""
    row = await work.db.one(_NUMBERED, access.filter(work, "read", "integrations"), id=number)
    return (row["public_id"], row["webhook"]) if row and row["status"] == "queued" else None


async def page(work: Work, webhook: int, before: int, limit: int) -> list[Delivery]:
    """Return a webhook's deliveries, the latest first, without bodies and outcomes."""
    scope = access.filter(work, "read", "integrations")
    return [_delivery(row) for row in await work.db.all(_PAGE, scope, webhook=webhook, before=before, limit=limit)]


async def seen(work: Work, delivery: Delivery, name: str) -> bool:
    """Tell whether an earlier delivery of the webhook, of those that are kept, bore the name."""
    scope = access.filter(work, "read", "integrations")
    return bool(await work.db.value(_SEEN, scope, webhook=delivery.webhook, name=name, id=delivery.id))


async def advance(
    work: Work, number: int, done: int, counts: Mapping[str, int], outcomes: Sequence[Mapping[str, Any]]
) -> None:
    """Write down how far a delivery is; the caller holds its row."""
    told = {"counts": orjson.dumps(dict(counts)).decode(), "outcomes": orjson.dumps(list(outcomes)).decode()}
    await work.db.run(_ADVANCE, id=number, done=done, **told)


async def end(
    work: Work, delivery: Delivery, status: Status, *, reason: str | None = None, name: str | None = None
) -> None:
    """Write down how a delivery ended, and forget the oldest of its webhook."""
    await work.db.run(_END, id=delivery.id, status=status, reason=reason, name=name)
    await prune(work, delivery.webhook)


async def prune(work: Work, webhook: int) -> None:
    """Forget the oldest deliveries of a webhook."""
    await work.db.run(_PRUNE, webhook=webhook, kept=KEPT)


async def forget(db: Connection, before: datetime) -> None:
    """Forget what came before a moment."""
    await db.run(_FORGET, before=before)


async def unfinished(db: Connection) -> list[asyncpg.Record]:
    """Return deliveries that wait, in every organisation."""
    return await db.all(_WAITING)


def _delivery(row: asyncpg.Record) -> Delivery:
    request = orjson.loads(row["request"])
    return Delivery(
        id=row["id"],
        public_id=row["public_id"],
        webhook=row["webhook"],
        status=row["status"],
        reason=row["reason"],
        payload=Payload(row["body"], request["headers"], request["query"]),
        name=row["name"],
        replay_of=row["replay_of"],
        done=row["done"],
        counts=orjson.loads(row["counts"]),
        outcomes=orjson.loads(row["outcomes"]),
        received_at=row["received_at"],
        ended_at=row["ended_at"],
    )
