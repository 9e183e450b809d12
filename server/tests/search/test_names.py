"""Entities by name: pieces of names, short ones, several words, typing errors, and what keeps out of it."""

from typing import Any

import httpx
import pytest

from seaway.core.db import Database

Api = httpx.AsyncClient
NAMES = [
    ("payments-api", "Payments API"), ("payments", "Payments"), ("legacy-payments", "Old payments"),
    ("checkout", "Checkout service"), ("service-mesh", None), ("ab", "Two letters"), ("x-ab", "Late"),
    ("hundred", "100% sure_thing"), ("etoile", "Étoile filante"),
]  # fmt: skip


@pytest.fixture
async def named(catalog: Api) -> Api:
    for identifier, title in NAMES:
        answer = await catalog.post(
            "/v1/blueprints/service/entities", json={"identifier": identifier, "title": title, "icon": "Git"}
        )
        assert answer.status_code == 201, answer.text
    return catalog


async def search(api: Api, text: str, **params: Any) -> list[str]:
    answer = await api.get("/v1/search", params={"q": text, "type": "entity", **params})
    assert answer.status_code == 200, answer.text
    return [hit["identifier"] for hit in answer.json()["results"]]


async def test_the_closest_comes_first(named: Api) -> None:
    assert await search(named, "payments") == ["payments", "payments-api", "legacy-payments"]
    assert await search(named, "PAYMENTS-A") == ["payments-api"]
    assert (await search(named, "yment"))[0] == "payments"
    assert await search(named, "payments", limit=1) == ["payments"]


async def test_a_hit_names_the_entity(named: Api) -> None:
    answer = await named.get("/v1/search", params={"q": "étoile"})
    hit = {"type": "entity", "blueprint": "service", "identifier": "etoile", "title": "Étoile filante", "icon": "Git"}
    assert answer.json()["results"] == [{**hit, "pageType": None, "match": None}]


async def test_every_word_must_be_there_in_any_order(named: Api) -> None:
    assert await search(named, "service checkout") == ["checkout"]
    assert await search(named, "payments   old") == ["legacy-payments"]


async def test_one_or_two_letters_find_what_starts_with_them(named: Api) -> None:
    assert await search(named, "ab") == ["ab", "x-ab"] or await search(named, "ab") == ["ab"]
    assert "checkout" in await search(named, "c")
    assert "payments-api" in await search(named, "pa")


async def test_marks_of_patterns_are_only_letters(named: Api) -> None:
    assert await search(named, "100% sure_") == ["hundred"]
    assert await search(named, "1%0") == []
    assert await search(named, "\\") == []
    assert await search(named, "sure.thing") in ([], ["hundred"])
    assert await search(named, "(((") == []
    assert await search(named, "a\u0301\u0000b") == []


async def test_typing_errors_are_forgiven_when_nothing_fits(named: Api) -> None:
    assert "payments" in await search(named, "paymnets")
    assert "checkout" in await search(named, "chekout")
    assert await search(named, "qqqqqqqq") == []


async def test_blueprints_narrow_the_search(named: Api) -> None:
    body = {"identifier": "payments", "title": "Payments", "properties": {"tier": "gold"}}
    assert (await named.post("/v1/blueprints/system/entities", json=body)).status_code == 201
    answer = await named.get("/v1/search", params={"q": "payments", "blueprint": "system"})
    assert [hit["blueprint"] for hit in answer.json()["results"]] == ["system"]
    assert len(await search(named, "payments", blueprint="system,service")) == 4


async def test_a_blueprint_may_keep_out_of_the_search_unless_named(named: Api) -> None:
    answer = await named.patch("/v1/blueprints/service", json={"includeInGlobalSearch": False})
    assert answer.status_code == 200, answer.text
    assert await search(named, "payments") == []
    assert "payments" in await search(named, "payments", blueprint="service")


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({}, "query.q"),
        ({"q": ""}, "query.q"),
        ({"q": "   "}, "q"),
        ({"q": "x" * 201}, "query.q"),
        ({"q": "x", "limit": 0}, "query.limit"),
        ({"q": "x", "limit": 101}, "query.limit"),
        ({"q": "x", "blueprint": "nothing"}, "blueprint"),
    ],
)
async def test_a_search_for_nothing_is_refused_by_name(catalog: Api, params: Any, path: str) -> None:
    answer = await catalog.get("/v1/search", params=params)
    assert answer.status_code == 422
    details = answer.json()["details"]
    assert path in [details.get("path"), *(error["path"] for error in details.get("errors", []))]


async def test_other_organisations_are_not_searched(named: Api, anonymous: Api) -> None:
    assert (await anonymous.get("/v1/search", params={"q": "payments"})).status_code == 401


async def test_names_follow_renames_new_titles_and_deletions(named: Api) -> None:
    path = "/v1/blueprints/service/entities"
    assert (await named.patch(f"{path}/hundred", json={"title": "Kestrel"})).status_code == 200
    assert (await search(named, "sure_"), await search(named, "kestrel")) == ([], ["hundred"])
    assert (await named.put(f"{path}/hundred", json={"identifier": "falcon"})).status_code == 200
    assert (await search(named, "hundred"), await search(named, "falcon")) == ([], ["falcon"])
    assert (await named.delete(f"{path}/falcon")).status_code == 200
    assert await search(named, "falcon") == []


async def test_a_search_uses_the_index_in_spite_of_the_fence(named: Api, database: Database) -> None:
    """A fenced table's index cannot serve ilike; the names' index must, or a million entities take seconds."""
    async with database.reading("1") as db:
        await db.raw.execute("set enable_seqscan = off")
        rows = await db.raw.fetch("explain select ent from entity_name where text ilike '%payments%'")
        await db.raw.execute("reset enable_seqscan")
    assert any("entity_name_trgm" in row[0] for row in rows)
    answer = await named.post(
        "/v1/blueprints/service/entities/search",
        json={"query": {"rules": [{"property": "$title", "operator": "contains", "value": "pay"}]}},
    )
    assert len(answer.json()["entities"]) == 3
