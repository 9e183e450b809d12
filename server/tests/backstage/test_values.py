"""Scalars and structure by YAML 1.2, not 1.1."""

from typing import Any

import pytest

from seaway.kit.yamlio import BadYaml, compose


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("null", None),
        ("~", None),
        ("", None),
        ("nil", "nil"),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("190:20:30", "190:20:30"),
        ("+12", 12),
        ("-12", -12),
        ("1.5", 1.5),
        ("1.0", 1),
        ("1e3", 1000),
        (".5", 0.5),
        ("1.", 1),
        ("1.2.3", "1.2.3"),
        (".", "."),
        (".inf", None),
        ("-.INF", None),
        (".nan", None),
        ("1e999", None),
        ("9" * 400, None),
        ("12345678901234567890", 1.2345678901234567e19),
        ("2024-01-31", "2024-01-31"),
        ("2024-01-31T10:00:00Z", "2024-01-31T10:00:00Z"),
        ("=", "="),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("!!int 12", 12),
        ("! 12", "12"),
        ("!custom 12", "12"),
        ("!!python/object:os.system x", "x"),
        ("!!timestamp 2024-01-31", "2024-01-31"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(text: str, value: Any) -> None:
    found = compose(f"key: {text}\n")[0]["key"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: &x {b: 1}\nc: {<<: *x}", {"a": {"b": 1}, "c": {"<<": {"b": 1}}}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: &x 1\nb: &x 2\nc: *x", {"a": 1, "b": 2, "c": 2}),
        ("1: a\ntrue: b\n~: c\n1.5: d", {"1": "a", "true": "b", "": "c", "1.5": "d"}),
        ("{{ name | dump }}: x", {'{"{\\"name | dump\\": null}": null}': "x"}),
        ("? a\n: b", {"a": "b"}),
        ('{"a":1,"b":[true,null]}', {"a": 1, "b": [True, None]}),
        ("a: x\u2028y\nb: 'p\u0085q'", {"a": "x\u2028y", "b": "p\u0085q"}),
        ("a: x\n\t\nb: y", {"a": "x", "b": "y"}),
        ("\t# note\na: x", {"a": "x"}),
        ("a:\tx", {"a": "x"}),
        ('a: "\\u00e9\\/\\x41"', {"a": "é/A"}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
    ],
)
def test_structure(text: str, value: Any) -> None:
    assert compose(text)[0] == value


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3", 2, "'a' is written twice"),
        ("x:\n  b: 1\n  b: 1", 2, "'b' is written twice"),
        ("{a: 1, a: 2}", 0, "'a' is written twice"),
        ("1: a\n'1': b", 1, "'1' is written twice"),
        ("a: *x", 0, "*x stands before or inside"),
        ("a: &x [*x]", 0, "*x stands before or inside"),
        ("a: [1", 1, "did not find expected"),
        ("a: b: c", 0, "not allowed"),
        ("a: @b", 0, "cannot start any token"),
        ("a: {%- if x %}", 0, "cannot start any token"),
        ("a: 1\n b: 2", 1, "not allowed"),
        ("[a]\nb", 1, "document start"),
        ("x: 1\na: \x07", 1, "U+0007"),
        ("a: \x00", 0, "U+0000"),
        ('a: "\\0"', 0, "U+0000"),
        ('a: 1\nb: "\\x1b"', 1, "U+001B"),
        ('a: "\\ud800"', 0, "Unicode"),
        ("a: \x7f", 0, "U+007F"),
        ("a: \ufffe", 0, "U+FFFE"),
    ],
)
def test_a_broken_document_is_refused_at_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(BadYaml, match=words.replace("*", r"\*").replace("+", r"\+")) as caught:
        compose(text)
    assert caught.value.line == line
