"""Looks into a table before it is imported: its columns, samples of them, and where each probably goes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from seaway.core.errors import NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import service as entities
from seaway.domains.imports import guessing, table_intake, table_rows
from seaway.domains.imports.cells import BadCell, names
from seaway.domains.imports.guessing import Seen
from seaway.domains.imports.tables import PROPERTY, RELATION
from seaway.engines.tables.types import Options, Sheet

_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Inspected:
    """A table, its columns with their guesses, and the blueprint that they were made for or that is proposed."""

    sheet: Sheet
    columns: tuple[Seen, ...]
    blueprint: str
    title: str
    exists: bool

    def problems(self) -> list[Mapping[str, Any]]:
        """Return the first rows that cannot be read."""
        bad = [row for row in self.sheet.rows if row.problem is not None]
        return [{"line": row.line, "message": row.problem} for row in bad[:_PROBLEMS]]


async def inspect(work: Work, upload: bytes, name: str, blueprint: str | None, options: Options) -> Inspected:
    """Return what a file holds, with guesses for a blueprint; without one, for one that is called like the file.

    Raises:
        PermissionMissing: the actor may not import. BadFile: it is no table. NotFound: no such blueprint.
    """
    await access.require(work, "create", "imports")
    sheet = await asyncio.to_thread(table_intake.read, upload, name, options)
    stem = PurePosixPath(name).stem or "rows"
    proposed = table_rows.slug(stem)[:100] or "rows"
    known = await blueprints.find(work, proposed if blueprint is None else blueprint)
    if blueprint is not None and known is None:
        raise NotFound.of("blueprint", blueprint)
    columns = await asyncio.to_thread(_guessed, sheet, known)
    if known is not None:
        await _settle_relations(work, known, columns)
        return Inspected(sheet, tuple(columns), known.identifier, known.title, exists=True)
    title = stem.replace("_", " ").replace("-", " ").strip()[:100] or proposed
    return Inspected(sheet, tuple(columns), proposed, title[:1].upper() + title[1:], exists=False)


def _guessed(sheet: Sheet, blueprint: Blueprint | None) -> list[Seen]:
    columns = guessing.look_at(sheet)
    guessing.guess(columns, blueprint)
    taken = {*blueprint.properties, *blueprint.computed()} if blueprint is not None else set()
    for column in columns:
        column.property = guessing.property_name(column.name, taken)
        taken.add(column.property)
        column.definition = {"title": column.name.rpartition(PROPERTY)[2][:100], **column.definition}
    return columns


async def _settle_relations(work: Work, blueprint: Blueprint, columns: list[Seen]) -> None:
    """Say of columns that go to relations whether their cells hold identifiers or titles, by what is there."""
    for column in columns:
        if column.to is not None and column.to.startswith(RELATION):
            target = blueprint.relations[column.to.removeprefix(RELATION)].target
            asked = list(_names(column))
            if asked and not await entities.numbers(work, target, asked) and await entities.called(work, target, asked):
                column.by = "title"


def _names(column: Seen) -> dict[str, None]:
    found: dict[str, None] = {}
    for cell in column.values[:100]:
        try:
            found.update(dict.fromkeys(names(cell)))
        except BadCell:
            continue
    return found
