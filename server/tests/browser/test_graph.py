"""The graph of relations: walked by keys, found in, expanded, read as a table, exported; the address remembers."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.conftest import Open, heading
from tests.browser.look import inspect

CRANE = "/e/component/quay%2Fcrane-planner?tab=relations"
GRAPH = "Relations of Crane planner"


async def graph(page: Page) -> None:
    """Return when the graph is laid out."""
    await page.get_by_role("region", name=GRAPH).wait_for()
    await page.get_by_role("button", name="Crane planner Component").wait_for()


async def test_the_graph_is_walked_by_keys_and_remembered(owner: Open) -> None:
    page = (await owner(CRANE + "&depth=1")).page
    await graph(page)
    await page.get_by_role("region", name=GRAPH).focus()
    await page.keyboard.press("ArrowRight")
    panel = page.get_by_role("complementary", name="Selected entity")
    await panel.get_by_role("heading", name="Crane planner").wait_for()
    await page.keyboard.press("ArrowRight")
    await expect(panel.get_by_role("heading")).not_to_have_text("Crane planner")
    chosen = await panel.get_by_role("heading").inner_text()
    await inspect(page, "entity-graph-selected")
    await page.reload()
    await panel.get_by_role("heading", name=chosen).wait_for()
    await page.get_by_role("region", name=GRAPH).focus()
    await page.keyboard.press("Enter")
    await heading(page, chosen)
    await page.go_back()
    await panel.get_by_role("heading", name=chosen).wait_for()
    await page.get_by_role("region", name=GRAPH).focus()
    await page.keyboard.press("Escape")
    await expect(panel).to_have_count(0)


async def test_the_graph_hears_the_mouse(owner: Open) -> None:
    page = (await owner("/e/component/quay%2Fcargo-api?tab=relations&depth=1")).page
    card = page.get_by_role("button", name="Harbour access System")
    await card.hover()
    await page.locator("[data-hover-card]").filter(has_text="Harbour access").wait_for()
    await card.click()
    panel = page.get_by_role("complementary", name="Selected entity")
    await panel.get_by_role("heading", name="Harbour access").wait_for()
    more = page.locator(".react-flow__node").get_by_role("button", name="neighbour").first
    hidden = await more.get_attribute("aria-label")
    cards = page.locator(".react-flow__node")
    before = await cards.count()
    await more.click()
    await expect(cards).not_to_have_count(before)
    await expect(page.get_by_role("button", name=hidden, exact=True)).to_have_count(0)
    await page.locator(".react-flow__pane").click(position={"x": 4, "y": 4})
    await expect(panel).to_have_count(0)
    await page.get_by_role("button", name="Fit to view").click()
    await card.dblclick()
    await heading(page, "Harbour access")


async def test_the_map_hears_the_mouse(owner: Open) -> None:
    page = (await owner("/builder/map")).page
    card = page.get_by_role("button", name=re.compile("^System"))
    await card.click()
    await page.get_by_role("link", name="Open System").wait_for()
    await expect(card).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_text("1 properties")).to_have_count(0)
    await card.dblclick()
    await heading(page, "System")


async def test_impact_find_and_expand(owner: Open) -> None:
    page = (await owner("/e/component/quay%2Fcargo-api?tab=relations&depth=1")).page
    await page.get_by_role("button", name="Cargo api Component").wait_for()
    await page.get_by_role("switch", name="Impact of an outage").check()
    dimmed = page.locator("[data-dim]")
    await expect(dimmed.first).to_be_visible()
    await expect(page.get_by_role("button", name="Crane planner Component")).not_to_have_attribute("data-dim", "true")
    await expect(page.get_by_role("button", name="Harbour access System")).to_have_attribute("data-dim", "true")
    await inspect(page, "entity-impact")
    await page.get_by_label("Find in graph…").fill("crane led")
    await page.get_by_text("1 match").wait_for()
    await page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Selected entity")
    await panel.get_by_role("heading", name="Crane ledger").wait_for()
    await panel.get_by_role("button", name="more neighbour").click()
    await expect(panel.get_by_role("button", name="more neighbour")).to_have_count(0)


async def test_the_table_says_the_same(owner: Open) -> None:
    page = (await owner(CRANE)).page
    await graph(page)
    await page.get_by_role("button", name="View as table").click()
    table = page.get_by_role("table", name="Relations, table")
    cargo = table.get_by_role("row").filter(has_text="Cargo api")
    await expect(cargo).to_contain_text("It depends on")
    await expect(cargo).to_contain_text("Depends on (components)")
    await page.get_by_text("Downstream", exact=True).click()
    await expect(cargo).to_have_count(0)
    await page.get_by_text("Both", exact=True).click()
    await page.get_by_role("button", name="Kinds").click()
    await page.get_by_label("System", exact=True).check()
    await inspect(page, "entity-graph-kinds")
    await page.keyboard.press("Escape")
    await expect(cargo).to_have_count(0)
    await page.reload()
    await table.get_by_role("link", name="Harbour access").click()
    await heading(page, "Harbour access")


async def test_the_graph_leaves_as_files(owner: Open, tmp_path: Path) -> None:
    page = (await owner(CRANE)).page
    await graph(page)
    for item, ending, start in (
        ("Picture (PNG)", "png", b"\x89PNG"),
        ("Drawing (SVG)", "svg", b"<svg"),
        ("Mermaid text", "mmd", b"flowchart LR"),
    ):
        await page.get_by_role("button", name="Export").click()
        async with page.expect_download() as download:
            await page.get_by_role("menuitem", name=item).click()
        file = await download.value
        assert file.suggested_filename == f"component-quay-crane-planner.{ending}"
        await file.save_as(tmp_path / ending)
        content = (tmp_path / ending).read_bytes()
        assert content.startswith(start)
        assert ending == "png" or b"Cargo api" in content
