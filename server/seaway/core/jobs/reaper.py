"""Keeps jobs moving when workers die: heartbeats, takeover of dead workers' jobs, retention.

DBOS resumes a dead process's jobs only under the same executor id, and ours are unique per process (engines.md, 2). So
every worker runs this loop, one at a time acts (an advisory lock), and each round asks the database anew: a restart of
PostgreSQL in the middle loses nothing. Taking the jobs of a worker that only seemed dead does no harm: the next thing
it tries to record is refused.

It is a thread with a connection of its own, so that a busy event loop does not look like death.
"""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from dbos import DBOS

from seaway.core import log
from seaway.core.jobs import store
from seaway.core.jobs.durable import ENGINE_VERSION

_LOCK = 727_001  # any constant: every worker asks for the same advisory lock
_log = log.logger("reaper")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds between heartbeats, of silence until a worker counts as dead, and until a finished job is forgotten."""

    beat: float = 5.0
    dead: float = 30.0
    keep: float = 30 * 86_400.0
    sweep: float = 3_600.0


class Reaper:
    """The loop of one worker. `beat_once` before any job is taken, then `start`; `leave` when the jobs have stopped."""

    def __init__(self, dsn: str, executor: str, timing: Timing) -> None:
        self._dsn = dsn
        self._me = {"executor": executor, "host": place(), "pid": os.getpid()}
        self._timing = timing
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="seaway-reaper", daemon=True)
        self._since = time.monotonic()
        self._swept = time.monotonic()

    def beat_once(self) -> None:
        """Say that this worker lives."""
        with self._connect() as db:
            db.execute(store.BEAT, self._me)

    def start(self) -> None:
        """Begin to beat and to look after others."""
        self._thread.start()

    def stop(self) -> None:
        """End the loop; the heartbeat stays fresh for a while yet."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def leave(self) -> None:
        """Hand this worker's jobs to the others, now: it ends in order."""
        with self._connect() as db, db.transaction():
            count = db.execute(store.PARK, self._me).rowcount
            db.execute(store.BURY, {"dead": [self._me["executor"]]})
        _log.info("the worker's jobs are parked", jobs=count)

    def _connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self._dsn, autocommit=True, connect_timeout=5, application_name="seaway reaper")

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with self._connect() as db:
                    self._since = time.monotonic()
                    self._rounds(db)
            except Exception as error:  # noqa: BLE001  # whatever it was, the next round asks again
                _log.warning("the reaper is interrupted", error=str(error))
                self._stop.wait(self._timing.beat)

    def _rounds(self, db: "psycopg.Connection[tuple[object, ...]]") -> None:
        while True:
            db.execute(store.BEAT, self._me)
            row = db.execute("select pg_try_advisory_lock(%s)", (_LOCK,)).fetchone()
            if row and row[0]:
                try:
                    self._bury(db)
                    self._take_over(db)
                    self._forget(db)
                finally:
                    db.execute("select pg_advisory_unlock(%s)", (_LOCK,))
            if self._stop.wait(self._timing.beat):
                return

    def _bury(self, db: "psycopg.Connection[tuple[object, ...]]") -> None:
        """Forget workers of this host whose process is gone: no need to wait for their silence."""
        dead = [str(executor) for executor, pid in db.execute(store.NEIGHBOURS, self._me) if not _lives(int(str(pid)))]
        if dead:
            db.execute(store.BURY, {"dead": dead})

    def _take_over(self, db: "psycopg.Connection[tuple[object, ...]]") -> None:
        """Put the jobs of dead workers back into their queues.

        After the database was away everybody seems silent: age counts only once all had time to beat again.
        """
        patient = time.monotonic() - self._since < self._timing.dead
        given = {"version": ENGINE_VERSION, "dead": None if patient else self._timing.dead}
        dead = [str(row[0]) for row in db.execute(store.ORPHANED, given)]
        if dead:
            _log.warning("taking over the jobs of dead workers", workers=dead)
            DBOS._recover_pending_workflows(dead)  # noqa: SLF001  # private, hence the exact pin and the contract tests

    def _forget(self, db: "psycopg.Connection[tuple[object, ...]]") -> None:
        """Delete finished jobs and silent workers that are old."""
        if time.monotonic() - self._swept < self._timing.sweep:
            return
        self._swept = time.monotonic()
        db.execute(store.FORGET)
        while ids := [str(row[0]) for row in db.execute(store.FINISHED, {"age": self._timing.keep})]:
            DBOS.delete_workflows(ids)


def place() -> str:
    """Return what two processes share that see each other's process ids: a boot of a host and a pid namespace."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    namespace = Path("/proc/self/ns/pid")
    known = boot.read_text().strip() if boot.exists() else "unknown"
    return f"{os.uname().nodename}/{known}/{namespace.readlink() if namespace.exists() else 'host'}"


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
