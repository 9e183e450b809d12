"""All SQL of secrets. A value is sealed for its organisation and name, so that it opens in no other place."""

from collections.abc import Sequence

import asyncpg

from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.secrets.types import Secret, SecretDraft

_COLUMNS = "s.id, s.name, s.description, s.created_at, s.updated_at"
_ALL = sql(f"select {_COLUMNS} from organisation_secret s where {{scope:s}} order by s.name")
_ONE = sql(f"select {_COLUMNS} from organisation_secret s where {{scope:s}} and s.name = :name")
_LOCKED = sql(f"select {_COLUMNS} from organisation_secret s where {{scope:s}} and s.name = :name for update")
_ADD = sql(f"""
  insert into organisation_secret as s (org, name, description, sealed) values (:org, :name, :description, :sealed)
  on conflict (org, name) do nothing returning {_COLUMNS}""")
# unscoped: by number, after a scoped locking read
_DESCRIBE = sql("""
  update organisation_secret set description = :description, updated_at = clock_timestamp() where id = :id""")
# unscoped: by number, after a scoped locking read
_SEAL = sql("update organisation_secret set sealed = :sealed, updated_at = clock_timestamp() where id = :id")
# unscoped: by number, after a scoped locking read
_DROP = sql("delete from organisation_secret where id = :id")
_VALUES = sql("""
  select s.name, s.sealed from organisation_secret s where {scope:s} and s.name = any(cast(:names as text[]))""")


def _context(org: int, name: str) -> str:
    return f"organisation_secret/{org}/{name}"


def _secret(row: asyncpg.Record) -> Secret:
    return Secret(row["id"], row["name"], row["description"], row["created_at"], row["updated_at"])


async def every(work: Work, scope: Scope) -> list[Secret]:
    """Return every secret by name."""
    return [_secret(row) for row in await work.db.all(_ALL, scope)]


async def find(work: Work, scope: Scope, name: str, *, lock: bool = False) -> Secret | None:
    """Return a secret, or None; `lock` holds its row until the work ends."""
    row = await work.db.one(_LOCKED if lock else _ONE, scope, name=name)
    return _secret(row) if row else None


async def add(work: Work, draft: SecretDraft) -> Secret | None:
    """Add a secret, its value sealed; None when the name is in use."""
    sealed = work.db.sealer.seal(draft.value.encode(), _context(work.org, draft.name))
    row = await work.db.one(_ADD, org=work.org, name=draft.name, description=draft.description, sealed=sealed)
    return _secret(row) if row else None


async def describe(work: Work, secret: Secret, description: str | None) -> None:
    """Replace the description."""
    await work.db.run(_DESCRIBE, id=secret.number, description=description)


async def seal(work: Work, secret: Secret, value: str) -> None:
    """Replace the value."""
    sealed = work.db.sealer.seal(value.encode(), _context(work.org, secret.name))
    await work.db.run(_SEAL, id=secret.number, sealed=sealed)


async def drop(work: Work, secret: Secret) -> None:
    """Remove a secret."""
    await work.db.run(_DROP, id=secret.number)


async def values(work: Work, scope: Scope, names: Sequence[str]) -> dict[str, str]:
    """Return the values of those of the names that there are, opened."""
    rows = await work.db.all(_VALUES, scope, names=list(names))
    return {row["name"]: work.db.sealer.open(row["sealed"], _context(work.org, row["name"])).decode() for row in rows}
