"""The search language again, in plain Python over plain values: written from semantics 8 and not from the compiler.

It is slow and simple. The property test holds the SQL against it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Thing:
    """An entity: `metas` by `$name`, and what its blueprint declares: `kinds` of properties, `targets` of relations."""

    id: int
    blueprint: str
    metas: Mapping[str, Any]
    properties: Mapping[str, Any]
    relations: Mapping[str, Any]
    kinds: Mapping[str, str]
    many: Mapping[str, bool]
    targets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """Every entity, by (blueprint, identifier), and the moment of asking."""

    things: Mapping[tuple[str, str], Thing]
    now: datetime


META_KINDS = {
    "$identifier": "string", "$title": "string", "$icon": "string", "$team": "array:string", "$blueprint": "string",
    "$createdAt": "date-time", "$updatedAt": "date-time", "$createdBy": "string", "$updatedBy": "string",
    "$datasource": "string",
}  # fmt: skip


def matches(query: Any, thing: Thing, world: World) -> bool:
    """Tell whether an entity is an answer to the query."""
    rules = query if isinstance(query, list) else query["rules"]
    answers = (_rule(rule, thing, world) for rule in rules)
    joined = any(answers) if isinstance(query, dict) and query.get("combinator") == "or" and rules else all(answers)
    return not joined if isinstance(query, dict) and query.get("not") else joined


def _rule(rule: Any, thing: Thing, world: World) -> bool:
    if "rules" in rule:
        return matches(rule, thing, world)
    if rule["operator"] == "relatedTo":
        return _related(rule, thing, world)
    if isinstance(rule.get("property"), dict) and "path" in rule["property"]:
        return _along(rule, thing, world)
    return _relation(rule, thing, world) if "relation" in rule else _property(rule, thing, world)


def _along(rule: Rule, thing: Thing, world: World) -> bool:
    path, value = rule["property"]["path"], rule["value"]
    wanted = value if isinstance(value, list) else [value]
    start = rule["property"].get("fromBlueprint")
    if start is None:
        ends = _walked([thing], path, world)
        return any(end.metas["$identifier"] in wanted for end in ends)
    sources = [world.things[start, name] for name in wanted if (start, name) in world.things]
    return any(end is thing for end in _walked(sources, path, world))


def _walked(at: list[Thing], path: list[Any], world: World) -> list[Thing]:
    for step in path:
        relation, most = (step["relation"], step.get("maxHops", 1)) if isinstance(step, dict) else (step, 1)
        if most > 1 and any(each.targets.get(relation) not in (None, each.blueprint) for each in at):
            return []  # only a relation to its own blueprint can be repeated
        found: list[Thing] = []
        for _ in range(most):
            at = [target for each in at for target in _targets(each, relation, world)]
            at = list({id(each): each for each in at}.values())
            found += at
        at = found
    return at


def _targets(thing: Thing, relation: str, world: World) -> list[Thing]:
    stored = thing.relations.get(relation) if relation in thing.many else None
    named = stored if isinstance(stored, list) else [stored] if stored else []
    found = [world.things.get((thing.targets[relation], item)) for item in named]
    return [each for each in found if each is not None]


def _property(rule: Rule, thing: Thing, world: World) -> bool:
    operator, value = rule["operator"], rule.get("value")
    if "propertySchema" in rule:
        wanted = rule["propertySchema"]["type"]
        names = [name for name, kind in thing.kinds.items() if kind.partition(":")[0] == wanted]
        return any(_holds(thing.kinds[n], thing.properties.get(n), operator, value, world.now) for n in names)
    name = rule["property"]
    if name in META_KINDS:
        return _holds(META_KINDS[name], thing.metas[name], operator, value, world.now)
    if name in thing.kinds:
        return _holds(thing.kinds[name], thing.properties.get(name), operator, value, world.now)
    return _relation({**rule, "relation": name}, thing, world)


def _relation(rule: Rule, thing: Thing, world: World) -> bool:
    name, operator, value = rule["relation"], rule["operator"], rule.get("value")
    if name not in thing.many:
        return False
    stored = thing.relations.get(name)
    if rule.get("targetProperty", "$identifier") == "$identifier":
        return _holds("array:string" if thing.many[name] else "string", stored, operator, value, world.now)
    named = stored if isinstance(stored, list) else [stored] if stored else []
    found = [world.things.get((thing.targets[name], item)) for item in named]
    titles = [other.metas["$title"] for other in found if other is not None]
    positive, negative = _positive(operator, value)
    held = any(_holds("string", title, positive, value, world.now) for title in titles)
    return held != negative


NEGATIVE = {
    "!=": "=", "doesNotContains": "contains", "doesNotBeginsWith": "beginsWith", "doesNotEndsWith": "endsWith",
    "notIn": "in", "notBetween": "between", "isEmpty": "isNotEmpty",
}  # fmt: skip


def _positive(operator: str, value: Any) -> tuple[str, bool]:
    if operator in ("=", "!=") and value is None:
        return "isNotEmpty", operator == "="
    return NEGATIVE.get(operator, operator), operator in NEGATIVE


def _holds(kind: str, stored: Any, operator: str, value: Any, now: datetime) -> bool:
    positive, negative = _positive(operator, value)
    present = _fitting(kind, stored)
    if positive == "isNotEmpty":
        held = present is not None and present not in ("", [], {}) if kind != "boolean" else present is not None
    elif present is None:
        held = False
    else:
        held = _TESTS[kind.partition(":")[0]](kind, present, "in" if positive == "matchAny" else positive, value, now)
    return held != negative


def _fitting(kind: str, stored: Any) -> Any:
    """Return the stored value, or None when it is not of its kind."""
    if kind == "date-time":
        return moment(stored)
    types: dict[str, Any] = {"string": str, "number": (int, float), "boolean": bool, "array": list, "object": dict}
    fits = isinstance(stored, types[kind.partition(":")[0]]) and (kind == "boolean" or not isinstance(stored, bool))
    return stored if fits else None


_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)


def moment(stored: Any) -> int | None:
    """Return microseconds since the year 1, or None for what is no date-time."""
    if isinstance(stored, datetime):
        return _micros(stored.astimezone(UTC).replace(tzinfo=None))
    found = _MOMENT.fullmatch(stored) if isinstance(stored, str) else None
    if not found or (found[8] and int(found[9]) > 15):
        return None
    try:
        year, month, day, hour, minute, second = (int(found[i]) for i in range(1, 7))
        micro = int((found[7] or "").ljust(6, "0"))
        local = datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001  # the offset comes off below
    except ValueError:
        return None
    minutes = (int(found[9]) * 60 + int(found[10])) * (1 if found[8] == "+" else -1) if found[8] else 0
    return _micros(local) - minutes * 60_000_000


def _micros(naive: datetime) -> int:
    return (naive - datetime(1, 1, 1)) // timedelta(microseconds=1)  # noqa: DTZ001  # both naive, in UTC


def _asked(value: Any) -> int | None:
    try:
        read = datetime.fromisoformat(value.upper())
    except (AttributeError, ValueError):
        return None
    return moment(read.replace(tzinfo=read.tzinfo or UTC))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return value if isinstance(value, str) else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    written = repr(value) if isinstance(value, int | float) else value
    return Decimal(written) if re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d{1,3})?", written, re.ASCII) else None


def _boolean(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value)
    return value if isinstance(value, bool) else None


def _patterned(text: str, operator: str, value: Any) -> bool:
    test: Callable[[str, str], bool] = {
        "beginsWith": str.startswith,
        "endsWith": str.endswith,
    }.get(operator, str.__contains__)
    wanted = [found for item in _listed(value) if (found := _text(item)) is not None]
    return any(test(text.lower(), item.lower()) for item in wanted)


def _string(_kind: str, stored: str, operator: str, value: Any, _now: datetime) -> bool:
    if operator in ("=", "in"):
        return stored in [_text(item) for item in _listed(value)]
    return _patterned(stored, operator, value)


def _numeric(_kind: str, stored: float, operator: str, value: Any, _now: datetime) -> bool:
    exact = Decimal(repr(stored))
    if operator in ("=", "in"):
        return exact in [_number(item) for item in _listed(value)]
    if operator in (">", ">=", "<", "<="):
        bound = _number(value)
        assert bound is not None
        return _ordered(exact, operator, bound)
    return _patterned(f"{exact:f}", operator, value)


def _ordered(left: Any, operator: str, right: Any) -> bool:
    return bool({">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}[operator])


def _truth(_kind: str, stored: Any, _operator: str, value: Any, _now: datetime) -> bool:
    return stored in [_boolean(item) for item in _listed(value) if _boolean(item) is not None]


def _dated(_kind: str, stored: int, operator: str, value: Any, now: datetime) -> bool:
    here = moment(now)
    assert here is not None
    if operator == "isExpired":
        return stored <= here
    if operator == "isNotExpired":
        return stored > here
    if isinstance(value, dict):
        return _within(stored, value, now)
    if operator in ("=", "in"):
        return stored in [_asked(item) for item in _listed(value)]
    return _ordered(stored, operator, _asked(value))


_DAYS = {
    "lastDay": 1,
    "lastWeek": 7,
    "last2Weeks": 14,
    "lastMonth": 30,
    "last3Months": 90,
    "last6Months": 180,
    "last12Months": 365,
}


def _within(stored: int, value: Mapping[str, Any], now: datetime) -> bool:
    day = 86_400_000_000
    here = moment(now)
    assert here is not None
    if "from" in value:
        return (_asked(value["from"]) or 0) <= stored <= (_asked(value["to"]) or 0)
    preset = value["preset"]
    if preset in ("yesterday", "today", "tomorrow"):
        return stored // day - here // day == {"yesterday": -1, "today": 0, "tomorrow": 1}[preset]
    if preset.startswith("next"):
        return here <= stored <= here + _DAYS[preset.replace("next", "last")] * day
    return here - _DAYS[preset] * day <= stored <= here


def _array(kind: str, stored: list[Any], operator: str, value: Any, _now: datetime) -> bool:
    items = kind.partition(":")[2]
    fit: Callable[[Any], Any] = {"string": _text, "number": _number, "boolean": _boolean}.get(items, lambda v: v)
    if operator == "=" and isinstance(value, list):
        wanted = [fit(item) for item in value]
        return None not in wanted and _same(stored, wanted)
    found = any(_same(element, fit(item)) for element in stored for item in _listed(value) if fit(item) is not None)
    if operator != "contains":
        return found
    return found or any(_patterned(element, operator, value) for element in stored if isinstance(element, str))


def _same(left: Any, right: Any) -> bool:
    """Compare as JSON: true is not 1, and 1 is 1.0."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    numbers = (int, float, Decimal)
    if isinstance(left, numbers) and isinstance(right, numbers):
        return Decimal(str(left)) == Decimal(str(right))
    return type(left) is type(right) and bool(left == right)


def _object(_kind: str, stored: Mapping[str, Any], operator: str, value: Any, _now: datetime) -> bool:
    if operator == "=":
        return isinstance(value, dict) and _same(stored, value)
    return _patterned(postgres_text(stored), operator, value)


def postgres_text(value: Any) -> str:
    """Write JSON as PostgreSQL does: keys by length then bytes, spaces after colons and commas."""
    if isinstance(value, dict):
        order = sorted(value.items(), key=lambda item: (len(item[0].encode()), item[0].encode()))
        return "{" + ", ".join(f"{postgres_text(key)}: {postgres_text(item)}" for key, item in order) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(postgres_text, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{Decimal(repr(value)):f}"


_TESTS: dict[str, Callable[[str, Any, str, Any, datetime], bool]] = {
    "string": _string, "number": _numeric, "boolean": _truth, "date-time": _dated, "array": _array, "object": _object,
}  # fmt: skip


def _related(rule: Rule, thing: Thing, world: World) -> bool:
    sources = {(rule["blueprint"], item) for item in _listed(rule["value"])}
    if (thing.blueprint, thing.metas["$identifier"]) in sources:
        return False
    reached: set[tuple[str, str]] = set()
    if rule.get("direction") != "downstream":
        reached |= _reach(sources, lambda key: _forward(key, world))
    if rule.get("direction") != "upstream":
        reached |= _reach(sources, lambda key: [k for k in world.things if key in _forward(k, world)])
    return (thing.blueprint, thing.metas["$identifier"]) in reached


def _forward(key: tuple[str, str], world: World) -> list[tuple[str, str]]:
    thing = world.things.get(key)
    if thing is None:
        return []
    named = ((thing.targets[name], item) for name, value in thing.relations.items() if value for item in _listed(value))
    return [target for target in named if target in world.things]


def _reach(
    sources: Iterable[tuple[str, str]], step: Callable[[tuple[str, str]], list[tuple[str, str]]]
) -> set[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    level = list(sources)
    for _hop in range(15):
        level = [target for key in level for target in step(key)]
        level = [target for target in dict.fromkeys(level) if target not in seen]
        seen.update(level)
    return seen
