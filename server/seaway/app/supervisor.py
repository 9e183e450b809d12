"""Keeps child processes running: starts them, starts them again when they die, ends them in order.

A child gets its handover on standard input, which stays open as long as the supervisor lives (`app.process`).
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from seaway.app.process import SUPERVISED, Handover
from seaway.core import log
from seaway.kit import backoff

STEADY = 60.0  # seconds after which a child counts as well again
_log = log.logger("supervisor")


@dataclass(frozen=True, slots=True)
class Program:
    """A child: its module, and the file descriptors that it inherits."""

    name: str
    module: str
    inherits: tuple[int, ...] = ()


class Child:
    """One process, and its successors."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.news: list[dict[str, Any]] = []
        self.failures = 0
        self._process: subprocess.Popen[str] | None = None
        self._handed = False
        self._born = 0.0
        self._due = 0.0

    @property
    def pid(self) -> int | None:
        """The process id, while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    @property
    def ready(self) -> bool:
        """True once it has said that it serves."""
        return any(news.get("ready") for news in self.news)

    @property
    def error(self) -> str | None:
        """Why it could not start, in its own words."""
        return next((str(news["error"]) for news in self.news if news.get("error")), None)

    def spawn(self) -> None:
        """Start the process; it prepares itself until `hand_over`."""
        self.news = []
        self._handed = False
        self._born = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603  # our own modules
            [sys.executable, "-m", self.program.module, SUPERVISED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=self.program.inherits,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which ends its children in order
        )
        threading.Thread(target=self._listen, args=(self._process, self.news), daemon=True).start()

    def hand_over(self, handover: Handover) -> None:
        """Let a process that waits begin."""
        if self._process is None or self._process.stdin is None or self._handed:
            return
        self._handed = True
        try:
            self._process.stdin.write(handover.line())
            self._process.stdin.flush()
        except BrokenPipeError:
            return  # it died meanwhile; `keep` sees to that

    def keep(self, handover: Handover) -> None:
        """Start the process again if it has died, after a pause that grows with its failures."""
        if self._process is None or self.pid is not None:
            return
        if not self._due:
            code = self._process.wait()
            self.failures = 1 if time.monotonic() - self._born > STEADY else self.failures + 1
            pause = backoff.pause(self.failures, first=0.5, cap=30)
            self._due = time.monotonic() + pause
            _log.error("a process has ended", name=self.program.name, code=code, error=self.error, again_in=pause)
            self._close()
        if time.monotonic() >= self._due:
            self._due = 0.0
            self.spawn()
            self.hand_over(handover)

    def end(self, sign: int) -> None:
        """Send the process a signal, if it runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(sign)

    def join(self, deadline: float) -> bool:
        """Wait for the end of the process; false when it did not come in time."""
        if self._process is None:
            return True
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        self._close()
        return True

    def _close(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except BrokenPipeError:
                return

    @staticmethod
    def _listen(process: "subprocess.Popen[str]", news: list[dict[str, Any]]) -> None:
        assert process.stdout is not None  # noqa: S101  # made with a pipe
        with process.stdout:
            for line in process.stdout:
                try:
                    news.append(json.loads(line))
                except ValueError:
                    sys.stderr.write(line)  # somebody printed


def wait_until(check: Callable[[], bool], wake: threading.Event, *, every: float = 0.05) -> None:
    """Return when the check holds or somebody wakes us."""
    while not check() and not wake.wait(every):
        pass


def end_all(children: Sequence[Child], seconds: float, sign: int, last: int) -> None:
    """End children: ask all with one signal, then after `seconds` force those that stay."""
    for child in children:
        child.end(sign)
    deadline = time.monotonic() + seconds
    for child in children:
        if not child.join(deadline):
            _log.error("a process does not end; it is killed", name=child.program.name, pid=child.pid)
            child.end(last)
            child.join(time.monotonic() + 5)
