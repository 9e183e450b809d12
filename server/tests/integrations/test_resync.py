"""When a resync counts as asked for, and what that does to `updatedAt` (semantics 18.3, 18.4)."""

from typing import Any

import httpx
import pytest

from tests.integrations.conftest import MAPPING, read, requested

OTHER = {**MAPPING, "resources": []}


async def test_the_first_resync_is_asked_for_from_the_beginning(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    assert await requested(api) == issues["updatedAt"]


@pytest.mark.parametrize("body", [{"json": {}}, {}], ids=["an empty object", "no body"])
async def test_an_empty_change_asks_for_a_resync(
    api: httpx.AsyncClient, issues: dict[str, Any], body: dict[str, Any]
) -> None:
    answer = await api.patch("/v1/integration/issues", **body)
    assert answer.status_code == 200, answer.text
    changed = answer.json()["integration"]
    assert changed["updatedAt"] > issues["updatedAt"]
    assert await requested(api) == changed["updatedAt"]
    assert changed["config"] == MAPPING


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {"config": OTHER}),
        ("", {"config": MAPPING}),
        ("/config", {"config": OTHER}),
        ("/config", OTHER),
        ("/config", {"config": MAPPING}),
        ("/config", {"config": None}),
    ],
)
async def test_a_config_asks_for_a_resync_unless_told_not_to(
    api: httpx.AsyncClient, issues: dict[str, Any], path: str, body: Any
) -> None:
    answer = await api.patch(f"/v1/integration/issues{path}", json=body)
    assert answer.status_code == 200, answer.text
    changed = answer.json()["integration"]
    assert changed["config"] == body.get("config", body)
    assert changed["updatedAt"] > issues["updatedAt"]
    assert await requested(api) == changed["updatedAt"]
    quiet = {"title": "Issues", "config": {"resources": [1]}} if path == "" else {"config": {"resources": [1]}}
    answer = await api.patch(f"/v1/integration/issues{path}", json=quiet, headers={"x-skip-resync": "true"})
    silent = answer.json()["integration"]
    assert silent["config"] == {"resources": [1]}
    assert silent["updatedAt"] > changed["updatedAt"]
    assert await requested(api) == changed["updatedAt"], "the header keeps the request as it was"


@pytest.mark.parametrize("body", [{}, {"config": {}, "title": "x"}, {"config": []}, {"config": 1}])
async def test_a_config_that_is_none_is_refused(api: httpx.AsyncClient, issues: dict[str, Any], body: Any) -> None:
    answer = await api.patch("/v1/integration/issues/config", json=body)
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, "config")
    assert await read(api) == issues


@pytest.mark.parametrize(
    "body",
    [
        {"version": "0.2.0"},
        {"actionsProcessingEnabled": True},
        {"processingMode": "dsp", "incrementalSyncEnabled": True, "changelogDestination": {"type": "KAFKA"}},
        {"arePortResourcesInitialized": True, "version": "0.2.0"},
        {"title": "Issues"},
    ],
)
async def test_what_a_start_writes_asks_for_no_resync(
    api: httpx.AsyncClient, issues: dict[str, Any], body: dict[str, Any]
) -> None:
    changed = (await api.patch("/v1/integration/issues", json=body)).json()["integration"]
    assert {name: changed[name] for name in body} == body
    assert await requested(api) == issues["updatedAt"]


async def test_the_state_of_a_resync_and_the_integration_are_written_at_one_moment(
    api: httpx.AsyncClient, issues: dict[str, Any]
) -> None:
    begun = {
        "status": "running",
        "lastResyncEnd": None,
        "lastResyncStart": "2026-03-01T02:00:00.123456+02:00",
        "nextResync": None,
        "intervalInMinuets": None,
    }
    answer = await api.patch("/v1/integration/issues/resync-state", json=begun)
    assert answer.status_code == 200, answer.text
    running = answer.json()["integration"]
    assert running["updatedAt"] == running["resyncState"]["updatedAt"] > issues["updatedAt"]
    assert running["resyncState"]["lastResyncStart"] == "2026-03-01T00:00:00.123Z"
    assert running["resyncState"]["lastResyncEnd"] is None
    ended = {"status": "completed", "lastResyncEnd": "2026-03-01T00:02:00+00:00", "intervalInMinuets": 120}
    over = (await api.patch("/v1/integration/issues/resync-state", json=ended)).json()["integration"]
    assert over["updatedAt"] == over["resyncState"]["updatedAt"] > running["updatedAt"]
    assert over["resyncState"] == {
        "status": "completed",
        "lastResyncStart": "2026-03-01T00:00:00.123Z",
        "lastResyncEnd": "2026-03-01T00:02:00.000Z",
        "nextResync": None,
        "intervalInMinuets": 120,
        "updatedAt": over["updatedAt"],
    }
    assert await read(api) == over
    assert await requested(api) == issues["updatedAt"], "how a resync goes asks for none"
    later = (await api.patch("/v1/integration/issues", json={})).json()["integration"]
    assert later["resyncState"] == over["resyncState"]
    assert later["updatedAt"] > over["updatedAt"], "so that pollers see that more than the state changed"


@pytest.mark.parametrize(
    "body",
    [{"status": "odd"}, {"lastResyncStart": "yesterday"}, {"lastResyncEnd": "0001-01-01T00:00:00+02:00"},
     {"intervalInMinuets": "2h"}, {"intervalInMinuets": -1}],
)  # fmt: skip
async def test_a_bad_state_is_refused(api: httpx.AsyncClient, issues: dict[str, Any], body: dict[str, Any]) -> None:
    answer = await api.patch("/v1/integration/issues/resync-state", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert answer.json()["message"].startswith(next(iter(body)))
    assert await read(api) == issues


async def test_every_write_is_seen_to_be_later_than_the_last(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    """Pollers compare what they read, in milliseconds; writes may come faster than those."""
    seen = [issues["updatedAt"]]
    for number in range(20):
        answer = await api.patch("/v1/integration/issues", json={"version": str(number)})
        seen.append(answer.json()["integration"]["updatedAt"])
    assert seen == sorted(set(seen))


async def test_what_is_told_leaves_the_moment_of_change_alone(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    figures = issues["metricAttributes"]["ingestUrl"]
    line = {"message": "m", "level": "INFO", "timestamp": "2026-01-01T00:00:00.000000Z", "extra": {}}
    metric = {"eventId": "e1", "kindIdentifier": "issue-0", "syncState": "syncing", "metrics": {"phase": {}}}
    calls = [
        ("POST", "/v1/integration/issues/kinds/issue/examples", {"examples": [{"id": 1}]}),
        ("POST", "/v1/integration/issues/cursor?kind=issue&index=0", {"primary": "2026-01-01T00:00:00+00:00"}),
        ("PUT", "/v1/integration/issues/cursor?kind=issue&index=0", {"primary": "2026-01-02T00:00:00+00:00"}),
        ("POST", issues["logAttributes"]["ingestUrl"], {"logs": [line]}),
        ("POST", f"{figures}/syncMetrics", {"syncKindsMetrics": [metric]}),
        ("PUT", f"{figures}/syncMetrics/resync/e1/kind/issue-0", {"syncKindMetrics": metric}),
        ("POST", f"{figures}/heartbeat", {"eventId": "e1"}),
    ]
    for method, path, body in calls:
        answer = await api.request(method, path, json=body)
        assert (answer.status_code, answer.json()["ok"]) == (200, True), (path, answer.text)
    after = await read(api)
    assert after["updatedAt"] == issues["updatedAt"]
    assert after["statusInfo"]["updatedAt"] > issues["statusInfo"]["updatedAt"], "but it is known to be alive"
    assert await requested(api) == issues["updatedAt"]
    told = (await api.get("/v1/changes", params={"kind": "integration"})).json()["changes"]
    assert [each["data"]["op"] for each in told] == ["created"], "and the change log keeps none of it"
