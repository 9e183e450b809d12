"""SQL that judges entities and keeps what changed: one statement for a scorecard, whatever the number of entities.

The query engine writes each rule as a condition; all of them are asked in one pass over the entities, levels follow
from the answers, and only results that differ from the stored ones are written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from seaway.core.db import Statement, sql
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.scorecards import definition
from seaway.domains.scorecards.types import Draft, Scorecard
from seaway.engines.query.shapes import Shape
from seaway.engines.query.sql import Param, Sql, all_of, render, texts
from seaway.engines.query.sql import sql as piece

_PART = sql("""
  select p.ids, p.last from (
    select array_agg(x.id) as ids, max(x.ident) as last from (
      select e.id, e.ident from entity e where {scope:e} and e.bp = :bp and e.ident > :after
      order by e.ident limit :limit) x) p""")
_COUNT = sql("select count(*) from entity e where {scope:e} and e.bp = :bp")
# unscoped: by number, after a scoped locking read
_MOVE = sql("""
  update scorecard set
    xid = case when (xid, seq) < (cast(cast(:xid as text) as xid8), cast(:seq as bigint))
      then cast(cast(:xid as text) as xid8) else xid end,
    seq = case when (xid, seq) < (cast(cast(:xid as text) as xid8), cast(:seq as bigint))
      then cast(:seq as bigint) else seq end,
    evaluated = case when :whole then :ver else evaluated end,
    evaluated_at = case when :whole then clock_timestamp() else evaluated_at end
  where id = :id""")
# unscoped: workers look after every organisation, and work inside each; whoever claims a scorecard has it for an hour
_CLAIM = sql("""
  update scorecard s set evaluated_at = clock_timestamp() from organisation o
  where o.id = s.org and s.id = (
    select x.id from scorecard x where (x.relative or x.evaluated < x.ver)
      and coalesce(x.evaluated_at, x.updated_at) < clock_timestamp() - interval '1 hour'
    order by x.id limit 1 for update skip locked)
  returning s.id, s.org, o.public_id""")


@lru_cache(maxsize=1_000)
def _statement(text: str) -> Statement:
    return sql(text)


async def run(work: Work, *parts: str | Sql | Param) -> list[Any]:
    """Return the rows of a statement in pieces, under the scope of the entities that the actor may read."""
    text, params = render(piece(*parts))
    return await work.db.all(_statement(text), access.filter(work, "read", "entities"), **params)


def judged(draft: Draft, shape: Shape, entities: Sequence[int] | None = None) -> Sql:
    """Return the table expression `judged(ent, level, passed, failed)`; with `entities`, of these numbers only."""
    within, rules = definition.tests(draft, shape)
    if entities is not None:
        within = all_of((piece("e.id = any(", Param(tuple(entities), "bigint[]"), ")"), within))
    asked = [part for place, test in enumerate(rules) for part in (", ", test, f" as r{place}")]
    names = [str(rule["identifier"]) for rule in draft.rules]
    return piece(
        "asked as materialized (select e.id", *asked, " from entity e where {scope:e} and ", within,
        "), judged as materialized (select a.id as ent, ", _level(draft), " as level, ",
        _those(names, "case when a.r{} then "), " as passed, ", _those(names, "case when not a.r{} then "),
        " as failed from asked a)",
    )  # fmt: skip


def _level(draft: Draft) -> Sql:
    """Return the level: the one below the lowest that an entity misses a rule of; levels without rules are skipped."""
    reached = Param(str(draft.levels[0]["title"]), "text")
    arms: list[str | Param] = []
    for title, places in definition.ladder(draft):
        arms += [f" when not ({' and '.join(f'a.r{place}' for place in places)}) then ", reached]
        reached = Param(title, "text")
    return piece("case", *arms, " else ", reached, " end") if arms else piece(reached)


def _those(names: Sequence[str], when: str) -> Sql:
    if not names:
        return piece("cast('{}' as text[])")
    cases: list[str | Param] = []
    for place, name in enumerate(names):
        cases += [", " if place else "", when.format(place), Param(name, "text"), " end"]
    return piece("array_remove(array[", *cases, "], null)")


@dataclass(frozen=True, slots=True)
class Reach:
    """Which entities are judged, by number, None for all; and the position in the change log that this reflects."""

    position: Position
    entities: Sequence[int] | None = None


async def evaluate(work: Work, scorecard: Scorecard, shape: Shape, reach: Reach) -> int:
    """Judge entities, keep what changed, and return how many results that was. The scorecard's row is locked.

    `not in` is hashed whatever the planner expects; an anti-join planned over a few rows would compare all with all.
    """
    number, org = Param(scorecard.number, "bigint"), Param(work.org, "int")
    mine = piece("r.scorecard = ", number)
    if reach.entities is not None:
        mine = piece(mine, " and r.ent = any(", Param(tuple(reach.entities), "bigint[]"), ")")
    at = piece(Param(str(reach.position.xid), "text"), "::xid8, ", Param(reach.position.seq, "bigint"))
    [row] = await run(
        work, "with ", judged(scorecard.draft, shape, reach.entities), ", changed as materialized ("
        "select j.*, r.level as was, r.passed as had, r.failed as lacked, r.level_since, r.rule_since from judged j"
        " left join scorecard_result r on r.ent = j.ent and r.scorecard = ", number, " where r.ent is null"
        " or r.level <> j.level or r.passed <> j.passed or r.failed <> j.failed), gone as ("
        "delete from scorecard_result r where ", mine, " and r.ent not in (select j.ent from judged j)"
        " returning r.ent, r.level, cardinality(r.passed) as passed, cardinality(r.failed) as failed), written as ("
        "insert into scorecard_result(scorecard, org, ent, level, passed, failed, level_since, rule_since, xid, seq)"
        " select ", number, ", ", org, _NEW_RESULT, at, _OVER_THE_OLD, _HISTORY, number, ", ", org, _CHANGED_STEPS,
        number, ", ", org, _GONE_STEPS, " returning 1) select (select count(*) from written)"
        " + (select count(*) from gone) as n, (select count(*) from noted) as steps",
    )  # fmt: skip
    return int(row["n"])


# A rule that stands as before keeps its instant; every other one stands so from now.
_NEW_RESULT = """, c.ent, c.level, c.passed, c.failed,
    case when c.was = c.level then c.level_since else statement_timestamp() end,
    coalesce((select jsonb_object_agg(x.rule, case
        when x.rule = any(c.had || c.lacked) and x.ok = (x.rule = any(c.had)) then c.rule_since -> x.rule
        else to_jsonb(statement_timestamp()) end)
      from (select unnest(c.passed), true union all select unnest(c.failed), false) x(rule, ok)), '{}'), """
_OVER_THE_OLD = """ from changed c
    on conflict (scorecard, ent) do update set level = excluded.level, passed = excluded.passed,
      failed = excluded.failed, level_since = excluded.level_since, rule_since = excluded.rule_since,
      xid = excluded.xid, seq = excluded.seq
    returning 1)"""
_HISTORY = """, noted as (insert into scorecard_history(
    scorecard, org, ent, at, was, level, was_passed, was_tested, passed, tested) select """
_CHANGED_STEPS = """, c.ent, statement_timestamp(), c.was, c.level, coalesce(cardinality(c.had), 0),
    coalesce(cardinality(c.had) + cardinality(c.lacked), 0), cardinality(c.passed),
    cardinality(c.passed) + cardinality(c.failed)
  from changed c where c.was is distinct from c.level or cardinality(c.had) is distinct from cardinality(c.passed)
    or cardinality(c.lacked) is distinct from cardinality(c.failed)
  union all select """
_GONE_STEPS = ", g.ent, statement_timestamp(), g.level, null, g.passed, g.passed + g.failed, 0, 0 from gone g"


async def moved(work: Work, scorecard: Scorecard, position: Position, *, whole: bool) -> None:
    """Write down up to which position results are right; `whole` says that all are of this definition."""
    await work.db.run(
        _MOVE, id=scorecard.number, xid=str(position.xid), seq=position.seq, ver=scorecard.version, whole=whole
    )


async def part(work: Work, blueprint: int, after: str, limit: int) -> tuple[list[int], str]:
    """Return the numbers of up to so many entities after an identifier, and the last identifier; none at the end."""
    row = await work.db.one(_PART, access.filter(work, "read", "entities"), bp=blueprint, after=after, limit=limit)
    return (row["ids"], row["last"]) if row is not None and row["ids"] else ([], after)


async def count(work: Work, blueprint: int) -> int:
    """Return how many entities a blueprint has."""
    return int(await work.db.value(_COUNT, access.filter(work, "read", "entities"), bp=blueprint))


async def claim(work: Work) -> tuple[int, int, str] | None:
    """Take a scorecard whose results time or a mishap has left behind: its number, its organisation's, and its id."""
    row = await work.db.one(_CLAIM)
    return (row["id"], row["org"], row["public_id"]) if row else None


__all__ = ["Reach", "claim", "count", "evaluate", "judged", "moved", "part", "run", "texts"]
