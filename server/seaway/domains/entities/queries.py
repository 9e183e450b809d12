"""Queries in place of identifiers and relation targets (semantics 7.3, 7.4), settled before a batch is written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from seaway.core.errors import SeawayError
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint, Relation
from seaway.domains.entities import find
from seaway.domains.entities.definition import TEAM_BLUEPRINT
from seaway.domains.entities.errors import Ambiguous, InvalidDraft, InvalidRelation, NoMatch
from seaway.domains.entities.types import BulkOutcome, EntityDraft

OPERATORS = ("=", "in", "contains", "containsAny")
MAX_MATCHES = 100
UNKNOWN = "unknown"
"""What stands for the identifier of an item whose query found no single entity; Ocean ignores such items."""


class Asked(NamedTuple):
    """Drafts with names in place of queries, their places in the request, and those whose query failed."""

    drafts: list[EntityDraft]
    places: list[int]
    refused: list[BulkOutcome]


def any_in(drafts: Sequence[EntityDraft]) -> bool:
    """Tell whether a draft holds a query."""
    return any(
        type(draft.identifier) is dict
        or type(draft.team) is dict
        or (type(draft.relations) is dict and dict in map(type, draft.relations.values()))
        for draft in drafts
    )


async def resolve(work: Work, name: str, drafts: Sequence[EntityDraft]) -> Asked:
    """Return the drafts with names in place of queries.

    Raises:
        NotFound: no such blueprint.
    """
    blueprint = await blueprints.get(work, name)
    asked = Asked([], [], [])
    for place, draft in enumerate(drafts):
        identifier = draft.identifier if isinstance(draft.identifier, str) else UNKNOWN
        try:
            if isinstance(draft.identifier, Mapping):
                identifier = await _identifier(work, blueprint, draft.identifier)
            asked.drafts.append(await _related(work, blueprint, replace(draft, identifier=_named(draft, identifier))))
            asked.places.append(place)
        except SeawayError as error:
            asked.refused.append(BulkOutcome(place, identifier, "failed", error))
    return asked


def _named(draft: EntityDraft, identifier: str) -> Any:
    return identifier if isinstance(draft.identifier, Mapping) else draft.identifier


async def _identifier(work: Work, blueprint: Blueprint, query: Mapping[str, Any]) -> str:
    """Return the identifier of the one entity that a query matches."""
    _check(query, "identifier")
    found = await find.identifiers(work, blueprint, query, 2)
    if not found:
        raise NoMatch(blueprint.identifier)
    if len(found) > 1:
        raise Ambiguous(
            f'identifier: the query matches several entities of "{blueprint.identifier}", such as "{found[0]}" and '
            f'"{found[1]}"; narrow it to one',
            details={"path": "identifier"},
        )
    return found[0]


async def _related(work: Work, blueprint: Blueprint, draft: EntityDraft) -> EntityDraft:
    """Return a draft whose relations and team hold names alone."""
    if isinstance(draft.team, Mapping):
        teams = await blueprints.get(work, TEAM_BLUEPRINT)
        draft = replace(draft, team=await _matches(work, teams, draft.team, "team"))
    given: Any = draft.relations  # as it was sent: what is no object is refused where the draft is read
    if not isinstance(given, Mapping):
        return draft
    relations = dict(given)
    for name, value in given.items():
        if isinstance(value, Mapping) and (relation := blueprint.relations.get(name)) is not None:
            relations[name] = await _targets(work, relation, value)
    return replace(draft, relations=relations)


async def _targets(work: Work, relation: Relation, query: Mapping[str, Any]) -> Any:
    """Return what a relation holds where a query stands: all matches of many, the only one or null of a single."""
    target = await blueprints.get(work, relation.target)
    found = await _matches(work, target, query, f"relations.{relation.name}")
    if relation.many:
        return found
    if len(found) > 1:
        raise InvalidRelation(
            relation.name, f'holds one, and the query matches {len(found)} entities of "{relation.target}"; narrow it'
        )
    return found[0] if found else None


async def _matches(work: Work, blueprint: Blueprint, query: Mapping[str, Any], path: str) -> list[str]:
    _check(query, path)
    found = await find.identifiers(work, blueprint, query, MAX_MATCHES + 1)
    if len(found) > MAX_MATCHES:
        raise InvalidDraft(path, f"the query matches over {MAX_MATCHES} entities; narrow it")
    return found


def _check(query: Mapping[str, Any], path: str) -> None:
    """Let through a query of the few operators that may stand for names; the rest of it is read by the engine."""
    waiting: list[Any] = [query]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Mapping):
            continue
        if isinstance(node.get("rules"), list):
            waiting.extend(node["rules"])
        elif node.get("operator") not in OPERATORS or not isinstance(node.get("property"), str):
            raise InvalidDraft(path, f"the rules of such a query compare a property by one of {', '.join(OPERATORS)}")
