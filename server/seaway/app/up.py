"""`seaway up`: all of Seaway in one supervisor, with a PostgreSQL of its own unless SEAWAY_DATABASE_URL names one.

Nothing starts before the data folder is ours and the port is free. The processes load their code while the database
comes up. When the supervisor is killed, its processes end by themselves, and the database is adopted by the next start.
"""

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from seaway.app import schema
from seaway.app.listen import listen
from seaway.app.process import Handover
from seaway.app.supervisor import Child, Program, end_all, wait_until
from seaway.core import log, schema_check
from seaway.core.errors import StartError
from seaway.core.postgres import EmbeddedServer, PostgresError
from seaway.core.settings import Settings
from seaway_cli.profile import DEFAULT_URL

GRACE = 30.0  # seconds for requests and jobs to end
LOCK_PATIENCE = 20.0  # seconds for the processes of a killed supervisor to end
TICK = 0.2
_log = log.logger("up")


class Up:
    """One run of `seaway up`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stop = threading.Event()
        self._hurry = threading.Event()
        self._server = (
            None if settings.database_url else EmbeddedServer(settings.data_dir / "postgres", settings.pg_bin)
        )
        self._checked = 0.0

    def run(self) -> None:
        """Run until a signal comes.

        Raises:
            StartError, PostgresError: it cannot start; the message says why and what to do.
        """
        began = time.monotonic()
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, self._asked)
        with ExitStack() as stack:
            lock = stack.enter_context(exclusive(self._lock_file()))
            listener = stack.enter_context(listen(self._settings))
            api = Child(Program("api", "seaway.app.api", (listener.fileno(), lock)))
            worker = Child(Program("worker", "seaway.app.worker", (lock,)))
            stack.callback(self._end, [api, worker])
            api.spawn()
            handover = Handover(self._database())
            worker.spawn()  # only now: the API is what people wait for
            worker.hand_over(handover)
            self._begin(api, Handover(handover.dsn, listener.fileno(), link=True))
            if not self._stop.is_set():
                announce(self._settings, api, time.monotonic() - began)
            self._supervise(api, worker, Handover(handover.dsn, listener.fileno()))

    def _begin(self, api: Child, handover: Handover) -> None:
        api.hand_over(handover)
        wait_until(lambda: api.ready or api.pid is None, self._stop)
        if not api.ready and not self._stop.is_set():
            time.sleep(TICK)  # its last words may be on their way
            raise StartError(api.error or "The API ended as it started; its log above says why.")

    def _supervise(self, api: Child, worker: Child, handover: Handover) -> None:
        while not self._stop.wait(TICK):
            api.keep(handover)
            worker.keep(Handover(handover.dsn))
            self._keep_database()

    def _database(self) -> str:
        """Return the address of a database that is there and has this version's schema."""
        if self._server is not None:
            self._server.ensure()
            dsn = self._server.dsn
        else:
            assert self._settings.database_url is not None  # noqa: S101  # or there is a server of ours
            dsn = self._settings.database_url.get_secret_value()
        if not schema_check.is_current(dsn):
            schema.ensure(dsn)
        return dsn

    def _keep_database(self) -> None:
        """Start our PostgreSQL again if it has died."""
        if self._server is None or time.monotonic() - self._checked < 1.0:
            return
        self._checked = time.monotonic()
        if self._server.pid is None:
            _log.error("PostgreSQL has ended; it is started again")
            try:
                self._server.ensure()
            except PostgresError as error:
                _log.error("PostgreSQL does not start", error=str(error))

    def _end(self, children: list[Child]) -> None:
        """End in order: the API and the worker, then the database under them."""
        end_all(children, 1.0 if self._hurry.is_set() else GRACE, signal.SIGTERM, signal.SIGKILL)
        if self._server is not None:
            self._server.stop()

    def _asked(self, _sign: int, _frame: object) -> None:
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()

    def _lock_file(self) -> Path:
        """Return the file that one supervisor holds: of the data folder, or of the port beside another's database."""
        name = "up.lock" if self._server is not None else f"up-{self._settings.port}.lock"
        try:
            self._settings.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StartError(
                f"The data folder {self._settings.data_dir} cannot be made: {error.strerror}. Set SEAWAY_DATA_DIR."
            ) from None
        return self._settings.data_dir / name


@contextmanager
def exclusive(path: Path) -> Iterator[int]:
    """Hold a lock that children inherit, so that it is free only when the last of them has ended; yield its descriptor.

    Raises:
        StartError: another supervisor has it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + LOCK_PATIENCE
        while not _locked(descriptor):
            owner = os.pread(descriptor, 20, 0).decode().strip()
            if _runs(owner) or time.monotonic() > deadline:
                raise StartError(f"Seaway runs already on {path.parent} (process {owner or 'unknown'}); stop it first.")
            time.sleep(TICK)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _runs(pid: str) -> bool:
    """Tell whether the supervisor that wrote its pid still runs; its children may, when it was killed."""
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def announce(settings: Settings, api: Child, seconds: float) -> None:
    """Print where Seaway is, its command, and how to set it up while nobody can sign in."""
    command = Path(sys.executable).with_name("seaway")
    lines = [f"Seaway runs at {settings.url} (started in {seconds:.1f} s)"]
    if command.exists():
        shown = os.path.relpath(command) if command.is_relative_to(Path.cwd()) else str(command)
        lines.append(f"  Command  {shown if settings.url == DEFAULT_URL else f'SEAWAY_URL={settings.url} {shown}'}")
    lines.append(f"  Data     {settings.data_dir}")
    if link := next((news["link"] for news in api.news if news.get("link")), None):
        lines.append(f"  Set up   {link} (holds for a day; nobody can sign in yet)")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run Seaway; return the exit code."""
    try:
        settings = Settings.from_env()
        log.configure(settings.log_level)
        Up(settings).run()
    except (StartError, PostgresError) as error:
        sys.stderr.write(f"seaway: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
