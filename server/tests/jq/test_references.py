"""What a program reads, told from its words: never too little, and for what people write not too much."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seaway.engines.jq import Pool, Refs, normal, references, uses_now
from tests.jq.corpus import ENTITY, PROGRAMS


def refs(properties: str = "", relations: str = "", keys: str = "") -> Refs:
    return Refs(frozenset(properties.split()), frozenset(relations.split()), frozenset(keys.split()))


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (".properties.a", refs("a")),
        (".properties.a.b[0].c", refs("a", keys="c")),
        ('.properties["a b"] + .properties."c"', Refs(frozenset({"a b", "c"}))),
        ('.["properties"].a', refs("a")),
        (".properties?.a?", refs("a")),
        (".properties.a | length", refs("a")),
        (".properties | .a", refs(keys="properties")),
        (".properties[.title]", refs(keys="properties title")),
        (".properties | keys", refs(keys="properties")),
        ("if .properties.a > 1 then .title else .relations.b end", refs("a", "b", "title")),
        ("if (.properties.a | not) then .properties.b | length else .properties.c end", refs("a b c")),
        ('"\\(.properties.a)-\\(.title | ascii_downcase)"', refs("a", keys="title")),
        ("'x/' + .identifier", refs(keys="identifier")),
        ('[.properties.a, .relations.b] | join("-")', refs("a", "b")),
        (".properties.a as $x | .properties.b + $x", refs("a b")),
        (".properties.a | . as $x | .q", refs("a")),
        ("reduce .properties.a[] as $x (0; . + $x)", refs("a")),
        ("reduce .properties.a[] as [$x, $y] (.properties.b; . + $x) | . + 1", refs("a b")),
        ("any(.properties.a[]; . > 1)", refs("a")),
        ("now - (.properties.a | fromdateiso8601)", refs("a")),
        ("{title, a: .properties.a, (.properties.k): 1}", refs("a k", keys="title")),
        ("{title: .relations.b | length, x: .properties.c}", refs("c", "b")),
        ("try .properties.a catch .", refs("a")),
        ("first(.properties.a[])", refs("a")),
        ("label $f | .properties.a", refs("a")),
        ('@base64 "\\(.properties.a)"', refs("a")),
        ("# .properties.z\n.properties.a # .properties.y", refs("a")),
        ('".properties.z" + .properties.a', refs("a")),
        ("1", refs()),
        ("$__loc__", refs()),
    ],
)  # fmt: skip
def test_what_is_read_is_told(program: str, expected: Refs) -> None:
    assert references(program) == expected


@pytest.mark.parametrize(
    "program",
    [
        ".", "..", ". as $e | $e.properties.a", "keys", "to_entries", "select(.properties.a)", "map_values(1)", ".[]",
        '.["a","b"]', ".[.title]", "def f: .properties.a; f", 'getpath(["title"])', "@json", "tojson", "length",
        "if .properties.a then 1 end", ".properties.a = 1", ".properties.a |= 1", "del(.title)", 'has("title")',
        "[paths]", "error", "path(.title)", '"\\(.)"', "with_entries(.)", "input", '{"a\\u0062"}', '"abc', "(",
        ".title # \\\n", ".[", "limit(1; .)", "any", "IN(1)", "..|.a?", ".a?//1", '@text "\\(tojson)"', '{@text "t"}',
    ],
)  # fmt: skip
def test_in_doubt_it_is_everything(program: str) -> None:
    assert references(program).everything


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("now", True),
        ('"\\(now | todate)"', True),
        (".properties.a | if . then now else 0 end", True),
        ('"now', True),
        (".now", False),
        ("$now", False),
        ("'now'", False),
        ('"now" + .a # now', False),
        ("nowhere", False),
    ],
)
def test_whether_the_time_matters_is_told(program: str, *, expected: bool) -> None:
    assert uses_now(program) is expected


def test_endless_nesting_is_everything() -> None:
    assert references('"\\(' * 5_000 + "1" + ')"' * 5_000).everything
    assert uses_now('"\\(' * 5_000 + "1" + ')"' * 5_000)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("'a'", '"a"'),
        ("'https://x/' + .identifier", '"https://x/" + .identifier'),
        (".a == 'b' and .c", '.a == "b" and .c'),
        ('"it\'s"', '"it\'s"'),
        ("join('-')", "join('-')"),
        ("'a' + \"b\"", '"a" + "b"'),
        ("x '\"y", "x '\"y"),
    ],
)
def test_single_quotes_at_the_edge_of_a_word_are_quotes(written: str, read: str) -> None:
    assert normal(written) == read
    assert len(normal(written)) == len(written)


def only_what_is_read(document: dict[str, Any], read: Refs) -> dict[str, Any]:
    """Return the document without what the program is said not to read."""
    kept = {key: value for key, value in document.items() if key in read.keys}
    for part, names in (("properties", read.properties), ("relations", read.relations)):
        if part not in kept and names:
            kept[part] = {name: value for name, value in document[part].items() if name in names}
    return kept


LEAVES = st.sampled_from(
    [".properties.a", ".properties.b", ".relations.r", ".title", ".team", ".properties", '.properties["a"]', "1", '"x"',
     ".", "$v", "now|0", ".relations[]", "(.properties|.a)", "keys", "..", "{title}", '{"title", b: .team}', "[]"]
)  # fmt: skip


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.builds(lambda p, sign: f"{p[0]} {sign} {p[1]}", two, st.sampled_from([",", "|", "//", "==", "and", "+"])),
        st.builds(lambda p: f"({p[0]} | {p[1]})", two),
        st.builds(lambda p: f"if {p[0]} then {p[1]} else {p[0]} end", two),
        st.builds(lambda p: f"if {p[0]} then {p[1]} end", two),
        st.builds(lambda p: f"({p[0]} as $v | {p[1]})", two),
        st.builds(lambda p: f"reduce ({p[0]}) as $v ({p[1]}; [., $v])", two),
        st.builds(lambda p: f"foreach ({p[0]}) as [$v] (0; {p[1]}; [., $v])", two),
        st.builds(lambda p: f"[{p[0]}, {p[1]}]", two),
        st.builds(lambda p: f'{{a: ({p[0]}), title, "b": ({p[1]})}}', two),
        st.builds(lambda p: f"(try ({p[0]}) catch {p[1]})", two),
        st.builds(lambda p: f"any({p[0]}; {p[1]})", two),
        st.builds(lambda p: f"first({p[0]}), (label $f | {p[1]})", two),
        st.builds(lambda p: f'"\\({p[0]})/\\({p[1]})"', two),
        st.builds(lambda p: f"(.properties[{p[0]}]? | {p[1]})", two),
        st.builds(lambda p: f"({p[0]}).a?, [{p[1]}][0].title?", two),
        st.builds(lambda p: f"map({p[0]})? , select({p[1]})", two),
        st.builds(lambda p: f"({p[0]} | not), ({p[1]} | length?)", two),
    )


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(program=st.recursive(LEAVES, grown, max_leaves=8), kept=st.booleans())
async def test_no_program_reads_more_than_is_told(pool: Pool, program: str, *, kept: bool) -> None:
    program = f"0 as $v | [{program}]" if kept else f"[0 as $v | {program}]"
    document = {
        "title": "T", "identifier": "i", "team": ["x"],
        "properties": {"a": {"a": 1, "title": 2}, "b": [1, {"a": 3}], "c": "hidden"},
        "relations": {"r": "one", "s": ["two"]},
    }  # fmt: skip
    read = references(program)
    seen = document if read.everything else only_what_is_read(copy.deepcopy(document), read)
    [[whole], [part]] = await pool.run([program], [document, seen])

    assert (whole.value, whole.empty, bool(whole.error)) == (part.value, part.empty, bool(part.error))


@pytest.mark.parametrize("program", PROGRAMS)
async def test_real_programs_read_no_more_than_is_told(pool: Pool, program: str) -> None:
    read = references(program)
    if not read.everything:
        [[whole], [part]] = await pool.run([program], [ENTITY, only_what_is_read(ENTITY, read)])
        assert (whole.value, whole.empty) == (part.value, part.empty)
