"""The guard of outgoing requests, against servers on the loopback interface."""

import asyncio
import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from seaway.core.addresses import allowed
from seaway.core.outbound import AddressRefused, Limits, Outbound, RemoteFailed, check_url

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
Respond = Callable[[str], bytes]


@contextlib.asynccontextmanager
async def serving(
    respond: Respond, trust: ssl.SSLContext | None = None, seen: list[str] | None = None
) -> AsyncIterator[int]:
    """Run a bare HTTP server that answers each request with what `respond` makes of its head; yields the port."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            if seen is not None:
                seen.append(head)
            writer.write(respond(head))
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=trust)
    async with server:
        yield server.sockets[0].getsockname()[1]


def ok(body: bytes = b"hello", *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(to: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


CLOSED = [
    "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1", "fe80::1", "fe80::1%1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::1",
    "2001:0:7f00:1::1", "100::1", "3fff::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("text", CLOSED)
def test_a_closed_address_is_refused(text: str) -> None:
    assert not allowed(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_may_be_called(text: str) -> None:
    assert allowed(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"])
def test_an_operator_opens_a_network_by_the_address_inside(text: str) -> None:
    assert allowed(ipaddress.ip_address(text), LOOPBACK)
    assert not allowed(ipaddress.ip_address("10.0.0.1"), LOOPBACK)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "example.com", "", "http://", "https:///path",
        "http://user:secret@example.com/", "http://secret@example.com/", "http://exa mple.com/", "http://example.com/\r\nX: 1",
        "http://example.com:99999/", "http://example.com:0/", "http://example.com\\@127.0.0.1/", "http://[::1", "h" * 3000,
        "http://example.com/\0",
    ],
)  # fmt: skip
def test_a_url_of_another_form_is_refused_without_echoing_credentials(url: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        check_url(url)
    assert "secret" not in refusal.value.message


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "017700000001", "[::1]", "[::ffff:127.0.0.1]", "0"],
)
async def test_no_spelling_of_the_own_machine_gets_through(host: str) -> None:
    seen: list[str] = []
    async with serving(lambda _: ok(), seen=seen) as port:
        with pytest.raises((AddressRefused, RemoteFailed)):
            await Outbound().request("GET", f"http://{host}:{port}/")
    assert seen == []


async def test_an_allowed_network_is_called_with_the_name_in_the_host_header() -> None:
    seen: list[str] = []
    async with serving(lambda _: ok(), seen=seen) as port:
        answer = await Outbound(LOOPBACK).request("GET", f"http://localhost:{port}/a?b=c", headers={"X-Mine": "1"})
    assert (answer.status, answer.body) == (200, b"hello")
    assert seen[0].startswith("GET /a?b=c HTTP/1.1\r\n")
    assert f"host: localhost:{port}\r\n" in seen[0].lower()
    assert "x-mine: 1" in seen[0].lower()


async def test_a_second_answer_of_the_name_server_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rebinding: the name server says a public address first and the loopback after; only the first is used."""
    loop = asyncio.get_running_loop()
    asked: list[str] = []

    async def answers(host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        asked.append(host)
        address = "127.0.0.2" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    seen: list[str] = []
    only_second = (ipaddress.ip_network("127.0.0.2/32"),)
    async with serving(lambda _: ok(), seen=seen) as port:
        monkeypatch.setattr(loop, "getaddrinfo", answers)
        with pytest.raises(RemoteFailed):
            await Outbound(only_second).request("GET", f"http://rebinding.test:{port}/", limits=Limits(seconds=3))
    assert asked[0] == "rebinding.test"
    assert "rebinding.test" not in asked[1:]
    assert seen == []


async def test_a_host_with_open_and_closed_addresses_is_called_at_the_open_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answers(host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("10.0.0.1", "127.0.0.1")]

    async with serving(lambda _: ok()) as port:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", answers)
        answer = await Outbound(LOOPBACK).request("GET", f"http://both.test:{port}/", limits=Limits(seconds=3))
    assert answer.status == 200


async def test_a_redirect_inside_is_refused() -> None:
    inside: list[str] = []
    async with (
        serving(lambda _: ok(), seen=inside) as hidden,
        serving(lambda _: moved(f"http://127.0.0.2:{hidden}/secret")) as port,
    ):
        with pytest.raises(AddressRefused):
            await Outbound((ipaddress.ip_network("127.0.0.1/32"),)).request("GET", f"http://127.0.0.1:{port}/")
    assert inside == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://user:pw@127.0.0.1/"])
async def test_a_redirect_to_another_kind_of_url_is_refused(target: str) -> None:
    async with serving(lambda _: moved(target)) as port:
        with pytest.raises((AddressRefused, RemoteFailed)):
            await Outbound(LOOPBACK).request("GET", f"http://127.0.0.1:{port}/", limits=Limits(seconds=3))


async def test_a_redirect_to_another_host_does_not_carry_the_authorization() -> None:
    seen: list[str] = []
    async with serving(lambda _: ok(), seen=seen) as other:
        async with serving(lambda _: moved(f"http://127.0.0.2:{other}/")) as port:
            with pytest.raises(
                RemoteFailed
            ):  # nobody listens on 127.0.0.2: the request must not even be sent elsewhere
                await Outbound(LOOPBACK).request(
                    "GET", f"http://127.0.0.1:{port}/", headers={"Authorization": "Bearer x"}
                )
        async with serving(lambda _: moved(f"http://localhost:{other}/")) as port:
            await Outbound(LOOPBACK).request("GET", f"http://127.0.0.1:{port}/", headers={"Authorization": "Bearer x"})
    assert len(seen) == 1
    assert "authorization" not in seen[0].lower()


async def test_redirects_end() -> None:
    seen: list[str] = []
    async with serving(lambda _: moved("/again"), seen=seen) as port:
        with pytest.raises(RemoteFailed, match="redirects"):
            await Outbound(LOOPBACK).request("GET", f"http://127.0.0.1:{port}/", limits=Limits(redirects=3))
    assert len(seen) == 4


async def test_an_answer_that_is_too_large_is_cut_off() -> None:
    def endless(_: str) -> bytes:
        return b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 200_000

    async with serving(endless) as port:
        with pytest.raises(RemoteFailed, match="larger than 1000 bytes"):
            await Outbound(LOOPBACK).request("GET", f"http://127.0.0.1:{port}/", limits=Limits(size=1000))


async def test_a_compressed_answer_is_not_unpacked() -> None:
    async with serving(lambda _: ok(b"\x1f\x8b", "Content-Encoding: gzip")) as port:
        with pytest.raises(RemoteFailed, match="compressed"):
            await Outbound(LOOPBACK).request("GET", f"http://127.0.0.1:{port}/")


async def test_an_answer_that_does_not_come_ends_in_time() -> None:
    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2)
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(RemoteFailed, match=r"within 0\.2 s"):
            await Outbound(LOOPBACK).request("GET", f"http://127.0.0.1:{port}/", limits=Limits(seconds=0.2))


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    proxied: list[str] = []
    async with serving(lambda _: ok(b"proxy"), seen=proxied) as proxy, serving(lambda _: ok()) as port:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
        answer = await Outbound(LOOPBACK).request("GET", f"http://127.0.0.1:{port}/")
    assert answer.body == b"hello"
    assert proxied == []


async def test_a_client_for_libraries_stands_under_the_guard_with_redirects_too() -> None:
    only = (ipaddress.ip_network("127.0.0.1/32"),)
    async with (
        serving(lambda _: moved("http://10.0.0.1/")) as port,
        Outbound(only).client(follow_redirects=True) as client,
    ):
        with pytest.raises(AddressRefused):
            await client.get(f"http://127.0.0.1:{port}/")


def _certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return a server's context with a certificate for one name, and a client's context that trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    file.write_bytes(private + public)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=public.decode())


async def test_tls_names_and_checks_the_host_not_the_address(tmp_path: Path) -> None:
    server, trust = _certificate(tmp_path, "localhost")
    names: list[str | None] = []
    server.sni_callback = lambda _socket, name, _context: names.append(name)
    async with serving(lambda _: ok(), trust=server) as port:
        answer = await Outbound(LOOPBACK, trust).request("GET", f"https://localhost:{port}/")
        assert answer.status == 200
        with pytest.raises(RemoteFailed):
            await Outbound(LOOPBACK, trust).request("GET", f"https://127.0.0.1:{port}/")
        with pytest.raises(RemoteFailed):
            await Outbound(LOOPBACK).request("GET", f"https://localhost:{port}/")
    assert names[0] == "localhost"


async def test_a_redirect_does_not_lead_from_https_to_http(tmp_path: Path) -> None:
    server, trust = _certificate(tmp_path, "localhost")
    async with (
        serving(lambda _: ok()) as plain,
        serving(lambda _: moved(f"http://localhost:{plain}/"), trust=server) as port,
    ):
        with pytest.raises(AddressRefused, match="https to http"):
            await Outbound(LOOPBACK, trust).request("GET", f"https://localhost:{port}/")


async def test_a_git_url_is_checked_and_git_is_held_to_the_address() -> None:
    remote = await Outbound(LOOPBACK).check_git("https://127.0.0.1:8443/team/catalog.git")
    assert remote.url == "https://127.0.0.1:8443/team/catalog.git"
    assert "http.curloptResolve=127.0.0.1:8443:127.0.0.1" in remote.options
    assert "http.followRedirects=false" in remote.options
    assert "protocol.allow=never" in remote.options


async def test_git_itself_goes_to_the_checked_address_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name exists in no name server: that git arrives shows that it used the address it was given."""
    server, _ = _certificate(tmp_path, "pinned.test")
    seen: list[str] = []

    async def answers(host: str, port: int, **_: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", answers)
    async with serving(lambda _: ok(b"no repository"), trust=server, seen=seen) as port:
        remote = await Outbound(LOOPBACK).check_git(f"https://pinned.test:{port}/catalog.git")
        process = await asyncio.create_subprocess_exec(
            "git", *remote.options, "-c", f"http.sslCAInfo={tmp_path / 'pinned.test.pem'}", "ls-remote", remote.url,
            env={"PATH": "/usr/bin:/bin", "GIT_TERMINAL_PROMPT": "0", "HOME": str(tmp_path), "https_proxy": "http://127.0.0.1:1"},
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        _, said = await asyncio.wait_for(process.communicate(), 20)
    assert seen, said
    assert seen[0].startswith("GET /catalog.git/info/refs")
    assert f"host: pinned.test:{port}" in seen[0].lower()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.git", "ssh://127.0.0.1/x.git", "git@127.0.0.1:x.git", "ext::sh -c id", "file:///srv/x", "/srv/x",
        "https://token@127.0.0.1/x.git", "https://127.0.0.1/x.git?ref=1", "https://127.0.0.1", "--upload-pack=id", "-oProxy=1",
    ],
)  # fmt: skip
async def test_other_git_urls_are_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        await Outbound(LOOPBACK).check_git(url)


async def test_a_git_url_inside_is_refused() -> None:
    with pytest.raises(AddressRefused, match="SEAWAY_OUTBOUND_ALLOW"):
        await Outbound().check_git("https://localhost/x.git")


def test_the_refusals_answer_422() -> None:
    assert (AddressRefused.status, RemoteFailed.status) == (422, 422)
