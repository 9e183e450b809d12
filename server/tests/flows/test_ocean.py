"""Ocean itself, unchanged, against a live Seaway: installed, synced again and again, told of events, configured anew.

`make .venv/.ocean` installs the pinned release beside the other tools; without it, or without a Python that is new
enough for it, the test says so and is skipped. Everything stays on loopback.
"""

import http.server
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows.harness import Installation, free_port, installed, wait_for

ROOT = Path(__file__).resolve().parents[3]
PYTHON = ROOT / ".venv" / "ocean" / "bin" / "python"
FOLDER = Path(__file__).with_name("ocean")
PATIENCE = 40.0  # seconds until something that was asked for has happened
POLL = 1  # seconds between two questions of Ocean whether a resync is wanted
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(180),
    pytest.mark.skipif(
        not (ROOT / ".venv" / ".ocean").exists(),
        reason="OCEAN IS NOT TESTED: .venv/.ocean is missing; `make .venv/.ocean` installs it, given Python 3.12 or 3.13",
    ),
]


@dataclass
class Office:
    """The source: what it lists is what the test last said."""

    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    url: str = ""

    @contextmanager
    def open(self) -> Iterator["Office"]:
        """Answer on loopback while the block runs."""
        office = self

        class Desk(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps(office.lists.get(self.path.strip("/"), [])).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join(10)


@dataclass
class Ocean:
    """Ocean at work in a folder of its own."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def log(self) -> str:
        """What it said so far."""
        return (self.folder / "log").read_text()

    def event(self, body: dict[str, Any]) -> None:
        """Tell it what happened at the source."""
        answer = httpx.post(f"http://127.0.0.1:{self.port}/integration/webhook", json=body, timeout=10)
        assert answer.json() == {"status": "ok"}

    def end(self) -> None:
        """Ask it to end; whatever is left of its processes is killed."""
        self.process.terminate()
        try:
            self.process.wait(30)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)


@contextmanager
def sailing(folder: Path, seaway: Installation, office: Office, *, listens: bool = False) -> Iterator[Ocean]:
    """Start Ocean with credentials of its own, and end it when the block does; it polls unless it `listens`."""
    if not (folder / "main.py").exists():
        shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    made = seaway.seaway("admin", "credentials", "create", "harbour", "-o", "json")
    assert made.returncode == 0, made.stderr
    credentials, port = json.loads(made.stdout), free_port()
    settings = {
        "OCEAN__PORT__BASE_URL": seaway.url,
        "OCEAN__PORT__CLIENT_ID": credentials["clientId"],
        "OCEAN__PORT__CLIENT_SECRET": credentials["clientSecret"],
        "OCEAN__INTEGRATION__IDENTIFIER": "harbour-office",
        "OCEAN__INTEGRATION__TYPE": "harbour",
        "OCEAN__INTEGRATION__CONFIG__SOURCE_URL": office.url,
        "OCEAN__PORT__PORT_APP_CONFIG_CACHE_TTL": "0",
        "OCEAN__STATUS_HEARTBEAT_INTERVAL_SECONDS": "1",
        "OCEAN__CACHING_STORAGE_MODE": "memory",
        "OCEAN__BASE_URL": f"http://127.0.0.1:{port}",
        "NO_PROXY": "127.0.0.1",
    }
    if listens:
        settings |= {
            "OCEAN__EVENT_LISTENER__TYPE": "WEBHOOK",
            "OCEAN__EVENT_LISTENER__APP_HOST": f"http://127.0.0.1:{port}",
        }
    else:
        settings |= {"OCEAN__EVENT_LISTENER__TYPE": "POLLING", "OCEAN__EVENT_LISTENER__INTERVAL": str(POLL)}
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SEAWAY_", "OCEAN__"))}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [str(PYTHON), "sail.py", str(port)],
            cwd=folder,
            env={**environ, **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    ocean = Ocean(folder, port, process)
    try:
        yield ocean
    finally:
        ocean.end()


@dataclass
class View:
    """Seaway as the test looks at it."""

    api: httpx.Client
    ocean: Ocean

    def integration(self) -> dict[str, Any]:
        """Return the integration; nothing before it is registered."""
        answer = self.api.get("/v1/integration/harbour-office")
        return dict(answer.json()["integration"]) if answer.status_code == 200 else {}

    def entities(self, blueprint: str) -> dict[str, dict[str, Any]]:
        """Return the entities of a blueprint by identifier."""
        # What is computed comes a moment after what it is computed from.
        path = f"/v1/blueprints/{blueprint}/entities?exclude_calculated_properties=true"
        found = self.api.get(path).json().get("entities", [])
        return {each["identifier"]: each for each in found}

    def changes(self) -> int:
        """Count the changes of entities and blueprints."""
        answer = self.api.get("/v1/changes", params={"kind": "entity,blueprint", "limit": 200})
        assert answer.json()["next"] is None
        return len(answer.json()["changes"])

    def until(self, check: Callable[[], object]) -> None:
        """Return when the check holds; what Ocean said explains why it does not."""
        try:
            wait_for(lambda: check() or self._ended(), PATIENCE)
        except AssertionError:
            raise AssertionError(f"{self.integration()}\n{self.ocean.log[-8000:]}") from None

    def _ended(self) -> bool:
        assert self.ocean.process.poll() is None, self.ocean.log[-8000:]
        return False

    def settled(self) -> None:
        """Return when no resync is at work and none is wanted any more."""
        quiet = time.monotonic()

        def still() -> bool:
            nonlocal quiet
            state = self.integration().get("resyncState", {})
            if state.get("status") != "completed":
                quiet = time.monotonic()
            return time.monotonic() - quiet > 2.5 * POLL

        self.until(still)

    def resync(self) -> None:
        """Ask for a resync as people do, and return when it is over."""
        before = self.integration()["resyncState"]["lastResyncStart"]
        assert self.api.patch("/v1/integration/harbour-office", json={}).status_code == 200
        self.until(lambda: self.integration()["resyncState"]["lastResyncStart"] > before)
        self.settled()


BERTHS = [{"name": "north", "depth": 9.5}, {"name": "south", "depth": 4}]
SHIPS = [
    {"name": "argo", "title": "Argo", "length": 40, "flag": "GR", "berth": "north"},
    {"name": "beagle", "title": "Beagle", "length": 27.5, "flag": "GB", "berth": "south"},
    {"name": "calypso", "title": "Calypso", "length": 42, "flag": "FR", "berth": None},
    {"name": "hidden", "title": "Hidden", "length": 1, "flag": None, "berth": None},
]


@pytest.fixture(scope="module")
def seaway() -> Iterator[Installation]:
    with installed(SEAWAY_OUTBOUND_ALLOW="127.0.0.0/8") as installation:
        installation.start()
        yield installation


def test_ocean_runs_on_seaway(seaway: Installation, tmp_path: Path) -> None:
    began = time.monotonic()
    with Office({"berths": BERTHS, "ships": SHIPS}).open() as office, seaway.client() as api:
        with sailing(tmp_path, seaway, office) as ocean:
            view = View(api, ocean)
            _installs(view)
            _syncs_the_same_again(view)
            _follows_what_goes_at_the_source(view, office)
            _hears_of_events(view)
            _follows_its_mapping(view)
            _tells_of_itself(view)
            _waits_for_what_it_points_to(view, office)
        last = view.integration()
        assert last["resyncState"]["status"] == "completed", "it ended between two resyncs"
        with sailing(tmp_path, seaway, office) as again:
            _starts_again(View(api, again), last)
    assert time.monotonic() - began < 120


def _installs(view: View) -> None:
    """It registers itself, makes its blueprints, and fills them."""
    view.until(lambda: view.integration().get("resyncState", {}).get("status") == "completed")
    view.settled()
    integration = view.integration()
    assert (integration["installationAppType"], integration["version"]) == ("harbour", "0.1.0")
    assert integration["arePortResourcesInitialized"] is True
    assert [each["kind"] for each in integration["config"]["resources"]] == ["berth", "ship"]
    assert integration["config"]["entityDeletionThreshold"] == 0.9
    ship = view.api.get("/v1/blueprints/ship").json()["blueprint"]
    assert ship["relations"]["berth"]["target"] == "berth"
    assert ship["mirrorProperties"]["depth"]["path"] == "berth.depth"
    assert sorted(view.entities("berth")) == ["north", "south"]
    ships = view.entities("ship")
    assert sorted(ships) == ["argo", "beagle", "calypso"]
    assert ships["argo"]["properties"]["length"] == 40
    assert ships["argo"]["relations"]["berth"] == "north"
    own = {"datasource_prefix": "port-ocean/harbour/", "datasource_suffix": "/harbour-office/exporter"}
    listed = view.api.post("/v1/blueprints/entities/datasource-entities", json=own).json()["entities"]
    assert {each["identifier"] for each in listed} == {"north", "south", "argo", "beagle", "calypso"}


def _syncs_the_same_again(view: View) -> None:
    """A second resync of the same source leaves no record of a change."""
    by_hand = {"identifier": "tug", "title": "Tug", "properties": {}}
    assert view.api.post("/v1/blueprints/ship/entities", json=by_hand).status_code == 201
    before, ships = view.changes(), view.entities("ship")
    view.resync()
    assert view.changes() == before
    assert view.entities("ship") == ships


def _follows_what_goes_at_the_source(view: View, office: Office) -> None:
    """What the source has no more goes with the next resync; what others wrote stays."""
    office.lists["ships"] = [ship for ship in SHIPS if ship["name"] != "beagle"]
    view.resync()
    assert sorted(view.entities("ship")) == ["argo", "calypso", "tug"]
    assert sorted(view.entities("berth")) == ["north", "south"]


def _hears_of_events(view: View) -> None:
    """An event at the source changes its entity at once, without a resync."""
    before = view.integration()["resyncState"]
    view.ocean.event({"arrived": {**SHIPS[2], "berth": "south", "flag": "MT"}})
    view.until(lambda: view.entities("ship")["calypso"]["properties"]["flag"] == "MT")
    assert view.entities("ship")["calypso"]["relations"]["berth"] == "south"
    view.ocean.event({"left": SHIPS[2]})
    view.until(lambda: "calypso" not in view.entities("ship"))
    assert view.integration()["resyncState"] == before


def _follows_its_mapping(view: View) -> None:
    """A mapping that somebody changes in Seaway is followed by a resync on its own: Ocean polls for it."""
    config = view.integration()["config"]
    config["resources"][1]["port"]["entity"]["mappings"]["title"] = '.title + " of " + .flag'
    assert view.api.patch("/v1/integration/harbour-office/config", json={"config": config}).status_code == 200
    view.until(lambda: view.entities("ship")["argo"]["title"] == "Argo of GR")
    view.settled()
    assert view.integration()["config"] == config


def _tells_of_itself(view: View) -> None:
    """Its log, its figures and its examples can be read in Seaway."""
    path = f"/v1/integration/{view.integration()['_id']}"
    syncs = view.api.get(f"{path}/syncsMetadata").json()
    assert syncs["count"] >= 4
    assert syncs["data"][0]["syncState"] == "completed"
    figures = view.api.get(f"{path}/syncMetrics", params={"resyncId": syncs["data"][0]["eventId"]}).json()["data"]
    by_kind = {each["kindIdentifier"]: each for each in figures}
    counts = by_kind["ship-1"]["metrics"]["phase"]["extract"]["object_count_type"]
    assert counts["raw_extracted"]["object_count"] == 3
    kinds = view.api.get(f"{path}/kinds").json()["data"]
    assert {each["data"]["name"] for each in kinds["berth"]["examples"]} == {"north", "south"}
    of_sync = {"eventId": syncs["data"][0]["eventId"]}
    view.until(lambda: view.api.get(f"{path}/logs", params=of_sync).json()["data"])  # it sends them every five seconds
    errors = view.api.get(f"{path}/logs", params={"level": "ERROR"}).json()["data"]
    assert [each["message"] for each in errors] == []


def _waits_for_what_it_points_to(view: View, office: Office) -> None:
    """A ship that is refused for its berth, which comes later in the same sync, is sent again behind it.

    Ocean sends it without its properties then, and as a whole with the next sync.
    """
    office.lists["berths"] = [*BERTHS, {"name": "east", "depth": 12}]
    office.lists["ships"] = [
        *SHIPS[2:],
        {**SHIPS[0], "name": "endeavour", "title": "Endeavour", "berth": "east"},
        SHIPS[0],
    ]
    config = view.integration()["config"]
    changed = {**config, "createMissingRelatedEntities": False, "resources": config["resources"][::-1]}
    assert view.api.patch("/v1/integration/harbour-office/config", json={"config": changed}).status_code == 200
    view.until(lambda: "endeavour" in view.entities("ship"))
    view.settled()
    assert view.entities("ship")["endeavour"]["relations"]["berth"] == "east"
    assert sorted(view.entities("ship")) == ["argo", "calypso", "endeavour", "tug"]
    view.resync()
    assert view.entities("ship")["endeavour"]["properties"]["length"] == 40


def _starts_again(view: View, last: dict[str, Any]) -> None:
    """After a restart it takes up its integration as it is: no second registration, no blueprint made anew."""
    before = view.changes()
    view.until(lambda: view.integration()["resyncState"]["lastResyncStart"] > last["resyncState"]["lastResyncStart"])
    view.settled()
    after = view.integration()
    assert (after["_id"], after["config"], after["createdAt"]) == (last["_id"], last["config"], last["createdAt"])
    assert view.changes() == before


def test_ocean_is_called_where_it_listens(seaway: Installation, tmp_path: Path) -> None:
    """It registers the address at which it wants to hear of requests, and syncs when it does."""
    with Office({"berths": BERTHS, "ships": SHIPS}).open() as office, seaway.client() as api:
        api.delete("/v1/integration/harbour-office")
        with sailing(tmp_path, seaway, office, listens=True) as ocean:
            view = View(api, ocean)
            view.until(lambda: _ready(ocean))
            destination = view.integration()["changelogDestination"]
            assert destination == {"type": "WEBHOOK", "url": f"http://127.0.0.1:{ocean.port}/resync"}
            office.lists["ships"] = [*SHIPS, {**SHIPS[0], "name": "dove", "title": "Dove"}]
            assert api.patch("/v1/integration/harbour-office", json={}).status_code == 200
            view.until(lambda: "dove" in view.entities("ship"))
            view.until(lambda: view.integration()["resyncState"].get("status") == "completed")


def _ready(ocean: Ocean) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{ocean.port}/health/ready", timeout=5).status_code == 200
    return False
