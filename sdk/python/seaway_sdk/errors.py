"""What can go wrong between a program and Seaway."""

from collections.abc import Mapping
from typing import Any


class SeawayError(Exception):
    """Any failure of this client."""


class ConnectionFailed(SeawayError):
    """Seaway could not be reached at its address."""


class ApiError(SeawayError):
    """Seaway refused or failed. `status` is HTTP's, `code` its stable word, `trace` leads to the server's log."""

    def __init__(self, status: int, body: Mapping[str, Any], trace: str | None) -> None:
        self.status = status
        self.code = str(body.get("error", "unknown"))
        self.message = str(body.get("message", f"HTTP {status}"))
        details = body.get("details")
        self.details: Mapping[str, Any] = details if isinstance(details, dict) else {}
        self.trace = trace
        super().__init__(self.message)


class NotSignedIn(ApiError):
    """The token or credentials are missing, wrong or expired."""
