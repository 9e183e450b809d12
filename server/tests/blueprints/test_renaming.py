"""Renames: data and references follow, what cannot follow is reported."""

from typing import Any

import httpx
import pytest

COUNT = {"calculationBy": "entities", "func": "count"}
SYSTEM: dict[str, Any] = {
    "identifier": "system",
    "title": "System",
    "schema": {
        "properties": {"tier": {"type": "string"}, "cost": {"type": "number"}, "last": {"type": "string"}},
        "required": ["tier"],
    },
    "ownership": {"type": "Direct"},
}
SERVICE: dict[str, Any] = {
    "identifier": "service",
    "title": "Service",
    "schema": {"properties": {"tier": {"type": "string"}}},
    "relations": {"system": {"target": "system"}, "next": {"target": "service"}},
    "mirrorProperties": {
        "system_tier": {"path": "system.tier"},
        "far": {"path": "next.next.system.tier"},
        "own": {"path": "next.tier"},
        "through": {"path": "next.system_tier"},
        "whose": {"path": "next.system"},
    },
    "calculationProperties": {
        "spelled": {"type": "string", "calculation": ".properties.tier"},
        "other": {"type": "string", "calculation": ".title"},
    },
    "aggregationProperties": {
        "sum": {
            "target": "system",
            "calculationSpec": {"calculationBy": "property", "func": "sum", "property": "tier"},
            "query": {
                "combinator": "and",
                "rules": [{"combinator": "or", "rules": [{"property": "tier", "operator": "=", "value": "tier"}]}],
            },
            "pathFilter": [{"path": ["next", "system"]}],
        },
        "back": {
            "target": "service",
            "calculationSpec": COUNT,
            "pathFilter": [{"path": ["next"], "fromBlueprint": "service"}],
        },
    },
    "ownership": {"type": "Inherited", "path": "next.system"},
}


@pytest.fixture
async def linked(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """An API with two blueprints that refer to each other's parts in every way."""
    for body in (SYSTEM, {**SERVICE, "ownership": {"type": "Direct"}}):
        answer = await api.post("/v1/blueprints", json=body)
        assert answer.status_code == 201, answer.text
    answer = await api.patch("/v1/blueprints/service", json={"ownership": SERVICE["ownership"]})
    assert answer.status_code == 200, answer.text
    return api


async def read(api: httpx.AsyncClient, identifier: str) -> dict[str, Any]:
    """Return a blueprint."""
    blueprint: dict[str, Any] = (await api.get(f"/v1/blueprints/{identifier}")).json()["blueprint"]
    return blueprint


async def test_a_renamed_property_keeps_its_place_and_every_reference_follows(linked: httpx.AsyncClient) -> None:
    answer = await linked.patch("/v1/blueprints/system/properties/tier/rename", json={"newPropertyName": "level"})
    assert answer.status_code == 200, answer.text
    assert "details" not in answer.json()
    assert answer.json()["blueprint"]["schema"]["required"] == ["level"]
    assert list(answer.json()["blueprint"]["schema"]["properties"]) == ["level", "cost", "last"]
    service = await read(linked, "service")
    assert service["mirrorProperties"]["system_tier"]["path"] == "system.level"
    assert service["mirrorProperties"]["far"]["path"] == "next.next.system.level"
    assert service["mirrorProperties"]["own"]["path"] == "next.tier", "the property of another blueprint"
    total = service["aggregationProperties"]["sum"]
    assert total["calculationSpec"]["property"] == "level"
    assert total["query"]["rules"][0]["rules"] == [{"property": "level", "operator": "=", "value": "tier"}]
    assert list(service["schema"]["properties"]) == ["tier"]


async def test_jq_that_mentions_the_old_name_is_reported_and_left_alone(linked: httpx.AsyncClient) -> None:
    answer = await linked.patch("/v1/blueprints/service/properties/tier/rename", json={"newPropertyName": "level"})
    assert answer.json()["details"] == {"calculations": ["spelled"]}
    assert answer.json()["blueprint"]["calculationProperties"] == SERVICE["calculationProperties"]
    assert answer.json()["blueprint"]["mirrorProperties"]["own"]["path"] == "next.level"


async def test_a_renamed_relation_takes_paths_and_ownership_along(linked: httpx.AsyncClient) -> None:
    answer = await linked.patch("/v1/blueprints/service/relations/next/rename", json={"newRelationIdentifier": "after"})
    assert answer.status_code == 200, answer.text
    service = answer.json()["blueprint"]
    assert list(service["relations"]) == ["system", "after"]
    assert service["mirrorProperties"]["far"]["path"] == "after.after.system.tier"
    assert service["aggregationProperties"]["sum"]["pathFilter"] == [{"path": ["after", "system"]}]
    assert service["aggregationProperties"]["back"]["pathFilter"][0]["path"] == ["after"]
    assert service["ownership"]["path"] == "after.system"
    answer = await linked.patch(
        "/v1/blueprints/service/relations/system/rename", json={"newRelationIdentifier": "part_of"}
    )
    assert answer.json()["blueprint"]["mirrorProperties"]["whose"]["path"] == "after.part_of", "a mirror of a relation"


async def test_a_renamed_mirror_takes_mirrors_of_it_along(linked: httpx.AsyncClient) -> None:
    answer = await linked.patch("/v1/blueprints/service/mirror/system_tier/rename", json={"newMirrorName": "st"})
    assert answer.status_code == 200, answer.text
    mirrors = answer.json()["blueprint"]["mirrorProperties"]
    assert list(mirrors) == ["st", "far", "own", "through", "whose"]
    assert mirrors["through"]["path"] == "next.st"


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("service/properties/nope/rename", {"newPropertyName": "a"}, 404, "not_found"),
        ("service/relations/nope/rename", {"newRelationIdentifier": "a"}, 404, "not_found"),
        ("service/mirror/nope/rename", {"newMirrorName": "a"}, 404, "not_found"),
        ("nope/properties/tier/rename", {"newPropertyName": "a"}, 404, "not_found"),
        ("system/properties/tier/rename", {"newPropertyName": "cost"}, 409, "identifier_taken"),
        ("service/properties/tier/rename", {"newPropertyName": "own"}, 409, "identifier_taken"),
        ("service/mirror/own/rename", {"newMirrorName": "sum"}, 409, "identifier_taken"),
        ("service/relations/next/rename", {"newRelationIdentifier": "system"}, 409, "identifier_taken"),
        ("service/properties/tier/rename", {"newPropertyName": "a b"}, 422, "invalid_request"),
        ("service/properties/tier/rename", {"newPropertyName": ""}, 422, "invalid_request"),
        ("service/properties/tier/rename", {}, 422, "invalid_request"),
        ("service/properties/tier/rename", {"newPropertyName": "a", "x": 1}, 422, "invalid_request"),
        ("_user/properties/status/rename", {"newPropertyName": "a"}, 422, "protected_resource"),
    ],
)
async def test_a_rename_that_cannot_be_is_refused(
    linked: httpx.AsyncClient, path: str, body: dict[str, Any], status: int, error: str
) -> None:
    answer = await linked.patch(f"/v1/blueprints/{path}", json=body)
    assert (answer.status_code, answer.json()["error"]) == (status, error), answer.text


async def test_a_rename_to_the_same_name_changes_nothing(linked: httpx.AsyncClient) -> None:
    before = await read(linked, "service")
    for path, body in (
        ("properties/tier", {"newPropertyName": "tier"}),
        ("relations/next", {"newRelationIdentifier": "next"}),
        ("mirror/own", {"newMirrorName": "own"}),
    ):
        answer = await linked.patch(f"/v1/blueprints/service/{path}/rename", json=body)
        assert answer.json() == {"ok": True, "blueprint": before}
