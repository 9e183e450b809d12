"""What the return of deleted entities reads and writes: rows under their old numbers, and references that let go."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities.packing import array, numbers, text_array, texts
from seaway.domains.entities.undo import State
from seaway.domains.entities.write_store import keep_blobs, stored

_SEPARATOR = "\x1f"

# The creation stays what it was; people and stamps stand in the record by their interned numbers.
_INSERT = sql(f"""
  insert into entity(id, org, bp, ident, title, icon, team, props, rels, large, source,
                     created_at, created_by, updated_at, updated_by)
  select i.id, :org, :bp, i.ident, i.title, i.icon, coalesce(string_to_array(i.team, :separator), '{{}}'),
         i.props::jsonb, i.rels::jsonb, i.large, cast(:source as int), i.created_at::timestamptz, i.created_by,
         clock_timestamp(), :actor
  from unnest({array("ids", "int8")}, {text_array("idents")}, {text_array("titles")}, {text_array("icons")},
              {text_array("teams")}, {text_array("props")}, {text_array("rels")}, {array("larges", "bool")},
              {text_array("created_ats")}, {array("created_bys", "int")})
    i(id, ident, title, icon, team, props, rels, large, created_at, created_by)
  order by i.ident
  on conflict do nothing
  returning id""")

# Names that it gave up before its deletion stand for it again, unless they stand for somebody else by now.
_ALIASES = sql("""
  insert into entity_alias(org, bp, ident, ent)
  select distinct on (c.bp, c.undo ->> 'identifier') c.org, c.bp, c.undo ->> 'identifier', c.ref
  from change c
  where {scope:c} and c.kind = 'entity' and c.op = 'U' and c.ref = any(cast(:ids as bigint[]))
    and c.undo ->> 'identifier' is not null
    and not exists (
      select 1 from entity e where e.org = c.org and e.bp = c.bp and e.ident = c.undo ->> 'identifier')
  order by c.bp, c.undo ->> 'identifier', c.seq desc
  on conflict do nothing""")

_LET_GO = sql("""
  select c.ref, c.undo from change c
  where {scope:c} and c.kind = 'entity' and c.op = 'U' and c.xid = any(cast(cast(:xids as text[]) as xid8[]))
    and c.undo ->> 'follows' = 'true'
  order by c.seq desc""")


@dataclass(frozen=True, slots=True)
class Grave:
    """A deleted entity: its number, and its last state as the record of its deletion keeps it."""

    ref: int
    last: Mapping[str, Any]


class Revived(NamedTuple):
    """A grave and the state in which it returns."""

    grave: Grave
    state: State


async def insert(work: Work, blueprint: int, rows: Sequence[Revived]) -> set[int]:
    """Insert entities under their old numbers; return the numbers of those whose identifier was free."""
    forms = [stored(row.state) for row in rows]
    found = await work.db.all(
        _INSERT,
        org=work.org,
        bp=blueprint,
        separator=_SEPARATOR,
        source=await origin.source_id(work),
        actor=await origin.actor_id(work),
        ids=numbers([row.grave.ref for row in rows]),
        idents=texts([row.state.identifier for row in rows]),
        titles=texts([row.state.title for row in rows]),
        icons=texts([row.state.icon for row in rows]),
        teams=texts([form.team for form in forms]),
        props=texts([form.props for form in forms]),
        rels=texts([form.rels for form in forms]),
        larges=numbers([bool(form.blobs) for form in forms]),
        created_ats=texts([_moment(row.grave.last["createdAt"]) for row in rows]),
        created_bys=numbers([row.grave.last["createdBy"] for row in rows]),
    )
    there = {row["id"] for row in found}
    await keep_blobs(
        work,
        [(row.grave.ref, form) for row, form in zip(rows, forms, strict=True) if form.blobs and row.grave.ref in there],
    )
    await work.db.run(_ALIASES, access.filter(work, "create", "entities"), ids=sorted(there))
    return there


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).isoformat()


@dataclass(frozen=True, slots=True)
class LetGo:
    """What an entity named before a deletion made it let go: relations and teams, each with its old value."""

    ref: int
    relations: Mapping[str, Any]
    team: Sequence[str]


async def let_go(work: Work, xids: Collection[int]) -> list[LetGo]:
    """Return who let go of what in the transactions of a deletion, the latest first."""
    rows = await work.db.all(_LET_GO, access.filter(work, "read", "entities"), xids=[str(xid) for xid in xids])
    return [_let_go(row["ref"], orjson.loads(row["undo"])) for row in rows]


def _let_go(ref: int, undo: Mapping[str, Any]) -> LetGo:
    return LetGo(ref, undo.get("relations") or {}, tuple(undo.get("team") or ()))


def listed(value: Any) -> Iterable[str]:
    """Return the identifiers that a relation's value holds."""
    return value if isinstance(value, list) else [value] if isinstance(value, str) else []
