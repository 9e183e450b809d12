"""The door: a file to a sheet of rows, its format, encoding and delimiter found out."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from seaway.engines.tables import decoding, nested, separated
from seaway.engines.tables.types import MAX_BYTES, MAX_COLUMNS, MAX_NAME, BadTable, Format, Options, Row, Sheet

_ENDINGS: Mapping[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".json": "json",
    ".ndjson": "json",
    ".jsonl": "json",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_LEVELS = 4


def read(data: bytes, name: str, options: Options) -> Sheet:
    """Return what a file holds.

    Raises:
        BadTable: it is no table, or over a limit; the message names the line and the fix.
    """
    if len(data) > MAX_BYTES:
        raise BadTable(f"the file is over {MAX_BYTES >> 20} MiB; split it")
    text, encoding = decoding.decode(data, options.encoding)
    if not text.strip("\ufeff \t\r\n"):
        raise BadTable("the file is empty")
    form = options.format or _ENDINGS.get(PurePosixPath(name).suffix.lower()) or _guessed(text)
    if form == "csv":
        delimiter, columns, rows = separated.read(text, options.delimiter)
        return Sheet(form, encoding, delimiter, columns, tuple(rows))
    found = nested.read_json(text) if form == "json" else nested.read_yaml(text)
    return Sheet(form, encoding, None, _columns(found), tuple(found))


def lookup(cells: Mapping[str, Any], path: str) -> Any:
    """Return the value at a dotted path, None when there is none; a key may hold dots itself."""
    if path in cells:
        return cells[path]
    head, dot, rest = path.partition(".")
    while dot:
        inner = cells.get(head)
        if isinstance(inner, Mapping) and (found := lookup(inner, rest)) is not None:
            return found
        more, dot, rest = rest.partition(".")
        head = f"{head}.{more}"
    return None


def _guessed(text: str) -> Format:
    head = text.lstrip()[:1]
    if head in {"[", "{"}:
        return "json"
    return "yaml" if text.lstrip().startswith(("- ", "---")) else "csv"


def _columns(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the paths of all values, in the order of their appearance; of very many, the first."""
    found: dict[str, None] = {}
    for row in rows:
        _walk(row.cells, "", _LEVELS, found)
    return tuple(found)


def _walk(cells: Mapping[str, Any], prefix: str, levels: int, found: dict[str, None]) -> None:
    for key, value in cells.items():
        path = f"{prefix}{key}"
        if len(path) > MAX_NAME or (path not in found and len(found) >= MAX_COLUMNS):
            continue
        found[path] = None
        if levels > 1 and isinstance(value, Mapping):
            _walk(value, f"{path}.", levels - 1, found)
