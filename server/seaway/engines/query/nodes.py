"""A query as typed nodes: what `parse` returns and `compile` takes.

Values are as they were written; they meet the type of their property when the query is bound to a shape.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Operator = Literal[
    "=", "!=", ">", ">=", "<", "<=",
    "contains", "doesNotContains", "containsAny",
    "beginsWith", "doesNotBeginsWith", "endsWith", "doesNotEndsWith",
    "in", "notIn", "between", "notBetween",
    "isEmpty", "isNotEmpty", "isExpired", "isNotExpired",
    "matchAny",
]  # fmt: skip
TargetProperty = Literal["$identifier", "$title"]
Direction = Literal["upstream", "downstream"]


@dataclass(frozen=True, slots=True)
class ContextValue:
    """A value of the caller: of the own user, or a list over the own teams."""

    context: Literal["user", "userTeams"]
    property: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: `path` says where it stands in the query, for messages."""

    path: str


@dataclass(frozen=True, slots=True)
class PropertyRule(Rule):
    """Compares a property, a `$meta`, a relation named as a property, or a value of the caller."""

    property: str | ContextValue
    operator: Operator
    value: Any = None


@dataclass(frozen=True, slots=True)
class SchemaRule(Rule):
    """Holds when any property of this type (and format, and item type) satisfies the operator."""

    type: str
    format: str | None
    items: tuple[str, str | None] | None
    operator: Operator
    value: Any = None


@dataclass(frozen=True, slots=True)
class RelationRule(Rule):
    """Compares the identifier or title of related entities; of many, any one."""

    relation: str
    target: TargetProperty
    operator: Operator
    value: Any = None


@dataclass(frozen=True, slots=True)
class RelatedRule(Rule):
    """Selects entities that depend on the sources, or that the sources depend on, over any number of hops up to 15."""

    blueprint: str
    sources: tuple[str, ...]
    direction: Direction | None
    required: bool | None


@dataclass(frozen=True, slots=True)
class Hop:
    """A relation to follow: once, or with `most` from one to so many times, where each entity on the way counts."""

    relation: str
    most: int | None = None


@dataclass(frozen=True, slots=True)
class PathRule(Rule):
    """Selects entities from which a chain leads to one named; with `start`, to which it leads from one named there."""

    hops: tuple[Hop, ...]
    start: str | None
    value: Any = None


@dataclass(frozen=True, slots=True)
class ScorecardRule(Rule):
    """Compares the level that an entity reached in a scorecard or, with `rule`, whether it passes that rule."""

    scorecard: str
    rule: str | None
    operator: Operator
    value: Any = None


@dataclass(frozen=True, slots=True)
class PairsRule(Rule):
    """An or-group of `$identifier` and `$blueprint` pairs, folded: the identifiers wanted of each blueprint."""

    wanted: dict[str, tuple[str, ...]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Rules joined by `and` or `or`; an empty group holds for everything. `negated` turns the answer round."""

    combinator: Literal["and", "or"]
    rules: tuple["Rule | Group", ...]
    negated: bool = False


EVERYTHING = Group("and", ())
