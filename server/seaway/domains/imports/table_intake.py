"""Takes a table in: checks it against its mapping when it is uploaded, and reads it when it is its turn."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any

from seaway.core.errors import Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.imports import table_names, table_rows, tables
from seaway.domains.imports.errors import BadFile
from seaway.domains.imports.table_rows import File
from seaway.domains.imports.tables import Table
from seaway.domains.imports.types import Bundle, Import
from seaway.engines.tables import reader
from seaway.engines.tables.types import BadTable, Options, Sheet

TYPE = "table"


async def checked(work: Work, upload: bytes, name: str, mapping: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an import of a table remembers of its origin.

    Raises:
        PermissionMissing: the actor may not write what it holds. BadFile: it is no table. NotFound: no such blueprint.
        Invalid: the mapping does not fit file and blueprint. Incompatible, InvalidDefinition: as `ensure` says.
    """
    for verb in ("create", "update"):
        await access.require(work, verb, "entities")
    table = Table.read(mapping)
    blueprint = await _shape(work, table)
    sheet = await asyncio.to_thread(read, upload, name, table.options)
    if (wrong := tables.problem(table, blueprint, sheet.columns)) is not None:
        path, fix = wrong
        raise Invalid(f"{path}: {fix}", details={"path": path})
    how = {"format": sheet.format, "encoding": sheet.encoding, "delimiter": sheet.delimiter}
    return {"type": TYPE, "name": name[:200], **how, "columns": list(sheet.columns), "mapping": mapping}


async def bundle(open_work: Callable[[], AbstractAsyncContextManager[Work]], asked: Import, upload: bytes) -> Bundle:
    """Return what the rows of an uploaded table say, read as its mapping tells.

    Raises:
        NotFound, Incompatible: the blueprint, or a relation's target, has changed since.
    """
    origin = asked.origin
    table = Table.read({**origin["mapping"], **{name: origin[name] for name in ("format", "encoding", "delimiter")}})
    sheet = await asyncio.to_thread(read, upload, origin["name"], table.options)
    async with open_work() as work:
        blueprint = await _shape(work, table)
        if (wrong := tables.problem(table, blueprint, sheet.columns)) is not None:
            raise Invalid(": ".join(wrong), details={"path": wrong[0]})
        known = await table_names.look_up(work, table, blueprint, sheet)
    found = await asyncio.to_thread(table_rows.bundle, File(origin["name"], table, sheet, blueprint), known)
    return replace(found, partial=not asked.confirm_removals)


def read(upload: bytes, name: str, options: Options) -> Sheet:
    """Return the rows of a file.

    Raises:
        BadFile: it is no table, or too large.
    """
    try:
        return reader.read(upload, name, options)
    except BadTable as error:
        raise BadFile(f"file: {error}") from None


async def _shape(work: Work, table: Table) -> Blueprint:
    """Return the blueprint as it will be once what it lacks is added; nothing is written yet."""
    if table.create is not None:
        async with work.db.rehearsing():
            [made] = await blueprints.ensure(work, [table.create], create_page=False)
            return made
    found = await blueprints.find(work, table.blueprint)
    if found is None:
        raise NotFound.of("blueprint", table.blueprint)
    return found
