"""`seaway up` as people and accidents meet it: starting, refusing to start, dying in parts, ending."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.flows.harness import FeedProbe, Installation, Kills, broken_promises, free_port, installed, wait_for

pytestmark = pytest.mark.slow
BLUEPRINT = {
    "identifier": "flow_service",
    "title": "Service",
    "schema": {"properties": {"n": {"type": "number"}}, "required": []},
}


@pytest.fixture(scope="module")
def shared() -> Iterator[Installation]:
    """One installation for the tests of this module, each of which leaves it running or stopped."""
    with installed() as installation:
        yield installation


@pytest.fixture
def running(shared: Installation) -> Installation:
    """The installation, serving."""
    if not shared.running:
        shared.start()
    shared.wait_ready()
    return shared


def test_it_prints_its_address_its_command_and_a_set_up_link_until_somebody_can_sign_in(
    running: Installation,
) -> None:
    printed = "".join(running.lines)
    assert running.url in printed
    assert "bin/seaway" in printed
    assert f"{running.url}/setup?token=" in printed

    made = running.seaway(
        "admin", "user", "create", "ada@flow.example", "--role", "admin", "--password-stdin", stdin="Harbour-Dawn-42\n"
    )
    assert made.returncode == 0, made.stderr
    assert running.stop() == 0
    running.start()

    assert "setup?token=" not in "".join(running.lines)


def test_who_is_made_by_the_command_is_in_the_catalog_and_can_be_in_a_team() -> None:
    with installed() as installation:
        made = installation.seaway(
            "admin",
            "user",
            "create",
            "ada@flow.example",
            "--role",
            "admin",
            "--password-stdin",
            stdin="Harbour-Dawn-42\n",
        )
        assert made.returncode == 0, made.stderr
        installation.start()
        with httpx.Client(base_url=installation.url, headers={"Origin": installation.url}, timeout=30) as api:
            secret = {"email": "ada@flow.example", "password": "Harbour-Dawn-42"}
            api.post("/v1/session", json=secret).raise_for_status()
            ada = api.get("/v1/blueprints/_user/entities/ada@flow.example")
            assert ada.status_code == 200, ada.text
            assert ada.json()["entity"]["properties"]["status"] == "Active"
            api.post("/v1/blueprints/_team/entities", json={"identifier": "crew", "title": "Crew"}).raise_for_status()
            joined = api.patch("/v1/blueprints/_user/entities/ada@flow.example", json={"team": ["crew"]})
            assert joined.json()["entity"]["team"] == ["crew"], joined.text


def test_it_is_ready_with_a_worker_and_serves_page_and_figures(running: Installation) -> None:
    wait_for(lambda: httpx.get(f"{running.url}/health/ready").json()["feed"]["workers"] >= 1)

    assert httpx.get(f"{running.url}/health/live").json() == {"ok": True}
    assert httpx.get(running.url).headers["content-type"].startswith("text/html")
    figures = httpx.get(f"{running.url}/metrics").text
    assert "seaway_workers 1.0" in figures
    assert 'seaway_database_connections{state="limit"}' in figures
    assert 'route="/health/live"' in figures


def test_ended_in_order_it_leaves_no_process(running: Installation) -> None:
    assert running.stop() == 0

    assert running.pids("api") == running.pids("worker") == running.pids("postgres") == []


def test_a_warm_start_serves_the_portal_within_ten_seconds_of_a_quiet_machine(running: Installation) -> None:
    running.stop()
    began = time.monotonic()

    running.start()

    assert httpx.get(running.url).status_code in {200, 503}  # 503: the portal is not built here
    busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # other tests share the machine
    assert time.monotonic() - began < 10 * busy


def test_a_taken_port_is_told_before_anything_starts() -> None:
    with installed() as installation, socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        up = installation.begin()

        assert up.wait(20) == 1
        said = installation.log.read_text()
        assert f"Port {installation.port} on 127.0.0.1 is taken" in said
        assert "SEAWAY_PORT" in said
        assert not (installation.data / "postgres").exists()


def test_a_second_start_on_the_same_data_is_refused_and_names_the_first(running: Installation) -> None:
    environ = {**running.environ, "SEAWAY_PORT": str(free_port())}
    command = [sys.executable, "-m", "seaway.app.up"]

    second = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=30, check=False)

    assert second.returncode == 1
    assert f"process {running.pids('supervisor')[0]}" in second.stderr
    running.wait_ready()


def test_a_setting_that_does_not_fit_is_named() -> None:
    environ = {**os.environ, "SEAWAY_PORT": "http"}

    done = subprocess.run(
        [sys.executable, "-m", "seaway.app.up"], env=environ, capture_output=True, text=True, timeout=30, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("seaway: SEAWAY_PORT does not fit")


@pytest.mark.parametrize("part", ["api", "worker"])
def test_a_process_that_dies_is_started_again(running: Installation, part: str) -> None:
    wait_for(lambda: running.pids(part))  # type: ignore[arg-type]  # the parameter's values are parts
    before = running.kill(part)  # type: ignore[arg-type]  # see above

    wait_for(lambda: running.pids(part) and running.pids(part) != before)  # type: ignore[arg-type]  # see above
    running.wait_ready()


def test_while_the_api_is_started_again_clients_wait_instead_of_being_refused(running: Installation) -> None:
    running.kill("api")

    answer = httpx.get(f"{running.url}/health/live", timeout=30)

    assert answer.status_code == 200


def test_postgresql_that_dies_is_started_again_and_requests_meanwhile_get_503(running: Installation) -> None:
    with running.client() as client:
        before = running.kill("postgres")
        statuses: set[int] = set()
        end = time.monotonic() + 30
        while time.monotonic() < end and (not statuses or statuses == {503}):
            statuses.add(client.get("/v1/organization").status_code)
        assert statuses <= {200, 503}
    running.wait_ready()
    assert running.pids("postgres") != before


def test_a_killed_supervisor_leaves_nothing_that_blocks_the_next_start(running: Installation) -> None:
    children = running.pids("api") + running.pids("worker")
    database = running.pids("postgres")
    assert children
    assert database

    running.kill("supervisor")
    running.start()

    assert not set(children) & set(running.pids("api") + running.pids("worker"))
    assert running.pids("postgres") == database  # adopted


def test_an_event_stream_resumes_over_a_killed_api_and_ends_when_seaway_ends(running: Installation) -> None:
    with running.client() as client:
        client.post("/v1/blueprints", json=BLUEPRINT)
        with client.stream("GET", "/v1/events", timeout=30) as stream:
            events = stream.iter_lines()
            last = _until(events, "ready")
            _put(client, "one")
            last = _until(events, "one")
        running.kill("api")
        _put(client, "two")  # waits for the next API in the listener's backlog
        _put(client, "three")
        headers = {"Last-Event-ID": last}
        with client.stream("GET", "/v1/events", timeout=30, headers=headers) as stream:
            events = stream.iter_lines()
            _until(events, "two")
            _until(events, "three")
            began = time.monotonic()
            stopping = threading.Thread(target=running.stop)
            stopping.start()
            assert list(events) is not None  # the stream ends, properly
            assert time.monotonic() - began < 15  # well below the grace that requests have
            stopping.join(30)
    assert not running.running


def test_a_request_in_flight_is_finished_before_the_end(running: Installation) -> None:
    answers: list[httpx.Response] = []
    with running.client() as client, psycopg.connect(running.dsn, options="-c seaway.org=*") as holder:
        client.post("/v1/blueprints", json=BLUEPRINT)
        _put(client, "held")
        holder.execute("select 1 from entity where ident = 'held' for update")
        body = {"identifier": "held", "properties": {"n": 2}}
        url = "/v1/blueprints/flow_service/entities?upsert=true"
        asking = threading.Thread(target=lambda: answers.append(client.post(url, json=body)))
        asking.start()
        time.sleep(1.0)
        stopping = threading.Thread(target=running.stop)
        stopping.start()
        time.sleep(1.0)
        assert answers == []
        holder.rollback()
        asking.join(30)
        stopping.join(30)

    assert [answer.is_success for answer in answers] == [True]
    assert not running.running


def test_seeded_kills_lose_nothing_that_was_acknowledged(running: Installation) -> None:
    kills = Kills(seed=20260, count=6, longest=2.0)
    probe = FeedProbe(running.dsn, ("entity",))
    stop = threading.Event()
    acknowledged: list[str] = []
    with running.client() as client, probe.running():
        client.post("/v1/blueprints", json=BLUEPRINT)
        killing = threading.Thread(target=kills.run, args=(running, stop))
        killing.start()
        while killing.is_alive():
            name = f"kill{len(acknowledged)}"
            if _write_through(client, name):
                acknowledged.append(name)
        killing.join()
        running.wait_ready()
        entities = client.get("/v1/blueprints/flow_service/entities").json()["entities"]
        probe.wait_complete()

    assert len(kills.done) >= 5, kills.done
    assert len(acknowledged) > 20
    assert set(acknowledged) <= {entity["identifier"] for entity in entities}
    assert broken_promises(running.dsn) == {}


def _put(client: httpx.Client, name: str) -> None:
    wait_for(lambda: _write_through(client, name))


def _write_through(client: httpx.Client, name: str) -> bool:
    """Write an entity; true when the write was acknowledged."""
    body = {"identifier": name, "properties": {"n": 1}}
    try:
        answer = client.post("/v1/blueprints/flow_service/entities?upsert=true", json=body, timeout=30)
    except httpx.TransportError:
        return False
    assert answer.status_code in {200, 201, 503}, answer.text
    return answer.status_code != 503


def _until(lines: Iterator[str], what: str) -> str:
    """Return the id of the first event with this name, or about this entity."""
    last = ""
    for line in lines:
        if line.startswith("id: "):
            last = line.removeprefix("id: ")
        if line == f"event: {what}":
            return next(line for line in lines if line.startswith("id: ")).removeprefix("id: ")
        if line.startswith("data: ") and f'"identifier":"{what}"' in line:
            return last
    raise AssertionError(f"The stream ended before {what}")


def test_the_tables_of_promises_can_be_broken(running: Installation) -> None:
    """The checker itself: an entity that appears without its record of change is found."""
    with psycopg.connect(running.dsn, options="-c seaway.org=*") as db:
        db.execute(
            "insert into entity(org, bp, ident) select b.org, b.id, 'smuggled' from blueprint b "
            "where b.ident = 'flow_service'"
        )
        db.commit()
        assert "an entity without exactly one record of its creation, the first" in broken_promises(running.dsn)
        db.execute("delete from entity where ident = 'smuggled'")
        db.commit()
    assert broken_promises(running.dsn) == {}
