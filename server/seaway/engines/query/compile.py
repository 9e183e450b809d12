"""Binds a query to the blueprints it runs over and writes it as SQL.

Each blueprint gets the query in its own terms: rules on `$blueprint` are settled now, a rule on a property that the
blueprint lacks cannot hold, and what remains is the same text for all blueprints that agree, so those share a branch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import orjson

from seaway.engines.query import paths, tables, values
from seaway.engines.query.caller import Caller, resolve
from seaway.engines.query.compare import NOTHING, Question, comparison
from seaway.engines.query.errors import BadQueryError, MisfitError
from seaway.engines.query.nodes import (
    ContextValue,
    Group,
    PairsRule,
    PathRule,
    PropertyRule,
    RelatedRule,
    RelationRule,
    Rule,
    SchemaRule,
    ScorecardRule,
)
from seaway.engines.query.operands import Json, Operand, json_moment
from seaway.engines.query.shapes import META_KINDS, Kind, Property, Relation, Shape
from seaway.engines.query.sql import FALSE, TRUE, Param, Sql, all_of, any_of, negate, sql, texts
from seaway.engines.query.walk import related

_Comparing = PropertyRule | SchemaRule | RelationRule | ScorecardRule
_POINTS = frozenset({"=", "!=", "in", "notIn", "matchAny"})


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query as SQL over `entity e`. `failed` holds the blueprints whose properties it does not fit, and why."""

    where: Sql
    failed: dict[str, MisfitError]


def compile_query(query: Group, shapes: Sequence[Shape], caller: Caller) -> Compiled:
    """Return the condition for entities of these blueprints; the condition names the blueprints itself.

    Raises:
        BadQueryError: a rule names a blueprint to walk from that does not exist.
    """
    branches: dict[Sql, list[int]] = {}
    found, failed = _each(query, shapes, caller)
    for shape, test in found:
        branches.setdefault(test, []).append(shape.id)
    return Compiled(any_of(_branch(ids, test) for test, ids in branches.items()), failed)


def compile_each(query: Group, shapes: Sequence[Shape], caller: Caller) -> list[tuple[Shape, Sql]]:
    """Return the condition for each blueprint that can have matching entities, for answers made blueprint by blueprint.

    Raises:
        BadQueryError: a rule names a blueprint to walk from that does not exist. MisfitError: it fits a blueprint not.
    """
    found, failed = _each(query, shapes, caller)
    for misfit in failed.values():
        raise misfit
    return [(shape, _branch([shape.id], test)) for shape, test in found]


def _each(
    query: Group, shapes: Sequence[Shape], caller: Caller
) -> tuple[list[tuple[Shape, Sql]], dict[str, MisfitError]]:
    found: list[tuple[Shape, Sql]] = []
    failed: dict[str, MisfitError] = {}
    for shape in shapes:
        try:
            test = _Binding(shape, caller, shapes).bind(query)
        except MisfitError as misfit:
            failed[shape.identifier] = misfit
            continue
        if test != FALSE:
            found.append((shape, test))
    return found, failed


def compile_for(query: Group, shape: Shape, caller: Caller, world: Sequence[Shape]) -> Sql:
    """Return the condition for entities of one blueprint, strictly: every rule must fit it.

    `world` are all blueprints where the query `walks`, else it may be empty.

    Raises:
        BadQueryError: a rule names a property the blueprint lacks, or does not fit the property's type.
    """
    test = _Binding(shape, caller, world, strict=True).bind(query)
    return FALSE if test == FALSE else _branch([shape.id], test)


def _branch(ids: list[int], test: Sql) -> Sql:
    if len(ids) == 1:
        scope = sql("e.bp = ", Param(ids[0], "int"))
    else:
        scope = sql("e.bp = any(", Param(tuple(ids), "int[]"), ")")
    return scope if test == TRUE else sql("(", scope, " and ", test, ")")


@dataclass(frozen=True, slots=True)
class _Binding:
    """One query meeting one blueprint. `strict` refuses names that the blueprint does not have."""

    shape: Shape
    caller: Caller
    world: Sequence[Shape]
    strict: bool = False

    def bind(self, node: Rule | Group) -> Sql:
        if isinstance(node, Group):
            return self._group(node)
        if isinstance(node, PropertyRule):
            return self._property(node)
        if isinstance(node, RelationRule):
            relation = self.shape.relations.get(node.relation)
            return (
                self._unknown(node.path, "relation", node.relation)
                if relation is None
                else self._related(node, relation)
            )
        if isinstance(node, SchemaRule | ScorecardRule):
            return self._schema(node) if isinstance(node, SchemaRule) else self._scorecard(node)
        if isinstance(node, PairsRule):
            wanted = node.wanted.get(self.shape.identifier, ())
            return sql("e.ident = any(", texts(wanted), ")") if wanted else FALSE
        return self._along(node) if isinstance(node, PathRule) else self._reached(node)

    def _reached(self, rule: Rule) -> Sql:
        assert isinstance(rule, RelatedRule)  # noqa: S101  # the last kind of rule there is
        source = next((each.id for each in self.world if each.identifier == rule.blueprint), None)
        if source is None:
            raise BadQueryError(f"{rule.path}.blueprint", f'blueprint "{rule.blueprint}" was not found')
        return related(rule, source)

    def _along(self, rule: PathRule) -> Sql:
        value = resolve(rule.value, self.caller, teams=False)
        listed = value if isinstance(value, tuple) else () if value is None or value is NOTHING else (value,)
        wanted = [text for item in listed if (text := values.text(item)) is not None]
        try:
            return paths.matched(rule, self.shape, self.world, wanted) if wanted else FALSE
        except paths.NoSuchWayError:
            if self.strict:
                raise
            return FALSE

    def _group(self, group: Group) -> Sql:
        if not group.rules:
            test = TRUE
        elif group.combinator == "or":
            test = any_of(self.bind(rule) for rule in group.rules)
        else:
            # Rules on the blueprint first: a branch meant for another blueprint must not be held against this one.
            ordered = sorted(group.rules, key=lambda rule: not _on_blueprint(rule))
            test = all_of(self.bind(rule) for rule in ordered)
        return negate(test) if group.negated else test

    def _property(self, rule: PropertyRule) -> Sql:
        if isinstance(rule.property, ContextValue):
            known = self.caller.values[rule.property]
            value = sql(Param(orjson.dumps(known.value).decode(), "jsonb"))
            given = json_moment(value) if known.kind is Kind.DATETIME else Json(value, known.kind)
            return self._compare(rule, given, rule.property.property)
        name = rule.property
        if name in META_KINDS:
            return self._meta(rule, name)
        if (prop := self.shape.properties.get(name)) is not None:
            return self._stored(rule, prop)
        if (relation := self.shape.relations.get(name)) is not None:
            return self._related(RelationRule(rule.path, name, "$identifier", rule.operator, rule.value), relation)
        return self._unknown(f"{rule.path}.property", "property", name)

    def _unknown(self, path: str, what: str, name: str) -> Sql:
        if self.strict or name.startswith("$"):
            known = ", ".join(sorted(META_KINDS)) if name.startswith("$") else "see its definition"
            raise BadQueryError(path, f'blueprint "{self.shape.identifier}" has no {what} "{name}"; {known}')
        return FALSE

    def _meta(self, rule: PropertyRule, name: str) -> Sql:
        items = "string" if name == "$team" else None
        return self._compare(rule, tables.meta(name, self.shape), name, items=items, teams=name == "$team")

    def _stored(self, rule: PropertyRule | SchemaRule, prop: Property) -> Sql:
        teams = "team" in (prop.format, prop.items_format)
        return self._compare(rule, tables.stored(prop), prop.name, items=prop.items, teams=teams)

    def _schema(self, rule: SchemaRule) -> Sql:
        """Ask every property of the type; those whose format does not take the operator are passed over."""
        tests: list[Sql] = []
        misfit: MisfitError | None = None
        for prop in self.shape.properties.values():
            if _fits(rule, prop):
                try:
                    tests.append(self._stored(rule, prop))
                except MisfitError as error:
                    misfit = error
        if misfit is not None and not tests:
            raise misfit
        return any_of(tests)

    def _related(self, rule: RelationRule, relation: Relation) -> Sql:
        if rule.target == "$title":
            return self._compare(rule, tables.related_title(relation), f"{rule.relation}.$title")
        asked = self._asked(rule, rule.relation, items="string")
        if asked.value is None or asked.value is NOTHING or rule.operator not in _POINTS:
            return comparison(tables.related_json(relation), asked)
        if isinstance(asked.value, tuple) and relation.many and rule.operator in ("=", "!="):
            return comparison(tables.related_json(relation), asked)
        listed = asked.value if isinstance(asked.value, tuple) else (asked.value,)
        wanted = tuple(text for item in listed if (text := values.text(item)) is not None)
        test = tables.points_at(relation, wanted) if wanted else FALSE
        return negate(test) if rule.operator in ("!=", "notIn") else test

    def _scorecard(self, rule: ScorecardRule) -> Sql:
        scorecard = (self.shape.scorecards or {}).get(rule.scorecard)
        if scorecard is None:
            return self._unknown(f"{rule.path}.scorecard", "scorecard", rule.scorecard)
        if rule.rule is None:
            return self._compare(rule, tables.level_reached(rule.scorecard), rule.scorecard)
        level = scorecard.rules.get(rule.rule)
        if level is None:
            return self._unknown(f"{rule.path}.scorecardRule", "rule in the scorecard", rule.rule)
        # Guides name the rule's level where the status is meant.
        said = rule.value if isinstance(rule.value, tuple) else (rule.value,)
        meant = tuple(tables.SUCCESS if item == level else item for item in said)
        rule = replace(rule, value=meant if isinstance(rule.value, tuple) else meant[0])
        return self._compare(rule, tables.rule_status(rule.scorecard, rule.rule or ""), f"{rule.scorecard}.{rule.rule}")

    def _compare(
        self, rule: _Comparing, operand: Operand, name: str, *, items: str | None = None, teams: bool = False
    ) -> Sql:
        return comparison(operand, self._asked(rule, name, items=items, teams=teams))

    def _asked(self, rule: _Comparing, name: str, *, items: str | None = None, teams: bool = False) -> Question:
        value = resolve(rule.value, self.caller, teams=teams)
        return Question(rule.path, name, rule.operator, value, self.caller.now, items)


def _on_blueprint(rule: Rule | Group) -> bool:
    return isinstance(rule, PropertyRule) and rule.property == "$blueprint"


def _fits(rule: SchemaRule, prop: Property) -> bool:
    if rule.type != prop.type or rule.format not in (None, prop.format):
        return False
    return rule.items is None or (rule.items[0] == prop.items and rule.items[1] in (None, prop.items_format))


def walks(node: Rule | Group) -> bool:
    """Tell whether a query follows relations, so that other blueprints must be known for it."""
    return any(map(walks, node.rules)) if isinstance(node, Group) else isinstance(node, RelatedRule | PathRule)


def asks_for_scorecards(node: Rule | Group) -> bool:
    """Tell whether a query names a scorecard, so that those of its blueprints must be looked up for it."""
    return any(map(asks_for_scorecards, node.rules)) if isinstance(node, Group) else isinstance(node, ScorecardRule)
