"""A small HTTP server on loopback that answers as a test scripts it, and keeps what it was asked."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """One scripted answer. `cut` ends the connection in the middle of the body, `dropped` before any of it."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    dropped: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; `path` is raw, with its query."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


@dataclass
class Stub:
    """Answers `POST /v1/auth/access_token` by itself, with `token-1`, `token-2`, …; everything else by `replies`."""

    replies: list[Reply]
    asked: list[Asked] = field(default_factory=list)
    signed_in: list[Any] = field(default_factory=list)
    url: str = ""

    def answer(self, asked: Asked) -> Reply:
        """Return what comes next."""
        if asked.path == "/v1/auth/access_token":
            self.signed_in.append(asked.json)
            token = f"token-{len(self.signed_in)}"
            return Reply(body={"ok": True, "accessToken": token, "expiresIn": 10800, "tokenType": "Bearer"})
        self.asked.append(asked)
        return self.replies.pop(0) if self.replies else Reply(599, {"error": "script", "message": "nothing is left"})


@contextmanager
def serving(replies: Sequence[Reply]) -> Iterator[Stub]:
    """Serve a script on a free port of loopback."""
    stub = Stub(list(replies))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class's name
            """Stay quiet."""

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send(stub.answer(Asked(self.command, self.path, dict(self.headers.items()), body)))

        def send(self, reply: Reply) -> None:
            self.close_connection = reply.dropped or reply.cut
            if reply.dropped:
                return
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if reply.cut else body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815  # the base class's names

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
