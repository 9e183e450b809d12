"""The real portal in a real browser: `seaway up` with a database of its own, and Chromium, which sees loopback only."""

import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from seaway.kit import ids
from tests.browser import harbour, lived_in
from tests.browser.look import WIDE
from tests.browser.watch import Visit, Watch
from tests.flows.harness import Installation, installed

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium-headless-shell"  # without the windows that nobody sees: several times as fast
# No name but the installation's address resolves, whatever asks: page, worker or the browser itself.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 45_000  # milliseconds: a browser beside another one may draw a frame or two in a second
expect.set_options(timeout=PATIENCE / 2)
PASSWORD = "seven salty anchors"
OWNER = "ida@harbour.example"
MEMBER = "bo@harbour.example"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """A running installation with a filled catalog, and the cookies of its people."""

    installation: Installation
    api: httpx.Client
    cookies: dict[str, list[dict[str, Any]]]

    @property
    def url(self) -> str:
        """Where it is."""
        return self.installation.url


def setup_link(installation: Installation) -> str:
    """Return the one-time link that the start printed."""
    line = next(line for line in installation.lines if "/setup?token=" in line)
    return line.split()[2]


def sign_in(api: httpx.Client, email: str) -> list[dict[str, Any]]:
    """Return the cookies of a new session."""
    answer = api.post("/v1/session", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    url = str(api.base_url)
    return [{"name": name, "value": value, "url": url} for name, value in answer.cookies.items()]


def wait_for_import(api: httpx.Client, run: str) -> dict[str, Any]:
    """Return an import when it is over."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        state: dict[str, Any] = api.get(f"/v1/imports/{run}").raise_for_status().json()["import"]
        if state["status"] not in {"queued", "running"}:
            return state
        time.sleep(0.1)
    raise AssertionError(f"the import {run} did not end: {state}")


def fill(api: httpx.Client) -> None:
    """Import the invented harbour."""
    upload = {"file": ("harbour.tar.gz", harbour.archive(harbour.files()))}
    answer = api.post("/v1/imports", data={"source": "harbour"}, files=upload)
    assert answer.status_code == 202, answer.text
    state = wait_for_import(api, answer.json()["import"]["id"])
    assert state["status"] == "completed", state
    assert state["counts"]["rejected"] == 0, state


@contextmanager
def administered(name: str = "Ida Berg", email: str = OWNER, **settings: str) -> Iterator[Site]:
    """Start a Seaway of its own and make its administrator, who is signed in; end it with the block."""
    with installed(**settings) as installation:
        installation.start()
        with httpx.Client(base_url=installation.url, headers={"Origin": installation.url}, timeout=60) as api:
            token = setup_link(installation).partition("token=")[2]
            body = {"token": token, "name": name, "email": email, "password": PASSWORD}
            api.post("/v1/setup", json=body).raise_for_status()
            yield Site(installation, api, {"owner": sign_in(api, email)})


def invite(site: Site, other: httpx.Client, email: str, name: str, role: str) -> list[dict[str, Any]]:
    """Let a person join, whose client becomes signed in; return the cookies of a session of theirs."""
    invitee = {"invitee": {"email": email, "roles": [role]}}
    link: str = site.api.post("/v1/users/invite", json=invitee).raise_for_status().json()["invitation"]["link"]
    joins = {"token": link.partition("token=")[2], "name": name, "password": PASSWORD}
    other.post("/v1/invitations/accept", json=joins).raise_for_status()
    return sign_in(other, email)


@pytest.fixture(scope="session")
def harboured() -> Iterator[Path]:
    """The data of a Seaway with an administrator, a member and the harbour."""
    with tempfile.TemporaryDirectory(prefix="seaway-harboured-") as held:
        Path(held).chmod(0o755)  # PostgreSQL may run as another user
        with administered() as site:
            with httpx.Client(base_url=site.url, headers={"Origin": site.url}) as other:
                invite(site, other, MEMBER, "Bo Lind", "Member")
            fill(site.api)
            site.installation.keep(Path(held) / "data")
        yield Path(held) / "data"


@pytest.fixture(scope="module")
def site(harboured: Path) -> Iterator[Site]:
    """A whole Seaway with an administrator, a member and the harbour; each file of tests has its own."""
    with installed() as installation:
        installation.begin_from(harboured)
        url, origin = installation.url, {"Origin": installation.url}
        with httpx.Client(base_url=url, headers=origin, timeout=60) as api:
            cookies = {"owner": sign_in(api, OWNER)}
            with httpx.Client(base_url=url, headers=origin) as other:
                cookies["member"] = sign_in(other, MEMBER)
            yield Site(installation, api, cookies)


@pytest.fixture(scope="module")
def harbor() -> Iterator[Site]:
    """Seaway as `make run` brings it up, with people in it."""
    with administered(lived_in.OWNER_NAME, lived_in.OWNER, SEAWAY_SAMPLE="1") as site:
        with httpx.Client(base_url=site.url, headers={"Origin": site.url}, timeout=60) as colleague:
            invite(site, colleague, lived_in.COLLEAGUE, lived_in.COLLEAGUE_NAME, "Admin")
            lived_in.furnish(site.api, colleague)
            site.cookies["member"] = invite(site, colleague, "mei.tanaka@harbor.example", "Mei Tanaka", "Member")
        for run in site.api.get("/v1/imports").json()["imports"]:
            wait_for_import(site.api, run["id"])
        yield site


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A browser that reaches nothing but loopback."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@dataclass
class Visitor:
    """Opens watched pages, each in a browser profile of its own."""

    chromium: Browser
    stack: AsyncExitStack
    watches: list[Watch]

    async def open(
        self, url: str, cookies: list[dict[str, Any]], viewport: dict[str, int] = WIDE, locale: str = "en-GB"
    ) -> Visit:
        """Open an address of an installation with somebody's cookies, or none, in a browser of some language."""
        context = await self.chromium.new_context(
            viewport=ViewportSize(width=viewport["width"], height=viewport["height"]),
            color_scheme="light",
            reduced_motion="reduce",
            locale=locale,
        )
        self.stack.push_async_callback(context.close)
        context.set_default_timeout(PATIENCE)
        watch = Watch({(401, "/v1/session")})  # how the portal learns that nobody is signed in
        await watch.on(context)
        self.watches.append(watch)
        if cookies:
            await context.add_cookies(cookies)  # type: ignore[arg-type]
        page = await context.new_page()
        await page.goto(url)
        return Visit(page, watch)


@pytest.fixture
async def visitor(chromium: Browser) -> AsyncIterator[Visitor]:
    """A visitor; afterwards no page may have misbehaved."""
    async with AsyncExitStack() as stack:
        visitor = Visitor(chromium, stack, [])
        yield visitor
    assert [problem for watch in visitor.watches for problem in watch.problems] == []


Open = Callable[..., Awaitable[Visit]]


@pytest.fixture
def owner(visitor: Visitor, site: Site) -> Open:
    """Open a path as the administrator."""
    return lambda path, *look, **more: visitor.open(site.url + path, site.cookies["owner"], *look, **more)


@pytest.fixture
def member(visitor: Visitor, site: Site) -> Open:
    """Open a path as a member."""
    return lambda path, *look, **more: visitor.open(site.url + path, site.cookies["member"], *look, **more)


@pytest.fixture
def anyone(visitor: Visitor, site: Site) -> Open:
    """Open a path without being signed in."""
    return lambda path, *look, **more: visitor.open(site.url + path, [], *look, **more)


@pytest.fixture
def fresh(site: Site) -> Callable[..., str]:
    """Make an entity of the test's own, and return its identifier."""

    def make(**properties: str) -> str:
        identifier = f"quay/m-{ids.token(8).lower()}"  # neither first nor last of what ships
        body = {"identifier": identifier, "title": f"Test {identifier}", "properties": properties}
        answer = site.api.post("/v1/blueprints/component/entities", json=body)
        assert answer.status_code == 201, answer.text
        return identifier

    return make


async def heading(page: Page, text: str) -> None:
    """Return when the page's heading says the text."""
    await page.get_by_role("heading", level=1, name=text).wait_for()
