"""Where the server keeps its files, who may touch them, and the lock that lets one process at a time manage it."""

import fcntl
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from seaway.core.postgres.errors import FolderError, StartError
from seaway.core.postgres.owner import Account

PORT = 5432  # names the socket's file; nothing listens on a network
SOCKET_NAME = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 103  # bytes: sun_path holds 104 on macOS and 108 on Linux, one of them for the closing zero
RUNTIME = Path("/tmp")  # noqa: S108 - folders in it are checked for owner and mode before use; unlike /run/user it stays
LOCK_POLL = 0.05  # seconds

# pg_ctl passes paths through a shell inside double quotes.
UNQUOTABLE = frozenset('"$`\\')


@dataclass(frozen=True)
class Layout:
    """The server's files below one root folder."""

    root: Path

    @property
    def data(self) -> Path:
        """The cluster itself."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """The server's logs: `startup.log`, and one file per weekday."""
        return self.root / "log"

    @property
    def startup_log(self) -> Path:
        """What the last start said before the server opened its own log."""
        return self.log / "startup.log"

    @property
    def lock(self) -> Path:
        """The file whose lock lets one process at a time start or stop the server."""
        return self.root / "lock"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: below the root, or one named by the root's hash where clients could not use that.

        A client takes a comma for the end of one host and the start of the next.
        """
        inside = self.root / "run"
        if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and "," not in str(inside):
            return inside
        return RUNTIME / f"seaway-{hashlib.sha256(os.fsencode(self.root)).hexdigest()[:20]}"

    @property
    def socket(self) -> Path:
        """The Unix socket that clients connect to."""
        return self.socket_folder / SOCKET_NAME


def check_path(path: Path) -> None:
    """Refuse a path that PostgreSQL's own tools cannot pass on unharmed."""
    if not str(path).isprintable() or UNQUOTABLE & set(str(path)):
        raise FolderError(
            f"The path {str(path)!r} holds a character that PostgreSQL's tools cannot handle "
            "(a double quote, $, `, a backslash or a control character). Choose another folder."
        )


def make_root(root: Path, account: Account) -> None:
    """Make the root folder unless it stands, and see that the account can enter it; other folders stay as they are.

    Raises:
        FolderError: The account cannot enter the folder, or everybody may write to it.
    """
    root.parent.mkdir(parents=True, exist_ok=True)
    try:
        root.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        # A folder we made ourselves, so its mode is ours to choose: the account must pass, nobody needs to list it.
        root.chmod(0o700 if account.is_caller else 0o711)
    if root.stat().st_mode & stat.S_IWOTH:
        raise FolderError(f"Every user may write to the data folder {root}. Forbid it first: chmod o-w '{root}'.")
    _check_enterable(root, account)


def _check_enterable(root: Path, account: Account) -> None:
    """Refuse a folder that the account cannot enter, and name the first folder on the way that stops it."""
    if account.can_enter(root):
        return
    barrier = next(folder for folder in [*reversed(root.parents), root] if not account.can_enter(folder))
    raise FolderError(
        f"Started by root, PostgreSQL runs as the user {account.name}, who cannot enter {barrier}, so it cannot use "
        f"the data folder {root}. Set SEAWAY_DATA_DIR to a folder that {account.name} can enter, such as "
        "/var/lib/seaway, or run Seaway as an unprivileged user."
    )


def make_private(folder: Path, account: Account) -> None:
    """Make a folder that only the account may enter, or accept such a folder where it stands.

    Raises:
        FolderError: What stands there is no folder, belongs to somebody else or is open to others. In a shared place
            such as /tmp it may have been laid there by somebody else.
    """
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise FolderError(f"{folder} must be a folder, and it is something else. Remove it and start again.")
    if found.st_uid == os.geteuid() and not account.is_caller:
        # Made just now, or by a root process that was killed before this line.
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    elif found.st_uid != account.uid:
        raise FolderError(
            f"{folder} belongs to the user id {found.st_uid}, not to {account.name}, and so cannot be trusted. "
            "Remove it and start again."
        )
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise FolderError(f"{folder} is open to other users. Close it first: chmod 700 '{folder}'.")


@contextmanager
def exclusive(lock: Path, patience: float) -> Iterator[None]:
    """Hold the lock for the length of the block; the kernel frees it when the process dies.

    Args:
        lock: The lock's file, made when absent and never removed.
        patience: Seconds to wait for the process that holds it.

    Raises:
        StartError: Another process held the lock all that time.
    """
    deadline = time.monotonic() + patience
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                raise StartError(
                    f"Another process has held {lock} for {patience:.0f} seconds while starting or stopping "
                    "PostgreSQL. See whether it hangs, and end it."
                )
            time.sleep(LOCK_POLL)
        yield
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    """Take the lock if it is free."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
