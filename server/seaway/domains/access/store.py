"""SQL of what may be done with one object."""

from collections.abc import Mapping
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access.types import Kind

_LISTS = sql("""
  select p.lists::text as lists from object_permission p where {scope:p} and p.kind = :kind and p.ref = :ref""")
# unscoped: by the number of an object that a scoped locking read gave
_PUT = sql("""
  insert into object_permission(org, kind, ref, lists) values (:org, :kind, :ref, cast(:lists as json))
  on conflict (org, kind, ref) do update set lists = excluded.lists""")


async def lists(work: Work, scope: Scope, kind: Kind, ref: int) -> dict[str, Any]:
    """Return what was written down for an object; empty where nothing was."""
    found = await work.db.value(_LISTS, scope, kind=kind, ref=ref)
    return dict(orjson.loads(found)) if found else {}


async def put(work: Work, kind: Kind, ref: int, lists: Mapping[str, Any]) -> None:
    """Write down what may be done with an object."""
    await work.db.run(_PUT, org=work.org, kind=kind, ref=ref, lists=orjson.dumps(lists).decode())
