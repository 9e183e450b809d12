"""The catalog as it was at an instant, for searches and walks: definitions then, and the tables that statements read.

What it costs is known before it is paid: how many entities are looked at, and how many records led away from then.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from seaway.core.errors import NotFound
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import COMPUTED, Blueprint
from seaway.domains.entities import describe, history, past_store
from seaway.domains.entities.errors import NotRemembered, TooCostly
from seaway.domains.entities.past_store import Extent, Instant, Window
from seaway.engines.query.compile import compile_for
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.grouping import By
from seaway.engines.query.nodes import Group, PairsRule, PropertyRule, RelationRule, Rule, SchemaRule, ScorecardRule
from seaway.engines.query.order import SortBy
from seaway.engines.query.shapes import Shape
from seaway.engines.query.sql import Sql

MAX_ENTITIES, MAX_TOUCHED, MAX_RECORDS = 200_000, 50_000, 500_000
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
World = Mapping[int, Blueprint]


async def instant(work: Work, at: str) -> Instant:
    """Read an instant or a position.

    Raises:
        Invalid: it is neither.
    """
    found = await history.instant(work, at)
    if isinstance(found, Position):
        return Instant(await past_store.moment_of(work, found) or _BEGINNING, found)
    return Instant(max(found, _BEGINNING))


async def world(work: Work, at: Instant) -> World:
    """Return every definition as it was then, by number. Raises Invalid when too much happened to them since."""
    return await blueprints.all_as_of(work, at.position or at.moment)


async def named(work: Work, known: World, name: str, at: str) -> Blueprint:
    """Return the definition that had a name then, else the one that has it now, as it was.

    Raises:
        NotFound: neither existed then.
    """
    for each in known.values():
        if each.identifier == name:
            return each
    present = await blueprints.find(work, name)
    if present is not None and present.id in known:
        return known[present.id]
    raise NotFound(
        f'Blueprint "{name}" did not exist at {at[:80]}',
        details={"resource": "blueprint", "with": "identifier", "withValue": name, "at": at[:80]},
    )


async def over(work: Work, at: Instant, known: World, chosen: Collection[int]) -> Sql:
    """Return what goes before a statement so that it reads these blueprints' entities as they were.

    Raises:
        TooCostly: they are too many, or too much happened to them since.
    """
    numbers = sorted(chosen)
    touched = await checked(work, at, numbers)
    return past_store.over(at, Extent(work.org, numbers, touched), known.values())


async def checked(work: Work, at: Instant, numbers: Collection[int]) -> list[int]:
    """Return the entities of these blueprints that something happened to since. Raises TooCostly."""
    chosen = sorted(numbers)
    await bounded(work, chosen, "at")
    touched = await past_store.touched(work, chosen, Window(at), (0, MAX_TOUCHED + 1))
    if len(touched) > MAX_TOUCHED:
        raise TooCostly(
            f"at: over {MAX_TOUCHED} entities changed since then; choose a later instant, or fewer blueprints",
            details={"path": "at", "changed": MAX_TOUCHED},
        )
    if await past_store.records(work, touched, at, MAX_RECORDS + 1) > MAX_RECORDS:
        raise TooCostly(
            f"at: entities changed over {MAX_RECORDS} times since then; choose a later instant, ask about fewer "
            "blueprints, or read one entity with at",
            details={"path": "at", "changes": MAX_RECORDS},
        )
    return touched


async def bounded(work: Work, numbers: Sequence[int], path: str) -> None:
    """Let a question about these blueprints go on. Raises TooCostly when they have too many entities."""
    if await past_store.entities(work, numbers, MAX_ENTITIES + 1) > MAX_ENTITIES:
        raise TooCostly(
            f"{path}: the past of over {MAX_ENTITIES} entities would be looked at; ask about fewer blueprints, or one "
            "entity",
            details={"path": path, "entities": MAX_ENTITIES},
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """What a search of the past asks: its query, what it sorts and groups by, and more properties that it names."""

    query: Group
    sort: Iterable[SortBy] = ()
    by: By | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A blueprint as it was, the condition of a search in it, and the tables to search."""

    blueprint: Blueprint
    where: Sql
    past: Sql


async def ground(work: Work, name: str, at: str, terms: Terms) -> Ground:
    """Return where to search a blueprint as it was.

    Raises:
        NotFound: it did not exist then. Invalid: the query cannot be used. NotRemembered: it names what is computed.
        TooCostly: as `over`.
    """
    moment = await instant(work, at)
    known = await world(work, moment)
    blueprint = await named(work, known, name, at)
    remembered(blueprint, terms)
    caller = replace(await describe.caller(work, [terms.query]), now=moment.moment)
    try:
        where = compile_for(terms.query, shape(blueprint), caller, [shape(each) for each in known.values()])
    except BadQueryError as error:
        raise describe.refusal(error) from None
    return Ground(blueprint, where, await over(work, moment, known, reach(terms, [blueprint], known)))


def shape(blueprint: Blueprint) -> Shape:
    """Return a definition of then as a query sees it: without what is computed, which nobody kept."""
    kept = {name: value for name, value in blueprint.extra.items() if name not in COMPUTED}
    return describe.shape_of(replace(blueprint, extra=kept))


def remembered(blueprint: Blueprint, terms: Terms) -> None:
    """Let through what names no computed property and no scorecard.

    Raises:
        NotRemembered: it does.
    """
    computed = blueprint.computed()
    standings = [rule.path for rule in _rules(terms.query) if isinstance(rule, ScorecardRule)]
    standings += [by.path for by in _orders(terms) if by.standing is not None]
    for path in standings:
        raise NotRemembered(
            f"{path}: how entities stood in scorecards is not searched by; leave it out of a search of the past",
            details={"path": path},
        )
    named_ones = [(rule.path, rule.property) for rule in _rules(terms.query) if isinstance(rule, PropertyRule)]
    named_ones += [(by.path, by.property) for by in terms.sort if by.property]
    named_ones += [(terms.by.path, terms.by.property)] if terms.by and terms.by.property else []
    for path, name in named_ones:
        if isinstance(name, str) and name in computed:
            raise NotRemembered(
                f'{path}: "{name}" of blueprint "{blueprint.identifier}" is computed, and what was computed is '
                "not kept; leave it out of a search of the past",
                details={"path": path, "property": name},
            )


def _rules(node: Rule | Group) -> Iterable[Rule]:
    if isinstance(node, Group):
        for rule in node.rules:
            yield from _rules(rule)
    else:
        yield node


def walks(query: Group) -> bool:
    """Tell whether a query looks at entities beyond those that it compares and the titles of their targets."""
    return not all(isinstance(rule, RelationRule | PropertyRule | SchemaRule | PairsRule) for rule in _rules(query))


def reach(terms: Terms, searched: Collection[Blueprint], known: World) -> set[int]:
    """Return the blueprints whose entities a search looks at: its own, those it sees the titles of, or all it walks."""
    if walks(terms.query):
        return set(known)
    titled: set[str] = {by.relation for by in _orders(terms) if by.relation and by.target == "$title"}
    rules = [rule for rule in _rules(terms.query) if isinstance(rule, RelationRule)]
    titled |= {rule.relation for rule in rules if rule.target == "$title"}
    targets = {each.relations[name].target_id for each in searched for name in titled if name in each.relations}
    return {each.id for each in searched} | targets


def _orders(terms: Terms) -> list[Any]:
    return [*terms.sort, *([terms.by] if terms.by else [])]


__all__ = [
    "Ground", "Terms", "World", "bounded", "checked", "ground", "instant", "named", "over", "reach", "remembered",
    "shape", "walks", "world",
]  # fmt: skip
