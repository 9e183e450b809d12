"""Bad input of every kind: an answer of 400 to 422 that names the field, and nothing written."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.core.db import Database, sql
from seaway.domains.identity.types import Organisation
from tests.contract.seed import sow

JSON = {"Content-Type": "application/json"}
ENTITIES = "/v1/blueprints/berth/entities"
DEEP = 5_000
_CHANGES = sql("select count(*) from change c where c.org = :org")


@dataclass(frozen=True)
class Bad:
    """A request that must be refused with `status`; `named` are words that its answer must hold."""

    method: str
    path: str
    body: Any
    status: int
    named: tuple[str, ...] = ()


def _rules(count: int) -> dict[str, Any]:
    return {"combinator": "and", "rules": [{"property": "depth", "operator": "=", "value": 1}] * count}


def _nested(depth: int) -> bytes:
    return b'{"query":' + b'{"combinator":"and","rules":[' * depth + b"]}" * depth + b"}"


SELF = {"a": {"target": "pier", "many": False, "required": True}}
PIER = {"identifier": "pier", "title": "Pier", "schema": {"properties": {}}}
BAD = {
    "no JSON": Bad("POST", ENTITIES, b'{"identifier": "x"', 400),
    "text after JSON": Bad("POST", ENTITIES, b'{"identifier": "x"} {}', 400),
    "not UTF-8": Bad("POST", ENTITIES, b'{"identifier": "\xff"}', 400),
    "a lone surrogate": Bad("POST", ENTITIES, b'{"identifier": "x", "title": "\\ud800"}', 400),
    "not a number": Bad("POST", ENTITIES, b'{"identifier": "x", "properties": {"depth": NaN}}', 400),
    "an array for an object": Bad("POST", ENTITIES, [], 422),
    "a text for a number": Bad("POST", ENTITIES, {"identifier": "x", "properties": {"depth": "3"}}, 422, ("depth",)),
    "a number for a title": Bad("POST", ENTITIES, {"identifier": "x", "title": 3}, 422, ("title",)),
    "a number for an identifier": Bad("POST", ENTITIES, {"identifier": 3}, 422, ("identifier",)),
    "a list for properties": Bad("POST", ENTITIES, {"identifier": "x", "properties": []}, 422, ("properties",)),
    "a text for a list": Bad("POST", ENTITIES, {"identifier": "x", "relations": {"nearby": "b1"}}, 422, ("nearby",)),
    "an unknown blueprint": Bad("POST", "/v1/blueprints/moon/entities", {"identifier": "x"}, 404, ("moon",)),
    "an unknown target": Bad("POST", ENTITIES, {"identifier": "x", "relations": {"port": "moon"}}, 404, ("moon",)),
    "an unknown entity": Bad("PATCH", f"{ENTITIES}/moon", {"title": "x"}, 404, ("moon",)),
    "an unknown target blueprint": Bad(
        "POST", "/v1/blueprints", {**PIER, "relations": {"a": {"target": "moon"}}}, 404, ("moon",)
    ),
    "NUL in an identifier": Bad("POST", ENTITIES, {"identifier": "x\0"}, 400),
    "NUL in a value": Bad("POST", ENTITIES, {"identifier": "x", "properties": {"limits": {"a": "\0"}}}, 400),
    "NUL in the path": Bad("GET", f"{ENTITIES}/a%00b", None, 422, ("NUL",)),
    "a path that is not UTF-8": Bad("GET", f"{ENTITIES}/%ff", None, 422, ("UTF-8",)),
    "a control character as identifier": Bad("POST", ENTITIES, {"identifier": "a\u0007"}, 422, ("identifier",)),
    "a right-to-left override as identifier": Bad("POST", ENTITIES, {"identifier": "\u202eb1"}, 422, ("identifier",)),
    "over 1 MiB": Bad("POST", ENTITIES, {"identifier": "x", "title": "x" * (1 << 20)}, 413, ("1024 KiB",)),
    "10,000 rules": Bad("POST", f"{ENTITIES}/search", {"query": _rules(10_000)}, 422, ("query",)),
    "deep rules": Bad("POST", f"{ENTITIES}/search", _nested(DEEP), 400),
    "rules nested over 24": Bad("POST", f"{ENTITIES}/search", _nested(30), 422, ("query",)),
    "deep properties": Bad(
        "POST",
        ENTITIES,
        b'{"identifier":"x","properties":{"limits":' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}}",
        400,
    ),
    "a broken cursor of a search": Bad("POST", f"{ENTITIES}/search", {"from": "moon"}, 422, ("from",)),
    "a broken cursor of changes": Bad("GET", "/v1/changes?cursor=moon", None, 422, ("cursor",)),
    "a broken cursor of imports": Bad("GET", "/v1/imports?cursor=moon", None, 422, ("cursor",)),
    "a limit of text": Bad("GET", "/v1/imports?limit=moon", None, 422, ("limit",)),
    "a bulk of none": Bad("POST", f"{ENTITIES}/bulk", {"entities": []}, 422, ("entities",)),
    "a bulk of 21": Bad("POST", f"{ENTITIES}/bulk", {"entities": [{"identifier": "x"}] * 21}, 422, ("entities",)),
    "a page of nothing": Bad(
        "POST", "/v1/pages", {"title": "Moon", "type": "blueprint-entities", "blueprint": "moon"}, 404, ("moon",)
    ),
}


@pytest.fixture
async def seeded(app: ASGIApp, database: Database, organisation: Organisation, api: httpx.AsyncClient) -> None:
    """A harbour of the test's own."""
    await sow(app, database, organisation, api)


async def _changes(database: Database, organisation: Organisation) -> Any:
    async with database.reading(organisation.id) as db:
        return await db.value(_CHANGES, org=organisation.id)


@pytest.mark.usefixtures("seeded")
async def test_bad_input_is_refused_by_name_and_writes_nothing(
    api: httpx.AsyncClient, database: Database, organisation: Organisation, subtests: pytest.Subtests
) -> None:
    before = await _changes(database, organisation)
    for name, bad in BAD.items():
        with subtests.test(name):
            sent = {"content": bad.body} if isinstance(bad.body, bytes) else {"json": bad.body}
            sent = {} if bad.body is None else sent
            answer = await api.request(bad.method, bad.path, headers=JSON, **sent)
            assert answer.status_code == bad.status, answer.text[:300]
            told = answer.json()
            assert told["ok"] is False
            assert told["message"]
            assert all(word in answer.text for word in bad.named), answer.text[:300]
            assert await _changes(database, organisation) == before


@pytest.mark.usefixtures("seeded")
async def test_self_relations_hold_and_a_required_one_must_be_given(api: httpx.AsyncClient) -> None:
    """A blueprint may target itself, and so may an entity."""
    itself = await api.patch(f"{ENTITIES}/b1", json={"relations": {"nearby": ["b1"]}})
    assert itself.status_code == 200, itself.text
    created = await api.post("/v1/blueprints", json={**PIER, "relations": SELF})
    assert created.status_code == 201, created.text
    refused = await api.post("/v1/blueprints/pier/entities", json={"identifier": "p"})
    assert refused.status_code == 422, refused.text
    assert "relations.a" in refused.json()["message"]
