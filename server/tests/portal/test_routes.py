"""Catalog pages over HTTP: they come and go with blueprints, and count entities."""

import asyncio
from typing import Any

import httpx
import pytest

SERVICE: dict[str, Any] = {"identifier": "service", "title": "Service", "icon": "Box", "schema": {"properties": {}}}


async def pages_of(api: httpx.AsyncClient) -> list[dict[str, Any]]:
    """Return every page."""
    answer = await api.get("/v1/pages")
    assert answer.status_code == 200, answer.text
    pages: list[dict[str, Any]] = answer.json()["pages"]
    return pages


async def create(api: httpx.AsyncClient, query: str = "", **changes: Any) -> None:
    """Create a blueprint that must succeed."""
    answer = await api.post(f"/v1/blueprints{query}", json={**SERVICE, **changes})
    assert answer.status_code == 201, answer.text


async def test_a_blueprint_brings_its_page_with_live_counts(api: httpx.AsyncClient) -> None:
    assert await pages_of(api) == [], "system blueprints have none"
    await create(api)
    [page] = await pages_of(api)
    assert (page["identifier"], page["title"], page["icon"]) == ("services", "Services", "Box")
    assert (page["type"], page["blueprint"], page["count"]) == ("blueprint-entities", "service", 0)
    assert page["widgets"][0]["dataset"]["rules"] == [
        {"property": "$blueprint", "operator": "=", "value": "{{blueprint}}"}
    ]
    for name in ("a", "b"):
        assert (await api.post("/v1/blueprints/service/entities", json={"identifier": name})).status_code == 201
    assert [page["count"] for page in await pages_of(api)] == [2]
    assert (await api.get("/v1/pages/services")).json()["page"]["count"] == 2
    compact = (await api.get("/v1/pages?compact=true")).json()["pages"]
    assert "widgets" not in compact[0]


async def test_no_page_when_none_is_wanted(api: httpx.AsyncClient) -> None:
    await create(api, "?create_catalog_page=FALSE")
    assert await pages_of(api) == []
    await create(api, "?create_catalog_page=", identifier="other", title="Other")
    assert [page["identifier"] for page in await pages_of(api)] == ["others"]


async def test_pages_of_one_name_are_numbered_also_when_made_at_once(api: httpx.AsyncClient) -> None:
    await asyncio.gather(*[create(api, identifier=f"service{number}") for number in range(4)])
    assert sorted(page["identifier"] for page in await pages_of(api)) == [
        "services",
        "services_2",
        "services_3",
        "services_4",
    ]


async def test_a_page_goes_with_its_blueprint_and_follows_its_rename(api: httpx.AsyncClient) -> None:
    await create(api)
    assert (await api.patch("/v1/blueprints/service", json={"identifier": "app"})).status_code == 200
    assert [(page["identifier"], page["blueprint"]) for page in await pages_of(api)] == [("services", "app")]
    assert (await api.delete("/v1/blueprints/app")).status_code == 200
    assert await pages_of(api) == []


async def test_a_page_is_changed_where_it_may_be(api: httpx.AsyncClient) -> None:
    await create(api)
    widgets = [{"type": "markdown", "z": 1, "a": {"kept": True}}]
    patch = {
        "title": "Apps",
        "icon": "",
        "locked": True,
        "widgets": widgets,
        "unknown": 1,
        "type": "blueprint-entities",
    }
    answer = await api.patch("/v1/pages/services", json=patch)
    assert answer.status_code == 200, answer.text
    assert answer.json()["identifier"] == "services"
    page = (await api.get("/v1/pages/services")).json()["page"]
    assert (page["title"], page["icon"], page["locked"]) == ("Apps", None, True)
    assert [list(widget) for widget in page["widgets"]] == [["type", "z", "a", "id"]], "as stored, and named"
    again = (await api.patch("/v1/pages/services", json=patch)).json()["page"]
    assert again["updatedAt"] == page["updatedAt"]
    assert (await api.patch("/v1/pages/services", json={"identifier": "apps", "widgets": None})).json()[
        "identifier"
    ] == "apps"
    assert (await api.get("/v1/pages/services")).status_code == 404
    assert (await api.get("/v1/pages/apps")).json()["page"]["widgets"][0]["type"] == "table-entities-explorer"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 101}, "title"),
        ({"identifier": ".."}, "identifier"),
        ({"identifier": "a b"}, "identifier"),
        ({"type": "dashboard"}, "type"),
        ({"blueprint": "other"}, "blueprint"),
        ({"locked": "yes"}, "locked"),
        ({"widgets": {}}, "widgets"),
        ({"widgets": [{"title": "no type"}]}, "widgets.0"),
        ({"widgets": [{"type": "dashboard-widget", "widgets": [{"type": "markdown"}, 3]}]}, "widgets.0.widgets.1"),
        ([], "body"),
    ],
)
async def test_a_bad_change_of_a_page_is_refused_where_it_stands(api: httpx.AsyncClient, body: Any, path: str) -> None:
    await create(api)
    answer = await api.patch("/v1/pages/services", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")
    assert answer.json()["message"].startswith(path)


async def test_a_page_is_removed_and_made_again(api: httpx.AsyncClient) -> None:
    await create(api)
    assert (await api.delete("/v1/pages/services")).json() == {"ok": True}
    assert (await api.delete("/v1/pages/services")).json()["error"] == "not_found"
    body = {"type": "blueprint-entities", "blueprint": "service"}
    assert (await api.post("/v1/pages", json=body)).json() == {"ok": True, "identifier": "services"}
    named = {**body, "identifier": "mine", "title": "Mine", "description": "d"}
    assert (await api.post("/v1/pages", json=named)).json() == {"ok": True, "identifier": "mine"}
    assert (await api.post("/v1/pages", json=named)).json()["error"] == "identifier_taken"
    assert (await api.patch("/v1/pages/mine", json={"identifier": "services"})).status_code == 409
    assert (await api.post("/v1/pages", json={**body, "blueprint": "nope"})).json()["error"] == "not_found"
    assert (await api.post("/v1/pages", json={**body, "type": "dashboard"})).json()["error"] == "invalid_request"
    assert (await api.post("/v1/pages", json={**body, "type": "board"})).json()["error"] == "invalid_request"


async def test_a_member_reads_pages_and_changes_none(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    await create(api)
    assert [page["identifier"] for page in await pages_of(member_api)] == ["services"]
    body = {"type": "blueprint-entities", "blueprint": "service"}
    for call in (
        member_api.patch("/v1/pages/services", json={"title": "X"}),
        member_api.delete("/v1/pages/services"),
        member_api.post("/v1/pages", json=body),
    ):
        assert (await call).json()["error"] == "forbidden"


async def test_another_organisation_sees_nothing(api: httpx.AsyncClient, stranger_api: httpx.AsyncClient) -> None:
    await create(api)
    assert await pages_of(stranger_api) == []
    assert (await stranger_api.get("/v1/pages/services")).status_code == 404
    assert (await stranger_api.get("/v1/blueprints/service")).status_code == 404
    assert (await stranger_api.delete("/v1/blueprints/service")).status_code == 404
