"""Requests to addresses that users name: never into the operator's own network (SSRF).

A host is resolved once, its addresses are checked, and the connection goes to a checked address, not to the name: a
second answer of the name server changes nothing. Names in TLS and in the Host header stay the host's. Redirects are
followed here and checked the same way. Proxies of the environment are not used: they would undo the check.
"""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from seaway.core import addresses
from seaway.core.addresses import Network
from seaway.core.errors import Invalid

MAX_URL = 2000
_CONNECT_SECONDS = 10.0


class AddressRefused(Invalid):
    """The address is not one that Seaway may call."""

    error = "address_refused"


class RemoteFailed(Invalid):
    """The other side did not answer as it must: unreachable, too slow, too much, or round in circles."""

    error = "remote_failed"


class RemoteSlow(RemoteFailed):
    """The other side was reached and did not answer in time: what it was asked, it may be doing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a request may take as a whole, how large its answer may be, and how many redirects it may follow."""

    seconds: float = 30.0
    size: int = 10 << 20
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. `url` is where the last redirect led."""

    status: int
    headers: httpx.Headers
    body: bytes = field(repr=False)
    url: str


@dataclass(frozen=True, slots=True)
class GitRemote:
    """A Git URL that was checked. `options` go to git before its command, and hold it to the checked address."""

    url: str
    options: tuple[str, ...]


def check_url(url: str, schemes: Sequence[str] = ("https", "http")) -> httpx.URL:
    """Return the URL, parsed, when its form is one that may be called.

    Raises:
        AddressRefused: another scheme, no host, credentials in it, control characters, or over 2000 characters.
    """
    shown = url.rpartition("@")[2][:80]
    if len(url) > MAX_URL or not url.isprintable() or any(char.isspace() for char in url) or "\\" in url:
        raise AddressRefused(f"A URL has at most {MAX_URL} visible characters", details={"path": "url"})
    try:
        parsed = httpx.URL(url)
        port = urlsplit(url).port
    except (httpx.InvalidURL, ValueError):
        raise AddressRefused(f'"{shown}" is not a URL', details={"path": "url"}) from None
    if parsed.scheme not in schemes or not parsed.host or port == 0:
        raise AddressRefused(f'"{shown}" must begin with {" or ".join(schemes)}:// and a host', details={"path": "url"})
    if parsed.userinfo:
        raise AddressRefused(
            "Credentials do not belong in a URL; remove what stands before the @", details={"path": "url"}
        )
    return parsed


async def resolve(host: str, port: int, allow: Sequence[Network] = ()) -> list[str]:
    """Return the addresses of a host that may be called, in the resolver's order.

    Raises:
        AddressRefused: all of them lie in closed networks. RemoteFailed: the host has none.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RemoteFailed(f'The host "{host[:80]}" is not known', details={"host": host[:80]}) from None
    every = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    open_ones = [text for text in every if addresses.allowed(ipaddress.ip_address(text), allow)]
    if not open_ones:
        raise AddressRefused(
            f'"{host[:80]}" lies in a network that Seaway must not call; '
            "an operator can open networks with SEAWAY_OUTBOUND_ALLOW",
            details={"host": host[:80]},
        )
    return open_ones


class _CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, allow: Sequence[Network]) -> None:
        self._allow = allow
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the interface's own
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers, of those that may be called."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in (await resolve(host, port, self._allow))[:4]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _told():
            async for part in self._stream:
                yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Transport(httpx.AsyncBaseTransport):
    """httpx over a pool that connects by `_CheckedNetwork`. The pool is keyed by host, so TLS stays each host's own."""

    def __init__(self, allow: Sequence[Network], trust: ssl.SSLContext) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust, max_connections=20, keepalive_expiry=5, network_backend=_CheckedNetwork(allow)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; redirects come back through here, hence are checked too."""
        check_url(str(request.url))
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        with _told():
            answer = await self._pool.handle_async_request(
                httpcore.Request(
                    request.method,
                    url,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


@contextlib.contextmanager
def _told() -> Any:
    """Say what went wrong in words that fit a user; the cause stays out, it may tell of the inside."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
        kind = "was too slow" if isinstance(error, httpcore.TimeoutException) else "could not be reached or understood"
        raise RemoteFailed(f"The other side {kind}") from error


class Outbound:
    """Makes clients and requests under the guard. `allow` are the networks of SEAWAY_OUTBOUND_ALLOW."""

    def __init__(self, allow: Sequence[Network] = (), trust: ssl.SSLContext | None = None) -> None:
        self._allow = tuple(allow)
        self._trust = trust or httpx.create_ssl_context(trust_env=False)

    def client(self, **options: Any) -> httpx.AsyncClient:
        """Return a client under the guard, for libraries that want one; it bounds no sizes: `request` does."""
        options.setdefault("timeout", httpx.Timeout(30, connect=_CONNECT_SECONDS))
        return httpx.AsyncClient(transport=_Transport(self._allow, self._trust), trust_env=False, **options)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        limits: Limits | None = None,
    ) -> Answer:
        """Send a request, follow its redirects (never from https down to http), and return the whole answer.

        Raises:
            AddressRefused: the URL, or one that it led to, may not be called.
            RemoteSlow: it took too long. RemoteFailed: it was not reached, answered too much or too many redirects.
        """
        limits = limits or Limits()
        given = {"accept-encoding": "identity", "user-agent": "seaway", **(headers or {})}
        try:
            async with asyncio.timeout(limits.seconds), self.client() as client:
                return await _followed(
                    client, client.build_request(method, check_url(url), headers=given, content=content), limits
                )
        except TimeoutError:
            raise RemoteSlow(f"No whole answer came within {limits.seconds:g} s") from None

    async def check_git(self, url: str) -> GitRemote:
        """Return a Git URL that may be cloned, with what holds git to the address that was checked.

        Raises:
            AddressRefused: not https, credentials in it, or a closed network. RemoteFailed: the host is not known.
        """
        parsed = check_url(url, ("https",))
        if parsed.query or parsed.fragment or parsed.path in {"", "/"}:
            raise AddressRefused("A Git URL is https://host/path, without ? and #", details={"path": "url"})
        port = parsed.port or 443
        address = (await resolve(parsed.host, port, self._allow))[0]
        pinned = f"[{address}]" if ":" in address else address
        host = parsed.raw_host.decode("ascii")
        settings = {
            "protocol.allow": "never",
            "protocol.https.allow": "always",
            "http.followRedirects": "false",
            "http.proxy": "",
            "http.sslVerify": "true",
            "credential.helper": "",
            "core.askPass": "",
            "http.curloptResolve": f"{host}:{port}:{pinned}",
        }
        return GitRemote(
            str(parsed), tuple(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
        )


async def _followed(client: httpx.AsyncClient, request: httpx.Request, limits: Limits) -> Answer:
    for _ in range(limits.redirects + 1):
        response = await client.send(request, stream=True, follow_redirects=False)
        try:
            if response.next_request is None:
                return Answer(response.status_code, response.headers, await _body(response, limits), str(request.url))
        finally:
            await response.aclose()
        if request.url.scheme == "https" and response.next_request.url.scheme != "https":
            raise AddressRefused("A redirect leads from https to http; Seaway does not follow it")
        request = response.next_request
    raise RemoteFailed(f"More than {limits.redirects} redirects")


async def _body(response: httpx.Response, limits: Limits) -> bytes:
    """Read what was sent, as it was sent: nothing is unpacked, so a small answer cannot become a large one."""
    if response.headers.get("content-encoding", "identity").lower() not in {"", "identity"}:
        raise RemoteFailed("The other side compressed its answer although it was asked not to")
    parts, size = [], 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > limits.size:
            raise RemoteFailed(f"The answer is larger than {limits.size} bytes")
        parts.append(part)
    return b"".join(parts)
