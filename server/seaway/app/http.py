"""The API's application: routers in, failures answered in one envelope, everything else the portal's files."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from seaway.app.links import add_links
from seaway.app.short import Short
from seaway.core import audit, log
from seaway.core.db import GONE
from seaway.core.errors import Forbidden, SeawayError, TooManyRequests, Unavailable

_log = log.logger("http")
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]
SECURITY_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "session": {"type": "apiKey", "in": "cookie", "name": "seaway_session"},
}
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_CODES = {404: "not_found", 405: "method_not_allowed"}


def build(routers: Sequence[APIRouter], lifespan: Lifespan, *, version: str) -> FastAPI:
    """Return the application with every router under /v1."""
    app = FastAPI(
        title="Seaway",
        version=version,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        separate_input_output_schemas=False,
        generate_unique_id_function=_operation_id,
    )
    for router in routers:
        app.include_router(router, prefix="/v1")
    app.openapi = _documented(app.openapi)  # type: ignore[method-assign]  # FastAPI's own way to extend the document
    app.add_exception_handler(SeawayError, _expected)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _plain)
    for gone in GONE:
        app.add_exception_handler(gone, _interrupted)
    app.add_exception_handler(Exception, _bug)
    return app


def shortened(app: FastAPI, routers: Sequence[APIRouter]) -> Short:
    """Return the application with the short way before it."""

    async def failed(request: Request, error: Exception) -> Response:
        handlers = app.exception_handlers
        handle: Any = next(handlers[kind] for kind in type(error).__mro__ if kind in handlers)
        answer: Response = await handle(request, error)
        return answer

    return Short(app, [each for one in routers for each in one.routes], "/v1", failed)


def _operation_id(route: APIRoute) -> str:
    return route.name


def _documented(draw: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Add how to sign in, once for all operations (public ones say `security: []` themselves), and links."""

    def document() -> dict[str, Any]:
        drawn = draw()
        drawn.setdefault("components", {})["securitySchemes"] = SECURITY_SCHEMES
        drawn["security"] = [{name: []} for name in SECURITY_SCHEMES]
        add_links(drawn)
        return drawn

    return document


async def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, SeawayError)  # noqa: S101  # registered for this class
    if isinstance(error, Forbidden):
        await _remember_denial(request, error)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyRequests) else None
    return JSONResponse(error.envelope(), error.status, headers)


async def _remember_denial(request: Request, error: Forbidden) -> None:
    """Keep a refusal in the audit; when that fails, the refusal stands all the same."""
    actor = getattr(request.state, "actor", None)
    entry = audit.Entry(
        "denied",
        org=actor.org_id if actor else None,
        actor=actor.id if actor else None,
        subject=f"{request.method} {request.url.path}",
        address=request.client.host if request.client else None,
        trace=request.state.trace,
        detail={"error": error.error, **(error.details or {})},
    )
    try:
        await audit.write_apart(request.app.state.services.database, entry)
    except Exception as failure:  # noqa: BLE001  # whatever the database says, the caller is refused
        _log.error("a denial was not audited", exc_info=failure)


async def _unfit(_request: Request, error: Exception) -> Response:
    """Answer a body or parameter that does not fit its schema, naming each place."""
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for this class
    places = [{"path": _place(item["loc"]), "message": str(item["msg"])} for item in error.errors()[:20]]
    first = places[0] if places else {"path": "body", "message": "does not fit"}
    message = f"{first['path']}: {first['message']}"
    return JSONResponse(
        {"ok": False, "error": "invalid_request", "message": message, "details": {"errors": places}}, 422
    )


def _place(location: Sequence[Any]) -> str:
    parts = [str(part) for part in location]
    return ".".join(parts[1:] if parts[:1] == ["body"] and len(parts) > 1 else parts)


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for this class
    code = _CODES.get(error.status_code, "invalid_request")
    message = (
        f"{request.method} {request.url.path} is not a route of Seaway"
        if error.status_code in _CODES
        else str(error.detail)
    )
    headers = {"Allow": ", ".join(_allowed(request))} if error.status_code == 405 else error.headers
    return JSONResponse({"ok": False, "error": code, "message": message}, error.status_code, headers)


def _allowed(request: Request) -> list[str]:
    """Return the methods of a path over all its routes; the framework names those of the first alone."""
    scopes = [{**request.scope, "method": method} for method in _METHODS]
    routes = request.app.router.routes
    return [scope["method"] for scope in scopes if any(route.matches(scope)[0] is Match.FULL for route in routes)]


async def _interrupted(_request: Request, error: Exception) -> Response:
    """Answer a request whose connection to the database broke: whether a write was done is then unknown."""
    _log.warning("the database went away during a request", error=str(error))
    away = Unavailable("The database went away. Try again soon; under one Idempotency-Key a write is done once")
    return JSONResponse(away.envelope(), away.status)


async def _bug(request: Request, error: Exception) -> Response:
    """Answer a bug: the trace id leads to the log line, the answer says nothing more."""
    # The route's own path: what stands in its place may be the token of an invitation.
    route = getattr(request.scope.get("route"), "path", "other")
    _log.error("request failed", method=request.method, route=route, exc_info=error)
    return JSONResponse(
        {
            "ok": False,
            "error": "internal_error",
            "message": "Seaway failed to answer; the trace id leads to the reason in its log",
        },
        500,
    )
