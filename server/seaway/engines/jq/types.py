"""What goes into the pool and comes out of it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

Document = Any
"""What a program reads: a JSON value, or `bytes` that are the text of one."""


class Result(NamedTuple):
    """What a program gave for a document: its first output.

    `error` says why there is none; `empty` is true where the program had nothing to say (jq's `empty`).
    """

    value: Any = None
    error: str | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may use: memory in MB, processor time and silence in seconds, output in bytes.

    The processor time is that of all programs over one document.
    """

    memory: int = 384
    processor: float = 1.0
    silence: float = 10.0
    output: int = 8 << 20


class BadProgramError(Exception):
    """A program does not compile. The message says what is wrong, and where if libjq tells (from 1)."""

    def __init__(self, problem: str, line: int | None = None, column: int | None = None) -> None:
        place = "" if line is None else f" at line {line}, column {column}"
        super().__init__(f"{problem}{place}")
        self.problem, self.line, self.column = problem, line, column


class WorkersAwayError(Exception):
    """No program can be run at the moment: the processes cannot be started, or the pool is closed."""
