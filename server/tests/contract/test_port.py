"""Port's contract: every operation that `docs/reference/port-compatibility.md` calls complete answers as clients expect.

The page and these tests go by the same rows, so that none is called complete which is not called here. Requests are
shaped as open clients make them, where those differ from the valid calls of our own document.
"""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from port_contract import Row, operations, rows
from seaway.core.db import Database
from seaway.domains.identity.types import Organisation
from tests.contract.calls import BERTHS, CALLS, Call, Maker, always
from tests.contract.seed import BERTH, SERVICE, Seed, sow
from tests.contract.test_strangers import OPERATIONS

ROWS = rows()
COMPLETE = {row.name: row for row in ROWS if row.name is not None}
ABSENT = {row.operation.key: row for row in ROWS if row.state == "not offered"}
PUBLIC = {"issue_token", "ingest_webhook_event"}
AS_CLIENTS: Mapping[str, Maker] = {
    # mcp
    "get_permissions": always(Call(query={"action_version": "v2"})),
    # ocean patches in stages; k8s-exporter with an empty icon
    "patch_blueprint": always(
        Call({"identifier": "berth", "icon": "", "description": "", "relations": BERTH["relations"]})
    ),
    "delete_blueprint": always(Call(path={"blueprint": "wreck"}, query={"delete_actions": "true"})),
    # terraform echoes what it read
    "replace_blueprint": always(Call({**BERTH, "createdAt": "2026-01-01T00:00:00.000Z", "createdBy": "u_1"})),
    # github-action
    "create_entity": always(
        Call(
            {"identifier": "b4", "blueprint": "berth", "icon": None, "team": [], "relations": {"port": None}},
            query={"upsert": "true", "merge": "true", "run_id": ""},
        )
    ),
    # terraform: the bare query, flags in the query string
    "search_entities": always(Call(BERTHS, query={"exclude_calculated_properties": "true", "include": ["identifier"]})),
    # ocean
    "write_bulk": always(
        Call(
            {"entities": [{"identifier": "b4", "blueprint": "berth", "title": "B 4"}]},
            query={"upsert": "true", "merge": "true", "create_missing_related_entities": "false"},
        )
    ),
    "delete_entity": always(Call(query={"delete_dependents": "true"})),
    # terraform sends every field, and what it does not know as null
    "create_page": always(
        Call({"identifier": "hub", "title": "Hub", "type": "dashboard", "icon": None, "locked": False, "widgets": []})
    ),
    "patch_team": always(Call({"users": [SERVICE]})),
    "patch_secret": always(Call({"secretValue": "n3w", "description": "of the crane"})),
    # port-agent: settings alone
    "patch_organization": always(Call({"settings": {"portAgentStreamerName": "KAFKA"}})),
    "patch_page_permissions": always(Call({"read": {"users": [], "roles": ["Admin"], "teams": ["harbour_crew"]}})),
}


def test_the_contract_has_as_many_operations_as_its_inventory() -> None:
    assert len({operation.key for operation in operations()}) == len(operations()) == 173


@pytest.fixture
async def seed(app: ASGIApp, database: Database, organisation: Organisation, api: httpx.AsyncClient) -> Seed:
    """A harbour of the test's own."""
    return await sow(app, database, organisation, api)


def path_of(row: Row, seed: Seed, call: Call) -> str:
    """Return the path of a call, by our names of its parameters."""
    _, path = OPERATIONS[str(row.name)]
    for part, value in {**seed.names, **call.path}.items():
        path = path.replace(f"{{{part}}}", value)
    return path


@pytest.mark.parametrize("name", sorted(COMPLETE))
async def test_a_complete_operation_answers_as_clients_expect(name: str, seed: Seed, api: httpx.AsyncClient) -> None:
    row = COMPLETE[name]
    call = {**CALLS, **AS_CLIENTS}[name](seed)
    sent: dict[str, Any] = {} if call.body is None else {"json": call.body}
    url = path_of(row, seed, call)
    answer = await api.request(row.operation.method, url, params=dict(call.query), **sent)
    assert answer.status_code in row.operation.statuses, answer.text
    assert len(answer.headers["X-Trace-Id"]) == 32
    body = answer.json()
    assert body.get("ok", True) is True
    for key, inner in row.operation.answer.items():
        assert key in body
        for each in body[key] if isinstance(body[key], list) else [body[key]]:
            assert set(inner) <= (each.keys() if isinstance(each, dict) else set())
    if name not in PUBLIC:
        refused = await api.request(row.operation.method, url, headers={"Authorization": "Bearer forged"}, **sent)
        assert (refused.status_code, refused.json()["ok"]) == (401, False)


@pytest.mark.parametrize("key", sorted(ABSENT), ids=" ".join)
async def test_what_is_not_offered_says_so_and_why(
    key: tuple[str, str], api: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    method, path = key
    url = "/v1" + path.replace("{}", "any")
    answer = await api.request(method, url, json={} if method != "GET" else None)
    status, _, reason = ABSENT[key].reason.partition(": ")
    assert answer.status_code == int(status)
    assert answer.json()["ok"] is False
    assert answer.json()["error"] == {"501": "not_implemented", "410": "gone", "404": "not_found"}[status]
    assert answer.json()["message"].endswith(reason)
    assert (await anonymous.request(method, url)).status_code == 401
