"""SQL of machine credentials. Everything here names its organisation itself, or the client that proves itself."""

from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from seaway.core.actor import Actor, Role
from seaway.core.db import Connection, sql
from seaway.domains.identity.types import Machine

_COLUMNS = "m.id as key, m.client_id, m.name, m.role, m.enabled, m.created_at, m.updated_at"
# unscoped: below access, which stands on it; the organisation is in the statement
_LIST = sql(f"select {_COLUMNS} from machine m where m.org = :org order by m.id")
# unscoped: below access; the organisation is in the statement
_LOCK = sql(f"select {_COLUMNS} from machine m where m.org = :org and m.client_id = :client_id for update")
# unscoped: below access; the organisation is in the statement
_ADD = sql(f"""
  insert into machine as m (org, client_id, name, secret, role, created_by, updated_by)
  values (:org, :client_id, :name, :secret, :role, :by, :by) returning {_COLUMNS}""")
# unscoped: below access; the caller found the machine in its organisation
_UPDATE = sql(f"""
  update machine m set name = :name, enabled = :enabled, updated_at = clock_timestamp(), updated_by = :by
  where m.id = :key returning {_COLUMNS}""")
# unscoped: below access; the caller found the machine in its organisation
_ROTATE = sql(f"""
  update machine m set secret = :secret, generation = m.generation + 1, token_issued_at = null,
         updated_at = clock_timestamp(), updated_by = :by
  where m.id = :key returning {_COLUMNS}""")
# unscoped: below access; the caller found the machine in its organisation
_DROP = sql("delete from machine where id = :key")
# unscoped: below access; the organisation is in the statement
_SECRETS = sql("select m.client_id, m.secret from machine m where m.org = :org")
# unscoped: a client proves itself before its organisation is known
_CLIENT = sql("""
  select m.client_id, m.name, m.role, m.org, o.public_id as org_public_id, m.enabled, m.secret, m.generation
  from machine m join organisation o on o.id = m.org where m.client_id = :client_id""")
# unscoped: a client proves itself before its organisation is known
_ISSUE = sql("""
  update machine set token_issued_at = :now
  where client_id = :client_id and generation = :generation and enabled
    and (token_issued_at is null or token_issued_at <= :stale)""")
# unscoped: a client proves itself before its organisation is known
_ISSUED = sql("""
  select m.token_issued_at from machine m
  where m.client_id = :client_id and m.generation = :generation and m.enabled""")


@dataclass(frozen=True, slots=True)
class Client:
    """A machine as it proves itself: whom it acts for, and its sealed secret."""

    actor: Actor
    enabled: bool
    generation: int
    secret: bytes = field(repr=False)


def _machine(row: asyncpg.Record) -> Machine:
    return Machine(
        key=row["key"],
        client_id=row["client_id"],
        name=row["name"],
        role=row["role"],
        enabled=row["enabled"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def context(client_id: str) -> str:
    """Return what a machine's secret is sealed for."""
    return f"machine/{client_id}"


async def list_all(db: Connection, org: int) -> list[Machine]:
    """Return the machines of an organisation, oldest first."""
    return [_machine(row) for row in await db.all(_LIST, org=org)]


async def lock(db: Connection, org: int, client_id: str) -> Machine | None:
    """Return a machine and hold its row until the transaction ends."""
    row = await db.one(_LOCK, org=org, client_id=client_id)
    return _machine(row) if row else None


@dataclass(frozen=True, slots=True)
class NewMachine:
    """A machine to be added, with its secret in the clear."""

    client_id: str
    name: str
    role: Role
    secret: str = field(repr=False)


async def add(db: Connection, org: int, new: NewMachine, by: str) -> Machine:
    """Add a machine, its secret sealed."""
    sealed = db.sealer.seal(new.secret.encode(), context(new.client_id))
    row = await db.one(_ADD, org=org, client_id=new.client_id, name=new.name, secret=sealed, role=new.role, by=by)
    assert row is not None  # noqa: S101  # an insert returns its row
    return _machine(row)


async def update(db: Connection, machine: Machine, by: str) -> Machine:
    """Write a machine's name and whether it is enabled; the caller holds its row."""
    row = await db.one(_UPDATE, key=machine.key, name=machine.name, enabled=machine.enabled, by=by)
    assert row is not None  # noqa: S101  # the caller holds the row
    return _machine(row)


async def rotate(db: Connection, machine: Machine, secret: str, by: str) -> Machine:
    """Replace the secret; tokens of the old one hold no more. The caller holds the row."""
    sealed = db.sealer.seal(secret.encode(), context(machine.client_id))
    row = await db.one(_ROTATE, key=machine.key, secret=sealed, by=by)
    assert row is not None  # noqa: S101  # the caller holds the row
    return _machine(row)


async def drop(db: Connection, key: int) -> None:
    """Remove a machine."""
    await db.run(_DROP, key=key)


async def secrets(db: Connection, org: int) -> dict[str, str]:
    """Return the secrets of an organisation's machines by client id, in the clear."""
    rows = await db.all(_SECRETS, org=org)
    return {row["client_id"]: db.sealer.open(row["secret"], context(row["client_id"])).decode() for row in rows}


async def client(db: Connection, client_id: str) -> Client | None:
    """Return the machine that claims this client id; `db` must see every organisation."""
    row = await db.one(_CLIENT, client_id=client_id)
    if row is None:
        return None
    actor = Actor(
        id=row["client_id"],
        type="machine",
        name=row["name"],
        org_id=row["org"],
        org=row["org_public_id"],
        role=row["role"],
    )
    return Client(actor, row["enabled"], row["generation"], row["secret"])


async def issue(db: Connection, known: Client, now: datetime, stale: datetime) -> datetime | None:
    """Return when the client's current token was issued, issuing one where the last is from `stale` or before.

    None when the client was disabled or its secret replaced in between.
    """
    who = {"client_id": known.actor.id, "generation": known.generation}
    await db.run(_ISSUE, now=now, stale=stale, **who)
    issued: datetime | None = await db.value(_ISSUED, **who)
    return issued
