"""Exports of what a table shows: every match, in its order, with chosen columns, piece by piece.

In the order of identifiers each piece begins where the last one ended. In any other order the numbers of the matches
are put in order once, eight bytes each, so that no piece sorts everything again; what is deleted meanwhile is left out.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import find, find_store, reads, top
from seaway.domains.entities.find import Asked
from seaway.domains.entities.find_store import Slice
from seaway.engines.query import order as orders
from seaway.engines.query.order import BY_IDENTIFIER
from seaway.engines.query.sql import Sql

PIECE = 500
MAX_ORDERED = 1_000_000


@dataclass(slots=True)
class Export:
    """What is left to export, and how it is read. `total` is how many there were at the beginning."""

    blueprint: Blueprint
    wanted: reads.Wanted
    where: Sql
    total: int
    numbers: "array[int] | None"
    _done: int = 0
    _last: list[Any] | None = field(default=None)

    async def piece(self, work: Work) -> list[Any]:
        """Return the next entities; none at the end."""
        if self.numbers is None:
            rows = await self._by_identifier(work)
        else:
            rows = []
            while not rows and self._done < len(self.numbers):
                rows = await find_store.by_ids(work, self.numbers[self._done : self._done + PIECE])
                self._done += PIECE
        return await reads.shapes(work, self.blueprint, rows, self.wanted)

    async def _by_identifier(self, work: Work) -> Sequence[Any]:
        order = (BY_IDENTIFIER,)
        later = orders.after(order, self._last) if self._last is not None else None
        rows = await find_store.page(work, self.where, Slice(order, later, PIECE))
        if rows:
            self._last = [rows[-1]["k0"]]
        return rows


async def begin(work: Work, name: str, asked: Asked) -> Export:
    """Settle what is exported.

    Raises:
        NotFound: no such blueprint. Invalid: query or order cannot be used. TooMany: over a million in an own order.
    """
    await access.require(work, "read", "entities")
    blueprint = await blueprints.get(work, name)
    where = await find.condition(work, blueprint, asked.query)
    total = await find_store.count(work, where)
    order = await top.ordering(work, blueprint, asked)
    numbers = None
    if order != (BY_IDENTIFIER,):
        if total > MAX_ORDERED:
            raise find.over(MAX_ORDERED)
        numbers = array("q", await find_store.ordered(work, where, order))
    return Export(blueprint, asked.wanted(blueprint), where, total, numbers)
