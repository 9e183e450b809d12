"""Why something does not come back."""

from collections.abc import Sequence

from seaway.core.errors import Conflict
from seaway.domains.bin.types import Obstacle

SHOWN = 20


class RestoreBarred(Conflict):
    """Something of a deletion cannot come back; `details.obstacles` says what and why. Nothing was restored."""

    error = "restore_barred"

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        first = obstacles[0]
        more = f" (and {len(obstacles) - 1} more)" if len(obstacles) > 1 else ""
        super().__init__(
            f"{first.object} cannot come back: {first.message}{more}",
            details={
                "total": len(obstacles),
                "obstacles": [
                    {"object": each.object, "error": each.error, "message": each.message} for each in obstacles[:SHOWN]
                ],
            },
        )
