"""Wire shapes of what scorecards tell: Seaway's own."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.domains.entities import service as entities
from seaway.domains.scorecards.figures import OverTime, Summary
from seaway.domains.scorecards.figures_store import Sought
from seaway.domains.scorecards.schemas import LevelShape
from seaway.domains.scorecards.types import Draft, Figures, Scorecard, Standing, Step
from seaway.kit import clock

_CLOSED = pydantic.ConfigDict(extra="forbid")
_MOMENT = Field(json_schema_extra={"format": "date-time"})
Status = Literal["SUCCESS", "FAILURE"]
_LONG = ("last2Years", "last3Years")


class LevelCount(pydantic.BaseModel):
    """How many entities stand at a level."""

    title: str
    color: str
    entities: int


class RuleCount(pydantic.BaseModel):
    """How many entities pass a rule, and how many fail it."""

    identifier: str
    title: str
    level: str
    passed: int
    failed: int


class TeamCount(pydantic.BaseModel):
    """How the entities of a team do; null stands for those without one. `passed` and `tested` count rules."""

    team: str | None
    entities: int
    passed: int
    tested: int
    levels: dict[str, int]


class Failing(pydantic.BaseModel):
    """An entity, its level and the rules that it fails."""

    identifier: str
    title: str | None
    level: str
    failed: list[str]


class FiguresShape(pydantic.BaseModel):
    """`total` counts the blueprint's entities, `entities` those that the scorecard is about.

    `passed` of `tested` counts rules over all entities. `teams` are the hundred with the most entities, `moreTeams`
    says that there are others; `failing` are twenty of those who fail the most rules.
    """

    total: int
    entities: int
    passed: int
    tested: int
    levels: list[LevelCount]
    rules: list[RuleCount]
    teams: list[TeamCount]
    moreTeams: bool  # noqa: N815  # the wire's spelling
    failing: list[Failing]


class PreviewAnswer(pydantic.BaseModel):
    """How entities would do."""

    ok: Literal[True]
    preview: FiguresShape


class SummaryShape(FiguresShape):
    """How entities do, as they were judged last.

    `pending`: the scorecard changed, and not all are judged anew yet. `reflects` is a position of the change log: every
    change before it is counted in.
    """

    scorecard: str
    blueprint: str
    title: str
    evaluatedAt: Annotated[str, _MOMENT] | None  # noqa: N815  # the wire's spelling
    pending: bool
    reflects: str


class SummaryAnswer(pydantic.BaseModel):
    """How entities do in a scorecard."""

    ok: Literal[True]
    summary: SummaryShape


class RuleStanding(pydantic.BaseModel):
    """Whether an entity passes a rule, and since when."""

    identifier: str
    title: str
    description: str | None = None
    level: str
    status: Status
    since: Annotated[str, _MOMENT]


class StandingShape(pydantic.BaseModel):
    """How an entity stands in a scorecard, and since when."""

    identifier: str
    title: str | None
    team: list[str]
    level: str
    since: Annotated[str, _MOMENT]
    rules: list[RuleStanding]


class StandingsAnswer(pydantic.BaseModel):
    """Entities by identifier; `next` is null at the end."""

    ok: Literal[True]
    results: list[StandingShape]
    next: str | None


class EntityScorecard(pydantic.BaseModel):
    """How the entity stands in one scorecard. `reflects` as in a summary."""

    identifier: str
    title: str
    levels: list[LevelShape]
    level: str
    since: Annotated[str, _MOMENT]
    rules: list[RuleStanding]
    pending: bool
    reflects: str


class EntityScorecardsAnswer(pydantic.BaseModel):
    """The scorecards that are about the entity."""

    ok: Literal[True]
    scorecards: list[EntityScorecard]


class StepShape(pydantic.BaseModel):
    """A change of the standing; a null level is where the scorecard was not, or no longer, about the entity."""

    at: Annotated[str, _MOMENT]
    before: str | None
    after: str | None
    passed: int
    tested: int


class StepsAnswer(pydantic.BaseModel):
    """Changes, the newest first; `next` is null at the end."""

    ok: Literal[True]
    changes: list[StepShape]
    next: str | None


class Point(pydantic.BaseModel):
    """How it was at the end of a bucket, which begins at `date`; `share` is that of passed rules, null without any."""

    date: int
    entities: int
    passed: int
    tested: int
    share: float | None
    levels: dict[str, int]


class OverTimeShape(pydantic.BaseModel):
    """Milliseconds since 1970 of both ends, and a point for each bucket."""

    minDate: int  # noqa: N815  # the wire's spelling
    maxDate: int  # noqa: N815  # the wire's spelling
    data: list[Point]


class OverTimeAnswer(pydantic.BaseModel):
    """How a scorecard did over time."""

    ok: Literal[True]
    result: OverTimeShape


class TimeFlags(pydantic.BaseModel):
    """Until now, or a day of the time zone, and how it is cut."""

    model_config = _CLOSED

    preset: Literal[
        "today", "yesterday", "lastDay", "lastWeek", "last2Weeks", "lastMonth", "last3Months", "last6Months",
        "last12Months", "last2Years", "last3Years",
    ] = "lastMonth"  # fmt: skip
    interval: Literal["hour", "day", "isoWeek", "month", "quarter"] = "day"
    zone: Annotated[str, Field(min_length=1, max_length=100, examples=["Europe/Paris"])] = "UTC"

    @pydantic.model_validator(mode="after")
    def _long(self) -> "TimeFlags":
        if self.preset in _LONG and self.interval != "quarter":
            raise ValueError(f"interval must be quarter for the preset {self.preset}")
        return self

    def when(self) -> entities.When:
        """Return the stretch of time."""
        return entities.When(self.preset, self.interval, self.zone)


_Cursor = Annotated[str | None, Field(alias="from", max_length=20_000, description="`next` of the page before.")]


class PageFlags(pydantic.BaseModel):
    """Which page."""

    model_config = pydantic.ConfigDict(extra="forbid", populate_by_name=True)

    limit: Annotated[int, Field(ge=1, le=1_000)] = 100
    start: _Cursor = None


class StandingFlags(PageFlags):
    """Which entities: of a level, of a team, that pass or fail a rule."""

    level: Annotated[str, Field(max_length=100)] | None = None
    team: Annotated[str, Field(max_length=1_000)] | None = None
    rule: Annotated[str, Field(max_length=100)] | None = None
    status: Status | None = None

    def sought(self) -> Sought:
        """Return what is asked for."""
        passed = None if self.status is None else self.status == "SUCCESS"
        return Sought(self.level, self.team, self.rule, passed, limit=self.limit)


def figures(found: Figures, draft: Draft) -> dict[str, Any]:
    """Return figures as the API shows them, levels and rules in the order of the scorecard."""
    return {
        "total": found.total,
        "entities": found.entities,
        "passed": sum(found.passed.values()),
        "tested": sum(found.passed.values()) + sum(found.failed.values()),
        "levels": [{**level, "entities": found.levels.get(level["title"], 0)} for level in draft.levels],
        "rules": [
            {
                "identifier": rule["identifier"],
                "title": rule["title"],
                "level": rule["level"],
                "passed": found.passed.get(rule["identifier"], 0),
                "failed": found.failed.get(rule["identifier"], 0),
            }
            for rule in draft.rules
        ],
        "teams": [
            {"team": each.team, "entities": each.entities, "passed": each.passed, "tested": each.tested}
            | {"levels": each.levels}
            for each in found.teams
        ],
        "moreTeams": found.more_teams,
        "failing": list(found.failing),
    }


def summary(found: Summary) -> dict[str, Any]:
    """Return a summary as the API shows it."""
    of = found.scorecard
    return {
        "scorecard": of.identifier,
        "blueprint": of.blueprint,
        "title": of.draft.title,
        "evaluatedAt": None if of.evaluated_at is None else clock.iso(of.evaluated_at),
        "pending": of.pending,
        "reflects": found.reflects,
        **figures(found.figures, of.draft),
    }


def standing(found: Standing, draft: Draft) -> dict[str, Any]:
    """Return how an entity stands as the API shows it."""
    return {
        "identifier": found.entity,
        "title": found.title,
        "team": list(found.team),
        "level": found.level,
        "since": clock.iso(found.since),
        "rules": _rules(found, draft),
    }


def of_entity(scorecard: Scorecard, found: Standing, reflects: str) -> dict[str, Any]:
    """Return one of an entity's scorecards as the API shows it."""
    return {
        "identifier": scorecard.identifier,
        "title": scorecard.draft.title,
        "levels": list(scorecard.draft.levels),
        "level": found.level,
        "since": clock.iso(found.since),
        "rules": _rules(found, scorecard.draft),
        "pending": scorecard.pending,
        "reflects": reflects,
    }


def _rules(found: Standing, draft: Draft) -> list[dict[str, Any]]:
    status: Mapping[str, Status] = {
        **dict.fromkeys(found.passed, "SUCCESS"),
        **dict.fromkeys(found.failed, "FAILURE"),
    }
    return [
        {
            "identifier": rule["identifier"],
            "title": rule["title"],
            "description": rule.get("description"),
            "level": rule["level"],
            "status": status[rule["identifier"]],
            "since": clock.iso(found.rule_since[rule["identifier"]]),
        }
        for rule in draft.rules
        if rule["identifier"] in status
    ]


def steps(found: Sequence[Step]) -> list[dict[str, Any]]:
    """Return changes of a standing as the API shows them."""
    return [
        {"at": clock.iso(each.at), "before": each.before, "after": each.after}
        | {"passed": each.passed, "tested": each.tested}
        for each in found
    ]


def over_time(found: OverTime) -> dict[str, Any]:
    """Return a course as the API shows it."""
    return {"minDate": found.start, "maxDate": found.end, "data": list(found.points)}
