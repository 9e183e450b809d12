"""Asks a running server who it is, and gives it the role and the database that Seaway works with."""

from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from seaway.core.postgres.errors import StartError

NAME = "seaway"  # of the role and of its database
CONNECT_TIMEOUT = 10  # seconds
PROBE_TIMEOUT = 2  # seconds; the shortest that libpq knows

PREPARING = 0x5EA3A7  # the advisory lock of those who create the role and the database

# Row-level security binds neither superusers nor roles that bypass it, and Seaway's tenants rely on it.
RIGHTS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"


def url(role: str, database: str, socket_folder: Path, port: int) -> str:
    """Return an address that libpq and asyncpg understand; the port keeps a PGPORT of the caller out."""
    return f"postgresql://{role}@/{database}?host={quote(str(socket_folder), safe='/')}&port={port}"


def serves(admin_url: str, data: Path) -> bool:
    """True when a server answers at the address and works on this cluster's folder."""
    try:
        with psycopg.connect(admin_url, connect_timeout=PROBE_TIMEOUT, autocommit=True) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        return row is not None and Path(row[0]).samefile(data)
    except (psycopg.Error, OSError):
        return False


def provide(admin_url: str) -> None:
    """Create the role and the database where they are missing, and take rights from the role that it must not have.

    Raises:
        StartError: The server refused.
    """
    try:
        with psycopg.connect(admin_url, connect_timeout=CONNECT_TIMEOUT, autocommit=True) as connection:
            # The session of a launcher that was killed may still be creating; it ends, and its lock with it.
            connection.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
            _provide_role(connection)
            _provide_database(connection)
    except psycopg.Error as error:
        raise StartError(f"PostgreSQL runs, but the database {NAME} cannot be prepared: {error}") from error


def _provide_role(connection: psycopg.Connection) -> None:
    """Create the role, or bring its rights back to what they must be."""
    row = connection.execute(
        "SELECT rolcanlogin AND NOT (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication)"
        " FROM pg_roles WHERE rolname = %s",
        [NAME],
    ).fetchone()
    if row is None or not row[0]:
        verb = "CREATE" if row is None else "ALTER"
        connection.execute(sql.SQL("{} ROLE {} {}").format(sql.SQL(verb), sql.Identifier(NAME), sql.SQL(RIGHTS)))


def _provide_database(connection: psycopg.Connection) -> None:
    """Create the database unless it stands; template0, so that nothing an operator put into template1 comes along."""
    if connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
        name = sql.Identifier(NAME)
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(name, name))
