"""Where Seaway is and as whom to speak.

The environment first, then the profile that `seaway login` wrote, then the installation on this machine, if its data
folder may be read.
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from seaway_cli.failure import Failure

if TYPE_CHECKING:
    from seaway_sdk import Client

DEFAULT_URL = "http://127.0.0.1:8080"
_ENVIRON = os.environ  # noqa: TID251  # the CLI's settings, read here alone
USER_AGENT = "seaway-cli/0.1"


def path() -> Path:
    """Return the profile's file."""
    base = _ENVIRON.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "seaway" / "profile.json"


def read(file: Path | None = None) -> dict[str, str]:
    """Return what `seaway login` kept, or another file of that shape holds, or nothing."""
    try:
        kept = json.loads((file or path()).read_text())
    except (OSError, ValueError):
        return {}
    return {name: value for name, value in kept.items() if isinstance(value, str)} if isinstance(kept, dict) else {}


def write(profile: dict[str, str]) -> Path:
    """Keep a profile, readable by its owner alone.

    Raises:
        Failure: it cannot be written.
    """
    file = path()
    try:
        replace(file, profile)
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error.strerror}") from None
    return file


def replace(file: Path, held: dict[str, str]) -> None:
    """Write a file that its owner alone may read, at once or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.chmod(0o600)  # before there is anything in it, and also when it was left behind by a killed login
    fresh.write_text(json.dumps(held))
    fresh.replace(file)


def url() -> str:
    """Return the address to speak to."""
    return _url({} if _ENVIRON.get("SEAWAY_URL") else _kept())


def _url(kept: dict[str, str]) -> str:
    return (_ENVIRON.get("SEAWAY_URL") or kept.get("url") or DEFAULT_URL).rstrip("/")


def _kept() -> dict[str, str]:
    """Return the profile, or else what the installation on this machine holds ready; its package may be absent."""
    from importlib.metadata import entry_points

    kept = read()
    for entry in () if kept else entry_points(group="seaway.here"):
        kept = entry.load()()
    return kept


def connect() -> "Client":
    """Return a client with the credentials at hand: SEAWAY_TOKEN, or the id and secret, or the profile's."""
    from seaway_sdk import Client, Credentials

    given = {name: _ENVIRON.get(f"SEAWAY_{name.upper()}") for name in ("token", "client_id", "client_secret")}
    kept = {} if _ENVIRON.get("SEAWAY_URL") and any(given.values()) else _kept()
    address = _url(kept)
    if not any(given.values()):
        # A kept secret belongs to its address: another SEAWAY_URL must not receive it.
        given = {name: kept.get(name) for name in given} if address == kept.get("url", "").rstrip("/") else given
    return Client(address, Credentials(**given), user_agent=USER_AGENT)
