"""Real servers in folders of their own: of both supported installs, managed by root and by an unprivileged user."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seaway.core.postgres import EmbeddedServer
from tests.core.postgres.supervisor import FAST, Supervisor

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
ROOT = 0
NOBODY = 65534

Supervise = Callable[..., Supervisor]


@pytest.fixture(params=["embedded", "debian15"])
def bin_dir(request: pytest.FixtureRequest) -> Path | None:
    """The programs to run: None lets the launcher find the wheel's."""
    return debian_15() if request.param == "debian15" else None


@pytest.fixture
def old_bin_dir() -> Path:
    """The programs of PostgreSQL 15."""
    return debian_15()


def debian_15() -> Path:
    """Return the bin folder of Debian's server, or skip the test."""
    if not (DEBIAN_15 / "postgres").exists():
        pytest.skip("Debian's PostgreSQL 15 is not installed (apt-get install postgresql-15)")
    return DEBIAN_15


@pytest.fixture(params=["root", "unprivileged"])
def uid(request: pytest.FixtureRequest) -> int:
    """The user that manages the server."""
    if request.param == "root":
        needs_root()
        return ROOT
    return unprivileged()


@pytest.fixture
def as_root() -> int:
    """The user id of root, for what only root meets."""
    needs_root()
    return ROOT


def needs_root() -> None:
    """Skip the test for anybody but root."""
    if os.geteuid() != ROOT:
        pytest.skip("only root steps down to another user")


def unprivileged() -> int:
    """Return the user id of an unprivileged user this process can act as."""
    return NOBODY if os.geteuid() == ROOT else os.geteuid()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user can enter; pytest's own are closed, and PostgreSQL does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="seaway-pg-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def root(place: Path, uid: int) -> Path:
    """A server's folder that does not exist yet, in a place that belongs to the managing user."""
    home = place / "home"
    home.mkdir(mode=0o755)
    if os.geteuid() == ROOT:
        os.chown(home, uid, uid)
    return home / "postgres"


@pytest.fixture
def supervise(place: Path) -> Iterator[Supervise]:
    """Start managing processes; they and the servers below the place end with the test."""
    started: list[Supervisor] = []
    roots: set[Path] = set()

    def start(root: Path, bin_dir: Path | None, uid: int, **options: dict[str, str]) -> Supervisor:
        roots.add(root)
        started.append(Supervisor(root, bin_dir, uid, **options))
        return started[-1]

    yield start
    for supervisor in started:
        if supervisor.process.poll() is None:
            supervisor.kill()
    for folder in roots:
        EmbeddedServer(folder).stop()


@pytest.fixture(scope="session")
def prepared() -> Iterator[Callable[[Path | None, int], Path]]:
    """Return a stopped server's folder of each kind, made once, for tests that do not look at the first start."""
    home = Path(tempfile.mkdtemp(prefix="seaway-pg-prepared-"))
    home.chmod(0o755)
    made: dict[tuple[Path | None, int], Path] = {}

    def prepare(bin_dir: Path | None, uid: int) -> Path:
        if (bin_dir, uid) not in made:
            owned = home / str(len(made))
            owned.mkdir()
            if os.geteuid() == ROOT:
                os.chown(owned, uid, uid)
            with Supervisor(owned / "postgres", bin_dir, uid, settings=FAST) as supervisor:
                supervisor.ask("ensure")
                supervisor.ask("stop")
            made[bin_dir, uid] = owned / "postgres"
        return made[bin_dir, uid]

    yield prepare
    shutil.rmtree(home)


@pytest.fixture
def supervisor(
    root: Path,
    bin_dir: Path | None,
    uid: int,
    supervise: Supervise,
    prepared: Callable[[Path | None, int], Path],
) -> Supervisor:
    """A managing process over a folder whose server ran before and does not run now."""
    subprocess.run(["cp", "-a", prepared(bin_dir, uid), root], check=True)
    return supervise(root, bin_dir, uid)
