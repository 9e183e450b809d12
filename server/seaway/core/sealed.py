"""Sealed values in the database: signing keys and the like, made once and shared by every host."""

from seaway.core.db import Connection, sql

_ADD = sql("""
  insert into sealed_value(org, name, sealed) values (:org, :name, :sealed)
  on conflict (org, name) do nothing""")
_PUT = sql("""
  insert into sealed_value(org, name, sealed) values (:org, :name, :sealed)
  on conflict (org, name) do update set sealed = excluded.sealed, created_at = clock_timestamp()""")
# unscoped: keys of the installation (org 0) and of one organisation, read by Seaway itself
_GET = sql("select sealed from sealed_value where org = :org and name = :name")
_DROP = sql("delete from sealed_value where org = :org and name = :name")

INSTALLATION = 0
"""The `org` of values that belong to no organisation."""


def _context(org: int, name: str) -> str:
    return f"sealed_value/{org}/{name}"


async def get(db: Connection, name: str, *, org: int = INSTALLATION) -> bytes | None:
    """Return the value, or None where there is none.

    Raises:
        SealBroken: it was sealed under another envelope key.
    """
    found = await db.value(_GET, org=org, name=name)
    return None if found is None else db.sealer.open(found, _context(org, name))


async def put(db: Connection, name: str, value: bytes, *, org: int = INSTALLATION) -> None:
    """Seal the value and keep it, in place of an older one."""
    await db.run(_PUT, org=org, name=name, sealed=db.sealer.seal(value, _context(org, name)))


async def ensure(db: Connection, name: str, fresh: bytes, *, org: int = INSTALLATION) -> bytes:
    """Return the value; where there is none, keep `fresh`. Of two hosts that start at once, both get the first's.

    Raises:
        SealBroken: it was sealed under another envelope key.
    """
    if (found := await get(db, name, org=org)) is not None:
        return found
    await db.run(_ADD, org=org, name=name, sealed=db.sealer.seal(fresh, _context(org, name)))
    kept = await get(db, name, org=org)
    return fresh if kept is None else kept


async def drop(db: Connection, name: str, *, org: int = INSTALLATION) -> None:
    """Remove the value."""
    await db.run(_DROP, org=org, name=name)
