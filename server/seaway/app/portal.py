"""Serves the portal's files, which `make` builds into `seaway/_web`.

`index.html` stands for every page and is asked for anew each time; what lies in `assets/` has its digest in its name
and is kept for a year. A missing asset is a 404, never the index: a stale tab would take HTML for JavaScript.
"""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(__file__).resolve().parents[1] / "_web"
FRAMES = "/frames.json"
"""Tells the portal which frames the policy allows, so that it can say so where one is not."""
NOT_PAGES = ("/v1", "/health", "/metrics")
YEAR = "public, max-age=31536000, immutable"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_MISSING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Seaway</title>
<h1>The portal is not built</h1>
<p>Build it with <code>make server/seaway/_web/index.html</code> in the clone, then reload. The API under
<a href="/v1/openapi.json">/v1</a> and the command work without it.</p></html>"""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the portal, and its packed twin where the build made one."""

    path: Path
    packed: Path | None


class Portal:
    """An ASGI application for whatever is no route of the API; `otherwise` answers what is not the portal's either."""

    def __init__(self, otherwise: ASGIApp, frames: Sequence[str] = (), folder: Path = FOLDER) -> None:
        self._otherwise = otherwise
        self._frames = tuple(frames)
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method, path = scope.get("method"), scope.get("path", "")
        if scope["type"] != "http" or method not in {"GET", "HEAD"} or _is_api(path):
            await self._otherwise(scope, receive, send)
            return
        response = self._answer(path, "gzip" in Request(scope).headers.get("accept-encoding", ""))
        await response(scope, receive, send)

    def _answer(self, path: str, packs: bool) -> Response:  # noqa: FBT001  # what the client takes
        if path == FRAMES:
            return JSONResponse({"frames": self._frames}, headers={"Cache-Control": "no-cache"})
        file = self._find(path)
        if file is not None and file.path.name != "index.html":
            kept = YEAR if path.startswith("/assets/") else "no-cache"
            return _send(file, packs, {"Cache-Control": kept})
        if path.startswith("/assets/"):
            raise HTTPException(404)
        index = self._find("/index.html")
        if index is None:
            return HTMLResponse(_MISSING, 503, {"Cache-Control": "no-store"})
        headers = {
            "Cache-Control": "no-cache",
            "Content-Security-Policy": policy(index.path.read_bytes(), self._frames),
        }
        return _send(index, packs, headers)

    def _find(self, path: str) -> File | None:
        """Return the file of a path; anything that leads out of the folder is no file of ours."""
        if not re.fullmatch(r"(/[A-Za-z0-9_][A-Za-z0-9._-]*)+", path):
            return None
        file = self._folder / path[1:]
        if file.suffix not in TYPES or not file.is_file():
            return None
        packed = file.with_name(file.name + ".gz")
        return File(file, packed if packed.is_file() else None)


def policy(index: bytes, frames: Sequence[str] = ()) -> str:
    """Return the content security policy of the index: its own files alone, and its inline script by digest.

    `frames` are the origins whose pages may be shown inside ours.
    """
    digests = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _SCRIPT.findall(index)]
    framed = " ".join(frames) or "'none'"
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self' data:; worker-src 'self'; connect-src 'self'; "
        f"frame-src {framed}; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def _send(file: File, packs: bool, headers: dict[str, str]) -> Response:  # noqa: FBT001  # what the client takes
    media_type = TYPES[file.path.suffix]
    if file.packed is None:
        return Response(file.path.read_bytes(), headers=headers, media_type=media_type)
    headers = {**headers, "Vary": "Accept-Encoding"}
    if packs:
        return Response(
            file.packed.read_bytes(), headers={**headers, "Content-Encoding": "gzip"}, media_type=media_type
        )
    return Response(file.path.read_bytes(), headers=headers, media_type=media_type)


def _is_api(path: str) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in NOT_PAGES)
