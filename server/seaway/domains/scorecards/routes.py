"""HTTP of scorecards (semantics 16)."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Body
from starlette.responses import Response

from seaway.core.errors import IdentifierTaken, NotFound
from seaway.core.http import Reading, Segment, WorkRoute, Writing, errors, json_response
from seaway.core.http_shape import ok
from seaway.domains.scorecards import schemas, service
from seaway.domains.scorecards.types import Scorecard

router = APIRouter(route_class=WorkRoute, tags=["Scorecards"])
Items = Annotated[list[schemas.ScorecardIn], Body(description="All scorecards of the blueprint, in their order.")]


def _one(scorecard: Scorecard, status: int = 200) -> Response:
    return json_response(orjson.dumps({"ok": True, "scorecard": schemas.shown(scorecard)}), status)


def _many(scorecards: list[Scorecard]) -> Response:
    return ok({"scorecards": [schemas.shown(each) for each in scorecards]})


@router.get("/scorecards", responses=errors(), response_model=schemas.ScorecardsAnswer)
async def list_scorecards(work: Reading) -> Response:
    """List every scorecard, by blueprint."""
    return _many(await service.list_all(work))


@router.get("/blueprints/{blueprint}/scorecards", responses=errors(NotFound), response_model=schemas.ScorecardsAnswer)
async def list_blueprint_scorecards(blueprint: Segment, work: Reading) -> Response:
    """List the scorecards of a blueprint, in their order."""
    return _many(await service.of_blueprint(work, blueprint))


@router.post(
    "/blueprints/{blueprint}/scorecards",
    status_code=201,
    responses=errors(NotFound, IdentifierTaken),
    response_model=schemas.ScorecardAnswer,
)
async def create_scorecard(blueprint: Segment, body: schemas.ScorecardIn, work: Writing) -> Response:
    """Add a scorecard to a blueprint. Its entities are judged a moment later."""
    body.check_same(blueprint)
    return _one(await service.create(work, blueprint, body.draft()), 201)


@router.put(
    "/blueprints/{blueprint}/scorecards",
    responses=errors(NotFound, IdentifierTaken),
    response_model=schemas.ScorecardsAnswer,
)
async def replace_scorecards(blueprint: Segment, body: Items, work: Writing) -> Response:
    """Make these the scorecards of a blueprint; others of it are deleted."""
    for place, item in enumerate(body):
        item.check_same(blueprint, f"{place}.blueprint")
    return _many(await service.replace_all(work, blueprint, [item.draft() for item in body]))


@router.get(
    "/blueprints/{blueprint}/scorecards/{scorecard}",
    responses=errors(NotFound),
    response_model=schemas.ScorecardAnswer,
)
async def get_scorecard(blueprint: Segment, scorecard: Segment, work: Reading) -> Response:
    """Show a scorecard."""
    return _one(await service.get(work, scorecard, blueprint))


@router.put(
    "/blueprints/{blueprint}/scorecards/{scorecard}",
    responses=errors(NotFound),
    response_model=schemas.ScorecardAnswer,
)
async def replace_scorecard(
    blueprint: Segment, scorecard: Segment, body: schemas.ScorecardIn, work: Writing
) -> Response:
    """Replace a scorecard; its identifier stays."""
    body.check_same(blueprint)
    return _one(await service.replace(work, blueprint, scorecard, body.draft()))


@router.patch(
    "/blueprints/{blueprint}/scorecards/{scorecard}",
    responses=errors(NotFound),
    response_model=schemas.ScorecardAnswer,
)
async def patch_scorecard(
    blueprint: Segment, scorecard: Segment, body: schemas.ScorecardPatch, work: Writing
) -> Response:
    """Change the given fields of a scorecard."""
    body.check_same(blueprint)
    return _one(await service.patch(work, blueprint, scorecard, body.fields()))


@router.delete("/blueprints/{blueprint}/scorecards/{scorecard}", responses=errors(NotFound))
async def delete_scorecard(blueprint: Segment, scorecard: Segment, work: Writing) -> schemas.Done:
    """Delete a scorecard, with its results and their history."""
    await service.delete(work, blueprint, scorecard)
    return schemas.Done()
