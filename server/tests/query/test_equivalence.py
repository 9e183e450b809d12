"""SQL against the reference: random rule trees over awkward data must select the same entities, whatever they ask."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seaway.core.db import Connection, Database, sql
from seaway.core.scope import Scope
from seaway.engines.query.caller import Caller
from seaway.engines.query.compile import compile_query
from seaway.engines.query.parse import parse
from seaway.engines.query.shapes import Kind, Property, Shape
from seaway.engines.query.sql import render
from seaway.kit import ids
from tests.query import world as worlds
from tests.query.reference import matches
from tests.query.world import Loaded

CALLER = Caller(worlds.NOW)


def short(value: object) -> bool:
    """Keep constants printable; the long texts are in the data."""
    return len(str(value)) < 100


TEXTS = st.sampled_from(
    [*filter(short, worlds.STRINGS), *worlds.IDENTIFIERS[:8], "pay", "%", "_", "\\", "AB", "étoile", "git"]
)
SCALARS = st.one_of(TEXTS, st.sampled_from([0, 1, 3, 3.0, -1.5, 100, True, False, "1", "-1.5", "3.0", "1e2", "false"]))
MOMENTS = st.sampled_from([*worlds.DATES[:7], "2026-03-04", "2026-03-04T05:06:07", "2026-03-01T00:00:00+05:30"])
NUMBERS = st.sampled_from([0, 1, 3, 2.5, -7, "3", "1e2", 10**15])
WINDOWS = st.one_of(
    st.builds(lambda a, b: {"from": a, "to": b}, MOMENTS, MOMENTS),
    st.sampled_from(
        [
            "today",
            "yesterday",
            "tomorrow",
            "lastDay",
            "lastWeek",
            "last2Weeks",
            "lastMonth",
            "last3Months",
            "last12Months",
            "nextDay",
            "nextMonth",
        ]
    ).map(lambda preset: {"preset": preset}),
)
LISTS = st.lists(SCALARS, max_size=3)
EMPTY = ("isEmpty", "isNotEmpty")
EQUAL, MEMBER = ("=", "!="), ("in", "notIn")
TEXTUAL = ("contains", "doesNotContains", "beginsWith", "doesNotBeginsWith", "endsWith", "doesNotEndsWith")
NAMES: dict[str, list[str]] = {
    "string": ["s", "$identifier", "$title", "$icon", "$blueprint", "$createdBy", "$updatedBy", "$datasource"],
    "number": ["n"],
    "boolean": ["b"],
    "date-time": ["d", "t", "$createdAt", "$updatedAt"],
    "array": ["l", "u", "m", "x", "$team"],
    "object": ["o"],
}


def _rules(kind: str, operators: tuple[str, ...], value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda name, operator, constant: {"property": name, "operator": operator, "value": constant},
        st.sampled_from(NAMES[kind]),
        st.sampled_from(operators),
        value,
    )


def _valueless(kind: str, operators: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda name, operator: {"property": name, "operator": operator},
        st.sampled_from(NAMES[kind]),
        st.sampled_from(operators),
    )


PROPERTY = st.one_of(
    *(_valueless(kind, EMPTY) for kind in NAMES),
    *(_rules(kind, EQUAL, st.one_of(st.none(), SCALARS, LISTS)) for kind in ("string", "number", "boolean", "array")),
    *(_rules(kind, MEMBER, st.one_of(SCALARS, LISTS)) for kind in ("string", "number", "boolean", "array")),
    _rules("string", TEXTUAL, SCALARS),
    _rules("string", ("containsAny", "contains", "matchAny"), st.one_of(SCALARS, LISTS)),
    _rules("number", TEXTUAL, SCALARS),
    _rules("number", (">", ">=", "<", "<="), NUMBERS),
    _rules("date-time", (">", ">=", "<", "<="), MOMENTS),
    _rules("date-time", (*EQUAL, *MEMBER), st.one_of(MOMENTS, st.lists(MOMENTS, max_size=2))),
    _rules("date-time", (*EQUAL, "between", "notBetween"), WINDOWS),
    _valueless("date-time", ("isExpired", "isNotExpired")),
    _rules("array", ("contains", "doesNotContains", "containsAny"), st.one_of(SCALARS, LISTS)),
    _rules("object", EQUAL, st.one_of(st.sampled_from(list(filter(short, worlds.OBJECTS))), SCALARS, st.none())),
    _rules("object", ("contains", "doesNotContains"), st.sampled_from(["text", '"a"', "1", "é", ": "])),
)
RELATION = st.builds(
    lambda name, target, rule: {**{k: v for k, v in rule.items() if k != "property"}, "relation": name, **target},
    st.sampled_from(["one", "many"]),
    st.sampled_from([{}, {"targetProperty": "$title"}, {"targetProperty": "$identifier"}]),
    st.one_of(
        _valueless("string", EMPTY),
        _rules("string", (*EQUAL, *MEMBER, "contains", "doesNotContains", "containsAny"), TEXTS),
        _rules("string", MEMBER, st.lists(TEXTS, max_size=3)),
    ),
)
AS_PROPERTY = RELATION.map(
    lambda rule: {
        "property": rule["relation"],
        **{k: v for k, v in rule.items() if k not in ("relation", "targetProperty")},
    }
)
SCHEMA = st.builds(
    lambda kind, operator, value: {"propertySchema": {"type": kind}, "operator": operator, "value": value},
    st.sampled_from(["number", "boolean", "array"]),
    st.sampled_from(("=", "!=")),
    SCALARS,
)
RELATED = st.builds(
    lambda blueprint, value, extra: {"operator": "relatedTo", "blueprint": blueprint, "value": value, **extra},
    st.sampled_from(list(worlds.KINDS)),
    st.one_of(
        st.sampled_from(worlds.IDENTIFIERS), st.lists(st.sampled_from(worlds.IDENTIFIERS), min_size=1, max_size=3)
    ),
    st.sampled_from([{}, {"direction": "upstream"}, {"direction": "downstream"}]),
)
# From `fromBlueprint`, a chain must be one that there is; from what is searched, it may not be there.
ALONG = st.builds(
    lambda path, value: {"property": path, "operator": "matchAny", "value": value},
    st.one_of(
        st.lists(st.sampled_from(["one", "many", {"relation": "one"}]), min_size=1, max_size=4).map(
            lambda p: {"path": p}
        ),
        st.integers(1, 4).map(lambda most: {"path": [{"relation": "many", "maxHops": most}, "one"]}),
        st.integers(1, 3).map(
            lambda most: {"path": ["many", {"relation": "many", "maxHops": most}], "fromBlueprint": "alpha"}
        ),
        st.sampled_from([["one", "many"], ["one"], ["many", "one", "many", "one"]]).map(
            lambda path: {"path": path, "fromBlueprint": "alpha"}
        ),
        st.just({"path": ["many", "one", "many"], "fromBlueprint": "beta"}),
    ),
    st.one_of(st.sampled_from(worlds.IDENTIFIERS), st.lists(st.sampled_from(worlds.IDENTIFIERS), max_size=3)),
)
PAIR = st.builds(
    lambda ident, blueprint: {
        "combinator": "and",
        "rules": [
            {"property": "$identifier", "operator": "=", "value": ident},
            {"property": "$blueprint", "operator": "=", "value": blueprint},
        ],
    },
    st.sampled_from(worlds.IDENTIFIERS),
    st.sampled_from(["alpha", "beta", "delta"]),
)
TREE = st.recursive(
    st.one_of(PROPERTY, PROPERTY, PROPERTY, RELATION, AS_PROPERTY, SCHEMA, RELATED, ALONG, PAIR),
    lambda inner: st.builds(
        lambda combinator, rules, negated: {"combinator": combinator, "rules": rules, **negated},
        st.sampled_from(["and", "or"]),
        st.lists(inner, max_size=4),
        st.sampled_from([{}, {}, {"not": True}]),
    ),
    max_leaves=12,
).map(lambda node: node if "rules" in node else {"rules": [node]})


@pytest.fixture(scope="module", params=[1, 2, 3])
async def loaded(request: pytest.FixtureRequest, database: Database) -> AsyncIterator[tuple[Loaded, Connection]]:
    async with database.writing("*") as db:
        built = await worlds.load(db, request.param, ids.public_id("org"))
    async with database.reading(built.org) as db:
        yield built, db


async def answer(query: Any, loaded: Loaded, db: Connection) -> set[int]:
    compiled = compile_query(parse(query), loaded.shapes, CALLER)
    assert not compiled.failed
    where, params = render(compiled.where)
    scope = Scope("{t}.org = :scope_org", {"scope_org": loaded.org})
    rows = await db.all(sql(f"select e.id from entity e where {{scope:e}} and {where}"), scope, **params)
    assert len(rows) == len({row["id"] for row in rows})
    return {row["id"] for row in rows}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(queries=st.lists(TREE, min_size=8, max_size=12))
async def test_sql_selects_what_the_reference_selects(loaded: tuple[Loaded, Connection], queries: list[Any]) -> None:
    built, db = loaded
    for query in queries:
        wanted = {thing.id for thing in built.world.things.values() if matches(query, thing, built.world)}
        assert await answer(query, built, db) == wanted, query


async def test_the_data_meets_every_operator_both_ways(loaded: tuple[Loaded, Connection]) -> None:
    """Each single rule of a grid agrees, and most select some entities and leave others: the test above can fail."""
    built, db = loaded
    split = total = 0
    for name, kind in [
        ("s", "string"),
        ("n", "number"),
        ("d", "date-time"),
        ("l", "array"),
        ("o", "object"),
        ("b", "boolean"),
    ]:
        for query in _grid(name, kind):
            wanted = {thing.id for thing in built.world.things.values() if matches(query, thing, built.world)}
            assert await answer(query, built, db) == wanted, query
            total += 1
            split += 0 < len(wanted) < len(built.world.things)
    assert split > total * 0.75


def _grid(name: str, kind: str) -> list[Any]:
    texts = [{"operator": operator, "value": "a"} for operator in (*EQUAL, *MEMBER, *TEXTUAL, "containsAny")]
    cases: dict[str, list[Any]] = {
        "string": texts,
        "number": [
            {"operator": operator, "value": 3} for operator in (*EQUAL, ">", ">=", "<", "<=", *MEMBER, *TEXTUAL)
        ],
        "date-time": [
            *({"operator": operator, "value": worlds.DATES[0]} for operator in (*EQUAL, ">", ">=", "<", "<=")),
            *(
                {"operator": operator, "value": {"preset": "today"}}
                for operator in ("=", "!=", "between", "notBetween")
            ),
            {"operator": "isExpired"},
            {"operator": "isNotExpired"},
        ],
        "array": [
            {"operator": operator, "value": "a"} for operator in ("=", "!=", "contains", "doesNotContains", *MEMBER)
        ],
        "object": [{"operator": operator, "value": {"a": 1}} for operator in EQUAL],
        "boolean": [{"operator": operator, "value": "true"} for operator in (*EQUAL, *MEMBER)],
    }
    return [{"rules": [{"property": name, **rule}]} for rule in (*cases[kind], *({"operator": o} for o in EMPTY))]


def test_statements_are_the_same_text_for_other_values() -> None:
    """What a caller says is a parameter: two queries of one form share one statement."""
    shapes = (Shape(1, "alpha", {"s": Property("s", Kind.STRING)}),)

    def text(value: str) -> str:
        query = parse({"rules": [{"property": "s", "operator": "contains", "value": value}]})
        return render(compile_query(query, shapes, CALLER).where)[0]

    assert text("'; drop table entity; --") == text("x")
    assert "drop" not in str(sa.text(text("drop")))
