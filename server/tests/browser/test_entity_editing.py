"""What entity pages let people do on the spot: change values in place, look at what a link leads to, copy and open."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from seaway.kit import ids
from tests.browser.conftest import Open, Site, heading
from tests.browser.look import inspect

DEFINITION = {
    "title": "Quay crane",
    "ownership": {"type": "Direct"},
    "schema": {
        "properties": {
            "state": {"type": "string", "title": "State", "enum": ["up", "down"]},
            "reach": {"type": "number", "title": "Reach", "minimum": 0},
            "maker": {"type": "string", "title": "Maker"},
            "manual": {"type": "string", "title": "Manual", "format": "url"},
        }
    },
}


@pytest.fixture
def crane(site: Site) -> str:
    """The identifier of a blueprint of the test's own, with the cranes one and two; two is fed by one."""
    name = f"crane_{ids.token(6).lower()}"
    fed = {"feeds": {"title": "Feeds", "target": name, "required": False, "many": False}}
    site.api.post("/v1/blueprints", json={**DEFINITION, "identifier": name, "relations": fed}).raise_for_status()
    properties = {"state": "up", "reach": 40, "maker": "Ahlers", "manual": "https://manuals.example/crane"}
    for identifier, feeds in (("two", None), ("one", "two")):
        body = {"identifier": identifier, "title": f"Crane {identifier}", "properties": properties}
        url = f"/v1/blueprints/{name}/entities"
        site.api.post(url, json={**body, "relations": {"feeds": feeds}}).raise_for_status()
    return name


def stored(site: Site, blueprint: str) -> dict[str, Any]:
    """Return the properties of crane one."""
    answer = site.api.get(f"/v1/blueprints/{blueprint}/entities/one")
    return dict(answer.raise_for_status().json()["entity"]["properties"])


def change(site: Site, blueprint: str, **properties: Any) -> None:
    """Change crane one, as somebody else would."""
    url = f"/v1/blueprints/{blueprint}/entities/one"
    site.api.patch(url, json={"properties": properties}).raise_for_status()


async def opened(owner: Open, blueprint: str) -> Page:
    """Open the page of crane one."""
    page = (await owner(f"/e/{blueprint}/one")).page
    await heading(page, "Crane one")
    return page


async def test_a_value_is_changed_where_it_stands(owner: Open, site: Site, crane: str) -> None:
    page = await opened(owner, crane)
    await page.get_by_role("button", name="Edit Maker").focus()
    await page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Maker of Crane one")
    await inspect(page, "entity-edit-in-place")
    await field.fill("Kone")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Edit Maker")).to_be_focused()
    assert stored(site, crane)["maker"] == "Kone"
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("tabpanel").get_by_role("definition").filter(has_text="Ahlers")).to_be_visible()
    assert stored(site, crane)["maker"] == "Ahlers"


async def test_keys_edit_go_on_and_leave(owner: Open, site: Site, crane: str) -> None:
    page = await opened(owner, crane)
    await page.get_by_role("button", name="Edit Reach").focus()
    await page.keyboard.press("e")
    await page.get_by_role("spinbutton", name="Reach of Crane one").fill("50")
    await page.keyboard.press("Tab")
    maker = page.get_by_role("textbox", name="Maker of Crane one")
    await maker.fill("Nobody")
    await page.keyboard.press("Escape")
    await expect(maker).to_have_count(0)
    assert (stored(site, crane)["reach"], stored(site, crane)["maker"]) == (50, "Ahlers")


async def test_what_is_wrong_stays_at_the_field(owner: Open, site: Site, crane: str) -> None:
    visit = await owner(f"/e/{crane}/one")
    page = visit.page
    visit.watch.expect(422, f"/v1/blueprints/{crane}/entities/one")
    await page.get_by_role("button", name="Edit Reach").focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("spinbutton", name="Reach of Crane one").fill("-1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("reach")
    assert stored(site, crane)["reach"] == 40


async def test_another_change_of_the_same_value_is_a_conflict_and_of_another_is_none(
    owner: Open, site: Site, crane: str
) -> None:
    page = await opened(owner, crane)
    await page.get_by_role("button", name="Edit Maker").focus()
    await page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Maker of Crane one")
    await field.fill("Mine")
    change(site, crane, maker="Theirs", reach=41)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Somebody changed this to “Theirs” meanwhile")
    assert stored(site, crane)["maker"] == "Theirs"
    await field.press("Enter")
    await expect(field).to_have_count(0)
    assert stored(site, crane)["maker"] == "Mine"
    await page.get_by_role("button", name="Edit Maker").focus()
    await page.keyboard.press("Enter")
    await field.fill("Mine again")
    change(site, crane, reach=42)
    await page.keyboard.press("Enter")
    await expect(field).to_have_count(0)
    assert (stored(site, crane)["maker"], stored(site, crane)["reach"]) == ("Mine again", 42)


async def test_a_link_tells_what_it_leads_to(owner: Open, site: Site, crane: str) -> None:
    page = await opened(owner, crane)
    link = page.get_by_role("main").get_by_role("link", name="Crane two").first
    card = page.get_by_role("complementary", name="Crane two")
    await link.hover()
    await expect(card).to_contain_text("up")
    await inspect(page, "entity-hover-card")
    await card.hover()
    await expect(card).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(card).to_have_count(0)
    await page.mouse.move(2, 2)
    await page.get_by_role("link", name="All relations").focus()
    await page.keyboard.press("Tab")
    await expect(link).to_be_focused()
    await expect(card).to_contain_text("Quay crane")
    await card.get_by_role("link", name="Relations").click()
    await heading(page, "Crane two")
    await expect(card).to_have_count(0)


async def test_the_menu_copies_and_opens(owner: Open, site: Site, crane: str) -> None:
    page = await opened(owner, crane)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.keyboard.press(".")
    await inspect(page, "entity-menu")
    await expect(page.get_by_role("menuitem", name="Manual")).to_have_attribute("href", "https://manuals.example/crane")
    await page.get_by_role("menuitem", name="Copy the identifier").click()
    await page.get_by_text("Copied one.").wait_for()
    assert await page.evaluate("navigator.clipboard.readText()") == "one"


async def test_a_member_who_may_edit_does_and_the_past_stays(owner: Open, site: Site, crane: str) -> None:
    page = await opened(owner, crane)
    await page.get_by_role("tab", name="Changes").click()
    await page.get_by_role("link", name="View as of then").first.click()
    await page.get_by_text("It cannot be changed here.").wait_for()
    await expect(page.get_by_role("button", name="Edit Maker")).to_have_count(0)
