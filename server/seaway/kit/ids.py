"""Identifiers that Seaway makes up itself."""

import secrets
import string

_ALPHABET = string.ascii_letters + string.digits


def public_id(prefix: str) -> str:
    """Return a fresh identifier such as `org_4fK2mVq9LxTz81Pb`: the prefix and 16 alphanumerics (95 random bits)."""
    return f"{prefix}_{token(16)}"


def token(length: int) -> str:
    """Return that many random alphanumerics from the system's generator."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
