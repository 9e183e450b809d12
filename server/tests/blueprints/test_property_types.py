"""Every property type: listed, consistent with itself, strict where the contract is strict."""

import pkgutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.blueprints import definitions, properties, property_types
from seaway.domains.blueprints.errors import InvalidDefinition
from seaway.domains.blueprints.property_types import ALL, BY_FORM, PropertyType
from seaway.domains.blueprints.property_types.base import Form
from seaway.domains.blueprints.types import Blueprint, BlueprintDraft

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BLANK = Blueprint(
    id=0, identifier="b", title="B", icon=None, description=None, properties={}, required=(), relations={}, version=0,
    ownership=None, extra={}, system=False, created_at=NOW, created_by=None, updated_at=NOW, updated_by=None,
)  # fmt: skip


def validator(definition: dict[str, Any], *, required: bool = False) -> properties.PropertyValidator:
    """Return the validator of a blueprint with the property `p` as checked at a write."""
    draft = definitions.checked(BlueprintDraft("b", "B", properties={"p": definition}))
    names = ("p",) if required else ()
    return properties.PropertyValidator(replace(BLANK, properties=draft.properties, required=names))


def definition_of(form: Form) -> dict[str, Any]:
    """Return the shortest definition of a form."""
    return {key: value for key, value in form._asdict().items() if value is not None}


def test_every_file_is_listed() -> None:
    files = {module.name for module in pkgutil.iter_modules(property_types.__path__)} - {"base"}
    assert {listed.__module__.rsplit(".", 1)[-1] for listed in ALL} == files
    assert len({listed.name for listed in ALL}) == len(ALL)
    assert len(BY_FORM) == sum(len(listed.forms) for listed in ALL), "no form belongs to two types"


@pytest.mark.parametrize("listed", ALL, ids=lambda listed: listed.name)
def test_its_examples_fit_and_null_does_unless_required(listed: type[PropertyType]) -> None:
    for form in listed.forms:
        own = validator(definition_of(form))
        for example in (*listed.examples, None):
            assert own.check({"p": example}) == []
        assert own.check({}) == []
        strict = validator(definition_of(form), required=True)
        for missing in ({}, {"p": None}):
            [problem] = strict.check(missing)
            assert (problem.property, problem.code) == ("p", "missing_property")
            assert '"p" is required' in problem.message
        assert properties.kind_of(definition_of(form)) == listed.kind


@pytest.mark.parametrize("listed", ALL, ids=lambda listed: listed.name)
def test_a_value_of_another_type_is_refused_with_the_fix(listed: type[PropertyType]) -> None:
    stranger: Any = 7 if listed.kind != "number" else "7"
    [problem] = validator(definition_of(listed.forms[0])).check({"p": stranger})
    assert problem.code == "invalid_property"
    assert problem.message == f'"p" must be {listed.expected}, got {"7" if stranger == 7 else chr(34) + "7" + chr(34)}'


STRICT: list[tuple[str, list[str], list[str]]] = [
    (
        "url",
        ["https://a", "http://localhost:3000/x?q={id}|[1]#/f", "https://ä.example/ü", "git+ssh://host/x"],
        ["", "a", "example.com/x", "https://", "https:///x", "http://a b", "javascript:alert(1)", "JavaScript://%0aalert(1)", "data://x", "https://a/<b>"],
    ),
    ("email", ["a@b.co", "a+b@c.example"], ["", "a", "a@", "@b", "a b@c.co", "ä@b.co"]),
    ("idn-email", ["ä@müller.example"], ["a", "@"]),
    ("ipv4", ["1.2.3.4", "255.255.255.255"], ["256.1.1.1", "1.2.3", "1.2.3.4/8", "01.2.3.4", "::1"]),
    ("ipv6", ["::", "2001:db8::1", "::ffff:1.2.3.4"], ["1.2.3.4", ":::", "g::"]),
    (
        "date-time",
        ["2026-03-04T05:06:07Z", "2026-03-04T05:06:07.123456+05:30", "0001-01-01T00:00:00Z", "2024-02-29T00:00:00-15:59"],
        ["2026-03-04", "2026-03-04T05:06:07", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "2026-03-04T05:06:07+16:00", "2026-03-04T23:59:60Z", "now"],
    ),
    ("timer", ["2026-03-04T05:06:07+02:00"], ["2026-03-04T05:06:07", "in a week"]),
]  # fmt: skip


@pytest.mark.parametrize(("format_", "good", "bad"), STRICT, ids=[row[0] for row in STRICT])
def test_strict_formats(format_: str, good: list[str], bad: list[str]) -> None:
    own = validator({"type": "string", "format": format_})
    assert [value for value in good if own.check({"p": value})] == []
    assert [value for value in bad if not own.check({"p": value})] == []


@pytest.mark.parametrize("format_", ["user", "team", "markdown", "yaml", "proto", "blueprints"])
def test_lenient_formats_take_any_text(format_: str) -> None:
    assert validator({"type": "string", "format": format_}).check({"p": "anything: [ at all"}) == []


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moment=st.datetimes(timezones=st.just(UTC)), offset=st.sampled_from(["Z", "+00:00", "-15:59", "+15:59"]))
async def test_postgres_reads_every_moment_that_is_taken(work: Work, moment: datetime, offset: str) -> None:
    text = moment.replace(tzinfo=None).isoformat() + offset
    if not validator({"type": "string", "format": "date-time"}).check({"p": text}):
        assert await work.db.value(sql("select cast(cast(:text as text) as timestamptz) is not null"), text=text)


CONSTRAINTS: list[tuple[dict[str, Any], Any, Any, str]] = [
    ({"type": "string", "minLength": 2}, "ab", "a", "at least 2 characters long"),
    ({"type": "string", "maxLength": 2}, "äö", "abc", "at most 2 characters long"),
    ({"type": "string", "pattern": "^a+$"}, "aa", "b", "a text that matches ^a+$"),
    ({"type": "string", "pattern": "^(?!x).*$"}, "a", "x", "a text that matches ^(?!x).*$"),
    ({"type": "string", "enum": ["a", "b"], "pattern": "^[ab]$"}, "a", "c", 'one of "a", "b"'),
    ({"type": "number", "minimum": 1, "maximum": 3}, 1, 0, "at least 1"),
    ({"type": "number", "exclusiveMaximum": 3}, 2.9, 3, "under 3"),
    ({"type": "number", "enum": [1, 2], "enumColors": {"1": "red"}}, 2, 3, "one of 1, 2"),
    ({"type": "array", "minItems": 1, "maxItems": 2}, [1], [], "a list of at least 1"),
    ({"type": "array", "uniqueItems": True}, [1, 2], [1, 1], "a list without repetition"),
    ({"type": "array", "items": {"type": "string", "format": "url"}}, ["https://a"], ["a"], "an absolute URL such"),
    ({"type": "array", "items": {"type": "string", "format": "timer"}}, ["2026-01-02T03:04:05Z"], ["a"], "time such as 2026"),
    ({"type": "array", "items": {"type": "string", "enum": ["a"]}}, ["a"], ["b"], 'one of "a"'),
    ({"type": "array", "items": {"type": "array", "items": {"type": "number"}}}, [[1]], [["x"]], "of type number"),
    ({"type": "array", "items": {}}, [1, "a"], "a", "a list"),
    ({"type": "object", "properties": {"cpu": {"type": "string"}}}, {"cpu": "1"}, {"cpu": 1}, "of type string"),
    ({"type": "object", "required": ["cpu"]}, {"cpu": 1}, {}, 'an object with "cpu"'),
    ({"type": "object", "additionalProperties": False, "properties": {"a": {}}}, {"a": 1}, {"b": 1}, "without keys"),
    ({"type": "object", "patternProperties": {"^x": {"type": "integer"}}}, {"x": 1}, {"x": "1"}, "of type integer"),
    ({"type": "object", "properties": {"at": {"type": "string", "format": "ipv4"}}}, {"at": "1.2.3.4"}, {"at": "x"}, "a valid ipv4"),
    ({"type": "object", "format": "labeled-url"}, {"url": "https://a", "more": 1}, {"displayText": "a"}, 'with "url"'),
    ({"type": "object", "format": "labeled-url"}, {"url": "https://a"}, {"url": "a b"}, "an absolute URL such as https://"),
    ({"type": "string", "minLength": None, "enum": None, "format": None, "pattern": None}, "", 1, "a text"),
]  # fmt: skip


@pytest.mark.parametrize(("definition", "good", "bad", "words"), CONSTRAINTS, ids=lambda part: str(part)[:40])
def test_a_constraint_holds_and_says_so(definition: dict[str, Any], good: Any, bad: Any, words: str) -> None:
    own = validator(definition)
    assert own.check({"p": good}) == []
    assert own.check({"p": None}) == [], "an optional property may be null"
    [problem] = own.check({"p": bad})
    assert problem.property == "p"
    assert problem.message.startswith('"p')
    assert words in problem.message


def test_a_message_names_the_innermost_place() -> None:
    own = validator({"type": "array", "items": {"type": "object", "properties": {"n": {"type": "number"}}}})
    [problem] = own.check({"p": [{"n": 1}, {"n": "x"}]})
    assert problem.message == '"p[1].n" must be of type number, got "x"'


def test_undeclared_keys_go_and_spellings_settle() -> None:
    own = validator({"type": "object", "format": "labeled-url"})
    assert own.coerce({"p": {"url": "https://a", "label": "A"}, "x": 1}) == {
        "p": {"url": "https://a", "displayText": "A"}
    }
    assert own.coerce({"p": None}) == {"p": None}
    both = {"url": "https://a", "label": "A", "displayText": "B"}
    assert own.coerce({"p": both}) == {"p": both}


def test_a_default_fills_what_is_absent_and_never_null() -> None:
    own = validator({"type": "array", "default": ["a"]})
    assert own.defaults({}) == {"p": ["a"]}
    own.defaults({})["p"].append("b")
    assert own.defaults({}) == {"p": ["a"]}, "each entity has its own copy"
    assert own.defaults({"p": None}) == {"p": None}
    assert validator({"type": "array", "default": None}).defaults({}) == {}


def test_the_old_spelling_of_an_enum_is_text() -> None:
    draft = definitions.checked(BlueprintDraft("b", "B", properties={"p": {"type": "enum", "enum": ["a"], "x": 1}}))
    assert draft.properties["p"] == {"type": "string", "enum": ["a"], "x": 1}


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no type": ({}, "type"),
    "unknown type": ({"type": "money"}, "type"),
    "a type of types": ({"type": ["string", "null"]}, "type"),
    "unknown format": ({"type": "string", "format": "phone"}, "format"),
    "format of another type": ({"type": "number", "format": "url"}, "format"),
    "format that is no text": ({"type": "string", "format": {}}, "format"),
    "unknown spec": ({"type": "string", "spec": "raml"}, "spec"),
    "frame without an address": ({"type": "string", "spec": "embedded-url"}, "spec"),
    "title too long": ({"type": "string", "title": "x" * 101}, "title"),
    "title that is no text": ({"type": "string", "title": 1}, "title"),
    "malformed pattern": ({"type": "string", "pattern": "(a"}, "pattern"),
    "pattern that is no text": ({"type": "string", "pattern": 1}, "pattern"),
    "pattern too large": ({"type": "string", "pattern": r"(\w{1,200}){200}"}, "pattern"),
    "length below zero": ({"type": "string", "minLength": -1}, "minLength"),
    "length as text": ({"type": "string", "maxLength": "5"}, "maxLength"),
    "limit as text": ({"type": "number", "minimum": "5"}, "minimum"),
    "empty enum": ({"type": "string", "enum": []}, "enum"),
    "enum that is no list": ({"type": "string", "enum": "a"}, "enum"),
    "enum twice": ({"type": "string", "enum": ["a", "a"]}, "enum"),
    "enum of another type": ({"type": "string", "enum": ["a", 1]}, "enum"),
    "enum beside its pattern": ({"type": "string", "pattern": "^a", "enum": ["b"]}, "enum"),
    "colour": ({"type": "string", "enum": ["a"], "enumColors": {"a": "mauve"}}, "enumColors.a"),
    "default of another type": ({"type": "number", "default": "1"}, "default"),
    "default beside the enum": ({"type": "string", "enum": ["a"], "default": "b"}, "default"),
    "default beside the limit": ({"type": "number", "minimum": 1, "default": 0}, "default"),
    "default of a wrong format": ({"type": "string", "format": "url", "default": "x"}, "default"),
    "items that are no object": ({"type": "array", "items": "string"}, "items"),
    "items of no type": ({"type": "array", "items": {"type": "money"}}, "items.type"),
    "nested reference": ({"type": "object", "properties": {"a": {"$ref": "http://127.0.0.1:1/x"}}}, "properties.a.$ref"),
    "composition": ({"type": "object", "anyOf": [{}]}, "anyOf"),
    "nested nonsense": ({"type": "object", "properties": {"a": {"type": "money"}}}, "properties.a.type"),
    "nested list for an object": ({"type": "object", "properties": []}, "properties"),
    "sign-in without its addresses": ({"type": "string", "format": "url", "spec": "embedded-url", "specAuthentication": {}}, "specAuthentication"),
}  # fmt: skip


@pytest.mark.parametrize(("definition", "path"), BAD.values(), ids=BAD)
def test_a_bad_definition_is_refused_where_it_stands(definition: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidDefinition) as refusal:
        validator(definition)
    assert refusal.value.details is not None
    assert refusal.value.details["path"].startswith(f"schema.properties.p.{path}"), refusal.value.message


def test_a_pattern_cannot_stall_a_write() -> None:
    own = validator({"type": "string", "pattern": "^(?=(a+)+$)(a|b|ab)*c$"})
    started = datetime.now(UTC)  # wall time is the point
    assert own.check({"p": "a" * 100_000 + "!"})
    assert (datetime.now(UTC) - started).total_seconds() < 1


TOO_MANY: list[dict[str, Any]] = [
    {f"p{number}": {"type": "string", "pattern": "a"} for number in range(201)},
    {"p": {"type": "object", "patternProperties": {f"^{number}": {} for number in range(201)}}},
    {
        "p": {
            "type": "array",
            "items": {"type": "object", "properties": {f"p{n}": {"pattern": "a"} for n in range(201)}},
        }
    },
]


@pytest.mark.parametrize("drafted", TOO_MANY, ids=["one each", "keys", "nested"])
def test_patterns_are_few_enough_to_stay_in_memory(drafted: dict[str, Any]) -> None:
    with pytest.raises(InvalidDefinition, match="over 200 patterns"):
        definitions.checked(BlueprintDraft("b", "B", properties=drafted))


@given(st.dictionaries(st.sampled_from([
    "type", "format", "spec", "enum", "enumColors", "default", "pattern", "minLength", "minimum", "items", "properties",
    "patternProperties", "additionalProperties", "required", "specAuthentication", "title", "uniqueItems",
]), st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["string", "number", "object", "array", "url", "^a", "x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "a", "format", "items"]), inner, max_size=3),
    max_leaves=6,
), min_size=1))  # fmt: skip
def test_any_definition_is_taken_or_refused_and_never_a_bug(definition: dict[str, Any]) -> None:
    try:
        own = validator(definition)
    except InvalidDefinition:
        return
    for value in (None, 1, "a", [], {}, [1], {"a": 1}):
        own.check(own.defaults(own.coerce({"p": value})))


@pytest.mark.parametrize("listed", ALL, ids=lambda listed: listed.name)
def test_every_type_is_in_the_reference(listed: type[PropertyType]) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "property-types.md").read_text()
    _, found, section = page.partition(f"## `{listed.name}`\n")
    assert found
    section = section.split("\n## ")[0]
    assert listed.expected in section
    assert all(f"`{keyword}`" in section for keyword in listed.keywords)
