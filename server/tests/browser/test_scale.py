"""The budgets of ux.md 9 with a hundred thousand entities.

What a person waits for is measured where they wait: in the browser, server and network included. Timings have twice
their limit, and more while other work keeps the machine busy (`crowd`); what does not depend on the machine is exact.
"""

import statistics
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import fleet
from tests.browser.conftest import Site, Visitor, administered
from tests.browser.crowd import within
from tests.browser.look import settled

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.timeout(600)]
CATALOG = "/catalog/services"
LCP, CLS = 1.2, 0.05  # seconds until the largest part is painted; how far things jump
ROWS = 0.3  # seconds from the act to the new rows, the server included
DEBOUNCE = 0.12  # seconds that a field waits for the next letter
PAINT = 0.1  # seconds from an act to the next paint
FRAME, MEAN_FRAME = 0.05, 1 / 30  # seconds, p95 and on average
FREEZE, SLOW_FRAME = 0.2, 1 / 15  # seconds of one task, and of a frame of the largest graph on average
SEARCH = 0.15  # seconds for the server's answer to the palette

Open = Callable[[str], Awaitable[Page]]

_VITALS = """() => new Promise((done) => {
  const seen = { paint: 0, shift: 0 };
  new PerformanceObserver((list) => { seen.paint = list.getEntries().at(-1).startTime / 1000; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(seen), 300);
})"""
_FOLLOW = """() => {
  window.longest = 0;
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration / 1000); })
    .observe({ type: 'event', durationThreshold: 16 });
}"""
_FRAMES = """() => { window.frames_ = []; window.counting = true; let last;
  const tick = (now) => { if (last) frames_.push((now - last) / 1000); last = now; if (counting) requestAnimationFrame(tick); };
  requestAnimationFrame(tick); }"""
_TASKS = """() => { window.longestTask = 0;
  new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration / 1000); })
    .observe({ type: 'longtask' }); }"""
_COUNTED = "() => { window.counting = false; return window.frames_; }"


@pytest.fixture(scope="module")
def large() -> Iterator[Site]:
    """An installation with the fleet in it, and its administrator."""
    with administered() as site:
        fleet.fill(site.installation, site.api)
        yield site


@pytest.fixture
def opened(visitor: Visitor, large: Site) -> Open:
    """Open a path as the administrator of the fleet."""

    async def opened(path: str) -> Page:
        return (await visitor.open(large.url + path, large.cookies["owner"])).page

    return opened


async def shown(page: Page) -> Page:
    """Return when rows are there and all of them are counted."""
    await expect(page.get_by_test_id("count")).to_contain_text("100,000")
    await page.locator("[data-index='0'] a[data-open]").wait_for()
    return page


def p95(seconds: list[float]) -> float:
    """Return what nineteen of twenty stay below."""
    return statistics.quantiles(seconds, n=20, method="inclusive")[18]


async def smooth(move: Callable[[], Awaitable[list[float]]]) -> None:
    """Hold the frames of a movement to their budgets."""
    await within(FRAME, lambda: _of(move, p95))
    await within(MEAN_FRAME, lambda: _of(move, statistics.fmean))


async def _of(move: Callable[[], Awaitable[list[float]]], figure: Callable[[list[float]], float]) -> float:
    return figure(await move())


@pytest.mark.parametrize("path", ["/", CATALOG, f"/e/service/{fleet.name(0)}"])
async def test_a_page_is_drawn_soon_and_stays_where_it_is(opened: Open, path: str) -> None:
    async def painted() -> float:
        page = await opened(path)
        await page.get_by_role("heading", level=1).wait_for()
        await page.wait_for_timeout(1000)  # what jumps late must be seen
        seen = await page.evaluate(_VITALS)
        assert seen["shift"] <= CLS, seen
        return float(seen["paint"])

    await within(LCP, painted)


async def test_filters_give_new_rows_soon(opened: Open) -> None:
    page = await shown(await opened(CATALOG))
    field, first = page.get_by_role("textbox", name="Search Services"), page.locator("[data-index='0'] a[data-open]")
    numbers = iter(range(100, 200))  # every text is new to the server and to the browser

    async def searched() -> float:
        seconds = []
        for number in (next(numbers) for _ in range(20)):
            began = time.monotonic()
            await field.fill(fleet.title(number))
            await expect(first).to_contain_text(fleet.title(number))
            seconds.append(time.monotonic() - began - DEBOUNCE)
        return p95(seconds)

    await within(ROWS, searched)


_FIRST_IS_OTHER = (
    "before => { const row = document.querySelector('[data-index=\"0\"]'); return row && row.innerText !== before; }"
)


@pytest.mark.parametrize(
    ("column", "key"),
    [("Name", "$title"), ("Health", "health"), ("Instances", "instances"), ("Deployed", "deployed_at")],
)
async def test_sorting_gives_new_rows_soon(opened: Open, column: str, key: str) -> None:
    async def turned() -> float:
        page = await shown(await opened(f"{CATALOG}?sort={key}"))
        header = page.get_by_role("columnheader", name=column)
        before = await page.locator("[data-index='0']").inner_text()
        began = time.monotonic()
        await header.get_by_role("button").first.click()
        await page.wait_for_function(_FIRST_IS_OTHER, arg=before)  # looks at each frame; `expect` only now and then
        return time.monotonic() - began

    await within(ROWS, turned)


async def test_acts_are_painted_at_once(opened: Open) -> None:
    page = await shown(await opened(CATALOG))

    async def acted() -> float:
        await page.evaluate(_FOLLOW)
        for index in range(4):
            await page.locator(f"[data-index='{index}'] input[type=checkbox]").click()
        await page.locator("[data-index='0'] a[data-open]").focus()
        for _ in range(10):
            await page.keyboard.press("ArrowDown")
        await page.get_by_role("button", name="Columns").click()
        await page.keyboard.press("Escape")
        await page.wait_for_timeout(200)  # the browser tells of an event after its paint
        return float(await page.evaluate("() => longest"))

    await within(PAINT, acted)


async def test_a_hundred_thousand_rows_scroll(opened: Open) -> None:
    page = await shown(await opened(CATALOG))
    await page.locator("[data-index='3']").hover()

    async def scrolled() -> list[float]:
        await page.evaluate(_FRAMES)
        for _ in range(40):
            await page.mouse.wheel(0, 400)
            await page.wait_for_timeout(16)
        return list(await page.evaluate(_COUNTED))

    await smooth(scrolled)


async def test_a_graph_of_a_thousand_nodes_moves(opened: Open) -> None:
    """Dragged as a whole, and close up where cards are drawn. The portal asks for a thousand and says that it was cut."""
    page = await opened(f"/e/service/{fleet.name(0)}?tab=relations&dir=downstream&depth=3")
    graph = page.get_by_role("region", name="Relations of")
    await page.get_by_text("1,000 entities").wait_for(timeout=60_000)
    await settled(page)
    await smooth(lambda: dragged(page, graph))
    for _ in range(8):
        await page.get_by_role("button", name="Zoom in").click()
    await smooth(lambda: dragged(page, graph))


async def test_a_graph_of_five_thousand_nodes_freezes_nothing(opened: Open) -> None:
    """Asked for once a thousand were cut: laid out and dragged without a task that holds up the page."""
    page = await opened(f"/e/service/{fleet.name(0)}?tab=relations&dir=downstream&depth=4")
    address = page.url

    async def drawn() -> float:
        await page.goto(address)
        await page.get_by_text("1,000 entities").wait_for(timeout=60_000)
        await settled(page)
        await page.evaluate(_TASKS)
        await page.get_by_role("button", name="Show more").click()
        await page.get_by_text("5,000 entities").wait_for(timeout=60_000)
        await settled(page)
        await page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        return float(await page.evaluate("() => longestTask"))

    await within(FREEZE, drawn)
    graph = page.get_by_role("region", name="Relations of")
    await within(SLOW_FRAME, lambda: _of(lambda: dragged(page, graph), statistics.fmean))


async def dragged(page: Page, area: Locator) -> list[float]:
    """Drag an area about, and return how long each frame took."""
    box = await area.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.evaluate(_FRAMES)
    for step in range(40):
        await page.mouse.move(x + step * 3 % 120, y + step * 2 % 80)
        await page.wait_for_timeout(16)
    frames: list[float] = await page.evaluate(_COUNTED)
    await page.mouse.up()
    return frames


async def test_the_palette_is_answered_soon(large: Site, opened: Open) -> None:
    async def answered() -> float:
        seconds = []
        for number in range(20):
            began = time.monotonic()
            text = fleet.title(number * 4999)[:-1].replace("a", "e", number % 2)  # every other one with a typo
            large.api.get("/v1/search", params={"q": text}).raise_for_status()
            seconds.append(time.monotonic() - began)
        return p95(seconds)

    await within(SEARCH, answered)
    page = await opened("/")
    await page.get_by_role("heading", level=1).wait_for()
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox").last.fill(fleet.title(77_777))
    await page.get_by_role("option", name=fleet.title(77_777)).wait_for()
