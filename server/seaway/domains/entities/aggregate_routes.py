"""HTTP of figures over entities, and of figures over time (semantics 9)."""

from fastapi import APIRouter
from starlette.responses import Response

from seaway.core.errors import NotFound
from seaway.core.http import Reading, WorkRoute, errors
from seaway.core.http_shape import ok
from seaway.domains.entities import aggregate, trends
from seaway.domains.entities.aggregate_schemas import AggregateAnswer, AggregateIn, HistoryIn, TrendAnswer, TrendIn

router = APIRouter(route_class=WorkRoute, tags=["Entities"])


@router.post("/entities/aggregate", responses=errors(), response_model=AggregateAnswer)
async def aggregate_entities(body: AggregateIn, work: Reading) -> Response:
    """Compute one figure over what a query matches, or count how many have each value."""
    by, part = body.by(), body.part()
    if by is not None and part is not None:
        return ok({"result": await aggregate.crossed(work, body.query, by, part), "entities": []})
    if by is not None:
        return ok({"result": await aggregate.values(work, body.query, by), "entities": []})
    return ok({"result": await aggregate.figure(work, body.query, body.figure()), "entities": []})


@router.post("/entities/aggregate-over-time", responses=errors(NotFound), response_model=TrendAnswer)
async def aggregate_over_time(body: TrendIn, work: Reading) -> Response:
    """Compute figures over entities of a blueprint for each point of a stretch of time."""
    if body.aggregationType == "existingEntities":
        trend = await trends.size(work, body.blueprint, body.when())
    elif body.aggregationType == "countEntities":
        trend = await trends.count(work, body.blueprint, body.query, body.when(), body.counted())
    else:
        trend = await trends.measure(work, body.blueprint, body.query, body.when(), body.measured())
    return ok({"result": trend.wire()})


@router.post("/entities/properties-history", responses=errors(NotFound), response_model=TrendAnswer)
async def properties_history(body: HistoryIn, work: Reading) -> Response:
    """Show which numbers an entity had over time, told by its changes."""
    trend = await trends.history(work, body.blueprintIdentifier, body.entityIdentifier, body.propertyNames, body.when())
    return ok({"result": trend.wire()})
