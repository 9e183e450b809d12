"""Many programs over many documents, whatever some of them do to the process that runs them.

Programs are fused and documents sent in chunks. When a process dies, or the fused programs give no answer, the
document at which it happened is read by each program apart: so the one to blame is found, and every other result is
there. What came before stands, since each document is answered as soon as it is read.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from seaway.engines.jq.process import Died, Request, Take
from seaway.engines.jq.types import Result

CHUNK, CHUNK_BYTES = 64, 512 << 10
PROGRAM_DEATHS, DOCUMENT_DEATHS = 2, 3
_GIVEN_UP = Result(error="not run: the program broke its limits on other documents")
_TOO_LARGE = Result(error="gave what is no JSON: a number too large, or nested too deep")
Ask = Callable[[Request, Take], Awaitable[None]]


def _result(told: Any) -> Result:
    if isinstance(told, list):
        return Result(told[0]) if told else Result(empty=True)
    return Result(error=str(told["e"]) or "failed")


def chunked(texts: Sequence[bytes]) -> list[range]:
    """Return the documents in runs that are neither long nor large; a larger one is alone."""
    chunks, start, size = [], 0, 0
    for no, text in enumerate(texts):
        if no > start and (no - start >= CHUNK or size + len(text) > CHUNK_BYTES):
            chunks.append(range(start, no))
            start, size = no, 0
        size += len(text)
    return [*chunks, range(start, len(texts))] if texts else chunks


@dataclass
class _Taken:
    """What a process has said so far about a chunk; None stands for a document that must be read apart."""

    flaws: list[Any] | None = None
    rows: list[list[Any] | None] = field(default_factory=list)

    def take(self, tag: bytes, payload: bytes) -> None:
        """Take a frame."""
        try:
            told = orjson.loads(payload) if tag == b"+" else None
        except orjson.JSONDecodeError:
            told = None
        if self.flaws is None:
            self.flaws = told
        else:
            self.rows.append(None if told is None else [each for group in told for each in group])


class Run:
    """One call: `rows` fills with the results."""

    def __init__(self, programs: Sequence[str], texts: Sequence[bytes], ask: Ask) -> None:
        self._programs = programs
        self._texts = texts
        self._ask = ask
        self.chunks = chunked(texts) if programs else []
        self._open = iter(self.chunks)
        self._deaths: Counter[int] = Counter()
        self._fusing = True
        self.rows: list[list[Result]] = [[] for _ in texts]

    async def lane(self) -> None:
        """Work through the chunks that nobody has taken; several lanes may run beside each other."""
        for chunk in self._open:
            documents: Sequence[int] = chunk
            while documents:
                documents = documents[await self._some(documents) :]

    async def _some(self, documents: Sequence[int]) -> int:
        """Read some of the documents; return how many."""
        if not self._fusing:
            await self._apart(documents[0])
            return 1
        tried, taken = self._tried(), _Taken()
        death = await self._fused(documents, tried, taken)
        for document, row in zip(documents, taken.rows, strict=False):
            if row is None:
                await self._apart(document)
            else:
                self._keep(document, tried, taken.flaws or [], row)
        read = len(taken.rows)
        if death is None:
            return read
        culprits = await self._apart(documents[read])
        if not culprits and not death.outside:
            self._fusing = False  # it is only all together that they take too long
        return read + 1

    async def _fused(self, documents: Sequence[int], tried: Sequence[int], taken: _Taken) -> Died | None:
        request = Request("fuse", [self._programs[no] for no in tried], [self._texts[no] for no in documents])
        try:
            await self._ask(request, taken.take)
        except Died as death:
            return death
        return None if len(taken.rows) == len(documents) else Died("answered too little")

    def _tried(self) -> list[int]:
        return [no for no in range(len(self._programs)) if self._deaths[no] < PROGRAM_DEATHS]

    def _keep(self, document: int, tried: Sequence[int], flaws: Sequence[Any], row: Sequence[Any]) -> None:
        results = [_GIVEN_UP] * len(self._programs)
        answers = iter(row)
        for no, flaw in zip(tried, flaws, strict=True):
            results[no] = _result(next(answers)) if flaw is None else Result(error=_words(flaw))
        self.rows[document] = results

    async def _apart(self, document: int) -> int:
        """Read a document with each program by itself; return how many ended the process: that is their result."""
        results = [_GIVEN_UP] * len(self._programs)
        waiting, deaths, retried = self._tried(), 0, False
        while waiting and deaths < DOCUMENT_DEATHS:
            taken, death = await self._each(document, waiting)
            for no, result in zip(waiting, taken, strict=False):
                results[no] = result
            waiting = waiting[len(taken) :]
            if death is None or not waiting:
                break
            if death.outside and not retried:
                retried = True
                continue
            results[waiting[0]] = Result(error=f"the program {death}")
            self._deaths[waiting[0]] += 1
            waiting, deaths = waiting[1:], deaths + 1
        for no in waiting:
            results[no] = Result(error="not run: other programs broke their limits on this document")
        self.rows[document] = results
        return deaths

    async def _each(self, document: int, programs: Sequence[int]) -> tuple[list[Result], Died | None]:
        taken: list[Result] = []

        def take(_tag: bytes, payload: bytes) -> None:
            taken.append(_single(payload))

        try:
            await self._ask(Request("each", [self._programs[no] for no in programs], [self._texts[document]]), take)
        except Died as death:
            return taken, death
        return taken, None


def _single(payload: bytes) -> Result:
    try:
        return _result(orjson.loads(payload))
    except orjson.JSONDecodeError:
        return _TOO_LARGE


def _words(flaw: dict[str, Any]) -> str:
    return f"{flaw['m']} at line {flaw['l']}, column {flaw['c']}" if "l" in flaw else str(flaw["m"])
