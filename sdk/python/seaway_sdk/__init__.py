"""The Python client of Seaway's API."""

from seaway_sdk.client import Client, Credentials
from seaway_sdk.errors import ApiError, ConnectionFailed, NotSignedIn, SeawayError

__all__ = ["ApiError", "Client", "ConnectionFailed", "Credentials", "NotSignedIn", "SeawayError"]
