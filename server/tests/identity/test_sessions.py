"""People sign in to the portal, stay signed in, and end it."""

import asyncio
import datetime as dt
import hashlib
import statistics
import time
from collections.abc import Awaitable, Callable

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.app.wiring import build_app
from seaway.core.db import Database
from seaway.core.settings import Settings
from seaway.domains.identity import passwords, sessions
from seaway.domains.identity import service as identity
from seaway.domains.identity.errors import WeakPassword
from seaway.domains.identity.types import Organisation
from tests.factories.clients import PASSWORD, URL, client, fresh_address
from tests.identity.conftest import Audit, People, Portal

COOKIE = "seaway_session"


def cookie_of(answer: httpx.Response) -> str:
    """Return the Set-Cookie header of an answer."""
    return answer.headers["set-cookie"]


async def _shift(database: Database, token: str, column: str, by: dt.timedelta) -> None:
    async with database.writing("*") as db:
        await db.raw.execute(
            f"update session set {column} = {column} - $2::interval where token_hash = $1",
            hashlib.sha256(token.encode()).digest(),
            by,
        )


async def test_signing_in_shows_who_where_and_what_they_may(
    portal: Portal, person: People, organisation: Organisation
) -> None:
    user = await person("Admin", name="Kim Ro")
    answer = await portal.sign_in(user.email)
    assert answer.status_code == 200
    shown = answer.json()["session"]
    assert shown["user"] == {"id": user.id, "name": "Kim Ro", "email": user.email}
    assert shown["organization"] == {"id": organisation.public_id, "name": organisation.name}
    assert shown["role"] == "Admin"
    assert "create:entities" in shown["permissions"]
    assert (await portal.http.get("/v1/session")).json() == answer.json()


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(portal: Portal, person: People) -> None:
    answer = await portal.sign_in((await person()).email)
    parts = {part.strip().lower() for part in cookie_of(answer).split(";")}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert "secure" not in parts
    assert answer.headers["cache-control"] == "no-store"
    assert portal.http.cookies[COOKIE] not in answer.text


async def test_with_https_the_cookie_is_secure(database: Database, person: People) -> None:
    app = build_app(Settings(public_url="https://seaway.test"), database)
    async with client(app, address=fresh_address()) as http:
        answer = await Portal(http).sign_in((await person()).email)
    assert "secure" in {part.strip().lower() for part in cookie_of(answer).split(";")}


async def test_the_database_knows_only_digests(portal: Portal, person: People, database: Database) -> None:
    user = await person()
    await portal.sign_in(user.email)
    token = portal.http.cookies[COOKIE]
    async with database.reading("*") as db:
        kept = await db.raw.fetchval("select token_hash from session where account = $1", user.key)
        password_hash = await db.raw.fetchval("select password_hash from account where id = $1", user.key)
    assert kept == hashlib.sha256(token.encode()).digest()
    assert password_hash.startswith("$argon2id$")
    assert PASSWORD not in password_hash


async def test_a_wrong_password_and_nobody_are_told_the_same(portal: Portal, person: People) -> None:
    user = await person()
    wrong = await portal.sign_in(user.email, "wrong horse battery")
    nobody = await portal.sign_in("nobody@test.example")
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.json() == nobody.json()
    assert wrong.json()["error"] == "invalid_credentials"
    assert "set-cookie" not in wrong.headers


async def test_nobody_takes_as_long_as_somebody() -> None:
    known = await passwords.hashed(PASSWORD)
    took: dict[str | None, list[float]] = {known: [], None: []}
    for _ in range(7):
        for hash_, times in took.items():
            began = time.perf_counter()
            assert await passwords.fits("wrong horse battery", hash_) is False
            times.append(time.perf_counter() - began)
    assert 0.5 < statistics.median(took[None]) / statistics.median(took[known]) < 2


async def test_hashing_does_not_hold_the_event_loop() -> None:
    longest = 0.0
    hashing = asyncio.gather(*(passwords.hashed(PASSWORD) for _ in range(4)))
    while not hashing.done():
        began = time.perf_counter()
        await asyncio.sleep(0)
        longest = max(longest, time.perf_counter() - began)
    assert len(set(hashing.result())) == 4
    began = time.perf_counter()
    await passwords.hashed(PASSWORD)
    assert longest < max(0.05, 3 * (time.perf_counter() - began))


@pytest.mark.parametrize("password", ["", "short", "x" * 257, "a" * 20, "kim@test.example"])
def test_an_easy_password_is_refused_without_echo(password: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        passwords.check(password, "kim@test.example")
    assert not password or password not in refusal.value.message


async def test_the_email_is_found_in_any_spelling(portal: Portal, person: People) -> None:
    user = await person(email="Kim.Straße@Test.example")
    assert user.email == "kim.strasse@test.example"
    assert (await portal.sign_in("KIM.STRASSE@test.EXAMPLE")).status_code == 200


async def test_signing_in_again_makes_a_new_session_and_ends_the_old(
    portal: Portal, person: People, app: ASGIApp
) -> None:
    user = await person()
    await portal.sign_in(user.email)
    old = portal.http.cookies[COOKIE]
    assert (await portal.http.get("/v1/session")).status_code == 200
    await portal.sign_in(user.email)
    assert portal.http.cookies[COOKIE] != old
    async with client(app, cookies={COOKIE: old}) as stale:
        assert (await stale.get("/v1/session")).status_code == 401


async def test_a_planted_session_is_not_taken_over(portal: Portal, person: People) -> None:
    portal.http.cookies.set(COOKIE, "planted-by-somebody")
    await portal.sign_in((await person()).email)
    assert "planted-by-somebody" not in [cookie.value for cookie in portal.http.cookies.jar if cookie.domain]


@pytest.mark.parametrize(
    ("shift", "status"),
    [
        (("seen_at", sessions.IDLE - dt.timedelta(minutes=1)), 200),
        (("seen_at", sessions.IDLE + dt.timedelta(seconds=1)), 401),
        (("expires_at", sessions.LIFETIME - dt.timedelta(minutes=1)), 200),
        (("expires_at", sessions.LIFETIME + dt.timedelta(seconds=1)), 401),
    ],
)
async def test_a_session_ends_when_idle_or_old(
    portal: Portal, person: People, database: Database, shift: tuple[str, dt.timedelta], status: int
) -> None:
    await portal.sign_in((await person()).email)
    await _shift(database, portal.http.cookies[COOKIE], *shift)
    assert (await portal.http.get("/v1/session")).status_code == status


async def test_use_keeps_a_session_from_idling(portal: Portal, person: People, database: Database) -> None:
    user = await person()
    await portal.sign_in(user.email)
    await _shift(database, portal.http.cookies[COOKIE], "seen_at", dt.timedelta(hours=10))
    await portal.http.get("/v1/session")
    async with database.reading("*") as db:
        seen = await db.raw.fetchval("select clock_timestamp() - seen_at from session where account = $1", user.key)
    assert seen < dt.timedelta(minutes=1)


async def test_signing_out_ends_the_session_and_removes_the_cookie(
    portal: Portal, person: People, app: ASGIApp
) -> None:
    await portal.sign_in((await person()).email)
    token = portal.http.cookies[COOKIE]
    answer = await portal.http.delete("/v1/session")
    assert answer.json() == {"ok": True}
    assert COOKIE not in portal.http.cookies
    async with client(app, cookies={COOKIE: token}, headers={"Origin": URL}) as replay:
        assert (await replay.get("/v1/session")).status_code == 401
        assert (await replay.delete("/v1/session")).status_code == 200


@pytest.mark.parametrize(("query", "status"), [("", 200), ("?everywhere=true", 401)])
async def test_signing_out_everywhere_ends_the_other_devices_too(
    portal: Portal, person: People, app: ASGIApp, query: str, status: int
) -> None:
    user = await person()
    await portal.sign_in(user.email)
    async with client(app, address=fresh_address()) as phone:
        await Portal(phone).sign_in(user.email)
        assert (await phone.get("/v1/session")).status_code == 200
        await portal.http.delete(f"/v1/session{query}")
        assert (await phone.get("/v1/session")).status_code == status


async def test_signing_out_without_a_session_is_no_failure(anonymous: httpx.AsyncClient) -> None:
    assert (await anonymous.delete("/v1/session")).json() == {"ok": True}


async def test_a_machine_has_no_session(api: httpx.AsyncClient) -> None:
    assert (await api.get("/v1/session")).status_code == 401


async def _disable(user_email: str, api: httpx.AsyncClient, database: Database) -> None:
    async with database.writing("*") as db:
        await db.raw.execute(
            "update membership set status = 'Disabled' from account a where a.id = account and a.email = $1", user_email
        )


async def _delete(user_email: str, api: httpx.AsyncClient, database: Database) -> None:
    assert (await api.delete(f"/v1/users/{user_email}")).status_code == 200


async def _reset(user_email: str, api: httpx.AsyncClient, database: Database) -> None:
    await identity.reset_password(database, user_email, "another horse battery")


@pytest.mark.parametrize("end", [_disable, _delete, _reset])
async def test_a_session_ends_with_what_it_stands_on(
    portal: Portal, person: People, api: httpx.AsyncClient, database: Database, end: Callable[..., Awaitable[None]]
) -> None:
    user = await person()
    await portal.sign_in(user.email)
    await end(user.email, api, database)
    assert (await portal.http.get("/v1/session")).status_code == 401
    assert (await portal.sign_in(user.email)).status_code == 401


async def test_a_reset_password_signs_in(portal: Portal, person: People, database: Database) -> None:
    user = await person()
    await identity.reset_password(database, user.email.upper(), "another horse battery")
    assert (await portal.sign_in(user.email, "another horse battery")).status_code == 200


async def test_a_sign_in_lands_where_the_person_was_last(
    portal: Portal, person: People, database: Database, organisation: Organisation
) -> None:
    user = await person()
    other = await identity.create_organisation(database, "Second")
    async with database.writing("*") as db:
        await db.raw.execute(
            "insert into membership(org, account, role, status, joined_at, last_login_at) values ($1, $2, 'Admin', 'Active', now(), now())",
            other.id, user.key,
        )  # fmt: skip
    assert (await portal.sign_in(user.email)).json()["session"]["organization"]["id"] == other.public_id
    async with database.writing("*") as db:
        await db.raw.execute("update membership set status = 'Disabled' where org = $1", other.id)
    assert (await portal.sign_in(user.email)).json()["session"]["organization"]["id"] == organisation.public_id


async def test_sign_ins_are_audited_without_the_password(portal: Portal, person: People, audited: Audit) -> None:
    user = await person()
    await portal.sign_in(user.email, "wrong horse battery")
    await portal.sign_in(user.email)
    await portal.http.delete("/v1/session")
    entries = await audited()
    assert [entry["kind"] for entry in entries] == ["sign_in_failed", "sign_in", "sign_out"]
    assert entries[0]["subject"] == user.email
    assert entries[1]["actor"] == user.id
    assert all(entry["address"] and entry["trace"] for entry in entries)
    assert "horse" not in repr(entries)


async def test_no_secret_reaches_the_logs(
    portal: Portal, person: People, api: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    user = await person()
    await portal.sign_in(user.email, "wrong horse battery")
    await portal.sign_in(user.email)
    secret = (await api.post("/v1/apps", json={"name": "ci"})).json()["app"]["secret"]
    link = (await api.post("/v1/users/invite", json={"invitee": {"email": "new@test.example"}})).json()["invitation"][
        "link"
    ]
    await portal.http.post("/v1/session", content=b'{"email": "a@b.c", "password": "horse battery"')
    await portal.http.post("/v1/session", json={"email": "a@b.c", "password": ["horse battery"]})
    said = "".join(capfd.readouterr())
    for hidden in (
        PASSWORD,
        "horse",
        secret,
        link.partition("token=")[2],
        portal.http.cookies[COOKIE],
        api.headers["authorization"],
    ):
        assert hidden not in said


async def test_a_body_that_does_not_fit_is_not_echoed(anonymous: httpx.AsyncClient) -> None:
    for body in (
        {"email": "a@b.c", "password": ["sesame"]},
        {"email": "a@b.c", "password": "sesame", "more": "sesame"},
        {"password": "sesame"},
    ):
        refused = await anonymous.post("/v1/session", json=body)
        assert refused.status_code == 422
        assert "sesame" not in refused.text
