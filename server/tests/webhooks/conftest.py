"""Webhooks over HTTP, with deliveries worked off as a worker does: feed handler, then job."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.feed import registered, store
from seaway.core.jobs import control
from seaway.core.jobs.inline import InlineEngine
from seaway.core.position import Position
from seaway.core.work import Cause, writing
from seaway.domains.identity.types import Organisation
from seaway.domains.webhooks import jobs
from tests.factories.clients import URL

HANDLERS = [handler for handler in registered() if handler.name.startswith("webhooks.")]
assert jobs, "importing it registers them"
SECRET = "s3cr3t-of-the-sender"
SERVICE: dict[str, Any] = {"identifier": "service", "title": "Service", "schema": {"properties": {}, "required": []}}
BUILD: dict[str, Any] = {
    "identifier": "build",
    "title": "Build",
    "schema": {
        "properties": {
            "status": {"type": "string"},
            "url": {"type": "string"},
            "seconds": {"type": "number"},
            "sha": {"type": "string"},
        },
        "required": [],
    },
    "relations": {"service": {"target": "service", "many": False, "required": False}},
}
PER_JOB: dict[str, Any] = {
    "blueprint": "build",
    "operation": "create",
    "filter": '.headers."x-ci-event" == "finished"',
    "itemsToParse": ".body.jobs",
    "entity": {
        "identifier": ".item.id | tostring",
        "title": ".item.name",
        "icon": "'Pipeline'",
        "properties": {
            "status": ".item.status",
            "url": "'https://ci.example/' + .item.name",
            "seconds": ".item.seconds",
        },
        "relations": {"service": ".body.service"},
    },
}
FINISHED = {"X-CI-Event": "finished"}


def signed(body: bytes, secret: str = SECRET) -> str:
    """Return the signature as senders make it."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@dataclass
class Hooks:
    """Makes webhooks, calls them and works off what came in."""

    api: httpx.AsyncClient
    anonymous: httpx.AsyncClient
    database: Database
    organisation: Organisation
    _position: Position = field(default_factory=lambda: Position(0, 0))

    async def made(self, *mappings: dict[str, Any], **parts: Any) -> dict[str, Any]:
        """Make a webhook and return it."""
        body = {"identifier": "ci", "title": "CI", "mappings": list(mappings), **parts}
        answer = await self.api.post("/v1/webhooks", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json()["integration"])

    async def called(self, hook: dict[str, Any], **sent: Any) -> None:
        """Call a webhook as its sender does."""
        answer = await self.anonymous.post(hook["url"].removeprefix(URL), **sent)
        assert (answer.status_code, answer.json()) == (202, {"ok": True}), answer.text

    async def work(self) -> None:
        """Do what a worker does with what happened since the last time."""
        actor = system_actor(self.organisation.id, self.organisation.public_id)
        control.use(InlineEngine(self.database))
        try:
            async with writing(self.database, actor, Cause("feed:test")) as work:
                changes = await store.read_all(work.db, self._position, 10_000, self.organisation.id)
            self._position = changes[-1].position if changes else self._position
            for handler in HANDLERS:
                for change in [change for change in changes if change.kind in handler.kinds]:
                    async with writing(self.database, actor, Cause("feed:test")) as work:
                        await handler.run(work, [change])
        finally:
            control.use(None)

    async def deliver(self, hook: dict[str, Any], **sent: Any) -> dict[str, Any]:
        """Call a webhook, work it off and return the delivery."""
        await self.called(hook, **sent)
        await self.work()
        return await self.last(hook)

    async def last(self, hook: dict[str, Any]) -> dict[str, Any]:
        """Return the latest delivery in full."""
        return await self.delivery(hook, (await self.log(hook))[0]["id"])

    async def delivery(self, hook: dict[str, Any], public_id: str) -> dict[str, Any]:
        """Return a delivery in full."""
        answer = await self.api.get(f"/v1/webhooks/{hook['identifier']}/deliveries/{public_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["delivery"])

    async def log(self, hook: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the deliveries of a webhook, the latest first."""
        answer = await self.api.get(f"/v1/webhooks/{hook['identifier']}/deliveries")
        assert answer.status_code == 200, answer.text
        return list(answer.json()["deliveries"])

    async def entity(self, identifier: str, blueprint: str = "build") -> dict[str, Any] | None:
        """Return an entity, None when there is none."""
        answer = await self.api.get(f"/v1/blueprints/{blueprint}/entities/{identifier}")
        return dict(answer.json()["entity"]) if answer.status_code == 200 else None


@pytest.fixture
async def hooks(
    api: httpx.AsyncClient, anonymous: httpx.AsyncClient, database: Database, organisation: Organisation
) -> Hooks:
    """A catalog of services and builds, and what webhooks need."""
    for blueprint in (SERVICE, BUILD):
        answer = await api.post("/v1/blueprints", json=blueprint)
        assert answer.status_code == 201, answer.text
    return Hooks(api, anonymous, database, organisation)
