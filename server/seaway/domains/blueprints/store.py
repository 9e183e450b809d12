"""All SQL of blueprints."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import asyncpg
import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.blueprints.types import Blueprint, BlueprintDraft, Relation, RelationDraft

Key = tuple[int, int, bool]
"""What a blueprint is remembered under: its id, its version, and whether it has scorecards."""

# One statement, so that a definition and its relations are of one snapshot.
_COLUMNS = """
  b.id, b.ident, b.title, b.icon, b.description, b.schema::text as schema, b.extra::text as extra, b.ver, b.system,
  b.yaml, b.scored, b.created_at, b.updated_at, c.public_id as created_by, u.public_id as updated_by,
  (select coalesce(json_agg(json_build_object(
      'id', r.id, 'name', r.name, 'target', t.ident, 'target_id', t.id, 'many', r.many, 'required', r.required,
      'definition', r.definition) order by r.position), '[]')::text
    from relation r join blueprint t on t.id = r.tbp where r.bp = b.id) as relations
  from blueprint b left join actor c on c.id = b.created_by left join actor u on u.id = b.updated_by"""
_VERSION = sql("select b.id, b.ver, b.scored from blueprint b where {scope:b} and b.ident = :ident")
_VERSION_HELD = sql("select b.id, b.ver, b.scored from blueprint b where {scope:b} and b.ident = :ident for key share")
_VERSION_LOCKED = sql("select b.id, b.ver, b.scored from blueprint b where {scope:b} and b.ident = :ident for update")
_VERSIONS = sql("select b.id, b.ver, b.scored from blueprint b where {scope:b} order by b.system desc, b.id")
_VERSIONS_OF = sql("select b.id, b.ver, b.scored from blueprint b where {scope:b} and b.id = any(cast(:ids as int[]))")
_LOAD = sql(f"select {_COLUMNS} where {{scope:b}} and b.id = any(cast(:ids as int[]))")
_SERIALISE = sql("select pg_advisory_xact_lock(hashtext('blueprints'), cast(:org as int))")
_INSERT = sql("""
  insert into blueprint(org, ident, title, icon, description, schema, extra, yaml, ver, system, created_by, updated_by)
  values (:org, :ident, :title, :icon, :description, cast(:schema as json), cast(:extra as json), :yaml,
    (random() * 9007199254740991)::bigint, :system, :actor, :actor)
  returning id""")
_INSERT_AGAIN = sql("""
  insert into blueprint(id, org, ident, title, icon, description, schema, extra, yaml, ver, created_by, updated_by)
  overriding system value
  values (:id, :org, :ident, :title, :icon, :description, cast(:schema as json), cast(:extra as json), :yaml,
    (random() * 9007199254740991)::bigint, :actor, :actor)""")
# The scope of an update or a deletion was applied by the locking read before it.
# unscoped: by id, after a scoped locking read
_UPDATE = sql("""
  update blueprint set ident = :ident, title = :title, icon = :icon, description = :description,
    schema = cast(:schema as json), extra = cast(:extra as json), yaml = :yaml,
    ver = (random() * 9007199254740991)::bigint, updated_at = clock_timestamp(), updated_by = :actor
  where id = :id""")
# unscoped: by id, after a scoped locking read
_DELETE = sql("delete from blueprint where id = :id")
# unscoped: by the id of a blueprint that a scoped read gave
_DROP_RELATIONS = sql("delete from relation where bp = :bp and not (name = any(cast(:kept as text[])))")
# unscoped: by the id of a blueprint that a scoped read gave
_RENAME_RELATION = sql("update relation set name = :new where bp = :bp and name = :old")
_PUT_RELATIONS = sql("""
  insert into relation(org, bp, name, tbp, many, required, definition, position)
  select :org, :bp, i.name, i.tbp, i.many, i.required, i.definition::jsonb, i.position
  from unnest(cast(:names as text[]), cast(:targets as int[]), cast(:many as bool[]), cast(:required as bool[]),
    cast(:definitions as text[])) with ordinality i(name, tbp, many, required, definition, position)
  on conflict (bp, name) do update set tbp = excluded.tbp, many = excluded.many, required = excluded.required,
    definition = excluded.definition, position = excluded.position""")


async def serialise(work: Work) -> None:
    """Wait until no other unit of work defines blueprints in this organisation.

    Definitions refer to each other (targets, mirrors, renames), so that checking one reads many; locking rows one by
    one could deadlock. Definitions change rarely, and entity writes do not take this lock.
    """
    await work.db.value(_SERIALISE, org=work.org)


async def version(work: Work, scope: Scope, identifier: str, *, lock: str = "") -> Key | None:
    """Return the key of a blueprint; `lock` may be `held` (nobody changes it) or `locked` (nobody holds it)."""
    statement = {"": _VERSION, "held": _VERSION_HELD, "locked": _VERSION_LOCKED}[lock]
    row = await work.db.one(statement, scope, ident=identifier)
    return (row["id"], row["ver"], row["scored"]) if row else None


async def versions(work: Work, scope: Scope, ids: Sequence[int] | None = None) -> list[Key]:
    """Return the key of every blueprint, or of those with these ids; system blueprints first."""
    rows = await (work.db.all(_VERSIONS, scope) if ids is None else work.db.all(_VERSIONS_OF, scope, ids=list(ids)))
    return [(row["id"], row["ver"], row["scored"]) for row in rows]


async def load(work: Work, scope: Scope, ids: Iterable[int]) -> list[Blueprint]:
    """Return whole blueprints."""
    return [_blueprint(row) for row in await work.db.all(_LOAD, scope, ids=list(ids))]


async def insert(work: Work, draft: BlueprintDraft, *, system: bool) -> int:
    """Add the row of a blueprint, without its relations, and return its id."""
    added: int = await work.db.value(_INSERT, org=work.org, system=system, **await _columns(work, draft))
    return added


async def insert_again(work: Work, number: int, draft: BlueprintDraft) -> None:
    """Add the row of a blueprint that was deleted under the id that it had, without its relations."""
    await work.db.run(_INSERT_AGAIN, id=number, org=work.org, **await _columns(work, draft))


async def update(work: Work, blueprint: Blueprint, draft: BlueprintDraft) -> None:
    """Replace the row of a blueprint, relations aside, under a new version."""
    await work.db.run(_UPDATE, id=blueprint.id, **await _columns(work, draft))


async def put_relations(
    work: Work, blueprint_id: int, relations: Mapping[str, RelationDraft], targets: Mapping[str, int]
) -> None:
    """Make the relations of a blueprint these: rows of the same name keep their id."""
    await work.db.run(_DROP_RELATIONS, bp=blueprint_id, kept=list(relations))
    if relations:
        await work.db.run(
            _PUT_RELATIONS,
            org=work.org,
            bp=blueprint_id,
            names=list(relations),
            targets=[targets[given.target] for given in relations.values()],
            many=[given.many for given in relations.values()],
            required=[given.required for given in relations.values()],
            definitions=[_dump(_definition(given)) for given in relations.values()],
        )


async def rename_relation(work: Work, blueprint_id: int, old: str, new: str) -> None:
    """Give a relation another name; it keeps its id, and with it every stored edge."""
    await work.db.run(_RENAME_RELATION, bp=blueprint_id, old=old, new=new)


async def delete(work: Work, blueprint_id: int) -> None:
    """Remove a blueprint and its relations."""
    await work.db.run(_DELETE, id=blueprint_id)


async def _columns(work: Work, draft: BlueprintDraft) -> dict[str, Any]:
    extra = {**draft.extra} if draft.ownership is None else {**draft.extra, "ownership": draft.ownership}
    return {
        "ident": draft.identifier,
        "title": draft.title,
        "icon": draft.icon,
        "description": draft.description,
        "schema": _dump({"properties": draft.properties, "required": list(draft.required)}),
        "extra": _dump(extra),
        "yaml": draft.yaml,
        "actor": await origin.actor_id(work),
    }


def _definition(given: RelationDraft) -> dict[str, Any]:
    named = {"title": given.title, "description": given.description}
    return {**{key: value for key, value in named.items() if value is not None}, **given.definition}


def _blueprint(row: asyncpg.Record) -> Blueprint:
    schema, extra = orjson.loads(row["schema"]), orjson.loads(row["extra"])
    relations = [_relation(given) for given in orjson.loads(row["relations"])]
    return Blueprint(
        id=row["id"],
        identifier=row["ident"],
        title=row["title"],
        icon=row["icon"],
        description=row["description"],
        properties=schema["properties"],
        required=tuple(schema["required"]),
        relations={relation.name: relation for relation in relations},
        version=row["ver"],
        ownership=extra.pop("ownership", None),
        extra=extra,
        system=row["system"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
        yaml=row["yaml"],
        scored=row["scored"],
    )


def _relation(given: dict[str, Any]) -> Relation:
    definition = given.pop("definition")
    title, description = definition.pop("title", None), definition.pop("description", None)
    return Relation(**given, title=title, description=description, definition=definition)


def _dump(value: object) -> str:
    return orjson.dumps(value).decode()
