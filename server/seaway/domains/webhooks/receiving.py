"""Taking in what others send: whoever calls is heard at once, and a worker goes on from what was kept."""

from seaway.core import audit, changes
from seaway.core.actor import system_actor
from seaway.core.changes import Change
from seaway.core.db import Database
from seaway.core.errors import NotFound
from seaway.core.limits import RateLimiter
from seaway.core.work import Cause, Work, writing
from seaway.domains.webhooks import delivery_store, signatures, store
from seaway.domains.webhooks.types import Payload, Webhook

KIND = "webhook_delivery"


async def receive(database: Database, limiter: RateLimiter, key: str, payload: Payload, cause: Cause) -> None:
    """Keep what was sent to a webhook, to be mapped by a worker; counted against its organisation's limit.

    What comes to a disabled webhook, or with a wrong signature, is dropped: the log says so, the caller does not hear.

    Raises:
        NotFound: no webhook has this key. TooManyRequests: the limit is used up.
    """
    called = await store.called(database, key)
    if called is None:
        raise NotFound("No webhook has this address", details={"resource": "webhook"})
    number, org, org_name = called
    limiter.take(org)
    async with writing(database, system_actor(org, org_name), cause, "webhook") as work:
        known = await store.by_number(work, number)
        if known is not None:
            await _take(work, known, payload)


async def _take(work: Work, known: Webhook, payload: Payload) -> None:
    draft = known.draft
    if not draft.enabled:
        await _drop(work, known, "disabled")
    elif not signatures.genuine(draft.security, draft.secret, payload.body, payload.headers):
        entry = audit.Entry(
            "webhook_refused", org=work.org, subject=known.identifier, trace=work.cause.trace,
            detail={"reason": "signature", "webhookId": known.identifier},
        )  # fmt: skip
        await audit.write(work.db, entry)
        await _drop(work, known, "signature")
    else:
        kept = Payload(payload.body, signatures.kept(draft.security, payload.headers), payload.query)
        delivery, _ = await delivery_store.add(work, known.id, kept)
        await changes.record(work, KIND, [Change(delivery, "C")])


async def _drop(work: Work, known: Webhook, reason: str) -> None:
    """Keep that something came, and nothing of it: strangers shall not fill the log with what they like."""
    await delivery_store.add(work, known.id, Payload(b"", {}, {}), dropped=reason)
    await delivery_store.prune(work, known.id)
