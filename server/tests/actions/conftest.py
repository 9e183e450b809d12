"""A harbour with berths and a few actions about them."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.core.actor import Role, system_actor
from seaway.core.db import Database
from seaway.core.work import Cause, writing
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import Organisation, UserDraft
from seaway.kit import ids
from tests.factories.clients import PASSWORD, URL, client, fresh_address

BERTH: dict[str, Any] = {
    "identifier": "berth",
    "title": "Berth",
    "schema": {"properties": {"depth": {"type": "number"}, "state": {"type": "string"}}},
    "ownership": {"type": "Direct"},
}
DREDGE: dict[str, Any] = {
    "identifier": "dredge",
    "title": "Dredge berth",
    "icon": "Anchor",
    "description": "Make it deeper",
    "trigger": {
        "type": "self-service",
        "operation": "DAY-2",
        "blueprintIdentifier": "berth",
        "userInputs": {
            "properties": {
                "depth": {"type": "number", "title": "Depth", "minimum": 1, "maximum": 30},
                "reason": {"type": "string", "format": "multi-line", "pattern": "^[A-Z]", "default": "Routine"},
                "speed": {"type": "string", "enum": ["slow", "fast"]},
                "helpers": {"type": "array", "items": {"type": "string", "format": "entity", "blueprint": "berth"}},
            },
            "required": ["depth"],
            "order": ["depth", "reason", "speed", "helpers"],
        },
    },
    "invocationMethod": {
        "type": "WEBHOOK",
        "url": "https://ops.example/dredge/{{ .entity.identifier }}",
        "agent": True,
        "synchronized": False,
        "method": "POST",
        "headers": {"RUN_ID": "{{ .run.id }}"},
        "body": {
            "{{ spreadValue() }}": "{{ .inputs }}",
            "by": "{{ .trigger.by.userId }}",
            "was": "{{ .entity.properties.depth }}",
        },
    },
    "publish": True,
}
DISPATCH: dict[str, Any] = {
    "identifier": "dispatch",
    "trigger": {"type": "self-service", "operation": "CREATE", "userInputs": {"properties": {}, "required": []}},
    "invocationMethod": {
        "type": "INTEGRATION_ACTION",
        "installationId": "gh-main",
        "integrationActionType": "dispatch_workflow",
        "integrationActionExecutionProperties": {
            "org": "harbor",
            "repo": "ops",
            "workflow": "build.yml",
            "workflowInputs": {"run": "{{ .run.id }}"},
        },
    },
}
ON_CHANGE: dict[str, Any] = {
    "identifier": "tell",
    "trigger": {"type": "automation", "event": {"type": "ENTITY_UPDATED", "blueprintIdentifier": "berth"}},
    "invocationMethod": {"type": "WEBHOOK", "url": "https://chat.example/x", "synchronized": True},
    "publish": True,
}
Person = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def harbour(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """The administrators' machine, in an organisation with two berths."""
    assert (await api.post("/v1/blueprints", json=BERTH)).status_code == 201
    for name in ("b1", "b2"):
        body = {"identifier": name, "title": f"Berth {name}", "properties": {"depth": 9, "state": "open"}}
        assert (await api.post("/v1/blueprints/berth/entities", json=body)).status_code == 201
    return api


async def made(api: httpx.AsyncClient, action: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Add an action and return it as the API shows it."""
    answer = await api.post("/v1/actions", json={**action, **changes})
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()["action"]
    return shown


async def started(
    api: httpx.AsyncClient, action: str = "dredge", entity: str | None = "b1", **properties: Any
) -> dict[str, Any]:
    """Start an action, and return its run."""
    body = {"properties": properties or {"depth": 12}, **({"entity": entity} if entity else {})}
    answer = await api.post(f"/v1/actions/{action}/runs", json=body)
    assert answer.status_code == 202, answer.text
    run: dict[str, Any] = answer.json()["run"]
    return run


@pytest.fixture
async def machine(
    app: ASGIApp, database: Database, organisation: Organisation
) -> Callable[[], Awaitable[httpx.AsyncClient]]:
    """Return a client of another machine of the organisation."""

    async def make() -> httpx.AsyncClient:
        async with writing(database, system_actor(organisation.id, organisation.public_id), Cause("test:api")) as work:
            made = await identity.create_machine(work, "Agent")
        http = client(app, address=fresh_address())
        answer = await http.post(
            "/v1/auth/access_token", json={"clientId": made.client_id, "clientSecret": made.client_secret}
        )
        http.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        return http

    return make


@pytest.fixture
async def person(app: ASGIApp, database: Database, organisation: Organisation) -> Person:
    """Return a client of a person of the organisation, in a browser; their e-mail stands in its headers."""

    async def make(role: Role = "Member", teams: tuple[str, ...] | None = None) -> httpx.AsyncClient:
        email = f"{ids.token(10)}@test.example".lower()
        async with writing(database, system_actor(organisation.id, organisation.public_id), Cause("test:api")) as work:
            await identity.create_user(work, UserDraft(email, "Kim Ro", role, password=PASSWORD, teams=teams))
        http = client(app, address=fresh_address(), headers={"Origin": URL, "X-Email": email})
        answer = await http.post("/v1/session", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return http

    return make
