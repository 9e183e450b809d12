"""Saved views, groups, pins and the advanced filter of the catalog table."""

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Open, Site, heading
from tests.browser.look import NARROW, inspect

CATALOG = "/catalog/components"
VIEWS = "/v1/pages/components/views"


@pytest.fixture(autouse=True)
def clean(site: Site) -> Iterator[None]:
    """Leave no view of the page behind, and no lock."""
    yield
    for view in site.api.get(VIEWS).json()["views"]:
        site.api.delete(f"{VIEWS}/{view['id']}")
    site.api.patch("/v1/pages/components", json={"locked": False})


async def first_row(page: Page, name: str) -> None:
    """Return when the first row has a name."""
    await expect(page.locator("[data-index='0'] a[data-open]")).to_have_text(name)


async def test_a_view_is_saved_changed_discarded_renamed_deleted_and_brought_back(owner: Open) -> None:
    page = (await owner(f"{CATALOG}?q=crane&sort=%24title.desc")).page
    tabs = page.get_by_role("navigation", name="Saved views")
    await tabs.get_by_role("button", name="Save as…").click()
    await page.get_by_role("textbox", name="Name").fill("Cranes, backwards")
    await inspect(page, "catalog-view-dialog")
    await page.get_by_role("button", name="Save", exact=True).click()
    tab = tabs.get_by_role("button", name="Cranes, backwards").first
    await expect(tab).to_have_attribute("aria-current", "page")
    await expect(page).to_have_url(re.compile(r"\?view=view_\w+$"))
    await first_row(page, "Crane worker")

    await page.get_by_role("columnheader", name="Name").get_by_role("button").click()
    await expect(tabs.get_by_text("Unsaved changes")).to_be_attached()
    await inspect(page, "catalog-view-changed")
    await page.reload()
    await expect(tabs.get_by_text("Unsaved changes")).to_be_attached()
    await tabs.get_by_role("button", name="Discard").click()
    await first_row(page, "Crane worker")
    await expect(tabs.get_by_text("Unsaved changes")).not_to_be_attached()

    await page.get_by_role("textbox", name="Search Components").fill("")
    await tabs.get_by_role("button", name="Save view").click()
    await page.get_by_text("Saved Cranes, backwards.").wait_for()
    await page.reload()
    await first_row(page, "Tide worker")

    await page.get_by_role("button", name="Actions for the view Cranes, backwards").click()
    await inspect(page, "catalog-view-menu")
    await page.get_by_role("menuitem", name="Rename or share…").click()
    await page.get_by_role("textbox", name="Name").fill("Backwards")
    await page.get_by_role("radio", name="Everyone who sees this page").check()
    await page.get_by_role("checkbox", name="Open this view when anyone comes to the page").check()
    await page.get_by_role("button", name="Save", exact=True).click()
    await tabs.get_by_role("button", name="Backwards", exact=True).wait_for()

    await page.goto(page.url.split("?")[0])
    await first_row(page, "Tide worker")
    await tabs.get_by_role("button", name="All Components").click()
    await first_row(page, "Berth alerts")
    await tabs.get_by_role("button", name="Backwards", exact=True).click()
    await page.get_by_role("button", name="Actions for the view Backwards").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(tabs.get_by_role("button", name="Backwards", exact=True)).to_be_hidden()
    await page.get_by_role("button", name="Undo").click()
    await expect(tabs.get_by_role("button", name="Backwards", exact=True)).to_have_attribute("aria-current", "page")


async def test_views_are_put_in_another_order_by_menu(owner: Open, site: Site) -> None:
    for title in ("One", "Two"):
        site.api.post(VIEWS, json={"title": title, "audience": "page"}).raise_for_status()
    page = (await owner(CATALOG)).page
    tabs = page.get_by_role("navigation", name="Saved views")
    await tabs.get_by_role("button", name="Two").click()
    await page.get_by_role("button", name="Actions for the view Two").click()
    await page.get_by_role("menuitem", name="Move left").click()
    names = tabs.get_by_role("listitem")
    await expect(names.nth(1)).to_contain_text("Two")
    await page.reload()
    await expect(names.nth(1)).to_contain_text("Two")
    await expect(names.nth(2)).to_contain_text("One")


async def test_a_locked_page_is_read_only_to_members(owner: Open, member: Open) -> None:
    page = (await owner(CATALOG)).page
    await page.get_by_role("button", name="Actions for this page").click()
    await page.get_by_role("menuitem", name="Lock page").click()
    page = (await member(CATALOG)).page
    await page.get_by_text("Locked", exact=True).wait_for()
    for name in ("Filter", "Sort", "Columns", "Group"):
        await expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    await page.get_by_role("textbox", name="Search Components").fill("crane-pl")
    await first_row(page, "Crane planner")
    await inspect(page, "catalog-locked")


@pytest.mark.parametrize("viewport", [None, NARROW], ids=["wide", "narrow"])
async def test_groups_open_by_mouse_and_keyboard_and_survive_a_reload(
    owner: Open, viewport: dict[str, int] | None
) -> None:
    page = (await (owner(CATALOG, viewport) if viewport else owner(CATALOG))).page
    await page.get_by_role("button", name="Group").click()
    await page.get_by_role("menuitem", name="Lifecycle").click()
    group = page.get_by_role("button", name="deprecated")
    await expect(group).to_have_attribute("aria-expanded", "false")
    await group.click()
    await expect(group).to_have_attribute("aria-expanded", "true")
    await expect(page.locator("[data-index='1'] a[data-open]")).to_be_visible()
    await inspect(page, "catalog-groups")
    await page.reload()
    await expect(group).to_have_attribute("aria-expanded", "true")
    await group.focus()
    await page.keyboard.press("ArrowLeft")
    await expect(group).to_have_attribute("aria-expanded", "false")
    await expect(page.get_by_test_id("count")).to_contain_text("12")


async def test_an_advanced_filter_joins_by_or_and_comes_back(owner: Open) -> None:
    page = (await owner(CATALOG)).page
    await page.get_by_role("button", name="Filter", exact=True).click()
    await page.get_by_role("button", name="Advanced filter…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("How the conditions are joined").select_option("any")
    for index, (operator, value) in enumerate([("starts", "Crane"), ("ends", "maps")]):
        await dialog.get_by_role("button", name="Add condition").click()
        await dialog.get_by_label("Comparison").nth(index).select_option(operator)
        await dialog.get_by_label("Value", exact=True).nth(index).fill(value)
    await dialog.get_by_text("As the API takes it").click()
    await expect(dialog.locator("pre")).to_contain_text('"beginsWith"')
    await inspect(page, "catalog-advanced")
    await dialog.get_by_role("button", name="Apply").click()
    chip = page.get_by_role("button", name="Name starts with Crane or Name ends with maps")
    await chip.wait_for()
    await expect(page.get_by_test_id("count")).to_contain_text("21 of")
    await page.reload()
    await chip.click()
    await expect(page.get_by_role("dialog").get_by_label("Value", exact=True).nth(1)).to_have_value("maps")


async def test_columns_are_held_in_place_resized_and_moved_by_keyboard(owner: Open) -> None:
    page = (await owner(CATALOG)).page
    await page.get_by_role("button", name="Columns").click()
    await page.get_by_role("button", name="Keep Lifecycle in place").click()
    await inspect(page, "catalog-columns-pinned")
    await page.keyboard.press("Escape")
    headings = page.get_by_role("columnheader")
    await expect(headings.nth(2)).to_have_text("Lifecycle")
    held = headings.nth(2)
    assert await held.evaluate("(cell) => getComputedStyle(cell).position") == "sticky"
    moving = page.get_by_role("columnheader", name="Teams").get_by_role("button")
    teams = page.get_by_role("columnheader", name="Teams")
    before = await teams.bounding_box()
    name = page.get_by_role("columnheader", name="Name").get_by_role("button")
    await name.focus()
    await page.keyboard.press("Shift+ArrowRight")
    await expect(page).to_have_url(re.compile("[?&]w="))
    after = await teams.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] == pytest.approx(before["x"] + 16, abs=1)
    assert await moving.count() <= 1


async def test_a_far_row_is_found_again_after_going_back(owner: Open) -> None:
    page = (await owner(CATALOG)).page
    await heading(page, "Components")
    scroller = page.get_by_role("region", name="Components, table")
    await first_row(page, "Berth alerts")
    await scroller.evaluate("(node) => node.scrollTo({ top: 4200 })")
    row = page.locator("[data-index='110'] a[data-open]")
    await row.wait_for()
    name = await row.inner_text()
    await row.click()
    await heading(page, name.strip())
    await page.go_back()
    await expect(page.locator("[data-index='110'] a[data-open]")).to_have_text(name.strip())
    assert await scroller.evaluate("(node) => node.scrollTop") == pytest.approx(4200, abs=60)
