"""CSV to rows, by RFC 4180, with the delimiter found out and the line on which each row begins."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from seaway.engines.tables.types import MAX_COLUMNS, MAX_NAME, MAX_ROWS, BadTable, Row
from seaway.kit.yamlio import UNSTORABLE, unstorable

DELIMITERS = (",", ";", "\t", "|")
_SEEN, _SEEN_ROWS = 1 << 16, 50
_SEP = "sep="  # how a spreadsheet is told the delimiter, on a line before the heading


def read(text: str, delimiter: str | None) -> tuple[str, tuple[str, ...], list[Row]]:
    """Return the delimiter, the columns and the rows; a row that is broken holds up no other.

    Raises:
        BadTable: there is no heading, or it names a column twice; there are too many rows or columns.
    """
    skipped = 0
    if text[: len(_SEP)].lower() == _SEP:
        first, _, text = text.partition("\n")
        said = first.rstrip("\r")[len(_SEP) :]
        delimiter, skipped = delimiter or (said if said in DELIMITERS else None), 1
    delimiter = delimiter or _guessed(text[:_SEEN])
    records = _records(text, delimiter, skipped)
    for line, given, problem in records:
        if problem is not None:
            raise BadTable(f"line {line}: the heading cannot be read, {problem}")
        if any(name.strip() for name in given):
            columns = _heading(line, given)
            return delimiter, columns, list(_rows(columns, records))
    raise BadTable("the file holds no heading; its first line names the columns")


def _guessed(head: str) -> str:
    """Return the delimiter that divides the first rows most evenly into most cells."""

    def score(delimiter: str) -> tuple[float, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        try:
            widths = [len(row) for row, _ in zip(reader, range(_SEEN_ROWS), strict=False) if row]
        except csv.Error:
            return 0, 0
        [(width, times)] = Counter(widths).most_common(1) or [(0, 0)]
        return (times / len(widths), width) if width > 1 else (0, 0)

    return max(DELIMITERS, key=score)


def _records(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str], str | None]]:
    """Yield each record with the line on which it begins, or with what is wrong about it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, [], _reworded(str(error), delimiter)
        else:
            yield line, record, None


def _reworded(message: str, delimiter: str) -> str:
    if "unexpected end" in message:
        return "a quotation mark opens here and never closes; close it, or double it inside a quoted cell"
    if "expected after" in message:
        shown = "a tab" if delimiter == "\t" else delimiter
        return f"a quoted cell goes on after its quotation mark; end it with {shown}, or double the mark inside it"
    if "field limit" in message:
        return "a cell is longer than 131072 characters; shorten it, or close the quotation mark it begins with"
    return f"{message}; mend the line"


def _heading(line: int, given: Sequence[str]) -> tuple[str, ...]:
    names = [name.strip() or f"column {number}" for number, name in enumerate(given, 1)]
    if len(names) > MAX_COLUMNS:
        raise BadTable(
            f"line {line}: the heading names {len(names)} columns, at most {MAX_COLUMNS} fit; split the file"
        )
    for name in names:
        if len(name) > MAX_NAME or UNSTORABLE.search(name):
            raise BadTable(
                f"line {line}: {name[:40]!r} is no name of a column; use at most {MAX_NAME} plain characters"
            )
        if names.count(name) > 1:
            raise BadTable(f"line {line}: two columns are called {name[:80]!r}; rename one")
    return tuple(names)


def _rows(columns: Sequence[str], records: Iterator[tuple[int, list[str], str | None]]) -> Iterator[Row]:
    for number, (line, cells, problem) in enumerate(record for record in records if record[1] or record[2]):
        if number >= MAX_ROWS:
            raise BadTable(f"line {line}: the file holds over {MAX_ROWS} rows; split it")
        yield _row(columns, line, cells, problem)


def _row(columns: Sequence[str], line: int, cells: Sequence[str], problem: str | None) -> Row:
    held = dict(zip(columns, cells, strict=False))
    if problem is not None:
        return Row(line, held, problem)
    if any(cells[len(columns) :]):
        return Row(
            line, held, f"has {len(cells)} cells, the heading {len(columns)}; quote cells that hold the delimiter"
        )
    for name, cell in held.items():
        if found := UNSTORABLE.search(cell):
            return Row(
                line,
                {each: UNSTORABLE.sub("\ufffd", text) for each, text in held.items()},
                f"{name}: {unstorable(found[0])}",
            )
    if len(cells) < len(columns):
        return Row(line, held, warning=f"has {len(cells)} of {len(columns)} cells; the others count as empty")
    return Row(line, held)
