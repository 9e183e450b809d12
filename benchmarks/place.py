"""The server that benchmarks run on: an embedded PostgreSQL of their own, durable as in production, gone afterwards."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from seaway.core.actor import Actor
from seaway.core.db import Database
from seaway.core.migrate import migrate
from seaway.core.postgres import EmbeddedServer
from seaway.core.secrets import load_sealer
from seaway.core.work import Cause, Work, writing
from seaway.domains.identity import service as identity

SETTINGS = {"max_wal_size": "8GB", "checkpoint_timeout": "30min"}
STAMP = "benchmark/1.0"


@dataclass
class Place:
    """A fresh installation with one organisation, and a connection for the baselines."""

    root: Path
    dsn: str
    database: Database
    actor: Actor
    plain: asyncpg.Connection

    def writing(self, cause: str = "bench:write"):  # type: ignore[no-untyped-def]  # noqa: ANN201  # a context manager of Work
        """Open a unit of work of the benchmark's administrator."""
        return writing(self.database, self.actor, Cause(cause), STAMP)

    async def backend(self) -> int:
        """Return the process of the one connection that the pool uses."""
        async with self.database.reading(self.actor.org_id) as connection:
            return int(connection.raw.get_server_pid())


@asynccontextmanager
async def installed() -> AsyncIterator[Place]:
    """Make an installation, and remove it when the block ends."""
    with tempfile.TemporaryDirectory(prefix="seaway-bench-") as held:
        root = Path(held)
        root.chmod(0o755)  # the unprivileged user that runs PostgreSQL must pass through
        server = EmbeddedServer(root, settings=SETTINGS)
        server.ensure()
        try:
            migrate(server.dsn)
            database = Database(server.dsn, size=1)
            database.sealer = load_sealer(root / "key")
            await database.open()
            plain = await asyncpg.connect(server.dsn)
            await plain.execute("select set_config('seaway.org', '*', false)")
            try:
                yield Place(root, server.dsn, database, await _administrator(database), plain)
            finally:
                await plain.close()
                await database.close()
        finally:
            server.stop()


async def _administrator(database: Database) -> Actor:
    organisation = await identity.create_organisation(database, "Benchmark")
    return Actor("bench", "machine", "Benchmark", organisation.id, organisation.public_id, "Admin")


__all__ = ["Place", "Work", "installed"]
