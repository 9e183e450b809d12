"""What integrations ship installs whole: blueprints, then the actions about them, and their agent serves a run.

The files here are our own, in the shape in which integrations built on Ocean write theirs.
"""

from typing import Any

import httpx

REPOSITORY: dict[str, Any] = {
    "identifier": "gitRepository",
    "title": "Repository",
    "icon": "Github",
    "schema": {
        "properties": {"url": {"type": "string", "format": "url"}, "archived": {"type": "boolean"}},
        "required": [],
    },
}
RUN: dict[str, Any] = {
    "identifier": "pipelineRun",
    "title": "Pipeline run",
    "icon": "Github",
    "schema": {"properties": {"status": {"type": "string"}, "link": {"type": "string", "format": "url"}}},
    "relations": {"repository": {"target": "gitRepository", "required": False, "many": False}},
}


def dispatch(identifier: str, title: str, operation: str, inputs: dict[str, Any], **execution: Any) -> dict[str, Any]:
    """Return an action that an integration carries out."""
    return {
        "identifier": identifier,
        "title": title,
        "icon": "Github",
        "description": f"{title} through the integration",
        "trigger": {
            "type": "self-service",
            "operation": operation,
            "userInputs": inputs,
            **({"blueprintIdentifier": "gitRepository"} if operation != "CREATE" else {}),
        },
        "invocationMethod": {
            "type": "INTEGRATION_ACTION",
            "installationId": "github-main",
            "integrationActionType": "dispatch_workflow",
            "integrationActionExecutionProperties": execution,
        },
        "requiredApproval": False,
        "publish": True,
    }


ACTIONS: list[dict[str, Any]] = [
    dispatch(
        "run_pipeline",
        "Run a pipeline",
        "DAY-2",
        {
            "properties": {
                "ref": {"type": "string", "title": "Branch", "default": "main", "icon": "DefaultProperty"},
                "environment": {
                    "type": "string", "title": "Environment", "enum": ["staging", "production"],
                    "enumColors": {"staging": "blue", "production": "red"},
                    "visible": {"jqQuery": '.form.ref == "main"'},
                },
                "reviewer": {"type": "string", "format": "user", "title": "Reviewer"},
                "others": {
                    "type": "array",
                    "items": {
                        "type": "string", "format": "entity", "blueprint": "gitRepository",
                        "dataset": {"combinator": "and", "rules": [{"property": "archived", "operator": "!=", "value": {"jqQuery": "true"}}]},
                    },
                    "sort": {"property": "$title", "order": "ASC"},
                },
            },
            "required": ["ref"],
            "order": ["ref", "environment", "reviewer", "others"],
        },
        org="harbor", repo="{{ .entity.identifier }}", workflow="deploy.yml", reportWorkflowStatus=True,
        workflowInputs={"{{ spreadValue() }}": "{{ .inputs }}", "port_run": "{{ .run.id }}"},
    ),
    dispatch(
        "new_repository",
        "Create a repository",
        "CREATE",
        {
            "properties": {"name": {"type": "string", "pattern": "^[a-z-]+$"}, "private": {"type": "boolean", "default": True}},
            "required": ["name"],
            "steps": [{"title": "Name it", "order": ["name"]}, {"title": "Who sees it", "order": ["private"], "visible": True}],
        },
        org="harbor", repo="templates", workflow="create.yml", workflowInputs={"name": "{{ .inputs.name }}"},
    ),
    {
        "identifier": "tell_on_failure",
        "title": "Tell when a pipeline fails",
        "trigger": {
            "type": "automation",
            "event": {"type": "ENTITY_UPDATED", "blueprintIdentifier": "pipelineRun"},
            "condition": {"type": "JQ", "expressions": ['.diff.after.properties.status == "failure"'], "combinator": "and"},
        },
        "invocationMethod": {
            "type": "WEBHOOK", "url": "https://chat.example/hook", "synchronized": True, "method": "POST",
            "headers": {}, "body": {"text": "{{ .event.context.entityIdentifier }} failed"},
        },
        "publish": True,
    },
]  # fmt: skip
HEADERS = {
    "User-Agent": "port-ocean/github-ocean/4.1.0/github-main/exporter",
    "x-port-reserved-usage": "true",
}


async def test_they_install_whole_and_come_back_as_they_were(api: httpx.AsyncClient) -> None:
    for blueprint in (REPOSITORY, RUN):
        assert (await api.post("/v1/blueprints", json=blueprint, headers=HEADERS)).status_code == 201
    for action in ACTIONS:
        answer = await api.post("/v1/actions", json=action, headers=HEADERS)
        assert answer.status_code == 201, answer.text
        shown = answer.json()["action"]
        assert {name: shown[name] for name in action} == action
        again = await api.post("/v1/actions", json=action, headers=HEADERS)
        assert (again.status_code, again.json()["ok"]) == (409, False), "a second installation finds them there"
        assert "taken" in again.text
    assert len((await api.get("/v1/actions")).json()["actions"]) == len(ACTIONS)


async def test_an_agent_serves_a_run_from_claim_to_end(api: httpx.AsyncClient) -> None:
    for blueprint in (REPOSITORY, RUN):
        await api.post("/v1/blueprints", json=blueprint)
    for action in ACTIONS:
        await api.post("/v1/actions", json=action)
    await api.post("/v1/blueprints/gitRepository/entities", json={"identifier": "checkout", "title": "Checkout"})
    body = {"entity": "checkout", "properties": {"environment": "staging", "reviewer": "kim@harbor.example"}}
    started = (await api.post("/v1/actions/run_pipeline/runs", json=body)).json()["run"]

    claim = {"installationId": "github-main", "limit": 5, "visibilityTimeoutMs": 90_000, "exclude": []}
    [run] = (await api.post("/v1/actions/runs/claim-pending", json=claim, headers=HEADERS)).json()["runs"]
    assert (await api.patch("/v1/actions/runs/ack", json={"runId": run["id"]}, headers=HEADERS)).json()["ok"] is True
    execution = run["payload"]["integrationActionExecutionProperties"]
    assert execution["repo"] == "checkout"
    assert execution["workflowInputs"] == {
        "ref": "main", "environment": "staging", "reviewer": "kim@harbor.example", "port_run": started["id"],
    }  # fmt: skip

    path = f"/v1/actions/runs/{run['id']}"
    await api.post(f"{path}/logs", json={"message": "dispatched"}, headers=HEADERS)
    report = {"link": ["https://ci.example/77"], "externalRunId": "gh_77"}
    assert (await api.patch(path, json=report, headers=HEADERS)).status_code == 200
    found = (await api.get("/v1/actions/runs?version=v2&external_run_id=gh_77", headers=HEADERS)).json()["runs"][0]
    ended = await api.patch(path, json={**found, "status": "SUCCESS"}, headers=HEADERS)
    assert (ended.status_code, ended.json()["run"]["status"]) == (200, "SUCCESS")
    nodes = {"installationId": "github-main", "limit": 5}
    assert (await api.post("/v1/workflows/runs/claim-pending", json=nodes, headers=HEADERS)).json()["nodeRuns"] == []
