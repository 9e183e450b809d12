"""One search for everything: types, words in properties, counts, pages, and what it keeps to itself."""

from typing import Any

import httpx
import pytest

from seaway.core.db import Database
from tests.search.conftest import Index

Api = httpx.AsyncClient
SERVICES: list[dict[str, Any]] = [
    {"identifier": "ledger", "title": "Ledger", "properties": {"readme": "Books every payment twice. See the Kestrel runbook."}},
    {"identifier": "quoter", "title": "Quoter", "properties": {"tags": ["kestrel", "tier-1"], "limits": {"note": "Ask Osprey"}}},
    {"identifier": "kestrel-api", "title": "Kestrel API"},
]  # fmt: skip


@pytest.fixture
async def said(catalog: Api, index: Index) -> Api:
    for body in SERVICES:
        answer = await catalog.post("/v1/blueprints/service/entities", json=body)
        assert answer.status_code == 201, answer.text
    await index()
    return catalog


async def search(api: Api, text: str, **params: Any) -> dict[str, Any]:
    answer = await api.get("/v1/search", params={"q": text, **params})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def names(api: Api, text: str, **params: Any) -> list[str]:
    return [f"{hit['type']}:{hit['identifier']}" for hit in (await search(api, text, **params))["results"]]


async def test_names_come_before_what_properties_say(said: Api) -> None:
    found = await search(said, "kestrel")
    assert [hit["identifier"] for hit in found["results"]] == ["kestrel-api", "ledger", "quoter"]
    assert found["results"][0]["match"] is None
    assert found["results"][1]["match"] == {
        "property": "readme",
        "text": "Books every payment twice. See the Kestrel runbook.",
    }
    assert found["results"][2]["match"] == {"property": "tags", "text": "kestrel"}
    assert found["blueprints"] == {"service": 3}


async def test_words_are_found_in_every_property_and_together_with_the_name(said: Api) -> None:
    assert await names(said, "ospr") == ["entity:quoter"]
    assert await names(said, "runbook ledger") == ["entity:ledger"]
    assert await names(said, "runbook osprey") == []


async def test_the_index_follows_changes_and_deletions(said: Api, index: Index, database: Database) -> None:
    path = "/v1/blueprints/service/entities"
    body = {"properties": {"readme": "Nothing of note"}}
    assert (await said.patch(f"{path}/ledger", json=body)).status_code == 200
    assert (await said.delete(f"{path}/quoter")).status_code == 200
    assert await names(said, "osprey") == []  # at once: what is gone is not read
    await index()
    assert await names(said, "runbook") == []
    assert await names(said, "note", type="entity") == ["entity:ledger"]
    async with database.reading("*") as db:
        orphans = await db.raw.fetchval("select count(*) from entity_text t where ent not in (select id from entity)")
    assert orphans == 0


async def test_long_values_are_found_too(catalog: Api, index: Index) -> None:
    body = {"identifier": "long", "properties": {"readme": "word " * 2_000 + "pelican"}}
    assert (await catalog.post("/v1/blueprints/service/entities", json=body)).status_code == 201
    await index()
    [hit] = (await search(catalog, "pelican"))["results"]
    assert (hit["identifier"], hit["match"]["property"]) == ("long", "readme")
    assert "pelican" in hit["match"]["text"]


async def test_pages_blueprints_people_and_teams_are_found(said: Api) -> None:
    team = {"identifier": "kestrel-crew", "title": "Kestrel crew"}
    person = {"identifier": "kestrel@harbour.example", "title": "Kestrel Quay"}
    assert (await said.post("/v1/blueprints/_team/entities", json=team)).status_code == 201
    assert (await said.post("/v1/blueprints/_user/entities", json=person)).status_code == 201
    blueprint = {"identifier": "kestrel", "title": "Kestrel", "icon": "Bird", "schema": {"properties": {}}}
    assert (await said.post("/v1/blueprints", json=blueprint)).status_code == 201
    found = await search(said, "kestrel")
    assert found["counts"] == {"entity": 3, "page": 1, "blueprint": 1, "person": 1, "team": 1}
    assert [hit["type"] for hit in found["results"]] == [
        "blueprint", "page", "entity", "team", "person", "entity", "entity",
    ]  # fmt: skip
    page = found["results"][1]
    assert (page["pageType"], page["blueprint"], page["icon"]) == ("blueprint-entities", "kestrel", "Bird")
    assert await names(said, "kestrel", type="team,person") == [
        "team:kestrel-crew", "person:kestrel@harbour.example",
    ]  # fmt: skip
    assert (await search(said, "kestrel", type="page"))["counts"] == {
        "entity": None, "page": 1, "blueprint": None, "person": None, "team": None,
    }  # fmt: skip


async def test_typing_errors_are_forgiven_only_when_nothing_at_all_matches(said: Api) -> None:
    blueprint = {"identifier": "pelican", "title": "Pelican", "schema": {"properties": {}}}
    assert (await said.post("/v1/blueprints", json=blueprint)).status_code == 201
    assert (await names(said, "pelcian"))[:1] in (["blueprint:pelican"], ["page:pelicans"])
    assert await names(said, "kestrle", type="entity") == ["entity:kestrel-api"]
    assert "blueprint:pelican" not in await names(said, "kestrel")
    assert await names(said, "osprey") == ["entity:quoter"]
    assert await names(said, "qqqqqq") == []


async def test_pages_of_results_join_without_a_gap_or_a_repeat(said: Api) -> None:
    batch = {"entities": [{"identifier": f"heron-{n}", "title": f"Heron {n}"} for n in range(13)]}
    assert (await said.post("/v1/blueprints/service/entities/bulk", json=batch)).status_code in {200, 207}
    blueprint = {"identifier": "heron", "title": "Heron", "schema": {"properties": {}}}
    assert (await said.post("/v1/blueprints", json=blueprint)).status_code == 201
    whole = await names(said, "heron", limit=100)
    assert len(whole) == 15
    read: list[str] = []
    cursor: str | None = None
    for _ in range(20):
        page = await search(said, "heron", limit=4, **({"cursor": cursor} if cursor else {}))
        read += [f"{hit['type']}:{hit['identifier']}" for hit in page["results"]]
        assert page["counts"] == {"entity": 13, "page": 1, "blueprint": 1, "person": 0, "team": 0}
        cursor = page["next"]
        if cursor is None:
            break
    assert read == whole


async def test_a_cursor_of_another_search_is_refused(said: Api) -> None:
    cursor = (await search(said, "kestrel", limit=1))["next"]
    assert cursor
    for params in (
        {"q": "ledger", "cursor": cursor},
        {"q": "kestrel", "type": "page", "cursor": cursor},
        {"q": "kestrel", "cursor": "moon"},
    ):
        answer = await said.get("/v1/search", params=params)
        assert answer.status_code == 422
        assert answer.json()["details"]["path"] == "cursor"


@pytest.mark.parametrize(("params", "path"), [({"type": "moon"}, "type"), ({"blueprint": "moon"}, "blueprint")])
async def test_what_there_is_not_is_named(catalog: Api, params: Any, path: str) -> None:
    answer = await catalog.get("/v1/search", params={"q": "x", **params})
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, path)


async def test_the_words_of_others_stay_theirs(said: Api, stranger_api: Api) -> None:
    assert await names(stranger_api, "kestrel") == []
    assert await names(stranger_api, "osprey") == []
    assert (await search(stranger_api, "kestrel"))["counts"]["entity"] == 0


async def test_words_are_found_by_their_index(said: Api, database: Database) -> None:
    async with database.reading("1") as db:
        await db.raw.execute("set enable_seqscan = off")
        rows = await db.raw.fetch("explain select ent from entity_text where words @@ '''kestrel'':*'::tsquery")
        await db.raw.execute("reset enable_seqscan")
    assert any("entity_text_words" in row[0] for row in rows)
