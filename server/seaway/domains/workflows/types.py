"""Workflows as others hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class WorkflowDraft:
    """A workflow as asked for: `definition` is what was sent, without its identifier."""

    identifier: str
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Workflow(WorkflowDraft):
    """A workflow. `number` is its key."""

    number: int
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    updated_by: str | None
