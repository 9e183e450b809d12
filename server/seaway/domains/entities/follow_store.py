"""What follows from a blueprint's changes: stored data found, moved and dropped in bounded batches."""

from collections.abc import Sequence

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.entities.delete_store import Row, row_of
from seaway.domains.entities.packing import array, numbers

BATCH = 2000

# unscoped: whoever redefines a blueprint moves all that it holds, whatever they may see of it; the fence holds.
_HOLDING = sql("""
  select e.id, e.bp, e.ident, e.title, e.icon, e.team, e.props, e.rels, e.source,
    e.created_at, e.created_by, e.updated_at, e.updated_by,
    case when e.large then (select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id) end as large
  from entity e
  where e.org = :org and e.bp = :bp and e.id > :after
    and (e.props ?| cast(:properties as text[]) or e.rels ?| cast(:relations as text[])
      or (e.large and exists (
        select 1 from entity_blob b where b.ent = e.id and b.prop = any(cast(:properties as text[])))))
  order by e.id limit :limit for update of e""")

_DROP_EDGES = sql(f"""
  with waiting as (
    delete from edge_pending w using unnest({array("srcs", "int8")}) s(id)
    where w.src = s.id and w.rel = any(cast(:rels as int[])))
  delete from edge g using unnest({array("srcs", "int8")}) s(id)
  where g.src = s.id and g.rel = any(cast(:rels as int[]))""")

# unscoped: as above.
_FORGET = sql("""
  with alias as (delete from entity_alias where org = :org and bp = :bp)
  delete from edge_pending where tbp = :bp""")


async def holding(
    work: Work, blueprint: int, properties: Sequence[str], relations: Sequence[str], after: int
) -> list[Row]:
    """Return the next entities that hold one of these keys, their rows locked in the order of numbers."""
    rows = await work.db.all(
        _HOLDING,
        org=work.org,
        bp=blueprint,
        properties=list(properties),
        relations=list(relations),
        after=after,
        limit=BATCH,
    )
    return [row_of(row) for row in rows]


async def drop_edges(work: Work, sources: Sequence[int], relations: Sequence[int]) -> None:
    """Drop the edges and pending references of these entities through these relations."""
    await work.db.run(_DROP_EDGES, srcs=numbers(sources), rels=list(relations))


async def forget(work: Work, blueprint: int) -> None:
    """Drop what is kept about a blueprint that has no entities: aliases, and references that wait for it."""
    await work.db.run(_FORGET, org=work.org, bp=blueprint)
