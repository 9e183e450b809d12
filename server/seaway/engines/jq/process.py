"""One sandboxed process, as the pool sees it: started, asked, ended. What it says is not trusted either."""

import asyncio
import signal
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from seaway.engines.jq.types import Limits, WorkersAwayError

_PROGRAM = Path(__file__).with_name("worker.py")
_START = 30.0  # seconds until a process must be ready; a busy machine may take a few
_FAREWELL = 1.0  # seconds that a process has to leave by itself
_HEAD = struct.Struct("<I")
Take = Callable[[bytes, bytes], None]


class Died(Exception):
    """The process ended within a request. `outside`: somebody killed it, no limit of ours."""

    def __init__(self, reason: str, *, outside: bool = False) -> None:
        super().__init__(reason)
        self.outside = outside


@dataclass(frozen=True, slots=True)
class Request:
    """What a process shall do: `fuse` programs over documents, run `each` over one, or `check` them."""

    mode: str
    programs: Sequence[str]
    documents: Sequence[bytes] = ()

    def parts(self) -> list[bytes]:
        """Return it as it is written to the process."""
        head = {"mode": self.mode, "programs": self.programs, "sizes": [len(each) for each in self.documents]}
        text = orjson.dumps(head)
        return [_HEAD.pack(len(text)), text, *self.documents]


class Worker:
    """A process that is ready. Whoever asks it owns it until the answer is whole."""

    def __init__(self, process: asyncio.subprocess.Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits

    @classmethod
    async def start(cls, limits: Limits) -> "Worker":
        """Start a process.

        Raises:
            WorkersAwayError: it cannot be started, or did not come up.
        """
        given = (str(limits.memory), str(limits.processor), str(limits.output))
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-I", str(_PROGRAM), *given,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
                env={}, cwd="/", start_new_session=True, limit=1 << 20,
            )  # fmt: skip
        except OSError as error:
            raise WorkersAwayError(f"jq cannot be started: {error.strerror}") from None
        worker = cls(process, limits)
        try:
            async with asyncio.timeout(_START):
                await worker._frame()
        except (Died, TimeoutError):
            await worker.end()
            raise WorkersAwayError("jq did not start: is the package `jq` installed for this Python?") from None
        except BaseException:
            await worker.end()
            raise
        return worker

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """False when the process has ended, of which nobody may have heard yet."""
        return self._process.returncode is None and not self._output.at_eof()

    @property
    def _output(self) -> asyncio.StreamReader:
        if self._process.stdout is None:
            raise LookupError("The process was started without an output")
        return self._process.stdout

    async def ask(self, request: Request, take: Take) -> bool:
        """Send a request, hand each frame's tag and payload to `take`, and tell whether the process can be asked again.

        Raises:
            Died: it ended instead; what was taken before stands. Cancelled or failed, the process is ended as well.
        """
        clock: asyncio.Timeout | None = None
        try:
            async with asyncio.timeout(self._limits.silence) as clock:
                self._send(request)
                while True:
                    frame = await self._frame()
                    if frame[:1] in {b".", b"~"}:
                        break
                    take(frame[:1], frame[1:])
                    clock.reschedule(asyncio.get_running_loop().time() + self._limits.silence)
        except BaseException as error:
            await self.end()
            if isinstance(error, TimeoutError) and clock is not None and clock.expired():
                raise Died(f"took more than {self._limits.silence:g} seconds") from None
            raise
        if frame == b".":
            return True
        await self.end()
        return False

    def _send(self, request: Request) -> None:
        if self._process.stdin is None:
            raise LookupError("The process was started without an input")
        self._process.stdin.writelines(request.parts())  # not awaited: it is bounded, and answers come meanwhile

    async def _frame(self) -> bytes:
        try:
            (size,) = _HEAD.unpack(await self._output.readexactly(_HEAD.size))
            if not 0 < size <= self._limits.output + 1:
                raise Died(f"gave more than {self._limits.output} bytes")
            return await self._output.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionError):
            code = await self._process.wait()
            raise self._death(code) from None

    def _death(self, code: int) -> Died:
        if code == -signal.SIGPROF:
            return Died(f"took more than {self._limits.processor:g} seconds of processor time")
        if code == -signal.SIGKILL:
            return Died("was killed", outside=True)
        return Died(f"needed more than {self._limits.memory} MB of memory, or broke jq")

    def kill(self) -> None:
        """End the process now, whatever it does; whoever asked it hears that it died."""
        with suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """End the process now and wait until it is gone."""
        self.kill()
        await self._gone()

    async def close(self) -> None:
        """Let an idle process leave; one that does not is ended."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(_FAREWELL):
                await self._process.wait()
        except TimeoutError:
            pass
        await self.end()

    async def _gone(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._output.read()  # to its end: asyncio takes a process for gone when nothing of it is left to read
        await self._process.wait()
