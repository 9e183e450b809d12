"""Entities as CSV, JSON and YAML, in pieces that add up to one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import orjson
import yaml

from seaway.kit.sheets import cell, lines

Format = Literal["csv", "json", "yaml"]
MEDIA: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "yaml": "application/yaml",
}


class Writer(Protocol):
    """Writes a file from pieces of entities."""

    def head(self) -> bytes:
        """Return what comes before every entity."""

    def piece(self, entities: Sequence[Any]) -> bytes:
        """Return more entities."""

    def tail(self) -> bytes:
        """Return what comes after the last."""


@dataclass(slots=True)
class Csv:
    """RFC 4180: one line an entity, the columns in the order asked for."""

    columns: Sequence[str]
    relations: frozenset[str]

    def head(self) -> bytes:
        """Return the line of the columns' names."""
        return lines([self.columns])

    def piece(self, entities: Sequence[Any]) -> bytes:
        """Return a line an entity."""
        return lines([[cell(self._value(entity, name)) for name in self.columns] for entity in _plain(entities)])

    def tail(self) -> bytes:
        """Return nothing."""
        return b""

    def _value(self, entity: Mapping[str, Any], name: str) -> Any:
        if name.startswith("$"):
            return entity.get(name[1:])
        return entity.get("relations" if name in self.relations else "properties", {}).get(name)


class Json:
    """An array, one entity a line."""

    def __init__(self) -> None:
        self._comma = b"\n"

    def head(self) -> bytes:
        """Return the opening bracket."""
        return b"["

    def piece(self, entities: Sequence[Any]) -> bytes:
        """Return entities with the commas between them."""
        parts = []
        for entity in entities:
            parts.append(self._comma + orjson.dumps(entity))
            self._comma = b",\n"
        return b"".join(parts)

    def tail(self) -> bytes:
        """Return the closing bracket."""
        return b"\n]\n"


class Yaml:
    """A list of entities."""

    def __init__(self) -> None:
        self._empty = True

    def head(self) -> bytes:
        """Return nothing."""
        return b""

    def piece(self, entities: Sequence[Any]) -> bytes:
        """Return items of the list."""
        if not entities:
            return b""
        self._empty = False
        text: str = yaml.dump(_plain(entities), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=120)
        return text.encode()

    def tail(self) -> bytes:
        """Return the empty list where there were none."""
        return b"[]\n" if self._empty else b""


def writer(form: Format, columns: Sequence[str], relations: frozenset[str]) -> Writer:
    """Return what writes a format."""
    if form == "csv":
        return Csv(columns, relations)
    return Json() if form == "json" else Yaml()


def _plain(entities: Sequence[Any]) -> list[dict[str, Any]]:
    """Return entities as dictionaries; whole ones come as ready JSON."""
    plain: list[dict[str, Any]] = orjson.loads(orjson.dumps(entities))
    return plain
