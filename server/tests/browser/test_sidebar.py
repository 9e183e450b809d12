"""The sidebar: folders that fold, and an editor who arranges them by keyboard, pointer and undo."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Open, Site, heading
from tests.browser.look import NARROW, inspect

FOLDERS = "/v1/sidebars/catalog/folders"


@pytest.fixture(autouse=True)
def restored(site: Site) -> Iterator[None]:
    """Leave the sidebar of the shared installation as it was: its pages in no folder, in their order."""
    items = site.api.get("/v1/sidebars/catalog?hidden=true").json()["sidebar"]["items"]
    yield
    for item in site.api.get("/v1/sidebars/catalog?hidden=true").json()["sidebar"]["items"]:
        if item["sidebarType"] == "folder":
            site.api.delete(f"{FOLDERS}/{item['identifier']}").raise_for_status()
    for item in items:
        place = {"parent": None, "after": item["after"], "title": item["title"], "showInSidebar": True}
        site.api.patch(f"/v1/pages/{item['identifier']}", json=place).raise_for_status()


def nav(page: Page) -> Locator:
    """Return the sidebar's list."""
    return page.get_by_role("navigation", name="Main")


async def test_a_folder_is_made_filled_by_keyboard_and_folded(owner: Open) -> None:
    page = (await owner("/")).page
    await nav(page).get_by_role("button", name="Add to the catalog").click()
    await page.get_by_role("menuitem", name="New folder").click()
    dialog = page.get_by_role("dialog", name="New folder")
    await dialog.get_by_role("button", name="Create").click()
    await dialog.get_by_text("This is required.").wait_for()
    await inspect(page, "folder-dialog")
    await dialog.get_by_label("Name").fill("Software")
    await page.keyboard.press("Enter")
    folder = nav(page).get_by_role("button", name="Software", exact=True)
    await folder.wait_for()

    await nav(page).get_by_role("button", name="Arrange the catalog").click()
    line = nav(page).get_by_role("button", name="Move Software")
    await line.focus()
    while await nav(page).get_by_role("button", name="Move ").first.get_attribute("data-item") != "software":
        await page.keyboard.press("Alt+ArrowUp")
        await expect(line).to_be_focused()
    components = nav(page).get_by_role("button", name="Move Components")
    await components.focus()
    before = await components.evaluate("node => [...document.querySelectorAll('[data-item]')].indexOf(node)")
    for _ in range(before - 1):
        await page.keyboard.press("Alt+ArrowUp")
        await expect(components).to_be_focused()
    await page.keyboard.press("Alt+ArrowRight")
    await expect(nav(page).get_by_text("Components moved, in Software")).to_be_attached()
    await inspect(page, "sidebar-arrange")
    await nav(page).get_by_role("button", name="Done").click()
    await expect(folder).to_have_attribute("aria-expanded", "true")
    await inspect(page, "sidebar-folders")
    await folder.click()
    link = nav(page).get_by_role("link", name="Components")
    await expect(link).to_be_hidden()
    await page.reload()
    await expect(folder).to_have_attribute("aria-expanded", "false")
    await folder.click()
    await link.click()
    await heading(page, "Components")


async def test_what_is_hidden_renamed_or_removed_comes_back(owner: Open, site: Site) -> None:
    site.api.post(FOLDERS, json={"title": "Yard", "parent": None}).raise_for_status()
    site.api.patch("/v1/pages/components", json={"parent": "yard"}).raise_for_status()
    page = (await owner("/")).page
    await nav(page).get_by_role("button", name="Arrange the catalog").click()
    undo = nav(page).get_by_role("button", name="Undo")
    await nav(page).get_by_role("button", name="Hide Components").click()
    await nav(page).get_by_role("button", name="Show Components").wait_for()
    await undo.click()
    await nav(page).get_by_role("button", name="Hide Components").wait_for()
    await nav(page).get_by_role("button", name="Rename Components").click()
    await nav(page).get_by_role("textbox", name="Name").fill("Parts")
    await page.keyboard.press("Enter")
    await nav(page).get_by_role("button", name="Move Parts").wait_for()
    await undo.click()
    await nav(page).get_by_role("button", name="Move Components").wait_for()
    await nav(page).get_by_role("button", name="Delete folder Yard").click()
    await expect(nav(page).get_by_role("button", name="Move Yard")).to_be_hidden()
    await undo.click()
    await nav(page).get_by_role("button", name="Move Yard").wait_for()
    await expect(nav(page).get_by_role("button", name="Move Components")).to_be_visible()


async def test_a_page_is_dragged_into_a_folder(owner: Open, site: Site) -> None:
    site.api.post(FOLDERS, json={"title": "Yard"}).raise_for_status()
    page = (await owner("/")).page
    await nav(page).get_by_role("button", name="Arrange the catalog").click()
    async with page.expect_response("**/v1/pages/components"):
        await (
            nav(page)
            .get_by_role("button", name="Move Components")
            .drag_to(nav(page).get_by_role("button", name="Move Yard"), target_position={"x": 40, "y": 18})
        )
    assert site.api.get("/v1/pages/components").json()["page"]["parent"] == "yard"


async def test_a_member_folds_and_arranges_nothing(member: Open, site: Site) -> None:
    site.api.post(FOLDERS, json={"title": "Yard"}).raise_for_status()
    site.api.patch("/v1/pages/components", json={"parent": "yard"}).raise_for_status()
    page = (await member("/", NARROW)).page
    await page.get_by_role("button", name="Open menu").click()
    drawer = page.get_by_role("dialog", name="Sidebar")
    await drawer.get_by_role("button", name="Yard").click()
    await expect(drawer.get_by_role("link", name="Components")).to_be_hidden()
    await drawer.get_by_role("button", name="Yard").click()
    assert await drawer.get_by_role("button", name="Arrange the catalog").count() == 0
    await drawer.get_by_role("link", name="Components").click()
    await heading(page, "Components")
