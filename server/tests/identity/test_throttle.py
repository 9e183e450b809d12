"""Guessing is slowed down, over all processes, and nobody is locked out by a stranger."""

import asyncio
import datetime as dt
import uuid

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.app.wiring import build_app
from seaway.core.db import Database
from seaway.core.errors import TooManyRequests
from seaway.core.http_visit import Visit
from seaway.core.settings import Settings
from seaway.domains.identity import throttle
from seaway.domains.identity.throttle import SIGN_IN, Limits
from seaway.kit import ids
from tests.factories.clients import PASSWORD, URL, client, fresh_address
from tests.identity.conftest import People, Portal

FEW = Limits("few", together=3, address=5, account=8)


def visit(database: Database, address: str | None = None) -> Visit:
    """A visit from an address."""
    return Visit(database, address or fresh_address(), "test", uuid.uuid4(), "test")


async def _tries(database: Database, subject: str, addresses: list[str], limits: Limits = FEW) -> list[bool]:
    """Try once from each address; tell which were let through."""
    admitted = []
    for address in addresses:
        try:
            await throttle.admit(visit(database, address), limits, subject)
            admitted.append(True)
        except TooManyRequests:
            admitted.append(False)
    return admitted


async def test_too_many_wrong_passwords_are_refused_with_when_to_come_back(portal: Portal, person: People) -> None:
    user = await person()
    answers = [await portal.sign_in(user.email, f"wrong horse {number}") for number in range(SIGN_IN.together + 1)]
    assert [answer.status_code for answer in answers] == [401] * SIGN_IN.together + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 900
    right = await portal.sign_in(user.email)
    assert right.status_code == 429


async def test_nobody_is_throttled_in_the_same_way(portal: Portal) -> None:
    email = f"{ids.token(10)}@test.example"
    answers = [await portal.sign_in(email) for _ in range(SIGN_IN.together + 1)]
    assert [answer.status_code for answer in answers] == [401] * SIGN_IN.together + [429]


async def test_who_fails_for_somebody_does_not_lock_them_out(portal: Portal, person: People, app: ASGIApp) -> None:
    user = await person()
    for number in range(SIGN_IN.together + 1):
        await portal.sign_in(user.email, f"wrong horse {number}")
    async with client(app, address=fresh_address(), headers={"Origin": URL}) as elsewhere:
        assert (await Portal(elsewhere).sign_in(user.email)).status_code == 200


async def test_forwarded_addresses_of_a_client_are_not_believed(portal: Portal, person: People) -> None:
    user = await person()
    for number in range(SIGN_IN.together + 1):
        portal.http.headers["X-Forwarded-For"] = f"192.0.2.{number}"
        portal.http.headers["Forwarded"] = f"for=192.0.2.{number}"
        last = await portal.sign_in(user.email, "wrong horse battery")
    assert last.status_code == 429


async def test_a_right_password_clears_the_count(portal: Portal, person: People) -> None:
    user = await person()
    for _ in range(2):
        for number in range(SIGN_IN.together - 1):
            assert (await portal.sign_in(user.email, f"wrong horse {number}")).status_code == 401
        assert (await portal.sign_in(user.email)).status_code == 200


async def test_many_at_once_do_not_slip_through(portal: Portal, person: People) -> None:
    user = await person()
    tries = SIGN_IN.together + 8
    answers = await asyncio.gather(*(portal.sign_in(user.email, f"wrong horse {number}") for number in range(tries)))
    assert sorted(answer.status_code for answer in answers) == [401] * SIGN_IN.together + [429] * 8


async def test_processes_count_together(person: People, database: Database) -> None:
    user, address = await person(), fresh_address()
    answers = []
    for number in range(SIGN_IN.together + 1):
        process = build_app(Settings(public_url=URL), database)
        async with client(process, address=address, headers={"Origin": URL}) as http:
            answers.append((await Portal(http).sign_in(user.email, f"wrong horse {number}")).status_code)
    assert answers[-1] == 429


async def test_one_address_may_not_try_everybody(database: Database) -> None:
    address = fresh_address()
    admitted = [(await _tries(database, f"{ids.token(9)}@x", [address]))[0] for _ in range(FEW.address + 2)]
    assert admitted == [True] * FEW.address + [False] * 2


async def test_many_addresses_may_not_try_one_account_but_where_they_sign_in_they_may(
    portal: Portal, person: People, database: Database
) -> None:
    user = await person()
    await portal.sign_in(user.email)
    home = portal.http._transport.client[0]  # type: ignore[attr-defined]  # the address that the fixture chose
    strangers = await _tries(database, user.email, [fresh_address() for _ in range(FEW.account + 2)])
    assert strangers == [True] * FEW.account + [False] * 2
    assert await _tries(database, user.email, [home] * (FEW.together + 1)) == [True] * FEW.together + [False]


async def test_the_window_passes(database: Database) -> None:
    subject, address = f"{ids.token(9)}@x", fresh_address()
    assert await _tries(database, subject, [address] * 4) == [True, True, True, False]
    async with database.writing("*") as db:
        await db.raw.execute(
            "update throttle set window_started_at = window_started_at - $1::interval where key like 'few:%'",
            throttle.WINDOW + dt.timedelta(seconds=1),
        )
    assert await _tries(database, subject, [address] * 4) == [True, True, True, False]


async def test_refused_attempts_do_not_lengthen_the_wait(database: Database) -> None:
    subject, address = f"{ids.token(9)}@x", fresh_address()
    await _tries(database, subject, [address] * 3)
    async with database.writing("*") as db:
        await db.raw.execute(
            "update throttle set window_started_at = window_started_at - interval '14 minutes' where key like 'few:%'"
        )
    with pytest.raises(TooManyRequests) as refusal:
        await throttle.admit(visit(database, address), FEW, subject)
    assert refusal.value.retry_after <= 60


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"), ("unknown", "unknown"),
    ],
)  # fmt: skip
def test_of_ipv6_a_hosts_whole_network_counts(address: str, place: str) -> None:
    assert throttle.place(address) == place


async def test_the_table_holds_no_addresses_of_people(portal: Portal, database: Database) -> None:
    email = f"{ids.token(10).lower()}@test.example"
    await portal.sign_in(email)
    async with database.reading("*") as db:
        keys = [row["key"] for row in await db.raw.fetch("select key from throttle")]
    assert not any(email in key for key in keys)


async def test_token_requests_are_throttled_too(anonymous: httpx.AsyncClient, app: ASGIApp) -> None:
    body = {"clientId": ids.token(12), "clientSecret": "wrong"}
    async with client(app, address=fresh_address()) as http:
        answers = [await http.post("/v1/auth/access_token", json=body) for _ in range(throttle.TOKEN.together + 1)]
    assert [answer.status_code for answer in answers] == [401] * throttle.TOKEN.together + [429]


async def test_a_known_password_is_throttled_through_an_invitation_too(
    person: People, stranger_api: httpx.AsyncClient, portal: Portal
) -> None:
    """An invitation asks for the password of an account that has one: no second door to guess at."""
    user = await person()
    link = (await stranger_api.post("/v1/users/invite", json={"invitee": {"email": user.email}})).json()["invitation"][
        "link"
    ]
    body = {"token": link.partition("token=")[2], "name": "x"}
    statuses = [
        (
            await portal.http.post("/v1/invitations/accept", json={**body, "password": f"wrong horse {number}"})
        ).status_code
        for number in range(SIGN_IN.together + 1)
    ]
    assert statuses == [401] * SIGN_IN.together + [429]
    assert (await portal.sign_in(user.email, PASSWORD)).status_code == 429
