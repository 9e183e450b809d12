"""A client that signs in, retries what may be retried and pages through what is paged.

with Client("http://127.0.0.1:8080", Credentials(client_id="…", client_secret="…")) as seaway:
    seaway.put("/v1/blueprints/service/entities/checkout", json={"title": "Checkout"})
"""

import random
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from seaway_sdk.errors import ApiError, ConnectionFailed, NotSignedIn

USER_AGENT = "seaway-sdk-python/0.1"
_KEYED = frozenset({"POST", "PATCH", "DELETE"})  # done twice, these are not the same as once; PUT is
_AGAIN = frozenset({408, 429, 502, 503, 504})
_ATTEMPTS = 4
_LONGEST_WAIT = 30.0
_HOPELESS = (httpx.InvalidURL, httpx.UnsupportedProtocol)


@dataclass(frozen=True)
class Credentials:
    """How to sign in: a token, or a machine's client id and secret."""

    token: str | None = field(default=None, repr=False)
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)


class Client:
    """Speaks to one Seaway. Not for use by several threads at once."""

    def __init__(
        self, url: str, credentials: Credentials | None = None, *, user_agent: str = USER_AGENT, timeout: float = 60
    ) -> None:
        self.url = url.rstrip("/")
        self._credentials = credentials or Credentials()
        self._token = self._credentials.token
        try:
            self._http = httpx.Client(base_url=self.url, timeout=timeout, headers={"User-Agent": user_agent})
        except httpx.InvalidURL as error:
            raise ConnectionFailed(f"{url!r} is no address such as http://127.0.0.1:8080: {error}") from None

    def __enter__(self) -> Self:
        """Open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        self._http.close()

    def get(self, path: str, **params: Any) -> Any:
        """Return the answer to a GET; parameters that are None are left out."""
        return self.request("GET", path, params=params)

    def post(self, path: str, json: Any = None, **params: Any) -> Any:
        """Return the answer to a POST."""
        return self.request("POST", path, json=json, params=params)

    def put(self, path: str, json: Any = None, **params: Any) -> Any:
        """Return the answer to a PUT."""
        return self.request("PUT", path, json=json, params=params)

    def patch(self, path: str, json: Any = None, **params: Any) -> Any:
        """Return the answer to a PATCH."""
        return self.request("PATCH", path, json=json, params=params)

    def delete(self, path: str, **params: Any) -> Any:
        """Return the answer to a DELETE."""
        return self.request("DELETE", path, params=params)

    def pages(self, path: str, key: str, *, cursor: str = "cursor", **params: Any) -> Iterator[Any]:
        """Yield every item of a list of Seaway's own, page by page."""
        following: str | None = None
        while True:
            answer = self.get(path, **params, **({cursor: following} if following else {}))
            yield from answer[key]
            following = answer.get("next")
            if not following:
                return

    def search(
        self, blueprint: str, query: Mapping[str, Any] | None = None, *, at: str | None = None, **body: Any
    ) -> Iterator[dict[str, Any]]:
        """Yield every entity of a blueprint that a query selects; `at` an instant, as it was then."""
        following: str | None = None
        path = f"/v1/blueprints/{segment(blueprint)}/entities/search"
        while True:
            wanted = {**body, **({"query": query} if query else {}), **({"from": following} if following else {})}
            answer = self.request("POST", path, json=wanted, params={"at": at})
            yield from answer["entities"]
            following = answer.get("next")
            if not following:
                return

    def request(self, method: str, path: str, **sent: Any) -> Any:
        """Send a request, signing in first and once more when the token has expired.

        What is not the same done twice carries an Idempotency-Key of its own, so that it too can be sent again when
        the answer was lost. Pass `headers` to choose the key.

        Raises:
            ApiError: Seaway refused or failed. NotSignedIn: no valid credentials. ConnectionFailed: nobody answered.
        """
        if "params" in sent:
            sent["params"] = {name: _text(value) for name, value in sent["params"].items() if value is not None}
        if method in _KEYED:
            sent["headers"] = {"Idempotency-Key": str(uuid.uuid4()), **sent.get("headers", {})}
        response = self._send(method, path, sent)
        if response.status_code == httpx.codes.UNAUTHORIZED and self._credentials.client_id:
            self._token = None
            response = self._send(method, path, sent)
        return _answer(response)

    def _send(self, method: str, path: str, sent: dict[str, Any]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if (token := self._sign_in()) else {}
        sent = {**sent, "headers": {**headers, **sent.get("headers", {})}}
        # Built once: a second attempt under the same key must be the same bytes, multipart boundaries included.
        return self._patiently(self._http.build_request(method, path, **sent))

    def _sign_in(self) -> str | None:
        if self._token is None and self._credentials.client_id:
            body = {"clientId": self._credentials.client_id, "clientSecret": self._credentials.client_secret}
            answer = _answer(self._patiently(self._http.build_request("POST", "/v1/auth/access_token", json=body)))
            if not isinstance(answer, dict) or "accessToken" not in answer:
                raise ApiError(
                    200, {"error": "unreadable", "message": f"{self.url} is not the address of a Seaway"}, None
                )
            self._token = answer["accessToken"]
        return self._token

    def _patiently(self, request: httpx.Request) -> httpx.Response:
        """Send, and again after a pause when the server was busy, unreachable or broke off."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                response = self._http.send(request)
            except (httpx.RequestError, httpx.InvalidURL) as error:
                if attempt == _ATTEMPTS or isinstance(error, _HOPELESS):
                    raise ConnectionFailed(f"Seaway at {self.url} does not answer: {error}") from None
                time.sleep(_pause(attempt, None))
                continue
            if response.status_code not in _AGAIN or attempt == _ATTEMPTS:
                return response
            time.sleep(_pause(attempt, response.headers.get("retry-after")))
        raise AssertionError  # the loop returns or raises on its last turn


def segment(identifier: str) -> str:
    """Write an identifier as one segment of a path; it may hold `/`, `%` and `+`."""
    return quote(identifier, safe="")


def _pause(attempt: int, asked: str | None) -> float:
    if asked and asked.isdecimal():
        return min(float(asked), _LONGEST_WAIT)
    return float(0.2 * 2**attempt * random.uniform(0.5, 1))  # noqa: S311  # spreads retries, guards nothing


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _answer(response: httpx.Response) -> Any:
    try:
        body = response.json()
    except ValueError:
        body = {
            "error": "unreadable",
            "message": f"HTTP {response.status_code} without a JSON body; is this the address of a Seaway?",
        }
        if response.is_success:
            raise ApiError(response.status_code, body, response.headers.get("x-trace-id")) from None
    if response.is_success:
        return body
    if not isinstance(body, dict):
        body = {"error": "unreadable", "message": f"HTTP {response.status_code} without an error's shape"}
    kind = NotSignedIn if response.status_code == httpx.codes.UNAUTHORIZED else ApiError
    raise kind(response.status_code, body, response.headers.get("x-trace-id"))
