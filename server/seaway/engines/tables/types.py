"""What a file of rows holds, and how it is to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Format = Literal["csv", "json", "yaml"]
Encoding = Literal["utf-8", "utf-16", "latin-1"]
MAX_BYTES = 32 << 20
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_NAME = 200
MAX_CELL = 131_072
"""Characters of one text; Python's CSV reader has the same limit of its own."""
KEY = "$key"
"""The column that holds the keys of an object of objects."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file; what is None is found out from its name and content."""

    format: Format | None = None
    encoding: Encoding | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line` is where it begins, from 1; `problem` says why it cannot be read, `warning` what is odd."""

    line: int
    cells: Mapping[str, Any]
    problem: str | None = None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's rows and columns, and how it was read. The columns of nested values are dotted paths.

    The cells of CSV are texts; those of JSON and YAML are values.
    """

    format: Format
    encoding: Encoding
    delimiter: str | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class BadTable(ValueError):
    """The file cannot be read as a whole; the message names the line, where there is one, and the fix."""
