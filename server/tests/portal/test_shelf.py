"""What people keep for themselves over HTTP: preferences, favourites, what they looked at, what their teams own."""

from typing import Any

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.work import Cause, writing
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import Organisation
from seaway.domains.portal import shelf

SERVICE: dict[str, Any] = {
    "identifier": "service",
    "title": "Service",
    "icon": "Microservice",
    "schema": {"properties": {}},
}
PAY = "/v1/me/favourites/entities/service/pay"


@pytest.fixture(autouse=True)
async def catalog(api: httpx.AsyncClient) -> None:
    """Two services and their page."""
    assert (await api.post("/v1/blueprints", json=SERVICE)).status_code == 201
    for name in ("pay", "a/b"):
        body = {"identifier": name, "title": name.title()}
        assert (await api.post("/v1/blueprints/service/entities", json=body)).status_code == 201


async def kept(client: httpx.AsyncClient) -> list[str]:
    """Return the identifiers of the caller's favourites."""
    return [each["identifier"] for each in (await client.get("/v1/me/favourites")).json()["favourites"]]


async def put(client: httpx.AsyncClient, *paths: str) -> None:
    """Call PUT on each path, twice: again changes nothing."""
    for path in (*paths, *paths):
        answer = await client.put(f"/v1/me/{path}")
        assert answer.status_code == 200, answer.text


async def test_preferences_are_kept_and_taken_back(member_api: httpx.AsyncClient) -> None:
    first = (await member_api.get("/v1/me/preferences")).json()["preferences"]
    assert (first["theme"], first["language"], first["singleKeys"], first["home"]) == ("auto", "auto", True, None)
    home = {"main": ["mine"], "side": ["recent"], "hidden": ["catalog"]}
    body = {"theme": "dark", "language": "de", "singleKeys": False, "timeZone": "Europe/Berlin", "home": home}
    assert (await member_api.patch("/v1/me/preferences", json=body)).status_code == 200
    now = (await member_api.patch("/v1/me/preferences", json={"theme": None})).json()["preferences"]
    assert now == {**first, **body, "theme": "auto"}
    assert (await member_api.get("/v1/me/preferences")).json()["preferences"] == now


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"theme": "pink"}, "theme"),
        ({"language": "xx"}, "language"),
        ({"timeZone": "Mars/Olympus"}, "timeZone"),
        ({"home": {"main": ["<b>"]}}, "home"),
        ({"home": {"main": ["x"] * 41}}, "home"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_wrong_preference_is_named(member_api: httpx.AsyncClient, body: dict[str, Any], path: str) -> None:
    answer = await member_api.patch("/v1/me/preferences", json=body)
    assert answer.status_code == 422
    assert path in answer.json()["message"]
    assert (await member_api.get("/v1/me/preferences")).json()["preferences"]["theme"] == "auto"


async def test_favourites_are_entities_and_pages_in_an_order(member_api: httpx.AsyncClient) -> None:
    await put(member_api, "favourites/entities/service/a%2Fb", "favourites/pages/services", PAY.removeprefix("/v1/me/"))
    assert await kept(member_api) == ["a/b", "services", "pay"]
    body = {
        "order": [{"kind": "entity", "blueprint": "service", "identifier": "pay"}, {"kind": "page", "identifier": "x"}]
    }
    answer = await member_api.put("/v1/me/favourites", json=body)
    found = answer.json()["favourites"]
    assert [each["identifier"] for each in found] == ["pay", "a/b", "services"]
    entity, page = found[0], found[2]
    assert (entity["kind"], entity["title"], entity["about"], entity["icon"]) == (
        "entity",
        "Pay",
        "Service",
        "Microservice",
    )
    assert (page["kind"], page["title"], page["about"]) == ("page", "Services", "blueprint-entities")
    for _ in range(2):
        assert (await member_api.delete("/v1/me/favourites/pages/services")).status_code == 200
    assert await kept(member_api) == ["pay", "a/b"]


async def test_there_is_an_end_to_favourites(member_api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MAX_FAVOURITES", 1)
    await put(member_api, "favourites/entities/service/pay")
    answer = await member_api.put("/v1/me/favourites/pages/services")
    assert (answer.status_code, await kept(member_api)) == (422, ["pay"])


async def test_what_is_gone_is_not_listed_and_what_is_renamed_is(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient
) -> None:
    await put(member_api, "favourites/entities/service/pay", "favourites/pages/services", "recent/entities/service/pay")
    await api.patch("/v1/blueprints/service/entities/pay", json={"identifier": "payments"})
    assert await kept(member_api) == ["payments", "services"]
    await api.delete("/v1/blueprints/service/entities/payments")
    await api.delete("/v1/pages/services")
    assert await kept(member_api) == []
    assert (await member_api.get("/v1/me/recent")).json()["recent"] == []


async def test_what_was_looked_at_last_comes_first_and_the_oldest_is_forgotten(
    member_api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def seen() -> list[str]:
        return [each["identifier"] for each in (await member_api.get("/v1/me/recent")).json()["recent"]]

    await put(member_api, "recent/pages/services", "recent/entities/service/pay")
    assert await seen() == ["pay", "services"]
    await put(member_api, "recent/pages/services")
    assert await seen() == ["services", "pay"]
    monkeypatch.setattr(shelf, "MAX_SEEN", 2)
    await put(member_api, "recent/entities/service/a%2Fb")
    assert await seen() == ["a/b", "services"]
    assert (await member_api.delete("/v1/me/recent")).status_code == 200
    assert await seen() == []


async def test_nobody_sees_what_another_keeps(member_api: httpx.AsyncClient, colleague: httpx.AsyncClient) -> None:
    await put(member_api, "favourites/entities/service/pay", "recent/pages/services")
    await member_api.patch("/v1/me/preferences", json={"theme": "dark"})
    assert await kept(colleague) == []
    assert (await colleague.get("/v1/me/recent")).json()["recent"] == []
    assert (await colleague.get("/v1/me/preferences")).json()["preferences"]["theme"] == "auto"
    await colleague.delete(PAY)
    await colleague.delete("/v1/me/recent")
    assert await kept(member_api) == ["pay"]


@pytest.mark.parametrize("path", ["preferences", "favourites", "recent", "entities"])
async def test_a_machine_has_nothing_of_its_own(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(f"/v1/me/{path}")
    assert (answer.status_code, answer.json()["error"]) == (403, "forbidden")
    assert (await api.put(PAY)).status_code == 403


@pytest.mark.parametrize("path", ["entities/service/none", "entities/none/pay", "pages/none"])
async def test_what_is_unknown_cannot_be_kept(member_api: httpx.AsyncClient, path: str) -> None:
    for call in (member_api.put(f"/v1/me/favourites/{path}"), member_api.put(f"/v1/me/recent/{path}")):
        assert (await call).status_code == 404


async def test_none_of_it_is_a_change_of_the_organisation(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient
) -> None:
    before = (await api.get("/v1/changes")).json()["changes"][0]["id"]
    await put(member_api, "favourites/entities/service/pay", "recent/pages/services")
    await member_api.patch("/v1/me/preferences", json={"theme": "dark"})
    assert (await api.get("/v1/changes")).json()["changes"][0]["id"] == before


async def test_entities_of_my_teams_come_page_by_page(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    me = (await member_api.get("/v1/session")).json()["session"]["user"]["email"]
    for body in ({"identifier": "crew", "title": "Crew"}, {"identifier": "desk", "title": "Desk"}):
        assert (await api.post("/v1/blueprints/_team/entities", json=body)).status_code == 201
    assert (await member_api.get("/v1/me/entities")).json() == {"ok": True, "entities": [], "next": None}
    assert (await api.patch(f"/v1/users/{me}", json={"teams": ["crew"]})).status_code == 200
    for name, team in (("one", "crew"), ("two", "desk"), ("three", "crew"), ("four", "crew")):
        body = {"identifier": name, "team": [team]}
        assert (await api.post("/v1/blueprints/service/entities", json=body)).status_code == 201
    first = (await member_api.get("/v1/me/entities", params={"limit": 2})).json()
    rest = (await member_api.get("/v1/me/entities", params={"limit": 2, "from": first["next"]})).json()
    names = [each["identifier"] for each in (*first["entities"], *rest["entities"])]
    assert (names, rest["next"]) == (["four", "three", "one"], None)
    broken = await member_api.get("/v1/me/entities", params={"from": "what"})
    assert (broken.status_code, broken.json()["details"]) == (422, {"path": "from"})


async def test_who_leaves_takes_everything_along(
    member_api: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    await put(member_api, "favourites/entities/service/pay", "recent/pages/services")
    await member_api.patch("/v1/me/preferences", json={"theme": "dark"})
    me = (await member_api.get("/v1/session")).json()["session"]["user"]["email"]
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("test:leave")) as work:
        await identity.delete_user(work, me)
    async with database.reading(organisation.id) as db:
        for table in ("favourite", "recent_view", "preference"):
            assert await db.raw.fetchval(f"select count(*) from {table} where org = $1", organisation.id) == 0
