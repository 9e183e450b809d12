"""Files of rows: encodings, delimiters, line numbers, broken rows, and what is refused as a whole."""

import contextlib
import csv
import io
import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seaway.engines.tables import types
from seaway.engines.tables.reader import lookup, read
from seaway.engines.tables.types import BadTable, Options, Sheet

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")) | st.sampled_from("\n\t,;\"'"), max_size=12)


def sheet(body: str | bytes, name: str = "x.csv", **options: Any) -> Sheet:
    """Read a file."""
    return read(body.encode() if isinstance(body, str) else body, name, Options(**options))


def rows(found: Sheet) -> list[tuple[int, Any]]:
    """Return lines and cells, or the first word of what is wrong."""
    return [(row.line, row.problem or dict(row.cells)) for row in found.rows]


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        ("name,n\nKöln,1\n".encode(), "utf-8"),
        ("name,n\nKöln,1\n".encode("utf-8-sig"), "utf-8"),
        ("name,n\nKöln,1\n".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "name,n\nKöln,1\n".encode("utf-16-be"), "utf-16"),
        ("name,n\nKöln,1\n".encode("utf-16-le"), "utf-16"),
        ("name,n\nKöln,1\n".encode("latin-1"), "latin-1"),
    ],
)
def test_the_encoding_is_found_out(body: bytes, encoding: str) -> None:
    found = sheet(body)
    assert (found.encoding, rows(found)) == (encoding, [(2, {"name": "Köln", "n": "1"})])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    lines = [["name", "price, net", "note"], ["a", "1,5", "x; y | z"], ["b", "2,5", "tab\there"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    found = sheet(out.getvalue())
    assert (found.delimiter, found.columns) == (delimiter, tuple(lines[0]))
    assert [list(row.cells.values()) for row in found.rows] == lines[1:]


def test_a_spreadsheet_may_name_the_delimiter() -> None:
    found = sheet("sep=;\r\na;b\r\n1,2;3\r\n")
    assert (found.delimiter, rows(found)) == (";", [(3, {"a": "1,2", "b": "3"})])


def test_lines_are_those_of_the_file_and_a_broken_row_holds_up_no_other() -> None:
    found = sheet('\n\na,b\n"two\nlines","say ""hi"""\n\nx\n1,2,3\n"a"b,2\n,,\nlast,"one"\n')
    told = [(row.line, bool(row.problem), bool(row.warning)) for row in found.rows]
    fine, odd, bad = (False, False), (False, True), (True, False)
    assert told == [(4, *fine), (7, *odd), (8, *bad), (9, *bad), (10, *fine), (11, *fine)]
    assert found.rows[0].cells == {"a": "two\nlines", "b": 'say "hi"'}
    assert "3 cells, the heading 2" in str(found.rows[2].problem)


def test_an_open_quotation_mark_is_named_where_it_opens() -> None:
    [row] = sheet('a,b\n"open,1\n2,3\n').rows
    assert (row.line, "never closes" in str(row.problem)) == (2, True)


def test_characters_that_nothing_stores_are_refused_in_their_row() -> None:
    found = sheet("a,b\n1,\0\n2,3\n")
    assert [bool(row.problem) for row in found.rows] == [True, False]
    assert "\0" not in str(found.rows[0].cells)


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        ('[{"a": 1},\n {"a": {"b": [2]}}]', "x.json", [(1, {"a": 1}), (2, {"a": {"b": [2]}})]),
        ('{"a": 1}\n\n{"a": 2}\n', "x.ndjson", [(1, {"a": 1}), (3, {"a": 2})]),
        ('{"x": {"a": 1},\n"y": {"a": 2}}', "x.json", [(1, {"$key": "x", "a": 1}), (2, {"$key": "y", "a": 2})]),
        ('{"ok": true, "rows": [\n{"a": 1},\n{"a": 2}]}', "x.json", [(2, {"a": 1}), (3, {"a": 2})]),
        ('{"a": 1, "b": {"c": 2}}', "x.json", [(1, {"a": 1, "b": {"c": 2}})]),
        ("- a: 1\n- a: yes\n", "x.yaml", [(1, {"a": 1}), (2, {"a": "yes"})]),
        ("# comment\na: 1\n---\na: 2\n", "x.yml", [(2, {"a": 1}), (4, {"a": 2})]),
        ("x:\n  a: 1\ny:\n  a: 2\n", "x.yaml", [(1, {"$key": "x", "a": 1}), (3, {"$key": "y", "a": 2})]),
    ],
)
def test_json_and_yaml_come_in_several_shapes(body: str, name: str, expected: Any) -> None:
    assert rows(sheet(body, name)) == expected


def test_a_broken_line_or_document_holds_up_no_other() -> None:
    lines = rows(sheet('{"a": 1}\n{"a": \n[1]\n{"a": 2}', "x.ndjson"))
    assert [type(value) for _, value in lines] == [dict, str, str, dict]
    documents = rows(sheet("a: 1\n---\na: : 2\n---\na: 3\n", "x.yaml"))
    assert [(line, type(value)) for line, value in documents] == [(1, dict), (3, str), (5, dict)]


BAD = {
    "empty": (b"", "x.csv", "empty"),
    "blank": (b"\n \n", "x.csv", "empty"),
    "two columns of one name": (b"a,b,a\n", "x.csv", "rename"),
    "UTF-32": ("a,b".encode("utf-32"), "x.csv", "UTF-32"),
    "many columns": (",".join(f"c{n}" for n in range(types.MAX_COLUMNS + 1)).encode(), "x.csv", "at most"),
    "a long name": (b"a" * 300 + b",b\n", "x.csv", "at most"),
    "many rows": (b"a\n" + b"1\n" * (types.MAX_ROWS + 1), "x.csv", "split"),
    "large": (b"a\n" + b"1" * types.MAX_BYTES, "x.csv", "MiB"),
    "JSON that ends early": (b'[{"a": 1},', "x.json", "line 1"),
    "JSON with more behind it": (b"[]\n[]", "x.json", "line 2"),
    "a JSON text": (b'"a"', "x.json", "list of objects"),
    "NaN": (b'[{"a":\nNaN}]', "x.json", "NaN"),
    "a key twice": (b'[{"a": 1, "a": 2}]', "x.json", "twice"),
    "deep JSON": (b"[" * 100_000, "x.json", "nested"),
    "deep YAML": (b"[" * 100_000, "x.yaml", "nesting"),
    "a YAML bomb": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            f"{n}: &{n} [{','.join([f'*{p}'] * 9)}]\n".encode() for p, n in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "x.yaml",
        "aliases",
    ),
    "broken YAML": (b"a: 1\nb: : 2\n", "x.yaml", "line 2"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_table_is_refused_with_the_reason(case: str) -> None:
    body, name, word = BAD[case]
    with pytest.raises(BadTable, match=word):
        sheet(body, name)


@pytest.mark.parametrize(
    "value", ["x" * (types.MAX_CELL + 1), 10**30, float("inf"), "a\0b", orjson.loads("[" * 60 + "]" * 60)]
)
def test_values_that_cannot_be_kept_are_refused_in_their_row(value: Any) -> None:
    text = json.dumps([{"a": value}, {"a": 1}]).replace("Infinity", "1e999")
    assert [bool(row.problem) for row in sheet(text, "x.json").rows] == [True, False]


def test_a_huge_cell_is_refused_in_its_row() -> None:
    found = sheet(f"a,b\n1,{'x' * (types.MAX_CELL + 1)}\n2,3\n")
    assert [bool(row.problem) for row in found.rows] == [True, False]


def test_paths_reach_nested_values_and_keys_with_dots() -> None:
    cells = {"a": {"b": {"c": 1}}, "x.y": {"z": 2}, "p.q": 3}
    assert [lookup(cells, path) for path in ("a.b.c", "x.y.z", "p.q", "a.c", "nope")] == [1, 2, 3, None, None]
    assert sheet(orjson.dumps([cells]), "x.json").columns == ("a", "a.b", "a.b.c", "x.y", "x.y.z", "p.q")


@given(
    st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"])
)
def test_what_a_program_writes_is_read_back(lines: list[tuple[str, str]], delimiter: str, end: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *lines])
    found = sheet(out.getvalue(), delimiter=delimiter)
    assert [tuple(row.cells.values()) for row in found.rows] == lines


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.json", "x.yaml", "x"]))
def test_no_bytes_do_harm(body: bytes, name: str) -> None:
    with contextlib.suppress(BadTable):
        assert all(row.line > 0 for row in sheet(body, name).rows)
