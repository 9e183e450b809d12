"""The short way for hot reads: routing and arguments without the framework, whose machinery costs more than the query.

    @router.get("/blueprints/{blueprint}/entities/{entity}")
    @short
    async def get_entity(blueprint: Segment, entity: Segment, flags: OneFlags, work: Reading) -> Response: ...

A route so marked is served here when its request is plain: no query string, and a body that fits. Every other request
takes the framework's way, which calls the same function and explains what does not fit. The function answers with a
Response of its own; its flags have their defaults. It lies outside the framework's layers, each of which would cost as
much as it does, so what it raises is answered by the application's handlers from here.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, get_type_hints

import pydantic
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from seaway.core import work as works
from seaway.core.http import BODY_LIMIT, acting, decode, is_short, open_reading
from seaway.kit import jsonio

Endpoint = Callable[..., Any]
Failed = Callable[[Request, Exception], Awaitable[Response]]
Fixed = list[tuple[int, str]]  # the parts of a path that are no parameters, by their places


class _Way:
    """One route. `path` is its template as the metrics name it; `elsewhere` are the routes that come before it."""

    def __init__(self, route: APIRoute, prefix: str, elsewhere: list[Fixed]) -> None:
        needs, hints = route.dependant, get_type_hints(route.endpoint)
        [work] = needs.dependencies
        if work.call is not open_reading:
            raise TypeError(f"{route.name}: only a route that reads can take the short way")
        self.path, path = route.path, prefix + route.path
        self.names = {place: part[1:-1] for place, part in enumerate(path.split("/")) if part.startswith("{")}
        self.fixed, self.elsewhere = _fixed(path), elsewhere
        self.endpoint: Endpoint = route.endpoint
        self.work, self.request = work.name or "work", needs.request_param_name
        self.flags: Mapping[str, Any] = {field.name: hints[field.name]() for field in needs.query_params}
        self.bodies = [(field.name, pydantic.TypeAdapter(hints[field.name]).validator) for field in needs.body_params]

    def fits(self, parts: list[str]) -> bool:
        """Say whether a path, in parts, is one of this route and of none before it."""
        return _fits(self.fixed, parts) and not any(_fits(fixed, parts) for fixed in self.elsewhere)

    async def answer(self, request: Request, parts: list[str], body: bytes) -> Response | None:
        """Return the answer, or None when the framework has to say what does not fit."""
        given: dict[str, Any] = {name: decode(parts[place]) for place, name in self.names.items()}
        for name, form in self.bodies:
            if not body or not _says_json(request):
                return None
            try:
                given[name] = form.validate_python(jsonio.parse(body))
            except (jsonio.BadJsonError, pydantic.ValidationError):
                return None
        if self.request:
            given[self.request] = request
        services, actor, cause = await acting(request)
        async with works.reading(services.database, actor, cause) as work:
            answer: Response = await self.endpoint(**given, **self.flags, **{self.work: work})
        return answer


class Short:
    """Serves what can take the short way, hands everything else on to the application; `failed` answers failures."""

    def __init__(self, onward: FastAPI, routes: Iterable[Any], prefix: str, failed: Failed) -> None:
        self.onward, self.failed = onward, failed
        self.ways: dict[tuple[str, int], list[_Way]] = {}
        before: dict[tuple[str, int], list[Fixed]] = {}
        for route in routes:
            if isinstance(route, APIRoute):
                path = prefix + route.path
                key = next(iter(route.methods or {"GET"})), path.count("/") + 1
                if is_short(route.endpoint):
                    self.ways.setdefault(key, []).append(_Way(route, prefix, list(before.get(key, ()))))
                before.setdefault(key, []).append(_fixed(path))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and not scope["query_string"]:
            parts = scope["path"].split("/")
            for way in self.ways.get((scope["method"], len(parts)), ()):
                if way.fits(parts):
                    await self._serve(way, parts, (scope, receive, send))
                    return
        await self.onward(scope, receive, send)

    async def _serve(self, way: _Way, parts: list[str], asgi: tuple[Scope, Receive, Send]) -> None:
        scope, receive, send = asgi
        read, body = await _body(receive) if way.bodies else ([], b"")
        answer = None
        if body is not None:
            scope["route"], scope["app"] = way, self.onward
            request = Request(scope, receive)
            try:
                answer = await way.answer(request, parts, body)
            except Exception as error:  # noqa: BLE001  # as the framework does; a bug is logged by its handler
                answer = await self.failed(request, error)
        if answer is None:
            scope.pop("route", None)
            await self.onward(scope, _again(read, receive), send)
        else:
            await answer(scope, receive, send)


def _says_json(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _fixed(path: str) -> Fixed:
    return [(place, part) for place, part in enumerate(path.split("/")) if not part.startswith("{")]


def _fits(fixed: Fixed, parts: list[str]) -> bool:
    return not [place for place, part in fixed if parts[place] != part]  # `all` of a generator costs three times that


async def _body(receive: Receive) -> tuple[list[Message], bytes | None]:
    """Return the messages that were read of a body, and the body; None when it is too large or its sender went away."""
    read, size = list[Message](), 0
    while True:
        message = await receive()
        read.append(message)
        size += len(message.get("body", b""))
        if message["type"] != "http.request" or size > BODY_LIMIT:
            return read, None
        if not message.get("more_body"):
            return read, b"".join(one.get("body", b"") for one in read)


def _again(read: list[Message], receive: Receive) -> Receive:
    """Give what was read of a body once more, then the rest."""
    left = iter(read)

    async def again() -> Message:
        return next(left, None) or await receive()

    return again
