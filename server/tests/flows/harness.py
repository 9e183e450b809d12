"""A whole Seaway, started for real and killed for real: what the flow tests stand on.

`Installation` is `seaway up` in a data folder of its own, on a free port. `Kills` is a reproducible series of deaths.
`FeedProbe` takes part in the feed as a handler would. `broken_promises` looks for anything half-written.
"""

import asyncio
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import httpx
import psycopg

from seaway.core.db import Database
from seaway.core.feed import FeedChange, Handler, Runner
from seaway.core.postgres import EmbeddedServer
from seaway.core.wake import Waker
from seaway.core.work import Work
from tests.factories.databases import pg_bin

Part = Literal["api", "worker", "postgres", "supervisor"]
START = 60.0  # seconds; a loaded machine starts slowly
MODULES: Mapping[Part, str] = {"api": "seaway.app.api", "worker": "seaway.app.worker", "supervisor": "seaway.app.up"}


def free_port() -> int:
    """Return a port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Installation:
    """`seaway up` in a folder of its own. `lines` is what it printed, `log` where its processes log."""

    def __init__(self, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="seaway-flow-"))
        self.folder.chmod(0o755)  # PostgreSQL may run as another user
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.server = EmbeddedServer(self.data / "postgres", pg_bin())
        self.lines: list[str] = []
        self.settings = {**({"SEAWAY_PG_BIN": str(chosen)} if (chosen := pg_bin()) else {}), **settings}
        self._up: subprocess.Popen[str] | None = None

    @property
    def environ(self) -> dict[str, str]:
        """The environment of this installation's processes and commands."""
        given = {"SEAWAY_DATA_DIR": str(self.data), "SEAWAY_PORT": str(self.port), **self.settings}
        return {**{name: value for name, value in os.environ.items() if not name.startswith("SEAWAY_")}, **given}

    def begin(self) -> "subprocess.Popen[str]":
        """Start `seaway up` and return at once."""
        with self.log.open("a") as log:
            self._up = subprocess.Popen(
                [sys.executable, "-m", MODULES["supervisor"]],
                env=self.environ,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        threading.Thread(target=self._listen, args=(self._up,), daemon=True).start()
        return self._up

    def start(self) -> float:
        """Start and wait until it serves; return the seconds that took."""
        began = time.monotonic()
        self.lines.clear()
        up = self.begin()
        while not any(line.startswith("Seaway runs at") for line in self.lines):
            assert up.poll() is None, f"seaway up ended with {up.returncode}: {self.log.read_text()}"
            assert time.monotonic() - began < START, self.log.read_text()
            time.sleep(0.05)
        return time.monotonic() - began

    def _listen(self, up: "subprocess.Popen[str]") -> None:
        assert up.stdout is not None
        with up.stdout:
            for line in up.stdout:
                self.lines.append(line)

    def stop(self) -> int:
        """Ask it to end, and return its exit code."""
        assert self._up is not None
        self._up.terminate()
        return self._up.wait(60)

    @property
    def running(self) -> bool:
        """True while the supervisor lives."""
        return self._up is not None and self._up.poll() is None

    def pids(self, part: Part) -> list[int]:
        """Return the processes of a part of this installation, orphans too."""
        if part == "postgres":
            return [self.server.pid] if self.server.pid is not None else []
        mine = f"SEAWAY_DATA_DIR={self.data}".encode()
        entries = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [int(entry.name) for entry in entries if _matches(entry, MODULES[part].encode(), mine)]

    def kill(self, part: Part, sign: int = signal.SIGKILL) -> list[int]:
        """Kill a part, and return the processes that were hit."""
        hit = self.pids(part)
        for pid in hit:
            os.kill(pid, sign)
        if part == "supervisor" and self._up is not None:
            self._up.wait(10)
        return hit

    def wait_ready(self, seconds: float = START) -> float:
        """Return, when the API is ready, how many seconds that took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            try:
                if httpx.get(f"{self.url}/health/ready", timeout=5).status_code == 200:
                    return time.monotonic() - began
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"Seaway did not come back: {self.log.read_text()[-4000:]}")

    def keep(self, folder: Path) -> None:
        """Stop, and copy the data to a folder, from which others can begin."""
        assert self.stop() == 0, self.log.read_text()
        _copy(self.data, folder)

    def begin_from(self, folder: Path) -> None:
        """Start with a copy of data that was kept."""
        _copy(folder, self.data)
        self.start()

    def seaway(self, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        """Run the `seaway` command against this installation."""
        command = [str(Path(sys.executable).with_name("seaway")), *arguments]
        environ = {**self.environ, "SEAWAY_URL": self.url}
        return subprocess.run(
            command, env=environ, input=stdin, capture_output=True, text=True, timeout=120, check=False
        )

    @contextmanager
    def client(self) -> Iterator[httpx.Client]:
        """A client signed in as a machine, an administrator."""
        made = self.seaway("admin", "credentials", "create", "flow", "-o", "json")
        assert made.returncode == 0, made.stderr
        with httpx.Client(base_url=self.url, timeout=30) as client:
            answer = client.post("/v1/auth/access_token", json=json.loads(made.stdout))
            assert answer.status_code == 200, answer.text
            client.headers["Authorization"] = f"Bearer {answer.json()['accessToken']}"
            yield client

    @property
    def dsn(self) -> str:
        """The address of the database."""
        return self.server.dsn

    def close(self) -> None:
        """End whatever is left and remove the folder."""
        if self.running:
            self.stop()
        for part in MODULES:
            self.kill(part)
        self.server.stop()
        shutil.rmtree(self.folder)


def _copy(data: Path, to: Path) -> None:
    """Copy files with their owners: PostgreSQL's are another user's."""
    subprocess.run(["cp", "-a", "--", str(data), str(to)], check=True)


def _matches(entry: Path, module: bytes, mine: bytes) -> bool:
    try:
        return (
            module in (entry / "cmdline").read_bytes().split(b"\0")
            and mine in (entry / "environ").read_bytes().split(b"\0")
            and b"\nState:\tZ" not in (entry / "status").read_bytes()
        )
    except OSError:
        return False


@contextmanager
def installed(**settings: str) -> Iterator[Installation]:
    """An installation that is removed afterwards."""
    installation = Installation(**settings)
    try:
        yield installation
    finally:
        installation.close()


@dataclass(frozen=True, slots=True)
class Kill:
    """Which part dies, and how many seconds after the kill before it."""

    part: Part
    after: float


@dataclass
class Kills:
    """A series of deaths that a seed determines; `run` it beside what must survive them."""

    seed: int
    count: int
    parts: Sequence[Part] = ("api", "worker", "postgres")
    longest: float = 3.0
    done: list[Kill] = field(default_factory=list)

    def plan(self) -> list[Kill]:
        """Return the series: every part in turn, in a shuffled order, at seeded instants."""
        chance = random.Random(self.seed)  # noqa: S311  # reproducible, not secret
        parts = [self.parts[number % len(self.parts)] for number in range(self.count)]
        chance.shuffle(parts)
        return [Kill(part, chance.uniform(0.05, self.longest)) for part in parts]

    def run(self, installation: Installation, stop: threading.Event) -> None:
        """Kill as planned until done or stopped; a part that is still coming up is killed too."""
        for kill in self.plan():
            if stop.wait(kill.after):
                return
            if installation.kill(kill.part):
                self.done.append(kill)


class FeedProbe:
    """A handler of the feed that notes, in the handling's own transaction, each change that it was given."""

    NAME = "test.probe"

    def __init__(self, dsn: str, kinds: Sequence[str]) -> None:
        self._dsn = dsn
        self._kinds = tuple(kinds)
        with psycopg.connect(dsn, autocommit=True) as db:
            db.execute("create table if not exists feed_probe(seq bigint not null)")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Take part in a thread of its own."""
        ready, loop = threading.Event(), asyncio.new_event_loop()
        stop = asyncio.Event()

        def run() -> None:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(self._serve(ready, stop))

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        assert ready.wait(30)
        try:
            yield
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(30)

    async def _serve(self, ready: threading.Event, stop: asyncio.Event) -> None:
        database = Database(self._dsn, size=2)
        await database.open()
        waker = Waker(self._dsn)
        runner = Runner(database, waker, [Handler(self.NAME, self._kinds, self._note, 100)])
        tasks = [asyncio.create_task(waker.run()), asyncio.create_task(runner.run())]
        ready.set()
        await stop.wait()
        runner.stop()
        await tasks[1]
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await database.close()

    @staticmethod
    async def _note(work: Work, changes: Sequence[FeedChange]) -> None:
        await work.db.raw.executemany(
            "insert into feed_probe(seq) values ($1)", [(change.position.seq,) for change in changes]
        )

    def missing(self) -> list[int]:
        """Return the numbers of committed changes that were never delivered."""
        with psycopg.connect(self._dsn, options="-c seaway.org=*") as db:
            rows = db.execute(
                "select c.seq from change c where c.kind = any(%s) and not exists "
                "(select from feed_probe p where p.seq = c.seq)",
                (list(self._kinds),),
            ).fetchall()
        return [row[0] for row in rows]

    def wait_complete(self, seconds: float = 30.0) -> None:
        """Return when everything was delivered."""
        end = time.monotonic() + seconds
        while missing := self.missing():
            assert time.monotonic() < end, f"never delivered: {missing[:10]}"
            time.sleep(0.1)


# Each statement returns rows only where a promise is broken.
_PROMISES = {
    "an entity without exactly one record of its creation, the first": """
      select e.ident, array_agg(c.op order by c.seq) from entity e
      left join change c on c.ref = e.id and c.kind = 'entity' group by e.id
      having count(*) filter (where c.op = 'C') <> 1 or (array_agg(c.op order by c.seq))[1] is distinct from 'C'
        or bool_or(c.op = 'D')""",
    "a created entity that is neither there nor deleted": """
      select c.ref from change c where c.kind = 'entity' and c.op = 'C'
        and not exists (select from entity e where e.id = c.ref)
        and not exists (select from change d where d.ref = c.ref and d.kind = 'entity' and d.op = 'D')""",
    "a stored relation without its edge, or its pending edge": """
      select e.ident, r.name, t.target from entity e join relation r on r.bp = e.bp and e.rels ? r.name
      cross join lateral jsonb_array_elements_text(
        case jsonb_typeof(e.rels -> r.name) when 'array' then e.rels -> r.name when 'string' then
          jsonb_build_array(e.rels -> r.name) else '[]' end) t(target)
      where not exists (select from edge g join entity d on d.id = g.dst
          where g.src = e.id and g.rel = r.id and d.ident = t.target and d.bp = r.tbp)
        and not exists (select from edge_pending p
          where p.src = e.id and p.rel = r.id and p.tident = t.target and p.tbp = r.tbp)""",
    "an edge that no stored relation says": """
      select g.* from edge g left join entity s on s.id = g.src left join entity d on d.id = g.dst
      left join relation r on r.id = g.rel
      where s.id is null or d.id is null or r.id is null or not coalesce(
        s.rels -> r.name = to_jsonb(d.ident) or s.rels -> r.name @> to_jsonb(array[d.ident]), false)""",
}


def broken_promises(dsn: str) -> dict[str, list[tuple[object, ...]]]:
    """Return whatever contradicts itself in the catalog; nothing, however often and whatever was killed."""
    with psycopg.connect(dsn, options="-c seaway.org=*") as db:
        found = {name: db.execute(statement.encode()).fetchmany(5) for name, statement in _PROMISES.items()}
    return {name: rows for name, rows in found.items() if rows}


def wait_for(check: Callable[[], object], seconds: float = 60.0) -> None:
    """Return when the check holds."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "It did not happen in time"
        time.sleep(0.1)
