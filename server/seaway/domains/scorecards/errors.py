"""Failures of scorecards."""

from seaway.core.errors import Invalid


class InvalidScorecard(Invalid):
    """A part of a scorecard is wrong; `details.path` names it as it stands in the body."""

    def __init__(self, path: str, fix: str) -> None:
        super().__init__(f"{path}: {fix}", details={"path": path})
