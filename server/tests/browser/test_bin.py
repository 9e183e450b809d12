"""What was deleted comes back: by Undo right after, and from the bin."""

from collections.abc import Callable

from playwright.async_api import Page, expect

from tests.browser.conftest import Open, Site, heading
from tests.browser.look import NARROW, inspect


async def delete(page: Page) -> None:
    """Delete the entity whose page is open."""
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete", exact=False).last.click()


async def test_undo_brings_a_deleted_entity_back(owner: Open, site: Site, fresh: Callable[..., str]) -> None:
    name = fresh(type="crane")
    path = name.replace("/", "%2F")
    page = (await owner(f"/e/component/{path}")).page
    await heading(page, f"Test {name}")
    await delete(page)
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_text("Restored", exact=True).wait_for()
    entity = site.api.get(f"/v1/blueprints/component/entities/{path}").raise_for_status().json()["entity"]
    assert entity["properties"]["type"] == "crane"


async def test_a_deleted_entity_is_restored_from_the_bin(owner: Open, site: Site, fresh: Callable[..., str]) -> None:
    name = fresh(type="winch")
    path = name.replace("/", "%2F")
    site.api.delete(f"/v1/blueprints/component/entities/{path}").raise_for_status()
    page = (await owner("/bin")).page
    await heading(page, "Bin")
    await page.get_by_role("textbox", name="Find by name or identifier").fill(name)
    table = page.get_by_role("table", name="Deleted objects, table")
    await table.get_by_role("link", name=f"Test {name}").click()
    dialog = page.get_by_role("dialog", name=f"Test {name}")
    await expect(dialog.get_by_text("winch")).to_be_visible()
    await dialog.get_by_role("button", name="Restore").wait_for()
    await inspect(page, "bin-item")
    await page.set_viewport_size({"width": NARROW["width"], "height": NARROW["height"]})
    await inspect(page, "bin-item")
    await dialog.get_by_role("button", name="Restore").click()
    await page.get_by_text("Restored", exact=True).wait_for()
    await page.get_by_text("Nothing in the bin matches").wait_for()
    site.api.get(f"/v1/blueprints/component/entities/{path}").raise_for_status()


async def test_what_is_erased_asks_for_its_name_and_is_gone(owner: Open, site: Site, fresh: Callable[..., str]) -> None:
    name = fresh()
    path = name.replace("/", "%2F")
    site.api.delete(f"/v1/blueprints/component/entities/{path}").raise_for_status()
    page = (await owner(f"/bin?q={path}")).page
    await page.get_by_role("button", name=f"Actions for Test {name}").click()
    await page.get_by_role("menuitem", name="Erase for good").click()
    dialog = page.get_by_role("dialog")
    erase = dialog.get_by_role("button", name="Erase for good")
    await expect(erase).to_be_disabled()
    await dialog.get_by_role("textbox").fill(name)
    await inspect(page, "bin-erase")
    await erase.click()
    await page.get_by_text("Erased", exact=True).wait_for()
    assert site.api.get("/v1/bin", params={"q": name}).json()["items"] == []
