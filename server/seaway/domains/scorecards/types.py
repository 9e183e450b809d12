"""Scorecards as others hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from seaway.core.position import Position

Json = Mapping[str, Any]
MAX_RULES, MAX_LEVELS = 100, 20
LEVELS: tuple[Json, ...] = (
    {"title": "Basic", "color": "paleBlue"},
    {"title": "Bronze", "color": "bronze"},
    {"title": "Silver", "color": "silver"},
    {"title": "Gold", "color": "gold"},
)
"""The levels of a scorecard that names none; clients compare with exactly these."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A scorecard as asked for: levels, rules and filter as they are written on the wire.

    The first level is the floor: who passes nothing stands there. Without `levels` those of `LEVELS`.
    """

    identifier: str
    title: str
    rules: Sequence[Json]
    levels: Sequence[Json] = LEVELS
    filter: Json | None = None
    properties: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A scorecard as stored. `number` is its key, `id` what the outside sees.

    `version` counts its definitions and `evaluated` is the one that all results are of; they are as of `evaluated_at`,
    and reflect the change log up to `position` at least.
    """

    number: int
    id: str
    blueprint: str
    blueprint_id: int
    draft: Draft
    version: int
    evaluated: int
    evaluated_at: datetime | None
    position: Position
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    updated_by: str | None

    @property
    def identifier(self) -> str:
        """What people call it; unique in the organisation."""
        return self.draft.identifier

    @property
    def pending(self) -> bool:
        """Whether results of an older definition may still be there."""
        return self.evaluated < self.version


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """How the entities of one team do; None stands for those without a team."""

    team: str | None
    entities: int
    passed: int
    tested: int
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """How the entities of a scorecard do together. `total` counts the blueprint's, `entities` those it is about.

    `passed` and `failed` count entities by rule; `teams` are the largest ones, `failing` those who fail the most rules.
    """

    total: int
    entities: int
    levels: Mapping[str, int]
    passed: Mapping[str, int]
    failed: Mapping[str, int]
    teams: Sequence[TeamFigures]
    more_teams: bool
    failing: Sequence[Json]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one entity stands in a scorecard, and since when: its level, each rule."""

    entity: str
    title: str | None
    team: tuple[str, ...]
    level: str
    since: datetime
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    rule_since: Mapping[str, datetime]
    position: Position


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an entity's standing; a level of None is where the scorecard was not, or no longer, about it."""

    number: int
    at: datetime
    before: str | None
    after: str | None
    passed: int
    tested: int
