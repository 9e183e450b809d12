"""How a route meets the house: bodies parsed strictly, a unit of work around the call, commit before the answer.

    router = APIRouter(route_class=WorkRoute)

    @router.put("/blueprints/{blueprint}", responses=errors(NotFound, Invalid))
    async def put_blueprint(blueprint: Segment, body: BlueprintIn, work: Writing) -> BlueprintOut: ...

`Writing` is a `Work` in a transaction that is committed before the answer leaves; `Reading` has none. A failure of any
kind rolls back.
"""

from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, TypeVar
from urllib.parse import unquote
from uuid import UUID

import pydantic
from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import Response

from seaway.core import db, idempotency, log
from seaway.core import work as works
from seaway.core.actor import Actor
from seaway.core.errors import Invalid, Malformed, PayloadTooLarge, SeawayError
from seaway.core.limits import RateLimiter
from seaway.core.work import Cause, Work
from seaway.kit import jsonio

BODY_LIMIT = 1 << 20
_NO_QUERY = QueryParams()


class Authenticator(Protocol):
    """Answers who sent a request; the application hands one in (it lives in a domain, which core does not know)."""

    async def __call__(self, request: Request) -> Actor:
        """Return the actor, or raise Unauthorized."""


@dataclass(frozen=True, slots=True)
class Services:
    """What routes need from the process, kept in `app.state.services`.

    `url` is the address that people use, `search_cap` how many entities one answer may hold,
    `bin_days` for how many days what was deleted can be restored.
    """

    database: db.Database
    authenticate: Authenticator
    limiter: RateLimiter
    url: str = "http://127.0.0.1:8080"
    search_cap: int = 100_000
    bin_days: int = 30


def decode(segment: str) -> str:
    """Return a segment of a raw path, percent-decoded.

    Raises:
        Invalid: it is no UTF-8, or holds a NUL.
    """
    try:
        text = unquote(segment, errors="strict")
    except UnicodeDecodeError:
        raise Invalid(f'"{segment[:80]}" in the path is not UTF-8; percent-encode it as UTF-8') from None
    if "\0" in text:
        raise Invalid("The path holds a NUL character; remove %00")
    return text


Segment = Annotated[str, pydantic.BeforeValidator(decode)]
"""A path parameter: one segment, percent-decoded after routing, so that it may hold `/`, `%` and `+`."""


class JsonRequest(Request):
    """A request whose body is bounded and whose JSON is parsed strictly."""

    limit = BODY_LIMIT

    async def stream(self) -> Any:
        """Yield the body, refusing it as soon as it is over the limit."""
        declared = self.headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self.limit:
            raise self._too_large()
        seen = 0
        async for chunk in super().stream():
            seen += len(chunk)
            if seen > self.limit:
                raise self._too_large()
            yield chunk

    async def json(self) -> Any:
        """Return the parsed body."""
        if not hasattr(self, "_json"):
            try:
                self._json = jsonio.parse(await self.body())
            except jsonio.BadJsonError as error:
                raise Malformed(str(error), details={"path": error.path} if error.path else None) from None
        return self._json

    def _too_large(self) -> PayloadTooLarge:
        return PayloadTooLarge(
            f"The body is over {self.limit >> 10} KiB; send less at a time", details={"limit": self.limit}
        )


class _Replayed(Exception):  # not a failure: the first answer, again
    def __init__(self, answer: idempotency.Answer) -> None:
        self.answer = answer


class WorkRoute(APIRoute):
    """A route whose unit of work ends before its answer is sent."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler."""
        inner = super().get_route_handler()
        limit = int((self.openapi_extra or {}).get("x-body-limit", BODY_LIMIT))

        async def handle(plain: Request) -> Response:
            request = JsonRequest(plain.scope, plain.receive)
            request.limit = limit
            async with AsyncExitStack() as stack:
                request.state.stack = stack
                try:
                    response = await inner(request)
                except HTTPException as error:
                    # FastAPI answers 400 to whatever fails while it reads the body, our own refusals among it.
                    if isinstance(error.__cause__, SeawayError):
                        raise error.__cause__ from None
                    raise
                except _Replayed as again:
                    return Response(
                        again.answer.body, again.answer.status, {**again.answer.headers, "idempotency-replayed": "true"}
                    )
                if (key := getattr(request.state, "idempotency_key", None)) is not None:
                    await _keep(request.state.work, key, response)
            return response

        return handle


async def _keep(work: Work, key: str, response: Response) -> None:
    kept = {name: value for name, value in response.headers.items() if name in {"content-type", "location", "etag"}}
    await idempotency.keep(work, key, idempotency.Answer(response.status_code, kept, bytes(response.body)))


async def acting(request: Request) -> tuple[Services, Actor, Cause]:
    """Return who sent a request, counted against the limit of its organisation, and what its writes are caused by."""
    services: Services = request.app.state.services
    state = request.scope["state"]  # itself: `request.state` calls a function for each name
    trace: UUID = state["trace"]
    actor = await services.authenticate(request)
    state["actor"], state["org"] = actor, actor.org_id
    log.bind(org=actor.org, actor=actor.id)
    services.limiter.take(actor.org_id)
    return services, actor, Cause(f"request:{trace.hex}", trace)


async def open_reading(request: Request) -> Work:
    """Give the route a unit of work that only reads."""
    services, actor, cause = await acting(request)
    stack: AsyncExitStack = request.state.stack
    return await stack.enter_async_context(works.reading(services.database, actor, cause))


async def open_writing(request: Request) -> Work:
    """Give the route a unit of work in a transaction; replay the answer when its Idempotency-Key was seen."""
    services, actor, cause = await acting(request)
    stack: AsyncExitStack = request.state.stack
    work = await stack.enter_async_context(works.writing(services.database, actor, cause, stamp_of(request)))
    key = request.headers.get("idempotency-key")
    if key is not None:
        target = f"{request.url.path}?{request.url.query}"
        answer = await idempotency.take(
            work, key, idempotency.fingerprint(request.method, target, await _seen_body(request))
        )
        if answer is not None:
            raise _Replayed(answer)
        request.state.work, request.state.idempotency_key = work, key
    return work


async def _seen_body(request: Request) -> bytes:
    """Return the body where it is kept; a streamed form is told apart by its length."""
    if request.headers.get("content-type", "").startswith("multipart/"):
        return request.headers.get("content-length", "").encode()
    return await request.body()


def query(request: Request) -> QueryParams:
    """Return the parameters of the query string; hot reads, which have none, need not have it read."""
    return request.query_params if request.scope["query_string"] else _NO_QUERY


def stamp_of(request: Request) -> str:
    """Return the data-source stamp of a request: `UI` from the portal, else the client's User-Agent."""
    if request.headers.get("x-seaway-portal"):
        return "UI"
    return request.headers.get("user-agent", "unknown").replace("\0", "")


Reopen = Callable[[], AbstractAsyncContextManager[Work]]


def reopening(request: Request, work: Work) -> Reopen:
    """Return how a streamed answer reads on, after the route's own unit of work has ended."""
    services: Services = request.app.state.services
    return lambda: works.reading(services.database, work.actor, work.cause)


Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
_short: set[Callable[..., Any]] = set()


def short(endpoint: Endpoint) -> Endpoint:
    """Mark the function of a route that only reads: plain requests reach it the short way (`app.short`)."""
    _short.add(endpoint)
    return endpoint


def is_short(endpoint: Callable[..., Any]) -> bool:
    """Say whether a function is so marked."""
    return endpoint in _short


Reading = Annotated[Work, Depends(open_reading)]
Writing = Annotated[Work, Depends(open_writing)]


class ErrorEnvelope(pydantic.BaseModel):
    """How every failure is answered."""

    ok: bool = pydantic.Field(json_schema_extra={"const": False})
    error: str
    message: str
    details: dict[str, Any] | None = None


def errors(*kinds: type[SeawayError]) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that may fail in these ways; 401, 403, 422 and 429 come with every route."""
    common: list[tuple[int, str]] = [
        (400, "malformed_request"),
        (401, "unauthorized"),
        (403, "forbidden"),
        (413, "payload_too_large"),
        (422, "invalid_request"),
        (429, "too_many_requests"),
    ]
    listed = [*common, *((kind.status, kind.error) for kind in kinds)]
    answers: dict[int | str, dict[str, Any]] = {}
    for status, code in listed:
        codes = f"{answers[status]['description']}, `{code}`" if status in answers else f"`{code}`"
        answers[status] = {"model": ErrorEnvelope, "description": codes}
    return answers


class _Json(Response):
    """Starlette's response works its headers out anew each time, which costs more than the rest of it."""

    def __init__(self, body: bytes, status: int) -> None:
        self.body, self.status_code, self.background = body, status, None
        self.raw_headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]


def json_response(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a body that is JSON already: hot reads build it themselves (performance.md, 5)."""
    answer = _Json(body, status)
    if headers:
        answer.headers.update(headers)
    return answer


__all__ = [
    "Authenticator", "ErrorEnvelope", "JsonRequest", "Reading", "Reopen", "Segment", "Services", "WorkRoute", "Writing",
    "acting", "decode", "errors", "is_short", "json_response", "open_reading", "open_writing", "query", "reopening",
    "short", "stamp_of",
]  # fmt: skip
