"""SQL of the search by words: candidates by the indexes of names and texts, then ranked, counted and cut to a page."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import asyncpg
import orjson

from seaway.core.db import Statement, sql
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities.types import Place

CANDIDATES, STARTING = 1_000, 200
"""How many entities are looked at: in all, and in addition of those that start with the text."""
_MARKS = " -/_.:@"
"""After these a word starts."""
LIKENESS = ("0.75", "0.55", "0.4")
"""How much of a text a name must resemble: the most first, because what resembles less is dear to find."""
# The planner knows nothing of how often a text occurs and would read the whole table for a frequent one.
_TUNE = sql("select set_config('enable_seqscan', 'off', true)")
_PATIENCE = sql("""
  select set_config('statement_timeout', '1000', true),
    set_config('pg_trgm.word_similarity_threshold', :likeness, true)""")
_OURS = "n.bp = any(cast(:bps as int[]))"

# A page of `found`, and how many of it each blueprint has: both of the same rows, whatever happens meanwhile.
_PAGE = """
  counted as (select jsonb_object_agg(c.bp, c.n) as counts from (select bp, count(*) as n from found group by bp) c),
  page as (
    select * from found f
    where cast(:rank as int) is null
      or (f.rank, f.distance, f.ident collate "C", f.id) > (:rank, :distance, :ident, cast(:number as bigint))
    order by f.rank, f.distance, f.ident collate "C", f.id limit :limit)
  select c.counts, p.* from counted c left join page p on true
  order by p.rank, p.distance, p.ident collate "C", p.id"""

_FOUND = f"""
  found as materialized (
    select e.id, e.bp, e.ident, e.title, e.icon, length(coalesce(e.title, e.ident)) as distance,
      case when not h.named then 4
        when lower(e.ident) = lower(:text) or lower(e.title) = lower(:text) then 0
        when e.ident ilike :prefix or e.title ilike :prefix then 1
        when e.ident || ' ' || coalesce(e.title, '') ilike any(cast(:inside as text[])) then 2
        else 3 end as rank
    from hit h join entity e on e.id = h.ent where {{scope:e}}),
  {_PAGE}"""

_SIMILAR = sql(f"""
  with hit as materialized (
    select n.ent, word_similarity(:text, n.text) as likeness from entity_name n
    where n.text %> :text and {_OURS} limit {CANDIDATES}),
  found as materialized (
    select e.id, e.bp, e.ident, e.title, e.icon, 5 as rank, cast((1 - h.likeness) * 1000 as int) as distance
    from hit h join entity e on e.id = h.ent where {{scope:e}}),
  {_PAGE}""")


@lru_cache(maxsize=32)
def _matching(words: int, *, starts: bool) -> Statement:
    """Return the search for that many words; of one or two letters, which only start words, for `starts`."""
    every = " and ".join(f"n.text ilike :word{number}" for number in range(words))
    texts = f"""
      union all (select n.ent, false from entity_text n where n.words @@ cast(:query as tsquery) and {_OURS}
        and not exists (select from named m where m.ent = n.ent) limit {CANDIDATES})"""
    anywhere = f"union (select n.ent from entity_name n where {every} and {_OURS} limit {CANDIDATES})"
    return sql(f"""
      with named as materialized (
        (select e.id as ent from entity e where {{scope:e}} and e.bp = any(cast(:bps as int[])) and e.ident = :text)
        union (select n.ent from entity_name n where n.text ilike :whole and {_OURS} limit {STARTING})
        union (select n.ent from entity_name n where n.text ilike :prefix and {_OURS} limit {STARTING})
        union (select n.ent from entity_name n where n.text ilike :inner and {_OURS} limit {STARTING})
        {"" if starts else anywhere}),
      hit as materialized (select ent, true as named from named {"" if starts else texts}),
      {_FOUND}""")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: the text, its words, those as the index of texts takes them, and in which blueprints."""

    text: str
    words: Sequence[str]
    query: str | None
    blueprints: Sequence[int]
    limit: int
    after: Place | None

    def page(self) -> dict[str, Any]:
        """Return the parameters that both searches share."""
        rank, distance, ident, number = self.after or (None, 0, "", 0)
        place = {"rank": rank, "distance": distance, "ident": ident, "number": number}
        return {"text": self.text, "bps": self.blueprints, "limit": self.limit, **place}


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of hits, and how many there are of each blueprint by its number. `alike`: they only resemble the text."""

    hits: list[Any]
    counts: Mapping[int, int]
    alike: bool


async def matching(work: Work, sought: Sought, *, starts: bool) -> Rows:
    """Return entities that contain every word; with `starts`, those in which a word starts with the text."""
    text = _escaped(sought.text)
    await work.db.one(_TUNE)
    rows = await work.db.all(
        _matching(len(sought.words), starts=starts),
        access.filter(work, "read", "entities"),
        **sought.page(),
        **{f"word{number}": f"%{_escaped(word)}%" for number, word in enumerate(sought.words)},
        query=sought.query,
        whole=f"% {text}",
        prefix=f"{text}%",
        inner=f"% {text}%",
        inside=[f"%{_escaped(mark)}{text}%" for mark in _MARKS],
    )
    return _rows(rows, alike=False)


async def similar(work: Work, sought: Sought) -> Rows:
    """Return entities of which a part resembles the text; none when telling takes over a second.

    A text made of what every name contains resembles them all, and the index cannot help.
    """
    scope = access.filter(work, "read", "entities")
    found = Rows([], {}, alike=True)
    with suppress(asyncpg.QueryCanceledError):
        for likeness in LIKENESS:
            async with work.db.raw.transaction():
                await work.db.one(_PATIENCE, likeness=likeness)
                found = _rows(await work.db.all(_SIMILAR, scope, **sought.page()), alike=True)
            if found.counts:
                break
    return found


def _rows(rows: list[Any], *, alike: bool) -> Rows:
    counts = orjson.loads(rows[0]["counts"]) if rows and rows[0]["counts"] else {}
    hits = [row for row in rows if row["id"] is not None]
    return Rows(hits, {int(number): count for number, count in counts.items()}, alike)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
