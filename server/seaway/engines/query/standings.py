"""How an entity stands in a scorecard, as a value to sort and to group by."""

from dataclasses import dataclass

from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.shapes import Shape
from seaway.engines.query.sql import Param, Sql, sql
from seaway.engines.query.tables import FAILURE, SUCCESS

_RESULT = "from scorecard_result r join scorecard s on s.id = r.scorecard"
_WHOSE = " where {scope:s} and r.ent = e.id and s.ident = "


@dataclass(frozen=True, slots=True)
class Standing:
    """The level reached in a scorecard or, with `rule`, whether that rule is passed."""

    scorecard: str
    rule: str | None = None


def _known(shape: Shape, by: Standing, path: str) -> None:
    found = (shape.scorecards or {}).get(by.scorecard)
    if found is None:
        raise BadQueryError(path, f'blueprint "{shape.identifier}" has no scorecard "{by.scorecard}"')
    if by.rule is not None and by.rule not in found.rules:
        raise BadQueryError(path, f'scorecard "{by.scorecard}" has no rule "{by.rule}"')


def name(shape: Shape, by: Standing, path: str) -> Sql:
    """Return the title of the level, or the status of the rule, as JSON; null where the scorecard is not about it.

    Raises:
        BadQueryError: the blueprint has no such scorecard, or that has no such rule.
    """
    _known(shape, by, path)
    whose = sql(f" {_RESULT}{_WHOSE}", Param(by.scorecard, "text"), ")")
    if by.rule is None:
        return sql("(select to_jsonb(r.level)", whose)
    rule = Param(by.rule, "text")
    return sql(
        "(select to_jsonb(case when ", rule, f" = any(r.passed) then '{SUCCESS}' when ", rule,
        f" = any(r.failed) then '{FAILURE}' end)", whose,
    )  # fmt: skip


def rank(shape: Shape, by: Standing, path: str) -> Sql:
    """Return a number by which standings sort: the level's place, or 1 for a rule that is passed and 0 for another.

    Raises:
        BadQueryError: as `name` says.
    """
    _known(shape, by, path)
    scorecard = Param(by.scorecard, "text")
    if by.rule is not None:
        rule = Param(by.rule, "text")
        passes = sql("case when ", rule, " = any(r.passed) then 1.0 when ", rule, " = any(r.failed) then 0.0 end")
        return sql("(select ", passes, f" {_RESULT}{_WHOSE}", scorecard, ")")
    levels = "cross join lateral json_array_elements(s.levels) with ordinality l(value, place)"
    place = sql(f"(select l.place::numeric {_RESULT} {levels}{_WHOSE}", scorecard)
    return sql(place, " and l.value ->> 'title' = r.level)")
