"""The door of actions: kept, permitted, started; their runs approved."""

from seaway.domains.actions import following
from seaway.domains.actions.approving import approvers, decide
from seaway.domains.actions.definitions import checked
from seaway.domains.actions.executing import execute
from seaway.domains.actions.keeping import create, delete, get, list_actions, permissions, permit, permitted, replace

listening = (following,)
"""Modules that listen to events from below; importing the door brings them in."""

__all__ = [
    "approvers",
    "checked",
    "create",
    "decide",
    "delete",
    "execute",
    "get",
    "list_actions",
    "permissions",
    "permit",
    "permitted",
    "replace",
]  # fmt: skip
