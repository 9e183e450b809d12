"""O7 and O15: requests over HTTP against a bare server that sends the same bytes; and how long a warm start takes."""

import contextlib
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import orjson

from benchmarks.data import Dataset
from benchmarks.measure import Goal, Report, cpu
from benchmarks.place import Place
from seaway.domains.identity import service as identity

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, REPEATS, WARM = 15, 40, 30
STEADY = 1.3
NULL = 39.0
"""CPU µs of B3, a bare answer, on the machine where G16 was set to 200 and 450 µs; others are held to as many answers."""
START_GOAL = 10.0

Rule = dict[str, Any]
Send = Callable[[int], bytes]


def _rule(name: str, operator: str, value: Any = None) -> Rule:
    return {"property": name, "operator": operator, **({} if value is None else {"value": value})}


def _all(*rules: Rule) -> Rule:
    return {"combinator": "and", "rules": list(rules)}


# O7: name, blueprint, query, sorted by
TREES: list[tuple[str, str, Rule, str]] = [
    ("enum =", "vulnerability", _all(_rule("severity", "=", "critical")), "cvss"),
    ("three rules", "vulnerability", _all(_rule("severity", "=", "critical"), _rule("status", "=", "open"), _rule("cvss", ">", 7)), "cvss"),
    ("in, bool, range", "vulnerability", _all(_rule("severity", "in", ["high", "critical"]), _rule("fixable", "=", True), _rule("epss", ">", 0.9)), "epss"),
    ("date between", "pullRequest", _all(_rule("mergedAt", "between", {"from": "2026-02-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"})), "leadTime"),
    ("array contains", "pullRequest", _all(_rule("labels", "containsAny", ["payment"])), "additions"),
    ("or of ands", "deployment", {"combinator": "or", "rules": [_all(_rule("status", "=", "failed"), _rule("seconds", ">", 600)), _all(_rule("rollback", "=", True), _rule("strategy", "!=", "canary"))]}, "deployedAt"),
    ("is empty", "vulnerability", _all(_rule("fixVersion", "isEmpty"), _rule("severity", "=", "high")), "detectedAt"),
    ("title contains, many", "pullRequest", _all(_rule("$title", "contains", "auth")), "createdAt"),
    ("title contains, none", "pullRequest", _all(_rule("$title", "contains", "qwenetz")), "createdAt"),
    ("no filter, sorted", "vulnerability", _all(), "epss"),
]  # fmt: skip


@dataclass
class Sender:
    """One kept-alive connection that speaks as little HTTP as needed, so that the sender costs nothing."""

    connection: socket.socket
    token: str

    def get(self, path: str) -> bytes:
        """Return the body of a GET."""
        return self._exchange("GET", path, b"")

    def post(self, path: str, body: bytes) -> bytes:
        """Return the body of the answer to a POST of JSON."""
        return self._exchange("POST", path, body)

    def _exchange(self, method: str, path: str, body: bytes) -> bytes:
        head = f"{method} {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {self.token}\r\n"
        head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        self.connection.sendall(head.encode() + body)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more(path)
        header, _, content = got.partition(b"\r\n\r\n")
        size = int(header.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(content) < size:
            content += self._more(path)
        if not header.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201", b"HTTP/1.1 207")):
            raise RuntimeError(f"{method} {path}: {header[:60]!r} {content[:300]!r}")
        return content

    def _more(self, path: str) -> bytes:
        if not (some := self.connection.recv(1 << 20)):
            raise RuntimeError(f"{path}: the server closed the connection")
        return some


def _names(data: Dataset) -> list[str]:
    return [orjson.loads(line)["identifier"] for line in data.lines["vulnerability"][:300]]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(place: Place, port: int) -> dict[str, str]:
    """Return the settings of a server on the benchmark's database."""
    return {
        **os.environ,  # noqa: TID251  # PATH and the like for a child process
        "PYTHONPATH": f"{ROOT}:{ROOT / 'server'}",
        "SEAWAY_DATABASE_URL": place.dsn,
        "SEAWAY_DATA_DIR": str(place.root),
        "SEAWAY_PORT": str(port),
        "SEAWAY_RATE_LIMIT": "100000000",
    }


@contextlib.contextmanager
def running(command: list[str], port: int, environ: dict[str, str]) -> Iterator[int]:
    """Run a server until the block ends; yield its process id once it listens."""
    process = subprocess.Popen(
        [sys.executable, *command], env=environ, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError(f"{' '.join(command)} did not start")
            time.sleep(0.02)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


async def run(place: Place, data: Dataset, report: Report) -> None:
    """Measure single reads, pages, bulk writes and searches."""
    async with place.writing() as work:
        credentials = await identity.create_machine(work, f"bench-{secrets.token_hex(4)}")
    port, bare = free_port(), free_port()
    row = await place.plain.fetchrow("select e.org, e.bp from entity e where e.ident = $1 limit 1", _names(data)[0])
    of = [str(row["org"]), str(row["bp"])]
    with (
        running(["-m", "seaway.app.api"], port, environment(place, port)) as api,
        running(["-m", "benchmarks.bare", str(bare), place.dsn, *of], bare, environment(place, bare)) as floor,
    ):
        base = f"http://127.0.0.1:{port}"
        body = {"clientId": credentials.client_id, "clientSecret": credentials.client_secret}
        token = httpx.post(f"{base}/v1/auth/access_token", json=body, timeout=30).json()["accessToken"]
        with socket.create_connection(("127.0.0.1", port)) as one, socket.create_connection(("127.0.0.1", bare)) as two:
            for connection in (one, two):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            Bench(Sender(one, token), api, Sender(two, token), floor, report).all(data)


@dataclass
class Bench:
    """The operations, each beside a bare answer of as many bytes."""

    sender: Sender
    api: int
    bare: Sender
    floor: int
    report: Report

    def all(self, data: Dataset) -> None:
        """Run every operation."""
        names = [quote(name, safe="") for name in _names(data)]
        one = self._time(
            "O15 GET entity",
            lambda turn: self.sender.get(f"/v1/blueprints/vulnerability/entities/{names[turn % 300]}"),
            beside=lambda size, turn: self.bare.get(f"/{size}/row/{names[turn % 300]}"),
        )
        query = orjson.dumps({"limit": 50})
        page = self._time(
            "O15 page of 50",
            lambda _: self.sender.post("/v1/blueprints/vulnerability/entities/search", query),
            beside=lambda size, _: self.bare.post(f"/{size}/page", query),
        )
        # The same as a table asks for it, with the number of all rows, which the bare server does not count.
        table = orjson.dumps({"limit": 50, "sort": [{"property": "$identifier", "order": "asc"}]})
        self._time("O15 page of 50, counted", self._posting("/v1/blueprints/vulnerability/entities/top-search", table))
        self._goals(one, page)
        lines = data.lines["environment"][:20]
        bulk = orjson.dumps({"entities": [orjson.loads(line) | {"team": None} for line in lines]})
        self._time(
            "O15 bulk of 20, unchanged",
            lambda _: self.sender.post("/v1/blueprints/environment/entities/bulk?upsert=true&merge=true", bulk),
        )
        walls = []
        for name, blueprint, tree, key in TREES:
            body = orjson.dumps({"query": tree, "limit": 50, "sort": [{"property": key, "order": "desc"}]})
            send = self._posting(f"/v1/blueprints/{blueprint}/entities/top-search", body)
            walls.append(self._time(f"O7 {name}", send, 3)["wall"])
        self.report.add("O7 all trees", median_multiple_of_GET=statistics.median(walls) / one["wall"])

    def _posting(self, path: str, body: bytes) -> Send:
        return lambda _turn: self.sender.post(path, body)

    def _time(
        self, name: str, send: Send, repeats: int = REPEATS, beside: Callable[[int, int], bytes] | None = None
    ) -> dict[str, float]:
        size = [len(send(turn)) for turn in range(min(WARM, repeats))][-1]

        def null(_: int) -> bytes:
            return self.bare.get(f"/{size}")

        rounds = []
        for _ in range(ROUNDS):
            before = self._spent(self.floor, null, repeats)["api_us"]
            one = self._spent(self.api, send, repeats)
            if beside:
                same = self._spent(self.floor, lambda turn: beside(size, turn), repeats)
                one["multiple_of_bare_that_reads"] = one["api_us"] / same["api_us"]
            after = self._spent(self.floor, null, repeats)["api_us"]
            one["bare_us"] = (before + after) / 2
            one["multiple_of_bare"] = one["api_us"] / one["bare_us"]
            rounds.append((max(before, after) / min(before, after), one))
        # Rounds whose two baselines are far apart tell of the machine's other work.
        steady = [one for apart, one in rounds if apart <= STEADY] or [one for _, one in rounds]
        found = {unit: statistics.median(one[unit] for one in steady) for unit in steady[0]}
        found = {"bytes": float(size), "rounds": float(len(steady)), **found}
        self.report.add(name, **found)
        return found

    def _spent(self, pid: int, send: Send, repeats: int) -> dict[str, float]:
        walls, before = [], cpu(pid)
        for turn in range(repeats):
            began = time.perf_counter()
            send(turn)
            walls.append(time.perf_counter() - began)
        return {"api_us": (cpu(pid) - before) / repeats, "wall": statistics.median(walls) * 1e6}

    def _goals(self, one: dict[str, float], page: dict[str, float]) -> None:
        null = one["bare_us"]  # of 1 KB
        self.report.goals += [
            Goal("G16", "GET entity: API CPU (answers of B3)", 200 / NULL, one["api_us"] / null),
            Goal("G16", "page of 50: API CPU (answers of B3)", 450 / NULL, page["api_us"] / null),
            Goal("G16", "GET entity: multiple of a bare server that reads it", 1.3, one["multiple_of_bare_that_reads"]),
            Goal("G16", "page of 50: the same", 1.3, page["multiple_of_bare_that_reads"]),
        ]


def start(place: Place, report: Report) -> None:
    """Measure a warm start: everything exists; from `seaway up` until `/` renders."""
    port = free_port()
    environ = {**environment(place, port), "SEAWAY_DATA_DIR": str(place.root / "warm")}
    environ.pop("SEAWAY_DATABASE_URL")
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        with running([str(Path(sys.executable).with_name("seaway")), "up"], port, environ):
            _renders(f"http://127.0.0.1:{port}/")
            seconds.append(time.perf_counter() - began)
    report.add("start", cold_s=seconds[0], warm_s=min(seconds[1:]))
    report.goals.append(Goal("start", "warm start until / renders (s)", START_GOAL, min(seconds[1:])))


def _renders(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, timeout=5).status_code == httpx.codes.OK:
                return
        time.sleep(0.02)
    raise RuntimeError(f"{url} does not render; is the portal built (make run builds it)?")
