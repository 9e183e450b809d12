"""What people change about themselves: name, password, and where they are signed in."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.domains.identity.types import User
from tests.factories.clients import PASSWORD, URL, client, fresh_address
from tests.identity.conftest import Audit, People, Portal

NEW = "another horse entirely"


@pytest.fixture
async def kim(person: People) -> User:
    """A Member."""
    return await person("Member", name="Kim Ro")


@pytest.fixture
async def phone(app: ASGIApp, kim: User) -> AsyncIterator[httpx.AsyncClient]:
    """Kim's phone, signed in."""
    async with client(app, address=fresh_address(), headers={"Origin": URL, "User-Agent": "Phone/1"}) as http:
        assert (await http.post("/v1/session", json={"email": kim.email, "password": PASSWORD})).status_code == 200
        yield http


@pytest.fixture
async def desk(portal: Portal, kim: User, phone: httpx.AsyncClient) -> httpx.AsyncClient:
    """Kim's desk, signed in after the phone."""
    assert (await portal.sign_in(kim.email)).status_code == 200
    return portal.http


async def holds(http: httpx.AsyncClient) -> bool:
    """Tell whether a browser is signed in."""
    return (await http.get("/v1/session")).status_code == 200


async def test_a_member_changes_their_own_name(desk: httpx.AsyncClient, api: httpx.AsyncClient, kim: User) -> None:
    answer = await desk.patch("/v1/me/profile", json={"name": "  Kim Roe "})
    assert (answer.status_code, answer.json()["session"]["user"]["name"]) == (200, "Kim Roe")
    entity = await api.get(f"/v1/blueprints/_user/entities/{kim.email}")
    assert entity.json()["entity"]["title"] == "Kim Roe", "the catalog follows"
    newest = (await api.get("/v1/changes", params={"kind": "user"})).json()["changes"][0]
    await desk.patch("/v1/me/profile", json={"name": "Kim Roe"})
    assert (await api.get("/v1/changes", params={"kind": "user"})).json()["changes"][0] == newest
    for wrong in ({"name": " "}, {"name": "x" * 121}, {"name": "Kim", "role": "Admin"}):
        assert (await desk.patch("/v1/me/profile", json=wrong)).status_code == 422
    assert (await desk.get("/v1/session")).json()["session"]["role"] == "Member"


async def test_a_new_password_needs_the_old_one_and_ends_sessions_elsewhere(
    desk: httpx.AsyncClient, phone: httpx.AsyncClient, portal: Portal, kim: User, audited: Audit
) -> None:
    wrong = await desk.post("/v1/me/password", json={"current": NEW, "new": NEW})
    assert (wrong.status_code, wrong.json()["details"]) == (422, {"path": "current"})
    weak = await desk.post("/v1/me/password", json={"current": PASSWORD, "new": "short"})
    assert (weak.status_code, weak.json()["error"]) == (422, "weak_password")
    assert await holds(phone)
    answer = await desk.post("/v1/me/password", json={"current": PASSWORD, "new": NEW})
    assert answer.status_code == 200, answer.text
    assert await holds(desk)
    assert not await holds(phone)
    assert (await portal.sign_in(kim.email)).status_code == 401
    assert (await portal.sign_in(kim.email, NEW)).status_code == 200
    entry = next(each for each in await audited() if each["kind"] == "password_changed")
    assert (entry["actor"], entry["detail"]) == (kim.id, {"ended": 1})


async def test_guessing_the_current_password_is_throttled(desk: httpx.AsyncClient) -> None:
    statuses = [
        (await desk.post("/v1/me/password", json={"current": f"guess number {n}", "new": NEW})).status_code
        for n in range(12)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


async def test_sessions_are_listed_and_ended(desk: httpx.AsyncClient, phone: httpx.AsyncClient) -> None:
    found = (await desk.get("/v1/me/sessions")).json()["sessions"]
    assert [(each["current"], each["agent"] == "Phone/1") for each in found] == [(True, False), (False, True)]
    assert all(len(each["id"]) == 18 for each in found)
    assert (await desk.delete(f"/v1/me/sessions/{found[1]['id']}")).status_code == 200
    assert not await holds(phone)
    assert (await desk.delete(f"/v1/me/sessions/{found[1]['id']}")).status_code == 404
    assert [each["current"] for each in (await desk.get("/v1/me/sessions")).json()["sessions"]] == [True]


async def test_signing_out_elsewhere_keeps_this_session(desk: httpx.AsyncClient, phone: httpx.AsyncClient) -> None:
    assert (await desk.delete("/v1/me/sessions")).json()["count"] == 1
    assert await holds(desk)
    assert not await holds(phone)


async def test_sessions_of_others_cannot_be_ended(desk: httpx.AsyncClient, person: People, app: ASGIApp) -> None:
    other = await person("Admin")
    async with client(app, address=fresh_address(), headers={"Origin": URL}) as http:
        await http.post("/v1/session", json={"email": other.email, "password": PASSWORD})
        theirs = (await http.get("/v1/me/sessions")).json()["sessions"]
        assert len(theirs) == 1
        assert (await desk.delete(f"/v1/me/sessions/{theirs[0]['id']}")).status_code == 404
        assert await holds(http)


async def test_a_machine_has_no_profile(api: httpx.AsyncClient) -> None:
    assert (await api.patch("/v1/me/profile", json={"name": "Crane"})).status_code == 401
    assert (await api.post("/v1/me/password", json={"current": PASSWORD, "new": NEW})).status_code == 403
    for method in ("GET", "DELETE"):
        assert (await api.request(method, "/v1/me/sessions")).status_code == 403
