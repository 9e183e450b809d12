"""Searches over all blueprints as they were at an instant."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import describe, find, find_store, past
from seaway.domains.entities.errors import NotRemembered, TooCostly
from seaway.domains.entities.find import Found
from seaway.domains.entities.past import Terms
from seaway.domains.entities.reads import Wanted
from seaway.engines.query.caller import Caller
from seaway.engines.query.compile import compile_query
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.nodes import Group
from seaway.engines.query.shapes import Kind, Property, Shape
from seaway.engines.query.sql import FALSE

MOST = 5_000
"""An answer about the past comes in one piece."""


async def everywhere(work: Work, raw: Any, wanted: Wanted, at: str, *, partial: bool = False) -> Found:
    """Search all blueprints as they were. With `partial`, those that the query does not fit are left out.

    Raises:
        Invalid: the query cannot be read, or does not fit a blueprint. NotRemembered: it names what is computed.
        TooCostly: too much would be looked at, or over 5,000 entities match.
    """
    await access.require(work, "read", "entities")
    query = describe.query(raw)
    async with work.db.steady():
        moment = await past.instant(work, at)
        known = await past.world(work, moment)
        caller = replace(await describe.caller(work, [query]), now=moment.moment)
        shapes = {number: past.shape(each) for number, each in known.items()}
        try:
            compiled = compile_query(query, list(shapes.values()), caller)
            searched = _searched(query, shapes, caller)
        except BadQueryError as error:
            raise describe.refusal(error) from None
        forgotten = _forgotten(query, known, caller)
        if not partial:
            find.refuse(compiled.failed)
            _refuse(forgotten)
        failed = sorted({*compiled.failed, *forgotten})
        if compiled.where == FALSE:
            return Found([], [], failed)
        chosen = past.reach(Terms(query), [known[number] for number in searched], known)
        rows = await find_store.some(work, compiled.where, MOST + 1, past=await past.over(work, moment, known, chosen))
    if len(rows) > MOST:
        raise TooCostly(
            f"at: over {MOST} entities matched then; narrow the query, or page through a blueprint with "
            "POST /v1/blueprints/{blueprint}/entities/search?at=",
            details={"path": "at", "matches": MOST},
        )
    names = sorted({known[row["bp"]].identifier for row in rows})
    return Found(await find.shown(work, rows, dict(known), wanted), names, failed)


def _searched(query: Group, shapes: Mapping[int, Shape], caller: Caller) -> Sequence[int]:
    """Return the blueprints that can have matches; all of them where the query walks between entities."""
    if past.walks(query):
        return list(shapes)
    return [
        number
        for number, shape in shapes.items()
        if (found := compile_query(query, [shape], caller)).where != FALSE or found.failed
    ]


def _forgotten(query: Group, known: Mapping[int, Blueprint], caller: Caller) -> dict[str, NotRemembered]:
    """Return the blueprints of which the query asks for something computed, and why it cannot be told."""
    found: dict[str, NotRemembered] = {}
    for each in known.values():
        try:
            past.remembered(each, Terms(query))
        except NotRemembered as error:
            if _could_match(query, each, caller):
                found[each.identifier] = error
    return found


def _could_match(query: Group, blueprint: Blueprint, caller: Caller) -> bool:
    """Tell whether a query could match if what is computed were stored: one of other blueprints could not."""
    plain = past.shape(blueprint)
    made = {name: Property(name, Kind.STRING) for name in blueprint.computed()}
    try:
        compiled = compile_query(query, [replace(plain, properties={**plain.properties, **made})], caller)
    except BadQueryError:
        return True
    return bool(compiled.failed) or compiled.where != FALSE


def _refuse(forgotten: Mapping[str, NotRemembered]) -> None:
    for error in forgotten.values():
        raise error
