"""Bringing files in from the page, with their verdicts; sources, and taking them back."""

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from seaway.kit import ids
from tests.browser import harbour
from tests.browser.conftest import Open, Site, heading, wait_for_import
from tests.browser.look import NARROW, WIDE, inspect

SHIPS = Path(__file__).parents[3] / "docs" / "how-to" / "files" / "ships.csv"


async def choose(page: Page, *files: Path) -> None:
    """Choose files on the first step."""
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Choose files").click()
    await (await chooser.value).set_files(list(files))


async def upload(page: Page, archive: Path) -> None:
    """Choose an archive and ask what importing it would do."""
    await choose(page, archive)
    await page.get_by_role("textbox", name="Source").fill("tugs")
    await page.get_by_role("button", name="Preview", exact=True).click()


async def test_upload_an_archive(owner: Open, site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "tugs.tar.gz"
    archive.write_bytes(harbour.archive(harbour.NEWCOMERS))
    page = (await owner("/imports/new")).page
    await upload(page, archive)
    await page.get_by_text("broken.yaml:").wait_for()
    await inspect(page, "import-backstage-preview")
    await page.get_by_text("Plan", exact=True).click()
    await page.get_by_text(re.compile("tug.api", re.IGNORECASE)).first.wait_for()
    await inspect(page, "import-backstage-plan")
    assert not [one for one in site.api.get("/v1/imports").json()["imports"] if one["source"] == "tugs"]
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_role("textbox", name="Source")).to_have_value("tugs")
    await page.get_by_role("button", name="Preview", exact=True).click()
    await page.get_by_role("button", name=re.compile(r"^Import \d+ documents?$")).click()
    await heading(page, "tugs")
    await page.get_by_text("Completed").first.wait_for()
    table = page.get_by_role("table", name="Documents of the import, table")
    await expect(table.get_by_role("row").filter(has_text="tugs/catalog-info.yaml")).to_contain_text("Accepted")
    await page.get_by_text("Rejected", exact=True).first.wait_for()
    refused = table.get_by_role("row").filter(has_text="broken.yaml")
    await expect(refused).to_contain_text("name")
    await inspect(page, "import-done")
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name="Search").fill("tug api")
    await page.get_by_role("option", name="Tug API").wait_for()


async def test_refuses_what_is_no_archive(owner: Open, tmp_path: Path) -> None:
    archive = tmp_path / "tugs.tar.gz"
    archive.write_bytes(b"not an archive")
    visit = await owner("/imports/new")
    for status in (400, 415, 422):
        visit.watch.expect(status, "/v1/imports")
    await upload(visit.page, archive)
    await visit.page.get_by_text("The import cannot be tried.").wait_for()
    await inspect(visit.page, "import-refused")


async def test_files_of_backstage_are_packed_in_the_page(owner: Open, tmp_path: Path) -> None:
    document = (
        "apiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata: {name: %s}\nspec: {type: crane, owner: crew}\n"
    )
    files = [tmp_path / f"{name}.yaml" for name in ("north", "south")]
    for file in files:
        file.write_text(document % f"crane-{file.stem}")
    page = (await owner("/imports/new")).page
    await choose(page, *files)
    await inspect(page, "import-backstage-file")
    await page.get_by_role("textbox", name="Source").fill("cranes")
    await page.get_by_role("button", name="Preview", exact=True).click()
    await page.get_by_role("button", name="Import 2 documents").click()
    await heading(page, "cranes")
    await page.get_by_text("Completed").first.wait_for()
    for name in ("north", "south"):
        await page.get_by_text(f"resource:default/crane-{name}").wait_for()


async def test_a_table_becomes_a_blueprint(owner: Open, tmp_path: Path) -> None:
    """The guide's file: columns are guessed, a place is changed, one line is rejected, downloaded, mended, imported."""
    page = (await owner("/imports/new")).page
    await page.get_by_role("heading", level=1).wait_for()
    await inspect(page, "import-file")
    await choose(page, SHIPS)
    await page.get_by_role("table", name="Columns").wait_for()
    await page.get_by_label("Where Call sign goes").select_option("Identifier")
    await page.get_by_label("Where Ship goes").select_option("Title")
    await expect(page.get_by_label("Type of the property for Cranes")).to_have_value("number")
    await page.get_by_label("Property for Website", exact=True).fill("home page")
    await page.get_by_text("Use letters, digits").wait_for()
    await expect(page.get_by_role("button", name="Preview")).to_be_disabled()
    await page.get_by_label("Property for Website", exact=True).fill("homepage")
    await inspect(page, "import-map")
    await page.get_by_role("button", name="Preview").click()
    await page.get_by_text("must be a number").wait_for()
    await page.get_by_text("ships.csv:5").wait_for()
    await inspect(page, "import-preview")
    await page.get_by_text("Plan", exact=True).click()
    await page.get_by_text("ships/DABC1").first.wait_for()
    await inspect(page, "import-preview-plan")
    await page.get_by_role("button", name="Import 5 rows").click()
    await heading(page, "ships.csv")
    await page.get_by_text("Completed").first.wait_for()
    await inspect(page, "import-table-done")
    async with page.expect_download() as rejected:
        await page.get_by_role("link", name="Download rejected rows").click()
    mended = tmp_path / "mended.csv"
    mended.write_text((await (await rejected.value).path()).read_text().replace("two", "2"))

    await page.get_by_role("link", name="Import a new file").click()
    await page.get_by_text("as the last import of ships.csv mapped them").wait_for()
    await choose(page, mended)
    await expect(page.get_by_label("Where Call sign goes")).to_have_value("$identifier")
    await expect(page.get_by_label("Where $reason goes")).to_have_value("")
    await page.get_by_role("button", name="Preview").click()
    await page.get_by_role("checkbox", name="Delete what is not in this file").wait_for()
    await page.get_by_role("button", name="Import 1 row").click()
    await page.get_by_text("Completed").first.wait_for()
    await page.get_by_role("link", name="Open in the catalog").click()
    await heading(page, "Ships")
    await page.get_by_text("Delphinus").first.wait_for()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_a_column_becomes_a_new_relation(
    owner: Open, site: Site, tmp_path: Path, viewport: dict[str, int]
) -> None:
    mark = ids.token(6).lower()
    for name in (f"quay_{mark}", f"crane_{mark}"):
        body = {"identifier": name, "title": name, "schema": {"properties": {}}}
        assert site.api.post("/v1/blueprints", json=body).status_code == 201
    quay = {"identifier": "west", "title": "Quay West"}
    assert site.api.post(f"/v1/blueprints/quay_{mark}/entities", json=quay).status_code == 201
    file = tmp_path / f"crane_{mark}.csv"
    file.write_text(f"Identifier,Quay {mark}\nc1,Quay West\n")

    page = (await owner("/imports/new", viewport)).page
    await choose(page, file)
    column = f"Quay {mark}"
    await page.get_by_label(f"Where {column} goes").select_option("New relation…")
    await expect(page.get_by_label(f"What {column} leads to")).to_have_value(f"quay_{mark}")
    await page.get_by_label(f"Relation for {column}").fill("quay")
    await page.get_by_label(f"How {column} names its target").select_option("by title")
    await inspect(page, "import-relation")
    await page.get_by_role("button", name="Preview").click()
    await page.get_by_text(f"quay → quay_{mark}").first.wait_for()
    await page.get_by_text("quay → west").or_(page.get_by_text(f"quay → quay_{mark}/west")).first.wait_for()
    await inspect(page, "import-relation-plan")
    await page.get_by_role("button", name="Import 1 row").click()
    await page.get_by_text("Completed").first.wait_for()
    crane = site.api.get(f"/v1/blueprints/crane_{mark}/entities/c1").json()["entity"]
    assert crane["relations"] == {"quay": "west"}


async def test_a_source_is_taken_back_after_its_name_is_typed(owner: Open, site: Site) -> None:
    mapping = {"blueprint": "cargo", "create": {}, "columns": [{"column": "name", "to": "$title"}]}
    upload = {"file": ("cargo.csv", b"name\nWheat\nSalt\n")}
    fields = {"source": "cargo.csv", "mapping": json.dumps(mapping)}
    answer = site.api.post("/v1/imports", data=fields, files=upload).raise_for_status()
    wait_for_import(site.api, answer.json()["import"]["id"])
    page = (await owner("/imports/sources")).page
    await inspect(page, "sources")
    await page.get_by_role("button", name="Remove cargo.csv").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_text("3 objects are deleted").wait_for()
    await inspect(page, "source-remove")
    await expect(dialog.get_by_role("button", name="Remove the source")).to_be_disabled()
    await dialog.get_by_label("Type cargo.csv to confirm").fill("cargo.csv")
    await page.keyboard.press("Enter")
    await page.get_by_text("cargo.csv was removed.").wait_for()
    await expect(page.get_by_role("button", name="Remove cargo.csv")).to_have_count(0)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_history_lists_previews_to_those_who_ask(owner: Open, site: Site, viewport: dict[str, int]) -> None:
    upload = {"file": ("skiffs.tar.gz", harbour.archive(harbour.NEWCOMERS))}
    answer = site.api.post("/v1/imports", data={"source": "skiffs", "dryRun": "true"}, files=upload)
    wait_for_import(site.api, answer.raise_for_status().json()["import"]["id"])
    page = (await owner("/imports", viewport)).page
    await page.get_by_role("link", name="harbour").first.wait_for()
    line = page.get_by_role("listitem").filter(has_text="skiffs")
    await expect(line).to_have_count(0)
    await page.get_by_label("Previews too").press("Space")
    await expect(line.first).to_contain_text("Dry run")
    await inspect(page, "imports-previews")
    await page.reload()
    await expect(line.first).to_contain_text("Dry run")
    await expect(page.get_by_role("link", name="History")).to_have_attribute("aria-current", "page")
    await page.get_by_label("Previews too").press("Space")
    await expect(line).to_have_count(0)
    assert "previews" not in page.url
    await page.goto(f"{site.url}/imports?previews=perhaps")  # not what the page writes: as if it were not there
    await page.get_by_role("link", name="harbour").first.wait_for()
    await expect(line).to_have_count(0)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_steps_fit_every_window(owner: Open, viewport: dict[str, int]) -> None:
    page = (await owner("/imports/new", viewport)).page
    await choose(page, SHIPS)
    await page.get_by_role("table", name="Columns").wait_for()
    await inspect(page, "import-columns")
    await page.get_by_role("button", name="Preview").click()
    await page.get_by_role("button", name="Import 5 rows").wait_for()
    await inspect(page, "import-tried")


async def test_a_file_that_is_no_table_is_refused_in_a_sentence(owner: Open, tmp_path: Path) -> None:
    file = tmp_path / "broken.csv"
    file.write_text("name,name\n1,2\n")
    visit = await owner("/imports/new")
    visit.watch.expect(422, "/v1/imports/tables")
    await choose(visit.page, file)
    await visit.page.get_by_text("two columns are called 'name'").wait_for()
    await inspect(visit.page, "import-unreadable")


async def test_a_dropped_file_of_traps_does_nothing(owner: Open) -> None:
    page = (await owner("/imports/new")).page
    trap = "<img src=x onerror=window.pwned=1>"
    text = f'name,{trap}\n"{trap}",javascript:window.pwned=1\n'
    dropped = await page.evaluate_handle(
        """(text) => {
          const held = new DataTransfer();
          held.items.add(new File([text], 'traps.csv', { type: 'text/csv' }));
          return held;
        }""",
        text,
    )
    await page.get_by_text("Drop files here").dispatch_event("drop", {"dataTransfer": dropped})
    await page.get_by_role("table", name="Columns").wait_for()
    await expect(page.get_by_role("rowheader").nth(1)).to_contain_text(trap)
    await page.get_by_role("button", name="Preview").click()
    await page.get_by_role("button", name="Import 1 row").wait_for()
    await page.get_by_text("Plan", exact=True).click()
    await page.get_by_text("onerror").first.wait_for()
    assert await page.evaluate("() => 'pwned' in window") is False
