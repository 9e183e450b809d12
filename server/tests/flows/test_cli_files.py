"""`seaway import`, `sources`, `apply`, `export` and `sample` against a Seaway that really runs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.harness import Installation, installed
from tests.imports.files import COMPONENT, GROUP, documents

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def signed_in() -> Iterator[Installation]:
    """An installation for this module, with a machine's credentials in the environment of its commands."""
    with installed() as installation:
        installation.start()
        made = json.loads(installation.seaway("admin", "credentials", "create", "cli", "-o", "json").stdout)
        installation.settings["SEAWAY_CLIENT_ID"] = made["clientId"]
        installation.settings["SEAWAY_CLIENT_SECRET"] = made["clientSecret"]
        yield installation


def test_files_go_in_with_a_record_each_and_come_out_as_they_were(signed_in: Installation, tmp_path: Path) -> None:
    """One record per document with these fields; exit code 3 tells that one was rejected."""
    folder = tmp_path / "harbour"
    (folder / "b").mkdir(parents=True)
    (folder / "catalog-info.yaml").write_text(documents(COMPONENT, COMPONENT.replace("owner: crew", "owner: 7")))
    (folder / "b" / "catalog-info.yaml").write_text(GROUP)
    (folder / "b" / "link.yaml").symlink_to("/etc/passwd")
    planned = signed_in.seaway("import", "backstage", str(folder), "--dry-run")
    assert (planned.returncode, planned.stdout) == (3, "")
    assert "REJECTED harbour/catalog-info.yaml, document 2: " in planned.stderr
    assert "+ component/quay/berth-planner" in planned.stderr
    done = signed_in.seaway("import", "backstage", str(folder), "-o", "json")
    assert done.returncode == 3, done.stderr
    records = json.loads(done.stdout)
    assert [(record["file"], record["index"], record["result"]) for record in records] == [
        ("harbour/b/catalog-info.yaml", 0, "accepted"),
        ("harbour/catalog-info.yaml", 0, "accepted"),
        ("harbour/catalog-info.yaml", 1, "rejected"),
    ]
    assert set(records[0]) == {"file", "index", "ref", "result", "reason", "relations"}
    assert ["component:quay/berth-planner", "ownedBy", "group:quay/crew"] in records[1]["relations"]
    out = tmp_path / "out"
    exported = signed_in.seaway("export", "--format", "backstage", "--source", "harbour", "--to", str(out))
    assert exported.returncode == 0, exported.stderr
    again = signed_in.seaway("import", "backstage", str(out / "harbour"))
    assert (again.returncode, "2 unchanged" in again.stderr) == (0, True), again.stderr


def test_one_file_is_imported_under_its_own_name(signed_in: Installation, tmp_path: Path) -> None:
    file = tmp_path / "planner.yaml"
    file.write_text(COMPONENT.replace("berth-planner", "tide-planner"))
    done = signed_in.seaway("import", "backstage", str(file), "-o", "json")
    assert (done.returncode, [record["file"] for record in json.loads(done.stdout)]) == (0, ["planner.yaml"])
    assert signed_in.seaway("import", "backstage", str(tmp_path / "nothing")).returncode == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    refused = signed_in.seaway("import", "backstage", str(empty))
    assert (refused.returncode, "no YAML files" in refused.stderr) == (1, True)


SHIPS = Path(__file__).parents[3] / "docs" / "how-to" / "files" / "ships.csv"


def test_a_table_is_imported_as_the_guide_says(signed_in: Installation, tmp_path: Path) -> None:
    """The file of the guide: one line is broken, the rest becomes a new blueprint; a second file needs no options."""
    asked = ("import", "csv", str(SHIPS), "--blueprint", "ship", "--create-blueprint", "--map", "Call sign=$identifier")
    planned = signed_in.seaway(*asked, "--dry-run")
    assert "+ blueprint ship" in planned.stderr, planned.stderr
    done = signed_in.seaway(*asked)
    assert (done.returncode, "5 created" in done.stderr) == (3, True), done.stderr
    assert "REJECTED ships.csv, line 5: Cranes: must be a number" in done.stderr
    again = signed_in.seaway(*asked, "-o", "json")
    assert {row["change"] for row in json.loads(again.stdout) if row["result"] == "accepted"} == {"unchanged"}
    rows = tmp_path / "more.json"
    rows.write_text('[{"Call sign": "ZULU1", "Ship": "Zulu", "Cranes": 1, "Home": "x"}]')
    more = signed_in.seaway(
        "import", "json", str(rows), "-b", "ship", "--map", "Call sign=identifier", "--map", "Ship=title"
    )
    assert (more.returncode, "1 created" in more.stderr, "Left out: Home" in more.stderr) == (0, True, True), (
        more.stderr
    )
    wrong = signed_in.seaway("import", "csv", str(SHIPS), "-b", "ship", "--map", "Nope=title")
    assert (wrong.returncode, "'Nope'" in wrong.stderr) == (2, True)
    listed = json.loads(signed_in.seaway("sources", "list", "-o", "json").stdout)
    assert next(each["owns"] for each in listed if each["name"] == "ships.csv") == [
        {"blueprint": "ship", "entities": 5}
    ]
    gone = signed_in.seaway("sources", "remove", "ships.csv", "--yes")
    assert (gone.returncode, "- ship/" in gone.stderr) == (0, True), gone.stderr
    assert signed_in.seaway("get", "ship", "ZULU1").returncode == 0


def test_a_column_becomes_a_relation_that_the_blueprint_lacks(signed_in: Installation, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors.csv"
    anchors.write_text("Name,Ship,Chains\nBower,Delphinus,c1;c2\n")
    made = ("-b", "anchor", "--create-blueprint", "--map", "Ship=ship->anchor", "--map", "Chains=chains->>anchor")
    planned = signed_in.seaway("import", "csv", str(anchors), *made, "--dry-run")
    assert "+ anchor/Bower ship anchor/Delphinus" in planned.stderr, planned.stderr
    done = signed_in.seaway("import", "csv", str(anchors), *made)
    assert (done.returncode, "1 created" in done.stderr) == (0, True), done.stderr
    shown = json.loads(signed_in.seaway("get", "blueprints", "anchor", "-o", "json").stdout)
    relations = {name: (each["target"], each["many"]) for name, each in shown["relations"].items()}
    assert relations == {"ship": ("anchor", False), "chains": ("anchor", True)}


def test_held_removals_say_what_to_do(signed_in: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "fleet"
    folder.mkdir()
    file = folder / "catalog-info.yaml"
    file.write_text(documents(*(COMPONENT.replace("berth-planner", f"ship-{number}") for number in range(15))))
    assert signed_in.seaway("import", "backstage", str(folder)).returncode == 0
    file.write_text(COMPONENT.replace("berth-planner", "ship-0"))
    held = signed_in.seaway("import", "backstage", str(folder))
    assert (held.returncode, "--confirm-removals" in held.stderr) == (3, True)
    assert "- component/quay/ship-7" in held.stderr
    done = signed_in.seaway("import", "backstage", str(folder), "--confirm-removals")
    assert (done.returncode, "14 removed" in done.stderr) == (0, True), done.stderr


def test_what_is_exported_may_be_applied_and_changes_nothing(signed_in: Installation, tmp_path: Path) -> None:
    """A changed document is shown, asked about, and then written; without a terminal only --yes agrees."""
    assert signed_in.seaway("sample", "load", "--yes").returncode == 0
    exported = signed_in.seaway("export")
    assert exported.returncode == 0, exported.stderr
    file = tmp_path / "all.yaml"
    file.write_text(exported.stdout)
    same = signed_in.seaway("apply", "-f", str(file))
    assert (same.returncode, "nothing changes" in same.stderr) == (0, True), same.stderr
    team = "kind: entity\nblueprint: _team\nidentifier: pilots\ntitle: Pilots\n"
    asked = signed_in.seaway("apply", "-f", "-", stdin=team)
    assert (asked.returncode, "+ _team/pilots" in asked.stderr) == (1, True)
    assert signed_in.seaway("get", "_team", "pilots").returncode == 1
    assert signed_in.seaway("apply", "-f", "-", "--yes", stdin=team).returncode == 0
    assert signed_in.seaway("get", "_team", "pilots").returncode == 0
    wrong = signed_in.seaway("apply", "-f", "-", "--yes", stdin=team.replace("title: Pilots", "title: 7"))
    assert (wrong.returncode, "documents[1].title" in wrong.stderr) == (1, True)


def test_the_sample_is_removed_after_its_plan(signed_in: Installation) -> None:
    assert signed_in.seaway("sample", "load", "--yes").returncode == 0
    planned = signed_in.seaway("sample", "remove", "--dry-run")
    assert "- incident/inc-001" in planned.stderr or "more" in planned.stderr
    assert signed_in.seaway("sample", "remove", "--yes").returncode == 0
    again = signed_in.seaway("sample", "remove")
    assert (again.returncode, "nothing changes" in again.stderr) == (0, True)
