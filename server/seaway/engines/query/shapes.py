"""What a query runs over: the properties and relations of each blueprint, described by whoever holds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a value compares. Timers and date-times are one kind."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATETIME = "date-time"
    ARRAY = "array"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Property:
    """A property as a query sees it. `items` and `items_format` describe the elements of an array, where declared.

    `computed` ones are kept apart from what was stored: in `derived`.
    """

    name: str
    kind: Kind
    format: str | None = None
    items: str | None = None
    items_format: str | None = None
    computed: bool = False

    @property
    def type(self) -> str:
        """The type as a blueprint declares it."""
        return "string" if self.kind is Kind.DATETIME else self.kind.value


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as a query sees it; `id` and `target_id` are the keys of the relation and of its target blueprint."""

    id: int
    name: str
    target_id: int
    many: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A scorecard as a query sees it: its rules and the level that each stands for."""

    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """One blueprint. `scorecards` are looked up for queries that name one; None stands for not looked up."""

    id: int
    identifier: str
    properties: Mapping[str, Property] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    scorecards: Mapping[str, Scorecard] | None = None


META_KINDS: Mapping[str, Kind] = {
    "$identifier": Kind.STRING,
    "$title": Kind.STRING,
    "$icon": Kind.STRING,
    "$team": Kind.ARRAY,
    "$blueprint": Kind.STRING,
    "$createdAt": Kind.DATETIME,
    "$createdBy": Kind.STRING,
    "$updatedAt": Kind.DATETIME,
    "$updatedBy": Kind.STRING,
    "$datasource": Kind.STRING,
}
