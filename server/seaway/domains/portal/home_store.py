"""All SQL of the Home that roles begin with."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import orjson

from seaway.core.actor import Role
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.portal.types import HomeDefault

_COLUMNS = "h.id, h.role, h.layout from home_default h"
_ALL = sql(f"select {_COLUMNS} where {{scope:h}} order by h.role")
_ONE = sql(f"select {_COLUMNS} where {{scope:h}} and h.role = :role")
_INSERT = sql("""
  insert into home_default(org, role, layout) values (:org, :role, cast(:layout as jsonb)) returning id""")
# unscoped: by number, after a scoped read under the organisation's lock
_UPDATE = sql("update home_default set layout = cast(:layout as jsonb) where org = :org and id = :id")
# unscoped: by number, after a scoped read under the organisation's lock
_DELETE = sql("delete from home_default where org = :org and id = :id")


async def every(work: Work, scope: Scope) -> list[HomeDefault]:
    """Return the defaults that are set, by role."""
    return [_default(row) for row in await work.db.all(_ALL, scope)]


async def find(work: Work, scope: Scope, role: Role) -> HomeDefault | None:
    """Return the default of a role, or None."""
    row = await work.db.one(_ONE, scope, role=role)
    return _default(row) if row else None


async def insert(work: Work, role: Role, layout: Mapping[str, Any]) -> int:
    """Add the default of a role that has none; return its number."""
    number: int = await work.db.value(_INSERT, org=work.org, role=role, layout=_json(layout))
    return number


async def update(work: Work, number: int, layout: Mapping[str, Any]) -> None:
    """Replace a default."""
    await work.db.run(_UPDATE, org=work.org, id=number, layout=_json(layout))


async def delete(work: Work, number: int) -> None:
    """Remove a default."""
    await work.db.run(_DELETE, org=work.org, id=number)


def _json(layout: Mapping[str, Any]) -> str:
    return orjson.dumps(layout).decode()


def _default(row: asyncpg.Record) -> HomeDefault:
    return HomeDefault(row["id"], row["role"], orjson.loads(row["layout"]))
