"""Five people who have never seen Seaway, each with a task: they go by what they can read, from Home, and type no address.

Whoever stumbles here would in front of the portal: rows are opened by their text, controls are found by their names.
"""

import csv
import io
from collections.abc import Awaitable, Callable, Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Site, Visitor, administered

pytestmark = pytest.mark.slow
Open = Callable[[], Awaitable[Page]]
ORPHANS = ("legacy-billing", "vault-proxy")


@pytest.fixture(scope="module")
def harbor() -> Iterator[Site]:
    """Seaway as `make run` brings it up, and two services of tier 1 that nobody owns."""
    with administered(SEAWAY_SAMPLE="1") as site:
        for name in ORPHANS:
            body = {"identifier": name, "title": name, "properties": {"tier": "Tier 1", "type": "service"}}
            site.api.post("/v1/blueprints/component/entities", json=body).raise_for_status()
        yield site


@pytest.fixture
def home(visitor: Visitor, harbor: Site) -> Open:
    """Open Home: everything else is found from there."""

    async def home() -> Page:
        page = (await visitor.open(f"{harbor.url}/", harbor.cookies["owner"])).page
        await page.get_by_role("heading", level=1, name="Good").wait_for()
        return page

    return home


async def listed(page: Page, name: str) -> None:
    """Go to a page of the sidebar, and return when its table is there."""
    await page.get_by_role("navigation").get_by_role("link", name=name).click()
    await page.get_by_role("heading", level=1, name=name).wait_for()
    await expect(page.get_by_role("row").nth(1)).to_be_visible()


async def filtered(page: Page, field: str, comparison: str, value: str = "") -> None:
    """Add a filter as its form offers it."""
    await page.get_by_role("button", name="Filter", exact=True).click()
    await page.get_by_label("Find a field").fill(field)
    await page.get_by_label("Find a field").press("Enter")
    await page.get_by_label("Comparison").select_option(comparison)
    if value:
        await page.get_by_role("checkbox", name=value).check()
    await page.get_by_role("button", name="Apply").click()


async def test_who_owns_what_failed(home: Open, harbor: Site) -> None:
    """Deployments that failed, the component of one, its team."""
    page = await home()
    await listed(page, "Deployments")
    await filtered(page, "Status", "is any of", "Failed")
    await page.get_by_role("button", name="Status is Failed").wait_for()
    row = page.get_by_role("row").filter(has_text="Failed").first
    await row.get_by_role("link").first.click()
    await page.wait_for_url("**/e/**")
    await expect(page.get_by_role("heading", level=1)).not_to_have_text("Deployments")
    deployment = await page.get_by_role("heading", level=1).inner_text()
    component = deployment.rsplit(" v", 1)[0]
    await page.get_by_role("main").get_by_role("link", name=component, exact=True).first.click()
    await page.get_by_role("heading", level=1, name=component).wait_for()
    entity = harbor.api.get(f"/v1/blueprints/component/entities/{component}").json()["entity"]
    team = harbor.api.get(f"/v1/blueprints/_team/entities/{entity['team'][0]}").json()["entity"]["title"]
    await page.get_by_role("main").get_by_role("link", name=team).first.click()
    await page.get_by_role("heading", level=1, name=team).wait_for()


async def test_services_of_tier_1_without_an_owner_are_exported(home: Open) -> None:
    """Two filters, one file: those rows and no others."""
    page = await home()
    await listed(page, "Components")
    await filtered(page, "Tier", "is any of", "Tier 1")
    await filtered(page, "Teams", "is empty")
    await expect(page.get_by_test_id("count")).to_contain_text(f"{len(ORPHANS)} of ")
    await page.get_by_role("button", name="Export").click()
    async with page.expect_download() as coming:
        await page.get_by_role("menuitem", name="CSV").click()
    told = (await (await coming.value).path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert {name for row in rows for name in row.values() if name in ORPHANS} == set(ORPHANS)
    assert len(rows) == len(ORPHANS)


PROPERTIES = {
    "Engine": "Choice",
    "Version": "Text",
    "Size in GB": "Number",
    "Encrypted": "Yes or no",
    "Created on": "Date and time",
    "Console": "URL",
    "Runbook": "Markdown",
    "Tags": "List",
}


async def test_a_database_is_modelled_with_eight_properties(home: Open, harbor: Site) -> None:
    """From the checklist on Home to a page of databases that can be filled."""
    page = await home()
    await page.get_by_role("navigation", name="Begin").get_by_role("link", name="Model a blueprint").click()
    await page.get_by_role("heading", level=1, name="Create blueprint").wait_for()
    await page.get_by_label("Title", exact=True).first.fill("Database")
    for title, kind in PROPERTIES.items():
        await page.get_by_role("button", name="Add property").click()
        dialog = page.get_by_role("dialog", name="Add a property")
        await dialog.get_by_label("Title").fill(title)
        await dialog.get_by_label("Find a type").fill(kind)
        await dialog.get_by_text(kind, exact=True).click()
        await dialog.get_by_role("button", name="Add").click()
        await dialog.wait_for(state="hidden")
    await page.get_by_role("button", name="Create", exact=True).click()
    await page.get_by_role("heading", level=1, name="Database").wait_for()
    await page.get_by_role("navigation").get_by_role("link", name="Databases").click()
    await page.get_by_role("heading", level=1, name="Databases").wait_for()
    await page.get_by_role("link", name="Create Database").first.click()
    for title in PROPERTIES:
        await expect(page.get_by_text(title, exact=True).first).to_be_visible()
    modelled = harbor.api.get("/v1/blueprints/database").json()["blueprint"]["schema"]["properties"]
    assert [each["title"] for each in modelled.values()] == list(PROPERTIES)


async def test_a_dashboard_is_made(home: Open) -> None:
    """A figure and a chart, saved, and there after a reload."""
    page = await home()
    await page.get_by_role("navigation").get_by_role("link", name="Dashboards").click()
    await page.get_by_role("heading", level=1, name="Dashboards").wait_for()
    await page.get_by_role("button", name="New dashboard").click()
    await page.get_by_role("dialog").get_by_label("Title").fill("Morning round")
    await page.get_by_role("button", name="Create dashboard").click()
    await page.get_by_role("heading", level=1, name="Morning round").wait_for()
    for kind, by in (("Number", None), ("Bar chart", "Health")):
        await page.get_by_role("button", name="Add widget").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name=kind).click()
        await dialog.get_by_role("textbox", name="Title").fill(f"{kind} of components")
        await choose(page, "Blueprint", "Component")
        if by:
            await choose(page, "Property", by)
        await dialog.get_by_role("button", name="Add widget").click()
        await dialog.wait_for(state="hidden")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("Saved Morning round.").wait_for()
    await page.reload()
    for kind in ("Number", "Bar chart"):
        await page.get_by_role("heading", name=f"{kind} of components").wait_for()


async def choose(page: Page, field: str, option: str) -> None:
    """Choose an option of a field in the open dialog."""
    await page.get_by_role("dialog").get_by_label(field, exact=False).first.click()
    await page.get_by_role("option", name=option, exact=True).click()


async def test_what_was_deleted_is_brought_back(home: Open, harbor: Site) -> None:
    """Somebody else deleted it yesterday: the bin is in the sidebar."""
    harbor.api.delete("/v1/blueprints/incident/entities/inc-002").raise_for_status()
    page = await home()
    await page.get_by_role("navigation").get_by_role("link", name="Bin").click()
    await page.get_by_role("heading", level=1, name="Bin").wait_for()
    await page.get_by_role("textbox", name="Find by name or identifier").fill("inc-002")
    await page.get_by_role("table").get_by_role("link").first.click()
    await page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    await page.get_by_text("Restored", exact=True).first.wait_for()
    await listed(page, "Incidents")
    back = harbor.api.get("/v1/blueprints/incident/entities/inc-002").raise_for_status().json()["entity"]
    await page.get_by_role("link", name=back["title"]).first.wait_for()
