"""Who may walk in: nobody without signing in, Members only to look, and nobody into another organisation."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.app.openapi import document
from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.work import Cause, writing
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import Organisation
from tests.contract.calls import CALLS, OWN, Call
from tests.contract.seed import Seed, sow
from tests.factories.clients import client, fresh_address

PUBLIC = {
    "issue_token", "sign_in", "sign_out", "get_setup", "set_up", "get_invitation", "accept_invitation",
    "live", "ready", "metrics", "ingest_webhook_event",
}  # fmt: skip
"""Open to everybody: ways to sign in, what monitors ask, and where other systems call, each at an address of its own."""
OPERATIONS: dict[str, tuple[str, str]] = {
    each["operationId"]: (method.upper(), path)
    for path, methods in document()["paths"].items()
    for method, each in methods.items()
}
CLOSED = sorted(OPERATIONS.keys() - PUBLIC)
POSTED_READS = {
    "search_entities", "search_blueprint", "count_search", "top_search", "datasource_entities",
    "aggregate_entities", "aggregate_over_time", "properties_history", "top_search_stops", "export_entities",
    "preview_scorecard",
}  # fmt: skip
PERMITTED = {"start_run"}
"""Writes that members are permitted object by object; of others they know nothing (actions/test_permissions.py)."""
WRITES = [name for name in CLOSED if OPERATIONS[name][0] != "GET" and name not in POSTED_READS | OWN.keys() | PERMITTED]
READS = [name for name in CLOSED if name not in WRITES and name != "follow_events"]
OF_OURS = {
    "b1", "b2", "b3", "quay", "Berth b1", "Quay wall", "berth-planner", "Crane", "harbour.tar.gz", "Harbour crew",
    "CRANE_TOKEN", "Argo", "ais",
}  # fmt: skip
"""Names that only the seeded organisation holds."""


def request(seed: Seed, name: str) -> dict[str, Any]:
    """Return the valid call of an operation, as httpx sends it."""
    method, path = OPERATIONS[name]
    call = CALLS[name](seed) if name in CALLS else Call()
    for part, value in {**seed.names, **call.path}.items():
        path = path.replace(f"{{{part}}}", value)
    sent: dict[str, Any] = {"method": method, "url": path, "params": dict(call.query)}
    if call.media_type == "multipart/form-data":
        fields = dict(call.body)
        sent |= {"files": {"file": ("a.tar.gz", fields.pop("file"))}, "data": fields}
    elif isinstance(call.body, str):
        sent |= {"content": call.body.encode(), "headers": {"Content-Type": call.media_type}}
    elif call.body is not None:
        sent["json"] = call.body
    return sent


@pytest.fixture
async def seed(app: ASGIApp, database: Database, organisation: Organisation, api: httpx.AsyncClient) -> Seed:
    """A harbour of the test's own."""
    return await sow(app, database, organisation, api)


@pytest.fixture
async def other(app: ASGIApp, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator's machine of another organisation, which has a blueprint of the same name."""
    organisation = await identity.create_organisation(database, "Another organisation")
    async with writing(database, system_actor(organisation.id, organisation.public_id), Cause("test:api")) as work:
        credentials = await identity.create_machine(work, "Stranger")
    async with client(app, address=fresh_address()) as http:
        body = {"clientId": credentials.client_id, "clientSecret": credentials.client_secret}
        token = (await http.post("/v1/auth/access_token", json=body)).json()["accessToken"]
        http.headers["Authorization"] = f"Bearer {token}"
        blueprint = {"identifier": "berth", "title": "Theirs", "schema": {"properties": {"depth": {"type": "number"}}}}
        created = await http.post("/v1/blueprints", json=blueprint)
        assert created.status_code == 201, created.text
        yield http


def test_the_document_says_which_operations_are_public() -> None:
    listed = {
        each["operationId"]
        for methods in document()["paths"].values()
        for each in methods.values()
        if each.get("security") == []
    }
    assert listed == PUBLIC


async def test_without_credentials_every_other_operation_is_closed(seed: Seed, anonymous: httpx.AsyncClient) -> None:
    """To a right call, so that nothing else can be what refuses it; and to a forged token."""
    for name in CLOSED:
        sent = request(seed, name)
        for headers in ({}, {"Authorization": "Bearer forged"}):
            answer = await anonymous.request(**{**sent, "headers": {**sent.get("headers", {}), **headers}})
            assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized"), name


async def test_a_member_writes_nothing(seed: Seed, member_api: httpx.AsyncClient, api: httpx.AsyncClient) -> None:
    before = (await api.get("/v1/changes", params={"limit": 100})).json()["changes"]
    for name in WRITES:
        answer = await member_api.request(**request(seed, name))
        assert (answer.status_code, answer.json()["error"]) == (403, "forbidden"), f"{name}: {answer.text}"
    assert (await api.get("/v1/changes", params={"limit": 100})).json()["changes"] == before


async def test_another_organisation_sees_nothing_of_ours(seed: Seed, other: httpx.AsyncClient) -> None:
    """Every read, asked for our things by name, shows none of them."""
    for name in READS:
        answer = await other.request(**request(seed, name))
        assert answer.status_code < 500, name
        if answer.is_success:
            shown = [word for word in OF_OURS if f'"{word}"' in answer.text]
            assert not shown, f"{name} shows {shown}"


async def test_the_owner_does_see_them(seed: Seed, api: httpx.AsyncClient) -> None:
    """What the test above looks for can be found: the same calls show it to whom it belongs."""
    seen: set[str] = set()
    for name in (name for name in READS if name not in {"get_session", *OWN}):
        answer = await api.request(**request(seed, name))
        assert answer.is_success, f"{name}: {answer.text}"
        seen |= {word for word in OF_OURS if f'"{word}"' in answer.text}
    assert seen >= {"b1", "b2", "b3", "quay", "Berth b1", "Crane"}
