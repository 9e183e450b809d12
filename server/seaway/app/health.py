"""`/health/live`, `/health/ready` and `/metrics`: for load balancers and monitors, without a sign-in."""

import pydantic
from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from starlette.responses import JSONResponse, Response

from seaway.app.vitals import Observer, Vitals
from seaway.core.http import Services

router = APIRouter(tags=["Health"])
POOL = Gauge("seaway_database_connections", "Connections of this process's pool.", ("state",))
LAG = Gauge(
    "seaway_feed_lag_seconds", "Age of the oldest change that a subscription has not handled.", ("subscription",)
)
PARKED = Gauge("seaway_feed_parked", "Changes that a subscription could not take.", ("subscription",))
JOBS = Gauge("seaway_jobs", "Jobs by kind and status.", ("job", "status"))
WORKERS = Gauge("seaway_workers", "Workers that were seen in the last half minute.")
READY = Gauge("seaway_ready", "1 when the API can serve.")


class Alive(pydantic.BaseModel):
    """The process answers."""

    ok: bool = True


class SchemaCheck(pydantic.BaseModel):
    """The schema that the database has, and the one that this version needs."""

    needed: str
    found: str | None


class FeedCheck(pydantic.BaseModel):
    """How far behind the handlers of changes are. A late feed does not make the API unready."""

    ok: bool
    lagSeconds: float  # noqa: N815  # the wire's spelling
    parked: int
    workers: int


class Ready(pydantic.BaseModel):
    """Whether the API can serve."""

    model_config = pydantic.ConfigDict(populate_by_name=True)

    ok: bool
    message: str
    schema_: SchemaCheck = pydantic.Field(alias="schema")
    feed: FeedCheck


@router.get("/health/live", openapi_extra={"security": []})
async def live() -> Alive:
    """Tell that the process answers."""
    return Alive()


@router.get(
    "/health/ready",
    response_model=Ready,
    responses={503: {"model": Ready, "description": "not ready"}},
    openapi_extra={"security": []},
)
async def ready(request: Request) -> Response:
    """Tell whether the API can serve: the database answers and has the schema of this version."""
    vitals = await _observer(request).read()
    return JSONResponse(vitals.wire(), 200 if vitals.problem is None else 503)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "OpenMetrics text"}},
    openapi_extra={"security": []},
)
async def metrics(request: Request) -> Response:
    """Show the figures of this process and of the installation in Prometheus's text format."""
    services: Services = request.app.state.services
    _measure(await _observer(request).read(), services)
    return Response(generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _observer(request: Request) -> Observer:
    observer: Observer = request.app.state.observer
    return observer


def _measure(vitals: Vitals, services: Services) -> None:
    size, idle, most = services.database.usage
    for state, count in (("open", size), ("idle", idle), ("limit", most)):
        POOL.labels(state).set(count)
    READY.set(vitals.problem is None)
    WORKERS.set(vitals.workers)
    for gauge in (LAG, PARKED, JOBS):
        gauge.clear()
    for lag in vitals.lags:
        LAG.labels(lag.name).set(lag.seconds)
        PARKED.labels(lag.name).set(lag.parked)
    for (job, status), count in vitals.jobs.items():
        JOBS.labels(job, status).set(count)
