"""What each source states: one row per entity, with the document as it was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.imports.types import Item, Source

_SOURCE = sql("select s.id from import_source s where {scope:s} and s.name = :name")
_ADD_SOURCE = sql("""
  insert into import_source(org, name) values (:org, :name)
  on conflict (org, name) do update set name = excluded.name returning id""")
# unscoped: written by number, after the source was found under a scope
_BROUGHT = sql("""
  update import_source set blueprints = (select array(select distinct unnest(blueprints || cast(:names as text[]))))
  where id = :source""")
_BLUEPRINTS = sql("select s.blueprints from import_source s where {scope:s} and s.id = :source")
# unscoped: written by number, after the source was found under a scope
_BROUGHT_NOTHING = sql("update import_source set blueprints = '{}' where id = :source")
_ITEMS = sql("""
  select i.ref, i.file, e.id as ent, e.ident, b.ident as blueprint
  from import_item i join import_source s on s.id = i.source
    left join entity e on e.id = i.ent and e.org = s.org left join blueprint b on b.id = e.bp
  where {scope:s} and s.id = :source order by i.ref""")
_STATED = sql("""
  select i.ref, i.file, e.id as ent, e.ident, b.ident as blueprint, i.stated
  from import_item i join import_source s on s.id = i.source
    left join entity e on e.id = i.ent and e.org = s.org left join blueprint b on b.id = e.bp
  where {scope:s} and s.id = :source and i.ref = any(cast(:refs as text[]))""")
_PUT = sql("""
  insert into import_item(source, ref, ent, file, index, document, stated)
  select :source, r.ref, r.ent, r.file, r.index, r.document, r.stated
  from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) r(
    ref text, ent bigint, file text, index int, document jsonb, stated jsonb)
  on conflict (source, ref) do update set
    ent = excluded.ent, file = excluded.file, index = excluded.index, document = excluded.document,
    stated = excluded.stated
  where (import_item.ent, import_item.file, import_item.index, import_item.document, import_item.stated)
    is distinct from (excluded.ent, excluded.file, excluded.index, excluded.document, excluded.stated)""")
_DROP = sql("delete from import_item where source = :source and ref = any(cast(:refs as text[]))")
_STILL = sql("""
  select distinct i.ent from import_item i join import_source s on s.id = i.source
  where {scope:s} and i.ent = any(cast(:ents as bigint[]))""")
_USERS = sql("""
  select i.ref, e.ident from import_item i join import_source s on s.id = i.source
    join entity e on e.id = i.ent join blueprint b on b.id = e.bp
  where {scope:s} and i.ref like 'user:%' and b.ident = '_user'""")
_EXPORT = sql("""
  select i.ref, i.file, i.index, i.document from import_item i join import_source s on s.id = i.source
  where {scope:s} and s.name = :name and i.ref > :after order by i.ref limit :limit""")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a source stated of an entity: the names of properties and relations, and whether it named teams."""

    properties: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    team: bool = False

    def wire(self) -> dict[str, Any]:
        """Return the stored form."""
        return {"properties": list(self.properties), "relations": list(self.relations), "team": self.team}


@dataclass(frozen=True, slots=True)
class Row:
    """A statement to keep."""

    ref: str
    entity: int
    place: tuple[str, int]
    document: Mapping[str, Any]
    stated: Stated


async def source(work: Work, name: str) -> Source | None:
    """Return the source of a name, or None."""
    number = await work.db.value(_SOURCE, access.filter(work, "read", "imports"), name=name)
    return None if number is None else Source(number, name)


async def add_source(work: Work, name: str) -> Source:
    """Return the source of a name, added on first sight."""
    return await source(work, name) or Source(int(await work.db.value(_ADD_SOURCE, org=work.org, name=name)), name)


async def bring_nothing(work: Work, number: int) -> None:
    """Forget which blueprints a source brought."""
    await work.db.run(_BROUGHT_NOTHING, source=number)


async def brought(work: Work, number: int, names: Sequence[str]) -> None:
    """Remember blueprints that were missing before this source."""
    if names:
        await work.db.run(_BROUGHT, source=number, names=list(names))


async def blueprints(work: Work, number: int) -> list[str]:
    """Return the blueprints that were missing before this source."""
    return list(await work.db.value(_BLUEPRINTS, access.filter(work, "read", "imports"), source=number) or ())


async def items(work: Work, number: int) -> list[Item]:
    """Return everything that a source states."""
    rows = await work.db.all(_ITEMS, access.filter(work, "read", "imports"), source=number)
    return [_item(row) for row in rows]


def _item(row: Any) -> Item:
    return Item(row["ref"], row["ent"], row["file"], row["blueprint"], row["ident"])


async def stated(work: Work, number: int, refs: Sequence[str]) -> dict[str, tuple[Item, Stated]]:
    """Return the entity and the statements of each of these references that the source knows."""
    rows = await work.db.all(_STATED, access.filter(work, "read", "imports"), source=number, refs=list(refs))
    return {row["ref"]: (_item(row), _stated(orjson.loads(row["stated"]))) for row in rows}


def _stated(given: Mapping[str, Any]) -> Stated:
    return Stated(tuple(given["properties"]), tuple(given["relations"]), given["team"])


async def put(work: Work, number: int, rows: Sequence[Row]) -> None:
    """Keep statements; those that are kept already in the same words are not written again."""
    if rows:
        told = [
            {
                "ref": row.ref,
                "ent": row.entity,
                "file": row.place[0],
                "index": row.place[1],
                "document": row.document,
                "stated": row.stated.wire(),
            }
            for row in rows
        ]
        await work.db.run(_PUT, source=number, rows=orjson.dumps(told).decode())


async def drop(work: Work, number: int, refs: Sequence[str]) -> None:
    """Forget statements."""
    await work.db.run(_DROP, source=number, refs=list(refs))


async def still_stated(work: Work, entities: Sequence[int]) -> frozenset[int]:
    """Return those of the entities that some source states."""
    rows = await work.db.all(_STILL, access.filter(work, "read", "imports"), ents=list(entities))
    return frozenset(row["ent"] for row in rows)


async def users(work: Work) -> dict[str, str]:
    """Return the e-mail of each user that a source states, by reference."""
    rows = await work.db.all(_USERS, access.filter(work, "read", "imports"))
    return {row["ref"]: row["ident"] for row in rows}


async def exported(work: Work, name: str, after: str, limit: int) -> list[dict[str, Any]]:
    """Return the documents of a source after a reference, as they were written."""
    scope = access.filter(work, "read", "imports")
    rows = await work.db.all(_EXPORT, scope, name=name, after=after, limit=limit)
    return [{**row, "document": orjson.loads(row["document"])} for row in rows]
