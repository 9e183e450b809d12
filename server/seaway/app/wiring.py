"""Puts the parts together: settings, database, domains, routes. The only place that knows them all."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from seaway.app import absent, events, health, http, listeners, recent
from seaway.app.narration import narrate
from seaway.app.portal import Portal
from seaway.app.programs import programs
from seaway.app.sample import load as sample
from seaway.app.sample import routes as sample_routes
from seaway.app.vitals import Observer
from seaway.core import notices
from seaway.core.asgi import Edge
from seaway.core.db import AWAY, Database
from seaway.core.errors import StartError
from seaway.core.http import Services
from seaway.core.limits import RateLimiter
from seaway.core.secrets import SealBroken, load_sealer
from seaway.core.settings import Settings
from seaway.core.stream import Hub
from seaway.core.wake import Waker
from seaway.domains.actions import routes as action_routes
from seaway.domains.actions import start_routes
from seaway.domains.audit import routes as audit_routes
from seaway.domains.bin import routes as bin_routes
from seaway.domains.blueprints import permission_routes as blueprint_permission_routes
from seaway.domains.blueprints import routes as blueprint_routes
from seaway.domains.entities import (
    aggregate_routes,
    compute_routes,
    entity_routes,
    export_routes,
    ingest_routes,
    read_routes,
    related_routes,
    search_routes,
    sweep_routes,
    team_routes,
)
from seaway.domains.entities import routes as entity_write_routes
from seaway.domains.identity import profile_routes, session_routes, user_routes
from seaway.domains.identity import routes as identity_routes
from seaway.domains.identity import service as identity
from seaway.domains.imports import routes as import_routes
from seaway.domains.imports import table_routes
from seaway.domains.integrations import ingest_routes as integration_ingest_routes
from seaway.domains.integrations import routes as integration_routes
from seaway.domains.integrations import told_routes
from seaway.domains.migrations import routes as migration_routes
from seaway.domains.notify import routes as notify_routes
from seaway.domains.portal import home_routes, shelf_routes, sidebar_routes, view_routes
from seaway.domains.portal import permission_routes as page_permission_routes
from seaway.domains.portal import routes as portal_routes
from seaway.domains.runs import routes as run_routes
from seaway.domains.scorecards import figure_routes as scorecard_figure_routes
from seaway.domains.scorecards import routes as scorecard_routes
from seaway.domains.search import routes as word_routes
from seaway.domains.secrets import routes as secret_routes
from seaway.domains.webhooks import ingest_routes as webhook_ingest_routes
from seaway.domains.webhooks import routes as webhook_routes
from seaway.domains.workflows import routes as workflow_routes

ROUTERS: tuple[APIRouter, ...] = (
    identity_routes.router,
    user_routes.router,
    session_routes.router,
    profile_routes.router,
    secret_routes.router,
    team_routes.router,
    blueprint_routes.router,
    blueprint_permission_routes.router,
    ingest_routes.router,
    migration_routes.router,
    sweep_routes.router,
    entity_write_routes.router,
    search_routes.router,
    word_routes.router,
    export_routes.router,
    aggregate_routes.router,
    entity_routes.router,
    read_routes.router,
    related_routes.router,
    compute_routes.router,
    scorecard_figure_routes.router,
    scorecard_routes.router,
    portal_routes.router,
    page_permission_routes.router,
    view_routes.router,
    shelf_routes.router,
    home_routes.router,
    notify_routes.router,
    sidebar_routes.router,
    table_routes.router,
    import_routes.router,
    integration_routes.router,
    told_routes.router,
    webhook_routes.router,
    bin_routes.router,
    audit_routes.router,
    run_routes.router,  # before actions: `/actions/runs` is no action
    start_routes.router,
    action_routes.router,
    workflow_routes.router,
    sample_routes.router,
    events.router,
    recent.router,
    absent.router,
)

LISTENING = listeners.MODULES
"""Who follows what a request writes, in its transaction."""


@dataclass(frozen=True, slots=True)
class Api:
    """The API: `asgi` to serve, `app` inside it, its event streams, and what must run while it serves (`running`)."""

    asgi: ASGIApp
    app: FastAPI
    hub: Hub
    running: Callable[[], AbstractAsyncContextManager[None]]


def build_app(settings: Settings, database: Database) -> ASGIApp:
    """Return the application alone; its lifespan opens and closes the database. See `build_api`."""
    return build_api(settings, database).asgi


def build_api(settings: Settings, database: Database) -> Api:
    """Return the API.

    Raises:
        StartError: the key file cannot be used.
    """
    if database.sealer is None:
        database.sealer = load_sealer(settings.key_path)
    authenticate = identity.Authenticator(database, settings.url)
    waker = Waker(database.dsn)
    hub = Hub(database, waker, narrate)
    waker.hear(notices.CHANNEL, hub.notice)
    limiter = RateLimiter(settings.rate_limit)

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        await database.open()
        try:
            organisation = await identity.ensure_organisation(database)
            async with programs():
                if settings.sample:
                    await sample.load_once(database, organisation)
                await _load_keys(authenticate)
                async with background(waker.run(), hub.run(), _exchange(limiter, database)):
                    yield
        finally:
            hub.close()
            await database.close()

    app = http.build(ROUTERS, lambda _app: running(), version=package_version())
    app.include_router(health.router)
    app.include_router(integration_ingest_routes.router)
    app.include_router(webhook_ingest_routes.router)
    app.router.default = Portal(app.router.default, settings.frame_allow)
    app.state.services = Services(database, authenticate, limiter, settings.url, settings.search_cap, settings.bin_days)
    app.state.hub = hub
    app.state.observer = Observer(database)
    return Api(Edge(http.shortened(app, ROUTERS), limiter), app, hub, running)


@asynccontextmanager
async def background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run coroutines beside the block; they are cancelled when it ends."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _exchange(limiter: RateLimiter, database: Database) -> None:
    """Tell the other API processes, once a second, how many requests were counted here."""
    while True:
        await asyncio.sleep(1.0)
        with suppress(*AWAY):
            await limiter.exchange(database)


async def _load_keys(authenticate: identity.Authenticator) -> None:
    try:
        await authenticate.load()
    except SealBroken as error:
        raise StartError(f"The database was sealed under another key. {error}.") from None


def package_version() -> str:
    """Return the version of the installed package."""
    try:
        return version("seaway")
    except PackageNotFoundError:
        return "0"
