"""Expected failures: each has a status, a stable code and a message that names the field and the fix."""

from collections.abc import Mapping
from typing import Any, ClassVar


class SeawayError(Exception):
    """An expected failure. One handler answers it in the API's envelope (`port-api` semantics 1.2)."""

    status: ClassVar[int] = 500
    error: ClassVar[str] = "internal_error"

    def __init__(self, message: str, *, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = dict(details) if details else None

    def envelope(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {"ok": False, "error": self.error, "message": self.message}
        if self.details is not None:
            body["details"] = self.details
        return body


class Invalid(SeawayError):
    """The request is understood and wrong."""

    status, error = 422, "invalid_request"


class Malformed(SeawayError):
    """The body or a parameter cannot be read at all."""

    status, error = 400, "malformed_request"


class Unauthorized(SeawayError):
    """Nobody is signed in, or the token has expired."""

    status, error = 401, "unauthorized"


class Forbidden(SeawayError):
    """Signed in, without the permission; `details.permission` names it."""

    status, error = 403, "forbidden"


class NotFound(SeawayError):
    """A named thing does not exist, or the caller may not know that it does."""

    status, error = 404, "not_found"

    @classmethod
    def of(cls, resource: str, value: str, *, within: str | None = None) -> "NotFound":
        """Return the failure for a resource named by its identifier, as the contract words it."""
        place = f' of blueprint "{within}"' if within else ""
        return cls(
            f'{resource.capitalize()} "{value}"{place} was not found',
            details={"resource": resource, "with": "identifier", "withValue": value},
        )


class Conflict(SeawayError):
    """The write collides with what is there."""

    status, error = 409, "conflict"


class IdentifierTaken(Conflict):
    """The identifier is in use. Clients look for the word "taken" in the message."""

    error = "identifier_taken"


class Outdated(SeawayError):
    """What the write is based on, by If-Match, has changed since; read it again. Nothing was written."""

    status, error = 412, "outdated"


class PayloadTooLarge(SeawayError):
    """The body is over the limit of its route."""

    status, error = 413, "payload_too_large"


class TooManyRequests(SeawayError):
    """The limit of a window is used up; `retry_after` says for how long, in seconds."""

    status, error = 429, "too_many_requests"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message, details={"retryAfter": retry_after})
        self.retry_after = retry_after


class Unavailable(SeawayError):
    """Something Seaway needs is away for the moment; the same request may work later."""

    status, error = 503, "unavailable"


class StartError(Exception):
    """Seaway cannot start; the message says why and what to do. Printed without a traceback."""
