"""Wakes readers of the change log: NOTIFY when a transaction that wrote changes commits, and a poll beside it.

NOTIFY may be lost (a broken connection, a pooler between), and a change may become readable without one (an older
transaction ends that held it back), so it only ever shortens a wait.
"""

import asyncio
from collections.abc import Callable

import asyncpg

from seaway.core import log
from seaway.core.changes import CHANNEL
from seaway.core.db import AWAY
from seaway.kit import backoff

POLL = 1.0  # seconds
PROBE = 20.0  # seconds between questions that tell a dead connection from a silent one
_log = log.logger("wake")


class Waker:
    """One LISTEN connection of a process, shared by all who wait.

    Take a `turn` before reading and wait for it afterwards: a change that commits in between ends the wait at once.
    """

    def __init__(self, dsn: str, channel: str = CHANNEL) -> None:
        self._dsn = dsn
        self._channel = channel
        self._turn = asyncio.Event()
        self._heard: dict[str, Callable[[str], None]] = {}

    def hear(self, channel: str, listener: Callable[[str], None]) -> None:
        """Also hand what is said on another channel to a listener; call it before `run`."""
        self._heard[channel] = listener

    def turn(self) -> asyncio.Event:
        """Return what the next wake-up sets."""
        return self._turn

    def wake(self) -> None:
        """Wake everyone who waits."""
        done, self._turn = self._turn, asyncio.Event()
        done.set()

    @staticmethod
    async def wait(turn: asyncio.Event, seconds: float = POLL) -> None:
        """Return when the turn comes, and after `seconds` at the latest."""
        try:
            async with asyncio.timeout(seconds):
                await turn.wait()
        except TimeoutError:
            return

    async def run(self) -> None:
        """Listen until cancelled; a lost connection is made again."""
        attempt = 0
        while True:
            try:
                await self._listen()
                attempt = 0
            except AWAY as error:
                attempt += 1
                _log.warning("listening is interrupted", error=str(error), attempt=attempt)
            await asyncio.sleep(backoff.pause(attempt or 1, cap=10))

    async def _listen(self) -> None:
        connection = await asyncpg.connect(
            self._dsn, timeout=10, server_settings={"application_name": "seaway listen", "jit": "off"}
        )
        try:
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(self._channel, lambda *_: self.wake())
            for channel, listener in self._heard.items():
                await connection.add_listener(channel, lambda *said, tell=listener: tell(str(said[3])))
            self.wake()  # whatever committed while nobody listened
            while not lost.is_set():
                await self.wait(lost, PROBE)
                if not lost.is_set():
                    await connection.execute("select 1", timeout=10)
        finally:
            connection.terminate()
