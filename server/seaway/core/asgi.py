"""The outermost layer of the API: raw paths, trace ids, rate-limit headers and the first log line of a failure.

Identifiers may hold `/`, `%` and `+`. Servers decode the path before routing, which turns `%2F` into a separator; here
routing happens on the path as it was sent, and each parameter is decoded on its own (`core.http.Segment`).
"""

import re
import time
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seaway.core import log
from seaway.core.limits import PERIOD, Allowance, RateLimiter

REQUESTS = Counter("seaway_http_requests_total", "Requests answered.", ("method", "route", "status"))
SECONDS = Histogram("seaway_http_request_seconds", "Time to answer a request.", ("method", "route"))
_TRACEPARENT = re.compile(rb"^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")
_CSP = b"content-security-policy"
_GUARDS = ((b"x-content-type-options", b"nosniff"), (b"cross-origin-resource-policy", b"same-origin"))
OF_PAGES = (
    *_GUARDS,
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""What guards a page, which brings a policy of its own."""
OF_OTHERS = (*_GUARDS, (_CSP, b"default-src 'none'; frame-ancestors 'none'"))
"""What guards every other answer. Each header costs a small read a hundredth of its time; none says nothing here."""
_PERIOD = (b"x-ratelimit-period", b"%d" % PERIOD)
_log = log.logger("http")


class Edge:
    """Wraps the application. What it learns on the way lies in `scope["state"]`: `trace`, later `org`."""

    def __init__(self, app: ASGIApp, limiter: RateLimiter) -> None:
        self.app, self._limiter = app, limiter
        self._untouched = Allowance(limiter.limit, limiter.limit, PERIOD)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        scope["path"] = raw.decode("latin-1")
        state: dict[str, Any] = scope.setdefault("state", {})
        trace = state["trace"] = _trace(scope)
        name = trace.hex
        log.begin(trace=name)
        began = time.perf_counter()
        try:
            await self.app(scope, receive, self._stamped(state, name.encode(), send))
        finally:
            route = getattr(scope.get("route"), "path", "other")
            seconds, requests = _meters(scope["method"], route, state.get("status", 500))
            seconds.observe(time.perf_counter() - began)
            requests.inc()

    def _stamped(self, state: dict[str, Any], trace: bytes, send: Send) -> Send:
        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                org: int | None = state.get("org")
                allowance = self._untouched if org is None else self._limiter.allowance(org)
                page = [None for name, _ in message["headers"] if name == _CSP]
                state["status"] = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-trace-id", trace),
                    _PERIOD,
                    (b"x-ratelimit-limit", b"%d" % allowance.limit),
                    (b"x-ratelimit-remaining", b"%d" % allowance.remaining),
                    (b"x-ratelimit-reset", b"%d" % allowance.reset),
                    *(OF_PAGES if page else OF_OTHERS),
                ]
            await send(message)

        return stamped


@lru_cache(maxsize=4096)
def _meters(method: str, route: str, status: int) -> tuple[Histogram, Counter]:
    """Return what counts requests of a kind: looking it up by its labels costs more than counting."""
    return SECONDS.labels(method, route), REQUESTS.labels(method, route, str(status))


def _trace(scope: Scope) -> UUID:
    """Take the caller's W3C trace id when it sent one, else make one."""
    for name, value in scope["headers"]:
        if name == b"traceparent" and (match := _TRACEPARENT.match(value)):
            found = UUID(match[1].decode())
            return found if found.int else uuid4()
    return uuid4()
