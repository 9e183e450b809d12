"""SQL of what scorecards tell: figures over all entities, how single ones stand, and how both went over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.scorecards.result_store import run
from seaway.domains.scorecards.types import Figures, Standing, Step, TeamFigures
from seaway.engines.query.sql import Param, Sql, all_of
from seaway.engines.query.sql import sql as piece

MAX_TEAMS, MAX_FAILING, MAX_STANDINGS = 100, 20, 10_000

_FIGURES = f""", t as materialized (
    select j.*, e.team, e.ident, e.title from judged j join entity e on e.id = j.ent where {{scope:e}}),
  by_team as (
    select g.team, count(*) as n, sum(cardinality(t.passed)) as passed,
      sum(cardinality(t.passed) + cardinality(t.failed)) as tested, t.level
    from t cross join lateral unnest(case when t.team = '{{}}' then array[null] else t.team end) g(team)
    group by g.team, t.level)
  select
    (select count(*) from t) as entities,
    (select coalesce(json_object_agg(x.level, x.n), '{{}}')::text
      from (select level, count(*) as n from t group by level) x) as levels,
    (select coalesce(json_object_agg(x.rule, x.n), '{{}}')::text
      from (select r.rule, count(*) as n from t, unnest(t.passed) r(rule) group by r.rule) x) as passed,
    (select coalesce(json_object_agg(x.rule, x.n), '{{}}')::text
      from (select r.rule, count(*) as n from t, unnest(t.failed) r(rule) group by r.rule) x) as failed,
    (select coalesce(json_agg(x), '[]')::text from (
      select team, sum(n) as entities, sum(passed) as passed, sum(tested) as tested,
        json_object_agg(level, n) as levels
      from by_team group by team order by sum(n) desc, team nulls last limit {MAX_TEAMS + 1}) x) as teams,
    (select coalesce(json_agg(x), '[]')::text from (
      select t.ident as identifier, t.title, t.level, t.failed from t where t.failed <> '{{}}'
      order by cardinality(t.failed) desc, t.ident limit {MAX_FAILING}) x) as failing,
    (select count(*) from entity e where {{scope:e}} and e.bp = """

_STANDING = """
  select s.ident as scorecard, e.ident, e.title, e.team, r.level, r.level_since, r.passed, r.failed,
    r.rule_since::text as rule_since, r.xid::text::bigint as xid, r.seq
  from scorecard_result r join entity e on e.id = r.ent join scorecard s on s.id = r.scorecard
  where {scope:e} and {scope:s}"""
_OF_ENTITY = sql(f"{_STANDING} and r.ent = :ent")
# unscoped: of entities that a scoped read gave, under the row-level security of results
_RESULTS = sql("""
  select r.scorecard, r.ent, r.level, r.passed, r.failed from scorecard_result r
  where r.scorecard = any(cast(:scorecards as bigint[])) and r.ent = any(cast(:ents as bigint[]))""")
_STEPS = sql("""
  select h.id, h.at, h.was, h.level, h.passed, h.tested from scorecard_history h
  where {scope:h} and h.scorecard = :scorecard and h.ent = :ent and h.id < :before
  order by h.id desc limit :limit""")
# By level, from what there is now back: how many more each bucket made, null for what came after the range.
_NOW = sql("""
  select r.level, count(*) as n, sum(cardinality(r.passed)) as passed,
    sum(cardinality(r.passed) + cardinality(r.failed)) as tested
  from scorecard_result r where {scope:r} and r.scorecard = :scorecard group by r.level""")
_GROWTH = sql("""
  select case when h.at <= :until
      then (extract(epoch from date_trunc(:unit, h.at, :zone)) * 1000)::bigint end as bucket,
    x.level, sum(x.n)::bigint as n, sum(x.passed)::bigint as passed, sum(x.tested)::bigint as tested
  from scorecard_history h cross join lateral (values
    (h.was, -1, -h.was_passed, -h.was_tested), (h.level, 1, h.passed, h.tested)) x(level, n, passed, tested)
  where {scope:h} and h.scorecard = :scorecard and h.at >= :since and x.level is not null
  group by 1, 2""")


async def figures(work: Work, judged: Sql, blueprint: int) -> Figures:
    """Return figures over what a table expression `judged(ent, level, passed, failed)` holds."""
    [row] = await run(work, "with ", judged, _FIGURES, Param(blueprint, "int"), ") as total")
    teams = orjson.loads(row["teams"])
    return Figures(
        total=row["total"],
        entities=row["entities"],
        levels=orjson.loads(row["levels"]),
        passed=orjson.loads(row["passed"]),
        failed=orjson.loads(row["failed"]),
        teams=[TeamFigures(**team) for team in teams[:MAX_TEAMS]],
        more_teams=len(teams) > MAX_TEAMS,
        failing=orjson.loads(row["failing"]),
    )


def stored(scorecard: int) -> Sql:
    """Return the table expression of the results that are kept of a scorecard."""
    return piece(
        "judged as materialized (select r.ent, r.level, r.passed, r.failed from scorecard_result r",
        " where r.scorecard = ",
        Param(scorecard, "bigint"),
        ")",
    )


@dataclass(frozen=True, slots=True)
class Sought:
    """Which standings of a scorecard: those of a level, of a team, that pass or fail a rule; after an identifier."""

    level: str | None = None
    team: str | None = None
    rule: str | None = None
    passed: bool | None = None
    after: str = ""
    limit: int = 100

    def where(self, scorecard: int) -> Sql:
        """Return the condition."""
        tests = [piece("r.scorecard = ", Param(scorecard, "bigint"))]
        if self.level is not None:
            tests.append(piece("r.level = ", Param(self.level, "text")))
        if self.team is not None:
            tests.append(piece("e.team @> array[", Param(self.team, "text"), "]"))
        if self.rule is not None:
            lists = {True: "r.passed", False: "r.failed", None: "r.passed || r.failed"}
            tests.append(piece(Param(self.rule, "text"), f" = any({lists[self.passed]})"))
        if self.after:
            tests.append(piece("e.ident > ", Param(self.after, "text")))
        return all_of(tests)


async def standings(work: Work, scorecard: int, sought: Sought) -> list[Standing]:
    """Return how entities stand in a scorecard, by identifier."""
    rows = await run(
        work, _STANDING, " and ", sought.where(scorecard), " order by e.ident limit ", Param(sought.limit, "bigint")
    )
    return [_standing(row) for row in rows]


async def of_entity(work: Work, entity: int) -> dict[str, Standing]:
    """Return how an entity stands, by the identifier of the scorecard."""
    rows = await work.db.all(_OF_ENTITY, access.filter(work, "read", "entities"), ent=entity)
    return {row["scorecard"]: _standing(row) for row in rows}


def _standing(row: Any) -> Standing:
    since = {rule: datetime.fromisoformat(at) for rule, at in orjson.loads(row["rule_since"]).items()}
    return Standing(
        entity=row["ident"],
        title=row["title"],
        team=tuple(row["team"]),
        level=row["level"],
        since=row["level_since"],
        passed=tuple(row["passed"]),
        failed=tuple(row["failed"]),
        rule_since=since,
        position=Position(row["xid"], row["seq"]),
    )


async def results(work: Work, scorecards: Sequence[int], entities: Sequence[int]) -> list[Any]:
    """Return (scorecard, ent, level, passed, failed) of these entities."""
    return await work.db.all(_RESULTS, scorecards=list(scorecards), ents=list(entities))


async def steps(work: Work, scorecard: int, entity: int, before: int, limit: int) -> list[Step]:
    """Return how an entity's standing changed, the newest first, from before a step."""
    rows = await work.db.all(
        _STEPS, access.filter(work, "read", "entities"), scorecard=scorecard, ent=entity, before=before, limit=limit
    )
    return [Step(row["id"], row["at"], row["was"], row["level"], row["passed"], row["tested"]) for row in rows]


async def now(work: Work, scorecard: int) -> list[Any]:
    """Return (level, n, passed, tested) of what there is now."""
    return await work.db.all(_NOW, access.filter(work, "read", "entities"), scorecard=scorecard)


async def growth(work: Work, scorecard: int, span: Mapping[str, Any]) -> list[Any]:
    """Return (bucket, level, n, passed, tested): how much more each level had by each bucket's end than before."""
    return await work.db.all(_GROWTH, access.filter(work, "read", "entities"), scorecard=scorecard, **span)
