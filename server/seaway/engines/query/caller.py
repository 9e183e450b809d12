"""The caller in a query: context values, and the strings that old pages hold in their place (semantics 8.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from seaway.engines.query.compare import NOTHING
from seaway.engines.query.nodes import ContextValue, Group, PropertyRule, Rule
from seaway.engines.query.shapes import Kind

TEAMS, EMAIL, NAME = "{{getUserTeams()}}", "{{getUserEmail()}}", "{{getUserFullName()}}"
MY_TEAMS = "My Teams"


@dataclass(frozen=True, slots=True)
class Known:
    """A value of the caller and how it compares: a JSON scalar or, for teams, a list of them."""

    value: Any
    kind: Kind


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks and when. `values` holds what `wanted` named; a machine has no e-mail, no name and no teams."""

    now: datetime
    email: str | None = None
    name: str | None = None
    teams: tuple[str, ...] = ()
    values: Mapping[ContextValue, Known] = field(default_factory=dict)


def wanted(node: Rule | Group) -> Iterator[ContextValue]:
    """Yield every value of the caller that a query asks for."""
    if isinstance(node, Group):
        for rule in node.rules:
            yield from wanted(rule)
    elif isinstance(node, PropertyRule):
        yield from (side for side in (node.property, node.value) if isinstance(side, ContextValue))
    elif isinstance(getattr(node, "value", None), ContextValue):
        yield node.value  # type: ignore[attr-defined]  # seen one line above


def asks_for_caller(node: Rule | Group) -> bool:
    """Tell whether a query holds a context or a template, so that the caller's own entities must be read for it."""
    if isinstance(node, Group):
        return any(map(asks_for_caller, node.rules))
    sides = (getattr(node, "property", None), getattr(node, "value", None))
    flat = [item for side in sides for item in (side if isinstance(side, tuple) else (side,))]
    return any(isinstance(item, ContextValue) or item in (TEAMS, EMAIL, NAME, MY_TEAMS) for item in flat)


def resolve(value: Any, caller: Caller, *, teams: bool) -> Any:
    """Return a rule's value with the caller put in. `teams` says that the property holds teams."""
    if isinstance(value, ContextValue):
        known = caller.values[value].value
        return NOTHING if known is None else tuple(known) if isinstance(known, list) else known
    if isinstance(value, tuple):
        return tuple(found for item in value for found in _expanded(item, caller, teams=teams))
    if value == TEAMS:
        return caller.teams
    if value in (EMAIL, NAME):
        return (caller.email if value == EMAIL else caller.name) or NOTHING
    return value


def _expanded(item: Any, caller: Caller, *, teams: bool) -> tuple[Any, ...]:
    if item == TEAMS or (teams and item == MY_TEAMS):
        return caller.teams
    if item in (EMAIL, NAME):
        known = caller.email if item == EMAIL else caller.name
        return (known,) if known else ()
    return (item,)


__all__ = ["Caller", "Known", "asks_for_caller", "resolve", "wanted"]
