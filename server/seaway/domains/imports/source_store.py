"""What each source owns, and how its last import went."""

from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.imports.types import ENDED

# A source whose last statement was taken back is not one any more; its imports stay in the history.
_SOURCES = sql("""
  select s.name, n.documents, o.owns, l.public_id, l.status, l.origin, l.created_at
  from import_source s
    cross join lateral (select count(*) as documents from import_item i where i.source = s.id) n
    cross join lateral (
      select coalesce(json_agg(json_build_object('blueprint', g.ident, 'entities', g.n) order by g.ident), '[]') as owns
      from (
        select b.ident, count(*) as n
        from import_item i join entity e on e.id = i.ent and e.org = s.org join blueprint b on b.id = e.bp
        where i.source = s.id group by b.ident) g) o
    left join lateral (
      select i.public_id, i.status, i.origin, i.created_at from import i
      where i.source = s.id and i.org = s.org and not i.dry_run order by i.id desc limit 1) l on true
  where {scope:s} and s.name > :after and (n.documents > 0 or l.status <> 'completed')
  order by s.name limit :limit""")
_OPEN = sql("""
  select i.public_id from import i
  where {scope:i} and i.source = :source and not i.dry_run and not i.status = any(cast(:ended as text[])) limit 1""")


async def page(work: Work, after: str, limit: int) -> list[dict[str, Any]]:
    """Return the sources after a name, in the order of names."""
    rows = await work.db.all(_SOURCES, access.filter(work, "read", "imports"), after=after, limit=limit)
    return [
        {
            "name": row["name"],
            "documents": row["documents"],
            "owns": orjson.loads(row["owns"]),
            "last": None if row["public_id"] is None else _last(row),
        }
        for row in rows
    ]


def _last(row: Any) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "status": row["status"],
        "origin": orjson.loads(row["origin"]),
        "at": row["created_at"],
    }


async def under_way(work: Work, number: int) -> str | None:
    """Return the import of a source that has not ended, if there is one."""
    found: str | None = await work.db.value(
        _OPEN, access.filter(work, "read", "imports"), source=number, ended=list(ENDED)
    )
    return found
