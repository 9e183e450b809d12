"""An organisation with blueprints, and a second one to whom nothing of the first may show."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.core.actor import Actor, system_actor
from seaway.core.db import Database
from seaway.core.work import Cause, writing
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import Organisation
from tests.entities.conftest import Writer, furnish
from tests.factories.clients import client, fresh_address


@pytest.fixture
async def writer(database: Database, admin: Actor) -> Writer:
    """A writer in an organisation that has the blueprints of the tests of entities."""
    return await furnish(Writer(database, admin))


@pytest.fixture
async def catalog(database: Database, organisation: Organisation, api: httpx.AsyncClient) -> httpx.AsyncClient:
    """The signed-in client of an organisation that has the blueprints of the tests of entities."""
    await furnish(Writer(database, system_actor(organisation.id, organisation.public_id)))
    return api


@pytest.fixture
async def elsewhere(app: ASGIApp, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A client signed in as an administrator of another organisation."""
    other = await identity.create_organisation(database, "Elsewhere")
    async with writing(database, system_actor(other.id, other.public_id), Cause("test:elsewhere")) as work:
        credentials = await identity.create_machine(work, "Other machine")
    async with client(app, address=fresh_address()) as stranger:
        body = {"clientId": credentials.client_id, "clientSecret": credentials.client_secret}
        answer = await stranger.post("/v1/auth/access_token", json=body)
        stranger.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
        yield stranger
