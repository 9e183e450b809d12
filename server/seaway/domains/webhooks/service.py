"""The door of webhooks: make, change and remove them; look at what came in; try a mapping."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from seaway.core import audit, changes
from seaway.core.changes import Change
from seaway.core.db import EVERY_ORGANISATION, Database
from seaway.core.errors import IdentifierTaken, Invalid, NotFound, Unavailable
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.webhooks import applying, delivery_store, shaping, store
from seaway.domains.webhooks.errors import InvalidMapping, PayloadGone
from seaway.domains.webhooks.mapping import Leaf, Shape
from seaway.domains.webhooks.receiving import KIND as DELIVERY
from seaway.domains.webhooks.receiving import receive
from seaway.domains.webhooks.types import Delivery, Payload, Webhook, WebhookDraft
from seaway.engines import jq
from seaway.kit import clock, ids

KIND = "webhook"
KEPT = timedelta(days=7)
MAX_PROGRAMS = 300
LATEST = 1 << 62
_KEY = 32
_UNUSABLE = {"metadata", "test"}
_TOLD = ("identifier", "title", "icon", "description", "enabled", "type", "mappings", "security")


async def every(work: Work) -> list[Webhook]:
    """Return the webhooks by identifier, secrets included, which is audited.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "integrations")
    found = await store.every(work)
    await _audit(work, found)
    return found


async def metadata(work: Work) -> list[dict[str, Any]]:
    """Return what Members may know of the webhooks.

    Raises:
        PermissionMissing: as it says.
    """
    await access.require(work, "read", "entities")
    return await store.metadata(work)


async def get(work: Work, identifier: str) -> Webhook:
    """Return a webhook, its secret included, which is audited.

    Raises:
        PermissionMissing: as it says. NotFound: there is none.
    """
    found = await _known(work, identifier)
    await _audit(work, [found])
    return found


async def _known(work: Work, identifier: str, *, lock: bool = False) -> Webhook:
    await access.require(work, "read", "integrations")
    found = await store.find(work, identifier, lock=lock)
    if found is None:
        raise NotFound.of("webhook", identifier)
    return found


async def _audit(work: Work, shown: Sequence[Webhook]) -> None:
    named = [each.identifier for each in shown if each.draft.secret is not None]
    if named:
        subject = named[0] if len(named) == 1 else "webhooks"
        entry = audit.Entry("secret_read", work.org, work.actor.id, subject, trace=work.cause.trace)
        await audit.write(work.db, entry)


async def create(work: Work, draft: WebhookDraft) -> Webhook:
    """Add a webhook; an empty identifier is made up.

    Raises:
        PermissionMissing: as it says. IdentifierTaken: another has it. InvalidMapping: a program does not compile.
        Invalid: the signature is half told, or there are too many. Unavailable: programs cannot be checked now.
    """
    await access.require(work, "create", "integrations")
    draft = draft if draft.identifier else replace(draft, identifier=ids.public_id("webhook"))
    await _check(draft)
    if await store.count(work) >= store.MAX:
        raise Invalid(f"There are {store.MAX} webhooks already; remove one first")
    number = await store.add(work, draft, ids.token(_KEY))
    if number is None:
        raise _taken(draft.identifier)
    await changes.record(work, KIND, [Change(number, "C")])
    return await _known(work, draft.identifier)


def _taken(identifier: str) -> IdentifierTaken:
    return IdentifierTaken(
        f'Identifier "{identifier}" is taken by another webhook; choose another one',
        details={"resource": "webhook", "with": "identifier", "withValue": identifier},
    )


async def update(work: Work, identifier: str, changed: Mapping[str, Any]) -> Webhook:
    """Change the named parts of a webhook (fields of `WebhookDraft`); its address stays.

    Raises:
        PermissionMissing, NotFound, IdentifierTaken, InvalidMapping, Invalid, Unavailable: see `create`.
    """
    await access.require(work, "update", "integrations")
    known = await _known(work, identifier, lock=True)
    draft = replace(known.draft, **{**changed, "identifier": changed.get("identifier") or identifier})
    if draft == known.draft:
        return known
    await _check(draft)
    if draft.identifier != identifier and await store.find(work, draft.identifier) is not None:
        raise _taken(draft.identifier)
    await store.update(work, known, draft)
    undo = {name: getattr(known.draft, name) for name in _TOLD if getattr(known.draft, name) != getattr(draft, name)}
    if draft.secret != known.draft.secret:
        undo["secret"] = "changed"  # noqa: S105  # says that it was, never what
    await changes.record(work, KIND, [Change(known.id, "U", undo)])
    return await _known(work, draft.identifier)


async def remove(work: Work, identifier: str) -> None:
    """Remove a webhook and its log; what comes to its address then is refused.

    Raises:
        PermissionMissing: as it says. NotFound: there is none.
    """
    await access.require(work, "delete", "integrations")
    known = await _known(work, identifier, lock=True)
    await store.drop(work, known.id)
    await changes.record(work, KIND, [Change(known.id, "D", {name: getattr(known.draft, name) for name in _TOLD})])


async def _check(draft: WebhookDraft) -> None:
    if draft.identifier in _UNUSABLE:
        raise Invalid(f'identifier: "{draft.identifier}" is a route of its own; choose another one', details=_AT_NAME)
    if draft.secret and not draft.security.get("signatureHeaderName"):
        raise Invalid(
            "security.signatureHeaderName: name the header that carries the signature, or leave the secret out",
            details={"path": "security.signatureHeaderName"},
        )
    leaves = [leaf for number, each in enumerate(draft.mappings) for leaf in Shape.read(number, each).all_leaves()]
    if naming := draft.security.get("requestIdentifierPath"):
        leaves.append(("security.requestIdentifierPath", naming))
    await check_programs(leaves)


_AT_NAME = {"path": "identifier"}


async def check_programs(leaves: Sequence[Leaf]) -> None:
    """Let programs through that compile.

    Raises:
        InvalidMapping: the first that does not. Invalid: there are too many. Unavailable: they cannot be checked now.
    """
    if len(leaves) > MAX_PROGRAMS:
        raise Invalid(
            f"mappings: at most {MAX_PROGRAMS} programs, these are {len(leaves)}", details={"path": "mappings"}
        )
    ends = await asyncio.gather(*(_flaw(path, program) for path, program in leaves))
    for failure in ends:
        if failure is not None:
            raise failure


async def _flaw(path: str, program: str) -> InvalidMapping | None:
    try:
        await jq.current().check(program)
    except jq.BadProgramError as error:
        where = {} if error.line is None else {"line": error.line, "column": error.column}
        return InvalidMapping(f"{path}: {error}; it must be a program of jq", details={"path": path, **where})
    except jq.WorkersAwayError as error:
        raise Unavailable(f"Mappings cannot be checked at the moment: {error}") from None
    return None


async def deliveries(work: Work, identifier: str, before: int, limit: int) -> list[Delivery]:
    """Return what came to a webhook, the latest first; `before` is the number of the last one seen.

    Raises:
        PermissionMissing: as it says. NotFound: there is no such webhook.
    """
    return await delivery_store.page(work, (await _known(work, identifier)).id, before, limit)


async def delivery(work: Work, identifier: str, public_id: str) -> Delivery:
    """Return a delivery with its payload and the end of each item.

    Raises:
        PermissionMissing: as it says. NotFound: there is no such webhook or delivery.
    """
    known = await _known(work, identifier)
    found = await delivery_store.find(work, public_id)
    if found is None or found.webhook != known.id:
        raise NotFound.of("delivery", public_id)
    return found


async def replay(work: Work, identifier: str, public_id: str) -> Delivery:
    """Take a delivery's payload in once more, with the mappings of now; that it came before does not count.

    Raises:
        PermissionMissing, NotFound: see `delivery`. PayloadGone: it was dropped before it was kept.
    """
    await access.require(work, "update", "integrations")
    found = await delivery(work, identifier, public_id)
    if found.status == "dropped" and found.reason != "duplicate":
        raise PayloadGone(
            f'Delivery "{public_id}" was dropped ({found.reason}) and its payload not kept; send it again'
        )
    number, fresh = await delivery_store.add(work, found.webhook, found.payload, replay_of=public_id)
    await changes.record(work, DELIVERY, [Change(number, "C")])
    return await delivery(work, identifier, fresh)


async def rehearse(work: Work, mappings: Sequence[Mapping[str, Any]], payload: Payload) -> list[dict[str, Any]]:
    """Return what mappings would make of a payload: each item with its entity and its end. Nothing is kept.

    Raises:
        PermissionMissing: as it says. InvalidMapping, Invalid, Unavailable: see `create`.
    """
    await access.require(work, "create", "integrations")
    await check_programs(
        [leaf for number, each in enumerate(mappings) for leaf in Shape.read(number, each).all_leaves()]
    )
    shaped = await shaping.shaped(mappings, payload)
    found: list[dict[str, Any]] = []
    async with work.db.rehearsing():
        for batch in shaped.batches:
            told = await applying.apply(work, batch)
            drafts = {item.number: item.draft for item in batch.items}
            items = [{**each, "entity": drafts.get(each["item"])} for each in told.outcomes[: applying.KEPT]]
            found.append({"mapping": batch.shape.number, "counts": told.counts, "items": items})
    return found


async def purge(database: Database) -> None:
    """Forget deliveries of more than a week ago."""
    async with database.writing(EVERY_ORGANISATION) as db:
        await delivery_store.forget(db, clock.now() - KEPT)


__all__ = [
    "LATEST",
    "check_programs",
    "create",
    "deliveries",
    "delivery",
    "every",
    "get",
    "metadata",
    "purge",
    "receive",
    "rehearse",
    "remove",
    "replay",
    "update",
]
