"""People with passwords, and the audit."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
import pytest
from starlette.types import ASGIApp

from seaway.core.actor import Role, system_actor
from seaway.core.db import Database
from seaway.core.work import Cause, Work, writing
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import Organisation, User, UserDraft
from seaway.kit import ids
from tests.factories.clients import PASSWORD, URL, client, fresh_address

People = Callable[..., Awaitable[User]]
Audit = Callable[[], Awaitable[list[dict[str, Any]]]]


@dataclass(frozen=True)
class Portal:
    """A browser at an address of its own."""

    http: httpx.AsyncClient

    async def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        """Type e-mail and password."""
        return await self.http.post("/v1/session", json={"email": email, "password": password})


@pytest.fixture
async def seaway_work(database: Database, organisation: Organisation) -> AsyncIterator[Work]:
    """Seaway itself at work in the organisation."""
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("test:identity")) as work:
        yield work


@pytest.fixture
def person(database: Database, organisation: Organisation) -> People:
    """Makes a user with a password in the organisation of `api`."""

    async def make(role: Role = "Member", **facts: Any) -> User:
        email = facts.pop("email", f"{ids.token(10).lower()}@test.example")
        draft = UserDraft(email, facts.pop("name", "Kim Ro"), role, password=PASSWORD, **facts)
        actor = system_actor(organisation.id, organisation.public_id)
        async with writing(database, actor, Cause("test:person")) as work:
            return await identity.create_user(work, draft)

    return make


@pytest.fixture
async def portal(app: ASGIApp) -> AsyncIterator[Portal]:
    """A browser that shows Seaway's pages."""
    async with client(app, address=fresh_address(), headers={"Origin": URL}) as http:
        yield Portal(http)


@pytest.fixture
def audited(database: Database, organisation: Organisation) -> Audit:
    """Reads the organisation's audit, oldest first."""

    async def read() -> list[dict[str, Any]]:
        async with database.reading("*") as db:
            rows = await db.raw.fetch("select * from audit_entry where org = $1 order by id", organisation.id)
        return [{**dict(row), "detail": orjson.loads(row["detail"])} for row in rows]

    return read


@pytest.fixture
async def stranger_api(app: ASGIApp, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A client signed in as an administrator's machine of another organisation."""
    other = await identity.create_organisation(database, "Other organisation")
    async with writing(database, system_actor(other.id, other.public_id), Cause("test:stranger")) as work:
        credentials = await identity.create_machine(work, "Stranger")
    async with client(app, address=fresh_address()) as http:
        pair = {"clientId": credentials.client_id, "clientSecret": credentials.client_secret}
        token = (await http.post("/v1/auth/access_token", json=pair)).json()["accessToken"]
        http.headers["Authorization"] = f"Bearer {token}"
        yield http
