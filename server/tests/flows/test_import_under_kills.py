"""An import of ten thousand entities while API, worker and PostgreSQL are killed at seeded instants."""

import io
import tarfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import orjson
import psycopg
import pytest

from seaway.domains.entities.undo import State, rewind
from tests.flows.harness import FeedProbe, Installation, Kills, broken_promises, installed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
SEED, KILLS, SIZE, GROUPS = 20261, 20, 10_000, 20
PATIENCE = 600.0

_PROGRESS = """
  select i.status, i.done, i.total, (select count(*) from import_document d where d.import = i.id and d.outcome is not null),
    (select count(*) from entity e join blueprint b on b.id = e.bp where b.ident in ('component', '_team'))
  from import i where i.public_id = %s"""
_STATES = """
  select e.id, e.ident, e.title, e.icon, e.team, e.props, e.rels from entity e join blueprint b on b.id = e.bp
  where b.ident = 'component'"""
_CHANGES = "select c.ref, c.op::text, c.undo from change c where c.kind = 'entity' order by c.seq"


def _archive(lifecycle: str) -> bytes:
    """Return components, each owned by a group and depending on the one before, a hundred to a file."""
    head = "apiVersion: backstage.io/v1alpha1\n"
    groups = [
        f"{head}kind: Group\nmetadata: {{name: crew-{number}}}\nspec: {{type: team, children: []}}\n"
        for number in range(GROUPS)
    ]
    ships = [
        f"{head}kind: Component\nmetadata: {{name: ship-{number:05d}}}\nspec:\n  type: ship\n  lifecycle: {lifecycle}\n"
        f"  owner: crew-{number % GROUPS}\n  dependsOn: ['component:ship-{(number - 1) % SIZE:05d}']\n"
        for number in range(SIZE)
    ]
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for place, part in enumerate([groups, *(ships[start : start + 100] for start in range(0, SIZE, 100))]):
            body = "---\n".join(part).encode()
            entry = tarfile.TarInfo(f"fleet/{place}/catalog-info.yaml")
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return held.getvalue()


def _insist(ask: Any) -> httpx.Response:
    """Return the answer to a request that may be repeated, however often the other side dies over it."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            answer: httpx.Response = ask()
            if answer.status_code < 500:
                return answer
        except httpx.HTTPError:
            pass
        assert time.monotonic() < end, "Seaway never answered"
        time.sleep(0.2)


@contextmanager
def _dying(installation: Installation, kills: Kills) -> Iterator[threading.Event]:
    """Kill as planned beside the block; the event is set when the series is over."""
    stop, over = threading.Event(), threading.Event()

    def run() -> None:
        kills.run(installation, stop)
        over.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield over
    finally:
        stop.set()
        thread.join(30)


def _progress(installation: Installation, public_id: str) -> tuple[str, int, int, int, int] | None:
    """Return status, done, total, documents told and entities there, all of one instant; None while it is down."""
    try:
        with psycopg.connect(installation.dsn, options="-c seaway.org=*", connect_timeout=2) as db:
            db.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            row: tuple[str, int, int, int, int] | None = db.execute(_PROGRESS, (public_id,)).fetchone()
            return row
    except psycopg.OperationalError:
        return None


def _imported(installation: Installation, client: httpx.Client, archive: bytes) -> tuple[str, list[tuple[int, int]]]:
    """Import through whatever happens; return its id, and what was done and there at each look."""
    key = {"Idempotency-Key": uuid.uuid4().hex}
    files, fields = {"file": ("fleet.tar.gz", archive, "application/gzip")}, {"source": "fleet"}
    answer = _insist(lambda: client.post("/v1/imports", files=files, data=fields, headers=key))
    assert answer.status_code == 202, answer.text
    public_id = answer.json()["import"]["id"]
    seen: list[tuple[int, int]] = []
    end = time.monotonic() + PATIENCE
    while (now := _progress(installation, public_id)) is None or now[0] in {"queued", "running"}:
        if now is not None:
            assert now[1] == now[3], "what is reported as done and what documents tell differ"
            seen.append((now[1], now[4]))
        assert time.monotonic() < end, installation.log.read_text()[-4000:]
        time.sleep(0.1)
    assert now[:3] == ("completed", SIZE + GROUPS, SIZE + GROUPS), installation.log.read_text()[-4000:]
    return public_id, seen


def _folded(installation: Installation) -> dict[str, Any]:
    """Return the lifecycle that each component was created with, by undoing every change of it."""
    with psycopg.connect(installation.dsn, options="-c seaway.org=*") as db:
        states = {
            row[0]: State(row[1], row[2], row[3], tuple(row[4]), row[5], row[6])
            for row in db.execute(_STATES).fetchall()
        }
        history: dict[int, list[tuple[str, Any]]] = {number: [] for number in states}
        for ref, op, undo in db.execute(_CHANGES).fetchall():
            if ref in history:
                history[ref].append((op, undo))
    first = {}
    for number, changes in history.items():
        state = states[number]
        assert changes[0] == ("C", None)
        for op, undo in reversed(changes[1:]):
            assert op == "U"
            assert undo == orjson.loads(orjson.dumps(undo))
            state = rewind(state, undo)
        first[state.identifier] = state.properties["lifecycle"]
    return first


def test_an_import_survives_the_death_of_every_part() -> None:
    """What is reported as done is there, nothing is half-written, and the feed delivers every change."""
    kills = Kills(SEED, count=90, longest=1.2)
    with installed() as installation:
        installation.start()
        probe = FeedProbe(installation.dsn, ("entity",))
        with installation.client() as client, probe.running():
            with _dying(installation, kills) as over:
                _, seen = _imported(installation, client, _archive("old"))
                assert all(done == there for done, there in seen), "done and there differ"
                assert any(0 < done < SIZE for done, _ in seen), "nobody looked while it ran"
                rounds = 0
                while len(kills.done) < KILLS and not over.is_set():
                    rounds += 1
                    _imported(installation, client, _archive(f"round-{rounds}"))
            installation.wait_ready()
            last, _ = _imported(installation, client, _archive("final"))
            state = _insist(lambda: client.get(f"/v1/imports/{last}")).json()["import"]
            probe.wait_complete()
        assert len(kills.done) >= KILLS, kills.done
        assert {kill.part for kill in kills.done} == {"api", "worker", "postgres"}
        assert state["counts"]["updated"] == SIZE
        assert broken_promises(installation.dsn) == {}
        assert set(_folded(installation).values()) == {"old"}
        assert len(_folded(installation)) == SIZE
