"""Work on the server's own machine, without a sign-in: whoever may read the data folder is the operator."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from seaway.app import listeners, schema
from seaway.app.programs import programs
from seaway.core import schema_check
from seaway.core import work as works
from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.postgres import EmbeddedServer
from seaway.core.secrets import load_sealer
from seaway.core.settings import Settings
from seaway.core.work import Cause, Work
from seaway.domains.identity import service as identity

T = TypeVar("T")
LISTENING = listeners.MODULES
"""Who follows what a command writes, as in the API."""


@contextmanager
def database_here(settings: Settings) -> Iterator[str]:
    """Yield the address of this installation's database; our PostgreSQL is started for it if it does not run.

    Raises:
        StartError, PostgresError: it cannot be had.
    """
    if settings.database_url is not None:
        dsn = settings.database_url.get_secret_value()
        _current(dsn)
        yield dsn
        return
    server = EmbeddedServer(settings.data_dir / "postgres", settings.pg_bin)
    started = server.ensure()
    try:
        _current(server.dsn)
        yield server.dsn
    finally:
        if started:
            server.stop()


def _current(dsn: str) -> None:
    if not schema_check.is_current(dsn):
        schema.ensure(dsn)


def with_database(settings: Settings, act: Callable[[Database], Awaitable[T]]) -> T:
    """Run something on this installation's database."""

    async def run(dsn: str) -> T:
        database = Database(dsn, size=2, sealer=load_sealer(settings.key_path))
        await database.open()
        try:
            async with programs():
                return await act(database)
        finally:
            await database.close()

    with database_here(settings) as dsn:
        return asyncio.run(run(dsn))


def with_work(settings: Settings, org: str | None, act: Callable[[Work], Awaitable[T]]) -> T:
    """Run something as Seaway itself, in a transaction, in an organisation: the one named, or the first.

    Raises:
        NotFound: there is no such organisation.
    """

    async def run(database: Database) -> T:
        if org is None:
            home = await identity.ensure_organisation(database)
        else:
            home = await identity.find_organisation(database, org)
        actor = system_actor(home.id, home.public_id)
        async with works.writing(database, actor, Cause("admin:command"), "seaway-admin") as work:
            return await act(work)

    return with_database(settings, run)
