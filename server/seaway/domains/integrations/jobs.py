"""Tells an integration that listens for it that a resync is wanted (semantics 18.4); others ask by themselves."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import orjson

from seaway.core import feed, jobs
from seaway.core.feed import FeedChange
from seaway.core.jobs import JobContext
from seaway.core.jobs.protocol import Retry
from seaway.core.outbound import AddressRefused, Limits, Outbound, RemoteFailed, RemoteSlow
from seaway.core.work import Work
from seaway.domains.integrations import service
from seaway.domains.integrations.types import Integration
from seaway.kit import clock

JOB = "integration.signal"
_LIMITS = Limits(seconds=12.0, size=1 << 20, redirects=3)
_PATIENT = Retry(attempts=6, pause=1.0, everything=True)
_outbound: list[Outbound] = []


def reach(outbound: Outbound | None) -> None:
    """Say by what way integrations are called, or with None that they are not."""
    _outbound[:] = [] if outbound is None else [outbound]


@feed.on("integration", name="integrations.signal")
async def signal(work: Work, change: FeedChange) -> None:
    """Start calling the integration of which a resync was asked for; a repeat delivery starts none twice."""
    if change.op != "U" or service.REQUESTED not in (change.undo or {}):
        return
    wanted = await service.by_number(work, change.ref)
    destination = {} if wanted is None else wanted.stated.get("changelogDestination", {})
    if wanted is None or destination.get("type") != "WEBHOOK":
        return
    given = {"url": destination["url"], "body": message(wanted, change)}
    await jobs.start(work, JOB, f"{wanted.public_id}.{change.position.xid}.{change.position.seq}", given)


@jobs.job(JOB, timeout=300)
async def send(ctx: JobContext, given: Mapping[str, Any]) -> None:
    """Call the integration until it answers, for about a minute."""
    await ctx.step("send", partial(_post, ctx.id, given), retry=_PATIENT, within=15)


async def _post(key: str, given: Mapping[str, Any]) -> str | None:
    """Call once; return why it must not be tried again, None when it was taken.

    Ocean answers when its resync is over, which may take hours: who is called again meanwhile syncs again.
    """
    headers = {"content-type": "application/json", "idempotency-key": key}
    try:
        answer = await _outbound[0].request(
            "POST", given["url"], headers=headers, content=orjson.dumps(given["body"]), limits=_LIMITS
        )
    except (AddressRefused, RemoteSlow) as error:
        return error.message
    if answer.status >= 400:
        raise RemoteFailed(f"The integration answered {answer.status} to the request for a resync")
    return None


def message(integration: Integration, change: FeedChange) -> dict[str, Any]:
    """Return what an integration is told of a change to it: that of every change message (semantics 14.4)."""
    state = integration.resync_state or {}
    after = {
        "identifier": integration.identifier,
        "installationId": integration.identifier,
        "updatedAt": clock.iso(integration.updated_at),
        "resyncState": state
        if integration.resync_state_at is None
        else {**state, "updatedAt": clock.iso(integration.resync_state_at)},
    }
    undo = change.undo or {}
    return {
        "action": "UPDATE" if len(undo) > 1 else "RESYNC",
        "resourceType": "integration",
        "status": "SUCCESS",
        "trigger": {
            "by": {"orgId": change.org, "userId": change.actor},
            "origin": "API",
            "at": clock.iso(change.at),
        },
        "context": {"integrationId": integration.identifier},
        "diff": {"before": {**after, "updatedAt": undo.get(service.REQUESTED)}, "after": after},
        "changelogDestination": integration.stated["changelogDestination"],
    }
