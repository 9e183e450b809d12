"""Wire shapes of scorecards (semantics 16), in the contract's spellings."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.domains.scorecards.drafts import PreviewIn, ScorecardIn, ScorecardPatch
from seaway.domains.scorecards.types import Json, Scorecard
from seaway.kit import clock

_MOMENT = Field(json_schema_extra={"format": "date-time"})


class LevelShape(pydantic.BaseModel):
    """A level."""

    title: str
    color: str


class ScorecardShape(pydantic.BaseModel):
    """A scorecard. `filter` and `properties` are there where they were given."""

    id: str
    identifier: str
    title: str
    blueprint: str
    filter: dict[str, Any] | None = None
    levels: list[LevelShape]
    rules: list[dict[str, Any]]
    properties: dict[str, Any] | None = None
    createdAt: Annotated[str, _MOMENT]  # noqa: N815  # the wire's spelling
    createdBy: str  # noqa: N815  # the wire's spelling
    updatedAt: Annotated[str, _MOMENT]  # noqa: N815  # the wire's spelling
    updatedBy: str  # noqa: N815  # the wire's spelling


class ScorecardAnswer(pydantic.BaseModel):
    """One scorecard."""

    ok: Literal[True]
    scorecard: ScorecardShape


class ScorecardsAnswer(pydantic.BaseModel):
    """Scorecards, by blueprint and in their order."""

    ok: Literal[True]
    scorecards: list[ScorecardShape]


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


def shown(scorecard: Scorecard) -> Json:
    """Return a scorecard as the API shows it."""
    draft = scorecard.draft
    body: dict[str, Any] = {
        "id": scorecard.id,
        "identifier": draft.identifier,
        "title": draft.title,
        "blueprint": scorecard.blueprint,
    }
    if draft.filter is not None:
        body["filter"] = draft.filter
    body |= {"levels": list(draft.levels), "rules": list(draft.rules)}
    if draft.properties:
        body["properties"] = draft.properties
    return {
        **body,
        "createdAt": clock.iso(scorecard.created_at),
        "createdBy": scorecard.created_by or "",
        "updatedAt": clock.iso(scorecard.updated_at),
        "updatedBy": scorecard.updated_by or "",
    }


__all__ = [
    "Done", "LevelShape", "PreviewIn", "ScorecardAnswer", "ScorecardIn", "ScorecardPatch",
    "ScorecardShape", "ScorecardsAnswer", "shown",
]  # fmt: skip
