"""The first administrator, by a one-time link. On a database of its own: set-up concerns the whole installation."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.app.wiring import build_app
from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.secrets import Sealer
from seaway.core.settings import Settings
from seaway.core.work import Cause, writing
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft, WriteMode
from seaway.domains.identity import service as identity
from tests.factories.clients import PASSWORD, URL, client, fresh_address
from tests.factories.databases import migrated_database


@pytest.fixture(scope="module")
def own_url(admin_url: str) -> Iterator[str]:
    """A database of this module's own."""
    with migrated_database(admin_url) as url:
        yield url


@pytest.fixture
async def empty(own_url: str) -> AsyncIterator[Database]:
    """An installation on which nobody has signed in yet."""
    database = Database(own_url, size=5, sealer=Sealer(b"k" * 32))
    await database.open()
    async with database.writing("*") as db:
        await db.raw.execute("truncate organisation, account cascade")
    yield database
    await database.close()


@pytest.fixture
async def visitor(empty: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on the fresh installation."""
    app: ASGIApp = build_app(Settings(public_url=URL), empty)
    async with client(app, address=fresh_address(), headers={"Origin": URL}) as http:
        yield http


async def _token(database: Database) -> str:
    link = await identity.setup_link(database, URL)
    assert link is not None
    assert link.startswith(f"{URL}/setup?token=")
    return parse_qs(urlsplit(link).query)["token"][0]


def _kim(token: str, **changes: str) -> dict[str, str]:
    return {"token": token, "name": "Kim Ro", "email": "kim@test.example", "password": PASSWORD, **changes}


async def test_the_link_makes_an_administrator_and_signs_them_in(empty: Database, visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/v1/setup")).json() == {"ok": True, "needed": True}
    answer = await visitor.post("/v1/setup", json=_kim(await _token(empty)))
    assert answer.status_code == 200, answer.text
    assert answer.json()["session"]["role"] == "Admin"
    assert (await visitor.get("/v1/session")).json()["session"]["user"]["email"] == "kim@test.example"
    assert (await visitor.get("/v1/setup")).json()["needed"] is False
    again = await visitor.post("/v1/session", json={"email": "kim@test.example", "password": PASSWORD})
    assert again.status_code == 200


async def test_whom_the_catalog_knows_already_becomes_the_administrator(
    empty: Database, visitor: httpx.AsyncClient
) -> None:
    """The sample, or an import before set-up, may have brought the person along: entity, owner and teams stay."""
    token = await _token(empty)
    await _brought(empty)
    answer = await visitor.post("/v1/setup", json=_kim(token))
    assert answer.status_code == 200, answer.text
    person = (await visitor.get("/v1/blueprints/_user/entities/kim@test.example")).json()["entity"]
    assert person["title"] == "Kim Ro"
    assert person["team"] == ["crew"]
    assert person["properties"] == {"status": "Active", "port_role": "Admin", "port_type": "Standard"}
    users = (await visitor.get("/v1/users")).json()["users"]
    assert [user["email"] for user in users] == ["kim@test.example"]
    again = await visitor.post("/v1/session", json={"email": "kim@test.example", "password": PASSWORD})
    assert again.status_code == 200, answer.text


async def test_a_password_that_is_there_is_not_replaced(empty: Database, visitor: httpx.AsyncClient) -> None:
    token = await _token(empty)
    await _brought(empty)
    await identity.reset_password(empty, "kim@test.example", PASSWORD + "-old")
    answer = await visitor.post("/v1/setup", json=_kim(token))
    assert (answer.status_code, answer.json()["error"]) == (409, "identifier_taken")
    assert (await visitor.get("/v1/setup")).json()["needed"] is True


async def _brought(database: Database) -> None:
    """Write the person and their team into the catalog, as the sample does."""
    organisation = await identity.ensure_organisation(database)
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("test:setup"), "test/1.0") as work:
        for blueprint, draft in (
            ("_team", EntityDraft("crew", title="Crew", present=frozenset({"identifier", "title"}))),
            (
                "_user",
                EntityDraft(
                    "kim@test.example",
                    title="K. Ro",
                    team=["crew"],
                    present=frozenset({"identifier", "title", "team"}),
                ),
            ),
        ):
            [outcome] = await entities.write_many(work, blueprint, [draft], WriteMode(upsert=True, merge=True))
            assert outcome.error is None, outcome.error


async def test_the_link_works_once(empty: Database, visitor: httpx.AsyncClient) -> None:
    token = await _token(empty)
    await visitor.post("/v1/setup", json=_kim(token))
    refused = await visitor.post("/v1/setup", json=_kim(token, email="eve@test.example"))
    assert (refused.status_code, refused.json()["error"]) == (404, "link_spent")
    assert await identity.setup_link(empty, URL) is None


@pytest.mark.parametrize("links", [1, 2])
async def test_of_two_set_ups_at_once_one_wins(empty: Database, visitor: httpx.AsyncClient, links: int) -> None:
    tokens = [await _token(empty)] * 2
    if links == 2:  # two links that are open at once, as two hosts that start together may print them
        tokens[1] = await _token(empty)
        async with empty.writing("*") as db:
            await db.raw.execute("update one_time_link set used_at = null")
    answers = await asyncio.gather(
        *(
            visitor.post("/v1/setup", json=_kim(token, email=f"{number}@test.example"))
            for number, token in enumerate(tokens)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    async with empty.reading("*") as db:
        assert await db.raw.fetchval("select count(*) from account") == 1
        assert await db.raw.fetchval("select count(*) from membership") == 1
        assert await db.raw.fetchval("select count(*) from session") == 1


async def test_a_new_link_makes_the_old_one_worthless(empty: Database, visitor: httpx.AsyncClient) -> None:
    old, new = await _token(empty), await _token(empty)
    assert (await visitor.post("/v1/setup", json=_kim(old))).status_code == 404
    assert (await visitor.post("/v1/setup", json=_kim(new))).status_code == 200


async def test_an_expired_link_is_refused(empty: Database, visitor: httpx.AsyncClient) -> None:
    token = await _token(empty)
    async with empty.writing("*") as db:
        await db.raw.execute(
            "update one_time_link set expires_at = expires_at - $1::interval", dt.timedelta(hours=24, seconds=1)
        )
    assert (await visitor.post("/v1/setup", json=_kim(token))).json()["error"] == "link_spent"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"password": "short"}, "weak_password"),
        ({"email": "no address"}, "invalid_request"),
        ({"name": ""}, "invalid_request"),
        ({"token": "x"}, "link_spent"),
    ],
)
async def test_a_wrong_answer_spends_nothing(
    empty: Database, visitor: httpx.AsyncClient, change: dict[str, str], code: str
) -> None:
    token = await _token(empty)
    refused = await visitor.post("/v1/setup", json={**_kim(token), **change})
    assert (refused.status_code, refused.json()["error"]) == (404 if code == "link_spent" else 422, code)
    async with empty.reading("*") as db:
        assert await db.raw.fetchval("select count(*) from account") == 0
    assert (await visitor.post("/v1/setup", json=_kim(token))).status_code == 200


async def test_the_database_knows_only_the_digest_of_a_link(empty: Database) -> None:
    token = await _token(empty)
    async with empty.reading("*") as db:
        row = await db.raw.fetchrow("select l::text as row from one_time_link l")
    assert row is not None
    assert token not in row["row"]
    assert token.encode().hex() not in row["row"]


async def test_an_invitations_link_is_no_set_up(empty: Database, visitor: httpx.AsyncClient) -> None:
    token = await _token(empty)
    assert (await visitor.get(f"/v1/invitations/{token}")).status_code == 404
    accepted = await visitor.post("/v1/invitations/accept", json={"token": token, "name": "Eve", "password": PASSWORD})
    assert accepted.json()["error"] == "link_spent"


async def test_hosts_that_start_together_make_one_organisation(empty: Database) -> None:
    made = await asyncio.gather(*(identity.ensure_organisation(empty, "Acme") for _ in range(4)))
    assert len({organisation.id for organisation in made}) == 1
    async with empty.reading("*") as db:
        assert await db.raw.fetchval("select count(*) from organisation") == 1
