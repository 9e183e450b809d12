"""Events name what they are about: blueprint, identifier, title and the changed paths, deleted objects too."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from seaway.app import narration
from seaway.app.events import RESOURCE, visible_kinds
from seaway.core.actor import Actor, system_actor
from seaway.core.db import Database, sql
from seaway.core.feed import FeedChange, store
from seaway.core.position import Position
from seaway.core.scope import Scope
from seaway.domains.identity.types import Organisation

SERVICE = {
    "identifier": "service",
    "title": "Service",
    "schema": {"properties": {"tier": {"type": "number"}}, "required": []},
    "relations": {},
}


_COUNT = sql("select count(*) from change where org = :org")


async def log_of(database: Database, org: int) -> list[FeedChange]:
    """Return an organisation's changes once they are settled: a writer in any database of the server holds them back."""
    async with asyncio.timeout(30), database.reading("*") as db:
        while True:
            changes = await store.read_all(db, Position(0, 0), 1000, org)
            if len(changes) == await db.value(_COUNT, org=org):
                return changes
            await asyncio.sleep(0.05)


async def told(database: Database, org: int) -> list[dict[str, Any]]:
    """Return the events of everything that happened in an organisation."""
    changes = await log_of(database, org)
    async with database.reading("*") as db:
        return [json.loads(body) for body in await narration.narrate(db, changes)]


async def test_an_entity_is_named_through_its_life(
    api: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    assert (await api.post("/v1/blueprints", json=SERVICE)).status_code == 201
    entities = "/v1/blueprints/service/entities"
    await api.post(entities, json={"identifier": "cart", "title": "Cart", "properties": {"tier": 1}})
    await api.patch(f"{entities}/cart", json={"title": "Basket", "properties": {"tier": 2}})
    await api.delete(f"{entities}/cart")

    events = [event for event in await told(database, organisation.id) if event["type"].startswith("seaway.entity.")]

    mine = [event for event in events if event["subject"] == "service/cart"]
    assert [event["type"] for event in mine] == [
        "seaway.entity.created",
        "seaway.entity.updated",
        "seaway.entity.deleted",
    ]
    updated = mine[1]["data"]
    assert updated["changed"] == ["properties.tier", "title"]
    assert (updated["blueprint"], updated["identifier"], updated["title"]) == ("service", "cart", "Basket")
    assert updated["actor"]["type"] == "machine"
    assert mine[0]["source"] == f"/organizations/{organisation.public_id}"
    assert mine[0]["specversion"] == "1.0"


async def test_a_deleted_blueprint_and_its_entities_are_still_named(
    api: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    await api.post("/v1/blueprints", json=SERVICE)
    await api.post("/v1/blueprints/service/entities", json={"identifier": "cart"})
    await api.delete("/v1/blueprints/service/entities/cart")
    assert (await api.delete("/v1/blueprints/service")).status_code == 200

    subjects = [event["subject"] for event in await told(database, organisation.id)]

    assert subjects.count("service/cart") == 2
    assert subjects.count("service") >= 2


async def test_a_batch_is_named_with_a_fixed_number_of_statements(
    api: httpx.AsyncClient, database: Database, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    await api.post("/v1/blueprints", json=SERVICE)
    for number in range(5):
        await api.post("/v1/blueprints/service/entities", json={"identifier": f"e{number}"})
    changes = await log_of(database, organisation.id)
    async with database.reading("*") as db:
        asked = []
        original = type(db).all

        async def counting(self: Any, statement: Any, scope: Scope | None = None, /, **params: Any) -> Any:
            asked.append(statement)
            return await original(self, statement, scope, **params)

        monkeypatch.setattr(type(db), "all", counting)
        await narration.narrate(db, changes)

    assert len(changes) > 5
    assert len(asked) <= 2


def test_a_member_sees_no_events_of_what_a_member_may_not_read(organisation: Organisation) -> None:
    everything = visible_kinds(system_actor(organisation.id, organisation.public_id))
    member = visible_kinds(
        Actor(
            id="u",
            type="user",
            name="M",
            org_id=organisation.id,
            org=organisation.public_id,
            role="Member",
            email="m@x",
        )
    )

    assert everything == set(RESOURCE)
    assert set(narration._KINDS) <= everything, "what is told of reaches the streams"
    assert "entity" in member
    assert member < everything
    assert "machine" not in member


async def test_a_stream_needs_a_sign_in_and_a_position_that_is_one(
    anonymous: httpx.AsyncClient, api: httpx.AsyncClient
) -> None:
    assert (await anonymous.get("/v1/events")).status_code == 401
    refused = await api.get("/v1/events", headers={"Last-Event-ID": "yesterday"})
    assert refused.status_code == 422
    assert refused.json()["details"] == {"position": "yesterday"}
