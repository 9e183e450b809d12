"""Creates a cluster and starts its server by PostgreSQL's own tools."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from seaway.core.postgres.binaries import Binaries
from seaway.core.postgres.errors import FolderError, StartError, VersionError
from seaway.core.postgres.folders import PORT, Layout
from seaway.core.postgres.owner import Account

ADMIN = "seaway_admin"
BUILTIN_LOCALE_SINCE = 17
INIT_TIMEOUT = 300.0  # seconds; two are usual, a busy small disk needs more

DEFAULTS = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "jit": "off",  # compiling costs more than it gains on our short statements
    "idle_in_transaction_session_timeout": "5min",
    "timezone": "UTC",
    "cluster_name": "seaway",
    # One file per weekday, emptied when its day comes again: a week of logs, and never more.
    "logging_collector": "on",
    "log_filename": "server-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_min_duration_statement": "2s",
    # Parameters and the details of errors hold what people stored, secrets included.
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}

# What a start says when the processes of a killed server are not all gone; they notice within seconds.
PASSING = ('lock file "postmaster.pid" already exists', "pre-existing shared memory block")


@dataclass(frozen=True)
class Cluster:
    """One cluster: its files, the account that owns them, the programs that serve it and extra server settings."""

    layout: Layout
    account: Account
    binaries: Binaries
    settings: Mapping[str, str]

    def create(self) -> None:
        """Make the cluster unless it stands; it appears whole under its name or not at all.

        Raises:
            StartError: initdb failed.
        """
        # An initdb that was killed, or whose launcher was, left a folder of this kind behind.
        for leftover in self.layout.root.glob(".init-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        if (self.layout.data / "PG_VERSION").exists():
            return
        fresh = Path(tempfile.mkdtemp(prefix=".init-", dir=self.layout.root))
        try:
            self._fill(fresh)
            fresh.rename(self.layout.data)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        _sync_folder(self.layout.root)

    def start(self, timeout: float) -> subprocess.CompletedProcess[str]:
        """Start the server in the background and wait until it accepts connections, fails, or the time is over.

        The server leaves our session at once, so neither Ctrl-C nor a kill of this process reaches it.
        """
        self.layout.startup_log.unlink(missing_ok=True)
        options = " ".join(shlex.quote(f"--{name}={value}") for name, value in self._options().items())
        where: list[str | Path] = ["-D", self.layout.data, "-l", self.layout.startup_log]
        command = [self.binaries.program("pg_ctl"), "start", *where, "-w", "-t", str(max(1, int(timeout)))]
        return self.account.run([*command, "-o", options], timeout + 30)

    def failure_is_passing(self) -> bool:
        """True when the last start failed only because processes of a killed server were still ending."""
        try:
            said = self.layout.startup_log.read_text(errors="replace")
        except FileNotFoundError:
            return False
        return any(words in said for words in PASSING)

    def _fill(self, folder: Path) -> None:
        """Make a cluster in an empty folder of ours."""
        if not self.account.is_caller:
            os.chown(folder, self.account.uid, self.account.gid)
        done = self.account.run(self._initdb(folder), INIT_TIMEOUT)
        if done.returncode:
            said = (done.stderr.strip() or done.stdout.strip() or f"exit code {done.returncode}")[-2000:]
            raise StartError(f"PostgreSQL could not create a database in {self.layout.root}: {said}")

    def _initdb(self, folder: Path) -> list[str | Path]:
        """Return the command that makes a cluster whose text order does not depend on the host."""
        command: list[str | Path] = [
            self.binaries.program("initdb"),
            "-D",
            folder,
            "-U",
            ADMIN,
            "--encoding=UTF8",
            "--data-checksums",
        ]
        command += ["--auth-local=trust", "--auth-host=reject", "--no-instructions"]
        if self.binaries.major >= BUILTIN_LOCALE_SINCE:
            # pg_trgm still asks the host which characters are letters: with a ctype of C it would see ASCII only.
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=C.UTF-8"]
        else:
            command += ["--locale=C.UTF-8"]
        if self.settings.get("fsync") == "off":
            command += ["--no-sync"]
        return command

    def _options(self) -> dict[str, str]:
        """Return the server's settings; those that make it private win over everything."""
        for name, value in self.settings.items():
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", name) or not value.isprintable():
                raise StartError(f"The PostgreSQL setting {name!r} or its value {value!r} is not valid.")
        private = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": f'"{self.layout.socket_folder}"',
            "unix_socket_permissions": "0700",
            "log_directory": str(self.layout.log),
        }
        return {**DEFAULTS, **self.settings, **private}


def check_version(data: Path, binaries: Binaries) -> None:
    """Refuse a cluster that these programs cannot serve; an absent or empty folder is fine.

    Raises:
        VersionError: Another major version of PostgreSQL made it.
        FolderError: The folder holds files, and they are no cluster.
    """
    try:
        stated = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        stated = ""
    if not stated.isdecimal():
        if data.exists() and any(data.iterdir()):
            raise FolderError(f"{data} holds files, and they are not a PostgreSQL database. Move them away.")
        return
    if int(stated) != binaries.major:
        raise VersionError(
            f"The database in {data} was made by PostgreSQL {stated}, and the server in {binaries.folder} is "
            f"PostgreSQL {binaries.version}, which cannot read it. Carry the data over: run `seaway backup FILE` with "
            f"the version of Seaway that made it (or with SEAWAY_PG_BIN naming the bin folder of PostgreSQL {stated}), "
            "then `seaway restore FILE` into an empty data folder with this one."
        )


def _sync_folder(folder: Path) -> None:
    """Make a rename inside the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
