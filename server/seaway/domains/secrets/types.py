"""Secrets as others may hold them: what is told about them, never what they say."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Secret:
    """What is told about a secret. `number` is its key in the change log."""

    number: int
    name: str
    description: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SecretDraft:
    """A secret to be."""

    name: str
    value: str = field(repr=False)
    description: str | None = None


@dataclass(frozen=True, slots=True)
class SecretUpdate:
    """What changes of a secret; a value of None stays, and the description where `describes` is false."""

    value: str | None = field(default=None, repr=False)
    description: str | None = None
    describes: bool = False
