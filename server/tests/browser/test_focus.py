"""Where the keyboard is after a layer: back on what opened it, so that the next key means something."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.steps import Step, button, item, press

BUOYS = "/catalog/components?q=buoy&sort=%24title"
PLANNER = "/e/component/quay%2Fcrane-planner"


def row(page: Page, index: int) -> Locator:
    """Return the link of a row."""
    return page.locator(f"[data-index='{index}'] a[data-open]")


async def on_row(page: Page, index: int = 1) -> Locator:
    """Put the focus on a row as the keyboard does, and return its link."""
    await row(page, 0).focus()
    for _ in range(index):
        await page.keyboard.press("ArrowDown")
    await expect(row(page, index)).to_be_focused()
    return row(page, index)


async def test_the_menu_of_a_row_opens_by_its_key_and_stays(owner: Open) -> None:
    page = (await owner(BUOYS)).page
    focused = await on_row(page)
    await page.keyboard.press(".")
    menu = page.get_by_role("menu")
    await menu.wait_for()
    await page.wait_for_function("document.activeElement.closest('[role=menu]') !== null")
    await page.keyboard.press("Escape")
    await expect(menu).to_have_count(0)
    await expect(focused).to_be_focused()
    await page.keyboard.press(".")
    await menu.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cancel").wait_for()
    await page.keyboard.press("Escape")
    await expect(focused).to_be_focused()
    await focused.press(".")
    await menu.wait_for()
    await page.mouse.click(5, 400)
    await expect(menu).to_have_count(0)


async def test_the_table_goes_on_by_keys_after_the_preview(owner: Open) -> None:
    page = (await owner(BUOYS)).page
    focused = await on_row(page)
    await page.keyboard.press(" ")
    await page.get_by_role("dialog").get_by_role("heading", name="Buoy api").wait_for()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(focused).to_be_focused()
    await page.keyboard.press("x")
    await page.get_by_text("1 selected").wait_for()
    await page.keyboard.press("ArrowDown")
    await expect(row(page, 2)).to_be_focused()


@pytest.mark.parametrize("key", ["?", "Control+k"])
async def test_help_and_the_palette_give_it_back(owner: Open, key: str) -> None:
    page = (await owner(BUOYS)).page
    focused = await on_row(page)
    await page.keyboard.press(key)
    layer = page.get_by_role("dialog")
    await layer.wait_for()
    await expect(focused).not_to_be_focused()
    await page.keyboard.press("Escape")
    await expect(layer).to_have_count(0)
    await expect(focused).to_be_focused()


@pytest.mark.parametrize(
    ("path", "steps", "opener"),
    [
        (BUOYS, [press("x"), button("Edit…")], "Edit…"),
        (BUOYS, [press("x"), button("Delete…")], "Delete…"),
        (PLANNER, [button("Add a dashboard")], "Add a dashboard"),
        (PLANNER, [button("More actions"), item("View as of a past moment…")], "More actions"),
        ("/builder/blueprints/component?mode=form", [button("Add property")], "Add property"),
        (PLANNER, [button("Keyboard shortcuts", "header:has(nav)")], "Keyboard shortcuts"),
    ],
)
async def test_dialogs_give_it_back(owner: Open, path: str, steps: list[Step], opener: str) -> None:
    page = (await owner(path)).page
    if path == BUOYS:
        await on_row(page)
    for step in steps:
        await step(page)
    dialog = page.get_by_role("dialog")
    await dialog.wait_for()
    await page.wait_for_function("document.activeElement.closest('[role=dialog]') !== null")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name=opener, exact=True).first).to_be_focused()


async def test_a_column_that_is_hidden_keeps_its_box(owner: Open) -> None:
    page = (await owner(BUOYS)).page
    await page.get_by_role("button", name="Columns").click()
    box = page.get_by_role("checkbox", name="Tags")
    await box.focus()
    await page.keyboard.press("Space")
    await expect(box).not_to_be_checked()
    await expect(box).to_be_focused()
    await page.keyboard.press("Space")
    await expect(box).to_be_checked()
    await expect(box).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(box).to_have_count(0)
    await expect(page.get_by_role("button", name="Columns")).to_be_focused()
