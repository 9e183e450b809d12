"""The page of components, for those who build the portal: every state in both schemes, and nothing of it is shipped."""

import json
import subprocess
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.browser.conftest import Visitor, heading
from tests.browser.look import NARROW, ROOT, WIDE, inspect
from tests.flows.harness import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
START = 60.0  # seconds; a loaded machine starts slowly
KINDS = ("marks", "states", "headers", "fields", "dialogs", "tables", "charts", "graphs", "documents", "editors")


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    """The address of the page, served as `npm run dev` does."""
    port = free_port()
    vite = [ROOT / "web/node_modules/.bin/vite", "--host", "127.0.0.1", "--port", str(port), "--strictPort"]
    server = subprocess.Popen(vite, cwd=ROOT / "web", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/components.html"
    end = time.monotonic() + START
    try:
        while True:
            try:
                httpx.get(url).raise_for_status()
                break
            except httpx.TransportError:
                assert server.poll() is None, "the development server ended"
                assert time.monotonic() < end, "the development server does not answer"
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_every_component_in_every_state(visitor: Visitor, gallery: str, viewport: dict[str, int]) -> None:
    visit = await visitor.open(gallery, [], viewport)
    page = visit.page
    await heading(page, "Components")
    kinds = page.get_by_role("navigation", name="Kinds of components").get_by_role("link")
    assert tuple(await kinds.all_inner_texts()) == KINDS
    for kind in KINDS:
        await kinds.filter(has_text=kind).click()
        await page.get_by_role("main").locator(":scope > *").first.wait_for()
        await inspect(page, f"components-{kind}")


async def test_they_follow_the_density(visitor: Visitor, gallery: str) -> None:
    page = (await visitor.open(f"{gallery}#tables", [])).page
    row = page.get_by_role("table", name="Many services").locator("[data-index='0']")
    assert (await row.bounding_box() or {})["height"] == 40
    await page.get_by_text("compact", exact=True).click()
    assert (await row.bounding_box() or {})["height"] == 32
    await inspect(page, "components-compact")


def test_nothing_of_it_is_shipped() -> None:
    built = ROOT / "server/seaway/_web"
    sources = json.loads((built / "manifest.json").read_text())
    assert not [each for each in sources if "testing" in each or "components.html" in each]
    assert not list(built.glob("**/components*"))
