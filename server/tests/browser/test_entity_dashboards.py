"""Dashboards on the pages of entities: added by an editor, about the entity they stand on, arranged like any other."""

from typing import Any

import pytest
from playwright.async_api import expect

from seaway.kit import ids
from tests.browser.conftest import Open, Site, heading
from tests.browser.look import NARROW, WIDE, inspect

THIS = "{{ .entity.identifier }}"


@pytest.fixture
def port(site: Site) -> str:
    """A blueprint of the test's own with two entities, of which three berths name the first."""
    name = f"port_{ids.token(6).lower()}"
    properties = {"cranes": {"type": "number", "title": "Cranes"}, "state": {"type": "string", "title": "State"}}
    port = {"identifier": name, "title": "Port", "schema": {"properties": {"size": properties["cranes"]}}}
    to_port = {"title": "Port", "target": name, "required": False, "many": False}
    berth = {"identifier": f"{name}_berth", "title": f"Berth {name}", "schema": {"properties": properties}}
    for body in (port, {**berth, "relations": {"port": to_port}}):
        site.api.post("/v1/blueprints", json=body).raise_for_status()
    for identifier in ("north", "south"):
        body = {"identifier": identifier, "title": identifier.title(), "properties": {"size": len(identifier)}}
        site.api.post(f"/v1/blueprints/{name}/entities", json=body).raise_for_status()
    for number in range(4):
        body = {"identifier": f"b{number}", "properties": {"cranes": number}}
        relations = {"port": "north" if number else "south"}
        url = f"/v1/blueprints/{name}_berth/entities"
        site.api.post(url, json={**body, "relations": relations}).raise_for_status()
    return name


def template(site: Site, blueprint: str) -> dict[str, Any]:
    """Return the template of the pages of a blueprint's entities."""
    [page] = site.api.get("/v1/pages", params={"type": "entity", "blueprint": blueprint}).json()["pages"]
    return dict(page)


def titles(site: Site, blueprint: str) -> list[str]:
    """Return what the tabs of the template are called."""
    [tabs] = template(site, blueprint)["widgets"]
    return [group["title"] for group in tabs["groups"]]


def ship(site: Site, blueprint: str) -> None:
    """Make a template as an integration ships it."""
    berths = {"property": "$blueprint", "operator": "=", "value": f"{blueprint}_berth"}
    here = {"relation": "port", "operator": "=", "value": THIS}
    about = {"blueprint": f"{blueprint}_berth", "dataset": {"combinator": "and", "rules": [berths, here]}}
    number = {"type": "entities-number-chart", "chartType": "countEntities", "func": "count", "unit": "none"}
    size = {"chartType": "displaySingleProperty", "blueprint": blueprint, "entity": THIS, "property": "size"}
    text = {"type": "markdown", "markdown": "{{ .entity.title }} has size {{ .entity.properties.size }}."}
    widgets = [
        {"id": "count", "title": "Berths", **number, **about},
        {"id": "size", "title": "Size", "type": "entities-number-chart", **size},
        {"id": "note", "title": "About {{ .entity.title }}", **text},
    ]
    board = {"id": "board", "type": "dashboard-widget", "layout": [], "widgets": widgets}
    facts = {"type": "dashboard-widget", "widgets": [{"type": "entity-info"}]}
    groups = [{"title": "Overview", "widgets": [facts]}, {"title": "Traffic", "widgets": [board]}]
    body = {"type": "entity", "blueprint": blueprint, "widgets": [{"type": "grouper", "groups": groups}]}
    site.api.post("/v1/pages", json=body).raise_for_status()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_a_shipped_dashboard_tells_of_each_entity(
    owner: Open, site: Site, port: str, viewport: dict[str, int]
) -> None:
    ship(site, port)
    page = (await owner(f"/e/{port}/north", viewport)).page
    await heading(page, "North")
    await page.get_by_role("tab", name="Traffic").click()
    await expect(page.get_by_role("region", name="Berths")).to_contain_text("3")
    await expect(page.get_by_role("region", name="Size")).to_contain_text("5")
    await expect(page.get_by_role("region", name="About North")).to_contain_text("North has size 5.")
    await inspect(page, "entity-dashboard")
    await page.goto(page.url.replace("/north", "/south"))
    await expect(page.get_by_role("region", name="Berths")).to_contain_text("1")


async def test_an_editor_adds_one_for_every_entity(owner: Open, site: Site, port: str) -> None:
    page = (await owner(f"/e/{port}/north")).page
    await page.get_by_role("button", name="Add a dashboard").click()
    await page.get_by_label("Title").fill("Traffic")
    await inspect(page, "entity-dashboard-add")
    await page.get_by_role("button", name="Create dashboard").click()
    await page.get_by_role("button", name="Add widget").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Number").click()
    await dialog.get_by_role("combobox", name="Blueprint").click()
    await page.get_by_role("option", name=f"Berth {port}").click()
    await expect(dialog.get_by_label("Which of them")).to_have_value("to:port")
    await expect(dialog.get_by_role("region", name="Number")).to_contain_text("3")
    await inspect(page, "entity-dashboard-widget")
    await dialog.get_by_role("button", name="Add widget").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Edit dashboard").wait_for()
    await page.goto(f"{site.url}/e/{port}/south")
    await page.get_by_role("tab", name="Traffic").click()
    await expect(page.get_by_role("region", name="Number")).to_contain_text("1")
    [tabs] = template(site, port)["widgets"]
    [widget] = tabs["groups"][0]["widgets"][0]["widgets"]
    assert {"relation": "port", "operator": "=", "value": THIS} in widget["dataset"]["rules"]


async def test_tabs_are_renamed_moved_and_removed(owner: Open, site: Site, port: str) -> None:
    ship(site, port)
    page = (await owner(f"/e/{port}/north?tab=d%3Aboard")).page
    await page.get_by_role("button", name="Add a dashboard").click()
    await page.get_by_label("Title").fill("traffic")
    await expect(page.get_by_text("Another tab has this title.")).to_be_visible()
    await page.get_by_label("Title").fill("Costs")
    await page.get_by_role("button", name="Create dashboard").click()
    await page.get_by_role("button", name="Done").click()
    more = page.get_by_role("main").get_by_role("tabpanel").get_by_role("button", name="More actions")
    await more.click()
    await page.get_by_role("menuitem", name="Move left").click()
    await expect(page.get_by_role("tab")).to_contain_text(["Overview", "Costs", "Traffic"])
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("tab")).to_contain_text(["Overview", "Traffic", "Costs"])
    assert titles(site, port) == ["Overview", "Traffic", "Costs"]
    await more.click()
    await page.get_by_role("menuitem", name="Move left").click()
    message = page.get_by_role("alert").filter(has_text="Moved Costs.")
    await message.get_by_role("button", name="Close").click()
    await more.click()
    await page.get_by_role("menuitem", name="Rename").click()
    await page.get_by_label("Title").fill("Cost")
    await page.get_by_role("button", name="Rename").click()
    await page.get_by_role("tab", name="Cost", exact=True).wait_for()
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("tab", name="Costs", exact=True).wait_for()
    await more.click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(page.get_by_role("tab", name="Costs", exact=True)).to_have_count(0)
    assert titles(site, port) == ["Overview", "Traffic"]
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("tab", name="Costs", exact=True).wait_for()
    assert titles(site, port) == ["Overview", "Costs", "Traffic"]


async def test_two_editors_do_not_overwrite_one_another(owner: Open, site: Site, port: str) -> None:
    ship(site, port)
    address = f"/e/{port}/north?tab=d%3Aboard"
    page, other = (await owner(address)).page, (await owner(f"{address}&edit=true")).page
    await other.get_by_role("button", name="Remove Size").click()
    await page.get_by_role("button", name="Edit dashboard").click()
    await page.get_by_role("button", name="Remove Berths").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Edit dashboard").wait_for()
    await other.get_by_role("button", name="Save", exact=True).click()
    dialog = other.get_by_role("dialog", name="Somebody saved this dashboard meanwhile")
    await dialog.wait_for()
    await inspect(other, "dashboard-conflict")
    await other.keyboard.press("Escape")
    await expect(other.get_by_role("region", name="Berths")).to_have_count(1)
    await other.get_by_role("button", name="Save", exact=True).click()
    await dialog.get_by_role("button", name="Discard mine").click()
    await expect(other.get_by_role("region", name="Size")).to_have_count(1)
    await expect(other.get_by_role("region", name="Berths")).to_have_count(0)

    # The tab is renamed where a tab was added meanwhile: both stay. What was saved can be taken back.
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("region", name="Berths")).to_have_count(1)
    await other.get_by_role("button", name="Add a dashboard").click()
    await other.get_by_label("Title").fill("Costs")
    await other.get_by_role("button", name="Create dashboard").click()
    await other.get_by_role("tab", name="Costs").wait_for()
    await page.get_by_role("main").get_by_role("tabpanel").get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Rename").click()
    await page.get_by_label("Title").fill("Ships")
    await page.get_by_role("button", name="Rename").click()
    await page.get_by_role("tab", name="Costs").wait_for()
    assert titles(site, port) == ["Overview", "Ships", "Costs"]


async def test_unsaved_work_is_not_lost_to_another_tab(owner: Open, site: Site, port: str) -> None:
    ship(site, port)
    page = (await owner(f"/e/{port}/north?tab=d%3Aboard&edit=true")).page
    await page.get_by_role("button", name="Remove Berths").click()
    await page.get_by_role("tab", name="Changes").click()
    await page.get_by_role("button", name="Keep editing").click()
    await page.get_by_role("button", name="Discard").click()
    await expect(page.get_by_role("region", name="Berths")).to_contain_text("3")


async def test_a_member_reads_it(member: Open, site: Site, port: str) -> None:
    ship(site, port)
    page = (await member(f"/e/{port}/north?tab=d%3Aboard&edit=true")).page
    await expect(page.get_by_role("region", name="Berths")).to_contain_text("3")
    await expect(page.get_by_role("button", name="Edit dashboard")).to_have_count(0)
    await expect(page.get_by_role("button", name="Add a dashboard")).to_have_count(0)
