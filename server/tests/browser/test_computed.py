"""Computed properties: made with a preview, sorted and filtered as stored ones are, explained, and followed live."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from seaway.kit import clock
from tests.browser.conftest import Open, Site, heading
from tests.browser.look import inspect

QUAY = {
    "identifier": "quay",
    "title": "Quay",
    "schema": {"properties": {"rate": {"type": "number", "title": "Rate"}}},
}
DOCK: dict[str, Any] = {
    "identifier": "dock",
    "title": "Dock",
    "schema": {
        "properties": {
            "grade": {
                "type": "string",
                "title": "Grade",
                "enum": ["gold", "silver"],
                "enumColors": {"gold": "gold", "silver": "silver"},
            }
        }
    },
    "relations": {"quay": {"target": "quay", "required": False, "many": False}},
    "aggregationProperties": {
        "hands": {
            "type": "number",
            "title": "Hands",
            "target": "vessel",
            "calculationSpec": {"calculationBy": "property", "func": "sum", "property": "crew"},
        }
    },
}
VESSEL: dict[str, Any] = {
    "identifier": "vessel",
    "title": "Vessel",
    "schema": {"properties": {"crew": {"type": "number", "title": "Crew"}}},
    "relations": {"dock": {"title": "Dock", "target": "dock", "required": False, "many": False}},
    "mirrorProperties": {"grade": {"title": "Grade", "path": "dock.grade"}},
    "calculationProperties": {
        "boats": {
            "type": "number",
            "title": "Boats",
            "calculation": 'if .properties.crew > 50 then error("too many for boats") else .properties.crew / 2 end',
        }
    },
}
CREWS = {"argo": 8, "beagle": 40, "calypso": 12, "dreadnought": 700}


@dataclass(frozen=True)
class Program:
    """What changes entities while a person looks."""

    api: httpx.Client


@pytest.fixture(scope="module")
def fleet(site: Site) -> Iterator[Program]:
    """A quay, two docks and four vessels, and a program that changes them."""
    for blueprint in (QUAY, {**DOCK, "aggregationProperties": {}}, VESSEL):
        site.api.post("/v1/blueprints", json=blueprint).raise_for_status()
    hands = {"aggregationProperties": DOCK["aggregationProperties"]}
    site.api.patch("/v1/blueprints/dock", json=hands).raise_for_status()
    made: list[tuple[str, dict[str, Any]]] = [
        ("quay", {"identifier": "north", "title": "North", "properties": {"rate": 7}})
    ]
    for name, grade in (("old", "silver"), ("new", "gold")):
        made.append(
            (
                "dock",
                {
                    "identifier": name,
                    "title": f"{name.capitalize()} dock",
                    "properties": {"grade": grade},
                    "relations": {"quay": "north"},
                },
            )
        )
    for number, (name, crew) in enumerate(CREWS.items()):
        relations = {"dock": "new" if number % 2 else "old"}
        properties = {"crew": crew}
        body = {"identifier": name, "title": name.capitalize(), "properties": properties, "relations": relations}
        made.append(("vessel", body))
    for blueprint_name, body in made:
        site.api.post(f"/v1/blueprints/{blueprint_name}/entities", json=body).raise_for_status()
    with site.installation.client() as program:
        yield Program(program)


async def row(page: Page, name: str) -> Locator:
    """Return the row of an entity when it is there."""
    found = page.get_by_role("row").filter(has_text=name)
    await found.wait_for()
    return found


async def order(page: Page, *names: str) -> None:
    """Return when the rows are these, from the top."""
    await expect(page.locator("[role=row] a[data-open]")).to_have_text(names)


async def add(page: Page, kind: str, title: str) -> Locator:
    """Add a computed property; return its editor."""
    await page.get_by_role("button", name="Add computed property").click()
    dialog = page.get_by_role("dialog", name="Add a computed property")
    await dialog.get_by_role("combobox", name="Type").click()
    await page.get_by_role("option", name=kind).click()
    await dialog.get_by_label("Title").fill(title)
    await dialog.get_by_role("button", name="Add", exact=True).click()
    return page.get_by_role("list", name=kind).get_by_role("listitem").filter(has_text=title)


async def save(page: Page) -> None:
    """Save the blueprint, and return when it is."""
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("Unsaved changes")).to_have_count(0)


@pytest.mark.usefixtures("fleet")
async def test_they_are_made_with_a_preview(owner: Open, site: Site) -> None:
    visit = await owner("/builder/blueprints/vessel?mode=form")
    page = visit.page
    await heading(page, "Vessel")

    editor = await add(page, "Mirror", "Rate")
    results = editor.get_by_role("table", name="Preview")
    await expect(results.get_by_role("row").filter(has_text="Argo")).to_contain_text("Old dock")
    path = editor.get_by_role("combobox", name="Path")
    await path.fill("")
    await editor.get_by_text("Fill in the fields above").wait_for()
    await path.click()
    for hop in ("dock.", "dock.quay.", "dock.quay.rate"):
        await page.get_by_role("option", name=hop, exact=True).click()
    await expect(path).to_have_value("dock.quay.rate")
    await expect(results.get_by_role("row")).to_have_count(4)
    await expect(results.get_by_role("row").filter(has_text="Argo")).to_contain_text("7")
    await save(page)

    visit.watch.expect(422, "/v1/blueprints/vessel/computed/preview")
    editor = await add(page, "Calculation", "Pay")
    results = editor.get_by_role("table", name="Preview")
    await editor.get_by_role("combobox", name="Type").click()
    await page.get_by_role("option", name="Number").first.click()
    program = editor.get_by_role("textbox", name="Expression (jq)")
    await program.fill(".properties.crew\n  | . *")
    await expect(editor.get_by_text("Line 2, column")).to_be_visible()
    await editor.get_by_text("It could not be saved so.").wait_for()
    await inspect(page, "computed-refused")
    await program.fill('.properties.crew | if . > 500 then error("a navy") else . * 10 end')
    await expect(results.get_by_role("row").filter(has_text="Beagle")).to_contain_text("400")
    await expect(results.get_by_role("row").filter(has_text="Dreadnought")).to_contain_text("a navy")
    await editor.scroll_into_view_if_needed()
    await inspect(page, "computed-preview")
    await editor.get_by_role("combobox", name="Entity to try it on").fill("Caly")
    await page.get_by_role("option", name="Calypso").click()
    await expect(results.get_by_role("row")).to_have_count(1)
    await expect(results).to_contain_text("120")
    await save(page)

    editor = await add(page, "Aggregation", "Vessels here")
    results = editor.get_by_role("table", name="Preview")
    await editor.get_by_role("combobox", name="Over entities of").click()
    await page.get_by_role("option", name="Dock dock").click()
    await editor.get_by_role("combobox", name="Figure").click()
    await page.get_by_role("option", name="Count").click()
    await expect(results.get_by_role("row").filter(has_text="Argo")).to_contain_text("1")
    await save(page)
    made = site.api.get("/v1/blueprints/vessel").json()["blueprint"]
    assert made["mirrorProperties"]["rate"]["path"] == "dock.quay.rate"
    assert made["calculationProperties"]["pay"]["type"] == "number"
    assert made["aggregationProperties"]["vessels_here"]["target"] == "dock"


@pytest.mark.usefixtures("fleet")
async def test_the_table_sorts_filters_and_groups_by_them(owner: Open) -> None:
    page = (await owner("/catalog/vessels?cols=crew,grade,boats")).page
    await heading(page, "Vessels")
    await expect(await row(page, "Beagle")).to_contain_text("20")
    await page.get_by_role("columnheader", name="Boats").get_by_role("button").click()
    await page.get_by_role("columnheader", name="Boats").get_by_role("button").click()
    await order(page, "Beagle", "Calypso", "Argo", "Dreadnought")
    await page.get_by_role("button", name="Filter", exact=True).click()
    await page.get_by_label("Find a field").fill("Grade")
    await page.get_by_label("Find a field").press("Enter")
    await page.get_by_role("checkbox", name="silver").check()  # its choices are those of what it mirrors
    await page.get_by_role("button", name="Apply").click()
    await order(page, "Calypso", "Argo")
    await (await row(page, "Argo")).get_by_text("4", exact=True).dblclick()
    await page.get_by_text("Boats is computed: it changes with what it is computed from.").wait_for()
    await inspect(page, "computed-table")
    await page.goto(page.url.partition("?")[0] + "?cols=crew,grade,boats&group=grade")
    await page.get_by_role("button", name="gold").wait_for()
    await expect(await row(page, "silver")).to_contain_text("Ø 5")


@pytest.mark.usefixtures("fleet")
async def test_the_page_of_an_entity_says_why(owner: Open) -> None:
    page = (await owner("/e/vessel/dreadnought")).page
    await heading(page, "Dreadnought")
    await page.get_by_text("Not computed: too many for boats").wait_for()
    sign = page.get_by_role("img", name="Mirror of dock.grade")
    await sign.focus()
    await page.get_by_role("tooltip").filter(has_text="Mirror of dock.grade").wait_for()
    await inspect(page, "computed-entity")
    await page.get_by_role("switch", name="Show sources").check(force=True)
    await expect(page.get_by_text("Mirror of dock.grade")).to_be_visible()
    await page.goto(f"{page.url}?at={clock.iso(clock.now())}")
    await page.get_by_text("Not kept for the past").first.wait_for()


async def test_a_change_elsewhere_is_followed(owner: Open, fleet: Program) -> None:
    page = (await owner("/catalog/vessels?cols=grade")).page
    await expect(await row(page, "Argo")).to_contain_text("silver")
    dock = (await owner("/e/dock/old")).page
    hands = (
        dock.locator("dl > div")
        .filter(has=dock.get_by_role("img", name="Sum of crew over vessel"))
        .get_by_role("definition")
    )
    await expect(hands).to_have_text("20")
    fleet.api.patch("/v1/blueprints/dock/entities/old", json={"properties": {"grade": "gold"}}).raise_for_status()
    await expect(await row(page, "Argo")).to_contain_text("gold")
    fleet.api.patch("/v1/blueprints/vessel/entities/argo", json={"properties": {"crew": 30}}).raise_for_status()
    await expect(hands).to_have_text("42")
    fleet.api.patch("/v1/blueprints/dock/entities/old", json={"properties": {"grade": "silver"}}).raise_for_status()
    fleet.api.patch("/v1/blueprints/vessel/entities/argo", json={"properties": {"crew": 8}}).raise_for_status()
