"""What a batch writes: rows, large values, edges and pending references, each kind in one statement.

Every statement takes rows whose owner is known to be in the actor's organisation (ids that a scoped read returned, or
the work's own organisation), so none of them names a scope.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.entities.packing import array, numbers, text_array, texts
from seaway.domains.entities.undo import State

LARGE = 1024
"""Values over this many bytes of JSON live in entity_blob; in the row they would slow every read down."""
_SEPARATOR = "\x1f"
Edge = tuple[int, int, int]
"""(source, relation, target)."""
Pending = tuple[int, str, int, int]
"""(target blueprint, target identifier, source, relation)."""

# Names are sorted by the caller and existing ones are skipped, so that concurrent batches wait in one order.
_INSERT = sql(f"""
  insert into entity(org, bp, ident, title, icon, team, props, rels, large, hash, source,
                     created_at, updated_at, created_by, updated_by)
  select :org, i.bp, i.ident, i.title, i.icon, coalesce(string_to_array(i.team, :separator), '{{}}'), i.props::jsonb,
         i.rels::jsonb, i.large, i.hash, cast(:source as int), t.now, t.now, :actor, :actor
  from (select clock_timestamp() as now) t,
       unnest({array("bps", "int")}, {text_array("idents")}, {text_array("titles")}, {text_array("icons")},
              {text_array("teams")}, {text_array("props")}, {text_array("rels")}, {array("larges", "bool")},
              {array("hashes", "int8")}) i(bp, ident, title, icon, team, props, rels, large, hash)
  on conflict (org, bp, ident) do nothing
  returning bp, ident, id""")

# unscoped: ids come from rows that were read under a scope and locked.
_UPDATE = sql(f"""
  update entity e set title = i.title, icon = i.icon, team = coalesce(string_to_array(i.team, :separator), '{{}}'),
    props = i.props::jsonb, rels = i.rels::jsonb, large = i.large, hash = i.hash,
    source = coalesce(cast(:source as int), e.source), updated_at = clock_timestamp(), updated_by = :actor
  from unnest({array("ids", "int8")}, {text_array("titles")}, {text_array("icons")}, {text_array("teams")},
              {text_array("props")}, {text_array("rels")}, {array("larges", "bool")},
              {array("hashes", "int8")}) i(id, title, icon, team, props, rels, large, hash)
  where e.id = i.id""")

# unscoped: ids come from rows that were read under a scope and locked.
_RENEW = sql(f"""
  update entity e set hash = i.hash, source = coalesce(cast(:source as int), e.source)
  from unnest({array("ids", "int8")}, {array("hashes", "int8")}) i(id, hash) where e.id = i.id""")

# unscoped: the work's own organisation is named; rows are locked in the order of numbers before they are stamped.
_STAMP = sql(f"""
  with o as materialized (
    select x.id from entity x where x.org = :org and x.bp = :bp and x.ident = any({text_array("idents")})
    order by x.id for update)
  update entity e set source = :source from o where e.id = o.id""")

_LINK = sql(f"""
  insert into edge(src, rel, dst)
  select * from unnest({array("srcs", "int8")}, {array("rels", "int")}, {array("dsts", "int8")})""")

_RELINK = sql(f"""
  with want as materialized (
    select * from unnest({array("srcs", "int8")}, {array("rels", "int")}, {array("dsts", "int8")}) w(src, rel, dst)),
  gone as (
    delete from edge g using unnest({array("from_srcs", "int8")}, {array("from_rels", "int")}) c(src, rel)
    where g.src = c.src and g.rel = c.rel
      and not exists (select 1 from want w where w.src = g.src and w.rel = g.rel and w.dst = g.dst)),
  unawaited as (
    delete from edge_pending p using unnest({array("from_srcs", "int8")}, {array("from_rels", "int")}) c(src, rel)
    where p.src = c.src and p.rel = c.rel)
  insert into edge(src, rel, dst) select src, rel, dst from want on conflict do nothing""")

_AWAIT = sql(f"""
  insert into edge_pending(tbp, tident, src, rel)
  select * from unnest({array("tbps", "int")}, {text_array("tidents")}, {array("srcs", "int8")}, {array("rels", "int")})
  on conflict do nothing""")

_SETTLE = sql(f"""
  with found as materialized (
    select p.tbp, p.tident, p.src, p.rel, i.id
    from unnest({array("bps", "int")}, {text_array("idents")}, {array("ids", "int8")}) i(bp, ident, id)
    cross join lateral (
      select * from edge_pending q where q.tbp = i.bp and q.tident = i.ident offset 0) p),
  gone as (
    delete from edge_pending d using found f
    where d.tbp = f.tbp and d.tident = f.tident and d.src = f.src and d.rel = f.rel
    returning f.src, f.rel, f.id)
  insert into edge(src, rel, dst) select src, rel, id from gone on conflict do nothing""")

_WAITING = sql(f"""
  select p.src
  from unnest({array("bps", "int")}, {text_array("idents")}) i(bp, ident)
  cross join lateral (
    select q.src from edge_pending q where q.tbp = i.bp and q.tident = i.ident offset 0) p""")

_DROP_BLOBS = sql(f"delete from entity_blob where ent = any({array('ids', 'int8')})")
_ADD_BLOBS = sql(f"""
  insert into entity_blob(ent, prop, val)
  select i.ent, i.prop, i.val::jsonb
  from unnest({array("ents", "int8")}, {text_array("names")}, {text_array("vals")}) i(ent, prop, val)""")


class Stored(NamedTuple):
    """A state in the form of the table: JSON texts, large values apart."""

    props: str
    rels: str
    team: str | None
    blobs: Mapping[str, str]


def stored(state: State) -> Stored:
    """Return the form in which a state is stored."""
    props = orjson.dumps(state.properties)
    blobs: dict[str, str] = {}
    if len(props) > LARGE:
        texts = {name: orjson.dumps(value) for name, value in state.properties.items()}
        blobs = {name: text.decode() for name, text in texts.items() if len(text) > LARGE}
        if blobs:
            props = orjson.dumps({name: value for name, value in state.properties.items() if name not in blobs})
    rels = orjson.dumps(state.relations).decode() if state.relations else "{}"
    return Stored(props.decode(), rels, _SEPARATOR.join(state.team) or None, blobs)


class Fresh(NamedTuple):
    """A row to be: a state in a blueprint, with the digest of the payload it came from."""

    blueprint: int
    state: State
    hash: int | None


async def insert(work: Work, rows: Sequence[Fresh]) -> dict[tuple[int, str], int]:
    """Insert entities; return the numbers of those that are new. One that exists already is left alone."""
    if not rows:
        return {}
    rows = sorted(rows, key=lambda row: (row.blueprint, row.state.identifier))
    forms = [stored(row.state) for row in rows]
    found = await work.db.all(
        _INSERT,
        org=work.org,
        separator=_SEPARATOR,
        source=await origin.source_id(work),
        actor=await origin.actor_id(work),
        bps=numbers([row.blueprint for row in rows]),
        idents=texts([row.state.identifier for row in rows]),
        titles=texts([row.state.title for row in rows]),
        icons=texts([row.state.icon for row in rows]),
        hashes=numbers([row.hash for row in rows]),
        **_columns(forms),
    )
    created: dict[tuple[int, str], int] = {(row["bp"], row["ident"]): row["id"] for row in found}
    places = [(created.get((row.blueprint, row.state.identifier)), form) for row, form in zip(rows, forms, strict=True)]
    await keep_blobs(work, [(number, form) for number, form in places if number is not None])
    return created


def _columns(forms: Sequence[Stored]) -> dict[str, str]:
    return {
        "teams": texts([form.team for form in forms]),
        "props": texts([form.props for form in forms]),
        "rels": texts([form.rels for form in forms]),
        "larges": numbers([bool(form.blobs) for form in forms]),
    }


class Update(NamedTuple):
    """A locked row and the state it gets. `large` tells that the row has values in entity_blob now."""

    id: int
    state: State
    hash: int | None
    large: bool


async def update(work: Work, rows: Sequence[Update]) -> None:
    """Write new states over locked rows."""
    if not rows:
        return
    forms = [stored(row.state) for row in rows]
    await work.db.run(
        _UPDATE,
        separator=_SEPARATOR,
        source=await origin.source_id(work),
        actor=await origin.actor_id(work),
        ids=numbers([row.id for row in rows]),
        titles=texts([row.state.title for row in rows]),
        icons=texts([row.state.icon for row in rows]),
        hashes=numbers([row.hash for row in rows]),
        **_columns(forms),
    )
    if stale := [row.id for row in rows if row.large]:
        await work.db.run(_DROP_BLOBS, ids=numbers(stale))
    await keep_blobs(work, [(row.id, form) for row, form in zip(rows, forms, strict=True)])


async def keep_blobs(work: Work, rows: Sequence[tuple[int, Stored]]) -> None:
    """Keep the large values of entities that have none yet."""
    flat = [(number, name, text) for number, form in rows for name, text in form.blobs.items()]
    if flat:
        ents, names, vals = zip(*flat, strict=True)
        await work.db.run(_ADD_BLOBS, ents=numbers(ents), names=texts(names), vals=texts(vals))


async def renew(work: Work, rows: Sequence[tuple[int, int | None]]) -> None:
    """Renew the digest and the stamp of locked rows whose state stays: no change record, `updatedAt` stays."""
    if rows:
        source = await origin.source_id(work)
        ids, hashes = zip(*rows, strict=True)
        await work.db.run(_RENEW, source=source, ids=numbers(ids), hashes=numbers(hashes))


async def stamp(work: Work, blueprint: int, idents: Sequence[str]) -> None:
    """Renew only the stamp of entities: no change record, `updatedAt` stays."""
    if idents:
        source = await origin.source_id(work)
        await work.db.run(_STAMP, org=work.org, bp=blueprint, idents=texts(idents), source=source)


async def link(work: Work, edges: Sequence[Edge]) -> None:
    """Add the edges of new entities."""
    if edges:
        srcs, rels, dsts = zip(*edges, strict=True)
        await work.db.run(_LINK, srcs=numbers(srcs), rels=numbers(rels), dsts=numbers(dsts))


async def relink(work: Work, changed: Sequence[tuple[int, int]], edges: Sequence[Edge]) -> None:
    """Make the edges of changed (source, relation) pairs exactly these; drop what they waited for."""
    if changed:
        from_srcs, from_rels = zip(*changed, strict=True)
        srcs, rels, dsts = zip(*edges, strict=True) if edges else ((), (), ())
        await work.db.run(
            _RELINK,
            from_srcs=numbers(from_srcs),
            from_rels=numbers(from_rels),
            srcs=numbers(srcs),
            rels=numbers(rels),
            dsts=numbers(dsts),
        )


async def wait_for(work: Work, references: Sequence[Pending]) -> None:
    """Remember references until their targets appear."""
    if references:
        tbps, tidents, srcs, rels = zip(*references, strict=True)
        await work.db.run(_AWAIT, tbps=numbers(tbps), tidents=texts(tidents), srcs=numbers(srcs), rels=numbers(rels))


async def waiting(work: Work, created: Collection[tuple[int, str]]) -> list[int]:
    """Return the entities whose references wait for these new ones."""
    if not created:
        return []
    bps, idents = zip(*created, strict=True)
    rows = await work.db.all(_WAITING, bps=numbers(bps), idents=texts(idents))
    return sorted({row["src"] for row in rows})


async def settle(work: Work, created: Mapping[tuple[int, str], int]) -> None:
    """Turn references that waited for these new entities into edges. The rows of those that waited are locked."""
    if created:
        bps, idents = zip(*created, strict=True)
        await work.db.run(_SETTLE, bps=numbers(bps), idents=texts(idents), ids=numbers(created.values()))
