"""Fixtures for every server test: a real PostgreSQL, one database per test process, one organisation per test.

Tests do not share rows because organisations do not: each test makes its own and nothing is cleaned up between them.
`SEAWAY_TEST_SERVER` may name a running server (a libpq URL of a superuser) to use instead of the embedded one, and
`SEAWAY_TEST_PG_BIN` the `bin/` of another PostgreSQL to embed: `make test` runs a part of the tests on the oldest.
"""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.app.programs import programs
from seaway.app.wiring import build_app
from seaway.core.actor import Actor, system_actor
from seaway.core.db import Database, sql
from seaway.core.secrets import Sealer
from seaway.core.settings import Settings
from seaway.core.work import Cause, Work, reading, writing
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import Organisation, UserDraft
from seaway.kit import ids
from tests.factories.clients import PASSWORD, URL, client, fresh_address
from tests.factories.databases import migrated_database, pg_bin


@pytest.fixture(scope="session")
def admin_url() -> Iterator[str]:
    """A superuser's URL on a running server."""
    if given := os.environ.get("SEAWAY_TEST_SERVER"):
        yield given
        return
    from seaway.core.postgres import EmbeddedServer

    home = Path(tempfile.mkdtemp(prefix="seaway-tests-"))
    home.chmod(0o755)  # root's server runs as another user, who cannot enter pytest's own folders
    server = EmbeddedServer(
        home / "postgres",
        pg_bin(),
        settings={"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
    )
    try:
        server.ensure()
        yield server.admin_dsn
    finally:
        server.stop()
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def database_url(admin_url: str) -> Iterator[str]:
    """A migrated database of its own, owned by a role that is no superuser: the fence of organisations holds in tests."""
    with migrated_database(admin_url) as url:
        yield url


@pytest.fixture(scope="session")
async def database(database_url: str) -> AsyncIterator[Database]:
    """The test database, open."""
    database = Database(database_url, size=5, sealer=Sealer(b"k" * 32))
    await database.open()
    yield database
    await database.close()


_NEW_ORG = sql("insert into organisation(public_id, name) values (:public_id, :name) returning id")


@pytest.fixture
async def admin(database: Database) -> Actor:
    """An administrator of a fresh organisation."""
    public_id = ids.public_id("org")
    async with database.writing("*") as db:
        org = await db.value(_NEW_ORG, public_id=public_id, name="Test organisation")
    return Actor(
        id=ids.public_id("u"),
        type="user",
        name="Test admin",
        org_id=org,
        org=public_id,
        role="Admin",
        email="admin@test.example",
    )


@pytest.fixture
async def work(database: Database, admin: Actor) -> AsyncIterator[Work]:
    """A unit of work of the administrator, committed when the test ends well."""
    async with writing(database, admin, Cause("test:work"), source="test/1.0") as work:
        yield work


@pytest.fixture
async def read(database: Database, admin: Actor) -> AsyncIterator[Work]:
    """A reading unit of work of the administrator."""
    async with reading(database, admin, Cause("test:read")) as work:
        yield work


MEMBER = "member@test.example"


@pytest.fixture(scope="session", autouse=True)
async def jq_pool() -> AsyncIterator[None]:
    """The pool that programs of jq run in; its processes start with the first program."""
    async with programs():
        yield


@pytest.fixture(scope="session")
def app(database: Database) -> ASGIApp:
    """The whole API on the test database."""
    return build_app(Settings(public_url=URL, rate_limit=1_000_000), database)


@pytest.fixture
async def organisation(database: Database) -> Organisation:
    """A fresh organisation, made as Seaway makes one."""
    return await identity.create_organisation(database, "Test organisation")


@pytest.fixture
async def anonymous(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """A client that is not signed in."""
    async with client(app) as anonymous:
        yield anonymous


@pytest.fixture
async def api(app: ASGIApp, database: Database, organisation: Organisation) -> AsyncIterator[httpx.AsyncClient]:
    """A client signed in as a machine, an administrator of a fresh organisation, by real credentials."""
    async with writing(database, system_actor(organisation.id, organisation.public_id), Cause("test:api")) as work:
        credentials = await identity.create_machine(work, "Test machine")
    async with client(app, address=fresh_address(), headers={"User-Agent": "test/1.0"}) as api:
        body = {"clientId": credentials.client_id, "clientSecret": credentials.client_secret}
        answer = await api.post("/v1/auth/access_token", json=body)
        assert answer.status_code == 200, answer.text
        api.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        yield api


@pytest.fixture
async def member_api(app: ASGIApp, database: Database, organisation: Organisation) -> AsyncIterator[httpx.AsyncClient]:
    """A client signed in to the portal as a Member of the organisation of `api`, by a real session cookie."""
    email = f"{ids.token(8)}.{MEMBER}".lower()
    async with writing(database, system_actor(organisation.id, organisation.public_id), Cause("test:api")) as work:
        await identity.create_user(work, UserDraft(email, "Mem Ber", "Member", password=PASSWORD))
    async with client(app, address=fresh_address(), headers={"Origin": URL}) as member:
        answer = await member.post("/v1/session", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        yield member


@pytest.fixture
async def colleague(app: ASGIApp, database: Database, organisation: Organisation) -> AsyncIterator[httpx.AsyncClient]:
    """A second person of the organisation of `api`, signed in to the portal as a Member."""
    email = f"{ids.token(8)}.colleague@test.example".lower()
    async with writing(database, system_actor(organisation.id, organisation.public_id), Cause("test:api")) as work:
        await identity.create_user(work, UserDraft(email, "Col League", "Member", password=PASSWORD))
    async with client(app, address=fresh_address(), headers={"Origin": URL}) as colleague:
        answer = await colleague.post("/v1/session", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        yield colleague


@pytest.fixture
async def stranger_api(app: ASGIApp, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A client signed in as a machine of an organisation other than that of `api`."""
    organisation = await identity.create_organisation(database, "Another organisation")
    async with writing(database, system_actor(organisation.id, organisation.public_id), Cause("test:api")) as work:
        credentials = await identity.create_machine(work, "Stranger")
    async with client(app) as stranger:
        body = {"clientId": credentials.client_id, "clientSecret": credentials.client_secret}
        answer = await stranger.post("/v1/auth/access_token", json=body)
        stranger.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        yield stranger
