"""The embedded server: one cluster below one root folder, which any process of its user may start, adopt or stop.

The server outlives the process that started it. A process that needs it calls `ensure()`, which adopts a server that
runs and starts one otherwise; a lock makes it safe for several processes to do so at once.
"""

import os
import select
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from seaway.core.postgres import binaries, database, postmaster
from seaway.core.postgres.cluster import ADMIN, Cluster, check_version
from seaway.core.postgres.errors import FolderError, StartError
from seaway.core.postgres.folders import PORT, Layout, check_path, exclusive, make_private, make_root
from seaway.core.postgres.owner import account_for

START_TIMEOUT = 120.0  # seconds; recovery after a crash replays at most max_wal_size
STOP_TIMEOUT = 60.0  # seconds; open transactions are rolled back, then one checkpoint is written
LOCK_PATIENCE = 300.0  # seconds; longer than another process needs to create and start a cluster
POLL = 0.1  # seconds
TAIL_BYTES = 64 * 1024
NONE: Mapping[str, str] = MappingProxyType({})


class EmbeddedServer:
    """PostgreSQL on a private Unix socket, with its files below one folder.

    Args:
        root: The folder for everything the server writes; made when absent.
        bin_dir: The bin folder of a PostgreSQL server; found by itself when not given.
        settings: Server settings that replace the defaults, by name.
    """

    def __init__(self, root: Path, bin_dir: Path | None = None, settings: Mapping[str, str] = NONE) -> None:
        self._layout = Layout(root.expanduser().resolve())
        self._bin_dir = bin_dir
        self._settings = dict(settings)

    @property
    def dsn(self) -> str:
        """The address of database `seaway` for its owner, role `seaway`, whom row-level security binds."""
        return database.url(database.NAME, database.NAME, self._layout.socket_folder, PORT)

    @property
    def admin_dsn(self) -> str:
        """The address of the maintenance database for the superuser; for backup, restore and upgrades only."""
        return database.url(ADMIN, "postgres", self._layout.socket_folder, PORT)

    @property
    def bin_dir(self) -> Path:
        """The bin folder whose `pg_dump` and `pg_restore` fit this server.

        Raises:
            BinariesError: No usable server was found.
        """
        return binaries.find(self._bin_dir).folder

    @property
    def pid(self) -> int | None:
        """The process id of the server, or None when it does not run."""
        return postmaster.running(self._layout.data)

    def ensure(self) -> bool:
        """Return with the server ready and its database in place: adopt the one that runs, else start one.

        Returns:
            True when this call started the server, False when it adopted it.

        Raises:
            PostgresError: It cannot be had; the message says why and what to do.
        """
        with self._explained(), self._prepared() as cluster:
            started = not self.ready() and self._start(cluster)
            database.provide(self.admin_dsn)
            return started

    def ready(self) -> bool:
        """True when the server answers and serves this folder."""
        return database.serves(self.admin_dsn, self._layout.data)

    def stop(self) -> None:
        """Stop the server if it runs: transactions in progress are rolled back, everything committed is on disk.

        Raises:
            StartError: It still ran after a minute.
        """
        if not self._layout.data.exists():
            return
        with self._explained(), exclusive(self._layout.lock, LOCK_PATIENCE):
            pid = self.pid
            if pid is None:
                return
            if not _ended(pid, signal.SIGINT, STOP_TIMEOUT):  # PostgreSQL's fast shutdown
                raise StartError(f"PostgreSQL (process {pid}) did not stop within {STOP_TIMEOUT:.0f} seconds.")

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines of the log that was written to last; empty when there is none."""
        logs = [log for log in self._layout.log.glob("*.log") if log.lstat().st_size]
        if not logs:
            return ""
        newest = max(logs, key=lambda log: log.lstat().st_mtime_ns)
        # The folder belongs to the server's account, which must not make root read a file of its choice.
        with os.fdopen(os.open(newest, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL_BYTES))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])

    @contextmanager
    def _prepared(self) -> Iterator[Cluster]:
        """Hold the lock over a root folder that was checked, and over programs that fit its cluster."""
        check_path(self._layout.root)
        account = account_for(self._layout.data)
        make_root(self._layout.root, account)
        with exclusive(self._layout.lock, LOCK_PATIENCE):
            found = binaries.find(self._bin_dir)
            check_version(self._layout.data, found)
            yield Cluster(self._layout, account, found, self._settings)

    def _start(self, found: Cluster) -> bool:
        """Start the server, or wait for one that is on its way up; True when this call started it."""
        programs = binaries.reachable(found.binaries, found.account, self._layout.root)
        cluster = Cluster(self._layout, found.account, programs, self._settings)
        for folder in (self._layout.log, self._layout.socket_folder):
            make_private(folder, cluster.account)
        cluster.create()
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self.pid is None:
                if self._try_start(cluster, deadline - time.monotonic()):
                    return True
            elif self.ready():
                return False  # the process that started it was killed before it was up
            time.sleep(POLL)
        raise StartError(self._lateness())

    def _try_start(self, cluster: Cluster, timeout: float) -> bool:
        """Start the server once; False when that failed for a reason that passes by itself."""
        postmaster.check_socket(self._layout.socket)
        postmaster.remove_stale(self._layout.data, self._layout.socket)
        done = cluster.start(timeout)
        if done.returncode == 0:
            return True
        if self.pid is None and not cluster.failure_is_passing():
            raise StartError(f"PostgreSQL did not start. {self._log_says(done.stderr)}")
        return False

    def _lateness(self) -> str:
        """Say why the server is not ready in time."""
        if (pid := self.pid) is None:
            return f"PostgreSQL did not start within {START_TIMEOUT:.0f} seconds. {self._log_says()}"
        return (
            f"A PostgreSQL server (process {pid}) holds {self._layout.data} and did not answer on "
            f"{self._layout.socket} within {START_TIMEOUT:.0f} seconds. If it still recovers from a crash, wait and "
            f"start again; else stop it with `kill -INT {pid}`. {self._log_says()}"
        )

    def _log_says(self, otherwise: str = "") -> str:
        """Return the end of the log as a part of a message."""
        said = self.log_tail() or otherwise.strip() or "nothing"
        return f"Its log in {self._layout.log} ends with:\n{said}"

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Tell a failure of the file system as one of the data folder."""
        try:
            yield
        except OSError as error:
            where = error.filename or self._layout.root
            raise FolderError(
                f"The data folder {self._layout.root} cannot be used: {error.strerror} ({where}). See who owns it and "
                "whether the disk is full, or choose another one with SEAWAY_DATA_DIR."
            ) from error


def _ended(pid: int, sign: signal.Signals, seconds: float) -> bool:
    """Send a signal and wait for the end of the process itself: it removes its pid file a moment before."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        signal.pidfd_send_signal(process, sign)
        ends = select.poll()
        ends.register(process, select.POLLIN)
        return bool(ends.poll(seconds * 1000))
    except ProcessLookupError:
        return True
    finally:
        os.close(process)
