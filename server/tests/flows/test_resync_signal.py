"""An integration that listens is called when a resync is wanted, and only then and once."""

import http.server
import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from tests.flows.harness import Installation, installed

pytestmark = pytest.mark.slow
WITHIN = 30.0
Calls = queue.Queue[tuple[str, dict[str, str], dict[str, Any]]]


@contextmanager
def listener(failures: int = 0, seconds: float = 0) -> Iterator[tuple[str, Calls]]:
    """Listen on loopback, fail so often first, hand over each call that was taken, and answer it after a while."""
    calls: Calls = queue.Queue()
    left, closing = [failures], threading.Event()

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            left[0] -= 1
            if left[0] < 0:
                headers = {name.lower(): value for name, value in self.headers.items()}
                calls.put((self.path, headers, json.loads(body)))
                closing.wait(seconds)
            with suppress(ConnectionError):
                self.send_response(503 if left[0] >= 0 else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", calls
    finally:
        closing.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture(scope="module")
def seaway() -> Iterator[Installation]:
    with installed(SEAWAY_OUTBOUND_ALLOW="127.0.0.0/8") as installation:
        installation.start()
        yield installation


def test_a_listener_is_called_for_each_request_and_for_nothing_else(seaway: Installation) -> None:
    with listener(failures=1) as (url, calls), seaway.client() as api:
        destination = {"type": "WEBHOOK", "url": f"{url}/resync"}
        body = {"installationId": "issues", "changelogDestination": destination, "config": {"resources": []}}
        assert api.post("/v1/integration", json=body).status_code == 201
        api.patch("/v1/integration/issues", json={"version": "2"})
        api.patch("/v1/integration/issues/resync-state", json={"status": "completed"})
        api.patch("/v1/integration/issues/config", json={"config": {"a": 1}}, headers={"x-skip-resync": "true"})
        changed = api.patch("/v1/integration/issues/config", json={"config": {"a": 2}}).json()["integration"]
        path, headers, told = calls.get(timeout=WITHIN)
        assert path == "/resync"
        assert headers["idempotency-key"].startswith(changed["_id"])
        assert (told["action"], told["resourceType"]) == ("UPDATE", "integration")
        assert told["context"] == {"integrationId": "issues"}
        assert told["changelogDestination"] == destination
        after = told["diff"]["after"]
        assert after["updatedAt"] == changed["updatedAt"] != after["resyncState"]["updatedAt"]
        api.patch("/v1/integration/issues", json={})
        _, again, asked = calls.get(timeout=WITHIN)
        assert asked["action"] == "RESYNC"
        assert again["idempotency-key"] != headers["idempotency-key"]
        assert calls.empty(), "the change log is followed in its order: nothing else was told"


def test_a_listener_that_answers_when_its_resync_is_over_is_not_called_again(seaway: Installation) -> None:
    with listener(seconds=60) as (url, calls), seaway.client() as api:
        body = {"installationId": "slow", "changelogDestination": {"type": "WEBHOOK", "url": url}}
        assert api.post("/v1/integration", json=body).status_code == 201
        api.patch("/v1/integration/slow", json={})
        calls.get(timeout=WITHIN)
        with pytest.raises(queue.Empty):
            calls.get(timeout=16)
