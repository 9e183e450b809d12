"""The portal in two languages: the browser's at first, then the one that the person chooses."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Open, heading
from tests.browser.look import NARROW, inspect


async def speaks(page: Page, language: str) -> None:
    """Return when the document says which language it is in."""
    await expect(page.locator("html")).to_have_attribute("lang", language)


async def choose(page: Page, name: str) -> None:
    """Choose a language in the menu of the person."""
    await page.get_by_role("button", name="Ida Berg").click()
    await page.get_by_role("menuitemradio", name=name).click()
    await page.keyboard.press("Escape")


async def test_a_chosen_language_is_kept(owner: Open) -> None:
    page = (await owner("/catalog/components")).page
    await heading(page, "Components")
    await speaks(page, "en")
    await choose(page, "Deutsch")
    await speaks(page, "de")
    await page.get_by_role("button", name="Exportieren").wait_for()
    await page.reload()
    await page.get_by_role("link", name="Startseite").click()
    await heading(page, "Guten")
    await page.get_by_role("region", name="Zuletzt geändert").get_by_text("Erstellt").first.wait_for()
    await inspect(page, "home-german")
    await choose(page, "English")
    await heading(page, "Good")
    await speaks(page, "en")
    await choose(page, "As in the browser")  # kept on the server: the next test is the same person


async def test_a_german_browser_is_spoken_to_in_german(owner: Open, anyone: Open) -> None:
    page = (await anyone("/login", locale="de-DE")).page
    await heading(page, "Anmelden")
    await speaks(page, "de")
    await inspect(page, "login-german")
    page = (await owner("/catalog/components", NARROW, locale="de-DE")).page
    await page.get_by_role("textbox", name="Components durchsuchen").wait_for()
    await inspect(page, "catalog-german")
