"""Searches in the rule language: over all blueprints, or page by page in one (semantics 8.8, 18.6)."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from seaway.core import cursor
from seaway.core.errors import Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import describe, find_store, marks, past, reads, store
from seaway.domains.entities.errors import TooMany
from seaway.domains.entities.find_store import NOW, Slice, Stamped
from seaway.domains.entities.past import Ground, Terms
from seaway.domains.entities.reads import Wanted
from seaway.engines.query import order as orders
from seaway.engines.query.compile import compile_for, compile_query, walks
from seaway.engines.query.errors import BadQueryError, MisfitError
from seaway.engines.query.nodes import EVERYTHING, Group
from seaway.engines.query.order import BY_IDENTIFIER, BY_NUMBER, Key
from seaway.engines.query.sql import FALSE, Sql

FIRST = 1_000
"""Answers of up to this many entities are made in one piece, larger ones are streamed."""
NAMES_FACTOR = 10
"""How much larger than the cap a list of bare names may be."""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer over several blueprints. `rest` are the ids of what is to be streamed instead."""

    entities: list[Any]
    matching: list[str]
    failed: list[str]
    rest: Sequence[int] = ()


async def everywhere(work: Work, raw: Any, wanted: Wanted, cap: int, *, partial: bool = False) -> Found:
    """Search all blueprints that the actor may read. With `partial`, those that the query does not fit are left out.

    Raises:
        Invalid: the query cannot be read, or does not fit a blueprint. TooMany: over `cap` entities match.
    """
    await access.require(work, "read", "entities")
    query = describe.query(raw)
    known = {each.id: each for each in await blueprints.list_all(work)}
    caller = await describe.caller(work, [query])
    try:
        compiled = compile_query(query, await marks.shapes(work, query, list(known.values())), caller)
    except BadQueryError as error:
        raise describe.refusal(error) from None
    if not partial:
        refuse(compiled.failed)
    return await _gathered(work, compiled.where, (wanted, known, cap), sorted(compiled.failed))


def refuse(failed: Mapping[str, MisfitError]) -> None:
    """Let a query go on that fits every blueprint.

    Raises:
        Invalid: there are some that it does not fit.
    """
    for name, misfit in failed.items():
        raise Invalid(
            f'{misfit} (in blueprint "{name}"; narrow the query by $blueprint, '
            "or pass allow_partial_results=true to leave such blueprints out)",
            details={"path": misfit.path, "blueprints": sorted(failed)},
        )


async def _gathered(work: Work, where: Sql, how: tuple[Wanted, dict[int, Blueprint], int], failed: list[str]) -> Found:
    wanted, known, cap = how
    if where == FALSE:
        return Found([], [], failed)
    rows = await find_store.some(work, where, FIRST + 1)
    rest: Sequence[int] = ()
    matching = {row["bp"] for row in rows}
    if len(rows) > FIRST:
        found = await find_store.ids(work, where, cap + 1)
        if len(found) > cap:
            raise over(cap)
        matching = {blueprint for _, blueprint in found}
        rows, rest = [], [number for number, _ in found]
    entities = await shown(work, rows, known, wanted)
    names = sorted(known[number].identifier for number in matching if number in known)
    return Found(entities, names, failed, rest)


def over(cap: int) -> TooMany:
    """Return the refusal of an answer that would be too large."""
    return TooMany(
        f"Over {cap} entities match, the cap of this installation for one answer; narrow the query, "
        "or page with POST /v1/blueprints/{blueprint}/entities/search",
        details={"cap": cap},
    )


async def shown(work: Work, rows: Sequence[Any], known: dict[int, Blueprint], wanted: Wanted) -> list[Any]:
    """Return rows of several blueprints in the shape that was asked for, in their order."""
    if len(known) == 1:
        return await reads.shapes(work, next(iter(known.values())), rows, wanted)
    places: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row["bp"], []).append(place)
    answer: list[Any] = [None] * len(rows)
    for number, here in places.items():
        shaped = await reads.shapes(work, known[number], [rows[place] for place in here], wanted)
        for place, entity in zip(here, shaped, strict=True):
            answer[place] = entity
    return answer


async def piece(work: Work, numbers: Sequence[int], wanted: Wanted) -> list[Any]:
    """Return the entities with these ids that still exist, for a streamed answer."""
    rows = await find_store.by_ids(work, numbers)
    known = await blueprints.by_ids(work, {row["bp"] for row in rows})
    return await shown(work, [row for row in rows if row["bp"] in known], known, wanted)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search in one blueprint. `query` is None for everything, `start` a cursor, `limit` at most 1,000.

    `include` and `exclude` hold names of properties and relations and `$metas`. `at` is an instant or a position: the
    blueprint is searched as it was then.
    """

    query: Any = None
    limit: int = 200
    start: str | None = None
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    titles: bool = False
    sort: Sequence[orders.SortBy] = ()
    identifiers: Sequence[str] | None = None
    at: str = ""

    def wanted(self, blueprint: Blueprint) -> Wanted:
        """Return the shape that the names stand for."""
        named = [[_path(blueprint, name) for name in names] for names in (self.include, self.exclude)]
        return Wanted(named[0], named[1], self.titles)


def _path(blueprint: Blueprint, name: str) -> str:
    if name in blueprint.properties or name in blueprint.computed():
        return f"properties.{name}"
    return f"relations.{name}" if name in blueprint.relations else name


@dataclass(frozen=True, slots=True)
class Page:
    """Some entities in order, a JSON array, and the cursor to the next ones; `count` where it was asked for."""

    entities: list[Any] | orjson.Fragment
    next: str | None
    count: int | None = None


async def condition(work: Work, blueprint: Blueprint, raw: Any) -> Sql:
    """Return the condition of a query in one blueprint; None matches everything.

    Raises:
        Invalid: the query cannot be read, or a rule does not fit the blueprint.
    """
    query: Group = EVERYTHING if raw is None else describe.query(raw, "query")
    world = describe.all_of(await blueprints.list_all(work)) if walks(query) else ()
    caller = await describe.caller(work, [query])
    try:
        [shape] = await marks.shapes(work, query, [blueprint])
        return compile_for(query, shape, caller, world)
    except BadQueryError as error:
        raise describe.refusal(error) from None


async def page(work: Work, name: str, asked: Asked) -> Page:
    """Return a page of a blueprint's entities, by identifier.

    Raises:
        NotFound: no such blueprint. Invalid: the query or the cursor cannot be used. Of the past, others as
        `past.ground`.
    """
    belongs = _belongs(work.org, name, [asked.query, asked.at] if asked.at else asked.query)
    start = place(cursor.read(asked.start, belongs, "from"), (BY_IDENTIFIER,)) if asked.start else None
    later = orders.after((BY_IDENTIFIER,), start) if start else None
    async with looking(work, asked.at):
        found = await ground(work, name, asked.query, asked.at)
        rows = await find_store.page(
            work, found.where, Slice((BY_IDENTIFIER,), later, asked.limit + 1), past=found.past
        )
    more = len(rows) > asked.limit
    rows = rows[: asked.limit]
    entities = await reads.shapes(work, found.blueprint, rows, asked.wanted(found.blueprint))
    return Page(entities, cursor.write(belongs, [rows[-1]["k0"]]) if more else None)


async def plain(work: Work, name: str, start: str | None, limit: int) -> Page:
    """Return a page of all entities of a blueprint, each as a whole: one statement, which need not know the blueprint.

    Raises:
        NotFound: no such blueprint. Invalid: the cursor cannot be used.
    """
    await access.require(work, "read", "entities")
    belongs = _belongs_to_all(work.org, name)
    after = place(cursor.read(start, belongs, "from"), (BY_IDENTIFIER,))[0] if start else ""
    found = await store.text(work, name, after, limit)
    if found is None:
        raise NotFound.of("blueprint", name)
    text, last = found
    if text is None:
        return await _scored(work, await blueprints.get(work, name), after, (limit, belongs))
    return Page(orjson.Fragment(text), None if last is None else cursor.write(belongs, [last]))


async def _scored(work: Work, blueprint: Blueprint, after: str, how: tuple[int, str]) -> Page:
    """Return the same page row by row, with results in scorecards."""
    limit, belongs = how
    rows = await store.page(work, blueprint.id, after, limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    entities = await reads.shapes(work, blueprint, rows, Wanted())
    return Page(entities, cursor.write(belongs, [rows[-1]["ident"]]) if more else None)


def _belongs(org: int, name: str, query: Any) -> str:
    return cursor.digest("page", org, name, query)


@lru_cache(maxsize=1024)
def _belongs_to_all(org: int, name: str) -> str:
    return _belongs(org, name, None)


def place(held: Sequence[Any], order: Sequence[Key]) -> list[Any]:
    """Return the values of an order's keys as a cursor holds them.

    Raises:
        Invalid: the cursor holds other values.
    """
    if len(held) != len(order):
        raise cursor.broken("from")
    try:
        return [key.read(value) for key, value in zip(order, held, strict=True)]
    except ValueError:
        raise cursor.broken("from") from None


async def count(work: Work, name: str, raw: Any, at: str = "") -> int:
    """Return how many entities of a blueprint match, or matched.

    Raises:
        NotFound: no such blueprint. Invalid: the query cannot be used. Of the past, others as `past.ground`.
    """
    async with looking(work, at):
        found = await ground(work, name, raw, at)
        return await find_store.count(work, found.where, past=found.past)


async def ground(work: Work, name: str, raw: Any, at: str, terms: Terms | None = None) -> Ground:
    """Return a blueprint, the condition of a query in it, and the tables to search: of now, or as of `at`.

    `terms` holds what else a search of the past names. Raises as `condition`, and of the past as `past.ground`.
    """
    await access.require(work, "read", "entities")
    if at:
        query = EVERYTHING if raw is None else describe.query(raw, "query")
        asked = Terms(query) if terms is None else replace(terms, query=query)
        return await past.ground(work, name, at, asked)
    blueprint = await blueprints.get(work, name)
    return Ground(blueprint, await condition(work, blueprint, raw), NOW)


def looking(work: Work, at: str) -> AbstractAsyncContextManager[None]:
    """Return what a search runs in: of the past, several statements must see one and the same log."""
    return work.db.steady() if at else nullcontext()


async def identifiers(work: Work, blueprint: Blueprint, raw: Any, limit: int) -> list[str]:
    """Return the identifiers of up to `limit` matching entities: what a query in place of an identifier stands for.

    Raises:
        Invalid: the query cannot be used.
    """
    return await find_store.identifiers(work, await condition(work, blueprint, raw), limit)


@dataclass(frozen=True, slots=True)
class OfSource:
    """Entities by the stamp of their last writer. Without a limit, all of them in one answer."""

    prefix: str
    suffix: str
    before: datetime | None = None
    limit: int | None = None
    start: str | None = None


async def of_source(work: Work, asked: OfSource, wanted: Wanted, cap: int) -> Page:
    """Return the entities that a data source wrote last, in the order of their creation.

    Raises:
        Invalid: neither prefix nor suffix is given, or the cursor cannot be used. TooMany: over the cap.
    """
    await access.require(work, "read", "entities")
    if not asked.prefix and not asked.suffix:
        raise Invalid(
            "datasource_prefix: give a prefix or a suffix; clients delete what this lists, so it never lists all",
            details={"path": "datasource_prefix"},
        )
    belongs = cursor.digest("source", work.org, asked.prefix, asked.suffix)
    after = place(cursor.read(asked.start, belongs, "from"), (BY_NUMBER,))[0] if asked.start else 0
    names_only = not wanted.include
    most = cap * NAMES_FACTOR if names_only else cap
    limit = min(asked.limit or most, most)
    stamped = Stamped(asked.prefix, asked.suffix, asked.before, after, limit + 1)
    rows = await find_store.by_source(work, stamped, names_only=names_only)
    more, rows = len(rows) > limit, rows[:limit]
    if more and asked.limit is None:
        raise over(most)
    known = await blueprints.by_ids(work, {row["bp"] for row in rows})
    following = cursor.write(belongs, [rows[-1]["id"]]) if more else None
    if not names_only:
        return Page(await shown(work, rows, known, wanted), following)
    return Page([_name(row["ident"], known[row["bp"]].identifier) for row in rows if row["bp"] in known], following)


def _name(identifier: str, blueprint: str) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps({"identifier": identifier, "blueprint": blueprint}))
