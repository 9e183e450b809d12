"""Counting: entities per blueprint, stored values per property, stored targets per relation."""

from collections.abc import Sequence

from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work

_COUNTS = sql("select e.bp, count(*) as count from entity e where {scope:e} group by e.bp")
# unscoped: what a redefinition would touch does not depend on what its author may see
_ENTITIES = sql("select count(*) from entity e where e.org = :org and e.bp = :bp")
# unscoped: what a redefinition would touch does not depend on what its author may see
_VALUES = sql("""
  select n.name,
    (select count(*) from entity e where e.org = :org and e.bp = :bp and e.props ->> n.name is not null)
    + (select count(*) from entity e join entity_blob b on b.ent = e.id and b.prop = n.name
       where e.org = :org and e.bp = :bp and e.large) as count
  from unnest(cast(:names as text[])) n(name)""")
# unscoped: what a redefinition would touch does not depend on what its author may see
_LINKS = sql("""
  select r.id,
    (select count(*) from entity e join edge d on d.src = e.id and d.rel = r.id where e.org = :org and e.bp = :bp)
    + (select count(*) from entity e join edge_pending d on d.src = e.id and d.rel = r.id
       where e.org = :org and e.bp = :bp) as count
  from unnest(cast(:relations as int[])) r(id)""")


async def counts(work: Work, scope: Scope) -> dict[int, int]:
    """Return how many entities under a scope each blueprint has; blueprints without any are left out."""
    return {row["bp"]: row["count"] for row in await work.db.all(_COUNTS, scope)}


async def entities(work: Work, blueprint: int) -> int:
    """Return how many entities a blueprint has."""
    return int(await work.db.value(_ENTITIES, org=work.org, bp=blueprint))


async def values(work: Work, blueprint: int, names: Sequence[str]) -> dict[str, int]:
    """Return how many entities hold each of these properties, null aside."""
    rows = await work.db.all(_VALUES, org=work.org, bp=blueprint, names=list(names))
    return {row["name"]: row["count"] for row in rows}


async def links(work: Work, blueprint: int, relations: Sequence[int]) -> dict[int, int]:
    """Return how many targets, known and pending, are stored for each of these relations."""
    rows = await work.db.all(_LINKS, org=work.org, bp=blueprint, relations=list(relations))
    return {row["id"]: row["count"] for row in rows}
