"""Where a backup is taken from or restored to: the embedded server, started for it when need be, or another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from seaway.app.backup import Place
from seaway.app.wiring import package_version
from seaway.core.errors import StartError
from seaway.core.postgres import EmbeddedServer
from seaway.core.secrets import load_sealer
from seaway.core.settings import Settings


@contextmanager
def place(settings: Settings) -> Iterator[Place]:
    """Give the database and the tools that fit it, for the time of the block.

    Raises:
        StartError, PostgresError: there is no database, no `pg_dump` for it, or no usable key.
    """
    if settings.database_url is not None:
        key = load_sealer(settings.key_path).key_id
        yield Place(settings.database_url.get_secret_value(), _programs(settings), package_version(), key)
        return
    server = EmbeddedServer(settings.data_dir / "postgres", settings.pg_bin)
    ours = server.ensure()  # before the key: it makes the data folder such that PostgreSQL's user may pass
    try:
        yield Place(server.dsn, server.bin_dir, package_version(), load_sealer(settings.key_path).key_id)
    finally:
        if ours:
            server.stop()


def _programs(settings: Settings) -> Path:
    """Return the folder of `pg_dump` for a database elsewhere, whose version must not be newer than the tool's."""
    found = settings.pg_bin / "pg_dump" if settings.pg_bin else which("pg_dump")
    if found is None:
        raise StartError("pg_dump is not on the PATH; install PostgreSQL's client programs or set SEAWAY_PG_BIN.")
    return Path(found).resolve().parent
