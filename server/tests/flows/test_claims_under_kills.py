"""Agents claim and acknowledge runs while the API and PostgreSQL are killed: no run is taken twice, none is lost."""

import threading
import time
from collections import Counter

import httpx
import psycopg
import pytest

from tests.flows.harness import Installation, Kills, installed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
SEED, KILLS, RUNS, AGENTS = 20_264, 6, 60, 3
PATIENCE = 120.0
ACTION = {
    "identifier": "dispatch",
    "trigger": {"type": "self-service", "operation": "CREATE", "userInputs": {"properties": {}}},
    "invocationMethod": {"type": "WEBHOOK", "url": "https://ops.example", "agent": True},
}
CLAIM = {"installationId": "_PORT_EXEC_AGENT", "limit": 3, "visibilityTimeoutMs": 1_500}
_LEFT = "select count(*) from run where pending"
_ACKS = """
  select count(*) from change c where c.kind = 'run' and c.ref = r.id and c.undo ? 'pendingExecution'"""
_TAKEN = f"select r.public_id, ({_ACKS}) from run r"


def _left(installation: Installation) -> int:
    """Return how many runs still wait; all, while the database is away."""
    try:
        with psycopg.connect(installation.dsn, connect_timeout=2) as db:
            found = db.execute(_LEFT).fetchone()
            return int(found[0]) if found else RUNS
    except psycopg.Error:
        return RUNS


def _serve(url: str, token: str, taken: list[str], stop: threading.Event) -> None:
    """Be an agent: claim, acknowledge, and take only what the acknowledgement was answered for."""
    with httpx.Client(base_url=url, headers={"Authorization": token}, timeout=10) as http:
        while not stop.is_set():
            try:
                claimed = http.post("/v1/actions/runs/claim-pending", json=CLAIM)
                runs = claimed.json()["runs"] if claimed.status_code == 200 else []
                taken.extend(run["id"] for run in runs if _accepted(http, run["id"]))
            except (httpx.HTTPError, ValueError):
                continue
            if not runs:
                stop.wait(0.1)


def _accepted(http: httpx.Client, run: str) -> bool:
    return http.patch("/v1/actions/runs/ack", json={"runId": run}).status_code == 200


def test_no_run_is_taken_twice_and_none_is_lost() -> None:
    with installed() as installation:
        installation.start()
        with installation.client() as client:
            assert client.post("/v1/actions", json=ACTION).status_code == 201
            started = [client.post("/v1/actions/dispatch/runs", json={"properties": {}}) for _ in range(RUNS)]
            assert {answer.status_code for answer in started} == {202}
            token = client.headers["Authorization"]
        stop, taken = threading.Event(), list[str]()
        kills = Kills(SEED, KILLS, parts=("api", "postgres"), longest=0.8)
        threads = [
            threading.Thread(target=kills.run, args=(installation, stop)),
            *(threading.Thread(target=_serve, args=(installation.url, token, taken, stop)) for _ in range(AGENTS)),
        ]
        for thread in threads:
            thread.start()
        end = time.monotonic() + PATIENCE
        while (_left(installation) or threads[0].is_alive()) and time.monotonic() < end:
            time.sleep(0.2)
        stop.set()
        for thread in threads:
            thread.join(30)
        assert _left(installation) == 0, "every run was claimed and acknowledged in the end"
        assert kills.done, "a part that was coming up again cannot be hit, but some were"
        assert max(Counter(taken).values()) == 1, "no agent was told twice that a run is its own"
        with psycopg.connect(installation.dsn) as db:
            acknowledged: dict[str, int] = dict(db.execute(_TAKEN).fetchall())
        assert set(acknowledged.values()) == {1}, "each was acknowledged once, and that is on record"
        assert set(taken) <= acknowledged.keys()
