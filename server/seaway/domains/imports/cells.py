"""The cells of a table as values: texts become what the property's definition wants, and say why when they cannot."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from seaway.domains.blueprints.properties import kind_of
from seaway.kit.sheets import plain

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA_NUMBER = re.compile(r"[+-]?\d[\d.]*,\d+")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?)?")
_SHOWN = 80
SEPARATOR = ";"


class BadCell(ValueError):
    """A cell does not hold what its place wants; the message says what that would be."""


def empty(cell: Any) -> bool:
    """Tell whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def value(cell: Any, definition: Mapping[str, Any]) -> Any:
    """Return the value of a cell that is not empty. What is no text stays as it is: the blueprint judges it.

    Raises:
        BadCell: the text is no value of the property's type.
    """
    if not isinstance(cell, str):
        return cell
    kind = kind_of(definition)
    if kind == "array":
        return _list(cell, definition.get("items") or {})
    return _READ.get(kind, plain)(cell)


def text(cell: Any) -> str:
    """Return the text of a cell that is to be one; numbers are written out.

    Raises:
        BadCell: it is a list, an object or a truth value.
    """
    if isinstance(cell, str):
        return plain(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return orjson.dumps(cell).decode()
    raise BadCell(f"must be a text, got {_shown(cell)}")


def names(cell: Any) -> list[str]:
    """Return the names that a cell lists: of a text, the parts between semicolons.

    Raises:
        BadCell: it holds something else.
    """
    listed = cell if isinstance(cell, list) else _parts(cell) if isinstance(cell, str) else [cell]
    return list(dict.fromkeys(text(each).strip() for each in listed if not empty(each)))


def _parts(cell: str) -> list[Any]:
    if cell.lstrip().startswith("["):
        return list(_json(cell, list, 'names with ; between them, or a list as JSON, such as ["a", "b"]'))
    return [part for part in plain(cell).split(SEPARATOR) if part.strip()]


def number(cell: str) -> int | float:
    """Return the number that a text is.

    Raises:
        BadCell: it is none.
    """
    found = plain(cell).strip()
    if _NUMBER.fullmatch(found) and len(found) <= 400:
        whole = re.fullmatch(r"[+-]?\d{1,18}", found)
        parsed: int | float = int(found) if whole else float(found)
        if math.isfinite(parsed):
            return parsed
    hint = "; write a point instead of the comma" if _COMMA_NUMBER.fullmatch(found) else ""
    raise BadCell(f"must be a number such as 12 or 1.5, got {_shown(cell)}{hint}")


def _boolean(cell: str) -> bool:
    found = cell.strip().lower()
    if found not in {"true", "false"}:
        raise BadCell(f"must be true or false, got {_shown(cell)}")
    return found == "true"


def moment(cell: str) -> str:
    """Return a time as the API takes it: a date alone is its midnight, a time without a zone is UTC."""
    found = cell.strip()
    if given := _DATE.fullmatch(found):
        day, hour, rest = given.groups()
        return f"{day}T{hour or '00:00'}{rest or ':00'}Z"
    return found


def _object(cell: str) -> Any:
    return _json(cell, dict, 'an object as JSON, such as {"cpu": 2}')


_READ: Mapping[str, Callable[[str], Any]] = {
    "number": number,
    "boolean": _boolean,
    "datetime": moment,
    "object": _object,
}


def _list(cell: str, items: Mapping[str, Any]) -> list[Any]:
    if cell.lstrip().startswith("["):
        return list(_json(cell, list, 'values with ; between them, or a list as JSON, such as ["a", "b"]'))
    parts = [part.strip() for part in plain(cell).split(SEPARATOR) if part.strip()]
    return [value(part, items) for part in parts] if items.get("type") else parts


def _json(cell: str, wanted: type, what: str) -> Any:
    try:
        found = orjson.loads(cell)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, wanted):
        raise BadCell(f"must be {what}, got {_shown(cell)}")
    return found


def _shown(cell: Any) -> str:
    shown = orjson.dumps(cell[:_SHOWN] if isinstance(cell, str) else cell).decode()
    return shown if len(shown) <= _SHOWN + 2 else f"{shown[:_SHOWN]}…"
