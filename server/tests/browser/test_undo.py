"""Whatever is deleted can be taken back at once, as one: many entities, a blueprint with its pages, a dashboard."""

from collections.abc import Callable

import httpx
from playwright.async_api import Page, expect

from seaway.kit import ids
from tests.browser.conftest import Open, Site, heading
from tests.browser.look import inspect


async def undo(page: Page) -> None:
    """Take back what was just deleted, and wait until it is there."""
    await page.get_by_role("button", name="Undo", exact=True).click()
    await page.get_by_text("Restored", exact=False).first.wait_for()


async def test_many_entities_come_back_at_once(owner: Open, site: Site, fresh: Callable[..., str]) -> None:
    mark = "undo-" + fresh().rpartition("/")[2]
    names = sorted(fresh(description=mark) for _ in range(3))
    query = f'[{{"on":"description","op":"is","v":["{mark}"]}}]'
    page = (await owner(f"/catalog/components?f={query}")).page
    await page.get_by_role("checkbox", name="Select all rows").check()
    await page.get_by_role("button", name="Delete…").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete 3 entities").click()
    await page.get_by_text("Deleted 3 entities.").wait_for()
    [item] = site.api.get("/v1/bin", params={"q": names[0]}).json()["items"]
    assert item["counts"]["entity"] == 3
    await undo(page)
    await expect(page.get_by_test_id("count")).to_contain_text("3 of")
    found = site.api.get("/v1/blueprints/component/entities").json()["entities"]
    assert sorted(each["identifier"] for each in found if each["properties"].get("description") == mark) == names


async def test_a_blueprint_comes_back_with_its_page(owner: Open, site: Site) -> None:
    name = f"dock_{ids.token(6).lower()}"
    site.api.post(
        "/v1/blueprints", json={"identifier": name, "title": name, "schema": {"properties": {}}}
    ).raise_for_status()
    page = (await owner("/builder/blueprints")).page
    await page.get_by_role("button", name=f"Actions for {name}").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    await undo(page)
    site.api.get(f"/v1/blueprints/{name}").raise_for_status()
    pages = site.api.get("/v1/pages", params={"blueprint": name}).json()["pages"]
    assert [each["type"] for each in pages] == ["blueprint-entities"]


async def test_a_dashboard_comes_back(owner: Open, site: Site) -> None:
    name = ids.token(8).lower()
    site.api.post("/v1/pages", json={"type": "dashboard", "identifier": name, "title": f"Tides {name}"})
    page = (await owner(f"/dashboards/{name}")).page
    await heading(page, f"Tides {name}")
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await heading(page, "Dashboards")
    await undo(page)
    await page.get_by_role("main").get_by_role("link", name=f"Tides {name}").wait_for()


async def test_a_deleted_entity_is_shown_as_it_was_last(owner: Open, site: Site, fresh: Callable[..., str]) -> None:
    name = fresh(type="winch")
    path = f"/v1/blueprints/component/entities/{name.replace('/', '%2F')}"
    site.api.delete(path).raise_for_status()
    visit = await owner(f"/e/component/{name.replace('/', '%2F')}")
    for asked in (path, path.replace("/v1/blueprints/component/entities/", "/v1/me/recent/entities/component/")):
        visit.watch.expect(404, asked)
    page = visit.page
    await heading(page, f"Test {name}")
    await page.get_by_text("Deleted by Ida Berg").wait_for()
    await expect(page.get_by_role("tabpanel")).to_contain_text("winch")
    await expect(page.get_by_role("link", name="Edit", exact=True)).to_have_count(0)
    await inspect(page, "entity-deleted")
    await page.get_by_role("button", name="Restore", exact=True).click()
    await page.get_by_role("link", name="Edit", exact=True).wait_for()
    assert site.api.get(path).status_code == httpx.codes.OK
    await page.get_by_role("tab", name="Changes").click()
    await expect(page.get_by_role("main").get_by_role("listitem").first).to_contain_text("Restored")


async def test_a_former_name_leads_on_and_says_so(owner: Open, site: Site, fresh: Callable[..., str]) -> None:
    name = fresh()
    path = f"/v1/blueprints/component/entities/{name.replace('/', '%2F')}"
    now = f"{name}-now"
    site.api.patch(path, json={"identifier": now}).raise_for_status()
    page = (await owner(f"/e/component/{name.replace('/', '%2F')}")).page
    await page.get_by_text(f"“{name}” is called “{now}” now.").wait_for()
