"""The index of words: kept in step with entities by the feed, apart from them for the reason of decision 0009."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import packing

_READ = sql("""
  select e.id, e.bp, e.ident, e.title, e.props,
    case when e.large then (select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id) end as large
  from entity e where {scope:e} and e.id = any(cast(:ids as bigint[]))""")
_WRITE = sql(f"""
  insert into entity_text as t(ent, bp, words)
  select i.ent, i.bp, array_to_tsvector(string_to_array(i.words, ' '))
  from unnest({packing.array("ents", "int8")}, {packing.array("bps", "int")}, {packing.text_array("words")})
    i(ent, bp, words)
  on conflict (ent) do update set words = excluded.words where t.words is distinct from excluded.words""")
_FORGET = sql("delete from entity_text where ent = any(cast(:ids as bigint[]))")


@dataclass(frozen=True, slots=True)
class Texts:
    """What of an entity is searched by words."""

    blueprint: int
    identifier: str
    title: str | None
    properties: Mapping[str, Any]


async def read(work: Work, ids: Collection[int]) -> dict[int, Texts]:
    """Return the texts of the entities that exist among these numbers, values of any length included."""
    rows = await work.db.all(_READ, access.filter(work, "read", "entities"), ids=list(ids))
    return {row["id"]: Texts(row["bp"], row["ident"], row["title"], _properties(row)) for row in rows}


def _properties(row: Any) -> Mapping[str, Any]:
    held: dict[str, Any] = orjson.loads(row["props"])
    return held | orjson.loads(row["large"]) if row["large"] else held


async def write(work: Work, words: Mapping[int, tuple[int, str]]) -> None:
    """Replace the words of entities, given as (blueprint, words) by their numbers; there is at least one."""
    await work.db.run(
        _WRITE,
        ents=packing.numbers(words),
        bps=packing.numbers(blueprint for blueprint, _ in words.values()),
        words=packing.texts(text for _, text in words.values()),
    )


async def forget(work: Work, ids: Collection[int]) -> None:
    """Remove the words of entities that are gone."""
    await work.db.run(_FORGET, ids=list(ids))
