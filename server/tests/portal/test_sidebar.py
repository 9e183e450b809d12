"""The sidebar over HTTP: folders, the order of what stands in them, and who may arrange it."""

from typing import Any

import httpx
import orjson
import pytest

from seaway.core.db import Database, sql
from seaway.domains.identity.types import Organisation

SIDEBAR = "/v1/sidebars/catalog"
FOLDERS = f"{SIDEBAR}/folders"


@pytest.fixture(autouse=True)
async def pages(api: httpx.AsyncClient) -> None:
    """Three pages: services, apis, teams."""
    for name in ("service", "api", "team"):
        body = {"identifier": name, "title": name.capitalize(), "schema": {"properties": {}}}
        assert (await api.post("/v1/blueprints", json=body)).status_code == 201


async def folder(client: httpx.AsyncClient, title: str, **body: Any) -> dict[str, Any]:
    """Make a folder that must come to be."""
    answer = await client.post(FOLDERS, json={"title": title, **body})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()["folder"]
    return made


async def put(client: httpx.AsyncClient, page: str, **place: str | None) -> None:
    """Put a page somewhere it may stand."""
    answer = await client.patch(f"/v1/pages/{page}", json=place)
    assert answer.status_code == 200, answer.text


async def outline(client: httpx.AsyncClient, **flags: Any) -> list[str]:
    """Return the sidebar as paths, from top to bottom."""
    items = (await client.get(SIDEBAR, params=flags)).json()["sidebar"]["items"]
    paths: dict[str, str] = {}
    for item in items:
        above = f"{paths[item['parent']]}/" if item["parent"] else ""
        paths[item["identifier"]] = above + item["identifier"]
    return list(paths.values())


async def test_pages_come_in_the_order_they_were_made(api: httpx.AsyncClient) -> None:
    assert await outline(api) == ["services", "apis", "teams"]
    sidebar = (await api.get(SIDEBAR)).json()["sidebar"]
    assert sidebar["identifier"] == "catalog"
    assert [item["after"] for item in sidebar["items"]] == [None, "services", "apis"]
    assert (await api.get("/v1/sidebars/other")).json()["error"] == "not_found"


async def test_a_folder_is_made_as_the_contract_says(api: httpx.AsyncClient) -> None:
    assert await folder(api, "My Platform", parent=None, after="services") == {
        "identifier": "my_platform",
        "sidebar": "catalog",
        "title": "My Platform",
        "icon": None,
        "parent": None,
        "after": "services",
    }
    assert await outline(api) == ["services", "my_platform", "apis", "teams"]
    assert (await folder(api, "My Platform"))["identifier"] == "my_platform_2"
    taken = await api.post(FOLDERS, json={"title": "x", "identifier": "services"})
    assert (taken.status_code, taken.json()["error"]) == (409, "identifier_taken")
    page = {"type": "dashboard", "title": "x", "identifier": "my_platform"}
    assert (await api.post("/v1/pages", json=page)).status_code == 409, "pages and folders share their names"


async def test_pages_go_into_folders_and_keep_their_order(api: httpx.AsyncClient) -> None:
    await folder(api, "Code")
    await put(api, "apis", parent="code")
    await put(api, "services", parent="code", after=None)
    assert await outline(api) == ["teams", "code", "code/services", "code/apis"]
    page = (await api.get("/v1/pages/apis")).json()["page"]
    assert (page["parent"], page["after"]) == ("code", "services")
    assert [page["identifier"] for page in (await api.get("/v1/pages")).json()["pages"]] == [
        "teams",
        "services",
        "apis",
    ]
    await put(api, "teams", parent="code", after="services")
    assert await outline(api) == ["code", "code/services", "code/teams", "code/apis"]
    await put(api, "services", parent=None)
    assert await outline(api) == ["code", "code/teams", "code/apis", "services"]
    await put(api, "services", after=None)
    assert await outline(api) == ["services", "code", "code/teams", "code/apis"]


async def test_a_new_page_may_say_where_it_stands(api: httpx.AsyncClient) -> None:
    await folder(api, "Boards")
    for body in ({"title": "First"}, {"title": "Second", "after": None}, {"title": "Between", "after": "first"}):
        answer = await api.post("/v1/pages", json={"type": "dashboard", "parent": "boards", **body})
        assert answer.status_code == 200, answer.text
    assert (await outline(api))[3:] == ["boards", "boards/first", "boards/between", "boards/second"]
    whole = {"type": "dashboard", "title": "Between"}
    assert (await api.put("/v1/pages/between", json=whole)).json()["page"]["parent"] is None, "left out is cleared"
    nowhere = await api.post("/v1/pages", json={**whole, "title": "Lost", "parent": "nope"})
    assert (nowhere.status_code, nowhere.json()["details"]["path"]) == (422, "parent")
    assert (await api.get("/v1/pages/lost")).status_code == 404, "nothing half-written"


async def test_after_must_stand_in_the_parent(api: httpx.AsyncClient) -> None:
    await folder(api, "Code")
    await put(api, "apis", parent="code")
    for call in (
        api.patch("/v1/pages/services", json={"parent": "code", "after": "teams"}),
        api.patch("/v1/pages/services", json={"after": "services"}),
        api.patch(f"{FOLDERS}/code", json={"after": "apis"}),
        api.post(FOLDERS, json={"title": "x", "after": "nope"}),
    ):
        answer = await call
        assert (answer.status_code, answer.json()["error"]) == (422, "after_item_not_in_parent"), answer.text
    assert await outline(api) == ["services", "teams", "code", "code/apis"]


async def test_folders_stand_three_deep_and_never_in_themselves(api: httpx.AsyncClient) -> None:
    await folder(api, "a")
    await folder(api, "b", parent="a")
    await folder(api, "c", parent="b")
    await folder(api, "x")
    await folder(api, "y", parent="x")
    for call in (
        api.post(FOLDERS, json={"title": "d", "parent": "c"}),
        api.patch(f"{FOLDERS}/x", json={"parent": "b"}),
        api.patch(f"{FOLDERS}/a", json={"parent": "c"}),
        api.patch(f"{FOLDERS}/a", json={"parent": "a"}),
    ):
        answer = await call
        assert (answer.status_code, answer.json()["details"]["path"]) == (422, "parent"), answer.text
    await put(api, "apis", parent="c")
    assert (await api.patch(f"{FOLDERS}/x", json={"parent": "a"})).status_code == 200
    assert (await outline(api))[2:] == ["a", "a/b", "a/b/c", "a/b/c/apis", "a/x", "a/x/y"]


async def test_a_folder_is_renamed_and_drawn(api: httpx.AsyncClient) -> None:
    await folder(api, "Code")
    await put(api, "apis", parent="code")
    body = {"title": "Software", "identifier": "software", "icon": "Server"}
    changed = (await api.patch(f"{FOLDERS}/code", json=body)).json()["folder"]
    assert {name: changed[name] for name in body} == body
    assert (await api.get("/v1/pages/apis")).json()["page"]["parent"] == "software"
    assert (await api.patch(f"{FOLDERS}/code", json=body)).status_code == 404
    assert (await api.patch(f"{FOLDERS}/software", json={"identifier": "teams"})).status_code == 409


async def test_a_deleted_folder_leaves_what_it_held_in_its_place(api: httpx.AsyncClient) -> None:
    await folder(api, "Code", after="services")
    await folder(api, "Inner", parent="code")
    await put(api, "apis", parent="code", after=None)
    await put(api, "services", parent="inner")
    assert (await api.delete(f"{FOLDERS}/code")).json() == {"ok": True}
    assert await outline(api) == ["apis", "inner", "inner/services", "teams"]
    assert (await api.delete(f"{FOLDERS}/code")).json()["error"] == "not_found"


async def test_hidden_pages_are_listed_only_when_asked_for(api: httpx.AsyncClient) -> None:
    assert (await api.patch("/v1/pages/apis", json={"showInSidebar": False})).status_code == 200
    assert await outline(api) == ["services", "teams"]
    items = (await api.get(SIDEBAR)).json()["sidebar"]["items"]
    assert [item["after"] for item in items] == [None, "services"]
    assert await outline(api, hidden=True) == ["services", "apis", "teams"]


async def test_pages_that_stand_elsewhere_have_no_place(api: httpx.AsyncClient) -> None:
    assert (await api.post("/v1/pages", json={"type": "home"})).status_code == 200
    assert await outline(api) == ["services", "apis", "teams"]
    refused = await api.patch("/v1/pages/$home", json={"parent": None})
    assert (refused.status_code, refused.json()["details"]["path"]) == (422, "parent")
    assert (await api.put("/v1/pages/$home", json={"type": "home", "title": "Home"})).status_code == 200


async def test_a_member_sees_the_sidebar_and_changes_nothing(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient
) -> None:
    await folder(api, "Code")
    assert await outline(member_api) == ["services", "apis", "teams", "code"]
    for call in (
        member_api.post(FOLDERS, json={"title": "x"}),
        member_api.patch(f"{FOLDERS}/code", json={"title": "x"}),
        member_api.delete(f"{FOLDERS}/code"),
        member_api.patch("/v1/pages/apis", json={"parent": "code"}),
    ):
        answer = await call
        assert (answer.status_code, answer.json()["details"]["permission"]) == (403, "update:pages")


async def test_another_organisation_sees_none_of_it(api: httpx.AsyncClient, stranger_api: httpx.AsyncClient) -> None:
    await folder(api, "Code")
    assert await outline(stranger_api) == []
    assert (await stranger_api.patch(f"{FOLDERS}/code", json={"title": "x"})).status_code == 404
    assert (await folder(stranger_api, "Code"))["identifier"] == "code"


async def test_every_change_is_remembered_once(
    api: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    await folder(api, "Code")
    for _ in range(2):
        await put(api, "apis", parent="code")
        await api.patch(f"{FOLDERS}/code", json={"title": "Software"})
    await api.delete(f"{FOLDERS}/code")
    async with database.reading("*") as db:
        statement = sql("""
          select c.kind, c.op, c.undo::text as undo from change c
          where c.org = :org and (c.kind = 'folder' or c.kind = 'page' and c.op <> 'C') order by c.seq""")
        rows = await db.all(statement, org=organisation.id)
    assert [(row["kind"], row["op"], orjson.loads(row["undo"] or "null")) for row in rows] == [
        ("folder", b"C", None),
        ("page", b"U", {"parent": None, "after": "services"}),
        ("folder", b"U", {"title": "Code"}),
        ("page", b"U", {"parent": "code"}),
        ("folder", b"D", {"identifier": "code", "title": "Software", "icon": None, "parent": None, "after": "teams"}),
    ]


async def test_a_page_from_the_bin_comes_back_to_its_folder(api: httpx.AsyncClient) -> None:
    await folder(api, "Code")
    for page in ("services", "apis"):
        await put(api, page, parent="code")
    assert (await api.delete("/v1/pages/services")).status_code == 200
    [gone] = (await api.get("/v1/bin")).json()["items"]
    answer = await api.post(f"/v1/bin/{gone['id']}/restore", json={})
    assert answer.status_code == 200, answer.text
    assert await outline(api) == ["teams", "code", "code/services", "code/apis"]
