"""System blueprints: there from the start, extended freely, never bent."""

from typing import Any

import httpx
import pytest

Json = dict[str, Any]


async def read(api: httpx.AsyncClient, identifier: str) -> Json:
    """Return a blueprint."""
    blueprint: Json = (await api.get(f"/v1/blueprints/{identifier}")).json()["blueprint"]
    return blueprint


@pytest.mark.parametrize("identifier", ["_user", "_team"])
async def test_its_structure_is_what_a_new_organisation_has(api: httpx.AsyncClient, identifier: str) -> None:
    structure = (await api.get(f"/v1/blueprints/system/{identifier}/structure")).json()["blueprint"]
    whole = await read(api, identifier)
    assert structure == whole
    assert set(whole) >= {"createdAt", "createdBy", "updatedAt", "updatedBy"}  # Terraform reads them unguarded
    added = {"schema": {"properties": {**whole["schema"]["properties"], "slack": {"type": "string"}}}}
    assert (await api.patch(f"/v1/blueprints/{identifier}", json=added)).status_code == 200
    later = (await api.get(f"/v1/blueprints/system/{identifier}/structure")).json()["blueprint"]
    assert later["schema"] == structure["schema"]


async def test_only_a_system_blueprint_has_a_structure(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/blueprints/system/service/structure")
    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


async def test_it_is_extended_beside_what_is_built_in_and_cut_back(api: httpx.AsyncClient) -> None:
    structure = (await api.get("/v1/blueprints/system/_team/structure")).json()["blueprint"]
    more: Json = {
        **structure,
        "schema": {
            **structure["schema"],
            "properties": {**structure["schema"]["properties"], "slack": {"type": "string"}},
        },
        "relations": {"parent": {"target": "_team", "title": "Parent"}},
        "mirrorProperties": {"above": {"path": "parent.$title"}},
    }
    answer = await api.put("/v1/blueprints/_team", json=more)
    assert answer.status_code == 200, answer.text
    assert list((await read(api, "_team"))["schema"]["properties"]) == ["description", "slack"]
    assert (await api.put("/v1/blueprints/_team", json=structure)).status_code == 200
    assert (await read(api, "_team"))["relations"] == {}


def _without(structure: Json, name: str) -> Json:
    return {
        "schema": {
            "properties": {key: value for key, value in structure["schema"]["properties"].items() if key != name}
        }
    }


def _with(structure: Json, required: list[str], **properties: Json) -> Json:
    return {"schema": {"properties": {**structure["schema"]["properties"], **properties}, "required": required}}


async def test_its_built_in_part_never_changes(api: httpx.AsyncClient) -> None:
    structure = (await api.get("/v1/blueprints/system/_user/structure")).json()["blueprint"]
    for patch, path in (
        (_without(structure, "status"), "schema.properties.status"),
        (_with(structure, [], status={"type": "string"}), "schema.properties.status"),
        (_with(structure, ["mood"], mood={"type": "string"}), "schema.required"),
        ({"identifier": "person"}, "identifier"),
        ({"title": "Person"}, "title"),
        ({"ownership": None}, "ownership"),
        ({"relations": {"boss": {"target": "_user", "required": True}}}, "relations.boss.required"),
    ):
        answer = await api.patch("/v1/blueprints/_user", json=patch)
        assert (answer.status_code, answer.json()["error"]) == (422, "protected_resource"), answer.text
        assert answer.json()["details"]["path"] == path
    answer = await api.patch("/v1/blueprints/_team", json={"aggregationProperties": {}})
    assert answer.json()["details"]["path"] == "aggregationProperties.size"


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
async def test_it_is_not_deleted(api: httpx.AsyncClient, query: str) -> None:
    answer = await api.delete(f"/v1/blueprints/_user{query}")
    assert (answer.status_code, answer.json()["error"]) == (422, "protected_resource")


async def test_nobody_makes_one(api: httpx.AsyncClient) -> None:
    body = {"identifier": "_mine", "title": "Mine", "schema": {"properties": {}}}
    answer = await api.post("/v1/blueprints", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "protected_resource")
