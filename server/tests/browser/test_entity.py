"""One entity: read, edited as a form and as YAML, and its history, which says who did what."""

from collections.abc import Callable

from playwright.async_api import Page, expect

from tests.browser.conftest import Open, Site, heading
from tests.browser.look import inspect

EDITOR = ".cm-content"


def path_of(identifier: str) -> str:
    """Return the address of a component."""
    return "/e/component/" + identifier.replace("/", "%2F")


async def test_overview(owner: Open) -> None:
    page = (await owner(path_of("quay/crane-planner"))).page
    await heading(page, "Crane planner")
    await page.get_by_text("Keeps the cranes of the harbour in order.").first.wait_for()
    main = page.get_by_role("main")
    await main.get_by_role("link", name="Harbour access").wait_for()
    await main.get_by_role("link", name="Runbook").first.wait_for()


async def test_edit_by_form_is_in_the_history(owner: Open, fresh: Callable[..., str]) -> None:
    path = path_of(fresh(type="service", lifecycle="experimental"))
    page = (await owner(path)).page
    await page.get_by_role("main").get_by_role("link", name="Edit").click()
    await heading(page, "Edit Test")
    await page.get_by_label("Lifecycle", exact=True).fill("production")
    await page.get_by_text("Unsaved changes").wait_for()
    await page.get_by_role("link", name="Cancel").click()
    dialog = page.get_by_role("dialog", name="Leave without saving?")
    await inspect(page, "leave")
    await dialog.get_by_role("button", name="Keep editing").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await heading(page, "Test quay")
    await page.get_by_role("tab", name="Changes").click()
    change = page.get_by_role("main").get_by_role("listitem").filter(has_text="Updated")
    await expect(change).to_contain_text("Ida Berg")
    diff = change.get_by_role("row").filter(has_text="Lifecycle")
    assert await diff.locator("del").inner_text() == "experimental"
    assert await diff.locator("ins").inner_text() == "production"
    await inspect(page, "entity-changed")

    created = page.get_by_role("main").get_by_role("listitem").filter(has_text="Created")
    await created.get_by_role("link", name="View as of then").click()
    await page.get_by_text("You see this entity as it was on").wait_for()
    await page.get_by_role("main").get_by_text("experimental").first.wait_for()
    await page.get_by_role("button", name="Back to now").click()
    await page.get_by_role("main").get_by_text("production").first.wait_for()


async def typed(page: Page, find: str, text: str) -> None:
    """Replace a line of the editor by keys."""
    await page.locator(f"{EDITOR} .cm-line", has_text=find).first.click()
    await page.keyboard.press("End")
    await page.keyboard.press("Shift+Home")
    await page.keyboard.type(text, delay=5)
    await page.keyboard.press("Escape")


async def test_edit_by_yaml_keeps_comments(owner: Open, fresh: Callable[..., str], site: Site) -> None:
    identifier = fresh(type="service", lifecycle="experimental")
    page = (await owner(path_of(identifier) + "/edit?mode=yaml")).page
    await page.locator(EDITOR).wait_for()
    await typed(page, "lifecycle: experimental", "lifecycle: deprecated # until the new quay opens")
    await page.get_by_text("Form", exact=True).click()
    lifecycle = page.get_by_label("Lifecycle", exact=True)
    await expect(lifecycle).to_have_value("deprecated")
    await page.get_by_label("Title", exact=True).fill("Renamed by form")
    await page.get_by_text("YAML", exact=True).click()
    await expect(page.locator(EDITOR)).to_contain_text("# until the new quay opens")
    await expect(page.locator(EDITOR)).to_contain_text("Renamed by form")
    await page.get_by_role("button", name="Save", exact=True).click()
    await heading(page, "Renamed by form")
    stored = site.api.get(f"/v1/blueprints/component/entities/{identifier.replace('/', '%2F')}").json()["entity"]
    assert stored["title"] == "Renamed by form"
    assert stored["properties"]["lifecycle"] == "deprecated"


async def test_broken_yaml_is_told_and_not_sent(owner: Open, fresh: Callable[..., str]) -> None:
    page = (await owner(path_of(fresh(type="service", lifecycle="experimental")) + "/edit?mode=yaml")).page
    await page.locator(EDITOR).wait_for()
    await typed(page, "lifecycle: experimental", "lifecycle: [1")
    await page.get_by_text("1 problem").first.wait_for()
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    await inspect(page, "entity-yaml-broken")


async def test_delete_says_what_follows(owner: Open, fresh: Callable[..., str], site: Site) -> None:
    identifier = fresh(type="service")
    page = (await owner(path_of(identifier))).page
    await page.get_by_role("button", name="More actions").click()
    await inspect(page, "entity-menu")
    await page.get_by_role("menuitem", name="View as of a past moment").click()
    await page.get_by_role("dialog").wait_for()
    await inspect(page, "entity-as-of")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Delete", exact=True).wait_for()
    await inspect(page, "entity-delete")
    await dialog.get_by_role("button", name="Delete", exact=True).click()
    await heading(page, "Components")
    gone = site.api.get(f"/v1/blueprints/component/entities/{identifier.replace('/', '%2F')}")
    assert gone.status_code == 404


async def test_before_it_was_there_the_page_says_so(owner: Open, fresh: Callable[..., str]) -> None:
    identifier = fresh(type="service")
    visit = await owner("/")
    visit.watch.expect(404, f"/v1/blueprints/component/entities/{identifier.replace('/', '%2F')}")
    page = visit.page
    await page.goto(f"{page.url.rstrip('/')}{path_of(identifier)}?at=2020-01-01T00:00:00Z")
    await page.get_by_text(f"Test {identifier} did not exist yet").wait_for()
    await page.get_by_role("slider").wait_for()
    await inspect(page, "entity-not-then")
    await page.get_by_role("button", name="Back to now").click()
    await heading(page, f"Test {identifier}")
    await page.get_by_role("link", name="Edit").wait_for()
