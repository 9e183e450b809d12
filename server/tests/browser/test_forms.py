"""The form of an entity: every type of property has its editor, and nothing that stands there is lost."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from seaway.kit import ids
from tests.browser.conftest import OWNER, Open, Site, heading
from tests.browser.look import inspect

API = "openapi: 3.1.0\ninfo:\n  title: Moorings   # of the harbour\n  version: '1'\npaths: {}\n"
PROPERTIES: dict[str, Any] = {
    "notes": {"type": "string", "title": "Notes"},
    "api": {"type": "string", "spec": "open-api", "title": "API"},
    "events": {"type": "string", "spec": "async-api", "title": "Events"},
    "config": {"type": "string", "format": "yaml", "title": "Config"},
    "messages": {"type": "string", "format": "proto", "title": "Messages"},
    "readme": {"type": "string", "format": "markdown", "title": "Readme"},
    "limits": {"type": "object", "title": "Limits"},
    "wiki": {"type": "object", "format": "labeled-url", "title": "Wiki"},
    "page": {"type": "string", "format": "url", "title": "Page"},
    "lead": {"type": "string", "format": "user", "title": "Lead"},
    "crew": {"type": "string", "format": "team", "title": "Crew"},
    "kind": {"type": "string", "format": "blueprints", "title": "Kind"},
}
VALUES: dict[str, Any] = {
    "notes": "one\ntwo",
    "api": API,
    "events": "asyncapi: 3.0.0\ninfo:\n  title: Tides\n",
    "config": "a: 1 # first\nb:\n  - 2\n",
    "messages": 'syntax = "proto3";\nmessage Tide {}\n',
    "readme": "# Quay\n\n**Mind** the gap.\n",
    "limits": {"cpu": 2, "memory": None},
    "wiki": {"url": "https://wiki.example/quay", "displayText": "Wiki page"},
    "page": "https://quay.example/",
}


@pytest.fixture
def quay(site: Site) -> str:
    """The identifier of a blueprint with a property of each type, and one entity `one`."""
    name = f"quay_{ids.token(6).lower()}"
    body = {"identifier": name, "title": "Quay", "schema": {"properties": PROPERTIES, "required": []}}
    site.api.post("/v1/blueprints", params={"create_catalog_page": False}, json=body).raise_for_status()
    entity = {"identifier": "one", "title": "Quay one", "properties": VALUES}
    site.api.post(f"/v1/blueprints/{name}/entities", json=entity).raise_for_status()
    return name


def stored(site: Site, blueprint: str, identifier: str = "one") -> dict[str, Any]:
    """Return the properties of an entity as the server has them."""
    answer = site.api.get(f"/v1/blueprints/{blueprint}/entities/{identifier}")
    return dict(answer.raise_for_status().json()["entity"]["properties"])


async def edited(owner: Open, blueprint: str) -> Page:
    """Open the form of the entity."""
    page = (await owner(f"/e/{blueprint}/one/edit")).page
    await heading(page, "Edit Quay one")
    await page.get_by_role("textbox", name="API", exact=True).wait_for()
    return page


async def test_a_keystroke_beside_them_changes_no_other_text(owner: Open, site: Site, quay: str) -> None:
    page = await edited(owner, quay)
    await inspect(page, "form-editors")
    await page.get_by_role("textbox", name="Limits", exact=True).scroll_into_view_if_needed()
    await inspect(page, "form-editors-below")
    await page.get_by_role("textbox", name="Notes").click()
    await page.keyboard.press("Control+End")
    await page.keyboard.press("Enter")
    await page.keyboard.type("three")
    await page.get_by_text("version: '1'").click()
    await page.keyboard.press("End")
    await page.keyboard.type(" # first")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.wait_for_url(f"**/e/{quay}/one")
    told = {name: value for name, value in stored(site, quay).items() if value is not None}
    assert told == {**VALUES, "notes": "one\ntwo\nthree", "api": API.replace("'1'", "'1' # first")}


async def test_people_teams_kinds_and_links_are_chosen(owner: Open, site: Site, quay: str) -> None:
    page = (await owner(f"/create/{quay}")).page
    await heading(page, "Create Quay")
    await page.get_by_label("Identifier").fill("two")
    await page.get_by_role("combobox", name="Lead").click()
    await page.get_by_role("option", name="Ida Berg").click()
    await expect(page.get_by_role("combobox", name="Lead")).to_have_value("Ida Berg")
    await page.get_by_role("combobox", name="Crew").click()
    await page.get_by_role("option").first.click()
    await page.get_by_role("combobox", name="Kind").fill("comp")
    await page.get_by_role("option", name="Component", exact=True).click()
    await page.get_by_label("Address").fill("wiki")
    await page.get_by_label("Text to show").fill("The wiki")
    await page.get_by_label("Page", exact=True).fill("quay.example")
    await page.get_by_role("button", name="Create", exact=True).click()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("2 fields need attention")
    await expect(alert).to_contain_text("Page This must be a complete address such as https://example.com/page.")
    await expect(alert).not_to_contain_text("properties.")
    await inspect(page, "form-refused")
    await alert.get_by_role("link", name="Wiki").click()
    await expect(page.get_by_label("Address")).to_be_focused()
    await page.keyboard.press("Control+a")
    await page.keyboard.type("https://wiki.example/two")
    await page.get_by_label("Page", exact=True).fill("https://quay.example/two")
    await page.get_by_role("button", name="Create", exact=True).click()
    await page.wait_for_url(f"**/e/{quay}/two")
    made = stored(site, quay, "two")
    assert made["lead"] == OWNER
    assert made["kind"] == "component"
    assert made["crew"]
    assert made["wiki"] == {"url": "https://wiki.example/two", "displayText": "The wiki"}

    page = await edited(owner, quay)
    await page.get_by_role("combobox", name="Lead").fill("new@harbour.example")
    await page.get_by_role("option", name="new@harbour.example").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.wait_for_url(f"**/e/{quay}/one")
    assert stored(site, quay)["lead"] == "new@harbour.example"


async def test_broken_json_holds_the_form_back(owner: Open, site: Site, quay: str) -> None:
    page = await edited(owner, quay)
    limits = page.get_by_role("textbox", name="Limits", exact=True)
    await limits.click()
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text('{\n  "cpu": 4,\n  "memory": 8Gi\n}')
    await page.get_by_role("button", name="Save", exact=True).click()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("Limits This is not valid JSON: look at line 3, column 13.")
    await expect(limits).to_have_attribute("aria-invalid", "true")
    await alert.get_by_role("link", name="Limits").click()
    await expect(limits).to_be_focused()
    await inspect(page, "form-broken-json")
    assert stored(site, quay)["limits"] == VALUES["limits"]
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text('{"cpu": 4, "memory": "8Gi"}')
    await expect(page.get_by_text("line 3, column 13").nth(1)).to_have_count(0)
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.wait_for_url(f"**/e/{quay}/one")
    assert stored(site, quay)["limits"] == {"cpu": 4, "memory": "8Gi"}


async def test_markdown_is_shown_as_it_will_be_read(owner: Open, quay: str) -> None:
    page = await edited(owner, quay)
    await page.get_by_role("radiogroup", name="View of Readme").get_by_text("Preview").click()
    preview = page.get_by_role("region", name="Readme, preview")
    await expect(preview.get_by_text("Mind", exact=True)).to_be_visible()
    await preview.scroll_into_view_if_needed()
    await inspect(page, "form-markdown")


async def test_a_problem_is_listed_with_the_text(owner: Open, quay: str) -> None:
    page = (await owner(f"/e/{quay}/one/edit?mode=yaml")).page
    await page.get_by_text("url: https://wiki.example/quay").click()
    await page.keyboard.press("End")
    await page.keyboard.type("<")
    await page.get_by_role("button", name="1 problem").click()
    await expect(page.locator(".cm-panel-lint")).to_contain_text("This must be a complete address")
    await inspect(page, "form-yaml-problem")
