"""How commands end."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum


class Exit(IntEnum):
    """The exit codes, which scripts rely on."""

    OK = 0
    FAILED = 1
    USAGE = 2
    SOME_REJECTED = 3
    NOT_SIGNED_IN = 4


class Failure(Exception):
    """A command cannot go on; the message says why and what to do."""

    def __init__(self, message: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def explained() -> Iterator[None]:
    """Turn the client's failures into sentences."""
    from seaway_sdk import ApiError, ConnectionFailed, NotSignedIn

    try:
        yield
    except NotSignedIn as error:
        advice = "run `seaway login`, or set SEAWAY_CLIENT_ID and SEAWAY_CLIENT_SECRET"
        raise Failure(f"not signed in ({error.message}); {advice}", Exit.NOT_SIGNED_IN) from None
    except ApiError as error:
        trace = f" (trace {error.trace})" if error.status >= 500 and error.trace else ""
        raise Failure(f"{error.message}{trace}") from None
    except ConnectionFailed as error:
        raise Failure(f"{error}; is it running, and is SEAWAY_URL right?") from None
