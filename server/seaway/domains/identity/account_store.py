"""SQL of accounts and memberships. Everything here names its organisation itself: identity stands below access."""

from dataclasses import dataclass, field
from datetime import datetime

import asyncpg

from seaway.core.actor import Role
from seaway.core.db import Connection, sql
from seaway.domains.identity.types import Status, User

_COLUMNS = """a.id as key, a.public_id, a.email, a.name, m.role, m.status, m.last_login_at, m.created_at,
  greatest(a.updated_at, m.updated_at) as updated_at"""
_FROM = "from membership m join account a on a.id = m.account"
# unscoped: below access, which stands on it; the organisation is in the statement
_LIST = sql(f"select {_COLUMNS} {_FROM} where m.org = :org order by a.email")
# unscoped: below access; the organisation is in the statement
_FIND = sql(f"select {_COLUMNS} {_FROM} where m.org = :org and a.email = :email")
# unscoped: below access; the organisation is in the statement
_LOCK = sql(f"select {_COLUMNS} {_FROM} where m.org = :org and a.email = :email for update of m")
# unscoped: below access; the organisation is in the statement
_BY_ID = sql(f"select {_COLUMNS} {_FROM} where m.org = :org and a.public_id = :id")
_ACCOUNT = sql("select id, public_id, name, password_hash from account where email = :email")
_ADD_ACCOUNT = sql("""
  insert into account(public_id, email, name, password_hash) values (:public_id, :email, :name, :password_hash)
  on conflict (email) do nothing""")
_SET_PASSWORD = sql("update account set password_hash = :hash, updated_at = clock_timestamp() where id = :account")
_FIRST_PASSWORD = sql("""
  update account set password_hash = :hash, name = :name, updated_at = clock_timestamp()
  where id = :account and password_hash is null""")
_RENAME = sql("update account set name = :name, updated_at = clock_timestamp() where id = :account")
_JOIN = sql("""
  insert into membership(org, account, role, status, joined_at)
  values (:org, :account, :role, :status, case when cast(:joined as bool) then clock_timestamp() end)
  on conflict (org, account) do nothing""")
_ADMIT = sql("""
  update membership set status = 'Active', joined_at = coalesce(joined_at, clock_timestamp()),
         updated_at = clock_timestamp()
  where org = :org and account = :account""")
_UPDATE = sql("""
  update membership set role = :role, status = :status, updated_at = clock_timestamp()
  where org = :org and account = :account""")
_LEAVE = sql("delete from membership where org = :org and account = :account")
# unscoped: whether any organisation still knows an account; must run under the fence of all, which sees them all
_DROP_ORPHANS = sql("delete from account a where not exists (select 1 from membership m where m.account = a.id)")
# unscoped: below access; the organisation is in the statement
_OTHER_ADMINS = sql("""
  select count(*) from membership m
  where m.org = :org and m.role = 'Admin' and m.status = 'Active' and m.joined_at is not null
    and m.account <> :account""")
# unscoped: whether the installation waits for its first administrator, asked by nobody in particular
_ANY_ADMIN = sql("""
  select exists (select 1 from membership m
                 where m.role = 'Admin' and m.status = 'Active' and m.joined_at is not null)""")
# unscoped: sign-in happens before an organisation is known; the last visited one comes first
_HOMES = sql("""
  select m.org from membership m where m.account = :account and m.status = 'Active' and m.joined_at is not null
  order by m.last_login_at desc nulls last, m.org""")
_LOGGED_IN = sql("update membership set last_login_at = clock_timestamp() where org = :org and account = :account")


@dataclass(frozen=True, slots=True)
class Account:
    """A person over all organisations, with the hash of their password."""

    key: int
    id: str
    name: str
    password_hash: str | None = field(repr=False)


def _user(row: asyncpg.Record) -> User:
    last_login: datetime | None = row["last_login_at"]
    return User(
        key=row["key"],
        id=row["public_id"],
        email=row["email"],
        name=row["name"],
        role=row["role"],
        status=row["status"],
        last_login_at=last_login,
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


async def list_all(db: Connection, org: int) -> list[User]:
    """Return the users of an organisation by e-mail."""
    return [_user(row) for row in await db.all(_LIST, org=org)]


async def find(db: Connection, org: int, email: str, *, lock: bool = False) -> User | None:
    """Return a user by canonical e-mail; `lock` holds the membership until the transaction ends."""
    row = await db.one(_LOCK if lock else _FIND, org=org, email=email)
    return _user(row) if row else None


async def by_id(db: Connection, org: int, public_id: str) -> User | None:
    """Return a user by public id."""
    row = await db.one(_BY_ID, org=org, id=public_id)
    return _user(row) if row else None


async def account(db: Connection, email: str) -> Account | None:
    """Return an account by canonical e-mail, whatever organisations it belongs to."""
    row = await db.one(_ACCOUNT, email=email)
    return Account(row["id"], row["public_id"], row["name"], row["password_hash"]) if row else None


async def add_account(db: Connection, public_id: str, email: str, name: str, password_hash: str | None) -> None:
    """Add an account, unless the e-mail has one."""
    await db.run(_ADD_ACCOUNT, public_id=public_id, email=email, name=name, password_hash=password_hash)


async def set_password(db: Connection, key: int, password_hash: str) -> None:
    """Replace the password."""
    await db.run(_SET_PASSWORD, account=key, hash=password_hash)


async def set_first_password(db: Connection, key: int, name: str, password_hash: str) -> bool:
    """Give an account its name and first password; False when it has a password already."""
    return await db.run(_FIRST_PASSWORD, account=key, name=name, hash=password_hash) == 1


async def rename(db: Connection, key: int, name: str) -> None:
    """Change the display name."""
    await db.run(_RENAME, account=key, name=name)


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership to be. `joined`: the person has proved to be the one meant, by a password set here."""

    org: int
    account: int
    role: Role
    status: Status
    joined: bool = False


async def join(db: Connection, new: Membership) -> bool:
    """Add a membership; False when there is one."""
    return (
        await db.run(_JOIN, org=new.org, account=new.account, role=new.role, status=new.status, joined=new.joined) == 1
    )


async def admit(db: Connection, org: int, key: int) -> None:
    """Make the membership active: the invitation was accepted."""
    await db.run(_ADMIT, org=org, account=key)


async def update(db: Connection, org: int, key: int, role: Role, status: Status) -> None:
    """Write the role and status of a membership."""
    await db.run(_UPDATE, org=org, account=key, role=role, status=status)


async def leave(db: Connection, org: int, key: int) -> None:
    """Remove a membership."""
    await db.run(_LEAVE, org=org, account=key)


async def drop_orphans(db: Connection) -> int:
    """Remove the accounts that no organisation knows; `db` must see every organisation."""
    return await db.run(_DROP_ORPHANS)


async def other_admins(db: Connection, org: int, key: int) -> int:
    """Count the active administrators of an organisation other than this account."""
    return int(await db.value(_OTHER_ADMINS, org=org, account=key))


async def any_admin(db: Connection) -> bool:
    """Tell whether the installation has an active administrator."""
    return bool(await db.value(_ANY_ADMIN))


async def homes(db: Connection, key: int) -> list[int]:
    """Return the organisations in which the account is active, the last visited first."""
    return [row["org"] for row in await db.all(_HOMES, account=key)]


async def logged_in(db: Connection, org: int, key: int) -> None:
    """Note a sign-in."""
    await db.run(_LOGGED_IN, org=org, account=key)
