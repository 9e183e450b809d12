"""SQL of organisations."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import orjson

from seaway.core.db import Connection, sql
from seaway.domains.identity.types import Organisation

_COLUMNS = "o.id, o.public_id, o.name, o.settings, o.announcement, o.created_at, o.updated_at"
_FIRST = sql(f"select {_COLUMNS} from organisation o order by o.id limit 1")
_LOCK_START = sql("select pg_advisory_xact_lock(hashtext('seaway first organisation'))")
_ADD = sql(f"insert into organisation as o (public_id, name) values (:public_id, :name) returning {_COLUMNS}")
_GET = sql(f"select {_COLUMNS} from organisation o where o.id = :id")
_FIND = sql(f"select {_COLUMNS} from organisation o where o.public_id = :public_id")
_LOCK = sql(f"select {_COLUMNS} from organisation o where o.id = :id for no key update")
_PUT = sql(f"""
  update organisation o set name = :name, settings = cast(:settings as jsonb),
         announcement = cast(:announcement as jsonb), updated_at = clock_timestamp()
  where o.id = :id returning {_COLUMNS}""")


def _organisation(row: asyncpg.Record) -> Organisation:
    return Organisation(
        id=row["id"],
        public_id=row["public_id"],
        name=row["name"],
        settings=orjson.loads(row["settings"]),
        announcement=orjson.loads(row["announcement"]) if row["announcement"] else None,
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


async def first(db: Connection) -> Organisation | None:
    """Return the oldest organisation of the installation."""
    row = await db.one(_FIRST)
    return _organisation(row) if row else None


async def lock_start(db: Connection) -> None:
    """Wait for other processes that may be making the first organisation."""
    await db.value(_LOCK_START)


async def add(db: Connection, public_id: str, name: str) -> Organisation:
    """Add an organisation."""
    row = await db.one(_ADD, public_id=public_id, name=name)
    assert row is not None  # noqa: S101  # an insert returns its row
    return _organisation(row)


async def get(db: Connection, key: int) -> Organisation:
    """Return an organisation by its key; LookupError when it is gone."""
    row = await db.one(_GET, id=key)
    if row is None:
        raise LookupError(f"organisation {key} is gone")
    return _organisation(row)


async def find(db: Connection, public_id: str) -> Organisation | None:
    """Return an organisation by its public id."""
    row = await db.one(_FIND, public_id=public_id)
    return _organisation(row) if row else None


async def lock(db: Connection, key: int) -> Organisation:
    """Return an organisation and hold its row: whoever changes administrators does so one after the other."""
    row = await db.one(_LOCK, id=key)
    if row is None:
        raise LookupError(f"organisation {key} is gone")
    return _organisation(row)


async def put(
    db: Connection, key: int, name: str, settings: Mapping[str, Any], announcement: Mapping[str, Any] | None
) -> Organisation:
    """Write an organisation's name, settings and announcement."""
    row = await db.one(
        _PUT,
        id=key,
        name=name,
        settings=orjson.dumps(dict(settings)).decode(),
        announcement=None if announcement is None else orjson.dumps(dict(announcement)).decode(),
    )
    if row is None:
        raise LookupError(f"organisation {key} is gone")
    return _organisation(row)
