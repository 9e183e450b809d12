"""Starting actions: inputs held against the form, what the run tells, what is handed over, what never shows."""

from typing import Any

import httpx
import pytest

from tests.actions.conftest import DISPATCH, DREDGE, ON_CHANGE, made, started

SECRET = "hunter2-is-not-to-be-seen"
FORM: dict[str, Any] = {
    "properties": {
        "name": {"type": "string", "minLength": 2},
        "when": {"type": "string", "format": "date-time"},
        "mail": {"type": "string", "format": "email"},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 2},
        "deep": {"type": "boolean"},
        "more": {"type": "object"},
        "token": {"type": "string", "encryption": "aes256-gcm"},
        "sealed": {"type": "object", "encryption": {"algorithm": "client-side", "key": "PEM"}},
    },
    "required": ["name"],
}


def of_form(form: dict[str, Any], method: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return an action with this form."""
    given = {**DISPATCH, "trigger": {"type": "self-service", "operation": "CREATE", "userInputs": form}}
    return {**given, "invocationMethod": method} if method else given


async def test_a_run_tells_what_was_asked_and_what_is_handed_over(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    run = await started(harbour, depth=12, helpers=["b2"])
    assert run["status"] == "IN_PROGRESS"
    assert run["pendingExecution"] is True
    assert run["action"] == {"identifier": "dredge", "title": "Dredge berth", "icon": "Anchor", "deleted": False}
    assert run["blueprint"]["identifier"] == "berth"
    assert run["entity"] == {"identifier": "b1", "title": "Berth b1", "icon": None, "deleted": False}
    assert run["properties"] == {"depth": 12, "reason": "Routine", "helpers": ["b2"]}, "defaults are filled in"
    assert run["source"] == "API"
    assert run["payload"] == {
        "type": "WEBHOOK",
        "url": "https://ops.example/dredge/b1",
        "agent": True,
        "synchronized": False,
        "method": "POST",
        "headers": {"RUN_ID": run["id"]},
        "body": {
            "depth": 12,
            "reason": "Routine",
            "helpers": [{"identifier": "b2", "title": "Berth b2", "blueprint": "berth"}],
            "by": run["createdBy"],
            "was": 9,
        },
    }
    assert (await harbour.get(f"/v1/actions/runs/{run['id']}?version=v2")).json()["run"] == run
    assert (await harbour.get(f"/v1/actions/runs/{run['id']}")).json()["run"] == {**run, "action": "dredge"}
    await harbour.delete("/v1/actions/dredge")
    await harbour.delete("/v1/blueprints/berth/entities/b1")
    later = (await harbour.get(f"/v1/actions/runs/{run['id']}?version=v2")).json()["run"]
    assert [later[name]["deleted"] for name in ("action", "blueprint", "entity")] == [True, False, True]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "depth"),
        ({"depth": None}, "depth"),
        ({"depth": "12"}, "depth"),
        ({"depth": 31}, "depth"),
        ({"depth": 1, "reason": "small"}, "reason"),
        ({"depth": 1, "speed": "warp"}, "speed"),
        ({"depth": 1, "helpers": "b2"}, "helpers"),
        ({"depth": 1, "helpers": ["b2", "b9"]}, "helpers"),
        ({"depth": 1, "other": 1}, "other"),
    ],
)
async def test_inputs_that_do_not_fit_are_refused_and_named(
    harbour: httpx.AsyncClient, given: dict[str, Any], name: str
) -> None:
    await made(harbour, DREDGE)
    answer = await harbour.post("/v1/actions/dredge/runs", json={"entity": "b1", "properties": given})
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_input")
    assert answer.json()["details"]["input"].split(".")[0] == name
    assert (await harbour.get("/v1/actions/runs")).json()["runs"] == []


@pytest.mark.parametrize(
    "given",
    [{"name": "a"}, {"name": "ab", "when": "today"}, {"name": "ab", "mail": "x"}, {"name": "ab", "tags": ["a", "b", "c"]},
     {"name": "ab", "tags": [1]}, {"name": "ab", "deep": 1}, {"name": "ab", "more": []}, {"name": "ab", "token": 1}],
)  # fmt: skip
async def test_types_formats_and_bounds_hold(harbour: httpx.AsyncClient, given: dict[str, Any]) -> None:
    await made(harbour, of_form(FORM))
    fits = {
        "name": "ab",
        "when": "2026-01-01T00:00:00Z",
        "mail": "a@b.example",
        "tags": ["a"],
        "deep": True,
        "more": {},
    }
    await started(harbour, "dispatch", None, **fits)
    answer = await harbour.post("/v1/actions/dispatch/runs", json={"properties": given})
    assert answer.status_code == 422, answer.text


async def test_secret_inputs_show_nowhere(harbour: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    method = {
        "type": "WEBHOOK",
        "url": "https://x.example",
        "agent": True,
        "body": {"{{ spreadValue() }}": "{{ .inputs }}"},
    }
    await made(harbour, of_form(FORM, method))
    run = await started(harbour, "dispatch", None, name="ab", token=SECRET, sealed="Y2lwaGVy" + SECRET)
    assert run["properties"] == {"name": "ab", "token": "*****", "sealed": "*****"}
    assert run["status"] == "FAILURE", "what this version cannot hand over is not handed over half done"
    short = await harbour.post("/v1/actions/dispatch/runs", json={"properties": {"name": "ab", "token": [SECRET]}})
    assert short.status_code == 422
    paths = [f"/v1/actions/runs/{run['id']}?version=v2", "/v1/actions/runs", f"/v1/actions/runs/{run['id']}/logs"]
    texts = [short.text, *[(await api.get(path)).text for api in (harbour, member_api) for path in paths]]
    texts.append((await harbour.get("/v1/changes?limit=100")).text)
    assert not [text for text in texts if SECRET in text]
    assert "secret" in texts[3]


async def test_an_action_that_leaves_secrets_out_of_its_payload_runs(harbour: httpx.AsyncClient) -> None:
    method = {
        "type": "WEBHOOK",
        "url": "https://x.example",
        "agent": "{{ .inputs.deep }}",
        "body": {"n": "{{ .inputs.name }}"},
    }
    await made(harbour, of_form(FORM, method))
    run = await started(harbour, "dispatch", None, name="ab", token=SECRET, deep=True)
    assert (run["status"], run["payload"]["agent"], run["payload"]["body"]) == ("IN_PROGRESS", True, {"n": "ab"})
    assert (await started(harbour, "dispatch", None, name="ab", deep=False))["status"] == "FAILURE"


@pytest.mark.parametrize(
    "method",
    [
        {"type": "WEBHOOK", "url": "https://x.example"},
        {"type": "KAFKA"},
        {"type": "GITHUB", "org": "o", "repo": "r", "workflow": "w"},
        {"type": "GITLAB", "projectName": "p", "groupName": "g"},
        {"type": "AZURE_DEVOPS", "org": "o", "webhook": "w"},
        {"type": "UPSERT_ENTITY", "blueprintIdentifier": "berth", "mapping": {"identifier": "x"}},
    ],
)
async def test_what_is_not_executed_fails_and_says_so(harbour: httpx.AsyncClient, method: dict[str, Any]) -> None:
    await made(harbour, {**DISPATCH, "invocationMethod": method})
    run = (await harbour.post("/v1/actions/dispatch/runs", json={"properties": {}})).json()["run"]
    assert (run["status"], run["endedAt"] is None) == ("FAILURE", False)
    [line] = (await harbour.get(f"/v1/actions/runs/{run['id']}/logs")).json()["runLogs"]
    assert method["type"] in line["message"]
    assert run["summary"] == line["message"]


async def test_an_expression_that_cannot_be_worked_out_is_named(harbour: httpx.AsyncClient) -> None:
    method = {**DREDGE["invocationMethod"], "url": "{{ .inputs.depth + 1 }}"}
    await made(harbour, DREDGE, invocationMethod=method, requiredApproval=True)
    run = await started(harbour)
    assert run["status"] == "FAILURE"
    assert ".inputs.depth + 1" in run["summary"]


async def test_what_cannot_be_started_is_refused(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    await made(harbour, ON_CHANGE)
    for path, body, status in (
        ("nope", {"properties": {}}, 404),
        ("tell", {"properties": {}}, 422),
        ("dredge", {"properties": {"depth": 1}}, 422),
        ("dredge", {"properties": {"depth": 1}, "entity": ""}, 422),
        ("dredge", {"properties": {"depth": 1}, "entity": "b9"}, 404),
        ("dredge", {"entity": "b1"}, 422),
        ("dredge", {"properties": {"depth": 1}, "entity": "b1", "extra": 1}, 422),
    ):
        answer = await harbour.post(f"/v1/actions/{path}/runs", json=body)
        assert (answer.status_code, answer.json()["ok"]) == (status, False), answer.text


async def test_one_idempotency_key_starts_one_run(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DISPATCH)
    headers = {"Idempotency-Key": "once"}
    answers = [
        await harbour.post("/v1/actions/dispatch/runs", json={"properties": {}}, headers=headers) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len((await harbour.get("/v1/actions/runs")).json()["runs"]) == 1
