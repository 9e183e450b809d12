"""What surrounds every page: the palette, the theme, menus and the drawer of a narrow window."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Open, heading
from tests.browser.look import NARROW, inspect


async def scheme(page: Page, expected: str) -> None:
    """Return when the page is drawn in a scheme."""
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", expected)


async def test_palette_by_keyboard(owner: Open) -> None:
    page = (await owner("/")).page
    await heading(page, "Good")
    await page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search")
    await expect(field).to_be_focused()
    await page.keyboard.type("crane planner")
    await page.get_by_role("option", name="Crane planner").first.wait_for()
    await inspect(page, "palette")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await heading(page, "Crane planner")
    await page.keyboard.press("Control+k")
    await page.keyboard.press("Escape")
    await expect(field).to_be_hidden()


async def test_theme_is_kept(owner: Open) -> None:
    page = (await owner("/")).page
    await page.get_by_role("button", name="Ida Berg").click()
    for choice, drawn in (("Dark", "dark"), ("Light", "light"), ("Dark", "dark")):
        await page.get_by_role("menuitemradio", name=choice).click()
        await scheme(page, drawn)
    await page.reload()
    await scheme(page, "dark")
    await page.get_by_role("button", name="Ida Berg").click()
    await page.get_by_role("menuitemradio", name="System").click()
    await scheme(page, "light")
    await page.emulate_media(color_scheme="dark")
    await scheme(page, "dark")
    await page.reload()
    await scheme(page, "dark")


async def test_menus(owner: Open) -> None:
    page = (await owner("/")).page
    await page.get_by_role("button", name="New", exact=True).click()
    await page.get_by_role("menuitem", name="Invite a person").wait_for()
    await inspect(page, "menu-new")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Ida Berg").click()
    await page.get_by_role("menuitem", name="Sign out").wait_for()
    await inspect(page, "menu-user")
    await page.get_by_role("menuitem", name="Keyboard shortcuts").click()
    await page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    await inspect(page, "shortcuts")
    await page.keyboard.press("Escape")


async def test_menus_of_the_catalog(owner: Open) -> None:
    page = (await owner("/catalog/components")).page
    await page.get_by_role("button", name="Export").click()
    await page.get_by_role("menuitem", name="CSV").wait_for()
    await inspect(page, "menu-export")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Sort").click()
    await page.get_by_role("menuitem", name="Default order").wait_for()
    await inspect(page, "menu-sort")
    await page.keyboard.press("Escape")
    await page.locator("[data-index='2'] [data-act=menu]").click()
    await page.get_by_role("menuitem", name="Preview").wait_for()
    await inspect(page, "menu-row")


async def test_drawer_of_a_narrow_window(owner: Open) -> None:
    page = (await owner("/", NARROW)).page
    await page.get_by_role("button", name="Open menu").click()
    drawer = page.get_by_role("dialog", name="Sidebar")
    await drawer.get_by_role("link", name="Components").wait_for()
    await inspect(page, "drawer")
    await drawer.get_by_role("link", name="Components").click()
    await heading(page, "Components")
    await expect(drawer).to_be_hidden()
