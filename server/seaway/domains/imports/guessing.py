"""Guesses where the columns of a table go, by their names and by what their cells hold. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from seaway.domains.blueprints.types import Blueprint, Json
from seaway.domains.imports import cells
from seaway.domains.imports.cells import BadCell
from seaway.domains.imports.tables import ICON, IDENTIFIER, PROPERTY, RELATION, TEAM, TITLE
from seaway.engines.tables.reader import lookup
from seaway.engines.tables.types import KEY, Sheet
from seaway.kit import sheets

SAMPLES, _LOOKED_AT, _SHOWN = 5, 1_000, 200
_PLAIN_NAME = re.compile(r"[^A-Za-z0-9]+")
# By the plain form of a column's name; the first column that fits a place gets it.
_NAMES: Mapping[str, Sequence[str]] = {
    IDENTIFIER: ("identifier", "id", "key", "slug", "uid", "code"),
    TITLE: ("title", "name", "displayname", "label"),
    TEAM: ("team", "teams", "owner", "owningteam", "ownerteam", "squad"),
    ICON: ("icon",),
}
# What exports write and nobody can set.
_COMPUTED = frozenset(
    {"$createdAt", "$updatedAt", "$createdBy", "$updatedBy", "$blueprint", "blueprint", "$datasource"}
)
_URL = re.compile(r"https?://[^\s<>\"]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?")
_LEADING_ZERO = re.compile(r"-?0\d")
_TEXT: Json = {"type": "string"}
_LIST: Json = {"type": "array", "items": _TEXT}
_MOST, _ENOUGH, _WORD = 0.8, 5, 60


@dataclass(slots=True)
class Seen:
    """A column as it was found: some of its values as text, how many cells say something, and what they look like.

    `values` are those of the first `rows` rows, which were looked at. `property` and `definition` are those of a
    property that would hold them; `holds` tells a column that only groups others.
    """

    name: str
    samples: list[str]
    filled: int
    definition: dict[str, Any]
    values: list[Any] = field(repr=False)
    rows: int
    holds: bool = False
    to: str | None = None
    property: str = ""
    by: str = "identifier"


def look_at(sheet: Sheet) -> list[Seen]:
    """Return the columns of a sheet as they were found."""
    rows = sheet.rows
    return [
        _seen(sheet, name, [lookup(row.cells, name) for row in rows if row.problem is None]) for name in sheet.columns
    ]


def _seen(sheet: Sheet, name: str, column: Sequence[Any]) -> Seen:
    values = [cell for cell in column if not cells.empty(cell)]
    distinct = list(dict.fromkeys(sheets.cell(value)[:_SHOWN] for value in values[:_LOOKED_AT]))
    prefix = f"{name}."
    holds = any(other.startswith(prefix) for other in sheet.columns)
    seen = values[:_LOOKED_AT]
    return Seen(name, distinct[:SAMPLES], len(values), definition(seen), seen, min(len(column), _LOOKED_AT), holds)


def definition(values: Sequence[Any]) -> dict[str, Any]:
    """Return the property that these values look like; a few that do not fit are mistakes rather than another type."""
    found = next((shape for fits, share, shape in _LOOKS if values and _share(fits, values) >= share), _TEXT)
    if found is _TEXT and any(cells.SEPARATOR in value for value in values if isinstance(value, str)):
        return dict(_LIST if all(map(_is_listing, values)) else _TEXT)
    if found is _LIST and not all(map(_texts, values)):
        return {"type": "array"}
    return dict(found)


def _share(fits: Callable[[Any], bool], values: Sequence[Any]) -> float:
    """Return how many of the values fit, from 0 to 1; of a handful all must."""
    share = sum(map(fits, values)) / len(values)
    return share if len(values) >= _ENOUGH else float(share == 1)


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.strip().lower() in {"true", "false"})


def _is_number(value: Any) -> bool:
    if not isinstance(value, str):
        return isinstance(value, int | float) and not isinstance(value, bool)
    try:
        cells.number(value)
    except BadCell:
        return False
    return _LEADING_ZERO.match(value.strip()) is None and not value.strip().startswith("+")


def _is_list(value: Any) -> bool:
    return isinstance(value, list) or (isinstance(value, str) and isinstance(_parsed(value, "["), list))


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, str) and isinstance(_parsed(value, "{"), dict))


def _parsed(text: str, opening: str) -> Any:
    if not text.lstrip().startswith(opening):
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _texts(value: Any) -> bool:
    listed = _parsed(value, "[") if isinstance(value, str) else value
    return isinstance(listed, list) and all(isinstance(item, str) for item in listed)


def _is_listing(value: Any) -> bool:
    parts = value.split(cells.SEPARATOR) if isinstance(value, str) else ()
    return bool(parts) and all(0 < len(part.strip()) <= _WORD for part in parts)


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value.strip()) is not None


# What a column may look like, the narrowest first, and which share of its cells must.
_LOOKS: Sequence[tuple[Callable[[Any], bool], float, Json]] = (
    (_is_boolean, _MOST, {"type": "boolean"}),
    (_is_number, _MOST, {"type": "number"}),
    (_is_list, 1, _LIST),
    (_is_object, 1, {"type": "object"}),
    (_matches(_URL), _MOST, {"type": "string", "format": "url"}),
    (_matches(_EMAIL), _MOST, {"type": "string", "format": "email"}),
    (_matches(_DAY), _MOST, {"type": "string", "format": "date-time"}),
)


def plain(name: str) -> str:
    """Return a name as it is compared: its letters and digits in lower case."""
    return _PLAIN_NAME.sub("", name).lower()


def property_name(column: str, taken: Iterable[str]) -> str:
    """Return the name of a new property for a column: its words in one, the first in lower case."""
    words = [word for word in _PLAIN_NAME.split(column.rpartition("properties.")[2]) if word]
    name = (
        "".join([words[0][:1].lower() + words[0][1:], *(word[:1].upper() + word[1:] for word in words[1:])])[:90]
        if words
        else "column"
    )
    used = set(taken)
    return next(each for each in _numbered(name) if each not in used)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}{number}"
        number += 1


def guess(columns: Sequence[Seen], blueprint: Blueprint | None) -> None:
    """Say of each column where it goes, each place once; what fits nowhere stays."""
    taken: set[str] = set()
    for place, column in _fitting(columns, blueprint):
        if column.to is None and place not in taken and column.name not in _COMPUTED:
            column.to = place
            taken.add(place)
    if not taken & {IDENTIFIER, TITLE}:
        _name_rows(columns)


def _name_rows(columns: Sequence[Seen]) -> None:
    """Let the first column that tells every row from the others be the title."""
    for column in columns:
        texts = {value for value in column.values if isinstance(value, str)}
        if column.to is None and column.definition == _TEXT and len(texts) == len(column.values) == column.rows:
            column.to = TITLE
            return


def _fitting(columns: Sequence[Seen], blueprint: Blueprint | None) -> Iterator[tuple[str, Seen]]:
    """Yield places and columns that may go there, the surest first."""
    by_name = {each.name: each for each in columns}
    for place in (IDENTIFIER, TITLE, ICON, TEAM):
        for name in (place, place.removeprefix("$")):
            if name in by_name:
                yield place, by_name[name]
    if blueprint is not None:
        yield from _declared(columns, blueprint)
    if KEY in by_name:
        yield IDENTIFIER, by_name[KEY]
    for place, names in _NAMES.items():
        for name in names:
            yield from ((place, each) for each in columns if plain(each.name) == name and not each.holds)


def _declared(columns: Sequence[Seen], blueprint: Blueprint) -> Iterator[tuple[str, Seen]]:
    places = [(f"{PROPERTY}{name}", name, given.get("title")) for name, given in blueprint.properties.items()]
    places += [(f"{RELATION}{name}", name, relation.title) for name, relation in blueprint.relations.items()]
    for test in (lambda seen, place, name, _: seen in {place, name}, _called_like):
        for column in columns:
            yield from ((place, column) for place, name, title in places if test(column.name, place, name, title))


def _called_like(seen: str, place: str, name: str, title: str | None) -> bool:
    return bool(plain(seen)) and plain(seen) in {plain(place), plain(name), plain(title or "")}
