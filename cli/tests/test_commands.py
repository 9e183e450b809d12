"""The command against one running Seaway."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.flows.harness import Installation, free_port, installed

pytestmark = pytest.mark.slow
CATALOG = """
kind: blueprint
identifier: berth
title: Berth
schema:
  properties:
    stage: {type: string}
    depth: {type: number}
    open: {type: boolean}
  required: []
relations:
  quay: {title: Quay, target: quay, required: true, many: false}
---
kind: blueprint
identifier: quay
title: Quay
schema: {properties: {note: {type: string}}, required: []}
---
kind: entity
blueprint: quay
identifier: port/north+1:=@x
title: North
---
kind: entity
blueprint: berth
identifier: b1
title: First berth
properties: {stage: production, depth: 4, open: true}
relations: {quay: port/north+1:=@x}
---
kind: entity
blueprint: berth
identifier: b2
title: Second berth
properties: {stage: beta, depth: 9.5, open: false}
relations: {quay: port/north+1:=@x}
"""
NORTH = "port/north+1:=@x"


@dataclass(frozen=True)
class Seaway:
    """The command, signed in by its environment, in a home of its own."""

    installation: Installation
    home: Path
    credentials: dict[str, str]

    def __call__(self, *arguments: str, stdin: str = "", **environ: str) -> "subprocess.CompletedProcess[str]":
        """Run it; `environ` overrides, and an empty value removes."""
        base = {name: value for name, value in os.environ.items() if not name.startswith("SEAWAY_")}
        mine = {"SEAWAY_URL": self.installation.url, "XDG_CONFIG_HOME": str(self.home), **self.credentials, **environ}
        command = [sys.executable, "-c", "from seaway_cli.main import main; main()", *arguments]
        kept = {name: value for name, value in {**base, **mine}.items() if value}
        return subprocess.run(command, env=kept, input=stdin, capture_output=True, text=True, timeout=120, check=False)

    def ok(self, *arguments: str, stdin: str = "") -> str:
        """Run it, expect success, and return what it printed."""
        ended = self(*arguments, stdin=stdin)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def listed(self, *arguments: str) -> list[str]:
        """Return the identifiers that `get` prints."""
        return sorted(each["identifier"] for each in json.loads(self.ok("get", *arguments, "-o", "json")))


@pytest.fixture(scope="module")
def seaway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seaway]:
    with installed() as installation:
        installation.start()
        made = installation.seaway("admin", "credentials", "create", "cli", "-o", "json")
        assert made.returncode == 0, made.stderr
        said = json.loads(made.stdout)
        credentials = {"SEAWAY_CLIENT_ID": said["clientId"], "SEAWAY_CLIENT_SECRET": said["clientSecret"]}
        command = Seaway(installation, tmp_path_factory.mktemp("home"), credentials)
        command.ok("apply", "-f", "-", "--yes", stdin=CATALOG)
        yield command


def test_on_the_servers_own_machine_nobody_need_sign_in(seaway: Seaway) -> None:
    """The address and the credentials come from the data folder; another address gets no credentials."""
    nobody = {"SEAWAY_CLIENT_ID": "", "SEAWAY_CLIENT_SECRET": ""}
    data = {"SEAWAY_DATA_DIR": str(seaway.installation.data)}
    assert (seaway.installation.data / "local.json").stat().st_mode & 0o777 == 0o600
    here = seaway("get", "blueprints", **nobody, **data, SEAWAY_URL="")
    assert (here.returncode, "berth" in here.stdout) == (0, True), here.stderr
    elsewhere = seaway.installation.url.replace("127.0.0.1", "localhost")
    refused = seaway("get", "blueprints", **nobody, **data, SEAWAY_URL=elsewhere)
    assert (refused.returncode, "not signed in" in refused.stderr) == (4, True), refused.stderr


def test_get_lists_blueprints_and_entities_as_tables(seaway: Seaway) -> None:
    lines = seaway.ok("get", "blueprints").splitlines()
    assert lines[0].split() == ["IDENTIFIER", "TITLE", "DESCRIPTION"]
    assert any(line.split()[:2] == ["berth", "Berth"] for line in lines)
    assert len(seaway.ok("get", "berth").splitlines()) == 3


def test_get_lists_integrations_with_how_their_last_resync_went(seaway: Seaway) -> None:
    with seaway.installation.client() as api:
        body = {"installationId": "tides", "installationAppType": "tide-gauge", "version": "1.2.0"}
        assert api.post("/v1/integration", json=body).status_code == 201
        api.patch("/v1/integration/tides/resync-state", json={"status": "completed"})
    heading, row = seaway.ok("get", "integrations").splitlines()
    assert heading.split() == ["IDENTIFIER", "INTEGRATIONTYPE", "VERSION", "STATUS", "UPDATEDAT"]
    assert row.split()[:4] == ["tides", "tide-gauge", "1.2.0", "completed"]
    assert yaml.safe_load(seaway.ok("get", "integrations", "tides"))["installationType"] == "OnPrem"
    assert seaway("get", "integrations", "moon").returncode == 1
    assert seaway("get", "integrations", "--where", "a=b").returncode == 2


def test_get_shows_actions_and_their_runs(seaway: Seaway) -> None:
    assert "Nothing found" in seaway("get", "runs").stderr
    action = {
        "identifier": "dredge",
        "title": "Dredge",
        "trigger": {"type": "self-service", "operation": "CREATE", "userInputs": {"properties": {}}},
        "invocationMethod": {"type": "WEBHOOK", "url": "https://ops.example", "agent": True},
    }
    with seaway.installation.client() as client:
        assert client.post("/v1/actions", json=action).status_code == 201
        run = client.post("/v1/actions/dredge/runs", json={"properties": {}}).json()["run"]["id"]
    assert seaway.ok("get", "actions").splitlines()[1].split()[:2] == ["dredge", "Dredge"]
    assert yaml.safe_load(seaway.ok("get", "actions", "dredge"))["invocationMethod"]["agent"] is True
    assert seaway.ok("get", "runs").splitlines()[1].split()[:3] == [run, "dredge", "IN_PROGRESS"]
    assert json.loads(seaway.ok("get", "runs", run, "-o", "json"))["id"] == run


def test_get_shows_one_in_full_whatever_its_identifier_holds(seaway: Seaway) -> None:
    assert yaml.safe_load(seaway.ok("get", "quay", NORTH))["identifier"] == NORTH
    assert json.loads(seaway.ok("get", "berth", "b1", "-o", "json"))["properties"]["depth"] == 4
    assert yaml.safe_load(seaway.ok("get", "blueprints", "quay"))["title"] == "Quay"


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        (["stage=production"], ["b1"]),
        (["stage!=production"], ["b2"]),
        (["depth>4"], ["b2"]),
        (["depth>=4"], ["b1", "b2"]),
        (["depth<9.5"], ["b1"]),
        (["depth<=9.5"], ["b1", "b2"]),
        (["$title~second"], ["b2"]),
        (["open=true"], ["b1"]),
        (["depth>=4", "stage=beta"], ["b2"]),
        (["stage=harbour"], []),
    ],
)
def test_where_narrows(seaway: Seaway, conditions: list[str], found: list[str]) -> None:
    flags = [part for condition in conditions for part in ("--where", condition)]
    assert seaway.listed("berth", *flags) == found


def test_limit_says_that_there_is_more(seaway: Seaway) -> None:
    cut = seaway("get", "berth", "--limit", "1")
    assert len(cut.stdout.splitlines()) == 2
    assert "Only the first 1 are shown" in cut.stderr
    assert "Only the first" not in seaway("get", "berth", "--limit", "2").stderr


def test_search_forgives(seaway: Seaway) -> None:
    found = json.loads(seaway.ok("search", "secnd berth", "-o", "json"))
    assert found[0]["identifier"] == "b2"
    assert "Nothing found" in seaway("search", "zzzzqqqq").stderr


def test_a_text_cannot_steer_the_terminal(seaway: Seaway) -> None:
    hostile = 'kind: entity\nblueprint: quay\nidentifier: hostile\ntitle: Fine\nproperties: {note: "North\\e[2J"}\n'
    told = seaway("apply", "-f", "-", "--dry-run", stdin=hostile)
    assert told.returncode == 0, told.stderr
    seaway.ok("apply", "-f", "-", "--yes", stdin=hostile)
    for form in ("table", "json", "yaml"):
        shown = seaway.ok("get", "quay", "hostile", "-o", form)
        assert "North" in shown
        assert "\x1b" not in shown + told.stderr
    seaway.ok("delete", "quay", "hostile", "--yes")


@pytest.mark.parametrize(
    "arguments",
    [
        ["get"],
        ["get", "berth", "--where", "stage"],
        ["get", "berth", "b1", "--where", "stage=beta"],
        ["get", "berth", "--limit", "0"],
        ["get", "berth", "-o", "xml"],
        ["apply", "-f", "/nowhere/at/all.yaml"],
        ["login", "--secret-stdin"],
        ["export", "--source", "x"],
    ],
)
def test_misuse_ends_with_2(seaway: Seaway, arguments: list[str]) -> None:
    ended = seaway(*arguments)
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr


def test_what_is_missing_ends_with_1_and_says_what(seaway: Seaway) -> None:
    for arguments, said in ((["get", "ghost"], "ghost"), (["get", "berth", "ghost"], "ghost")):
        ended = seaway(*arguments)
        assert ended.returncode == 1
        assert said in ended.stderr
        assert ended.stderr.startswith("seaway: ")


def test_wrong_credentials_end_with_4_and_the_fix(seaway: Seaway) -> None:
    for wrong in ({"SEAWAY_CLIENT_SECRET": "wrong"}, {"SEAWAY_CLIENT_ID": ""}, {"SEAWAY_TOKEN": "none"}):
        ended = seaway(
            "get", "blueprints", **{**wrong, **({"SEAWAY_CLIENT_ID": ""} if "SEAWAY_TOKEN" in wrong else {})}
        )
        assert ended.returncode == 4, ended.stderr
        assert "seaway login" in ended.stderr


def test_nobody_there_ends_with_1_and_the_fix(seaway: Seaway) -> None:
    ended = seaway("get", "blueprints", SEAWAY_URL=f"http://127.0.0.1:{free_port()}")
    assert ended.returncode == 1
    assert "is it running, and is SEAWAY_URL right?" in ended.stderr


def test_a_deletion_shows_its_plan_and_waits_for_a_yes(seaway: Seaway) -> None:
    extra = CATALOG.rsplit("---", maxsplit=1)[-1].replace("b2", "b3")
    seaway.ok("apply", "-f", "-", "--yes", stdin=extra)
    shown = seaway("delete", "berth", "b3", "--dry-run")
    assert shown.returncode == 0
    assert "- berth/b3\n" in shown.stderr
    assert "entities: 1 to delete" in shown.stderr
    refused = seaway("delete", "berth", "b3")
    assert refused.returncode == 1
    assert "Pass --yes" in refused.stderr
    assert seaway.listed("berth") == ["b1", "b2", "b3"]
    seaway.ok("delete", "berth", "b3", "--yes")
    assert seaway.listed("berth") == ["b1", "b2"]
    assert seaway("delete", "berth", "b3", "--yes").returncode == 1


def test_what_was_deleted_is_listed_and_comes_back(seaway: Seaway) -> None:
    assert seaway("apply", "-f", "-", "--yes", stdin=CATALOG).returncode == 0
    assert seaway("delete", "berth", "b2", "--yes").returncode == 0
    listed = json.loads(seaway("bin", "list", "--text", "b2", "-o", "json").stdout)
    assert [item["first"]["identifier"] for item in listed] == ["b2"]
    item = listed[0]["id"]
    planned = seaway("bin", "restore", item, "--dry-run")
    assert (planned.returncode, "+ berth/b2" in planned.stderr) == (0, True)
    assert seaway("bin", "restore", item, "--yes").returncode == 0
    assert json.loads(seaway("get", "berth", "b2", "-o", "json").stdout)["properties"]["depth"] == 9.5
    gone = seaway("bin", "restore", item, "--yes")
    assert (gone.returncode, "not found" in gone.stderr) == (1, True)


def test_a_history_says_who_changed_what(seaway: Seaway) -> None:
    """Of an entity with any identifier, and of a blueprint."""
    told = seaway("history", "quay", NORTH)
    assert told.returncode == 0, told.stderr
    head, *rows = told.stdout.splitlines()
    assert head.split() == ["AT", "BY", "OP", "CHANGED"]
    assert "created" in rows[-1]
    assert "title" in rows[-1]
    of_model = json.loads(seaway("history", "blueprints", "berth", "-o", "json").stdout)
    assert of_model[-1]["op"] == "created"
    assert json.loads(seaway("history", "blueprints", "berth", "--limit", "1", "-o", "json").stdout) == of_model[:1]
    assert seaway("history", "quay", "nobody").returncode == 1


def test_a_history_of_everything_says_what_each_change_was_about(seaway: Seaway) -> None:
    """Half a name is refused."""
    assert (
        seaway("apply", "-f", "-", "--yes", stdin="{kind: entity, blueprint: quay, identifier: seen}").returncode == 0
    )
    head, first, *_ = seaway.ok("history", "--limit", "5").splitlines()
    assert head.split() == ["AT", "BY", "OP", "KIND", "SUBJECT", "CHANGED"]
    assert first.split()[2:] == ["created", "entity", "quay/seen"]
    found = json.loads(seaway.ok("history", "--limit", "205", "-o", "json"))
    assert len({each["id"] for each in found}) == len(found)
    assert seaway("history", "quay").returncode == 2


SCORECARD = """
kind: scorecard
blueprint: berth
identifier: depths
title: Depths
rules:
  - identifier: deep
    title: Deep
    level: Gold
    query: {combinator: and, conditions: [{property: depth, operator: ">", value: 5}]}
"""


def test_a_scorecard_is_applied_shown_exported_and_deleted(seaway: Seaway) -> None:
    seaway.ok("apply", "-f", "-", "--yes", stdin=SCORECARD)

    assert "depths" in seaway.ok("get", "scorecards")
    assert yaml.safe_load(seaway.ok("get", "scorecards", "depths"))["levels"][0]["title"] == "Basic"
    exported = list(yaml.safe_load_all(seaway.ok("export")))
    [written] = [each for each in exported if each["kind"] == "scorecard"]
    assert (written["blueprint"], written["identifier"]) == ("berth", "depths")
    missing = seaway("delete", "scorecards", "heights", "--yes")
    assert (missing.returncode, "no scorecard heights" in missing.stderr) == (1, True)
    assert seaway("delete", "scorecards", "depths", "--dry-run").returncode == 0
    seaway.ok("delete", "scorecards", "depths", "--yes")
    assert "depths" not in seaway.ok("get", "scorecards")


def test_what_was_and_what_changed_since(seaway: Seaway) -> None:
    """One entity, a list, a definition, and the difference, as JSON and as a table."""
    [made] = json.loads(seaway.ok("history", "--limit", "1", "-o", "json"))
    shallow = CATALOG.rsplit("---", maxsplit=1)[-1].replace("9.5", "2")
    seaway.ok("apply", "-f", "-", "--yes", stdin=shallow)
    then = ("--at", made["id"], "-o", "json")
    assert json.loads(seaway.ok("get", "berth", "b2", *then))["properties"]["depth"] == 9.5
    deep = json.loads(seaway.ok("get", "berth", "--where", "depth>9", *then))
    assert [each["identifier"] for each in deep] == ["b2"]
    assert json.loads(seaway.ok("get", "blueprints", "berth", *then))["title"] == "Berth"
    found = json.loads(seaway.ok("diff", "berth", "--since", made["id"], "-o", "json"))
    assert [(each["identifier"], each["op"]) for each in found] == [("b2", "updated")]
    assert {"path": "properties.depth", "before": 9.5, "after": 2} in found[0]["changed"]
    around = seaway.ok("diff", "quay", NORTH, "--since", made["id"], "--hops", "1").splitlines()
    assert around[1].split()[:3] == ["berth", "b2", "updated"]
    for wrong in (
        ("diff", "berth"),
        ("diff", "berth", "--since", made["id"], "--hops", "1"),
        ("get", "blueprints", *then),
    ):
        assert seaway(*wrong).returncode == 2
