"""Deliveries to a webhook while the worker is killed at seeded instants: what was answered 202 is mapped, once."""

import threading
import time
from typing import Any

import httpx
import psycopg
import pytest

from tests.flows.harness import Installation, Kills, broken_promises, installed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
DELIVERIES, ITEMS, KILLS = 40, 5, 4
BUILD: dict[str, Any] = {"identifier": "build", "title": "Build", "schema": {"properties": {"n": {"type": "number"}}}}
MAPPING = {
    "blueprint": "build",
    "itemsToParse": "[range(5)] | map(. as $n | {n: $n})",
    "entity": {"identifier": '(.body.id | tostring) + "-" + (.item.n | tostring)', "properties": {"n": ".item.n"}},
}


def _called(installation: Installation, url: str, number: int) -> None:
    """Call until it is heard, as senders do."""
    path = url[url.index("/ingest") :]
    end = time.monotonic() + 60
    while True:
        try:
            if httpx.post(f"{installation.url}{path}", json={"id": number}, timeout=10).status_code == 202:
                return
        except httpx.HTTPError:
            pass
        assert time.monotonic() < end
        time.sleep(0.2)


def test_deliveries_survive_the_death_of_the_worker() -> None:
    kills = Kills(20262, count=KILLS, parts=("worker", "worker", "api"), longest=4.0)
    with installed() as installation:
        installation.start()
        with installation.client() as client:
            assert client.post("/v1/blueprints", json=BUILD).status_code == 201
            hook = client.post("/v1/webhooks", json={"identifier": "ci", "title": "CI", "mappings": [MAPPING]})
            assert hook.status_code == 201, hook.text
            stop = threading.Event()
            killing = threading.Thread(target=kills.run, args=(installation, stop), daemon=True)
            killing.start()
            for number in range(DELIVERIES):
                _called(installation, hook.json()["integration"]["url"], number)
                time.sleep(0.1)
            killing.join(60)
            installation.wait_ready()
            _wait_for_all(installation)
        assert len(kills.done) >= KILLS - 1, kills.done
        assert broken_promises(installation.dsn) == {}
        with psycopg.connect(installation.dsn, options="-c seaway.org=*") as db:
            changes = db.execute(
                "select c.op::text, count(*) from change c where c.kind = 'entity' group by 1"
            ).fetchall()
            states = db.execute("select d.counts->>'created', d.status from webhook_delivery d").fetchall()
        assert changes == [("C", DELIVERIES * ITEMS)]
        assert len(states) >= DELIVERIES
        assert {status for _, status in states} == {"completed"}


def _wait_for_all(installation: Installation) -> None:
    end = time.monotonic() + 200
    while True:
        with psycopg.connect(installation.dsn, options="-c seaway.org=*") as db:
            [waiting] = db.execute("select count(*) from webhook_delivery where status = 'queued'").fetchone() or [1]
        if not waiting:
            return
        assert time.monotonic() < end, installation.log.read_text()[-4000:]
        time.sleep(0.5)
