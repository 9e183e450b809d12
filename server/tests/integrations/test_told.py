"""What an integration tells of itself: examples, cursors, logs and figures (semantics 18.5)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from seaway.core.db import Database, sql
from seaway.domains.identity.types import Organisation
from seaway.domains.integrations import logs

_LINES = sql("select count(*) from integration_log l where l.org = :org")
_SYNCS = sql("""
  insert into integration_sync(org, integration, event, created_at)
  select i.org, i.id, 'old-' || n, now() - make_interval(days => cast(:days as int), secs => n)
  from integration i, generate_series(1, cast(:count as int)) n where i.org = :org""")
KINDS = "/v1/integration/issues/kinds"
CURSOR = "/v1/integration/issues/cursor"
LOGS = "/v1/integration/issues/logs"
START = datetime(2026, 3, 1, tzinfo=UTC)


async def test_the_last_ten_examples_of_a_kind_are_kept(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    assert (await api.get(KINDS)).json() == {"ok": True, "data": {}}
    first = [{"id": number, "half": 0.5, "none": None} for number in range(7)]
    answer = await api.post(f"{KINDS}/issue/examples", json={"examples": first})
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    await api.post(f"{KINDS}/issue/examples", json={"examples": [{"id": number} for number in range(7, 12)]})
    await api.post(f"{KINDS}/apps%2Fv1%2Fdeployments/examples", json={"examples": [{"name": "a"}]})
    data = (await api.get(KINDS)).json()["data"]
    assert sorted(data) == ["apps/v1/deployments", "issue"]
    assert [each["data"]["id"] for each in data["issue"]["examples"]] == list(range(11, 1, -1))
    assert data["issue"]["examples"][-1]["data"] == {"id": 2, "half": 0.5, "none": None}
    assert all(isinstance(each["_id"], str) for each in data["issue"]["examples"])


async def test_an_example_that_is_too_large_is_left_out(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    examples = [{"id": 1}, {"text": "x" * 100_000}]
    assert (await api.post(f"{KINDS}/issue/examples", json={"examples": examples})).status_code == 200
    assert [each["data"] for each in (await api.get(KINDS)).json()["data"]["issue"]["examples"]] == [{"id": 1}]
    for body in ({}, {"examples": {}}, {"examples": None}):
        assert (await api.post(f"{KINDS}/issue/examples", json=body)).status_code == 422


async def test_a_cursor_is_begun_moved_and_read(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    of = {"kind": "issue", "index": "0"}
    assert (await api.get(CURSOR, params=of)).json() == {"ok": True, "cursor": None}
    body = {"primary": "2026-03-01T00:00:00.123456+00:00"}
    missing = await api.put(CURSOR, params=of, json=body)
    assert (missing.status_code, missing.json()["error"]) == (404, "not_found")
    assert (await api.post(CURSOR, params=of, json=body)).json() == {"ok": True, "cursor": body}
    later = {"primary": "2026-03-02T00:00:00+00:00"}
    assert (await api.put(CURSOR, params=of, json=later)).json() == {"ok": True, "cursor": later}
    assert (await api.get(CURSOR, params=of)).json()["cursor"] == later
    assert (await api.get(CURSOR, params={**of, "index": "1"})).json()["cursor"] is None
    assert (await api.get(CURSOR, params={"index": "0"})).status_code == 422
    assert (await api.put(CURSOR, params=of, json={"primary": "yesterday"})).status_code == 422


async def send(api: httpx.AsyncClient, issues: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    """Send lines to where the integration was told to."""
    answer = await api.post(issues["logAttributes"]["ingestUrl"], json={"logs": lines})
    assert (answer.status_code, answer.json()) == (200, {"ok": True}), answer.text


def line(number: int, level: str = "INFO", **extra: Any) -> dict[str, Any]:
    """Return a line as Ocean sends it."""
    at = (START + timedelta(seconds=number // 2)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {"message": f"line {number}", "level": level, "timestamp": at, "extra": extra}


async def test_a_log_is_read_page_by_page_in_both_directions(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    """Two lines share each moment, so that only the number tells them apart."""
    await send(api, issues, [line(number) for number in range(25)])
    whole = (await api.get(LOGS)).json()["data"]
    assert [each["message"] for each in whole] == [f"line {number}" for number in range(24, -1, -1)]
    assert whole[-1]["timestamp"] == "2026-03-01T00:00:00.000Z"
    down: list[dict[str, Any]] = []
    place: dict[str, str] = {}
    while page := (await api.get(LOGS, params={"limit": 7, **place})).json()["data"]:
        down += page
        place = {"timestamp": page[-1]["timestamp"], "log_id": page[-1]["_id"], "direction": "down"}
    assert down == whole
    up: list[dict[str, Any]] = []
    place = {"timestamp": whole[-1]["timestamp"], "log_id": whole[-1]["_id"], "direction": "up"}
    while page := (await api.get(LOGS, params={"limit": 7, **place})).json()["data"]:
        up = page + up
        place = {**place, "timestamp": page[0]["timestamp"], "log_id": page[0]["_id"]}
    assert up == whole[:-1]
    behind = await api.get(LOGS, params={"timestamp": "2026-03-01T00:00:01Z"})
    assert [each["message"] for each in behind.json()["data"]] == ["line 1", "line 0"]
    assert (await api.get(LOGS, params={"limit": 0})).json()["data"] == []


async def test_a_log_is_narrowed_by_level_and_sync(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    levels = ["debug", "warn", "WARNING", "CRITICAL", "panic", "error"]
    await send(api, issues, [line(at, level, event_id=f"e{at % 2}") for at, level in enumerate(levels)])

    async def found(**params: Any) -> list[str]:
        return [each["message"][5:] for each in (await api.get(LOGS, params=params)).json()["data"]]

    assert await found(level="WARNING") == ["2", "1"]
    assert await found(level=["FATAL", "ERROR"]) == ["5", "4", "3"]
    assert await found(level="debug,error") == ["5", "0"]
    assert await found(eventId="e1") == ["5", "3", "1"]
    assert await found(eventId="e1", level="FATAL") == ["3"]
    first = (await api.get(LOGS, params={"eventId": "e0"})).json()["data"][-1]
    assert (first["eventId"], first["level"], first["extra"]) == ("e0", "DEBUG", {"event_id": "e0"})
    for bad in ({"level": "LOUD"}, {"limit": 301}, {"log_id": 1}, {"direction": "left"}, {"timestamp": "x"}):
        assert (await api.get(LOGS, params=bad)).status_code == 422, bad


async def test_lines_of_every_logger_are_taken(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    zap = {"message": "Starting", "level": "info", "timestamp": "2026-03-01T01:00:00.000+0100"}
    odd = {"message": "m" * 30_000, "level": "x" * 50, "timestamp": "no time", "extra": None}
    wide = {**zap, "message": "wide", "extra": {"text": "x" * 60_000}}
    later = {**zap, "message": "tomorrow", "timestamp": "9999-12-31T23:59:59.999999-00:00"}
    await send(api, issues, [zap, odd, wide, later])
    await send(api, issues, [])
    found = {each["message"][:8]: each for each in (await api.get(LOGS)).json()["data"]}
    assert found["Starting"]["timestamp"] == "2026-03-01T00:00:00.000Z"
    assert len(found["m" * 8]["message"]) == 20_000
    assert found["m" * 8]["timestamp"] > "2026-03-01"
    assert found["tomorrow"]["timestamp"] < "2100"
    assert found["wide"]["extra"] == {"truncated": 60_011}
    url = issues["logAttributes"]["ingestUrl"]
    assert (await api.post(url, json={"logs": [{"message": "x"}]})).status_code == 422
    assert (await api.post(f"{url}x", json={"logs": []})).json()["error"] == "not_found"


async def test_a_log_is_bounded(
    api: httpx.AsyncClient,
    issues: dict[str, Any],
    database: Database,
    organisation: Organisation,
) -> None:
    """Also when two senders fill it at once; what is cut are the oldest lines, whenever they came."""
    batches = [[line(number) for number in range(at, at + 4_000)] for at in (0, 4_000, 8_000)]
    await asyncio.gather(*[send(api, issues, batch) for batch in reversed(batches)])
    await send(api, issues, [line(12_000)])
    async with database.reading(organisation.id) as db:
        assert await db.value(_LINES, org=organisation.id) == logs.KEPT
    newest = (await api.get(LOGS, params={"limit": 1})).json()["data"]
    assert newest[0]["message"] == "line 12000"
    oldest = (await api.get(LOGS, params={"direction": "up", "timestamp": "2000-01-01T00:00:00Z", "limit": 1})).json()
    assert oldest["data"][0]["message"] == "line 2001"


def metric(event: str, kind: str, state: str, **more: Any) -> dict[str, Any]:
    """Return figures as Ocean sends them."""
    return {
        "integrationType": "issues",
        "installationType": "OnPrem",
        "executionMode": "single_process",
        "integrationIdentifier": "issues",
        "integrationVersion": "0.1.0",
        "oceanVersion": "0.56.2",
        "kindIdentifier": kind,
        "kind": kind.rpartition("-")[0] or kind,
        "kindIndex": 0,
        "eventId": event,
        "syncState": state,
        "blueprint": "",
        "metrics": {"phase": {"extract": {"object_count_type": {"raw_extracted": {"object_count": 12.0}}}}},
        **more,
    }


async def post(api: httpx.AsyncClient, issues: dict[str, Any], *metrics: dict[str, Any]) -> None:
    """Send figures of several kinds."""
    url = issues["metricAttributes"]["ingestUrl"]
    answer = await api.post(f"{url}/syncMetrics", json={"syncKindsMetrics": list(metrics)})
    assert (answer.status_code, answer.json()) == (200, {"ok": True}), answer.text


async def test_figures_are_kept_by_sync_and_kind(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    shown = f"/v1/integration/{issues['_id']}/syncMetrics"
    assert (await api.get(shown)).json() == {"ok": True, "count": 0, "data": []}
    await post(api, issues, metric("e1", "issue-0", "pending"), metric("e1", "user-0", "pending"))
    await post(api, issues, metric("e2", "issue-0", "syncing"))
    url = issues["metricAttributes"]["ingestUrl"]
    done = metric("e1", "issue-0", "completed", blueprint="issue")
    answer = await api.put(f"{url}/syncMetrics/resync/e1/kind/issue-0", json={"syncKindMetrics": done})
    assert answer.status_code == 200, answer.text
    first = (await api.get(shown, params={"resyncId": "e1"})).json()
    assert first["count"] == 2
    assert [each["syncState"] for each in first["data"]] == ["completed", "pending"]
    issue = dict(first["data"][0])
    assert issue.pop("updatedAt") > issue.pop("createdAt")
    assert issue == done
    latest = (await api.get("/v1/integration/issues/syncMetrics", params={"resyncId": ""})).json()
    assert [(each["eventId"], each["syncState"]) for each in latest["data"]] == [("e2", "syncing")]
    assert (await api.get(shown, params={"resyncId": "e9"})).json()["data"] == []


async def test_syncs_are_listed_with_the_state_of_the_whole(api: httpx.AsyncClient, issues: dict[str, Any]) -> None:
    await post(api, issues, metric("done", "issue-0", "completed"), metric("done", "user-0", "completed"))
    await post(api, issues, metric("half", "issue-0", "completed"), metric("half", "user-0", "syncing"))
    await post(api, issues, metric("bad", "issue-0", "completed"), metric("bad", "user-0", "failed"))
    await post(api, issues, metric("over", "issue-0", "failed"), metric("over", "__runtime__", "completed"))
    await api.post(f"{issues['metricAttributes']['ingestUrl']}/heartbeat", json={"eventId": "alive"})
    found = (await api.get(f"/v1/integration/{issues['_id']}/syncsMetadata")).json()
    assert [(each["eventId"], each["syncState"]) for each in found["data"]] == [
        ("alive", "syncing"),
        ("over", "completed"),
        ("bad", "failed"),
        ("half", "syncing"),
        ("done", "completed"),
    ]
    assert found["count"] == 5
    before = found["data"][0]["updatedAt"]
    await api.post(f"{issues['metricAttributes']['ingestUrl']}/heartbeat", json={"eventId": "alive"})
    again = (await api.get("/v1/integration/issues/syncsMetadata")).json()["data"][0]
    assert again["updatedAt"] >= before
    assert again["createdAt"] == found["data"][0]["createdAt"]


@pytest.mark.parametrize("kept", [(5, 50), (1, 71)], ids=["of five days ago", "of yesterday"])
async def test_syncs_of_four_days_are_kept_and_fifty_of_before(
    api: httpx.AsyncClient,
    issues: dict[str, Any],
    database: Database,
    organisation: Organisation,
    kept: tuple[int, int],
) -> None:
    days, left = kept
    async with database.writing(organisation.id) as db:
        await db.run(_SYNCS, org=organisation.id, days=days, count=70)
    await post(api, issues, metric("new", "issue-0", "completed"))
    found = (await api.get("/v1/integration/issues/syncsMetadata")).json()
    assert found["count"] == left
    assert found["data"][0]["eventId"] == "new"


@pytest.mark.parametrize("body", [{}, {"eventId": "e"}, {"eventId": "", "kindIdentifier": "k"}, {"eventId": 1}])
async def test_figures_of_nothing_are_refused(
    api: httpx.AsyncClient, issues: dict[str, Any], body: dict[str, Any]
) -> None:
    url = issues["metricAttributes"]["ingestUrl"]
    answer = await api.post(f"{url}/syncMetrics", json={"syncKindsMetrics": [body]})
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    odd = await api.put(f"{url}/syncMetrics/resync/e1/kind/k", json={"syncKindMetrics": {**body, "eventId": 1}})
    assert (odd.status_code, odd.json()["details"]["path"]) == (422, "syncKindMetrics.eventId")
    assert (await api.post(f"{url}/heartbeat", json={})).status_code == 422
