"""The vocabulary of permissions, as identity's roles speak it."""

from collections.abc import Mapping

from seaway.domains.identity.types import KINDS, VERBS, Kind, Verb

RECORDED: Mapping[Kind, str] = {"blueprints": "blueprint_permission", "pages": "page_permission"}
"""The kinds of objects that have permissions of their own, and what a change of these is called in the change log."""

__all__ = ["KINDS", "RECORDED", "VERBS", "Kind", "Verb"]
