"""The pool: a few sandboxed processes, shared fairly by all who run programs at a time."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import orjson

from seaway.engines.jq.process import Died, Request, Take, Worker
from seaway.engines.jq.programs import normal
from seaway.engines.jq.running import Run
from seaway.engines.jq.types import BadProgramError, Document, Limits, Result, WorkersAwayError

_PATIENCE = 5.0  # seconds that requests at work have when the pool closes


class Pool:
    """Runs programs in up to `size` processes, which start when they are first needed and end with this one.

    Programs are taken as they were written: single quotes are read as `programs.normal` says. Make a pool in a process
    and close it; it may be used by any number of tasks at a time, each of which waits its turn.
    """

    def __init__(self, size: int = 1, limits: Limits | None = None) -> None:
        self._size = size
        self._limits = limits or Limits()
        self._turns = asyncio.Semaphore(size)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._closed = False

    async def run(self, programs: Sequence[str], documents: Sequence[Document]) -> list[list[Result]]:
        """Return for each document what each program gave, in order.

        All programs read a document in one pass. One that does not compile, fails, says nothing or breaks a limit has
        that as its result, and changes no other's. A program that broke its limits on two documents is not tried on
        more of them, nor a document that broke three programs.

        Raises:
            WorkersAwayError: the processes cannot be started, or the pool is closed.
        """
        texts = [each if isinstance(each, bytes) else orjson.dumps(each) for each in documents]
        run = Run([normal(each) for each in programs], texts, self._ask)
        lanes = min(self._size, len(run.chunks))
        await asyncio.gather(*(run.lane() for _ in range(lanes)))
        return run.rows

    async def check(self, program: str) -> None:
        """Compile a program.

        Raises:
            BadProgramError: it does not compile; the message says what is wrong and where.
            WorkersAwayError: see `run`.
        """
        told: list[bytes] = []
        with suppress(Died):
            await self._check(program, told)
        if not told:  # once more, in a process of its own: somebody may have killed the first
            try:
                await self._check(program, told)
            except Died as death:
                raise BadProgramError(f"the program {death}") from None
        flaw = orjson.loads(told[0])
        if flaw is not None:
            raise BadProgramError(flaw["m"], flaw.get("l"), flaw.get("c"))

    async def _check(self, program: str, told: list[bytes]) -> None:
        await self._ask(Request("check", [normal(program)]), lambda _tag, payload: told.append(payload))

    async def _ask(self, request: Request, take: Take) -> None:
        async with self._turns:  # first come, first served; whoever has more to ask queues again
            worker = await self._ready()
            self._busy.add(worker)
            try:
                again = await worker.ask(request, take)
            finally:
                self._busy.discard(worker)
            if again:
                self._idle.append(worker)

    async def _ready(self) -> Worker:
        if self._closed:
            raise WorkersAwayError("jq is closed: this process ends")
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await worker.end()
        return await Worker.start(self._limits)

    async def close(self) -> None:
        """Let what is at work come to its end, for a while, and end the processes."""
        self._closed = True
        impatient = asyncio.get_running_loop().call_later(_PATIENCE, self._kill)
        for _ in range(self._size):
            await self._turns.acquire()
        impatient.cancel()
        await asyncio.gather(*(worker.close() for worker in self._idle))
        self._idle.clear()
        for _ in range(self._size):
            self._turns.release()  # whoever still waits is told that it is closed

    def _kill(self) -> None:
        for worker in self._busy:
            worker.kill()
