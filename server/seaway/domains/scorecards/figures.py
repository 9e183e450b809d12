"""What scorecards tell: how all entities do, who fails, how one entity stands, and how both went over time."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from seaway.core import cursor
from seaway.core.errors import Invalid, NotFound
from seaway.core.feed import admin
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import service as entities
from seaway.domains.scorecards import definition, figures_store, result_store, store
from seaway.domains.scorecards.figures_store import Sought
from seaway.domains.scorecards.types import Draft, Figures, Scorecard, Standing, Step

NEWEST = (1 << 63) - 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Summary:
    """How a scorecard's entities do. `reflects` is the position of the change log that the results are of at least."""

    scorecard: Scorecard
    figures: Figures
    reflects: str


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of what was asked for, and the cursor to what follows; None at the end."""

    items: Sequence[T]
    next: str | None


@dataclass(frozen=True, slots=True)
class OverTime:
    """How a scorecard did at the end of each bucket: milliseconds of both ends, and a point for each bucket."""

    start: int
    end: int
    points: Sequence[Mapping[str, Any]]


async def summary(work: Work, identifier: str) -> Summary:
    """Return how the entities of a scorecard do, as they were judged last.

    Raises:
        PermissionMissing: as it says. NotFound: no such scorecard.
    """
    scorecard = await _get(work, identifier)
    found = await figures_store.figures(work, figures_store.stored(scorecard.number), scorecard.blueprint_id)
    return Summary(scorecard, found, await reflects(work, scorecard))


async def reflects(work: Work, scorecard: Scorecard) -> str:
    """Return the position up to which a scorecard's results are right, as the outside writes it."""
    return scorecard.position.token(await admin.epoch(work.db))


async def preview(work: Work, blueprint: str, draft: Draft) -> Figures:
    """Return how the entities of a blueprint would do in a scorecard; nothing is written.

    Raises:
        PermissionMissing, InvalidScorecard: as they say. NotFound: no such blueprint.
    """
    for kind in ("scorecards", "entities"):
        await access.require(work, "read", kind)
    known = await blueprints.get(work, blueprint)
    shape = await entities.shape(work, known)
    definition.check(draft, shape)
    return await figures_store.figures(work, result_store.judged(draft, shape), known.id)


async def standings(work: Work, identifier: str, sought: Sought, start: str | None) -> tuple[Scorecard, Page[Standing]]:
    """Return how entities stand in a scorecard, page by page.

    Raises:
        PermissionMissing: as it says. NotFound: no such scorecard. Invalid: it has no such level or rule, or the cursor
        is another's.
    """
    scorecard = await _get(work, identifier)
    _check_names(scorecard.draft, sought)
    belongs = cursor.digest("standings", work.org, scorecard.id, sought.level, sought.team, sought.rule, sought.passed)
    after = ""
    if start:
        [after] = cursor.read(start, belongs, "from")[:1]
        if not isinstance(after, str):
            raise cursor.broken("from")
    rows = await figures_store.standings(work, scorecard.number, replace(sought, after=after, limit=sought.limit + 1))
    more, rows = len(rows) > sought.limit, rows[: sought.limit]
    return scorecard, Page(rows, cursor.write(belongs, [rows[-1].entity]) if more else None)


def _check_names(draft: Draft, sought: Sought) -> None:
    levels = [level["title"] for level in draft.levels]
    if sought.level is not None and sought.level not in levels:
        raise _unknown("level", sought.level, levels)
    rules = [rule["identifier"] for rule in draft.rules]
    if sought.rule is not None and sought.rule not in rules:
        raise _unknown("rule", sought.rule, rules)
    if sought.passed is not None and sought.rule is None:
        raise Invalid("rule: is needed with status; name one of the scorecard's", details={"path": "rule"})


def _unknown(field: str, value: str, known: Sequence[str]) -> Invalid:
    there = ", ".join(known) or "it has none"
    return Invalid(f'{field}: the scorecard has no {field} "{value[:80]}"; {there}', details={"path": field})


async def of_entity(work: Work, blueprint: str, identifier: str) -> list[tuple[Scorecard, Standing, str]]:
    """Return how an entity stands in each scorecard that is about it, and what position that reflects.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint or entity.
    """
    await access.require(work, "read", "scorecards")
    number = await entities.number(work, blueprint, identifier)
    known = await blueprints.get(work, blueprint)
    found = await figures_store.of_entity(work, number)
    scorecards = await store.of_blueprint(work, access.filter(work, "read", "scorecards"), known.id)
    return [
        (each, found[each.identifier], await reflects(work, each)) for each in scorecards if each.identifier in found
    ]


async def steps(work: Work, at: tuple[str, str], identifier: str, limit: int, start: str | None) -> Page[Step]:
    """Return how the standing of an entity (blueprint, identifier) in a scorecard changed, the newest first.

    Raises:
        PermissionMissing: as it says. NotFound: no such blueprint, entity or scorecard. Invalid: another's cursor.
    """
    scorecard = await _get(work, identifier)
    if scorecard.blueprint != at[0]:
        raise NotFound.of("scorecard", identifier, within=at[0])
    number = await entities.number(work, *at)
    belongs = cursor.digest("steps", work.org, scorecard.id, number)
    before = cursor.read(start, belongs, "from")[0] if start else NEWEST
    if not isinstance(before, int) or isinstance(before, bool) or not 0 <= before <= NEWEST:
        raise cursor.broken("from")
    found = await figures_store.steps(work, scorecard.number, number, before, limit + 1)
    more, found = len(found) > limit, found[:limit]
    return Page(found, cursor.write(belongs, [found[-1].number]) if more else None)


async def over_time(work: Work, identifier: str, when: entities.When) -> OverTime:
    """Return how a scorecard did at the end of each bucket, from its first results on.

    Raises:
        PermissionMissing: as it says. NotFound: no such scorecard. Invalid: the time cannot be used.
    """
    scorecard = await _get(work, identifier)
    span, starts = await entities.cut(work, when)
    cut = {"since": span.since, "until": span.until, "unit": span.unit, "zone": span.zone}
    grown: dict[int | None, list[Any]] = {}
    for row in await figures_store.growth(work, scorecard.number, cut):
        bucket = None if row["bucket"] is None else starts[bisect_right(starts, row["bucket"]) - 1]
        grown.setdefault(bucket, []).append(row)
    state = {
        row["level"]: [row["n"], row["passed"], row["tested"]]
        for row in await figures_store.now(work, scorecard.number)
    }
    _back(state, grown.get(None, ()))
    points = []
    for begin in reversed(starts):
        points.append({"date": begin, **_point(state, scorecard.draft)})
        _back(state, grown.get(begin, ()))
    return OverTime(span.start, span.end, points[::-1])


def _back(state: dict[str, list[int]], rows: Sequence[Any]) -> None:
    """Take back what these rows added to each level."""
    for row in rows:
        held = state.setdefault(row["level"], [0, 0, 0])
        state[row["level"]] = [held[0] - row["n"], held[1] - row["passed"], held[2] - row["tested"]]


def _point(state: Mapping[str, Sequence[int]], draft: Draft) -> dict[str, Any]:
    """Return how many entities and rules there were; a level that is no more is shown for when there were any in it."""
    passed, tested = sum(each[1] for each in state.values()), sum(each[2] for each in state.values())
    named = {str(level["title"]): 0 for level in draft.levels}
    return {
        "entities": sum(each[0] for each in state.values()),
        "passed": passed,
        "tested": tested,
        "share": passed / tested if tested else None,
        "levels": named | {level: each[0] for level, each in state.items() if each[0] or level in named},
    }


async def _get(work: Work, identifier: str) -> Scorecard:
    for kind in ("scorecards", "entities"):
        await access.require(work, "read", kind)
    found = await store.find(work, access.filter(work, "read", "scorecards"), identifier)
    if found is None:
        raise NotFound.of("scorecard", identifier)
    return found
