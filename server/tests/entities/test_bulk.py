"""Bulk writes (semantics 7.5) and Seaway's own large ingest, over HTTP."""

from typing import Any

import httpx
import orjson
import pytest

URL = "/v1/blueprints/service/entities"
BULK, INGEST = f"{URL}/bulk", f"{URL}/ingest"


async def test_bulk_answers_200_when_nothing_failed(catalog: httpx.AsyncClient) -> None:
    items = [{"identifier": "a", "relations": {"depends_on": ["b"]}}, {"identifier": "b"}, {"title": "unnamed"}]
    answer = await catalog.post(BULK, params={"upsert": "true"}, json={"entities": items})
    assert answer.status_code == 200
    body = answer.json()
    assert body["ok"] is True
    assert body["errors"] == []
    assert [(item["index"], item["created"]) for item in body["entities"]] == [(0, True), (1, True), (2, True)]
    assert body["entities"][2]["identifier"].startswith("e_")
    again = await catalog.post(BULK, params={"upsert": "true"}, json={"entities": items[:2]})
    assert [(item["identifier"], item["created"]) for item in again.json()["entities"]] == [("a", False), ("b", False)]


async def test_bulk_answers_207_and_names_each_failure_by_its_place(catalog: httpx.AsyncClient) -> None:
    items: list[dict[str, Any]] = [
        {"identifier": "x", "title": 7},
        {"identifier": "a"},
        {"identifier": "b", "relations": {"system": "none"}},
        {"identifier": "c", "properties": {"replicas": "x"}},
        {"identifier": "bad id"},
        {"identifier": "a"},
    ]
    answer = await catalog.post(BULK, json={"entities": items})
    assert answer.status_code == 207
    body = answer.json()
    assert body["ok"] is False
    assert body["entities"] == [{"identifier": "a", "index": 1, "created": True}]
    assert [(e["index"], e["identifier"], e["statusCode"], e["error"]) for e in body["errors"]] == [
        (0, "x", 422, "invalid_request"),
        (2, "b", 404, "not_found"),
        (3, "c", 422, "invalid_property"),
        (4, "bad id", 422, "invalid_request"),
        (5, "a", 409, "identifier_taken"),
    ]
    assert "not found" in body["errors"][1]["message"]
    assert (await catalog.get("/v1/blueprints/service/entities-count")).json()["count"] == 1


async def test_all_failed_is_207_too(catalog: httpx.AsyncClient) -> None:
    answer = await catalog.post(BULK, json={"entities": [{"identifier": "bad id"}]})
    assert (answer.status_code, answer.json()["entities"]) == (207, [])


async def test_bulk_with_stubs_and_validation_only(catalog: httpx.AsyncClient) -> None:
    items = {"entities": [{"identifier": "a", "relations": {"system": "made"}}]}
    params = {"upsert": "true", "merge": "true", "create_missing_related_entities": "true"}
    tried = await catalog.post(BULK, params={**params, "validation_only": "true"}, json=items)
    assert tried.status_code == 200
    assert (await catalog.get("/v1/blueprints/system/entities/made")).status_code == 404
    assert (await catalog.post(BULK, params=params, json=items)).status_code == 200
    assert (await catalog.get("/v1/blueprints/system/entities/made")).json()["entity"]["title"] == "made"


@pytest.mark.parametrize("count", [0, 21])
async def test_bulk_takes_one_to_twenty(catalog: httpx.AsyncClient, count: int) -> None:
    answer = await catalog.post(BULK, json={"entities": [{"identifier": f"n{i}"} for i in range(count)]})
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")


async def test_bulk_of_an_unknown_blueprint_is_not_found(catalog: httpx.AsyncClient) -> None:
    answer = await catalog.post("/v1/blueprints/none/entities/bulk", json={"entities": [{"identifier": "a"}]})
    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


async def test_a_bulk_over_one_mebibyte_is_413(catalog: httpx.AsyncClient) -> None:
    items = [{"identifier": f"n{i}", "properties": {"readme": "x" * 60_000}} for i in range(20)]
    answer = await catalog.post(BULK, json={"entities": items})
    assert (answer.status_code, answer.json()["error"]) == (413, "payload_too_large")


def lines(items: list[Any]) -> bytes:
    """Return one JSON document per line."""
    return b"\n".join(orjson.dumps(item) for item in items)


async def test_ingest_counts_and_lists_only_failures(catalog: httpx.AsyncClient) -> None:
    items = [{"identifier": f"n{i}", "relations": {"depends_on": [f"n{(i + 1) % 1500}"]}} for i in range(1500)]
    answer = await catalog.post(INGEST, content=lines(items))
    assert answer.status_code == 200, answer.text[:300]
    assert answer.json() == {"ok": True, "created": 1500, "updated": 0, "unchanged": 0, "failed": 0, "errors": []}
    items[3]["title"] = "Three"
    body = lines(items) + b'\n\n{"identifier":"x","properties":{"replicas":-1}}\nnot json\n[1]\n'
    answer = await catalog.post(INGEST, content=body)
    assert answer.status_code == 207
    told = answer.json()
    assert [told[name] for name in ("created", "updated", "unchanged", "failed")] == [0, 1, 1499, 3]
    assert [(e["index"], e["identifier"], e["statusCode"]) for e in told["errors"]] == [
        (1501, "x", 422),
        (1502, "unknown", 400),
        (1503, "unknown", 400),
    ]


async def test_ingest_is_bounded(catalog: httpx.AsyncClient) -> None:
    too_many = await catalog.post(INGEST, content=b'{"identifier":"a"}\n' * 5002)
    assert (too_many.status_code, too_many.json()["error"]) == (413, "payload_too_large")
    too_large = await catalog.post(INGEST, content=b" " * 16_000_001)
    assert (too_large.status_code, too_large.json()["error"]) == (413, "payload_too_large")
    empty = await catalog.post(INGEST, content=b"\n\n")
    assert (empty.status_code, empty.json()["error"]) == (400, "malformed_request")
    deep = await catalog.post(
        INGEST, content=b'{"identifier":"a","properties":{"limits":' + b'{"a":' * 100 + b"1" + b"}" * 102
    )
    assert deep.status_code == 207
    assert "nested" in deep.json()["errors"][0]["message"]


async def test_a_member_may_not_ingest(catalog: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    assert (await member_api.post(INGEST, content=b'{"identifier":"a"}')).status_code == 403
    assert (await member_api.post(BULK, json={"entities": [{"identifier": "a"}]})).status_code == 403
