"""Queries in place of identifiers (semantics 7.3) and of relation targets (7.4)."""

from typing import Any

import httpx
import pytest

URL = "/v1/blueprints/service/entities"


def rule(name: str, operator: str, value: Any) -> dict[str, Any]:
    """Return a query of one rule."""
    return {"combinator": "and", "rules": [{"property": name, "operator": operator, "value": value}]}


@pytest.fixture
async def filled(catalog: httpx.AsyncClient) -> httpx.AsyncClient:
    """Three services and two systems."""
    for name, replicas in (("a", 1), ("b", 2), ("c", 2)):
        await catalog.post(URL, json={"identifier": name, "title": name.upper(), "properties": {"replicas": replicas}})
    for name in ("x", "y"):
        body = {"identifier": name, "properties": {"tier": "gold"}}
        await catalog.post("/v1/blueprints/system/entities", json=body)
    await catalog.post("/v1/blueprints/_team/entities", json={"identifier": "pay", "title": "Payments"})
    return catalog


async def test_a_query_names_the_one_entity_to_update(filled: httpx.AsyncClient) -> None:
    body = {"identifier": rule("replicas", "=", 1), "properties": {"replicas": 9}}
    answer = await filled.post(f"{URL}?upsert=true&merge=true", json=body)
    assert answer.status_code == 201
    assert answer.json()["entity"]["identifier"] == "a"
    assert answer.json()["entity"]["title"] == "A"
    nested = {"combinator": "or", "rules": [rule("$title", "in", ["B"]), rule("$title", "contains", "nothing")]}
    answer = await filled.post(f"{URL}?upsert=true&merge=true", json={"identifier": nested, "title": "Bee"})
    assert answer.json()["entity"]["identifier"] == "b"


async def test_a_query_that_matches_none_or_several_never_creates(filled: httpx.AsyncClient) -> None:
    for query, status, code in ((rule("replicas", "=", 77), 404, "not_found"), (rule("replicas", "=", 2), 422, None)):
        answer = await filled.post(f"{URL}?upsert=true&merge=true", json={"identifier": query})
        assert answer.status_code == status
        assert code in {None, answer.json()["error"]}
    assert (await filled.get("/v1/blueprints/service/entities-count")).json()["count"] == 3


async def test_in_bulk_a_failed_query_is_unknown_and_others_go_on(filled: httpx.AsyncClient) -> None:
    items = [{"identifier": rule("replicas", "=", 77)}, {"identifier": "new"}, {"identifier": rule("replicas", "=", 1)}]
    answer = await filled.post(f"{URL}/bulk?upsert=true&merge=true", json={"entities": items})
    assert answer.status_code == 207
    body = answer.json()
    assert [(e["identifier"], e["index"], e["statusCode"], e["error"]) for e in body["errors"]] == [
        ("unknown", 0, 404, "not_found")
    ]
    assert [(e["identifier"], e["index"], e["created"]) for e in body["entities"]] == [
        ("new", 1, True),
        ("a", 2, False),
    ]


async def test_a_query_stands_for_targets_and_teams(filled: httpx.AsyncClient) -> None:
    body = {
        "identifier": "d",
        "team": rule("$title", "=", "Payments"),
        "relations": {"system": rule("$identifier", "=", "x"), "depends_on": rule("replicas", "=", 2)},
    }
    entity = (await filled.post(URL, json=body)).json()["entity"]
    assert entity["team"] == ["pay"]
    assert entity["relations"] == {"system": "x", "depends_on": ["b", "c"]}
    none = {"identifier": "e", "relations": {"system": rule("$identifier", "=", "none")}}
    assert (await filled.post(URL, json=none)).json()["entity"]["relations"] == {"system": None}
    several = {"identifier": "f", "relations": {"system": rule("tier", "=", "gold")}}
    refused = await filled.post(URL, json=several)
    assert refused.status_code == 422
    assert "system" in refused.json()["message"]


async def test_over_a_hundred_matches_are_refused(filled: httpx.AsyncClient) -> None:
    lines = "\n".join(f'{{"identifier":"m{i}","properties":{{"replicas":50}}}}' for i in range(101))
    assert (await filled.post(f"{URL}/ingest", content=lines.encode())).status_code == 200
    body = {"identifier": "z", "relations": {"depends_on": rule("replicas", "=", 50)}}
    refused = await filled.post(URL, json=body)
    assert refused.status_code == 422
    assert "100" in refused.json()["message"]


@pytest.mark.parametrize(
    "query",
    [
        {"combinator": "and"},
        {"combinator": "and", "rules": "x"},
        {"combinator": "nor", "rules": []},
        {"combinator": "and", "rules": ["x"]},
        {"combinator": "and", "rules": [{"property": "replicas", "operator": "!=", "value": 1}]},
        {"combinator": "and", "rules": [{"property": "nope", "operator": "=", "value": 1}]},
        {"combinator": "and", "rules": [{"property": {"context": "user"}, "operator": "=", "value": 1}]},
        {"combinator": "and", "rules": [{"operator": "relatedTo", "blueprint": "service", "value": "a"}]},
        {},
    ],
)
async def test_a_query_that_cannot_be_used_is_refused(filled: httpx.AsyncClient, query: dict[str, Any]) -> None:
    for body in ({"identifier": query}, {"identifier": "q", "relations": {"depends_on": query}}):
        answer = await filled.post(f"{URL}?upsert=true", json=body)
        assert answer.status_code in {404, 422}, answer.text
        assert answer.json()["ok"] is False
    assert (await filled.get("/v1/blueprints/service/entities-count")).json()["count"] == 3
