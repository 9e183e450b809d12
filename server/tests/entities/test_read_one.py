"""Reading one entity, all of a blueprint, and their number (semantics 7.6)."""

from typing import Any

import httpx
import orjson
import pytest

from seaway.app.wiring import build_app
from seaway.core.db import Database
from seaway.core.settings import Settings

URL = "/v1/blueprints/service/entities"


@pytest.fixture
async def filled(catalog: httpx.AsyncClient) -> httpx.AsyncClient:
    """A service with relations and a large value."""
    await catalog.post(
        "/v1/blueprints/system/entities", json={"identifier": "sys", "title": "The system", "properties": {"tier": "x"}}
    )
    await catalog.post(URL, json={"identifier": "b"})
    body = {
        "identifier": "a",
        "title": "A",
        "properties": {"replicas": 2, "readme": "r" * 5000},
        "relations": {"system": "sys", "depends_on": ["b", "a"]},
    }
    assert (await catalog.post(URL, json=body)).status_code == 201
    return catalog


async def get(api: httpx.AsyncClient, query: str = "") -> dict[str, Any]:
    """Return the entity `a` as it is read with a query string."""
    answer = await api.get(f"{URL}/a{query}")
    assert answer.status_code == 200, answer.text
    entity: dict[str, Any] = answer.json()["entity"]
    return entity


@pytest.mark.parametrize(
    ("query", "keys", "properties"),
    [
        ("?include=properties.replicas", {"identifier", "blueprint", "properties"}, {"replicas"}),
        ("?include=replicas", {"identifier", "blueprint", "properties"}, {"replicas"}),
        (
            "?include=title&include=properties",
            {"identifier", "blueprint", "title", "properties"},
            {"lifecycle", "replicas", "readme"},
        ),
        ("?include=$title,lifecycle", {"identifier", "blueprint", "title", "properties"}, {"lifecycle"}),
        ("?include[]=title", {"identifier", "blueprint", "title"}, None),
        ("?include=relations.system", {"identifier", "blueprint", "relations"}, None),
        ("?include=title&exclude=title", {"identifier", "blueprint", "title"}, None),
        ("?include=", None, {"lifecycle", "replicas", "readme"}),
        ("?exclude=properties.readme,title", None, {"lifecycle", "replicas"}),
        ("?exclude=properties&exclude=identifier", None, None),
        ("?exclude_calculated_properties=0xc0001&isPolling=1", None, {"lifecycle", "replicas", "readme"}),
    ],
)
async def test_parts_are_picked(
    filled: httpx.AsyncClient, query: str, keys: set[str] | None, properties: set[str] | None
) -> None:
    entity = await get(filled, query)
    assert entity["identifier"] == "a"
    assert entity["blueprint"] == "service"
    if keys is not None:
        assert set(entity) == keys
    assert (set(entity["properties"]) if "properties" in entity else None) == properties
    listed = (await filled.get(f"{URL}{query}")).json()["entities"]
    assert [each for each in listed if each["identifier"] == "a"] == [entity]


async def test_titles_go_with_relations(filled: httpx.AsyncClient) -> None:
    plain = await get(filled)
    assert plain["relations"] == {"system": "sys", "depends_on": ["b", "a"]}
    titled = await get(filled, "?attach_title_to_relation=true")
    assert titled["relations"] == {
        "system": {"identifier": "sys", "title": "The system"},
        "depends_on": [{"identifier": "b", "title": None}, {"identifier": "a", "title": "A"}],
    }
    assert titled["properties"] == plain["properties"]


async def test_all_entities_come_in_one_answer_however_many(filled: httpx.AsyncClient) -> None:
    body = b"\n".join(orjson.dumps({"identifier": f"n{i:05}"}) for i in range(2500))
    assert (await filled.post(f"{URL}/ingest", content=body)).status_code == 200
    answer = await filled.get(URL)
    assert answer.headers["content-type"].startswith("application/json")
    names = [entity["identifier"] for entity in answer.json()["entities"]]
    assert len(names) == len(set(names)) == 2502
    assert (await filled.get("/v1/blueprints/service/entities-count")).json() == {"ok": True, "count": 2502}
    assert len((await filled.get(f"{URL}?include=title")).json()["entities"]) == 2502


async def test_more_than_the_cap_is_refused_with_another_way(filled: httpx.AsyncClient, database: Database) -> None:
    body = b"\n".join(orjson.dumps({"identifier": f"n{i}"}) for i in range(99))
    await filled.post(f"{URL}/ingest", content=body)
    small = build_app(Settings(public_url=str(filled.base_url), search_cap=100), database)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=small), base_url=filled.base_url, headers=filled.headers
    ) as api:
        answer = await api.get(URL)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert "/entities/search" in answer.json()["message"]


async def test_an_empty_blueprint_lists_nothing(catalog: httpx.AsyncClient) -> None:
    assert (await catalog.get(URL)).json() == {"ok": True, "entities": []}
    assert (await catalog.get("/v1/blueprints/none/entities")).status_code == 404
    assert (await catalog.get("/v1/blueprints/none/entities-count")).status_code == 404
