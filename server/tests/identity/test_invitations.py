"""Invitations: a link instead of a mail, accepted once, and no way into somebody else's account."""

import asyncio
import datetime as dt
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.core.db import Database
from tests.factories.clients import PASSWORD, URL, client, fresh_address
from tests.identity.conftest import Audit, People, Portal

ANN = "ann@test.example"


async def invite(api: httpx.AsyncClient, email: str, **more: object) -> str:
    """Invite a person and return the token of the link."""
    answer = await api.post("/v1/users/invite", json={"invitee": {"email": email, **more}})
    assert answer.status_code == 200, answer.text
    link: str = answer.json()["invitation"]["link"]
    assert link.startswith(f"{URL}/invite?token=")
    return parse_qs(urlsplit(link).query)["token"][0]


def unique(name: str, api: httpx.AsyncClient) -> str:
    """Return an e-mail that no other test uses: accounts are the installation's."""
    return f"{name}.{api.headers['authorization'][-12:].lower()}@test.example"


async def test_an_invited_person_joins_and_is_signed_in(api: httpx.AsyncClient, portal: Portal, audited: Audit) -> None:
    email = unique("ann", api)
    token = await invite(api, email, roles=["Admin"])
    assert (await api.get(f"/v1/users/{email}")).json()["user"]["status"] == "INVITED"
    offer = (await portal.http.get(f"/v1/invitations/{token}")).json()["invitation"]
    assert (offer["email"], offer["role"], offer["known"]) == (email, "Admin", False)
    accepted = await portal.http.post(
        "/v1/invitations/accept", json={"token": token, "name": "Ann Lee", "password": PASSWORD}
    )
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["session"]["user"]["name"] == "Ann Lee"
    user = (await api.get(f"/v1/users/{email}")).json()["user"]
    assert (user["status"], user["firstName"], user["lastName"]) == ("ACTIVE", "Ann", "Lee")
    assert (await portal.sign_in(email)).status_code == 200
    assert "invitation_accepted" in [entry["kind"] for entry in await audited()]


async def test_a_link_works_once_even_for_two_at_once(api: httpx.AsyncClient, portal: Portal) -> None:
    token = await invite(api, unique("ann", api))
    bodies = [{"token": token, "name": "Ann", "password": f"{PASSWORD} {number}"} for number in range(2)]
    answers = await asyncio.gather(*(portal.http.post("/v1/invitations/accept", json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    assert (await portal.http.post("/v1/invitations/accept", json=bodies[0])).json()["error"] == "link_spent"
    assert (await portal.http.get(f"/v1/invitations/{token}")).status_code == 404


async def test_an_expired_link_is_refused(api: httpx.AsyncClient, portal: Portal, database: Database) -> None:
    email = unique("ann", api)
    token = await invite(api, email)
    async with database.writing("*") as db:
        await db.raw.execute(
            "update one_time_link set expires_at = expires_at - $2::interval where email = $1",
            email,
            dt.timedelta(days=7, seconds=1),
        )
    refused = await portal.http.post(
        "/v1/invitations/accept", json={"token": token, "name": "Ann", "password": PASSWORD}
    )
    assert refused.json()["error"] == "link_spent"


async def test_inviting_again_replaces_link_and_role(api: httpx.AsyncClient, portal: Portal) -> None:
    email = unique("ann", api)
    old = await invite(api, email)
    new = await invite(api, email, roles=["Admin"])
    assert (await portal.http.get(f"/v1/invitations/{old}")).status_code == 404
    assert (await portal.http.get(f"/v1/invitations/{new}")).json()["invitation"]["role"] == "Admin"


async def test_somebody_who_is_in_is_not_invited_again(api: httpx.AsyncClient, person: People) -> None:
    refused = await api.post("/v1/users/invite", json={"invitee": {"email": (await person()).email}})
    assert (refused.status_code, refused.json()["error"]) == (409, "identifier_taken")
    assert "taken" in refused.json()["message"]


async def test_a_removed_persons_link_is_worthless(api: httpx.AsyncClient, portal: Portal) -> None:
    email = unique("ann", api)
    token = await invite(api, email)
    await api.delete(f"/v1/users/{email}")
    assert (await portal.http.get(f"/v1/invitations/{token}")).status_code == 404


async def test_an_invited_person_cannot_sign_in_before_accepting(api: httpx.AsyncClient, portal: Portal) -> None:
    email = unique("ann", api)
    await invite(api, email)
    for password in (PASSWORD, ""):
        assert (await portal.sign_in(email, password)).status_code in {401, 422}


async def test_a_weak_password_leaves_the_link_good(api: httpx.AsyncClient, portal: Portal) -> None:
    token = await invite(api, unique("ann", api))
    weak = await portal.http.post("/v1/invitations/accept", json={"token": token, "name": "Ann", "password": "short"})
    assert weak.json()["error"] == "weak_password"
    good = await portal.http.post("/v1/invitations/accept", json={"token": token, "name": "Ann", "password": PASSWORD})
    assert good.status_code == 200


async def test_another_organisations_administrator_gains_no_account_by_inviting_it(
    person: People, stranger_api: httpx.AsyncClient, portal: Portal, app: ASGIApp
) -> None:
    """The inviting administrator sees the link, too: it must not set the password of an account that has one."""
    user = await person("Admin")
    token = await invite(stranger_api, user.email)
    assert (await portal.http.get(f"/v1/invitations/{token}")).json()["invitation"]["known"] is True
    stolen = await portal.http.post(
        "/v1/invitations/accept", json={"token": token, "name": "Eve", "password": "eve's own password"}
    )
    assert stolen.status_code == 401
    assert (await portal.sign_in(user.email, "eve's own password")).status_code == 401
    rightful = await portal.http.post(
        "/v1/invitations/accept", json={"token": token, "name": "Eve", "password": PASSWORD}
    )
    assert rightful.status_code == 200
    assert rightful.json()["session"]["organization"]["name"] == "Other organisation"
    assert rightful.json()["session"]["user"]["name"] == user.name
    async with client(app, address=fresh_address(), headers={"Origin": URL}) as again:
        assert (await Portal(again).sign_in(user.email)).status_code == 200


async def test_being_invited_elsewhere_gives_no_way_in_there(
    person: People, stranger_api: httpx.AsyncClient, portal: Portal
) -> None:
    """Who holds an account under an address is not proved to be whom the other organisation means, until the link is used."""
    user = await person()
    await invite(stranger_api, user.email, roles=["Admin"])
    assert (await portal.sign_in(user.email)).json()["session"]["organization"]["name"] == "Test organisation"
    assert (await stranger_api.patch(f"/v1/users/{user.email}", json={"roles": ["Admin"]})).status_code == 200
    assert (await portal.sign_in(user.email)).json()["session"]["organization"]["name"] == "Test organisation"


@pytest.mark.parametrize(
    "invitee",
    [
        {}, {"email": ""}, {"email": "no"}, {"email": "a@"}, {"email": "@b"}, {"email": "a b@c.d"}, {"email": "a@b/c"}, {"email": "a@b?c"},
        {"email": "a@b#c"}, {"email": "a@b;c"}, {"email": "a\0@b.c"}, {"email": "a" * 251 + "@b.c"}, {"email": "é" * 130 + "@b.c"},
        {"email": "a@b.c", "roles": []}, {"email": "a@b.c", "roles": ["Owner"]}, {"email": "a@b.c", "roles": ["service-moderator"]},
        {"email": "a@b.c", "teams": "x"}, {"email": ["a@b.c"]}, {"email": "a\u202e@b.c"}, {"email": "\u2100@b.c"},
    ],
)  # fmt: skip
async def test_a_wrong_invitee_is_refused_and_nothing_is_written(
    api: httpx.AsyncClient, invitee: dict[str, object]
) -> None:
    refused = await api.post("/v1/users/invite", json={"invitee": invitee})
    assert refused.status_code in {400, 422}, refused.text
    assert (await api.get("/v1/users")).json()["users"] == []


@pytest.mark.parametrize(
    ("token", "status"), [("x", 404), ("%00", 422), ("%FF", 422), ("a%2Fb", 404), ("x" * 3000, 404)]
)
async def test_an_unknown_link_is_refused(anonymous: httpx.AsyncClient, token: str, status: int) -> None:
    assert (await anonymous.get(f"/v1/invitations/{token}")).status_code == status
