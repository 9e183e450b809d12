"""Failures of runs."""

from seaway.core.errors import Conflict, Forbidden, Invalid


class RunEnded(Invalid):
    """The run has ended and can no longer be modified."""

    error = "run_ended"

    def __init__(self, run: str, status: str) -> None:
        super().__init__(
            f'Run "{run}" has ended with {status} and can no longer be modified', details={"run": run, "status": status}
        )


class RunWaiting(Invalid):
    """The run waits for approval: until then it can only be approved, declined or withdrawn."""

    error = "run_waiting"


class RunNotWaiting(Invalid):
    """The run does not wait for approval."""

    error = "run_not_waiting"


class LeaseLost(Conflict):
    """Somebody else has the run, it was acknowledged already, or the lease of this claim ran out."""

    error = "lease_lost"


class MachinesOnly(Forbidden):
    """Runs are claimed by agents, with the token of a machine."""
