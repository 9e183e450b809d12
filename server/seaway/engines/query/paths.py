"""`matchAny` along a path: entities that reach, or are reached from, those named, by an exact chain (semantics 8.6).

The chain is walked as sets, from the entities that are named: backwards where it is declared from the blueprint that is
searched, forwards where it is declared from theirs. `$team` is the hidden relation to the teams of an entity.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.nodes import Hop, PathRule
from seaway.engines.query.shapes import Shape
from seaway.engines.query.sql import Param, Sql, sql, texts

TEAM = "$team"
TEAMS = "_team"


class NoSuchWayError(BadQueryError):
    """The chain cannot be walked from the blueprint that is searched: it fits another one, perhaps."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One hop of a known chain: the relation (None for teams), how often, and the blueprints at its two ends."""

    relation: int | None
    most: int | None
    near: Shape
    far: Shape


def matched(rule: PathRule, shape: Shape, world: Sequence[Shape], names: Sequence[str]) -> Sql:
    """Return the test that an entity of a blueprint lies at the other end of the chain from one of these identifiers.

    Raises:
        NoSuchWayError: the blueprint that is searched is not where the chain begins, or ends.
        BadQueryError: the rule names a blueprint that does not exist, or its chain cannot be walked from there.
    """
    by_id = {each.id: each for each in world}
    if rule.start is None:
        steps = _chain(rule, shape, by_id, NoSuchWayError)
        found = _named(steps[-1].far, names)
        for step in reversed(steps):
            found = _back(step, found)
        return sql("e.id in (", found, ")")
    start = next((each for each in world if each.identifier == rule.start), None)
    if start is None:
        raise BadQueryError(f"{rule.path}.property.fromBlueprint", f'blueprint "{rule.start}" was not found')
    steps = _chain(rule, start, by_id, BadQueryError)
    if steps[-1].far.id != shape.id:
        raise NoSuchWayError(
            f"{rule.path}.property.path", f'leads to "{steps[-1].far.identifier}", not to "{shape.identifier}"'
        )
    found = _named(start, names)
    for step in steps:
        found = _onward(step, found)
    return sql("e.id in (", found, ")")


def _chain(rule: PathRule, start: Shape, world: dict[int, Shape], error: type[BadQueryError]) -> list[_Step]:
    at, steps = start, list[_Step]()
    for place, hop in enumerate(rule.hops):
        step = _step(hop, at, world)
        if step is None:
            raise error(
                f"{rule.path}.property.path.{place}", f'blueprint "{at.identifier}" has no relation "{hop.relation}"'
            )
        if step.most is not None and step.far.id != at.id:
            raise error(
                f"{rule.path}.property.path.{place}.maxHops",
                f'"{hop.relation}" leads to another blueprint; only a relation to its own can be repeated',
            )
        steps.append(step)
        at = step.far
    return steps


def _step(hop: Hop, at: Shape, world: dict[int, Shape]) -> _Step | None:
    if hop.relation == TEAM:
        teams = next((each for each in world.values() if each.identifier == TEAMS), None)
        return None if teams is None else _Step(None, None, at, teams)
    relation = at.relations.get(hop.relation)
    if relation is None or relation.target_id not in world:
        return None
    return _Step(relation.id, None if hop.most == 1 else hop.most, at, world[relation.target_id])


def _named(shape: Shape, names: Sequence[str]) -> Sql:
    blueprint = Param(shape.id, "int")
    return sql(
        "select x.id from entity x where {scope:x} and x.bp = ", blueprint, " and x.ident = any(", texts(names), ")"
    )


def _onward(step: _Step, found: Sql) -> Sql:
    if step.relation is not None:
        return _followed(step, found, "g.src", "g.dst")
    return sql(
        "select t.id from entity t where {scope:t} and t.bp = ", Param(step.far.id, "int"),
        " and t.ident in (select unnest(s.team) from entity s where {scope:s} and s.id in (", found, "))",
    )  # fmt: skip


def _back(step: _Step, found: Sql) -> Sql:
    if step.relation is not None:
        return _followed(step, found, "g.dst", "g.src")
    return sql(
        "select s.id from entity s where {scope:s} and s.bp = ", Param(step.near.id, "int"),
        " and s.team && array(select t.ident from entity t where {scope:t} and t.id in (", found, "))",
    )  # fmt: skip


def _followed(step: _Step, found: Sql, near: str, far: str) -> Sql:
    relation = Param(step.relation, "int")
    if step.most is None:
        return sql(f"select {far} from edge g where g.rel = ", relation, f" and {near} in (", found, ")")
    # `union` forgets pairs seen before; with the bound on hops a cycle ends.
    return sql(
        "select w.id from (with recursive walk(id, hop) as (select y.id, 0 from (", found, ") y(id) union"
        f" select {far}, w.hop + 1 from walk w join edge g on {near} = w.id and g.rel = ", relation,
        " where w.hop < ", Param(step.most, "int"), ") select walk.id from walk where walk.hop > 0) w",
    )  # fmt: skip
