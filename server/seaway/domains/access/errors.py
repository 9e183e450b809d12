"""Refusals."""

from seaway.domains.identity.errors import PermissionMissing

__all__ = ["PermissionMissing"]
