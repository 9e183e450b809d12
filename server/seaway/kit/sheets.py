"""Values as the texts of a CSV's cells, and back: what no spreadsheet reads as a formula."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import orjson

# What a spreadsheet takes for a formula when a text begins with it, in its wide forms too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(value: Any) -> str:
    """Return a value as the text of a cell, which no spreadsheet reads as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return orjson.dumps(value).decode()
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        value = "; ".join(cell(item) if not isinstance(item, str) else item for item in value)
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(text: str) -> str:
    """Return the text of a cell without the mark that `cell` puts before what looks like a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def lines(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows of cells as CSV by RFC 4180."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()
