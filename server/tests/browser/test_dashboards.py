"""Dashboards: made, arranged by keyboard and by dragging, filtered, followed to the table, and read by members."""

import base64
import struct
from typing import Any

import pytest
from playwright.async_api import Page, expect

from seaway.kit import ids
from tests.browser.conftest import Open, Site, heading
from tests.browser.look import NARROW, SCREENS, WIDE, inspect, settled

# How many colours each eighth of a picture has, from the top: a blank part has one.
COLOURS_OF = """async (data) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${data}`;
  await picture.decode();
  const bitmap = await createImageBitmap(picture);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context.drawImage(bitmap, 0, 0);
  const part = Math.floor(bitmap.height / 8);
  return Object.fromEntries([...Array(8).keys()].map((place) => {
    const pixels = context.getImageData(0, place * part, bitmap.width, part);
    return [place, new Set(new Uint32Array(pixels.data.buffer)).size];
  }));
}"""
COMPONENTS = {"combinator": "and", "rules": [{"property": "$blueprint", "operator": "=", "value": "component"}]}
NUMBER = {"type": "entities-number-chart", "chartType": "countEntities", "func": "count", "unit": "none"}
WIDGETS: list[dict[str, Any]] = [
    {"id": "all", "title": "Components", "dataset": COMPONENTS, **NUMBER},
    {"id": "life", "type": "entities-pie-chart", "title": "Lifecycle", "property": "property#lifecycle", "dataset": COMPONENTS},
    {"id": "bars", "type": "bar-chart", "title": "By type", "property": "property#type", "dataset": COMPONENTS},
    {
        "id": "line", "type": "line-chart", "title": "Growth", "chartType": "existingEntities", "blueprint": "component",
        "timeRange": {"preset": "lastWeek"}, "timeInterval": "day",
    },
    {"id": "table", "type": "table-entities-explorer", "title": "Table", "dataset": COMPONENTS},
    {"id": "list", "type": "entity-list", "title": "List", "dataset": COMPONENTS, "aboutProperty": "description"},
    {"id": "text", "type": "markdown", "title": "Note", "markdown": "Hello {{ .user.firstName }}, see {{url.topic}}."},
    {
        "id": "links", "type": "links-widget", "title": "Links",
        "links": [{"title": "Runbook", "url": "https://runbooks.example/a"}, {"title": "Bad", "url": "javascript:alert(1)"}],
    },
    {"id": "mine", "type": "my-entities", "title": "Mine"},
    {"id": "seen", "type": "recently-viewed-entities", "title": "Recent"},
    {"id": "runs", "type": "action-runs-table-widget", "title": "Runs", "action": "deploy"},
    {"id": "info", "type": "entity-info", "title": "Planner", "blueprint": "component", "entity": "quay/berth-planner"},
]  # fmt: skip
PAIRS = [WIDGETS[start : start + 3] for start in range(0, len(WIDGETS), 3)]
LAYOUT = [{"height": 270, "columns": [{"id": each["id"], "size": 4} for each in row]} for row in PAIRS]


@pytest.fixture
def dashboard(site: Site) -> str:
    """A dashboard of the test's own, with a widget of every type."""
    board = {"type": "dashboard-widget", "layout": LAYOUT, "widgets": WIDGETS}
    mine = {"identifier": "live", "title": "In production", "query": {"combinator": "and", "rules": [
        {"property": "lifecycle", "operator": "=", "value": "production"}]}}  # fmt: skip
    body = {"type": "dashboard", "identifier": ids.token(8).lower(), "title": "Harbour", "widgets": [board]}
    answer = site.api.post("/v1/pages", json={**body, "pageFilters": [mine]})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["identifier"])


def layout(site: Site, identifier: str) -> list[list[str]]:
    """Return the ids in each row of a stored dashboard."""
    [board] = site.api.get(f"/v1/pages/{identifier}").json()["page"]["widgets"]
    return [[column["id"] for column in row["columns"]] for row in board["layout"]]


def count(site: Site, **where: str) -> str:
    """Return how many components there are now whose properties are these: other tests add some."""
    found = site.api.get("/v1/blueprints/component/entities").json()["entities"]
    return str(sum(all(each["properties"].get(name) == value for name, value in where.items()) for each in found))


def card(page: Page, title: str) -> Any:
    """Return the card of a widget."""
    return page.get_by_role("region", name=title, exact=True).first


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_every_widget_is_drawn(owner: Open, site: Site, dashboard: str, viewport: dict[str, int]) -> None:
    visit = await owner(f"/dashboards/{dashboard}?topic=tides", viewport)
    page = visit.page
    await heading(page, "Harbour")
    await expect(card(page, "Components")).to_contain_text(count(site))
    await expect(card(page, "Note")).to_contain_text("Hello Ida, see tides.")
    await expect(card(page, "Runs")).to_contain_text("does not show it yet")
    await expect(card(page, "Links").get_by_role("link")).to_have_count(1)
    await expect(card(page, "Planner")).to_contain_text("berths")
    await expect(card(page, "Table").get_by_role("row")).to_have_count(51)
    await expect(page.locator("figure svg")).to_have_count(3)
    await inspect(page, "dashboard")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_list_and_the_editor_are_accessible(owner: Open, dashboard: str, viewport: dict[str, int]) -> None:
    visit = await owner("/dashboards", viewport)
    page = visit.page
    await heading(page, "Dashboards")
    await inspect(page, "dashboards")
    await page.goto(f"{page.url}/{dashboard}?edit=true")
    await page.get_by_role("button", name="Add widget").click()
    await inspect(page, "dashboard-picker")
    await page.get_by_role("dialog").get_by_role("button", name="Number").click()
    await page.get_by_role("combobox", name="Blueprint").wait_for()
    await inspect(page, "dashboard-widget-form")
    await page.keyboard.press("Escape")
    await inspect(page, "dashboard-edit")


async def test_a_value_leads_to_its_entities(owner: Open, site: Site, dashboard: str) -> None:
    visit = await owner(f"/dashboards/{dashboard}")
    page = visit.page
    await card(page, "Lifecycle").get_by_role("button", name="deprecated").click()
    await heading(page, "Components")
    await expect(page.get_by_text(f"{count(site, lifecycle='deprecated')} of {count(site)} entities")).to_be_visible()


async def test_a_chart_can_be_read_as_a_table(owner: Open, site: Site, dashboard: str) -> None:
    visit = await owner(f"/dashboards/{dashboard}")
    await visit.page.get_by_role("button", name="Show as table: Lifecycle").click()
    row = card(visit.page, "Lifecycle").get_by_role("row", name="production")
    await expect(row).to_contain_text(count(site, lifecycle="production"))


async def test_what_is_chosen_above_narrows_every_widget_and_stays(owner: Open, site: Site, dashboard: str) -> None:
    visit = await owner(f"/dashboards/{dashboard}")
    page = visit.page
    await page.get_by_text("In production").click()
    await expect(card(page, "Components")).to_contain_text(count(site, lifecycle="production"))
    await page.get_by_label("Time").select_option("Last 90 days")
    await page.reload()
    await expect(card(page, "Components")).to_contain_text(count(site, lifecycle="production"))
    await expect(page.get_by_label("Time")).to_have_value("last3Months")


async def test_a_dashboard_is_made_from_nothing(owner: Open, site: Site) -> None:
    visit = await owner("/dashboards")
    page = visit.page
    title = f"Fleet {ids.token(6).lower()}"
    await page.get_by_role("button", name="New dashboard").click()
    await page.get_by_label("Title").fill(title)
    await page.get_by_role("button", name="Create dashboard").click()
    await heading(page, title)
    await page.get_by_role("button", name="Add widget").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Pie chart").click()
    await dialog.get_by_role("combobox", name="Blueprint").click()
    await page.get_by_role("option", name="Component", exact=True).click()
    await dialog.get_by_role("combobox", name="Property", exact=True).click()
    await page.get_by_role("option", name="Lifecycle", exact=True).click()
    await expect(dialog.get_by_role("button", name="production")).to_be_visible()
    await dialog.get_by_role("button", name="Add condition").click()
    await dialog.get_by_label("Property of condition 1").select_option("type")
    await dialog.get_by_label("Value of condition 1").fill("website")
    await dialog.get_by_role("button", name="Add widget").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Edit", exact=True).wait_for()
    found = [each for each in site.api.get("/v1/pages").json()["pages"] if each["title"] == title]
    [widget] = found[0]["widgets"][0]["widgets"]
    assert (widget["type"], widget["property"]) == ("entities-pie-chart", "property#lifecycle")
    assert widget["dataset"]["rules"] == [
        *COMPONENTS["rules"],
        {"property": "type", "operator": "=", "value": "website"},
    ]


async def test_it_is_arranged_by_keyboard_undone_and_saved(owner: Open, site: Site, dashboard: str) -> None:
    visit = await owner(f"/dashboards/{dashboard}?edit=true")
    page = visit.page
    handle = page.get_by_role("button", name="Move Components", exact=True)
    await handle.focus()
    await page.keyboard.press("ArrowRight")
    await expect(handle).to_be_focused()
    await page.keyboard.press("Shift+ArrowRight")
    await page.get_by_role("button", name="Remove Lifecycle").click()
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("button", name="Duplicate Note").click()
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Edit", exact=True).wait_for()
    rows = layout(site, dashboard)
    assert rows[0] == ["life", "all", "bars"]
    assert len(rows[2]) == 4
    [board] = site.api.get(f"/v1/pages/{dashboard}").json()["page"]["widgets"]
    assert [column["size"] for column in board["layout"][0]["columns"]] == [4, 5, 3]


async def test_it_is_arranged_by_dragging(owner: Open, site: Site, dashboard: str) -> None:
    visit = await owner(f"/dashboards/{dashboard}?edit=true")
    page = visit.page
    handle = page.get_by_role("button", name="Move Components", exact=True)
    target = card(page, "By type")
    box = await target.bounding_box()
    assert box is not None
    await handle.hover()
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    await page.mouse.up()
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Edit", exact=True).wait_for()
    assert layout(site, dashboard)[0] == ["life", "bars", "all"]


async def test_nobody_leaves_unsaved_work_by_accident(owner: Open, site: Site, dashboard: str) -> None:
    visit = await owner(f"/dashboards/{dashboard}?edit=true")
    page = visit.page
    await page.get_by_role("button", name="Remove Note").click()
    await page.get_by_role("link", name="Home").click()
    await page.get_by_role("button", name="Keep editing").click()
    await page.get_by_role("button", name="Discard").click()
    await expect(card(page, "Note")).to_be_visible()
    assert layout(site, dashboard)[2] == ["text", "links", "mine"]


async def test_a_member_reads_and_arranges_nothing(member: Open, site: Site, dashboard: str) -> None:
    visit = await member(f"/dashboards/{dashboard}?edit=true")
    page = visit.page
    await expect(card(page, "Components")).to_contain_text(count(site))
    await expect(page.get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    await expect(page.get_by_role("button", name="Add widget")).to_have_count(0)


async def test_it_is_deleted_after_a_question(owner: Open, site: Site, dashboard: str) -> None:
    visit = await owner(f"/dashboards/{dashboard}")
    page = visit.page
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await heading(page, "Dashboards")
    assert site.api.get(f"/v1/pages/{dashboard}").status_code == 404


async def test_it_is_a_favourite_and_found_in_the_list(owner: Open, site: Site, dashboard: str) -> None:
    visit = await owner(f"/dashboards/{dashboard}")
    page = visit.page
    async with page.expect_response(
        lambda answer: "/v1/me/favourites" in answer.url and answer.request.method == "PUT"
    ):
        await page.get_by_role("button", name="Add to favourites").click()
    await page.get_by_role("button", name="Remove from favourites").wait_for()
    kept = site.api.get("/v1/me/favourites").json()["favourites"]
    assert dashboard in [each["identifier"] for each in kept]
    for number in range(4):
        site.api.post("/v1/pages", json={"type": "dashboard", "title": f"{dashboard} {number}"}).raise_for_status()
    await page.goto(f"{site.url}/dashboards")
    entry = page.get_by_role("main").get_by_role("link", name="Harbour").first
    await expect(entry).to_contain_text(f"{len(WIDGETS)} widgets")
    await expect(entry).to_contain_text("Ida Berg")
    await page.get_by_role("searchbox", name="Find dashboards").fill(f"{dashboard} 2")
    await expect(page.get_by_role("main").get_by_role("link")).to_have_count(1)
    await page.get_by_role("searchbox", name="Find dashboards").fill("no such thing")
    await page.get_by_text("No dashboard is called").wait_for()


async def test_a_chart_is_saved_as_a_picture(owner: Open, dashboard: str) -> None:
    page = (await owner(f"/dashboards/{dashboard}")).page
    await expect(card(page, "Lifecycle").locator("figure svg")).to_be_visible()
    await settled(page)
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="Save as image: Lifecycle").click()
    download = await waiting.value
    assert download.suggested_filename == "Lifecycle.png"
    await download.save_as(SCREENS / "chart-picture.png")
    picture = (SCREENS / "chart-picture.png").read_bytes()
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG")
    assert min(width, height) > 200
    seen = await page.evaluate(COLOURS_OF, base64.b64encode(picture).decode())
    assert max(seen.values()) > 20, "the chart and its words are drawn"


async def test_a_whole_dashboard_is_saved_as_a_picture(owner: Open, dashboard: str) -> None:
    page = (await owner(f"/dashboards/{dashboard}")).page
    await expect(card(page, "Table").get_by_role("row")).to_have_count(51)
    await expect(page.locator("figure svg")).to_have_count(3)
    await settled(page)
    box = await page.evaluate(
        "() => { const p = document.querySelector('main .page'); return [p.scrollWidth, p.scrollHeight]; }"
    )
    await page.get_by_role("button", name="More actions").click()
    async with page.expect_download() as waiting:
        await page.get_by_role("menuitem", name="Save as image").click()
    download = await waiting.value
    assert download.suggested_filename == "Harbour.png"
    await download.save_as(SCREENS / "dashboard-picture.png")
    picture = (SCREENS / "dashboard-picture.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (2 * (box[0] + 48), 2 * (box[1] + 48)), (
        "twice as large, with a margin"
    )
    seen = await page.evaluate(COLOURS_OF, base64.b64encode(picture).decode())
    assert min(seen.values()) > 20, f"every card has words and lines of its own: {seen}"


async def test_bars_are_split_by_a_second_value(owner: Open, site: Site) -> None:
    stack = {"id": "stack", "type": "bar-chart", "title": "Types", "property": "property#type",
             "breakdownProperty": "lifecycle", "dataset": COMPONENTS}  # fmt: skip
    body = {"type": "dashboard", "title": f"Stacks {ids.token(6).lower()}", "widgets": [stack]}
    name = site.api.post("/v1/pages", json=body).raise_for_status().json()["identifier"]
    page = (await owner(f"/dashboards/{name}")).page
    await expect(card(page, "Types").get_by_role("listitem").filter(has_text="deprecated")).to_be_visible()
    await inspect(page, "dashboard-stacks")
    await page.get_by_role("button", name="Show as table: Types").click()
    service = card(page, "Types").get_by_role("row", name="service")
    await expect(service.get_by_role("cell").first).to_have_text(count(site, type="service", lifecycle="production"))
    await page.get_by_role("button", name="Show as chart: Types").click()
    await card(page, "Types").get_by_role("button", name="website", exact=True).press("Enter")
    await heading(page, "Components")
    await expect(page.get_by_text(f"{count(site, type='website')} of {count(site)} entities")).to_be_visible()


async def test_a_page_that_may_not_be_embedded_says_which_setting_allows_it(owner: Open, site: Site) -> None:
    frame = {"id": "board", "type": "iframe-widget", "title": "Board", "url": "https://board.example/1"}
    body = {"type": "dashboard", "title": f"Frames {ids.token(6).lower()}", "widgets": [frame]}
    name = site.api.post("/v1/pages", json=body).raise_for_status().json()["identifier"]
    page = (await owner(f"/dashboards/{name}")).page
    await expect(card(page, "Board")).to_contain_text("https://board.example")
    await expect(card(page, "Board")).to_contain_text("SEAWAY_FRAME_ALLOW")
    await expect(page.locator("iframe")).to_have_count(0)
