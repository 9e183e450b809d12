"""Modelling: form and YAML as two views of one text, impact before saving, history, and two people at once."""

from typing import Any

import pytest
import yaml
from playwright.async_api import Page, expect

from seaway.kit import ids
from tests.browser.conftest import Open, Site, heading
from tests.browser.look import inspect

EDITOR = ".cm-content"
BERTH: dict[str, Any] = {
    "title": "Berth",
    "schema": {
        "properties": {
            "zone": {"type": "string", "title": "Zone"},
            "depth": {"type": "number", "title": "Depth"},
        },
        "required": [],
    },
}


@pytest.fixture
def berth(site: Site) -> str:
    """Make a blueprint of the test's own, and return its identifier."""
    identifier = f"berth_{ids.token(6).lower()}"
    body = {**BERTH, "identifier": identifier}
    answer = site.api.post("/v1/blueprints", params={"create_catalog_page": False}, json=body)
    assert answer.status_code == 201, answer.text
    return identifier


def stored(site: Site, identifier: str) -> dict[str, Any]:
    """Return a blueprint as the server has it."""
    found: dict[str, Any] = site.api.get(f"/v1/blueprints/{identifier}").json()["blueprint"]
    return found


async def add_property(page: Page, kind: str, title: str) -> None:
    """Add a property by the dialog; its editor opens."""
    await page.get_by_role("button", name="Add property").click()
    dialog = page.get_by_role("dialog", name="Add a property")
    await dialog.get_by_role("radio", name=kind, exact=True).check(force=True)
    await dialog.get_by_label("Title").fill(title)
    await dialog.get_by_role("button", name="Add", exact=True).click()


async def test_a_blueprint_is_modelled_without_writing_yaml(owner: Open, site: Site) -> None:
    identifier = f"database_{ids.token(6).lower()}"
    page = (await owner("/builder/new-blueprint")).page
    await heading(page, "Create blueprint")
    await page.get_by_label("Title").first.fill("Database")
    await page.get_by_label("Identifier").first.fill(identifier)
    await page.get_by_role("button", name="Add property").click()
    await inspect(page, "builder-add")
    await page.keyboard.press("Escape")
    await add_property(page, "Choice", "Engine")
    await page.get_by_role("textbox", name="Choice 1").fill("postgresql")
    await page.get_by_role("button", name="Add choice").click()
    await page.keyboard.type("mysql")
    await page.get_by_role("combobox", name="Colour of mysql").click()
    await page.get_by_role("option", name="orange").click()
    await add_property(page, "Number", "Size in GB")
    await page.get_by_role("switch", name="Required").check(force=True)
    await expect(page.locator(EDITOR)).to_contain_text("size_in_gb")
    await inspect(page, "builder-editing")
    await page.get_by_role("button", name="Add relation").click()
    dialog = page.get_by_role("dialog", name="Add a relation")
    await dialog.get_by_role("combobox", name="Points to").click()
    await page.get_by_role("option", name="Component", exact=True).click()
    await dialog.get_by_label("Title").fill("Used by")
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_role("button", name="Create", exact=True).click()
    await heading(page, "Database")
    made = stored(site, identifier)
    assert made["schema"]["properties"]["engine"]["enum"] == ["postgresql", "mysql"]
    assert made["schema"]["properties"]["engine"]["enumColors"] == {"mysql": "orange"}
    assert made["schema"]["required"] == ["size_in_gb"]
    assert made["relations"]["used_by"]["target"] == "component"


async def test_form_and_yaml_keep_what_the_other_wrote(owner: Open, site: Site, berth: str) -> None:
    page = (await owner(f"/builder/blueprints/{berth}")).page
    await heading(page, "Berth")
    await page.locator(f"{EDITOR} .cm-line", has_text="title: Depth").click()
    await page.keyboard.press("End")
    await page.keyboard.type(" # in metres", delay=5)
    await page.get_by_role("button", name="Depth depth").click()
    await page.get_by_role("button", name="Depth depth").press("Alt+ArrowUp")
    await page.get_by_text("Depth is now number 1 of 2.").wait_for()
    await expect(page.get_by_role("button", name="Depth depth")).to_be_focused()
    await expect(page.locator(EDITOR)).to_contain_text("# in metres")
    await page.reload()
    await page.get_by_text("Your unsaved changes").wait_for()
    await expect(page.locator(EDITOR)).to_contain_text("# in metres")
    await page.locator(f"{EDITOR} .cm-line", has_text="title: Berth").click()
    await page.keyboard.press("End")
    await page.keyboard.type(": [", delay=5)
    await page.get_by_text("Fix the YAML to go on editing here.").wait_for()
    await expect(page.get_by_role("button", name="Add property")).to_be_disabled()
    await inspect(page, "builder-invalid")
    for _ in range(5):  # the editor closed the bracket by itself
        await page.keyboard.press("Delete" if _ == 0 else "Backspace")
        if await page.get_by_text("Fix the YAML to go on editing here.").count() == 0:
            break
    await page.keyboard.press("Control+s")
    await page.get_by_text("Saved blueprint").wait_for()
    assert list(stored(site, berth)["schema"]["properties"]) == ["depth", "zone"]


PASTED = """identifier: {identifier}
title:   Berth

schema:
  properties:
    engine: {{type: string,  title: Engine}} # flow style
    size:          # gigabytes
      type: number
      title: Size
    about:
      type: string
      description: >-
        Folded text, which a printer
        would join.
  required: []
"""


async def written(page: Page) -> str:
    """Return the text of the editor."""
    return "\n".join(await page.locator(".cm-line").all_text_contents())


async def test_the_form_leaves_the_lines_around_a_change(owner: Open, berth: str) -> None:
    pasted = PASTED.format(identifier=berth)
    page = (await owner(f"/builder/blueprints/{berth}")).page
    await heading(page, "Berth")
    await page.locator(EDITOR).click()
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text(pasted)
    await page.get_by_role("button", name="Engine engine").click()
    await page.get_by_role("list", name="Properties").get_by_label("Title", exact=True).fill("Motor")
    expected = pasted.replace("title: Engine", "title: Motor")
    await expect(page.locator(EDITOR)).to_contain_text("Motor")
    assert (await written(page)).rstrip("\n") == expected.rstrip("\n")
    await add_property(page, "Number", "Depth")
    await expect(page.locator(EDITOR)).to_contain_text("depth")
    now = iter((await written(page)).splitlines())
    assert all(line in now for line in expected.splitlines()), "every line is there, in its order"


async def test_what_the_server_refuses_is_told_at_its_line_and_part(owner: Open, berth: str) -> None:
    visit = await owner(f"/builder/blueprints/{berth}")
    page = visit.page
    visit.watch.expect(422, f"/v1/blueprints/{berth}")
    await heading(page, "Berth")
    await page.locator(EDITOR).get_by_text("title: Depth").click()
    await page.keyboard.press("End")
    await page.keyboard.type("\nminimum: 5\ndefault: 1")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Save", exact=True).click()
    row = page.get_by_role("list", name="Properties").get_by_role("listitem").filter(has_text="depth")
    await expect(row).to_contain_text("5")
    await expect(page.locator(".cm-lintRange-error")).to_have_text("1")
    await inspect(page, "builder-refused")
    await page.get_by_role("button", name="1 problem").click()
    await expect(page.locator(".cm-panel-lint [aria-selected=true]")).to_be_visible()
    await inspect(page, "builder-problems")
    await page.keyboard.press("Escape")
    await expect(page.locator(".cm-panel-lint")).to_have_count(0)
    await page.locator(EDITOR).get_by_text("identifier:").click()
    await page.keyboard.press("F8")
    await expect(page.locator(".cm-activeLine")).to_contain_text("default: 1")
    await page.keyboard.press("Control+Shift+M")
    await expect(page.locator(".cm-panel-lint")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("End")
    await page.keyboard.type("0")
    await expect(page.get_by_text("Valid", exact=True)).to_be_visible()
    await expect(page.locator(".cm-lintRange-error")).to_have_count(0)


async def test_comments_are_there_in_another_browser(owner: Open, site: Site, berth: str) -> None:
    page = (await owner(f"/builder/blueprints/{berth}")).page
    await page.locator(f"{EDITOR} .cm-line", has_text="title: Depth").click()
    await page.keyboard.press("End")
    await page.keyboard.type(" # in metres", delay=5)
    await page.keyboard.press("Control+s")
    await page.get_by_text("Saved blueprint").wait_for()

    other = (await owner(f"/builder/blueprints/{berth}")).page  # a context of its own
    await expect(other.locator(EDITOR)).to_contain_text("# in metres")
    await other.get_by_role("textbox", name="Title").first.fill("Mooring")
    await other.get_by_role("button", name="Save", exact=True).click()
    await other.get_by_text("Saved blueprint").wait_for()
    await other.get_by_role("button", name="History").click()
    await other.get_by_text("Only the YAML text: comments or layout").wait_for()
    await inspect(other, "builder-history-text")

    properties = {**BERTH["schema"]["properties"], "crane": {"type": "boolean"}}
    answer = site.api.patch(f"/v1/blueprints/{berth}", json={"schema": {"properties": properties, "required": []}})
    assert answer.status_code == 200, answer.text
    await page.reload()
    await expect(page.locator(EDITOR)).to_contain_text("crane:")
    await expect(page.locator(EDITOR)).to_contain_text("title: Mooring")
    await expect(page.locator(EDITOR)).to_contain_text("# in metres")
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()


async def test_a_copy_keeps_what_was_written_about_the_original(owner: Open, site: Site, berth: str) -> None:
    text = f"# where ships lie\nidentifier: {berth}\ntitle: Berth\n"
    text += "schema:\n  properties:\n    depth: {type: number} # in metres\n"
    site.api.put(f"/v1/blueprints/{berth}", json={**yaml.safe_load(text), "yaml": text}).raise_for_status()
    page = (await owner("/builder/blueprints")).page
    await page.get_by_role("textbox", name="Find blueprints").fill(berth)
    await page.get_by_role("button", name="Actions for Berth").click()
    await page.get_by_role("menuitem", name="Duplicate").click()
    await expect(page.locator(EDITOR)).to_contain_text("# in metres")
    await page.get_by_label("Begin from").select_option("")
    await expect(page.locator(EDITOR)).to_contain_text("my_blueprint")
    await page.get_by_label("Begin from").select_option(berth)
    await expect(page.locator(EDITOR)).to_contain_text("# where ships lie")
    await page.get_by_role("button", name="Create", exact=True).click()
    await heading(page, "Berth copy")
    kept = site.api.get(f"/v1/blueprints/{berth}_copy/yaml").json()["yaml"]
    assert kept == text.replace(berth, f"{berth}_copy").replace("Berth\n", "Berth copy\n")


async def test_what_is_lost_is_said_before_it_is(owner: Open, site: Site, berth: str) -> None:
    body = {"identifier": "b1", "properties": {"zone": "north", "depth": 3}}
    assert site.api.post(f"/v1/blueprints/{berth}/entities", json=body).status_code == 201
    page = (await owner(f"/builder/blueprints/{berth}?mode=form")).page
    await page.get_by_role("button", name="Zone zone").click()
    await page.get_by_role("button", name="Delete Zone").click()
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("button", name="Zone zone").wait_for()
    await page.get_by_role("button", name="Delete Zone").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog", name="What saving changes")
    await dialog.get_by_text("on 1 entity").wait_for()
    await inspect(page, "builder-impact")
    await dialog.get_by_label("Type").fill(berth)
    await dialog.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("Saved blueprint").wait_for()
    assert list(stored(site, berth)["schema"]["properties"]) == ["depth"]

    await page.get_by_role("button", name="History").click()
    await page.get_by_role("row").filter(has_text="zone").first.wait_for()
    await inspect(page, "builder-history")
    await page.get_by_role("button", name="Restore").first.click()
    await page.get_by_role("dialog", name="What restoring changes").get_by_role("button", name="Restore").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Restore")).to_have_count(2)
    assert list(stored(site, berth)["schema"]["properties"]) == ["zone", "depth"]


async def test_a_property_is_renamed_with_its_values(owner: Open, site: Site, berth: str) -> None:
    body = {"identifier": "b1", "properties": {"depth": 3}}
    assert site.api.post(f"/v1/blueprints/{berth}/entities", json=body).status_code == 201
    page = (await owner(f"/builder/blueprints/{berth}?mode=form")).page
    await page.get_by_role("button", name="Depth depth").click()
    await page.get_by_role("button", name="Rename Depth").click()
    dialog = page.get_by_role("dialog", name="Rename depth")
    await dialog.get_by_label("New identifier").fill("draught")
    await dialog.get_by_role("button", name="Rename", exact=True).click()
    await page.get_by_role("button", name="Depth draught").wait_for()
    entity = site.api.get(f"/v1/blueprints/{berth}/entities/b1").json()["entity"]
    assert entity["properties"]["draught"] == 3


async def test_two_people_at_once_lose_nothing(owner: Open, site: Site, berth: str) -> None:
    visit = await owner(f"/builder/blueprints/{berth}?mode=form")
    page = visit.page
    await page.get_by_role("button", name="Depth depth").click()
    await page.get_by_role("group").get_by_label("Title").nth(1).fill("My depth")
    properties = BERTH["schema"]["properties"]
    theirs = {**properties, "depth": {"type": "number", "title": "Their depth"}, "crane": {"type": "boolean"}}
    answer = site.api.patch(f"/v1/blueprints/{berth}", json={"schema": {"properties": theirs, "required": []}})
    assert answer.status_code == 200, answer.text
    visit.watch.expect(412, f"/v1/blueprints/{berth}")
    await page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog", name="Somebody saved while you were editing")
    await dialog.get_by_text("Both changed depth").wait_for()
    await inspect(page, "builder-merge")
    await dialog.get_by_label("Keep mine").check()
    await dialog.get_by_role("button", name="Join both").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("Saved blueprint").wait_for()
    after = stored(site, berth)["schema"]["properties"]
    assert after["depth"]["title"] == "My depth"
    assert "crane" in after


async def test_the_map_leads_to_blueprints_and_has_a_table(owner: Open) -> None:
    page = (await owner("/builder/blueprints")).page
    await page.get_by_role("main").get_by_role("link", name="Map").click()
    await heading(page, "Blueprint map")
    await page.get_by_label("Find blueprints").fill("component")
    await page.get_by_label("Find blueprints").press("Enter")
    await page.get_by_role("link", name="Open Component").wait_for()
    await inspect(page, "builder-map")
    await page.get_by_role("button", name="View as table").click()
    await page.get_by_role("table").get_by_role("link", name="System").first.wait_for()
    await inspect(page, "builder-map-table")
    await page.get_by_role("table").get_by_role("link", name="System").first.click()
    await heading(page, "System")


async def test_a_blueprint_that_is_needed_is_not_deleted(owner: Open, berth: str) -> None:
    page = (await owner("/builder/blueprints")).page
    await page.get_by_label("Find blueprints").fill("component")
    await page.get_by_role("button", name="Actions for Component").click()
    await page.get_by_role("menuitem", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete blueprint Component")
    await dialog.get_by_text("Still needed").first.wait_for()
    await expect(dialog.get_by_role("button", name="Delete", exact=True)).to_be_disabled()
    await inspect(page, "builder-delete")
    await dialog.get_by_role("button", name="Cancel").click()
    await page.get_by_label("Find blueprints").fill(berth)
    await page.get_by_role("button", name="Actions for Berth").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    await page.get_by_text("Deleted blueprint Berth.").wait_for()
