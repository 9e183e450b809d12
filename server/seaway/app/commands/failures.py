"""Turns the server's failures into sentences of the command."""

from collections.abc import Iterator
from contextlib import contextmanager

from seaway_cli.failure import Failure


@contextmanager
def explained() -> Iterator[None]:
    """End the command with the failure's message and no traceback."""
    from seaway.core.errors import SeawayError, StartError
    from seaway.core.postgres import PostgresError

    try:
        yield
    except (StartError, PostgresError) as error:
        raise Failure(str(error)) from None
    except SeawayError as error:
        raise Failure(error.message) from None
