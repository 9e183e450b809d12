"""What is known of a running server from its pid file and its socket, and the removal of what a dead one left.

PostgreSQL refuses to start while the process named in its pid file lives, whatever that process is. After a restart of
a container small process ids come back quickly, so a stale file often names somebody else, for ever. Only the holder of
the launcher's lock may decide that a file is stale.
"""

import os
import socket
import stat
import time
from pathlib import Path

from seaway.core.postgres.errors import SocketError

PROC = Path("/proc")
DEAD_STATES = frozenset(
    "ZXx"
)  # a zombie keeps its id until its parent collects it, which some container inits never do
NAMES = frozenset({"postgres", "postmaster"})
SETTLING = 0.1  # seconds; a server that comes up fills its pid file within microseconds of making it
CONNECT_TIMEOUT = 2.0  # seconds; a local connect is instant unless the backlog is full


def running(data: Path) -> int | None:
    """Return the process id of the server that holds a cluster's folder, or None when no such process lives."""
    pid = _recorded(data / "postmaster.pid")
    return pid if pid is not None and _serves(pid, data) else None


def check_socket(path: Path) -> None:
    """Refuse to start over a socket path that something else uses; to be called while no server of ours runs.

    Raises:
        SocketError: Something answers there, or what stands there is no socket.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise SocketError(f"The socket path {path} is taken by something that is not a socket. Remove it.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(CONNECT_TIMEOUT)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return  # left by a server that is gone; PostgreSQL replaces it
        except OSError:
            pass  # listened to, yet too busy to accept
    raise SocketError(
        f"The socket {path} is held by a server that does not serve this data folder. Stop that server, or choose "
        "another data folder with SEAWAY_DATA_DIR."
    )


def remove_stale(data: Path, socket_path: Path) -> None:
    """Remove lock files that would stop a start for no reason; only under the launcher's lock, with no server running.

    A pid file that names a dead process stays: PostgreSQL uses it to find orphans of the old server that still run.
    """
    file = data / "postmaster.pid"
    pid = _recorded(file)
    if pid is None:
        time.sleep(SETTLING)
        pid = _recorded(file)
    if pid is not None and _serves(pid, data):
        return  # come up this moment: the pg_ctl of a killed launcher finishes its work without the lock
    if pid is None or _exists(pid):
        file.unlink(missing_ok=True)
    # Nobody listens on the socket (see check_socket), so its lock protects nothing.
    socket_path.with_name(f"{socket_path.name}.lock").unlink(missing_ok=True)


def _recorded(file: Path) -> int | None:
    """Return the process id in a pid file; None without a file, or for one that a power cut left empty or torn."""
    try:
        first = file.read_text(errors="replace").split("\n", 1)[0]
        return abs(int(first)) or None  # negative: a single-user backend, which holds the folder as well
    except (FileNotFoundError, ValueError):
        return None


def _serves(pid: int, data: Path) -> bool:
    """True when the process is a live PostgreSQL of the folder's owner that works in the folder.

    Raises nothing for a process that ends meanwhile. Where the system does not tell, the answer is True: a needless
    refusal to start is harmless, two servers on one folder are not.
    """
    if not (PROC / "self").exists():
        return _exists(pid)
    try:
        told = dict(line.split(":\t", 1) for line in (PROC / f"{pid}/status").read_text().splitlines() if ":\t" in line)
    except OSError:
        return False
    uid = int(told["Uid"].split()[1])
    if told["State"][0] in DEAD_STATES or told["Name"] not in NAMES or uid != data.stat().st_uid:
        return False
    try:
        return (PROC / f"{pid}/cwd").samefile(data)
    except PermissionError:
        return True  # root in a container may not look into processes of other users
    except OSError:
        return False


def _exists(pid: int) -> bool:
    """True while the system knows a process of this id, be it a zombie or somebody else's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
