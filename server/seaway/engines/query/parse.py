"""Reads a query as JSON into nodes, strictly: every mistake is named by the path of its rule, with the fix.

One grammar covers both dialects (semantics 8) and the older forms clients still send: a missing combinator, a bare
array of rules, `not: true` on a group, relation ids as `property`.
"""

from typing import Any, get_args

from seaway.engines.query import nodes, values
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.fold import fold_pairs
from seaway.engines.query.nodes import (
    Group,
    Hop,
    PathRule,
    PropertyRule,
    RelatedRule,
    RelationRule,
    Rule,
    SchemaRule,
    ScorecardRule,
)

MAX_RULES = 1_000
MAX_WRITTEN = 4_000  # identifier-and-blueprint pairs are folded into one rule, so more of them may be written
MAX_DEPTH = 24
MAX_NAME = 200
MAX_STEPS = 10
MAX_HOPS = 15

OPERATORS: frozenset[str] = frozenset(get_args(nodes.Operator))
_GROUP_KEYS = frozenset({"combinator", "rules", "not"})
_VALUELESS = frozenset({"isEmpty", "isNotEmpty", "isExpired", "isNotExpired"})


def parse(query: Any, path: str = "") -> Group:
    """Return the query as nodes. `path` is where it stands in the body, for messages.

    Raises:
        BadQueryError: the tree has a wrong shape, over 1,000 rules, or more than 24 levels.
    """
    reader = _Reader()
    if isinstance(query, list):
        group = Group("and", reader.rules(query, path, 1))
    else:
        group = reader.group(_mapping(query, path or "query"), path, 1)
    if (count := _count(group)) > MAX_RULES:
        raise _too_many(count, MAX_RULES)
    return group


def _too_many(count: int | str, limit: int) -> BadQueryError:
    return BadQueryError("", f"The query has {count} rules, at most {limit} are taken; split it into several searches")


def _count(node: Rule | Group) -> int:
    return sum(_count(rule) for rule in node.rules) if isinstance(node, Group) else 1


def _join(path: str, *parts: str | int) -> str:
    return ".".join(str(part) for part in (path, *parts) if part != "")


def _mapping(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadQueryError(path, 'must be an object such as {"combinator": "and", "rules": []}')
    return value


class _Reader:
    """One reading: counts the rules as it goes, so that a huge tree is refused early."""

    def __init__(self) -> None:
        self.written = 0

    def group(self, raw: dict[str, Any], path: str, depth: int) -> Group:
        _only(raw, _GROUP_KEYS, path)
        combinator = raw.get("combinator", "and")
        if combinator not in ("and", "or"):
            raise BadQueryError(_join(path, "combinator"), 'must be "and" or "or"')
        negated = raw.get("not", False)
        if not isinstance(negated, bool):
            raise BadQueryError(_join(path, "not"), "must be true or false")
        if "rules" not in raw:
            raise BadQueryError(path or "query", "misses `rules`, an array; an empty one matches everything")
        rules = self.rules(raw["rules"], _join(path, "rules"), depth)
        return Group(combinator, fold_pairs(rules) if combinator == "or" else rules, negated)

    def rules(self, raw: Any, path: str, depth: int) -> tuple[Rule | Group, ...]:
        if not isinstance(raw, list):
            raise BadQueryError(path, "must be an array of rules")
        if depth > MAX_DEPTH:
            raise BadQueryError(path, f"is nested over {MAX_DEPTH} levels deep; join groups of the same combinator")
        return tuple(self._item(item, _join(path, index), depth) for index, item in enumerate(raw))

    def _item(self, raw: Any, path: str, depth: int) -> Rule | Group:
        if not isinstance(raw, dict):
            raise BadQueryError(path, "must be a rule (an object with an operator) or a group (an object with rules)")
        if "rules" in raw or "combinator" in raw:
            return self.group(raw, path, depth + 1)
        self.written += 1
        if self.written > MAX_WRITTEN:
            raise _too_many(f"over {MAX_WRITTEN}", MAX_WRITTEN)
        return rule(raw, path)


def rule(raw: dict[str, Any], path: str) -> Rule:
    """Return one rule as a node.

    Raises:
        BadQueryError: it has a wrong shape.
    """
    operator = raw.get("operator")
    if operator == "relatedTo":
        return _related(raw, path)
    if not isinstance(operator, str) or operator not in OPERATORS:
        known = ", ".join(sorted(OPERATORS | {"relatedTo"}))
        raise BadQueryError(_join(path, "operator"), f"must be one of {known}")
    subjects = [key for key in ("property", "propertySchema", "relation", "scorecard") if key in raw]
    if len(subjects) != 1:
        raise BadQueryError(path, "must name exactly one of property, relation, propertySchema and scorecard")
    value = _value(raw, operator, path)
    if subjects == ["relation"]:
        return _relation(raw, operator, value, path)
    if subjects == ["propertySchema"]:
        return _schema(raw, operator, value, path)
    if subjects == ["scorecard"]:
        return _scorecard(raw, operator, value, path)
    _only(raw, frozenset({"property", "operator", "value"}), path)
    if isinstance(raw["property"], dict) and "path" in raw["property"]:
        return _along(raw["property"], operator, value, path)
    return PropertyRule(path, _subject(raw["property"], _join(path, "property")), operator, value)  # type: ignore[arg-type]  # membership checked above


def _value(raw: dict[str, Any], operator: str, path: str) -> Any:
    if operator in _VALUELESS:
        if raw.get("value") is not None:
            raise BadQueryError(_join(path, "value"), f"the operator {operator} takes no value; leave it out")
        return None
    if "value" not in raw:
        raise BadQueryError(path, f"the operator {operator} needs a value")
    return values.read(raw["value"], operator, _join(path, "value"))


def _subject(raw: Any, path: str) -> Any:
    return values.context(raw, path) if isinstance(raw, dict) else _name(raw, path)


def _along(raw: dict[str, Any], operator: str, value: Any, path: str) -> PathRule:
    here = _join(path, "property")
    _only(raw, frozenset({"path", "fromBlueprint"}), here)
    if operator != "matchAny":
        raise BadQueryError(_join(path, "operator"), "must be matchAny where the property is a path")
    steps = raw["path"]
    if not isinstance(steps, list) or not 0 < len(steps) <= MAX_STEPS:
        raise BadQueryError(_join(here, "path"), f"must be an array of 1 to {MAX_STEPS} relations")
    hops = tuple(_hop(step, _join(here, "path", index)) for index, step in enumerate(steps))
    start = raw.get("fromBlueprint")
    return PathRule(path, hops, None if start is None else _name(start, _join(here, "fromBlueprint")), value)


def _hop(raw: Any, path: str) -> Hop:
    if not isinstance(raw, dict):
        return Hop(_name(raw, path))
    _only(raw, frozenset({"relation", "maxHops"}), path)
    most = raw.get("maxHops")
    if most is not None and (isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= MAX_HOPS):
        raise BadQueryError(_join(path, "maxHops"), f"must be a whole number from 1 to {MAX_HOPS}")
    return Hop(_name(raw.get("relation"), _join(path, "relation")), most)


def _relation(raw: dict[str, Any], operator: Any, value: Any, path: str) -> RelationRule:
    _only(raw, frozenset({"relation", "targetProperty", "operator", "value"}), path)
    target = raw.get("targetProperty", "$identifier")
    if target not in ("$identifier", "$title"):
        raise BadQueryError(_join(path, "targetProperty"), "must be $identifier or $title")
    return RelationRule(path, _name(raw["relation"], _join(path, "relation")), target, operator, value)


def _scorecard(raw: dict[str, Any], operator: Any, value: Any, path: str) -> ScorecardRule:
    _only(raw, frozenset({"scorecard", "scorecardRule", "operator", "value"}), path)
    named = raw.get("scorecardRule")
    return ScorecardRule(
        path,
        _name(raw["scorecard"], _join(path, "scorecard")),
        None if named is None else _name(named, _join(path, "scorecardRule")),
        operator,
        value,
    )


def _schema(raw: dict[str, Any], operator: Any, value: Any, path: str) -> SchemaRule:
    _only(raw, frozenset({"propertySchema", "operator", "value"}), path)
    here = _join(path, "propertySchema")
    schema = _mapping_of_schema(raw["propertySchema"], here, frozenset({"type", "format", "items"}))
    items = schema.get("items")
    listed: tuple[str, str | None] | None = None
    if items is not None:
        inner = _mapping_of_schema(items, _join(here, "items"), frozenset({"type", "format"}))
        listed = (inner["type"], inner.get("format"))
    return SchemaRule(path, schema["type"], schema.get("format"), listed, operator, value)


def _mapping_of_schema(raw: Any, path: str, keys: frozenset[str]) -> dict[str, Any]:
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
        raise BadQueryError(path, 'must be an object with a type, such as {"type": "string", "format": "url"}')
    _only(raw, keys, path)
    if not isinstance(raw.get("format"), str | None):
        raise BadQueryError(_join(path, "format"), "must be a string")
    return raw


def _related(raw: dict[str, Any], path: str) -> RelatedRule:
    if "path" in raw or "property" in raw:
        raise BadQueryError(path, "relatedTo takes no path; to follow one, use matchAny with property.path")
    _only(raw, frozenset({"operator", "blueprint", "value", "direction", "required"}), path)
    direction, required = raw.get("direction"), raw.get("required")
    if direction not in (None, "upstream", "downstream"):
        raise BadQueryError(_join(path, "direction"), "must be upstream or downstream; leave it out for both")
    if required is not None and not isinstance(required, bool):
        raise BadQueryError(_join(path, "required"), "must be true or false; leave it out for all relations")
    sources = raw.get("value")
    given = sources if isinstance(sources, list) else [sources]
    listed = [values.bounded(item, _join(path, "value")) for item in given if isinstance(item, str)]
    if len(listed) != len(given) or not 0 < len(listed) <= values.MAX_LIST:
        raise BadQueryError(_join(path, "value"), "must be an entity identifier or an array of them")
    blueprint = _name(raw.get("blueprint"), _join(path, "blueprint"))
    return RelatedRule(path, blueprint, tuple(listed), direction, required)


def _name(raw: Any, path: str) -> str:
    if not isinstance(raw, str) or not 0 < len(raw) <= MAX_NAME:
        raise BadQueryError(path, f"must be a name of 1 to {MAX_NAME} characters")
    return raw


def _only(raw: dict[str, Any], keys: frozenset[str], path: str) -> None:
    if extra := raw.keys() - keys:
        key = min(extra)
        raise BadQueryError(_join(path, key[:80]), f"is not known here; {', '.join(sorted(keys))} are")
