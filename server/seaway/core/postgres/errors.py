"""What can go wrong with the embedded PostgreSQL, each told as what happened and what to do."""


class PostgresError(Exception):
    """The embedded PostgreSQL cannot serve; the message is for the person who runs Seaway."""


class BinariesError(PostgresError):
    """No usable PostgreSQL programs were found."""


class FolderError(PostgresError):
    """A folder that the server needs cannot be used, or not safely."""


class VersionError(PostgresError):
    """The data folder was made by another major version of PostgreSQL."""


class SocketError(PostgresError):
    """The socket's path is held by something that is not our server."""


class StartError(PostgresError):
    """The server could not be created, started or stopped."""
