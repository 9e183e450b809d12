"""What an import rejected, piece by piece, as a CSV that can be mended and imported again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seaway.core.work import Work
from seaway.domains.imports import store
from seaway.domains.imports.types import Import
from seaway.engines.tables.reader import lookup
from seaway.kit import sheets

PIECE = 500
PLACE = ("$file", "$line", "$reason")


@dataclass(slots=True)
class Rejects:
    """What is left to write: the import, the columns of its rows, and the last one written."""

    number: int
    columns: Sequence[str]
    last: int = -1

    def head(self) -> bytes:
        """Return the line of the columns' names."""
        return sheets.lines([[*PLACE, *(sheets.cell(name) for name in self.columns)]])

    async def piece(self, work: Work) -> Sequence[Mapping[str, Any]]:
        """Return the next rejected documents; none at the end."""
        rows = await store.rejected(work, self.number, self.last, PIECE)
        if rows:
            self.last = rows[-1]["no"]
        return rows

    def written(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        """Return a line a document."""
        return sheets.lines([self._line(row) for row in rows])

    def _line(self, row: Mapping[str, Any]) -> list[str]:
        told = [sheets.cell(row[name]) for name in ("file", "line", "reason")]
        return told + [sheets.cell(lookup(row["original"] or {}, name)) for name in self.columns]


def begin(found: Import) -> Rejects:
    """Return what is to be written: of nested columns those that hold values, not the groups of them."""
    columns = [str(name) for name in found.origin.get("columns", ())]
    leaves = [name for name in columns if not any(other.startswith(f"{name}.") for other in columns)]
    return Rejects(found.id, leaves)
