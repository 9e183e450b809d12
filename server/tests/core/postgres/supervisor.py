"""A process of its own that manages an embedded server on command, so that tests can kill it or run it as another user.

Run as a program it reads one verb per line and answers each with one line of JSON. It gives up its rights after the
imports: the interpreter may lie where an unprivileged user cannot read it.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from seaway.core import postgres

FAST = {"fsync": "off", "shared_buffers": "16MB"}  # a killed server still keeps what was committed


class Supervisor:
    """The test's end of such a process.

    Args:
        root: The server's folder.
        bin_dir: The bin folder of its programs; None lets the launcher look.
        uid: The user the process runs as.
        environment: The variables it sees besides PATH and PYTHONPATH.
        settings: Extra server settings.
    """

    def __init__(
        self,
        root: Path,
        bin_dir: Path | None,
        uid: int,
        environment: dict[str, str] | None = None,
        settings: dict[str, str] | None = None,
    ) -> None:
        plan = {
            "root": str(root),
            "bin_dir": bin_dir and str(bin_dir),
            "uid": uid,
            "settings": FAST if settings is None else settings,
        }
        self.process = subprocess.Popen(
            [sys.executable, __file__, json.dumps(plan)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path), **(environment or {})},
            start_new_session=True,
        )
        self._read()  # it is up, and no longer root

    def __enter__(self) -> Self:
        """Return the supervisor."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process; the server it manages goes on."""
        self.kill()

    def ask(self, verb: str) -> Any:
        """Return what the launcher's method or property of this name answers, or raise what it raises."""
        self.send(verb)
        return self.answer()

    def send(self, verb: str) -> None:
        """Send a verb and return at once."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{verb}\n".encode())
        self.process.stdin.flush()

    def answer(self) -> Any:
        """Wait for the answer to the last verb."""
        told = self._read()
        if "error" in told:
            raise getattr(postgres, told["error"])(told["message"])
        return told["value"]

    def kill(self) -> None:
        """Kill the process as the kernel does when memory is short."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def _read(self) -> Any:
        """Read one answer."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the supervisor died"
        return json.loads(line)


def become(uid: int) -> None:
    """Give up root's rights for those of a user, without a way back."""
    if os.geteuid() != uid:
        os.setgroups([])
        os.setgid(uid)
        os.setuid(uid)


def main() -> None:
    """Answer verbs until the input ends."""
    plan = json.loads(sys.argv[1])
    become(plan["uid"])
    bin_dir = plan["bin_dir"] and Path(plan["bin_dir"])
    server = postgres.EmbeddedServer(Path(plan["root"]), bin_dir, plan["settings"])
    _tell({"value": "up"})
    for line in sys.stdin:
        try:
            value = getattr(server, line.strip())
            _tell({"value": value() if callable(value) else value})
        except postgres.PostgresError as error:
            _tell({"error": type(error).__name__, "message": str(error)})


def _tell(answer: dict[str, Any]) -> None:
    """Write one answer."""
    sys.stdout.write(json.dumps(answer, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
