"""The organisation over HTTP (semantics 2.3)."""

from typing import Any

import httpx
import pytest


async def test_an_organisation_is_shown_as_clients_expect(api: httpx.AsyncClient) -> None:
    shown = (await api.get("/v1/organization")).json()["organization"]
    assert shown["id"].startswith("org_")
    assert shown["featureFlags"] == ["USERS_AND_TEAMS_OWNERSHIP_V2"]
    assert shown["settings"] == {}


async def test_patch_merges_settings_and_needs_no_name(api: httpx.AsyncClient) -> None:
    await api.patch("/v1/organization", json={"settings": {"portalTitle": "Hub", "hiddenBlueprints": ["legacy"]}})
    answer = await api.patch(
        "/v1/organization", json={"settings": {"portalTitle": "Acme hub", "kept": {"as": ["it", "is"]}}}
    )
    assert answer.json()["organization"]["settings"] == {
        "portalTitle": "Acme hub",
        "hiddenBlueprints": ["legacy"],
        "kept": {"as": ["it", "is"]},
    }
    assert answer.json()["organization"]["name"] == "Test organisation"


async def test_put_replaces(api: httpx.AsyncClient) -> None:
    await api.patch(
        "/v1/organization", json={"settings": {"portalTitle": "Hub"}, "announcement": {"content": "Freeze"}}
    )
    answer = await api.put("/v1/organization", json={"name": "Acme", "settings": {"portalIcon": "Rocket"}})
    shown = answer.json()["organization"]
    assert (shown["name"], shown["settings"], shown["announcement"]) == ("Acme", {"portalIcon": "Rocket"}, None)
    assert (await api.get("/v1/organization")).json() == answer.json()


async def test_an_unchanged_organisation_keeps_its_time(api: httpx.AsyncClient) -> None:
    first = await api.patch("/v1/organization", json={"announcement": {"content": "Freeze", "color": "red"}})
    again = await api.patch("/v1/organization", json={"announcement": {"content": "Freeze", "color": "red"}})
    assert first.json() == again.json()


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""}, {"name": "x" * 121}, {"settings": []}, {"settings": {"portalTitle": "x" * 31}}, {"announcement": {}}, {"more": 1},
        {"announcement": {"content": ""}}, {"announcement": {"content": "x" * 301}}, {"announcement": {"content": "a", "color": "green"}},
        {"announcement": {"content": "a", "link": "x" * 301}}, {"settings": {"supportUserTTL": "NEVER"}}, {"settings": {"x": "\0"}}, "x",
    ],
)  # fmt: skip
async def test_a_wrong_body_is_refused(api: httpx.AsyncClient, body: Any) -> None:
    before = (await api.get("/v1/organization")).json()
    assert (await api.patch("/v1/organization", json=body)).status_code in {400, 422}
    assert (await api.get("/v1/organization")).json() == before


async def test_put_requires_the_name(api: httpx.AsyncClient) -> None:
    refused = await api.put("/v1/organization", json={"settings": {}})
    assert refused.status_code == 422
    assert refused.json()["details"]["errors"][0]["path"] == "name"


async def test_an_unknown_method_names_those_that_are_known(api: httpx.AsyncClient) -> None:
    refused = await api.post("/v1/organization")
    assert (refused.status_code, refused.json()["error"]) == (405, "method_not_allowed")
    assert refused.headers["allow"] == "GET, PUT, PATCH"


@pytest.mark.parametrize(
    "body",
    [
        {"settings": {"federatedLogout": 1}},
        {"isOnboarded": "true"},
        {"name": 1},
        {"announcement": {"content": "a", "enabled": 0}},
    ],
)
async def test_no_value_is_taken_for_another_type(api: httpx.AsyncClient, body: Any) -> None:
    assert (await api.patch("/v1/organization", json=body)).status_code == 422
