"""Dry runs: the plan of a change or deletion, and nothing done."""

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
    """An API with a blueprint that has two entities."""
    assert (await api.post("/v1/blueprints", json=SYSTEM)).status_code == 201
    for body in (
        {"identifier": "a", "properties": {"tier": "x", "notes": "n" * 5_000}},
        {"identifier": "b", "properties": {"tier": None}, "relations": {"parent": "a", "friends": ["a"]}},
    ):
        answer = await api.post("/v1/blueprints/system/entities", json=body)
        assert answer.status_code == 201, answer.text
    return api


async def plan(api: httpx.AsyncClient, method: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the plan of a change that must be planned and not done."""
    before = (await api.get("/v1/blueprints/system")).json()
    answer = await api.request(method, "/v1/blueprints/system?dry_run=true", json=body)
    assert answer.status_code == 200, answer.text
    assert (await api.get("/v1/blueprints/system")).json() == before
    planned: dict[str, Any] = answer.json()["plan"]
    return planned


async def test_a_plan_counts_the_values_and_links_that_would_go(filled: httpx.AsyncClient) -> None:
    planned = await plan(filled, "PUT", {"title": "System", "schema": {"properties": {}}})
    changed = planned["others"][0]
    assert (changed["op"], changed["kind"], changed["subject"]) == ("update", "blueprint", "system")
    assert set(changed["before"]) == set(changed["after"]) == {"schema", "relations"}
    lost = {effect["subject"]: effect["before"]["count"] for effect in planned["others"][1:]}
    assert lost == {"system.tier": 1, "system.notes": 1, "system.parent": 1, "system.friends": 1}


async def test_the_digest_tells_worlds_apart(filled: httpx.AsyncClient) -> None:
    first = await plan(filled, "PATCH", {"title": "Other"})
    assert first["digest"] == (await plan(filled, "PATCH", {"title": "Other"}))["digest"]
    assert (await filled.patch("/v1/blueprints/system", json={"icon": "Box"})).status_code == 200
    assert first["digest"] != (await plan(filled, "PATCH", {"title": "Other"}))["digest"]


async def test_nothing_changes_is_an_empty_plan(filled: httpx.AsyncClient) -> None:
    assert (await plan(filled, "PUT", SYSTEM))["others"] == []


async def test_a_rename_shows_who_follows(filled: httpx.AsyncClient) -> None:
    pointing = {
        "identifier": "service",
        "title": "S",
        "schema": {"properties": {}},
        "relations": {"s": {"target": "system"}},
    }
    assert (await filled.post("/v1/blueprints", json=pointing)).status_code == 201
    planned = await plan(filled, "PATCH", {"identifier": "platform"})
    assert [effect["subject"] for effect in planned["others"]] == ["system", "service"]
    assert planned["others"][1]["after"]["relations"]["s"]["target"] == "platform"


async def test_a_deletion_says_what_bars_it(filled: httpx.AsyncClient) -> None:
    planned = await plan(filled, "DELETE")
    assert [(effect["op"], effect["kind"]) for effect in planned["others"]] == [
        ("delete", "blueprint"),
        ("delete", "page"),
    ]
    assert [(policy["outcome"], policy["message"]) for policy in planned["policies"]] == [("deny", "it has 2 entities")]
    answer = await filled.delete("/v1/blueprints/system")
    assert (answer.status_code, answer.json()["error"]) == (422, "has_dependents")
    assert "2 entities" in answer.json()["message"]


async def test_what_a_change_would_be_refused_for_its_plan_is_too(filled: httpx.AsyncClient) -> None:
    for body, error in (
        ({"schema": {"properties": {"tier": {"type": "number"}}}}, "forbidden_format_change"),
        ({"relations": {"parent": {"target": "ghost"}}}, "not_found"),
        ({"identifier": "_user"}, "protected_resource"),
        (
            {"relations": {"parent": {"target": "_team"}, "friends": {"target": "system", "many": True}}},
            "invalid_request",
        ),
        ({"relations": {"parent": {"target": "system"}, "friends": {"target": "system"}}}, "invalid_request"),
    ):
        for query in ("?dry_run=true", ""):
            answer = await filled.patch(f"/v1/blueprints/system{query}", json=body)
            assert answer.json()["error"] == error, answer.text
    bent = answer.json()
    assert bent["details"]["relation"] == "friends"
    assert "1 stored targets" in bent["message"]
