"""Where the commands on the server's own machine find credentials, so that they need no sign-in there.

Light to load: every command that nobody signed in for asks.
"""

from seaway.core.errors import StartError
from seaway.core.settings import Settings
from seaway_cli import profile

FILE = "local.json"


def credentials() -> dict[str, str]:
    """Return `url`, `client_id` and `client_secret` of the installation here, or nothing; for `seaway_cli.profile`."""
    try:
        return read(Settings.from_env())
    except StartError:  # settings that no server starts with are no concern of a command that only asks one
        return {}


def read(settings: Settings) -> dict[str, str]:
    """Return what lies in the file of an installation, or nothing."""
    return profile.read(settings.data_dir / FILE)
