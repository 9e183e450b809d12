"""Finding things: the palette with its prefixes and commands, and the page of results."""

import re

from playwright.async_api import Locator, Page, Route, expect

from tests.browser.conftest import Open, heading
from tests.browser.look import NARROW, inspect


async def palette(page: Page) -> Locator:
    """Open the palette and return its field."""
    await page.get_by_role("button", name="New", exact=True).wait_for()
    await page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search")
    await expect(field).to_be_focused()
    return field


def options(page: Page, group: str) -> Locator:
    """Return the lines of a group."""
    return page.get_by_role("group", name=group).get_by_role("option")


async def test_the_palette_finds_by_groups_and_marks_what_matched(owner: Open) -> None:
    page = (await owner("/")).page
    field = await palette(page)
    await field.fill("crane")
    await expect(options(page, "Entities").first.locator("mark").first).to_have_text("Crane")
    await expect(page.get_by_text("12 in all")).to_be_visible()
    await inspect(page, "palette-groups")
    await field.fill("comp")
    await expect(options(page, "Pages and settings").first).to_contain_text("Components")
    await options(page, "Blueprints").filter(has_text="Component").wait_for()
    await expect(options(page, "Commands").first).to_contain_text("Compact table rows")


async def test_typing_errors_and_words_of_properties_are_found(owner: Open) -> None:
    page = (await owner("/")).page
    field = await palette(page)
    await field.fill("cran planer")
    await options(page, "Entities").filter(has_text="Crane planner").wait_for()
    await field.fill("cranes of the harbour")
    said = options(page, "Entities").first
    await expect(said).to_contain_text("Keeps the cranes of the harbour in order.")
    await inspect(page, "palette-said")


async def test_prefixes_keep_to_commands_to_people_and_to_a_blueprint(owner: Open) -> None:
    page = (await owner("/")).page
    field = await palette(page)
    await field.fill("> theme")
    await expect(page.get_by_role("option")).to_contain_text(["Theme of the system", "Light theme", "Dark theme"])
    await inspect(page, "palette-commands")
    await page.emulate_media(color_scheme="light")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    field = await palette(page)
    await field.fill("> theme of")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "light")
    await palette(page)
    await page.keyboard.type("@")
    await expect(page.get_by_text("Type the name of a person or team.")).to_be_visible()
    await page.keyboard.type("quay")
    await options(page, "People and teams").filter(has_text="Quay crew").wait_for()
    await field.fill("component: ")
    await expect(page.get_by_text("Type to search in Component.")).to_be_visible()
    await page.keyboard.type("gateway")
    await expect(options(page, "Entities").first).to_contain_text("Component")
    await expect(page.get_by_role("option")).to_have_count(8)


async def test_the_palette_fits_a_narrow_window(owner: Open) -> None:
    page = (await owner("/", NARROW)).page
    await page.get_by_role("button", name="Search or run…").click()
    field = page.get_by_role("combobox", name="Search")
    await expect(field).to_be_focused()
    await field.fill("crane")
    await options(page, "Entities").first.wait_for()
    await inspect(page, "palette")


async def test_tab_searches_in_a_blueprint(owner: Open) -> None:
    page = (await owner("/")).page
    field = await palette(page)
    await field.fill("component")
    blueprint = options(page, "Blueprints").filter(has_text="Component")
    await blueprint.hover()
    await expect(page.get_by_text("search in it")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(field).to_have_value("component: ")
    await expect(field).to_be_focused()


async def test_what_was_viewed_comes_first(owner: Open) -> None:
    page = (await owner("/e/component/quay%2Fcrane-planner")).page
    await heading(page, "Crane planner")
    await page.get_by_role("link", name="Home").click()
    await heading(page, "Good")
    field = await palette(page)
    await expect(options(page, "Recent").filter(has_text="Crane planner")).to_be_visible()
    await inspect(page, "palette-empty")
    await field.fill("crane")
    await expect(options(page, "Entities").first).to_contain_text("Crane planner")


async def test_an_answer_that_comes_late_is_not_shown(owner: Open) -> None:
    page = (await owner("/")).page
    field = await palette(page)
    held: list[Route] = []

    async def hold(route: Route) -> None:
        held.append(route)

    await page.route(re.compile(r"/v1/search\?q=ferry&"), hold)
    async with page.expect_request(re.compile(r"/v1/search\?q=ferry&")):
        await field.fill("ferry")
    await field.fill("depot")
    await options(page, "Entities").filter(has_text="Depot api").wait_for()
    assert held
    for route in held:
        await route.continue_()
    await expect(page.get_by_role("option", name="Ferry")).to_have_count(0)
    await expect(options(page, "Entities").first).to_contain_text("Depot")


async def test_results_stand_on_a_page_of_their_own(owner: Open) -> None:
    page = (await owner("/")).page
    field = await palette(page)
    await field.fill("harbour")
    await page.get_by_role("option", name="Search everything for “harbour”").click()
    await heading(page, "Search")
    await expect(page).to_have_url(re.compile(r"/search\?q=harbour$"))
    await expect(page.get_by_role("tab", name=re.compile("Entities"))).to_contain_text("12")
    first = page.get_by_role("listitem").filter(has_text="Harbour access").first
    await expect(first).to_be_visible()
    await expect(page.get_by_text("Keeps the berths of the harbour in order.").first).to_be_visible()
    await inspect(page, "search")
    await page.get_by_role("tab", name=re.compile("Entities")).click()
    await expect(page).to_have_url(re.compile("type=entity"))
    await page.get_by_role("button", name="Show more").click()
    await expect(page.locator("[data-result]")).to_have_count(50)
    await page.get_by_role("combobox", name="Blueprint").click()
    await page.get_by_role("option", name="System").click()
    await expect(page.locator("[data-result]")).to_have_text(["Harbour access"])
    await page.reload()
    await expect(page.locator("[data-result]")).to_have_text(["Harbour access"])


async def test_results_by_keyboard(owner: Open) -> None:
    page = (await owner("/search")).page
    await heading(page, "Search")
    field = page.get_by_role("textbox", name="Search everything")
    await expect(field).to_be_focused()
    await page.keyboard.type("crane")
    await page.locator("[data-result]").filter(has_text="Crane planner").wait_for()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("[data-result]").first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("[data-result]").nth(1)).to_be_focused()
    await page.keyboard.press("/")
    await expect(field).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await heading(page, "Crane")


async def test_a_search_without_results_says_what_to_try(owner: Open) -> None:
    visit = await owner("/search?q=zzzzqqqq", NARROW)
    page = visit.page
    await expect(page.get_by_text("Nothing matches “zzzzqqqq”")).to_be_visible()
    await inspect(page, "search-none")
    await page.get_by_role("textbox", name="Search everything").fill("quay crew")
    await page.locator("[data-result]").first.wait_for()
    await inspect(page, "search")
    await page.get_by_role("tab", name=re.compile("Pages")).click()
    await page.get_by_role("button", name="Show all types").click()
    await page.locator("[data-result]").first.wait_for()
