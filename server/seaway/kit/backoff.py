"""How long to wait before the next try."""


def pause(attempt: int, *, first: float = 1.0, cap: float = 60.0) -> float:
    """Return the seconds to wait after a failed attempt, counted from 1: doubled each time, up to the cap."""
    return min(cap, first * 2.0 ** min(attempt - 1, 30))
