"""Integrations as others hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR", "FATAL"]
SyncState = Literal["syncing", "pending", "completed", "failed", "aborted"]


@dataclass(frozen=True, slots=True)
class Integration:
    """A program that fills the catalog. `identifier` is the name of its installation.

    `stated` is what clients say of it, as they sent it; `ingest_id` names it where it sends logs and figures.
    """

    id: int
    public_id: str
    identifier: str
    ingest_id: str
    stated: Mapping[str, Any]
    resync_state: Mapping[str, Any] | None
    resync_state_at: datetime | None
    resync_requested_at: datetime | None
    seen_at: datetime
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    updated_by: str | None

    @property
    def type(self) -> str:
        """What it brings in, such as `github-ocean`."""
        return str(self.stated.get("installationAppType") or "")


@dataclass(frozen=True, slots=True)
class Example:
    """A raw object of a kind, as the other side gave it."""

    id: int
    data: Any


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an integration's log. `event` is the sync it belongs to; `id` is set for lines that are kept."""

    at: datetime
    level: str
    message: str
    event: str | None = None
    extra: Mapping[str, Any] | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Which lines of a log: those behind a line (its time and number), older than it or `newer`."""

    limit: int
    at: datetime | None = None
    id: int | None = None
    newer: bool = False
    event: str | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a sync says of one kind. `said` is whole, as it came."""

    event: str
    kind: str
    said: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptFigures:
    """The figures of one kind, with when they came first and last."""

    said: Mapping[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Sync:
    """One run through everything that an integration brings in."""

    event: str
    state: SyncState
    created_at: datetime
    updated_at: datetime
