"""Facts about runs, announced within the transaction that makes them true."""

from dataclasses import dataclass

from seaway.domains.runs.types import Run


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run exists now, in progress or waiting for approval."""

    run: Run


@dataclass(frozen=True, slots=True)
class RunApproved:
    """A run that waited for approval may go on; what hands it over listens here."""

    run: Run


@dataclass(frozen=True, slots=True)
class RunChanged:
    """Something was reported of a run; lines of its log are no change of it."""

    before: Run
    after: Run


@dataclass(frozen=True, slots=True)
class RunFinished:
    """A run has ended: SUCCESS, FAILURE or DECLINED."""

    run: Run
