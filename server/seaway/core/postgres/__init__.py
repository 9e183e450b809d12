"""The embedded PostgreSQL: finds a server's programs, keeps one cluster in the data folder, starts and adopts it."""

from seaway.core.postgres.errors import (
    BinariesError,
    FolderError,
    PostgresError,
    SocketError,
    StartError,
    VersionError,
)
from seaway.core.postgres.server import EmbeddedServer

__all__ = [
    "BinariesError",
    "EmbeddedServer",
    "FolderError",
    "PostgresError",
    "SocketError",
    "StartError",
    "VersionError",
]
