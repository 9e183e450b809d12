"""How an entity does in a scorecard, worked out rule by rule in plain Python: slow, and independent of the SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

Entity = Mapping[str, Any]


def judged(scorecard: Mapping[str, Any], entity: Entity) -> tuple[str, list[str], list[str]] | None:
    """Return the level, the passed and the failed rules; None for an entity that the scorecard is not about."""
    if scorecard.get("filter") is not None and not holds(scorecard["filter"], entity):
        return None
    passed = [rule["identifier"] for rule in scorecard["rules"] if holds(rule["query"], entity)]
    failed = [rule["identifier"] for rule in scorecard["rules"] if rule["identifier"] not in passed]
    titles = [level["title"] for level in scorecard["levels"]]
    return level(titles, [(rule["level"], rule["identifier"] in passed) for rule in scorecard["rules"]]), passed, failed


def level(titles: Sequence[str], rules: Sequence[tuple[str, bool]]) -> str:
    """Return the highest level with a rule such that all rules of it and of every lower level pass; else the first."""
    for place in range(len(titles) - 1, 0, -1):
        own = [passes for needed, passes in rules if needed == titles[place]]
        below = [passes for needed, passes in rules if titles.index(needed) <= place]
        if own and all(below):
            return titles[place]
    return titles[0]


def holds(query: Mapping[str, Any], entity: Entity) -> bool:
    """Tell whether conditions hold."""
    found = [_holds(condition, entity) for condition in query["conditions"]]
    return all(found) if query["combinator"] == "and" else any(found)


def _holds(condition: Mapping[str, Any], entity: Entity) -> bool:
    operator, value = condition["operator"], entity.get(condition["property"])
    asked = condition.get("value")
    empty = value is None or value in ("", [], {})
    if operator in ("isEmpty", "isNotEmpty"):
        return (empty == (operator == "isEmpty")) != condition.get("not", False)
    if operator in ("!=", "doesNotContains"):
        return not _positive({"!=": "=", "doesNotContains": "contains"}[operator], value, asked)
    return _positive(operator, value, asked)


def _positive(operator: str, value: Any, asked: Any) -> bool:
    if value is None:
        return False
    if isinstance(value, list):
        wanted = asked if isinstance(asked, list) else [asked]
        if operator == "contains":
            return any(word.lower() in each.lower() for word in wanted for each in value)
        return bool(set(wanted) & set(value))
    if operator == "contains":
        return str(asked).lower() in str(value).lower()
    if operator == "in":
        return value in asked
    tests = {"=": value == asked}
    if isinstance(value, int | float):
        tests |= {">": value > asked, ">=": value >= asked, "<": value < asked, "<=": value <= asked}
    return tests[operator]
