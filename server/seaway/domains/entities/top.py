"""Searches of tables: sorted by anything, counted, grouped (semantics 8.8, `top-search`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import orjson

from seaway.core import cursor
from seaway.core.errors import Invalid
from seaway.core.work import Work
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import describe, find, find_store, marks, past, reads
from seaway.domains.entities.find import Asked, Page
from seaway.domains.entities.find_store import Grouping, Slice
from seaway.domains.entities.past import Ground, Terms
from seaway.engines.query import grouping
from seaway.engines.query import order as orders
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.nodes import EVERYTHING
from seaway.engines.query.order import Key
from seaway.engines.query.shapes import Kind, Shape
from seaway.engines.query.sql import all_of, sql, texts
from seaway.engines.query.standings import Standing

MAX_GROUPS = 1_000
MAX_STOPS = 1_000
BLOCK = 100
FIGURES = {"sum": "sum", "average": "avg", "min": "min", "max": "max"}
_ORDERS = {
    ("count", "asc"): "n asc, g.value asc nulls last",
    ("count", "desc"): "n desc, g.value asc nulls last",
    ("value", "asc"): "g.value asc nulls last",
    ("value", "desc"): "g.value desc nulls last",
}


@dataclass(frozen=True, slots=True)
class GroupBy:
    """What to group by, and which groups come first. `entities` also lists each group's first members.

    `figures` names number properties whose sum, average, least and greatest value come with each group.
    """

    by: grouping.By
    sort: Literal["count", "value"] = "count"
    order: Literal["asc", "desc"] = "desc"
    entities: bool = True
    figures: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Stops:
    """Where the blocks of a long answer begin: a cursor to each block of `every` rows but the first."""

    every: int
    count: int
    cursors: list[str]


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups as the API shows them; `truncated` says that there are more than 1,000."""

    groups: list[dict[str, Any]]
    truncated: bool


async def page(work: Work, name: str, asked: Asked) -> Page:
    """Return a page in the order that was asked for, with the number of all that match, counted on the first page.

    Raises:
        NotFound: no such blueprint. Invalid: query, order or cursor cannot be used.
    """
    async with find.looking(work, asked.at):
        ground = await _ground(work, name, asked)
        blueprint = ground.blueprint
        order = await ordering(work, blueprint, asked)
        belongs = _belongs(work, blueprint, asked)
        later, total = None, None
        if asked.start:
            *held, total = cursor.read(asked.start, belongs, "from")
            if not isinstance(total, int) or not 0 <= total < 1 << 53:
                raise cursor.broken("from")
            later = orders.after(order, find.place(held, order))
        part = Slice(order, later, asked.limit + 1)
        rows = await find_store.page(work, ground.where, part, counted=not asked.start, past=ground.past)
    if not asked.start:
        total = rows[0]["total"] if rows else 0
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    entities = await reads.shapes(work, blueprint, rows, asked.wanted(blueprint))
    following = None
    if more:
        following = _cursor(belongs, rows[-1], order, total)
    return Page(entities, following, total)


async def stops(work: Work, name: str, asked: Asked) -> Stops:
    """Return where to begin reading deep inside an order, so that no page costs more than the first.

    Blocks are as small as 100 rows, and larger where there would be over 1,000 of them.

    Raises:
        NotFound: no such blueprint. Invalid: query or order cannot be used.
    """
    if asked.at:
        raise Invalid("at: blocks of the past are not found; page through it with `next`", details={"path": "at"})
    ground = await _ground(work, name, asked)
    order = await ordering(work, ground.blueprint, asked)
    total = await find_store.count(work, ground.where)
    every = BLOCK * max(1, -(-total // (BLOCK * MAX_STOPS)))
    belongs = _belongs(work, ground.blueprint, asked)
    rows = await find_store.stops(work, ground.where, order, every) if total > every else []
    return Stops(every, total, [_cursor(belongs, row, order, total) for row in rows])


def _belongs(work: Work, blueprint: Blueprint, asked: Asked) -> str:
    then = [asked.at] if asked.at else []
    sorts = [repr(by) for by in asked.sort]
    return cursor.digest("top", work.org, blueprint.id, asked.query, asked.identifiers, sorts, *then)


def _cursor(belongs: str, row: Any, order: Sequence[Key], total: int | None) -> str:
    return cursor.write(belongs, [*(orders.write(row[f"k{place}"]) for place in range(len(order))), total])


async def count(work: Work, name: str, asked: Asked) -> int:
    """Return how many entities match.

    Raises:
        NotFound: no such blueprint. Invalid: the query cannot be used.
    """
    async with find.looking(work, asked.at):
        ground = await _ground(work, name, asked)
        return await find_store.count(work, ground.where, past=ground.past)


async def groups(work: Work, name: str, asked: Asked, by: GroupBy, cap: int) -> Groups:
    """Return the groups of what matches, with up to `asked.limit` members each.

    Raises:
        NotFound: no such blueprint. Invalid: query, order or grouping cannot be used. TooMany: over `cap` members.
    """
    async with find.looking(work, asked.at):
        return await _grouped(work, await _ground(work, name, asked, by.by), asked, by, cap)


async def _grouped(work: Work, ground: Ground, asked: Asked, by: GroupBy, cap: int) -> Groups:
    blueprint = ground.blueprint
    try:
        value, each = grouping.value(await _shape(work, blueprint, asked, [by.by.standing]), by.by)
    except BadQueryError as error:
        raise describe.refusal(error) from None
    how = Grouping(value, each, ground.past)
    keys = _figures(await _shape(work, blueprint, asked), by.figures)
    rows = await find_store.groups(work, ground.where, how, keys, (_ORDERS[by.sort, by.order], MAX_GROUPS + 1))
    truncated, rows = len(rows) > MAX_GROUPS, rows[:MAX_GROUPS]
    found = [_group(row, by.figures) for row in rows]
    if (target := _target(blueprint, by.by)) is not None:
        await _entitle(work, target, found, rows)
    if by.entities and rows:
        listed = await _members(work, (ground, how), asked, ([row["value"] for row in rows], cap))
        for row, group in zip(rows, found, strict=True):
            group["entities"] = listed.get(row["value"], [])
    return Groups(found, truncated)


async def _members(
    work: Work, what: tuple[Ground, Grouping], asked: Asked, of: tuple[Sequence[str | None], int]
) -> dict[str | None, list[Any]]:
    ground, how = what
    blueprint = ground.blueprint
    values, cap = of
    if len(values) * asked.limit > cap:
        raise find.over(cap)
    rows = Slice(await ordering(work, blueprint, asked), None, asked.limit)
    members = await find_store.members(work, ground.where, how, values, rows)
    entities = await reads.shapes(work, blueprint, members, asked.wanted(blueprint))
    listed: dict[str | None, list[Any]] = {}
    for row, entity in zip(members, entities, strict=True):
        listed.setdefault(row["value"], []).append(entity)
    return listed


def _figures(shape: Shape, names: Sequence[str]) -> tuple[Key, ...]:
    """Return the number properties of these names as keys."""
    for place, name in enumerate(names):
        found = shape.properties.get(name)
        if found is None or found.kind is not Kind.NUMBER:
            raise Invalid(f'figures.{place}: "{name}" is no number property', details={"path": f"figures.{place}"})
    sorts = [orders.SortBy(f"figures.{place}", name, None, "", descending=False) for place, name in enumerate(names)]
    return orders.keys(shape, sorts)[: len(names)]


def _group(row: Any, names: Sequence[str]) -> dict[str, Any]:
    group: dict[str, Any] = {"value": _json(row["value"]), "count": row["n"]}
    if names:
        group["figures"] = {
            name: {figure: _number(row[f"{function}{place}"]) for figure, function in FIGURES.items()}
            for place, name in enumerate(names)
        }
    return group


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() and abs(value) < 1 << 53 else float(value)


def _target(blueprint: Blueprint, by: grouping.By) -> int | None:
    """Return the blueprint that a relation's groups are entities of."""
    relation = blueprint.relations.get(by.relation or "")
    return relation.target_id if relation is not None and by.target == "$identifier" else None


async def _entitle(work: Work, target: int, found: list[dict[str, Any]], rows: Sequence[Any]) -> None:
    """Put the title of the entity that each group's value names beside it."""
    named = {place: orjson.loads(row["value"]) for place, row in enumerate(rows) if row["value"] is not None}
    titles = await find_store.titles(work, target, [name for name in named.values() if isinstance(name, str)])
    for place, name in named.items():
        found[place]["title"] = titles.get(name)


def _json(text: str | None) -> Any:
    return None if text is None else orjson.Fragment(text)


async def _ground(work: Work, name: str, asked: Asked, by: grouping.By | None = None) -> Ground:
    ground = await find.ground(work, name, asked.query, asked.at, Terms(EVERYTHING, asked.sort, by))
    if asked.identifiers is None:
        return ground
    named = sql("e.ident = any(", texts(asked.identifiers), ")")
    return Ground(ground.blueprint, all_of((ground.where, named)), ground.past)


async def ordering(work: Work, blueprint: Blueprint, asked: Asked) -> tuple[Key, ...]:
    """Return the keys of the order that was asked for.

    Raises:
        Invalid: it names what the blueprint does not have.
    """
    try:
        return orders.keys(await _shape(work, blueprint, asked, [by.standing for by in asked.sort]), asked.sort)
    except BadQueryError as error:
        raise describe.refusal(error) from None


async def _shape(work: Work, blueprint: Blueprint, asked: Asked, standings: Sequence[Standing | None] = ()) -> Shape:
    """Return the blueprint as the search sees it: as it was, or with its scorecards where one is named."""
    if asked.at:
        return past.shape(blueprint)
    plain = await describe.shape(work, blueprint)
    return (await marks.scored(work, [plain]))[0] if any(standings) else plain
