"""Brings a database to this version's schema with Alembic, one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from seaway.core.errors import StartError

OLDEST_SERVER = 150000
_LOCK = 727_000  # any constant: every Seaway process asks for the same advisory lock


def migrate(dsn: str) -> str:
    """Apply every missing migration and return the schema's revision.

    Raises:
        StartError: the server is older than PostgreSQL 15, or the schema is from a newer Seaway.
    """
    with _connect(dsn) as connection:
        connection.execute(sa.text("select pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.commit()
        config = _config(connection)
        _refuse_newer(connection, config)
        command.upgrade(config, "head")
        connection.commit()
        connection.execute(sa.text("select pg_advisory_unlock(:key)"), {"key": _LOCK})
        connection.commit()
        return head()


def current(dsn: str) -> str | None:
    """Return the revision the database is at, or None for an empty one."""
    with _connect(dsn) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """Return the revision this version of Seaway needs."""
    revision = ScriptDirectory(str(_scripts())).get_current_head()
    if revision is None:
        raise StartError("The package holds no migrations; reinstall Seaway.")
    return revision


def pending(dsn: str) -> list[str]:
    """Return the revisions that `migrate` would apply, oldest first."""
    now = current(dsn)
    script = ScriptDirectory(str(_scripts()))
    return [step.revision for step in reversed(list(script.iterate_revisions("head", now or "base")))]


def _scripts() -> Path:
    package = Path(__file__).resolve().parents[1]
    installed = package / "_migrations"
    return installed if installed.is_dir() else package.parent / "migrations"


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_scripts()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connect(dsn: str) -> Iterator[sa.Connection]:
    """Connect as a migration does: no statement may wait for ever on a lock that a client holds."""
    import_url = sa.make_url(dsn).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(import_url, poolclass=sa.NullPool, connect_args={"options": "-c lock_timeout=60s"})
    try:
        with engine.connect() as connection:
            version = connection.connection.dbapi_connection.info.server_version  # type: ignore[union-attr]  # psycopg's
            if version < OLDEST_SERVER:
                raise StartError(
                    f"Seaway needs PostgreSQL 15 or newer; this server is {version // 10000}. Name a newer one."
                )
            yield connection
    except sa.exc.OperationalError as error:
        raise StartError(f"The database cannot be reached: {error.orig}. Check SEAWAY_DATABASE_URL.") from None
    finally:
        engine.dispose()


def _refuse_newer(connection: sa.Connection, config: Config) -> None:
    now = MigrationContext.configure(connection).get_current_revision()
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if now is not None and now not in known:
        raise StartError(f"The database is at schema {now}, written by a newer Seaway than this one. Upgrade Seaway.")
