"""Components to measure, and the feed as these tests drive it: every change goes to scorecards' handlers when asked."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.feed import registered, store
from seaway.core.feed.types import FeedChange
from seaway.core.jobs import control
from seaway.core.jobs.inline import InlineEngine
from seaway.core.position import Position
from seaway.core.work import Cause, writing
from seaway.domains.identity.types import Organisation
from seaway.domains.scorecards import jobs

Deliver = Callable[[], Awaitable[list[FeedChange]]]
HANDLERS = [handler for handler in registered() if handler.name.startswith("scorecards.")]
assert jobs, "importing it registers them"
BLUEPRINT: dict[str, Any] = {
    "identifier": "service",
    "title": "Service",
    "ownership": {"type": "Direct"},
    "schema": {
        "properties": {
            "lifecycle": {"type": "string"},
            "replicas": {"type": "number"},
            "repo": {"type": "string", "format": "url"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "deployed": {"type": "string", "format": "date-time"},
        },
        "required": [],
    },
    "relations": {"peer": {"target": "service", "many": False, "required": False}},
    "mirrorProperties": {"peer_repo": {"path": "peer.repo"}},
}


def query(*conditions: dict[str, Any], combinator: str = "and") -> dict[str, Any]:
    """Return conditions as they are sent."""
    return {"combinator": combinator, "conditions": list(conditions)}


def filled(name: str) -> dict[str, Any]:
    """Return the condition that a property has a value."""
    return {"property": name, "operator": "isNotEmpty"}


def scorecard(**more: Any) -> dict[str, Any]:
    """Return a scorecard of three rules over two levels."""
    return {
        "identifier": "readiness",
        "title": "Readiness",
        "rules": [
            {"identifier": "has_repo", "title": "Has a repository", "level": "Bronze", "query": query(filled("repo"))},
            {
                "identifier": "many",
                "title": "Runs more than once",
                "description": "Two replicas or more.",
                "level": "Gold",
                "query": query({"property": "replicas", "operator": ">=", "value": 2}),
            },
            {"identifier": "tagged", "title": "Tagged", "level": "Gold", "query": query(filled("tags"))},
        ],
    } | more


@pytest.fixture
async def service(api: httpx.AsyncClient) -> None:
    """A blueprint to measure."""
    answer = await api.post("/v1/blueprints", json=BLUEPRINT)
    assert answer.status_code == 201, answer.text


@pytest.fixture
def engine(database: Database) -> Iterator[InlineEngine]:
    """Jobs run where they are started."""
    inline = InlineEngine(database)
    control.use(inline)
    yield inline
    control.use(None)


@pytest.fixture
def deliver(database: Database, organisation: Organisation) -> Deliver:
    """Hand what happened since the last time to the handlers, as a worker does; return it."""
    position = Position(0, 0)

    async def run() -> list[FeedChange]:
        nonlocal position
        actor = system_actor(organisation.id, organisation.public_id)
        async with database.reading(organisation.id) as db:
            changes = await store.read_all(db, position, 10_000, organisation.id)
        for handler in HANDLERS:
            wanted = [change for change in changes if change.kind in handler.kinds]
            for start in range(0, len(wanted), handler.size):
                async with writing(database, actor, Cause("feed:test")) as work:
                    await handler.run(work, wanted[start : start + handler.size])
        position = changes[-1].position if changes else position
        return changes

    return run


async def put(api: httpx.AsyncClient, identifier: str, team: str | None = None, **properties: Any) -> None:
    """Write a service."""
    body: dict[str, Any] = {"identifier": identifier, "title": identifier.title(), "properties": properties}
    if team:
        body["team"] = [team]
    answer = await api.post("/v1/blueprints/service/entities?upsert=true", json=body)
    assert answer.status_code == 201, answer.text


async def add(api: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    """Add the scorecard and return it."""
    answer = await api.post("/v1/blueprints/service/scorecards", json=scorecard(**more))
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()["scorecard"]
    return added


async def shown(api: httpx.AsyncClient, identifier: str) -> dict[str, Any]:
    """Return an entity as the API shows it."""
    answer = await api.get(f"/v1/blueprints/service/entities/{identifier}")
    assert answer.status_code == 200, answer.text
    entity: dict[str, Any] = answer.json()["entity"]
    return entity
