"""Holds times to a budget on a machine that is seldom one's own."""

import time
from collections.abc import Awaitable, Callable

SHARED = 2  # the allowance of ux.md 9
_WORK = 0.1  # seconds of computing


def crowding() -> float:
    """Return how much longer work takes now than it would alone: the time on the clock over the time spent computing."""
    clock, spent = time.perf_counter(), time.thread_time()
    while time.thread_time() - spent < _WORK:
        pass
    return max(1.0, (time.perf_counter() - clock) / (time.thread_time() - spent))


async def within(limit: float, measure: Callable[[], Awaitable[float]]) -> None:
    """Return when a time, divided by the crowding and the allowance, is within its limit.

    Other work on the machine can only delay, so the best of three counts.
    """
    found: list[float] = []
    while len(found) < 3:
        before = crowding()
        taken = await measure()
        found.append(taken / SHARED / max(before, crowding()))
        if found[-1] <= limit:
            return
    raise AssertionError(f"{found} are over {limit}")
