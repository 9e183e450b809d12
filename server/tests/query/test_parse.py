"""What cannot be read is refused by name; what old clients send is read all the same."""

from typing import Any

import pytest

from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.nodes import Group, PairsRule, PropertyRule, RelationRule
from seaway.engines.query.parse import MAX_RULES, parse

RULE = {"property": "tier", "operator": "=", "value": "gold"}


@pytest.mark.parametrize(
    ("query", "path", "hint"),
    [
        (None, "query", "must be an object"),
        ("x", "query", "must be an object"),
        ({}, "query", "misses `rules`"),
        ({"combinator": "xor", "rules": []}, "combinator", '"and" or "or"'),
        ({"rules": {}}, "rules", "an array"),
        ({"rules": [7]}, "rules.0", "must be a rule"),
        ({"rules": [], "limit": 1}, "limit", "is not known here"),
        ({"rules": [], "not": 1}, "not", "true or false"),
        ({"rules": [{"property": "a"}]}, "rules.0.operator", "must be one of"),
        ({"rules": [{"property": "a", "operator": "~", "value": 1}]}, "rules.0.operator", "must be one of"),
        ({"rules": [{"property": "a", "operator": ["="], "value": 1}]}, "rules.0.operator", "must be one of"),
        ({"rules": [{"operator": "=", "value": 1}]}, "rules.0", "exactly one of"),
        ({"rules": [{**RULE, "relation": "r"}]}, "rules.0", "exactly one of"),
        ({"rules": [{"property": "a", "operator": "="}]}, "rules.0", "needs a value"),
        ({"rules": [{"property": "a", "operator": "isEmpty", "value": 1}]}, "rules.0.value", "takes no value"),
        ({"rules": [{**RULE, "property": ""}]}, "rules.0.property", "a name of"),
        ({"rules": [{**RULE, "property": 7}]}, "rules.0.property", "a name of"),
        ({"rules": [{**RULE, "property": {"context": "me", "property": "x"}}]}, "rules.0.property", "userTeams"),
        ({"rules": [{**RULE, "valu": 1}]}, "rules.0.valu", "is not known here"),
        ({"rules": [{**RULE, "operator": ">", "value": True}]}, "rules.0.value", "a number or a date-time"),
        ({"rules": [{**RULE, "operator": ">", "value": [1]}]}, "rules.0.value", "a number or a date-time"),
        ({"rules": [{**RULE, "operator": "contains", "value": None}]}, "rules.0.value", "must be a text"),
        ({"rules": [{**RULE, "operator": "in", "value": [[1]]}]}, "rules.0.value.0", "must be a text"),
        ({"rules": [{**RULE, "operator": "between", "value": "today"}]}, "rules.0.value", "from"),
        ({"rules": [{**RULE, "operator": "between", "value": {"preset": "eon"}}]}, "rules.0.value.preset", "lastWeek"),
        ({"rules": [{**RULE, "value": {"preset": "eon"}}]}, "rules.0.value.preset", "lastWeek"),
        ({"rules": [{**RULE, "operator": "between", "value": {"from": "x", "to": "y"}}]}, "rules.0.value.from", "date"),
        ({"rules": [{**RULE, "value": "x" * 10_001}]}, "rules.0.value", "10001 characters"),
        ({"rules": [{**RULE, "operator": "in", "value": ["x"] * 10_001}]}, "rules.0.value", "10001 values"),
        ({"rules": [{"relation": "r", "operator": "=", "value": 1, "targetProperty": "x"}]}, "rules.0.targetProperty", "$title"),
        ({"rules": [{"propertySchema": {}, "operator": "=", "value": 1}]}, "rules.0.propertySchema", "a type"),
        ({"rules": [{"propertySchema": {"type": "string", "x": 1}, "operator": "=", "value": 1}]}, "rules.0.propertySchema.x", "not known"),
        ({"rules": [{"scorecard": 7, "operator": "=", "value": "Gold"}]}, "rules.0.scorecard", "a name of"),
        ({"rules": [{"scorecard": "s", "scorecardRule": "", "operator": "isEmpty"}]}, "rules.0.scorecardRule", "a name of"),
        ({"rules": [{"scorecard": "s", "property": "a", "operator": "isEmpty"}]}, "rules.0", "exactly one of"),
        ({"rules": [{"operator": "relatedTo", "blueprint": "b", "value": 1}]}, "rules.0.value", "identifier"),
        ({"rules": [{"operator": "relatedTo", "blueprint": "b", "value": []}]}, "rules.0.value", "identifier"),
        ({"rules": [{"operator": "relatedTo", "value": "x"}]}, "rules.0.blueprint", "a name of"),
        ({"rules": [{"operator": "relatedTo", "blueprint": "b", "value": "x", "path": []}]}, "rules.0", "takes no path"),
        ({"rules": [{"property": {"path": []}, "operator": "matchAny", "value": "x"}]}, "rules.0.property.path", "1 to 10"),
        ({"rules": [{"property": {"path": ["r"]}, "operator": "=", "value": "x"}]}, "rules.0.operator", "matchAny"),
        (
            {"rules": [{"property": {"path": [{"relation": "r", "maxHops": 16}]}, "operator": "matchAny", "value": "x"}]},
            "rules.0.property.path.0.maxHops",
            "from 1 to 15",
        ),
        ({"rules": [{"operator": "relatedTo", "blueprint": "b", "value": "x", "direction": "up"}]}, "rules.0.direction", "upstream"),
        ({"rules": [{"operator": "relatedTo", "blueprint": "b", "value": "x", "required": 1}]}, "rules.0.required", "true"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_path_and_fix(query: Any, path: str, hint: str) -> None:
    with pytest.raises(BadQueryError) as caught:
        parse(query)
    assert caught.value.path == path
    assert hint in caught.value.message


def test_a_tree_that_is_too_large_or_too_deep_is_refused() -> None:
    with pytest.raises(BadQueryError, match="at most 1000"):
        parse({"rules": [RULE] * (MAX_RULES + 1)})
    with pytest.raises(BadQueryError, match="over 4000 rules"):
        parse({"rules": [RULE] * 10_000})
    deep: Any = {"rules": [RULE]}
    for _ in range(24):
        deep = {"rules": [deep]}
    with pytest.raises(BadQueryError, match="24 levels"):
        parse(deep)
    assert len(parse({"rules": [RULE] * MAX_RULES}).rules) == MAX_RULES


def test_older_forms_are_read() -> None:
    assert parse([RULE]) == Group("and", (PropertyRule("0", "tier", "=", "gold"),))
    assert parse({"rules": []}) == Group("and", ())
    assert parse({"rules": [RULE], "not": True}).negated
    relation = parse({"rules": [{"relation": "system", "operator": "=", "value": "a"}]})
    assert relation.rules == (RelationRule("rules.0", "system", "$identifier", "=", "a"),)


def test_hundreds_of_identifier_and_blueprint_pairs_become_one_rule() -> None:
    def pair(ident: str, blueprint: str) -> Any:
        sides = [
            {"property": "$identifier", "operator": "=", "value": ident},
            {"property": "$blueprint", "operator": "=", "value": blueprint},
        ]
        return {"combinator": "and", "rules": sides}

    query = {"combinator": "or", "rules": [pair(f"e{n}", "service" if n % 2 else "api") for n in range(1_500)] + [RULE]}
    pairs, rest = parse(query).rules
    assert isinstance(pairs, PairsRule)
    assert {name: len(found) for name, found in pairs.wanted.items()} == {"service": 750, "api": 750}
    assert isinstance(rest, PropertyRule)


def test_what_only_resembles_a_pair_is_left_alone() -> None:
    same_side = {"combinator": "and", "rules": [{"property": "$identifier", "operator": "=", "value": x} for x in "ab"]}
    negative = {
        "combinator": "and",
        "rules": [
            {"property": "$identifier", "operator": "!=", "value": "a"},
            {"property": "$blueprint", "operator": "=", "value": "b"},
        ],
    }
    query = parse({"combinator": "or", "rules": [same_side, negative]})
    assert all(isinstance(rule, Group) for rule in query.rules)
