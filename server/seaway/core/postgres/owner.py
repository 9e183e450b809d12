"""The operating-system account that runs the server, and how commands are run as that account.

PostgreSQL refuses to run as root. Root therefore steps down to an unprivileged account for every command; anyone else
runs the server as themselves.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seaway.core.postgres.errors import FolderError, StartError

PREFERRED = ("seaway", "postgres", "nobody")

# A fixed environment: the messages we read are in English, and no PG* variable of the caller changes what a tool does.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}


@dataclass(frozen=True)
class Account:
    """An account of the operating system that may run PostgreSQL."""

    name: str
    uid: int
    gid: int

    @property
    def is_caller(self) -> bool:
        """True when this process already runs as the account."""
        return os.geteuid() == self.uid

    def run(self, command: Sequence[str | Path], timeout: float) -> subprocess.CompletedProcess[str]:
        """Run a command as the account and return its outcome, whatever its exit code.

        Args:
            command: The program's path and its arguments; no shell is involved.
            timeout: Seconds after which the command is ended.

        Raises:
            StartError: The command could not be started, or did not end in time.
        """
        words = [str(word) for word in command]
        try:
            return subprocess.run(  # noqa: S603 - the programs are those of the checked bin folder, the words are ours
                words,
                check=False,
                capture_output=True,
                text=True,
                errors="replace",
                stdin=subprocess.DEVNULL,
                env=ENVIRONMENT,
                cwd="/",
                timeout=timeout,
                umask=0o077,
                user=None if self.is_caller else self.uid,
                group=None if self.is_caller else self.gid,
                extra_groups=None if self.is_caller else [],
            )
        except subprocess.TimeoutExpired:
            raise StartError(f"{words[0]} did not end within {timeout:.0f} seconds.") from None
        except OSError as error:
            raise StartError(f"{words[0]} cannot be run as the user {self.name}: {error.strerror}.") from error

    def can_run(self, program: Path) -> bool:
        """True when the account can execute a PostgreSQL program where it lies."""
        try:
            return self.run([program, "--version"], timeout=60).returncode == 0
        except StartError:
            return False

    def can_enter(self, folder: Path) -> bool:
        """True when the account can step into a folder, by the system's own judgement."""
        return self.is_caller or self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder], timeout=60).returncode == 0


def account_for(data: Path) -> Account:
    """Return the account that must run the server of a cluster's folder, which need not exist yet.

    A cluster that exists belongs to its owner for good: an account that is added to the system later changes nothing.

    Raises:
        FolderError: The cluster belongs to an account that this process may not use.
    """
    if os.geteuid() == 0:
        return _owner_of(data, data.stat().st_uid) if (data / "PG_VERSION").exists() else _preferred()
    caller = _named(os.geteuid())
    owner = data.stat().st_uid if data.exists() else caller.uid
    if owner != caller.uid:
        raise FolderError(
            f"The database folder {data} belongs to the user {_named(owner).name}, and this is {caller.name}. "
            f"Run Seaway as {_named(owner).name} or as root, or choose another data folder with SEAWAY_DATA_DIR."
        )
    return caller


def _preferred() -> Account:
    """Return the first unprivileged account of the system that may run the server."""
    for name in PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise FolderError(
        "PostgreSQL must not run as root, and none of the users seaway, postgres and nobody exists. "
        "Create one with `useradd --system seaway`, or run Seaway as an unprivileged user."
    )


def _owner_of(data: Path, uid: int) -> Account:
    """Return the account that owns an existing cluster; root cannot be it."""
    if uid == 0:
        name = _preferred().name
        raise FolderError(
            f"The database folder {data} belongs to root, and PostgreSQL must not run as root. "
            f"Give it to an unprivileged user: chown -R {name} '{data}'."
        )
    return _named(uid)


def _named(uid: int) -> Account:
    """Return the account of a user id, which may be unknown to the system's list of users."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(str(uid), uid, os.getegid() if uid == os.geteuid() else uid)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
