"""Saved views over HTTP: whose they are, who sees and changes them, in which order they stand."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from seaway.core.db import Database, sql
from seaway.core.notices import CHANNEL

SERVICE: dict[str, Any] = {"identifier": "service", "title": "Service", "schema": {"properties": {}}}
VIEWS = "/v1/pages/services/views"
STATE = {"q": "pay", "f": [{"on": "tier", "op": "any", "v": ["1"]}], "sort": "$title.desc", "dense": True}


@pytest.fixture(autouse=True)
async def page(api: httpx.AsyncClient) -> None:
    """The page of a blueprint."""
    assert (await api.post("/v1/blueprints", json=SERVICE)).status_code == 201


async def save(client: httpx.AsyncClient, title: str, **body: Any) -> dict[str, Any]:
    """Save a view that must succeed."""
    answer = await client.post(VIEWS, json={"title": title, **body})
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()["view"]
    return view


async def titles(client: httpx.AsyncClient) -> list[str]:
    """Return the tabs that the caller sees."""
    return [view["title"] for view in (await client.get(VIEWS)).json()["views"]]


async def test_a_view_is_kept_as_it_was_saved(api: httpx.AsyncClient) -> None:
    view = await save(api, " Unhealthy ", state=STATE)
    assert (view["title"], view["audience"], view["state"], view["default"]) == ("Unhealthy", "personal", STATE, False)
    assert (await api.get(VIEWS)).json()["views"] == [view]
    answer = await api.patch(f"{VIEWS}/{view['id']}", json={"title": "Sick", "state": {"group": "tier"}})
    assert answer.status_code == 200, answer.text
    changed = answer.json()["view"]
    assert (changed["title"], changed["state"]) == ("Sick", {"group": "tier"})
    assert (await api.delete(f"{VIEWS}/{view['id']}")).status_code == 200
    assert await titles(api) == []
    back = await save(api, "Sick", state=changed["state"], id=view["id"])
    assert back["id"] == view["id"], "undo keeps addresses good"
    taken = await api.post(VIEWS, json={"title": "Other", "id": view["id"]})
    assert (taken.status_code, taken.json()["error"]) == (409, "identifier_taken")


async def test_personal_views_are_their_owners_alone(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    mine = await save(member_api, "Mine")
    await save(api, "Everyone's", audience="page")
    await save(api, "The machine's")
    assert await titles(member_api) == ["Everyone's", "Mine"]
    assert await titles(api) == ["Everyone's", "The machine's"]
    for call in (api.patch(f"{VIEWS}/{mine['id']}", json={"title": "x"}), api.delete(f"{VIEWS}/{mine['id']}")):
        assert (await call).status_code == 404


async def test_the_pages_views_are_written_by_editors(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    shared = await save(api, "Shared", audience="page")
    for call in (
        member_api.post(VIEWS, json={"title": "Mine for all", "audience": "page"}),
        member_api.patch(f"{VIEWS}/{shared['id']}", json={"title": "x"}),
        member_api.delete(f"{VIEWS}/{shared['id']}"),
    ):
        answer = await call
        assert (answer.status_code, answer.json()["details"]["permission"]) == (403, "update:pages")
    own = await save(member_api, "Mine")
    raised = await member_api.patch(f"{VIEWS}/{own['id']}", json={"audience": "page"})
    assert raised.status_code == 403, "no way around"


async def test_a_teams_views_are_its_members(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    email = (await member_api.get("/v1/session")).json()["session"]["user"]["email"]
    for team in ("sailors", "cooks"):
        assert (await api.post("/v1/blueprints/_team/entities", json={"identifier": team})).status_code == 201
    answer = await api.patch(f"/v1/blueprints/_user/entities/{email}", json={"team": ["sailors"]})
    assert answer.status_code == 200, answer.text
    ours = await save(member_api, "Ours", audience="team", team="sailors")
    refused = await member_api.post(VIEWS, json={"title": "Theirs", "audience": "team", "team": "cooks"})
    assert (refused.status_code, refused.json()["error"]) == (403, "not_a_member")
    assert await titles(api) == [], "a machine is in no team"
    teamless = await member_api.post(VIEWS, json={"title": "Whose?", "audience": "team"})
    assert (teamless.status_code, teamless.json()["details"]["path"]) == (422, "team")
    assert (await api.patch(f"/v1/blueprints/_user/entities/{email}", json={"team": []})).status_code == 200
    assert await titles(member_api) == [], "who leaves the team leaves its views"
    assert (await member_api.patch(f"{VIEWS}/{ours['id']}", json={"title": "x"})).status_code == 404


async def test_a_change_is_told_to_those_who_see_the_view(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, colleague: httpx.AsyncClient, database: Database
) -> None:
    me, other = [(await each.get("/v1/session")).json()["session"]["user"] for each in (member_api, colleague)]
    assert (await api.post("/v1/blueprints/_team/entities", json={"identifier": "sailors"})).status_code == 201
    for user in (me, other):
        answer = await api.patch(f"/v1/blueprints/_user/entities/{user['email']}", json={"team": ["sailors"]})
        assert answer.status_code == 200, answer.text
    told: asyncio.Queue[str] = asyncio.Queue()

    async def next_told(count: int) -> set[str]:
        async with asyncio.timeout(10):
            return {(await told.get()).partition(" ")[2] for _ in range(count)}

    listener = await asyncpg.connect(database.dsn)
    try:
        await listener.add_listener(CHANNEL, lambda *heard: told.put_nowait(heard[-1]))
        ours = await save(member_api, "Ours", audience="team", team="sailors")
        assert await next_told(2) == {me["id"], other["id"]}
        assert (await member_api.patch(f"{VIEWS}/{ours['id']}", json={"audience": "personal"})).status_code == 200
        assert await next_told(2) == {me["id"], other["id"]}, "who saw it sees it no more"
        assert (await member_api.delete(f"{VIEWS}/{ours['id']}")).status_code == 200
        await save(colleague, "Theirs")
        assert [await next_told(1), await next_told(1)] == [{me["id"]}, {other["id"]}], "only the owner"
    finally:
        await listener.close()


async def test_a_locked_page_is_changed_by_its_editors_alone(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient
) -> None:
    mine = await save(member_api, "Mine")
    assert (await api.patch("/v1/pages/services", json={"locked": True})).status_code == 200
    for call in (
        member_api.post(VIEWS, json={"title": "More"}),
        member_api.patch(f"{VIEWS}/{mine['id']}", json={"title": "x"}),
    ):
        answer = await call
        assert (answer.status_code, answer.json()["error"]) == (403, "page_locked")
    await save(api, "Editor's", audience="page")
    assert await titles(member_api) == ["Editor's", "Mine"]


async def test_views_are_put_in_order(api: httpx.AsyncClient) -> None:
    made = [await save(api, title, audience="page") for title in ("a", "b", "c")]
    own = await save(api, "own")
    await api.patch(f"{VIEWS}/{made[2]['id']}", json={"after": None})
    assert await titles(api) == ["c", "a", "b", "own"]
    await api.patch(f"{VIEWS}/{made[2]['id']}", json={"after": made[0]["id"]})
    assert await titles(api) == ["a", "c", "b", "own"]
    across = await api.patch(f"{VIEWS}/{own['id']}", json={"after": made[0]["id"]})
    assert (across.status_code, across.json()["details"]["path"]) == (422, "after")


async def test_one_view_of_an_audience_opens_with_the_page(api: httpx.AsyncClient) -> None:
    first = await save(api, "a", audience="page", default=True)
    second = await save(api, "b", audience="page")
    await save(api, "own", default=True)
    await api.patch(f"{VIEWS}/{second['id']}", json={"default": True})
    listed = (await api.get(VIEWS)).json()["views"]
    assert [(view["title"], view["default"]) for view in listed] == [("a", False), ("b", True), ("own", True)]
    assert first["default"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "title"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 61}, "title"),
        ({"title": "x", "state": {"unknown": 1}}, "state.unknown"),
        ({"title": "x", "state": {"dense": "yes"}}, "state.dense"),
        ({"title": "x", "state": {"f": [{"on": "a" * 40_000}]}}, "state"),
        ({"title": "x", "audience": "world"}, "audience"),
        ({"title": "x", "id": "view_1"}, "id"),
    ],
)
async def test_a_wrong_view_is_refused_by_its_field(api: httpx.AsyncClient, body: dict[str, Any], path: str) -> None:
    answer = await api.post(VIEWS, json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["message"].startswith(f"{path}: ")
    assert await titles(api) == []


async def test_views_go_with_their_page_and_stay_in_their_organisation(
    api: httpx.AsyncClient, stranger_api: httpx.AsyncClient, database: Database
) -> None:
    view = await save(api, "Mine")
    assert (await stranger_api.post("/v1/blueprints", json=SERVICE)).status_code == 201
    assert await titles(stranger_api) == []
    assert (await stranger_api.delete(f"{VIEWS}/{view['id']}")).status_code == 404
    assert (await api.delete("/v1/pages/services")).status_code == 200
    async with database.reading("*") as db:
        statement = sql("select count(*) from page_view where public_id = :id")
        assert await db.value(statement, id=view["id"]) == 0


async def test_every_write_is_remembered(api: httpx.AsyncClient, database: Database) -> None:
    view = await save(api, "a", audience="page")
    await api.patch(f"{VIEWS}/{view['id']}", json={"title": "b"})
    await api.patch(f"{VIEWS}/{view['id']}", json={"title": "b"})
    await api.delete(f"{VIEWS}/{view['id']}")
    async with database.reading("*") as db:
        rows = await db.all(
            sql("""
              select c.op, c.undo->>'title' as title from change c
              where c.kind = 'page_view' and c.ref in (
                select d.ref from change d where d.op = 'D' and d.undo->>'identifier' = :id)
              order by c.seq"""),
            id=view["id"],
        )
    assert [(row["op"], row["title"]) for row in rows] == [(b"C", None), (b"U", "a"), (b"D", "b")]
