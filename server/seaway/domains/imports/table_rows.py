"""From a table's rows to records: pure, slow for large files, hence run in a thread.

A row is accepted or rejected as a whole. Of two rows with one identifier the first one counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import regex

from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities.types import EntityDraft
from seaway.domains.imports import cells
from seaway.domains.imports.cells import BadCell
from seaway.domains.imports.table_names import Known, Names, target
from seaway.domains.imports.tables import ICON, IDENTIFIER, TEAM, TITLE, Column, Table
from seaway.domains.imports.types import Bundle, Document, Problem, Record
from seaway.engines.tables.reader import lookup
from seaway.engines.tables.types import Row, Sheet

_FITS = regex.compile(r"(?!\.{1,2}\Z)[\p{L}0-9@_.+:\\/=-]{1,1000}")
_APART = regex.compile(r"[^\p{L}0-9]+")


@dataclass(slots=True)
class _Read:
    """What a row says, and what is wrong about it."""

    number: int
    row: Row
    identifier: str | None = None
    title: str | None = None
    icon: str | None = None
    team: tuple[str, ...] = ()
    properties: dict[str, Any] = field(default_factory=dict)
    relations: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class File:
    """A file's name, and how its rows are read into which blueprint."""

    name: str
    table: Table
    sheet: Sheet
    blueprint: Blueprint


def bundle(file: File, known: Known) -> Bundle:
    """Return what the rows say; `known` are the entities that the columns with names speak of."""
    reads = [_identified(file, number, row) for number, row in enumerate(file.sheet.rows)]
    _settle_duplicates(reads)
    here: set[str | None] = {each.identifier for each in reads if each.identifier is not None}
    own = _own(file, known, reads)
    for each in reads:
        if each.row.problem is None:
            for column in file.table.columns:
                _fill(file, own, here, column, each)
    accepted = [each for each in reads if not each.problems]
    named = {each.identifier for each in reads if each.problems and each.identifier is not None}
    unnamed = any(each.identifier is None for each in reads)
    return Bundle(
        tuple(_document(file, each) for each in reads),
        () if file.table.create is None else (file.table.create,),
        tuple(_record(file, each) for each in accepted),
        kept=frozenset(_ref(file, str(name)) for name in named),
        broken=frozenset({file.name} if unnamed else ()),
        columns={each.to: each.column for each in file.table.columns},
    )


def slug(title: str) -> str:
    """Return an identifier made of a title: the title itself where it may be one, else its words with hyphens."""
    if _FITS.fullmatch(title):
        return title
    return _APART.sub("-", title.lower()).strip("-")[:200]


def _identified(file: File, number: int, row: Row) -> _Read:
    """Return a row with its identifier and title."""
    read = _Read(number, row)
    if row.warning:
        read.warnings.append(row.warning)
    if row.problem:
        read.problems.append(Problem(row.problem))
    read.title = _text(file, TITLE, read)
    if file.table.to(IDENTIFIER) is not None:
        named = _text(file, IDENTIFIER, read)
        read.identifier = None if named is None else named.strip()
        missing = IDENTIFIER
    else:
        read.identifier = slug((read.title or "").strip()) or None
        missing = TITLE
    if read.identifier is None and not read.problems:
        column = file.table.to(missing)
        told = "is empty; every row needs one" if missing == IDENTIFIER else "is empty, or holds no letter or digit"
        read.problems.append(Problem(told, column.column if column else None, missing))
    return read


def _text(file: File, place: str, read: _Read) -> str | None:
    column = file.table.to(place)
    cell = None if column is None else lookup(read.row.cells, column.column)
    if column is None or cells.empty(cell):
        return None
    try:
        return cells.text(cell)
    except BadCell as error:
        read.problems.append(Problem(str(error), column.column, place))
        return None


def _settle_duplicates(reads: Iterable[_Read]) -> None:
    """Let the first row of each identifier count."""
    first: dict[str, _Read] = {}
    for each in reads:
        if each.identifier is not None and first.setdefault(each.identifier, each) is not each:
            line = first[each.identifier].row.line
            told = f'"{each.identifier[:80]}" stands in line {line} already; that row counts, this one is left out'
            each.problems.append(Problem(told, None, IDENTIFIER))


def _own(file: File, known: Known, reads: Iterable[_Read]) -> Known:
    """Return what is known, with the titles of this file's rows where a column names entities of its blueprint."""
    found = dict(known)
    for column in file.table.columns:
        if column.by == "title" and target(column, file.blueprint) == file.blueprint.identifier:
            names = found[column.to] = Names(set(known[column.to].identifiers), dict(known[column.to].titles))
            for each in reads:
                if each.title is not None and each.identifier is not None and not each.problems:
                    names.titles[each.title] = names.titles.get(each.title, set()) | {each.identifier}
    return found


def _fill(file: File, known: Known, here: set[str | None], column: Column, read: _Read) -> None:
    """Put a cell where it belongs; an empty one says nothing."""
    cell = lookup(read.row.cells, column.column)
    if column.to in {IDENTIFIER, TITLE} or cells.empty(cell):
        return
    try:
        if column.fills is not None:
            read.properties[column.fills] = cells.value(cell, file.blueprint.properties[column.fills])
        elif column.to == ICON:
            read.icon = cells.text(cell).strip()
        elif column.to == TEAM:
            read.team = tuple(_teams(cell, known[TEAM]))
        elif column.relation is not None:
            there = known[column.to]
            found = list(_targets(column, cell, file, there))
            many = file.blueprint.relations[column.relation].many
            read.relations[column.relation] = found if many else found[0]
            local = here if target(column, file.blueprint) == file.blueprint.identifier else set()
            read.warnings += [
                f'{column.column}: "{name[:80]}" is not there yet; the relation waits for it'
                for name in found
                if name not in there.identifiers and name not in local and column.by == "identifier"
            ]
    except BadCell as error:
        read.problems.append(Problem(str(error), column.column, column.to))


def _teams(cell: Any, known: Names) -> Iterator[str]:
    for name in cells.names(cell):
        found = known.named(name)
        if found is None:
            raise BadCell(f'no team is called "{name[:80]}"; create it first, or leave the cell empty')
        yield found


def _targets(column: Column, cell: Any, file: File, known: Names) -> Iterator[str]:
    relation = file.blueprint.relations[str(column.relation)]
    listed = cells.names(cell) if relation.many or isinstance(cell, list) else [cells.text(cell).strip()]
    if len(listed) != 1 and not relation.many:
        raise BadCell(f"names {len(listed)} entities, but the relation holds one; keep one")
    for name in listed:
        yield known.called(name) if column.by == "title" else name


def _ref(file: File, identifier: str) -> str:
    return f"{file.table.blueprint}:{identifier}"


def _document(file: File, read: _Read) -> Document:
    return Document(
        file=file.name,
        index=read.number,
        result="rejected" if read.problems else "accepted",
        line=read.row.line,
        ref=None if read.identifier is None else _ref(file, read.identifier),
        kind=file.table.blueprint,
        reason="; ".join(each.sentence for each in read.problems) or None,
        relations=tuple(_relations(file, read)),
        warnings=tuple(read.warnings),
        problems=tuple(read.problems),
        original=read.row.cells if read.problems else None,
    )


def _relations(file: File, read: _Read) -> Iterator[tuple[str, str, str]]:
    for name, value in read.relations.items():
        for item in value if isinstance(value, list) else [value]:
            yield _ref(file, str(read.identifier)), name, f"{file.blueprint.relations[name].target}:{item}"


def _record(file: File, read: _Read) -> Record:
    said: Mapping[str, Any] = {"title": read.title, "icon": read.icon}
    given = {name for name, value in said.items() if value is not None}
    return Record(
        ref=_ref(file, str(read.identifier)),
        blueprint=file.table.blueprint,
        draft=EntityDraft(
            identifier=read.identifier,
            title=read.title,
            icon=read.icon,
            properties=read.properties,
            relations=read.relations,
            present=frozenset({"identifier", "properties", "relations", *given}),
        ),
        team=read.team,
        number=read.number,
        file=file.name,
        index=read.number,
        original=read.row.cells,
    )
