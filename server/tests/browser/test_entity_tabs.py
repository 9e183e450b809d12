"""What entity pages tell beyond the overview: origins, what is related along paths, the past, documents on their own tabs."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open, Site, heading
from tests.browser.look import inspect

DOCUMENT = """openapi: 3.1.0
info: {title: Tides, version: 1.2.0}
paths:
  /tides/{place}:
    get:
      tags: [tides]
      summary: Tell the tide of a place
      parameters: [{name: place, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The tide, content: {application/json: {schema: {$ref: '#/components/schemas/Tide'}}}}}
components: {schemas: {Tide: {type: object, properties: {height: {type: number}, next: {$ref: '#/components/schemas/Tide'}}}}}
"""


@pytest.fixture(scope="module")
def tide(site: Site) -> str:
    """The path of an entity whose properties are documents."""
    properties = {
        "contract": {"type": "string", "title": "Contract", "spec": "open-api"},
        "readme": {"type": "string", "title": "Readme", "format": "markdown"},
        "board": {"type": "string", "title": "Board", "format": "url", "spec": "embedded-url"},
        "size": {"type": "number", "title": "Size"},
        "unset": {"type": "string", "title": "Never set"},
    }
    blueprint = {"identifier": "tide_api", "title": "Tide API", "schema": {"properties": properties}, "relations": {}}
    site.api.post("/v1/blueprints", json=blueprint).raise_for_status()
    entity = {
        "identifier": "tide",
        "title": "Tide",
        "properties": {
            "contract": DOCUMENT,
            "readme": "# One\n\ntwo\n\nthree",
            "board": "https://board.example/1",
            "size": 1,
        },
    }
    site.api.post("/v1/blueprints/tide_api/entities", json=entity).raise_for_status()
    for change in ({"size": 2}, {"readme": "# One\n\n2\n\nthree"}):
        site.api.patch("/v1/blueprints/tide_api/entities/tide", json={"properties": change}).raise_for_status()
    return "/e/tide_api/tide"


async def test_a_value_tells_where_it_comes_from(owner: Open, tide: str) -> None:
    page = (await owner(tide)).page
    await heading(page, "Tide")
    await page.get_by_role("button", name="Where “Size” comes from").focus()
    await page.keyboard.press("Enter")
    asked = page.get_by_role("dialog", name="Where “Size” comes from")
    await asked.get_by_text("Set by Ida Berg").wait_for()
    await inspect(page, "entity-origin")
    await asked.get_by_role("link", name="Its changes").click()
    changes = page.get_by_role("main").get_by_role("listitem")
    await expect(changes.filter(has_text="Updated")).to_have_count(1)
    await page.get_by_role("button", name="Show all").click()
    await expect(changes.filter(has_text="Updated")).to_have_count(2)
    text = changes.filter(has_text="Readme").first
    await expect(text.locator("del")).to_have_text("two")
    await expect(text.locator("ins")).to_have_text("2")


async def test_empty_properties_hide_and_sources_show(owner: Open, tide: str) -> None:
    page = (await owner(tide)).page
    await page.get_by_text("Never set").wait_for()
    await page.get_by_role("switch", name="Hide empty").check()
    await expect(page.get_by_text("Never set")).to_have_count(0)
    await page.get_by_role("switch", name="Show sources").check()
    await page.get_by_text("Set by Ida Berg").first.wait_for()
    await inspect(page, "entity-sources")


async def test_the_past_is_walked_from_change_to_change(owner: Open, tide: str) -> None:
    page = (await owner(tide + "?tab=changes")).page
    created = page.get_by_role("main").get_by_role("listitem").filter(has_text="Created")
    await created.get_by_role("link", name="View as of then").click()
    size = page.locator("[data-differs]").filter(has_text="Size")
    await expect(size).to_contain_text("Now:")
    await inspect(page, "entity-past")
    await page.get_by_role("button", name="Later change").click()
    await expect(size).to_have_count(0)
    await page.get_by_role("button", name="Back to now").click()
    await expect(page.get_by_role("button", name="Later change")).to_have_count(0)


async def test_an_api_is_read_on_a_tab_of_its_own(owner: Open, tide: str) -> None:
    page = (await owner(tide)).page
    await page.get_by_role("tab", name="Contract").click()
    await page.get_by_role("heading", name="Tides", exact=True).wait_for()
    await page.get_by_role("button", name="get /tides/{place}").click()
    await page.get_by_role("heading", name="Parameters").wait_for()
    for _ in range(3):  # a schema that holds itself unfolds as far as one goes
        await page.get_by_role("button", name="Show 2 members").last.click()
    await inspect(page, "entity-openapi")
    await page.get_by_label("Find an operation…").fill("nothing")
    await page.get_by_text("No operation matches").wait_for()
    await page.get_by_role("tab", name="Readme").click()
    await page.get_by_role("tabpanel").get_by_role("heading", name="One").wait_for()
    await page.get_by_role("tab", name="Board").click()
    await page.get_by_text("This page may not be shown here").wait_for()
    await page.get_by_text("SEAWAY_FRAME_ALLOW=https://").wait_for()
    await expect(page.locator("iframe")).to_have_count(0)
    await inspect(page, "entity-frame-refused")


async def test_related_entities_along_a_path(owner: Open) -> None:
    page = (await owner("/e/system/quay%2Fharbour-access?tab=related")).page
    await page.get_by_role("button", name="Component · System").click()
    table = page.get_by_role("table", name="Related entities")
    # Others name it among what they depend on; this opens the row of its own.
    own = table.locator('a[data-open][href$="cargo-api"]')
    await expect(own).to_have_count(1)
    await page.get_by_label("Search…").last.fill("crane")
    await expect(own).to_have_count(0)
    await inspect(page, "entity-related")
    await page.get_by_role("button", name="Follow on").click()
    await page.get_by_role("menuitem", name="Depends on (components)", exact=True).click()
    await expect(page.get_by_role("list", name="Path").get_by_role("listitem")).to_have_count(4)
    await table.get_by_role("link").first.wait_for()
    await page.reload()
    await expect(page.get_by_role("list", name="Path").get_by_role("listitem")).to_have_count(4)
    await page.get_by_role("button", name="Component · System").last.click()
    await page.get_by_role("link", name="Open in catalog").click()
    await heading(page, "Components")


async def test_a_tab_of_what_is_previewed_is_its_own(owner: Open, site: Site, tide: str) -> None:
    pages = site.api.get("/v1/pages").raise_for_status().json()["pages"]
    catalog = next(each["identifier"] for each in pages if each["blueprint"] == "tide_api")
    page = (await owner(f"/catalog/{catalog}?peek=tide")).page
    await page.get_by_role("dialog").get_by_role("link", name="Open its tab").first.click()
    await heading(page, "Tide")
    assert page.url.endswith(f"{tide}?tab=p%3Acontract"), page.url
    await page.get_by_role("heading", name="Tides", exact=True).wait_for()
