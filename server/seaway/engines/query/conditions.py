"""Reads the conditions of a scorecard into nodes: the flat cousin of a query (semantics 16.2).

    {"combinator": "and", "conditions": [{"property": "$team", "operator": "isNotEmpty"}]}

No groups within, no values of the caller; `not` beside an empty-test turns it round, as older clients write it.
"""

from typing import Any

from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.nodes import ContextValue, Group, PropertyRule, RelationRule, Rule
from seaway.engines.query.parse import rule
from seaway.engines.query.values import Window

MAX_CONDITIONS = 50
_EMPTY = {"isEmpty": "isNotEmpty", "isNotEmpty": "isEmpty"}
OPERATORS = frozenset({
    "=", "!=", ">", "<", ">=", "<=", "contains", "doesNotContains", "beginsWith", "doesNotBeginsWith", "endsWith",
    "doesNotEndsWith", "containsAny", "in", "between", "notBetween", *_EMPTY,
})  # fmt: skip


def parse_conditions(raw: Any, path: str) -> Group:
    """Return the conditions as a query. `path` is where they stand in the body, for messages.

    Raises:
        BadQueryError: they have a wrong shape; the path names the condition.
    """
    if not isinstance(raw, dict):
        raise BadQueryError(path, 'must be an object such as {"combinator": "and", "conditions": [...]}')
    if extra := raw.keys() - {"combinator", "conditions"}:
        raise BadQueryError(f"{path}.{min(extra)[:80]}", "is not known here; combinator and conditions are")
    combinator, listed = raw.get("combinator", "and"), raw.get("conditions")
    if combinator not in ("and", "or"):
        raise BadQueryError(f"{path}.combinator", 'must be "and" or "or"')
    if not isinstance(listed, list) or not 0 < len(listed) <= MAX_CONDITIONS:
        raise BadQueryError(f"{path}.conditions", f"must be an array of 1 to {MAX_CONDITIONS} conditions")
    return Group(combinator, tuple(_condition(item, f"{path}.conditions.{place}") for place, item in enumerate(listed)))


def _condition(raw: Any, path: str) -> Rule:
    if not isinstance(raw, dict):
        raise BadQueryError(path, "must be an object with an operator")
    if raw.keys() & {"conditions", "rules", "combinator"}:
        raise BadQueryError(path, "must be a condition; groups cannot be nested in a scorecard")
    if not isinstance(raw.get("operator"), str) or raw["operator"] not in OPERATORS:
        raise BadQueryError(f"{path}.operator", f"must be one of {', '.join(sorted(OPERATORS))}")
    node = rule(_turned(raw, path), path)
    if not isinstance(node, PropertyRule | RelationRule):
        raise BadQueryError(path, "must name a property or a relation")
    if not isinstance(getattr(node, "property", ""), str) or not _static(node.value):
        raise BadQueryError(path, "takes constants only: no context and no template")
    return node


def _turned(raw: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a condition without `not`: the opposite where that is set."""
    turned = raw.get("not", False)
    if not isinstance(turned, bool):
        raise BadQueryError(f"{path}.not", "must be true or false")
    if turned and raw["operator"] not in _EMPTY:
        raise BadQueryError(f"{path}.not", f"goes with {' and '.join(_EMPTY)}; use the opposite operator instead")
    plain = {key: value for key, value in raw.items() if key != "not"}
    return {**plain, "operator": _EMPTY[raw["operator"]]} if turned else plain


def _static(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_static, value))
    return "{{" not in value if isinstance(value, str) else not isinstance(value, ContextValue)


def moves(group: Group) -> bool:
    """Tell whether the answer changes with the clock: a condition measures from now."""
    found = (getattr(each, "value", None) for each in group.rules)
    return any(isinstance(value, Window) and value.preset is not None for value in found)
