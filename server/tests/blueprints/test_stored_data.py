"""What a change of a definition does to stored entities, seen over HTTP."""

import asyncio
from typing import Any

import httpx
import pytest

SYSTEM: dict[str, Any] = {
    "identifier": "system",
    "title": "System",
    "schema": {"properties": {"tier": {"type": "string"}, "notes": {"type": "string"}}},
    "relations": {"parent": {"target": "system"}, "friends": {"target": "system", "many": True}},
}


@pytest.fixture
async def filled(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """An API with two entities, one of which points at the other and holds a large value."""
    assert (await api.post("/v1/blueprints", json=SYSTEM)).status_code == 201
    values = {"tier": "gold", "notes": "n" * 5_000}
    for body in (
        {"identifier": "a", "properties": values},
        {"identifier": "b", "properties": values, "relations": {"parent": "a", "friends": ["a"]}},
    ):
        answer = await api.post("/v1/blueprints/system/entities", json=body)
        assert answer.status_code == 201, answer.text
    return api


async def change(api: httpx.AsyncClient, body: dict[str, Any]) -> None:
    """Patch the blueprint, which must succeed."""
    answer = await api.patch("/v1/blueprints/system", json=body)
    assert answer.status_code == 200, answer.text


async def entity(api: httpx.AsyncClient, identifier: str = "b") -> dict[str, Any]:
    """Return an entity."""
    found: dict[str, Any] = (await api.get(f"/v1/blueprints/system/entities/{identifier}")).json()["entity"]
    return found


async def test_values_of_a_removed_property_do_not_come_back_with_it(filled: httpx.AsyncClient) -> None:
    await change(filled, {"schema": {"properties": {}}})
    assert (await entity(filled))["properties"] == {}
    await change(filled, {"schema": SYSTEM["schema"]})
    assert not any((await entity(filled))["properties"].values())


async def test_targets_of_a_removed_relation_do_not_come_back_with_it(filled: httpx.AsyncClient) -> None:
    await change(filled, {"relations": {}})
    assert (await entity(filled))["relations"] == {}
    await change(filled, {"relations": SYSTEM["relations"]})
    assert not any((await entity(filled))["relations"].values())


async def test_a_relation_to_one_that_widens_keeps_its_target(filled: httpx.AsyncClient) -> None:
    await change(filled, {"relations": {**SYSTEM["relations"], "parent": {"target": "system", "many": True}}})
    assert (await entity(filled))["relations"]["parent"] == ["a"]


async def test_values_and_targets_move_with_a_rename(filled: httpx.AsyncClient) -> None:
    for path, body in (
        ("properties/tier", {"newPropertyName": "level"}),
        ("properties/notes", {"newPropertyName": "text"}),
        ("relations/parent", {"newRelationIdentifier": "above"}),
    ):
        answer = await filled.patch(f"/v1/blueprints/system/{path}/rename", json=body)
        assert answer.status_code == 200, answer.text
    moved = await entity(filled)
    assert moved["properties"] == {"level": "gold", "text": "n" * 5_000}
    assert moved["relations"] == {"above": "a", "friends": ["a"]}


async def test_entities_stay_with_a_renamed_blueprint(filled: httpx.AsyncClient) -> None:
    await change(filled, {"identifier": "platform"})
    found = (await filled.get("/v1/blueprints/platform/entities/b")).json()["entity"]
    assert (found["blueprint"], found["relations"]["parent"]) == ("platform", "a")


async def test_an_entity_and_the_end_of_its_blueprint_never_both_succeed(api: httpx.AsyncClient) -> None:
    for number in range(8):
        body = {**SYSTEM, "identifier": f"b{number}", "relations": {}}
        assert (await api.post("/v1/blueprints", json=body)).status_code == 201
        deleted, written = await asyncio.gather(
            api.delete(f"/v1/blueprints/b{number}"),
            api.post(f"/v1/blueprints/b{number}/entities", json={"identifier": "x"}),
        )
        assert (deleted.status_code, written.status_code) in {(200, 404), (422, 201)}, (deleted.text, written.text)
