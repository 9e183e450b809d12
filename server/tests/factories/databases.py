"""Databases of a test's own, on the running test server."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa

from seaway.core.migrate import migrate


def pg_bin() -> Path | None:
    """Return the `bin/` of the PostgreSQL to test on, None for the one that the package brings."""
    given = os.environ.get("SEAWAY_TEST_PG_BIN")
    return Path(given) if given else None


@contextmanager
def migrated_database(admin_url: str) -> Iterator[str]:
    """Make a migrated database, owned by a role that is no superuser, and drop it at the end; yields its URL."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(1)")
        if not admin.execute("select 1 from pg_roles where rolname = 'seaway'").fetchone():
            admin.execute("create role seaway login")
        admin.execute(f'create database "{name}" owner seaway')
        admin.execute("select pg_advisory_unlock(1)")
    url = sa.make_url(admin_url).set(username="seaway", database=name).render_as_string(hide_password=False)
    migrate(url)
    yield url
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f'drop database if exists "{name}" with (force)')
