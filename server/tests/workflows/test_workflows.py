"""Workflows over HTTP: kept as they are sent; agents that ask for their steps are told that none waits."""

from typing import Any

import httpx
import pytest

FLOW: dict[str, Any] = {
    "identifier": "release",
    "title": "Release",
    "icon": "Rocket",
    "category": "delivery",
    "allowAnyoneToViewRuns": True,
    "nodes": [
        {"identifier": "ask", "config": {"type": "SELF_SERVE_TRIGGER", "userInputs": {"properties": {}}, "published": True}},
        {"identifier": "build", "variables": {"run": "{{ .run.id }}"}, "config": {"type": "WEBHOOK", "url": "https://ci.example"}},
    ],
    "connections": [{"sourceIdentifier": "ask", "targetIdentifier": "build"}],
}  # fmt: skip
FILLED_IN = {"createdAt", "createdBy", "updatedAt", "updatedBy"}


async def test_a_workflow_is_kept_as_it_is_sent(api: httpx.AsyncClient) -> None:
    answer = await api.post("/v1/workflows", json=FLOW)
    assert answer.status_code == 201, answer.text
    shown = answer.json()["workflow"]
    assert {name: value for name, value in shown.items() if name not in FILLED_IN} == FLOW
    assert (await api.get("/v1/workflows/release")).json() == {"ok": True, "workflow": shown}
    assert (await api.put("/v1/workflows/release", json=shown)).json()["workflow"] == shown
    replaced = await api.put("/v1/workflows/release", json={**FLOW, "title": "Ship", "connections": []})
    assert (replaced.json()["workflow"]["title"], replaced.json()["workflow"]["connections"]) == ("Ship", [])
    assert (await api.post("/v1/workflows", json=FLOW)).json()["error"] == "identifier_taken"
    await api.post("/v1/workflows", json={**FLOW, "identifier": "other"})
    assert (await api.put("/v1/workflows/other", json=FLOW)).status_code == 409
    assert (await api.delete("/v1/workflows/release")).json() == {"ok": True}
    assert (await api.get("/v1/workflows/release")).status_code == 404
    changes = (await api.get("/v1/changes?kind=workflow")).json()["changes"]
    assert [(each["data"]["op"], each["data"]["identifier"]) for each in changes] == [
        ("deleted", "release"), ("created", "other"), ("updated", "release"), ("created", "release"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "value", "path"),
    [
        ("nodes", [{"config": {}}], "nodes.0.identifier"),
        ("nodes", [{"identifier": "a"}, {"identifier": "a"}], "nodes.1.identifier"),
        ("connections", [{"sourceIdentifier": "ask", "targetIdentifier": "gone"}], "connections.0.targetIdentifier"),
        ("connections", [{"sourceIdentifier": ["ask"], "targetIdentifier": "ask"}], "connections.0.sourceIdentifier"),
    ],
)
async def test_a_broken_graph_is_refused(api: httpx.AsyncClient, part: str, value: Any, path: str) -> None:
    answer = await api.post("/v1/workflows", json={**FLOW, part: value})
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, path)


async def test_no_step_waits_for_an_agent(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    claim = {"installationId": "gh-main", "limit": 5, "visibilityTimeoutMs": 60_000, "exclude": []}
    answer = await api.post("/v1/workflows/runs/claim-pending", json=claim, headers={"x-port-reserved-usage": "true"})
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "nodeRuns": []})
    assert (await member_api.post("/v1/workflows/runs/claim-pending", json=claim)).status_code == 403
    found = await api.get("/v1/workflows/nodes/runs?external_run_id=1&include=nodeConfig")
    assert found.json() == {"ok": True, "nodeRuns": []}
    assert (await api.patch("/v1/workflows/nodes/runs/nr_1", json={"status": "COMPLETED"})).json()["ok"] is False


async def test_members_look_and_strangers_see_nothing(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, stranger_api: httpx.AsyncClient
) -> None:
    await api.post("/v1/workflows", json=FLOW)
    assert (await member_api.get("/v1/workflows/release")).status_code == 200
    assert (await member_api.put("/v1/workflows/release", json=FLOW)).status_code == 403
    assert (await member_api.delete("/v1/workflows/release")).status_code == 403
    assert (await member_api.post("/v1/workflows", json={**FLOW, "identifier": "x"})).status_code == 403
    for method in ("GET", "DELETE"):
        assert (await stranger_api.request(method, "/v1/workflows/release")).status_code == 404
