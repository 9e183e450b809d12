"""What a domain above adds to entities: how they stand in scorecards, in answers and in searches.

The domain of scorecards hands itself in (`marked_by`), since nothing here may know it. A blueprint without scorecards
says so itself (`Blueprint.scored`), so that nobody asks for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from seaway.core.work import Work
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import describe, wire
from seaway.engines.query.compile import asks_for_scorecards
from seaway.engines.query.nodes import Group
from seaway.engines.query.shapes import Scorecard, Shape


class Marker(Protocol):
    """Who knows the scorecards."""

    async def results(self, work: Work, blueprint: int, numbers: Sequence[int]) -> Mapping[int, str]:
        """Return what answers hold under `scorecards`, as JSON, by the number of the entity; only of those with any."""

    async def known(self, work: Work) -> Mapping[int, Mapping[str, Scorecard]]:
        """Return the scorecards of each blueprint, by its number, as queries see them."""


_markers: list[Marker] = []


def marked_by(marker: Marker) -> None:
    """Let answers and searches ask this marker; the last one handed in counts."""
    _markers[:] = [marker]


async def adorned(work: Work, blueprint: Blueprint, rows: Sequence[wire.Row]) -> Sequence[wire.Row]:
    """Return the rows of one blueprint's entities with their results, where it has scorecards."""
    if not blueprint.scored or not rows or not _markers:
        return rows
    found = await _markers[0].results(work, blueprint.id, [row["id"] for row in rows])
    return [_with(row, found[row["id"]]) if row["id"] in found else row for row in rows]


def _with(row: Any, results: str) -> wire.Row:
    """Return a row whose entity says its results last; the text is an object that PostgreSQL wrote, never empty."""
    whole: str = row["whole"]
    return {**row, "whole": f'{whole[:-1]}, "scorecards" : {results}}}'}


async def shapes(work: Work, query: Group, blueprints: Sequence[Blueprint]) -> list[Shape]:
    """Return blueprints as a query sees them, with their scorecards where the query names any."""
    plain = await describe.shapes(work, blueprints)
    return await scored(work, plain) if asks_for_scorecards(query) else plain


async def scored(work: Work, plain: Sequence[Shape]) -> list[Shape]:
    """Return shapes with their scorecards: for what sorts or groups by one."""
    known = await _markers[0].known(work) if _markers else {}
    return [replace(each, scorecards=known.get(each.id, {})) for each in plain]
