"""Editing in the catalog table: one cell in place, many rows by plan, and taking it back; and exports."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser.conftest import Open, Site
from tests.browser.look import inspect

COMPONENTS = "/v1/blueprints/component/entities"


def value(site: Site, identifier: str, name: str) -> object:
    """Return a property as the server has it."""
    entity = site.api.get(f"{COMPONENTS}/{identifier.replace('/', '%2F')}").raise_for_status().json()["entity"]
    return entity["properties"].get(name)


async def row_of(page: Page, identifier: str) -> None:
    """Return when the entity is the only row."""
    await expect(page.locator("[data-index='0'] a[data-open]")).to_have_text(f"Test {identifier}")


async def test_a_cell_is_edited_by_keyboard_and_taken_back(owner: Open, site: Site, fresh: Callable[..., str]) -> None:
    identifier = fresh(lifecycle="production")
    page = (await owner(f"/catalog/components?q={identifier.removeprefix('quay/')}")).page
    await row_of(page, identifier)
    cell = page.locator("[data-index='0'] [data-col='lifecycle']")
    await page.locator("[data-index='0'] a[data-open]").focus()
    for _ in range(12):
        await page.keyboard.press("ArrowRight")
        if await cell.evaluate("(node) => node === document.activeElement"):
            break
    await page.keyboard.press("e")
    field = page.get_by_role("textbox", name=f"Lifecycle of Test {identifier}")
    await field.fill("retired")
    await inspect(page, "catalog-edit-cell")
    await page.keyboard.press("Escape")
    await expect(cell).to_have_text("production")
    await cell.dblclick()
    await field.fill("retired")
    await page.keyboard.press("Enter")
    await page.get_by_text(f"Changed Lifecycle of Test {identifier}.").wait_for()
    await expect(cell).to_have_text("retired")
    assert value(site, identifier, "lifecycle") == "retired"
    await page.get_by_role("button", name="Undo").click()
    await expect(cell).to_have_text("production")


async def test_a_refused_value_stays_at_the_cell_with_the_reason(owner: Open, fresh: Callable[..., str]) -> None:
    identifier = fresh(lifecycle="production")
    visit = await owner(f"/catalog/components?q={identifier.removeprefix('quay/')}")
    page = visit.page
    await row_of(page, identifier)
    visit.watch.expect(422, f"{COMPONENTS}/{identifier.replace('/', '%2F')}")
    await page.locator("[data-index='0'] a[data-open]").focus()
    await page.keyboard.press("e")
    field = page.get_by_role("textbox", name=f"Name of Test {identifier}")
    await field.fill("x" * 5000)
    await page.keyboard.press("Enter")
    await page.get_by_role("alert").wait_for()
    await expect(field).to_be_visible()


async def test_all_that_match_are_changed_by_plan_and_taken_back(
    owner: Open, site: Site, fresh: Callable[..., str]
) -> None:
    mark = "sweep-" + fresh().rpartition("/")[2]
    names = [fresh(lifecycle="production", description=mark) for _ in range(3)]
    query = f'[{{"on":"description","op":"is","v":["{mark}"]}}]'
    page = (await owner(f"/catalog/components?f={query}")).page
    await expect(page.get_by_test_id("count")).to_contain_text("3 of")
    await page.get_by_role("checkbox", name="Select all rows").check()
    await page.get_by_text("3 selected").wait_for()
    await page.get_by_role("button", name="Edit…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Field").select_option(label="Lifecycle")
    await dialog.get_by_role("textbox", name="Value").fill("retired")
    await dialog.get_by_role("button", name="Show the plan").click()
    await expect(dialog.get_by_role("list", name="What would happen").get_by_role("listitem")).to_have_count(3)
    await inspect(page, "catalog-bulk-plan")
    await dialog.get_by_role("button", name="Change 3 entities").click()
    await page.get_by_text("Changed 3 entities.").wait_for()
    assert {value(site, name, "lifecycle") for name in names} == {"retired"}
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("[data-index='2'] [data-col='lifecycle']")).to_have_text("production")
    await page.get_by_role("checkbox", name="Select all rows").check()
    await page.get_by_role("button", name="Delete…").click()
    await dialog.get_by_role("button", name="Delete 3 entities").click()
    await page.get_by_text("Deleted 3 entities.").wait_for()
    await page.get_by_text("Nothing matches").wait_for()


async def test_what_is_shown_is_exported(owner: Open, tmp_path: Path) -> None:
    page = (await owner("/catalog/components?q=crane&sort=%24title.desc&cols=lifecycle")).page
    await expect(page.get_by_test_id("count")).to_contain_text("12 of")
    await page.get_by_role("button", name="Export").click()
    async with page.expect_download() as waiting:
        await page.get_by_role("menuitem", name="CSV of these rows").click()
    download = await waiting.value
    assert download.suggested_filename == "components.csv"
    await download.save_as(tmp_path / "out.csv")
    [head, *rows] = csv.reader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig")))
    assert head == ["$identifier", "$title", "lifecycle"]
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    assert len(rows) == 12
