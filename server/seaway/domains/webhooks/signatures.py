"""Whether whoever calls a webhook knows its secret (semantics 17.2)."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

_UNKEPT = frozenset({"authorization", "proxy-authorization", "cookie"})


def genuine(security: Mapping[str, Any], secret: str | None, body: bytes, headers: Mapping[str, str]) -> bool:
    """Tell whether the signature is right; without a secret none is needed. Takes the same time for every wrong one."""
    if not secret:
        return True
    algorithm = security.get("signatureAlgorithm") or "sha256"
    if algorithm == "plain":
        signed = secret
    else:
        digest = hashlib.sha256 if algorithm == "sha256" else hashlib.sha1
        signed = hmac.new(secret.encode(), body, digest).hexdigest()
    expected = (security.get("signaturePrefix") or "") + signed
    given = headers.get((security.get("signatureHeaderName") or "").lower(), "")
    return hmac.compare_digest(expected.encode(), given.encode())


def kept(security: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that may be kept: without the signature, which may be the secret itself, and credentials."""
    signature = (security.get("signatureHeaderName") or "").lower()
    return {name: value for name, value in headers.items() if name not in _UNKEPT and name != signature}
