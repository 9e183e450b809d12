"""Related entities by relation and along paths, the origin of each value, and filtered histories."""

from typing import Any

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.domains.identity.types import Organisation
from tests.entities.conftest import Writer, draft

Api = httpx.AsyncClient
SERVICE = "/v1/blueprints/service/entities"


async def add(api: Api, blueprint: str, identifier: str, **relations: Any) -> None:
    body: dict[str, Any] = {"identifier": identifier, "title": identifier.title(), "relations": relations}
    if blueprint == "system":
        body["properties"] = {"tier": "gold"}
    answer = await api.post(f"/v1/blueprints/{blueprint}/entities", params={"upsert": "true"}, json=body)
    assert answer.status_code == 201, answer.text


async def get(api: Api, url: str, **params: Any) -> Any:
    answer = await api.get(url, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def shop(catalog: Api) -> Api:
    """Two services of a shop, and what is deployed of them."""
    await add(catalog, "system", "shop")
    await add(catalog, "service", "api", system="shop")
    await add(catalog, "service", "web", system="shop", depends_on=["api"])
    for number in range(3):
        await add(catalog, "deployment", f"api-{number}", service="api")
    await add(catalog, "deployment", "web-0", service="web")
    return catalog


async def test_each_relation_is_counted_both_ways(shop: Api) -> None:
    groups = (await get(shop, f"{SERVICE}/api/related"))["groups"]
    assert [(group["path"], group["direction"], group["blueprint"], group["count"]) for group in groups] == [
        (["depends_on"], "upstream", "service", 0),
        (["system"], "upstream", "system", 1),
        (["service,depends_on"], "downstream", "service", 1),
        (["deployment,service"], "downstream", "deployment", 3),
    ]


async def test_a_path_leads_over_several_relations(shop: Api) -> None:
    body = await get(
        shop, "/v1/blueprints/system/entities/shop/related-entities", path=["service,system", "deployment,service"]
    )
    assert (body["blueprint"], body["count"], body["more"], body["next"]) == ("deployment", 4, False, None)
    assert [each["identifier"] for each in body["entities"]] == ["api-0", "api-1", "api-2", "web-0"]
    assert body["entities"][0]["relations"]["service"] == {"identifier": "api", "title": "Api"}
    back = await get(shop, "/v1/blueprints/deployment/entities/web-0/related-entities", path=["service", "depends_on"])
    assert [each["identifier"] for each in back["entities"]] == ["api"]
    none = await get(shop, f"{SERVICE}/api/related-entities", path="depends_on")
    assert (none["entities"], none["count"]) == ([], 0)


async def test_related_entities_come_in_pages_and_are_found(shop: Api) -> None:
    seen: list[str] = []
    page: Any = {"next": None}
    while not seen or page["next"]:
        params = {"path": "deployment,service", "limit": 2} | ({"cursor": page["next"]} if page["next"] else {})
        page = await get(shop, f"{SERVICE}/api/related-entities", **params)
        assert page["count"] == 3
        seen += [each["identifier"] for each in page["entities"]]
    assert seen == ["api-0", "api-1", "api-2"]
    found = await get(shop, f"{SERVICE}/api/related-entities", path="deployment,service", q="PI-1")
    assert [each["identifier"] for each in found["entities"]] == ["api-1"]


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({}, "query.path"),
        ({"path": ["system"] * 5}, "query.path"),
        ({"path": "nothing"}, "query.path.0"),
        ({"path": ["system", "system"]}, "query.path.1"),
        ({"path": "deployment,nothing"}, "query.path.0"),
        ({"path": "system,system"}, "query.path.0"),
        ({"path": "system", "cursor": "eh"}, "cursor"),
    ],
)
async def test_what_is_no_path_is_refused_by_name(shop: Api, params: Any, path: str) -> None:
    answer = await shop.get(f"{SERVICE}/api/related-entities", params=params)
    assert answer.status_code == 422
    details = answer.json()["details"]
    assert path in [details.get("path"), *(error["path"] for error in details.get("errors", []))]


async def test_strangers_learn_nothing(shop: Api, anonymous: Api) -> None:
    for part in ("related", "related-entities?path=system", "sources"):
        assert (await anonymous.get(f"{SERVICE}/api/{part}")).status_code == 401
        assert (await shop.get(f"{SERVICE}/nothing/{part}")).status_code == 404


async def test_each_value_tells_who_said_it(catalog: Api, database: Database, organisation: Organisation) -> None:
    writer = Writer(database, system_actor(organisation.id, organisation.public_id))
    first = draft("api", title="Api", properties={"lifecycle": "alpha", "replicas": 1})
    await writer.made("service", first)
    await writer.write("service", draft("api", properties={"replicas": 2}), source="scanner/2.0")
    answer = await catalog.patch(f"{SERVICE}/api", json={"properties": {"critical": True}})
    assert answer.status_code == 200
    sources = (await get(catalog, f"{SERVICE}/api/sources"))["sources"]
    assert set(sources) == {"*", "properties.replicas", "properties.critical"}
    assert sources["*"]["source"] == "test/1.0"
    replicas = sources["properties.replicas"]
    assert (replicas["source"], replicas["displaced"]) == ("scanner/2.0", True)
    assert sources["properties.critical"]["actor"]["type"] == "machine"
    assert sources["properties.critical"]["at"] > replicas["at"] > sources["*"]["at"]


async def test_histories_are_filtered_by_actor_source_and_part(
    catalog: Api, database: Database, organisation: Organisation
) -> None:
    writer = Writer(database, system_actor(organisation.id, organisation.public_id))
    for replicas in range(1, 6):
        await writer.made("service", draft("api", properties={"replicas": replicas}))
    await writer.write("service", draft("api", properties={"lifecycle": "ga"}), source="scanner/2.0")
    url = f"{SERVICE}/api/history"
    everything = (await get(catalog, url))["changes"]
    assert [change["op"] for change in everything] == ["updated"] * 5 + ["created"]
    scanned = (await get(catalog, url, source="scanner/2.0"))["changes"]
    assert scanned == everything[:1]
    assert (await get(catalog, url, actor="u_nobody"))["changes"] == []
    assert (await get(catalog, url, actor=everything[0]["actor"]["id"]))["changes"] == everything
    first = await get(catalog, url, path="properties.replicas", limit=3)
    rest = await get(catalog, url, path="properties.replicas", limit=3, cursor=first["next"])
    assert first["changes"] + rest["changes"] == everything[1:]
    assert [change["changed"][0]["after"] for change in first["changes"]] == [5, 4, 3]
    assert (await catalog.get(url, params={"cursor": first["next"]})).status_code == 422
