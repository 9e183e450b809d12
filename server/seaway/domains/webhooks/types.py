"""Values of webhooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Status = Literal["queued", "completed", "failed", "dropped"]
Algorithm = Literal["sha1", "sha256", "plain"]


@dataclass(frozen=True, slots=True)
class WebhookDraft:
    """What somebody says about a webhook. `security` comes without the secret, which stands beside it."""

    identifier: str
    title: str
    icon: str | None = None
    description: str | None = None
    enabled: bool = True
    type: str = "custom"
    mappings: Sequence[Mapping[str, Any]] = ()
    security: Mapping[str, Any] = field(default_factory=dict)
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook. `key` is its address, which never changes; people are named by public ids."""

    id: int
    draft: WebhookDraft
    key: str
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str

    @property
    def identifier(self) -> str:
        """The name by which it is addressed."""
        return self.draft.identifier


@dataclass(frozen=True, slots=True)
class Payload:
    """What came in: the body as it was sent, headers by lower-case names, parameters of the query."""

    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One call of a webhook and what became of it. `done`: how many mappings were applied."""

    id: int
    public_id: str
    webhook: int
    status: Status
    reason: str | None
    payload: Payload
    name: str | None
    replay_of: str | None
    done: int
    counts: Mapping[str, int]
    outcomes: Sequence[Mapping[str, Any]]
    received_at: datetime
    ended_at: datetime | None
