"""Writes in the name of a run. Runs live in a domain above, which hands in how a write is attached to one."""

from collections.abc import Awaitable, Callable

from seaway.core.errors import Invalid
from seaway.core.work import Work

Attach = Callable[[Work, str], Awaitable[Work]]


async def _nobody(_work: Work, run: str) -> Work:
    """Refuse: an installation without runs has none in progress."""
    raise Invalid(f'run_id: run "{run[:80]}" is not in progress', details={"path": "run_id"})


_attaching: list[Attach] = [_nobody]


def written_for_runs(attach: Attach) -> Attach:
    """Register how writes are attached to a run: a function from the work and the run's id to work in its name."""
    _attaching[0] = attach
    return attach


async def attributed(work: Work, run: str) -> Work:
    """Return the work in the name of a run; an empty name is none.

    Raises:
        Invalid: no such run, or it is not in progress.
    """
    named = run.strip()
    return await _attaching[0](work, named) if named else work
