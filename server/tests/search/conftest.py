"""The catalog of the tests of entities, and the feed that brings what it says into the index of words."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.feed import registered, store
from seaway.core.position import Position
from seaway.core.work import Cause, writing
from seaway.domains.entities import jobs
from seaway.domains.identity.types import Organisation
from tests.entities.conftest import Writer, furnish

assert jobs, "importing it registers the handler"
Index = Callable[[], Awaitable[None]]


@pytest.fixture
async def catalog(database: Database, organisation: Organisation, api: httpx.AsyncClient) -> httpx.AsyncClient:
    """The signed-in client of an organisation that has the blueprints of the tests of entities."""
    await furnish(Writer(database, system_actor(organisation.id, organisation.public_id)))
    return api


@pytest.fixture
def index(database: Database, organisation: Organisation) -> Index:
    """Hand every change of entities to the index of words, as a worker does; again from the beginning each time."""
    [handler] = [handler for handler in registered() if handler.name == "entities.texts"]

    async def run() -> None:
        actor = system_actor(organisation.id, organisation.public_id)
        async with writing(database, actor, Cause("feed:test")) as work:
            changes = await store.read_all(work.db, Position(0, 0), 10_000, organisation.id)
            await handler.run(work, [change for change in changes if change.kind == "entity"])

    return run
