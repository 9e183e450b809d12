"""Where the commands on the server's own machine find credentials, so that they need no sign-in there.

Light to load: every command that nobody signed in for asks.
"""

import json

from seaway.core.settings import Settings

FILE = "local.json"


def credentials() -> dict[str, str]:
    """Return `url`, `client_id` and `client_secret` of the installation here, or nothing; for `seaway_cli.profile`."""
    return read(Settings.from_env())


def read(settings: Settings) -> dict[str, str]:
    """Return what lies in the file of an installation, or nothing."""
    try:
        kept = json.loads((settings.data_dir / FILE).read_text())
    except (OSError, ValueError):
        return {}
    return {name: value for name, value in kept.items() if isinstance(value, str)} if isinstance(kept, dict) else {}
