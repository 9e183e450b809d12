"""What a scorecard may say (semantics 16.2), and its conditions as the query engine takes them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from seaway.domains.scorecards.errors import InvalidScorecard
from seaway.domains.scorecards.types import MAX_LEVELS, MAX_RULES, Draft, Json
from seaway.engines.query.caller import Caller
from seaway.engines.query.compile import compile_for, compile_query
from seaway.engines.query.conditions import moves, parse_conditions
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.nodes import EVERYTHING, Group
from seaway.engines.query.shapes import Shape
from seaway.engines.query.sql import Sql
from seaway.kit import clock


def check(draft: Draft, shape: Shape, path: str = "") -> None:
    """Let through a scorecard that can be evaluated on a blueprint. `path` is where it stands in the body.

    Raises:
        InvalidScorecard: it cannot; the path names the level, rule or condition.
    """
    try:
        _check_levels(draft.levels)
        _check_rules(draft)
        caller = Caller(clock.now())
        for _, group in groups(draft):
            compile_for(group, shape, caller, ())
    except BadQueryError as error:
        raise InvalidScorecard(_join(path, error.path), error.message) from None


def _join(path: str, inner: str) -> str:
    return f"{path}.{inner}" if path else inner


def _check_levels(levels: Sequence[Json]) -> None:
    if not 0 < len(levels) <= MAX_LEVELS:
        raise BadQueryError("levels", f"must be 1 to {MAX_LEVELS} levels")
    if repeated := _repeated([str(level["title"]) for level in levels]):
        raise BadQueryError(f"levels.{repeated[0]}.title", f'"{repeated[1]}" is there twice; titles must be unique')


def _check_rules(draft: Draft) -> None:
    if len(draft.rules) > MAX_RULES:
        raise BadQueryError("rules", f"are {len(draft.rules)}, at most {MAX_RULES} are taken")
    if repeated := _repeated([str(rule["identifier"]) for rule in draft.rules]):
        raise BadQueryError(f"rules.{repeated[0]}.identifier", f'"{repeated[1]}" is there twice; it must be unique')
    floor, *above = [str(level["title"]) for level in draft.levels]
    for place, rule in enumerate(draft.rules):
        if rule["level"] == floor:
            raise BadQueryError(
                f"rules.{place}.level", f'"{floor}" is the first level, which every entity has; name a higher one'
            )
        if rule["level"] not in above:
            known = ", ".join(above) or "none above the first: add a level"
            raise BadQueryError(f"rules.{place}.level", f'"{rule["level"]}" is no level of this scorecard; {known}')


def _repeated(names: Sequence[str]) -> tuple[int, str] | None:
    return next(((place, name) for place, name in enumerate(names) if name in names[:place]), None)


def groups(draft: Draft) -> Iterator[tuple[str, Group]]:
    """Yield where each query stands, and the query: the filter first, then each rule's.

    Raises:
        BadQueryError: one cannot be read.
    """
    yield "filter", EVERYTHING if draft.filter is None else parse_conditions(draft.filter, "filter")
    for place, rule in enumerate(draft.rules):
        path = f"rules.{place}.query"
        yield path, parse_conditions(rule["query"], path)


def relative(draft: Draft) -> bool:
    """Tell whether results change as time passes: a condition measures from now."""
    return any(moves(group) for _, group in groups(draft))


def tests(draft: Draft, shape: Shape) -> tuple[Sql, list[Sql]]:
    """Return the filter and each rule as SQL over `entity e`, for entities of the blueprint as it is now.

    What the blueprint no longer has, or has as another type, is passed by nobody.
    """
    caller = Caller(clock.now())
    found = [compile_query(group, [shape], caller).where for _, group in groups(draft)]
    return found[0], found[1:]


def ladder(draft: Draft) -> list[tuple[str, list[int]]]:
    """Return the levels above the floor that can be reached, lowest first, each with the places of its rules."""
    found: list[tuple[str, list[int]]] = []
    for level in draft.levels[1:]:
        places = [place for place, rule in enumerate(draft.rules) if rule["level"] == level["title"]]
        if places:
            found.append((str(level["title"]), places))
    return found


def uses(draft: Draft) -> set[str]:
    """Return the names of the properties and relations that a scorecard asks for."""
    return {str(condition.get(key)) for condition in _conditions(draft) for key in _SUBJECTS if key in condition}


def renamed(draft: Draft, subjects: Sequence[str], old: str, new: str) -> Draft:
    """Return a scorecard whose queries use the new name of what they name under one of `subjects`."""

    def moved(query: Any) -> Any:
        listed = [
            {key: new if key in subjects and value == old else value for key, value in condition.items()}
            for condition in query["conditions"]
        ]
        return {**query, "conditions": listed}

    rules = [{**rule, "query": moved(rule["query"])} for rule in draft.rules]
    return replace(draft, filter=None if draft.filter is None else moved(draft.filter), rules=rules)


_SUBJECTS = ("property", "relation")


def _conditions(draft: Draft) -> Iterator[Json]:
    for query in [draft.filter, *(rule["query"] for rule in draft.rules)]:
        yield from (query or {}).get("conditions", ())
