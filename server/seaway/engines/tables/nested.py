"""JSON and YAML to rows: a list of objects, an object of objects, one object a line, one document each."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from seaway.engines.tables.types import KEY, MAX_CELL, MAX_ROWS, BadTable, Row
from seaway.kit.yamlio import UNSTORABLE, BadYaml, compose, split, unstorable

MAX_DEPTH = 20
MAX_YAML = 64 << 20
"""Size of a YAML document with its aliases expanded: characters, and 16 for every value."""
_SPACE = re.compile(r"[ \t\r\n]*")
_LINES = re.compile(r"\s*\{.*\}[ \t\r]*\n\s*\{")  # an object on the first line, another one on the next
Given = tuple[int, Any]
"""The line of a value, and the value."""


def read_json(text: str) -> list[Row]:
    """Return the rows of a JSON text: an array, an object of objects, an object with one array, or NDJSON.

    Raises:
        BadTable: it is not JSON, or holds no objects.
    """
    if _LINES.match(text):
        return _bounded(_line(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    scanner = _Scanner(text)
    scanner.space()
    if scanner.next() == "[":
        rows = _bounded(_row(line, value) for line, value in scanner.array())
        scanner.end()
        return rows
    if scanner.next() != "{":
        raise BadTable("line 1: the file should hold a list of objects, [{…}, …], or an object a line")
    line, members = scanner.line(), list(scanner.object())
    scanner.end()
    return _of_map(
        line, [(at, key, value) for at, key, value, _ in members], lambda number: _items(text, members[number][3])
    )


def _items(text: str, at: int) -> Iterator[Given]:
    """Yield the items of an array that was read as a whole before, now with their lines."""
    return _Scanner(text, at).array()


def read_yaml(text: str) -> list[Row]:
    """Return the rows of a YAML text: a list, a map of maps, or a document each; a broken document is one row.

    Raises:
        BadTable: a single document is not YAML, or holds no maps.
    """
    parts = list(split(text.replace("\r\n", "\n").replace("\r", "\n")))
    if len(parts) == 1:
        line, part = parts[0]
        try:
            found = compose(part, MAX_YAML)
        except BadYaml as error:
            raise BadTable(f"line {line + error.line}: {error}") from None
        if isinstance(found.value, list):
            return _bounded(_row(line + at, each) for at, each in zip(found.nodes, found.value, strict=True))
        if isinstance(found.value, dict):
            keys = [line + at for at in found.nodes[::2]]
            members = [(at, key, each) for at, (key, each) in zip(keys, found.value.items(), strict=True)]
            return _of_map(line + found.line, members)
    return _bounded(row for line, part in parts for row in _document(line, part))


def _document(line: int, text: str) -> Iterator[Row]:
    try:
        found = compose(text, MAX_YAML)
    except BadYaml as error:
        yield Row(line + error.line, {}, str(error))
        return
    if isinstance(found.value, list):
        yield from (_row(line + at, each) for at, each in zip(found.nodes, found.value, strict=True))
    elif found.value is not None:
        yield _row(line + found.line, found.value)


def _of_map(
    line: int, members: list[tuple[int, str, Any]], items: Callable[[int], Iterator[Given]] | None = None
) -> list[Row]:
    """Return the rows of an object: its members where all are objects, those of its one list, or itself."""
    if members and all(isinstance(value, dict) for _, _, value in members):
        return _bounded(_row(at, {KEY: key, **value}) for at, key, value in members)
    lists = [
        number
        for number, (_, _, value) in enumerate(members)
        if isinstance(value, list) and value and isinstance(value[0], dict)
    ]
    if len(lists) == 1:
        at, _, value = members[lists[0]]
        given = items(lists[0]) if items else ((at, each) for each in value)
        return _bounded(_row(*each) for each in given)
    return [_row(line, {key: value for _, key, value in members})]


def _line(number: int, line: str) -> Row:
    scanner = _Scanner(line)
    try:
        scanner.space()
        value = scanner.value()
        scanner.end()
    except BadTable as error:
        return Row(number, {}, str(error).partition(": ")[2])
    return _row(number, value)


def _bounded(rows: Iterator[Row]) -> list[Row]:
    held: list[Row] = []
    for row in rows:
        if len(held) == MAX_ROWS:
            raise BadTable(f"line {row.line}: the file holds over {MAX_ROWS} rows; split it")
        held.append(row)
    return held


def _row(line: int, value: Any) -> Row:
    if not isinstance(value, Mapping):
        return Row(line, {}, "is no object; write the row as names and values")
    problem = _unfit(value, 0)
    return Row(line, {} if problem else value, problem)


def _unfit(value: Any, depth: int) -> str | None:
    """Return why a value cannot be kept, None when it can."""
    if depth > MAX_DEPTH:
        return f"is nested over {MAX_DEPTH} levels deep; flatten it"
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            return f"holds a text of {len(value)} characters, over the limit of {MAX_CELL}; shorten it"
        found = UNSTORABLE.search(value)
        return unstorable(found[0]) if found else None
    if isinstance(value, dict):
        parts: Any = (*value, *value.values())
    elif isinstance(value, list):
        parts = value
    else:
        whole = isinstance(value, int) and not -(1 << 63) <= value < 1 << 64
        wild = isinstance(value, float) and not math.isfinite(value)
        return "holds a number that is too large; write it as a text" if whole or wild else None
    return next((problem for part in parts if (problem := _unfit(part, depth + 1))), None)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        raise ValueError(f"the key {twice[:80]!r} is written twice in one object; remove one")
    return held


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON; write null or a text")


class _Scanner:
    """Walks through a JSON text and knows on which line it is."""

    _decoder = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)

    def __init__(self, text: str, at: int = 0) -> None:
        self._text, self._at, self._line, self._counted = text, at, 1, 0

    def line(self) -> int:
        """Return the line of the place where the scanner stands."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def space(self) -> None:
        """Go on to what is no space."""
        if (found := _SPACE.match(self._text, self._at)) is not None:
            self._at = found.end()

    def next(self) -> str:
        """Return the character where the scanner stands, empty at the end."""
        return self._text[self._at : self._at + 1]

    def value(self) -> Any:
        """Return the value that begins here, and go past it."""
        line = self.line()
        try:
            value, self._at = self._decoder.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            raise BadTable(f"line {error.lineno}: this is no JSON, {error.msg[0].lower()}{error.msg[1:]}") from None
        except RecursionError:
            raise BadTable(f"line {line}: the value is nested too deep; flatten it") from None
        except ValueError as error:
            raise BadTable(f"line {line}: {error}") from None
        return value

    def array(self) -> Iterator[Given]:
        """Yield the items of the array that begins here, with their lines."""
        for _ in self._parts("]"):
            line = self.line()
            yield line, self.value()

    def object(self) -> Iterator[tuple[int, str, Any, int]]:
        """Yield the members of the object that begins here: the line of the key, key, value and where that begins."""
        seen = set()
        for _ in self._parts("}"):
            line, key = self.line(), self.value()
            self.space()
            if not isinstance(key, str) or self.next() != ":":
                raise BadTable(f'line {line}: this is no JSON, a member looks like "name": value')
            if key in seen:
                raise BadTable(f"line {line}: the key {key[:80]!r} is written twice in one object; remove one")
            seen.add(key)
            self._at += 1
            self.space()
            at = self._at
            yield line, key, self.value(), at

    def _parts(self, closing: str) -> Iterator[None]:
        self._at += 1
        self.space()
        while self.next() != closing:
            yield
            self.space()
            if self.next() == ",":
                self._at += 1
                self.space()
            elif self.next() != closing:
                raise BadTable(f"line {self.line()}: this is no JSON, a comma or {closing} is missing here")
        self._at += 1

    def end(self) -> None:
        """Let through a text that ends here."""
        self.space()
        if self.next():
            raise BadTable(f"line {self.line()}: something follows the end; wrap the objects in a list, or one a line")
