"""HTTP of what scorecards tell: Seaway's own."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, Segment, WorkRoute, errors
from seaway.core.http_shape import ok
from seaway.domains.scorecards import figure_schemas, schemas, service

router = APIRouter(route_class=WorkRoute, tags=["Scorecards"])
Standings = Annotated[figure_schemas.StandingFlags, Query()]
Page = Annotated[figure_schemas.PageFlags, Query()]
Time = Annotated[figure_schemas.TimeFlags, Query()]


@router.post(
    "/blueprints/{blueprint}/scorecards/preview",
    responses=errors(NotFound),
    response_model=figure_schemas.PreviewAnswer,
)
async def preview_scorecard(blueprint: Segment, body: schemas.PreviewIn, work: Reading) -> Response:
    """Show how entities would do in a scorecard, before it is saved. Writes nothing."""
    draft = body.draft()
    return ok({"preview": figure_schemas.figures(await service.preview(work, blueprint, draft), draft)})


@router.get("/scorecards/{scorecard}/summary", responses=errors(NotFound), response_model=figure_schemas.SummaryAnswer)
async def scorecard_summary(scorecard: Segment, work: Reading) -> Response:
    """Show how entities do: by level, by rule, by team."""
    return ok({"summary": figure_schemas.summary(await service.summary(work, scorecard))})


@router.get(
    "/scorecards/{scorecard}/results", responses=errors(NotFound), response_model=figure_schemas.StandingsAnswer
)
async def scorecard_results(scorecard: Segment, flags: Standings, work: Reading) -> Response:
    """List how single entities stand, and since when: all, or those of a level or a team, or who fail a rule."""
    found, page = await service.standings(work, scorecard, flags.sought(), flags.start)
    return ok({"results": [figure_schemas.standing(each, found.draft) for each in page.items], "next": page.next})


@router.get(
    "/scorecards/{scorecard}/over-time", responses=errors(NotFound), response_model=figure_schemas.OverTimeAnswer
)
async def scorecard_over_time(scorecard: Segment, flags: Time, work: Reading) -> Response:
    """Show how a scorecard did over time: entities by level, and the share of rules that passed."""
    return ok({"result": figure_schemas.over_time(await service.over_time(work, scorecard, flags.when()))})


@router.get(
    "/blueprints/{blueprint}/entities/{entity}/scorecards",
    responses=errors(NotFound),
    response_model=figure_schemas.EntityScorecardsAnswer,
)
async def entity_scorecards(blueprint: Segment, entity: Segment, work: Reading) -> Response:
    """Show how an entity stands in each scorecard that is about it, rule by rule, and since when."""
    found = await service.of_entity(work, blueprint, entity)
    return ok({"scorecards": [figure_schemas.of_entity(*each) for each in found]})


@router.get(
    "/blueprints/{blueprint}/entities/{entity}/scorecards/{scorecard}/history",
    responses=errors(NotFound),
    response_model=figure_schemas.StepsAnswer,
)
async def entity_scorecard_history(
    blueprint: Segment, entity: Segment, scorecard: Segment, flags: Page, work: Reading
) -> Response:
    """Show how the level of an entity in a scorecard changed, the newest first."""
    page = await service.steps(work, (blueprint, entity), scorecard, flags.limit, flags.start)
    return ok({"changes": figure_schemas.steps(page.items), "next": page.next})
