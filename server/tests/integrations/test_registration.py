"""Integrations over HTTP: registered, listed, changed and removed."""

import re
from typing import Any

import httpx
import pytest

from tests.integrations.conftest import MAPPING, NEW, read, requested

JSON = {"Content-Type": "application/json"}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


async def changes(api: httpx.AsyncClient) -> list[tuple[str, str, list[str]]]:
    """Return what the change log says of integrations, the last first."""
    found = (await api.get("/v1/changes", params={"kind": "integration"})).json()["changes"]
    return [(each["data"]["op"], each["data"]["identifier"], each["data"]["changed"]) for each in found]


async def test_an_integration_is_registered_with_all_that_clients_look_at(
    api: httpx.AsyncClient, issues: dict[str, Any]
) -> None:
    assert {name: issues[name] for name in NEW} == NEW
    assert issues["identifier"] == "issues"
    assert (issues["integrationType"], issues["installationType"]) == ("issues", "OnPrem")
    assert (issues["processingMode"], issues["arePortResourcesInitialized"]) == ("ocean-core", False)
    assert (issues["resyncState"], issues["title"], issues["spec"]) == ({}, None, {})
    ingest = issues["logAttributes"]["ingestId"]
    assert issues["logAttributes"]["ingestUrl"] == f"http://seaway.test/ingest/integration-logs/{ingest}"
    assert issues["metricAttributes"]["ingestUrl"] == f"http://seaway.test/ingest/integration-metrics/{ingest}"
    assert issues["ingestAttributes"] == {"ingestUrl": "http://seaway.test/ingest"}
    assert issues["_orgId"].startswith("org_")
    for name in ("createdAt", "updatedAt"):
        assert INSTANT.fullmatch(issues[name])
    assert issues["createdBy"] == issues["updatedBy"] != ""
    assert await read(api) == issues
    assert await read(api, issues["_id"]) == issues
    found = await api.get(f"/v1/integration/{ingest}", params={"byField": "logIngestId"})
    assert found.json()["integration"] == issues
    assert await changes(api) == [("created", "issues", [])]


async def test_what_is_not_there_is_told_as_clients_expect(api: httpx.AsyncClient) -> None:
    params = {"oceanCoreVersion": "0.56.2", "isPolling": "false"}
    answer = await api.get("/v1/integration/issues", params=params)
    assert (answer.status_code, answer.json()["ok"], answer.json()["error"]) == (404, False, "not_found")
    for method, path in (
        ("PATCH", ""), ("DELETE", ""), ("PATCH", "/config"), ("GET", "/resync-request"), ("PATCH", "/resync-state"),
        ("GET", "/kinds"), ("POST", "/kinds/issue/examples"), ("GET", "/cursor?kind=issue"), ("GET", "/logs"),
        ("GET", "/syncMetrics"), ("GET", "/syncsMetadata"),
    ):  # fmt: skip
        bodies = {"/config": {"config": {}}, "/kinds/issue/examples": {"examples": []}}
        answer = await api.request(method, f"/v1/integration/issues{path}", json=bodies.get(path, {}))
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found"), (method, path)


async def test_a_second_of_one_name_is_refused(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    answer = await api.post("/v1/integration", json={**NEW, "version": "2"})
    assert (answer.status_code, answer.json()["error"]) == (409, "identifier_taken")
    assert "taken" in answer.json()["message"]
    assert await read(api) == issues


@pytest.mark.parametrize("config", [{}, None])
async def test_an_empty_config_comes_back_empty(api: httpx.AsyncClient, config: Any) -> None:
    answer = await api.post("/v1/integration", json={**NEW, "config": config})
    assert answer.json()["integration"]["config"] == config
    bare = await api.post("/v1/integration", json={"installationId": "bare"})
    assert bare.status_code == 201, bare.text
    assert bare.json()["integration"]["config"] == {}


async def test_a_config_is_kept_to_the_letter(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    config = '{"z":1.0,"a":1,"b":true,"c":null,"deep":{"big":12345678901234567,"small":1e-7,"text":"ä\\u2028"},"y":[0]}'
    answer = await api.patch("/v1/integration/issues/config", content=f'{{"config":{config}}}'.encode(), headers=JSON)
    assert answer.status_code == 200, answer.text
    assert '"config":{"z":1.0,"a":1,"b":true,"c":null,' in answer.text
    assert '"big":12345678901234567,"small":1e-7' in (await api.get("/v1/integration/issues")).text
    quiet = {"x-skip-resync": "true"}
    other = await api.patch(
        "/v1/integration/issues/config", json={"config": {"z": 1, "a": True, "b": 1}}, headers=quiet
    )
    assert '"config":{"z":1,"a":true,"b":1}' in other.text
    again = await api.patch(
        "/v1/integration/issues/config", json={"config": {"z": 1.0, "a": 1, "b": True}}, headers=quiet
    )
    assert '"config":{"z":1.0,"a":1,"b":true}' in again.text


async def test_a_change_merges_by_key_and_a_config_whole(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    patch = {"title": "Issues", "version": "0.2.0", "spec": {"appSpec": {"scheduledResyncInterval": "2h"}}, "own": [1]}
    answer = await api.patch("/v1/integration/issues", json=patch)
    assert answer.status_code == 200, answer.text
    changed = answer.json()["integration"]
    assert {name: changed[name] for name in patch} == patch
    assert changed["config"] == MAPPING
    assert changed["updatedAt"] > issues["updatedAt"]
    assert changed["createdAt"] == issues["createdAt"]
    whole = await api.patch("/v1/integration/issues", json={"config": {"resources": []}, "title": None})
    assert whole.json()["integration"]["config"] == {"resources": []}
    assert whole.json()["integration"]["title"] is None
    assert await changes(api) == [
        ("updated", "issues", ["config", "resyncRequestedAt", "title"]),
        ("updated", "issues", ["own", "spec", "title", "version"]),
        ("created", "issues", []),
    ]


async def test_one_that_is_read_can_be_written_back(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    answer = await api.patch("/v1/integration/issues", json={**issues, "title": "Issues", "config": MAPPING})
    assert answer.status_code == 200, answer.text
    written = answer.json()["integration"]
    assert (written["title"], written["_id"], written["createdAt"]) == ("Issues", issues["_id"], issues["createdAt"])
    other = await api.patch("/v1/integration/issues", json={"installationId": "others"})
    assert (other.status_code, other.json()["details"]["path"]) == (422, "installationId")


async def test_what_changes_nothing_is_no_write(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    answer = await api.patch("/v1/integration/issues", json={"version": "0.1.0", "actionsProcessingEnabled": False})
    assert answer.json()["integration"] == issues
    assert len(await changes(api)) == 1


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"installationId": "Issues"}, "installationId"),
        ({"installationId": ""}, "installationId"),
        ({"installationId": "a" * 101}, "installationId"),
        ({}, "installationId"),
        ({"installationId": "a", "config": []}, "config"),
        ({"installationId": "a", "config": "x"}, "config"),
        ({"installationId": "a", "actionsProcessingEnabled": "yes"}, "actionsProcessingEnabled"),
        ({"installationId": "a", "createPortResourcesOrigin": "Moon"}, "createPortResourcesOrigin"),
        ({"installationId": "a", "changelogDestination": {"type": "SMOKE"}}, "changelogDestination.type"),
        ({"installationId": "a", "changelogDestination": {"type": "WEBHOOK"}}, "changelogDestination"),
        ({"installationId": "a", "changelogDestination": {"type": "WEBHOOK", "url": "x"}}, "changelogDestination.url"),
    ],
)
async def test_a_bad_registration_is_refused_where_it_stands(api: httpx.AsyncClient, body: Any, path: str) -> None:
    answer = await api.post("/v1/integration", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert answer.json()["message"].startswith(f"{path}: "), answer.text
    assert (await api.get("/v1/integration")).json()["integrations"] == []


async def test_keys_are_bounded(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    answer = await api.patch("/v1/integration/issues", json={f"key{number}": 1 for number in range(101)})
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert await read(api) == issues


async def test_destinations_come_back_as_they_were_given(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    for destination in (
        {"type": "KAFKA"},
        {"type": "WEBHOOK", "url": "https://ocean.example/resync"},
        {"type": "WEBHOOK", "agent": True, "url": "https://ocean.example/resync"},
        {},
    ):
        answer = await api.patch("/v1/integration/issues", json={"changelogDestination": destination})
        assert answer.json()["integration"]["changelogDestination"] == destination


async def test_all_are_listed_by_name_and_by_whether_they_act(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    await api.post("/v1/integration", json={"installationId": "a-first", "actionsProcessingEnabled": True})

    async def listed(**params: str) -> list[str]:
        found = (await api.get("/v1/integration", params=params)).json()["integrations"]
        return [each["identifier"] for each in found]

    assert await listed() == ["a-first", "issues"]
    assert await listed(actionsProcessingEnabled="") == ["a-first", "issues"]
    assert await listed(actionsProcessingEnabled="true") == ["a-first"]
    assert await listed(actionsProcessingEnabled="false") == ["issues"]


async def test_one_is_removed_and_registered_again(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    answer = await api.delete("/v1/integration/issues")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert (await api.get("/v1/integration/issues")).status_code == 404
    assert (await api.delete("/v1/integration/issues")).status_code == 404
    assert await changes(api) == [("deleted", "issues", []), ("created", "issues", [])]
    again = (await api.post("/v1/integration", json=NEW)).json()["integration"]
    assert again["logAttributes"]["ingestId"] != issues["logAttributes"]["ingestId"]
    assert again["_id"] != issues["_id"]


async def test_a_member_reads_names_alone(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, issues: dict[str, Any]
) -> None:
    names = [{name: issues[name] for name in ("identifier", "installationId", "integrationType", "updatedAt")}]
    for caller in (api, member_api):
        answer = await caller.get("/v1/integration/metadata")
        assert answer.json() == {"ok": True, "integrations": names}
    for call in (
        member_api.get("/v1/integration"),
        member_api.get("/v1/integration/issues"),
        member_api.get("/v1/integration/issues/logs"),
        member_api.patch("/v1/integration/issues", json={"title": "x"}),
        member_api.post("/v1/integration", json=NEW),
        member_api.delete("/v1/integration/issues"),
    ):
        assert (await call).json()["error"] == "forbidden"
    assert (await member_api.get("/v1/changes", params={"kind": "integration"})).json()["changes"] == []


async def test_another_organisation_sees_nothing(
    stranger_api: httpx.AsyncClient, api: httpx.AsyncClient, issues: dict[str, Any]
) -> None:
    ingest = issues["logAttributes"]["ingestId"]
    assert (await stranger_api.get("/v1/integration")).json()["integrations"] == []
    for path in ("issues", issues["_id"], f"{ingest}?byField=logIngestId"):
        assert (await stranger_api.get(f"/v1/integration/{path}")).status_code == 404
    logs = {"logs": [{"message": "x", "level": "INFO", "timestamp": "2026-01-01T00:00:00Z"}]}
    assert (await stranger_api.post(f"/ingest/integration-logs/{ingest}", json=logs)).status_code == 404
    assert (await stranger_api.post("/v1/integration", json=NEW)).status_code == 201, "names are an organisation's own"
    assert await read(api) == issues
    assert await requested(api) == issues["updatedAt"]


async def test_the_server_makes_no_blueprints_of_its_own(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/integration/provision-enabled")
    assert answer.json() == {"ok": True, "integrations": []}
