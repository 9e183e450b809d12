"""The vocabulary of permissions, as identity's roles speak it."""

from seaway.domains.identity.types import KINDS, VERBS, Kind, Verb

__all__ = ["KINDS", "VERBS", "Kind", "Verb"]
