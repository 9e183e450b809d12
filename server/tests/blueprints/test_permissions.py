"""Who may do what with a blueprint's entities, as it is kept (semantics 12.3)."""

from typing import Any

import httpx
import pytest

URL = "/v1/blueprints/service/permissions"
ADMINS = {"users": [], "roles": ["Admin", "service-moderator"], "teams": [], "ownedByTeam": False}


@pytest.fixture(autouse=True)
async def service(api: httpx.AsyncClient) -> None:
    """A blueprint with a property and a relation."""
    body = {
        "identifier": "service",
        "title": "Service",
        "schema": {"properties": {"lifecycle": {"type": "string"}}},
        "relations": {"upstream": {"target": "service"}},
    }
    assert (await api.post("/v1/blueprints", json=body)).status_code == 201


async def shown(api: httpx.AsyncClient) -> dict[str, Any]:
    """Return the blueprint's permissions."""
    answer = await api.get(URL)
    assert answer.status_code == 200, answer.text
    entities: dict[str, Any] = answer.json()["permissions"]["entities"]
    return entities


async def test_the_defaults_name_every_operation_and_every_key(api: httpx.AsyncClient) -> None:
    entities = await shown(api)
    assert entities["read"] == {**ADMINS, "roles": ["Admin", "service-moderator", "Member"]}
    assert entities["register"] == entities["update"] == entities["unregister"] == ADMINS
    assert entities["updateProperties"] == dict.fromkeys(
        ["$title", "$identifier", "$icon", "$team", "lifecycle"], ADMINS
    )
    assert entities["updateRelations"] == {"upstream": ADMINS}


async def test_a_patch_replaces_the_lists_that_it_holds(api: httpx.AsyncClient) -> None:
    before = await shown(api)
    given = {
        "update": {"teams": ["payments"], "ownedByTeam": True},
        "updateProperties": {"lifecycle": {"users": ["kim@acme.example"]}, "$title": {"roles": ["Member"]}},
    }
    answer = await api.patch(URL, json={"entities": given})
    after = answer.json()["permissions"]["entities"]
    assert after == await shown(api)
    assert after["update"] == {**ADMINS, "teams": ["payments"], "ownedByTeam": True}
    assert after["updateProperties"]["lifecycle"] == {**ADMINS, "users": ["kim@acme.example"]}
    assert after["updateProperties"]["$title"] == {**ADMINS, "roles": ["Member"]}
    assert after["read"] == before["read"]
    # Terraform sends everything that it read, and expects it back.
    again = await api.patch(URL, json={"entities": after})
    assert again.json()["permissions"]["entities"] == after


async def test_a_policy_is_kept_and_null_removes_it(api: httpx.AsyncClient) -> None:
    policy = {"combinator": "and", "rules": [{"property": "region", "operator": "=", "value": "eu"}]}
    await api.patch(URL, json={"entities": {"read": {"policy": policy}}})
    assert (await shown(api))["read"]["policy"] == policy
    await api.patch(URL, json={"entities": {"read": {"policy": None}}})
    assert "policy" not in (await shown(api))["read"]


async def test_keys_follow_the_blueprint(api: httpx.AsyncClient) -> None:
    mine = {"users": ["kim@acme.example"]}
    given = {"updateProperties": {"lifecycle": mine}, "updateRelations": {"upstream": mine}}
    await api.patch(URL, json={"entities": given})
    await api.patch("/v1/blueprints/service/properties/lifecycle/rename", json={"newPropertyName": "stage"})
    await api.patch("/v1/blueprints/service/relations/upstream/rename", json={"newRelationIdentifier": "needs"})
    entities = await shown(api)
    assert entities["updateProperties"]["stage"] == {**ADMINS, **mine}
    assert entities["updateRelations"] == {"needs": {**ADMINS, **mine}}
    await api.patch("/v1/blueprints/service", json={"schema": {"properties": {}}, "relations": {}})
    await api.patch("/v1/blueprints/service", json={"schema": {"properties": {"stage": {"type": "string"}}}})
    assert (await shown(api))["updateProperties"]["stage"] == ADMINS


async def test_what_does_not_fit_is_refused_by_name(api: httpx.AsyncClient) -> None:
    unknown = await api.patch(URL, json={"entities": {"updateProperties": {"moon": {"users": []}}}})
    assert (unknown.status_code, unknown.json()["details"]["path"]) == (422, "entities.updateProperties.moon")
    bodies: list[dict[str, Any]] = [{"entities": {"fly": {}}}, {"entities": {"read": {"users": "kim"}}}, {"other": {}}]
    for body in bodies:
        assert (await api.patch(URL, json=body)).status_code == 422
    assert (await api.get("/v1/blueprints/moon/permissions")).status_code == 404


async def test_a_change_is_recorded_and_no_change_is_not(api: httpx.AsyncClient) -> None:
    body = {"entities": {"update": {"teams": ["payments"]}}}
    await api.patch(URL, json=body)
    await api.patch(URL, json=body)
    changes = (await api.get("/v1/changes?kind=blueprint_permission")).json()["changes"]
    assert [(each["data"]["identifier"], each["data"]["changed"]) for each in changes] == [("service", ["update"])]


async def test_a_member_reads_and_does_not_write(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    assert (await member_api.get(URL)).status_code == 200
    assert (await member_api.patch(URL, json={"entities": {}})).status_code == 403


async def test_a_stranger_sees_none(stranger_api: httpx.AsyncClient) -> None:
    assert (await stranger_api.get(URL)).status_code == 404
