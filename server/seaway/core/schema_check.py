"""Asks a database whether it needs a migration; apart from `schema_version`, for the API does without psycopg."""

import psycopg

from seaway.core.schema_version import needed


def is_current(dsn: str) -> bool:
    """Tell whether a database needs no migration; False also when it cannot be told."""
    try:
        with psycopg.connect(dsn, connect_timeout=10) as connection:
            row = connection.execute("select version_num from alembic_version").fetchone()
    except psycopg.Error:
        return False
    return row is not None and row[0] == needed()
