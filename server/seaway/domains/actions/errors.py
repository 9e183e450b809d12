"""Failures of actions."""

from typing import Any

from seaway.core.errors import Forbidden, Invalid


class InvalidAction(Invalid):
    """A part of an action is wrong; `details.path` names it as it stands in the body."""

    error = "invalid_action"

    def __init__(self, path: str, fix: str, **details: Any) -> None:
        super().__init__(f"{path}: {fix}", details={"path": path, **details})


class InvalidInput(Invalid):
    """An input of a run is missing or does not fit; `details.input` names it."""

    error = "invalid_input"

    def __init__(self, name: str, fix: str) -> None:
        super().__init__(f"properties.{name}: {fix}", details={"path": f"properties.{name}", "input": name})


class NotExecutable(Forbidden):
    """The caller may not start the action, or not on this entity."""


class NotApprover(Forbidden):
    """The caller is none of those who may approve the run."""
