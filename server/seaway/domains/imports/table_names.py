"""The entities that a table's cells name, by identifier or title: looked up before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import service as entities
from seaway.domains.imports import cells, model
from seaway.domains.imports.cells import BadCell
from seaway.domains.imports.tables import TEAM, Column, Table
from seaway.engines.tables.reader import lookup
from seaway.engines.tables.types import Sheet

_ASKED = 5_000


@dataclass(slots=True)
class Names:
    """Entities of one blueprint: identifiers that are there, and by title those that are called so."""

    identifiers: set[str] = field(default_factory=set)
    titles: dict[str, set[str]] = field(default_factory=dict)

    def called(self, title: str) -> str:
        """Return the identifier of the one entity of a title.

        Raises:
            BadCell: there is none, or there are several.
        """
        found = self.titles.get(title, set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            shown = " and ".join(sorted(found)[:2])
            raise BadCell(f'several entities are called "{title[:80]}" ({shown}); write the identifier')
        raise BadCell(f'no entity is called "{title[:80]}"; create it first, or write the identifier')

    def named(self, name: str) -> str | None:
        """Return the identifier of what is named by identifier, or by a title that only one has; else None."""
        if name in self.identifiers:
            return name
        found = self.titles.get(name, set())
        return next(iter(found)) if len(found) == 1 else None


Known = Mapping[str, Names]
"""By the place that a column fills."""


def target(column: Column, blueprint: Blueprint) -> str | None:
    """Return the blueprint whose entities a column's cells name, None when they name none."""
    if column.to == TEAM:
        return model.TEAM
    return blueprint.relations[column.relation].target if column.relation else None


async def look_up(work: Work, table: Table, blueprint: Blueprint, sheet: Sheet) -> dict[str, Names]:
    """Return what is known of the names in the columns that hold some."""
    found = {}
    for column in table.columns:
        if (aimed := target(column, blueprint)) is not None:
            found[column.to] = await _known(work, aimed, set(_named(column, sheet)), titles=_by_title(column))
    return found


def _by_title(column: Column) -> bool:
    return column.by == "title" or column.to == TEAM


def _named(column: Column, sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows:
        cell = lookup(row.cells, column.column)
        if not cells.empty(cell):
            try:
                yield from cells.names(cell)
                if isinstance(cell, str):
                    yield cells.text(cell).strip()  # a relation to one is named by the whole cell
            except BadCell:
                continue  # told at its row


async def _known(work: Work, blueprint: str, names: set[str], *, titles: bool) -> Names:
    found, asked = Names(), sorted(names)
    if await blueprints.find(work, blueprint) is None:
        return found  # this import is about to make it
    for start in range(0, len(asked), _ASKED):
        part = asked[start : start + _ASKED]
        found.identifiers |= (await entities.numbers(work, blueprint, part)).keys()
        if titles:
            _add(found, await entities.called(work, blueprint, part))
    return found


def _add(names: Names, called: Mapping[str, Iterable[str]]) -> None:
    for title, identifiers in called.items():
        names.titles.setdefault(title, set()).update(identifiers)
