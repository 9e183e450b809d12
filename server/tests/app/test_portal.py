"""The portal's files: what is cached, what is packed, what is the index, and what is never served."""

import base64
import gzip
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from seaway.app.portal import Portal

BOOT = "document.documentElement.dataset.scheme = 'dark'"
INDEX = f"<!doctype html><script>{BOOT}</script><script type=module src=/assets/app-1a2b.js></script>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A built portal, and a secret beside it."""
    web = tmp_path / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text(INDEX)
    (web / "favicon.svg").write_text("<svg/>")
    (web / "assets" / "app-1a2b.js").write_text("let plain")
    (web / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(b"let packed"))
    (web / "assets" / "font.woff2").write_bytes(b"font")
    (web / "assets" / "app-1a2b.js.map").write_text("source")
    (tmp_path / "secret.txt").write_text("secret")
    return web


@pytest.fixture
async def browser(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the portal alone."""
    app = Starlette()
    app.router.default = Portal(app.router.default, folder=folder)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://portal.test") as browser:
        yield browser


@pytest.mark.parametrize("path", ["/", "/catalog/services", "/entity/service/a%2Fb", "/index.html"])
async def test_every_page_is_the_index_asked_for_anew(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)

    assert answer.status_code == 200
    assert answer.text == INDEX
    assert answer.headers["cache-control"] == "no-cache"


async def test_the_inline_script_is_allowed_by_its_digest_alone(browser: httpx.AsyncClient) -> None:
    policy = (await browser.get("/")).headers["content-security-policy"]

    digest = base64.b64encode(hashlib.sha256(BOOT.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "frame-ancestors 'none'" in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts


async def test_no_frame_is_allowed_but_those_of_the_setting(browser: httpx.AsyncClient, folder: Path) -> None:
    assert "frame-src 'none';" in (await browser.get("/")).headers["content-security-policy"]
    assert (await browser.get("/frames.json")).json() == {"frames": []}
    app = Starlette()
    app.router.default = Portal(app.router.default, ["https://board.example"], folder)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://portal.test") as allowing:
        assert "frame-src https://board.example;" in (await allowing.get("/")).headers["content-security-policy"]
        assert (await allowing.get("/frames.json")).json() == {"frames": ["https://board.example"]}


async def test_an_asset_is_kept_for_a_year_and_packed_for_those_who_take_it(browser: httpx.AsyncClient) -> None:
    packed = await browser.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "gzip, br"})
    plain = await browser.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == "let packed"
    assert "content-encoding" not in plain.headers
    assert plain.text == "let plain"
    assert packed.headers["cache-control"] == plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert packed.headers["content-type"].startswith("text/javascript")


async def test_a_missing_asset_is_not_found_and_never_the_index(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/assets/app-old.js")).status_code == 404
    assert (await browser.get("/assets/app-1a2b.js.map")).status_code == 404


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"]
)
async def test_nothing_outside_the_folder_is_served(browser: httpx.AsyncClient, path: str) -> None:
    raw = httpx.URL("http://portal.test").copy_with(raw_path=path.encode())

    answer = await browser.get(raw)

    assert "secret" not in answer.text or answer.text == INDEX


async def test_paths_of_the_api_and_other_methods_are_not_the_portal_s(browser: httpx.AsyncClient) -> None:
    for path in ("/v1", "/v1/nothing", "/health/none", "/metrics/x"):
        assert (await browser.get(path)).status_code == 404
    assert (await browser.post("/catalog")).status_code == 404


async def test_without_a_build_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    app = Starlette()
    app.router.default = Portal(app.router.default, folder=tmp_path)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://portal.test") as browser:
        answer = await browser.get("/")

    assert answer.status_code == 503
    assert "make server/seaway/_web/index.html" in answer.text
