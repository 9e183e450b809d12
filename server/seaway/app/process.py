"""A process of Seaway as its supervisor starts it: told what it needs, telling how it does, and ending with it.

Both speak lines of JSON: standard input brings the handover, standard output takes the news. Standard input stays open
for as long as the supervisor lives, and its end ends the process: a supervisor that was killed leaves nobody behind.
"""

import gc
import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from seaway.core.errors import StartError
from seaway.core.settings import Settings

SUPERVISED = "--supervised"


@dataclass(frozen=True, slots=True)
class Handover:
    """What a supervisor tells a process: the database, and for the API its listening socket.

    `link`: whether the API shall make a set-up link while there is no administrator.
    """

    dsn: str
    socket: int | None = None
    link: bool = False

    def line(self) -> str:
        """Write it for the other process."""
        return json.dumps(asdict(self)) + "\n"


def handed_over(settings: Settings) -> Handover:
    """Return what this process works with: from its supervisor, or from the settings when it was started alone.

    Raises:
        StartError: started alone without a database.
    """
    if supervised():
        line = sys.stdin.readline()
        if not line:
            sys.exit(0)  # the supervisor gave up before it had a database
        return Handover(**json.loads(line))
    if settings.database_url is None:
        raise StartError("Set SEAWAY_DATABASE_URL, or use `seaway up`, which brings a database of its own.")
    return Handover(settings.database_url.get_secret_value(), link=True)


def supervised() -> bool:
    """Tell whether a supervisor started this process."""
    return SUPERVISED in sys.argv[1:]


def when_orphaned(end: Callable[[], None]) -> None:
    """Call `end`, in a thread, when the supervisor is gone."""
    if not supervised():
        return

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        end()

    threading.Thread(target=watch, name="seaway-orphan", daemon=True).start()


def tell(**facts: Any) -> None:
    """Tell the supervisor facts, or people when there is none."""
    if supervised():
        sys.stdout.write(json.dumps(facts) + "\n")
    elif facts.get("error"):
        sys.stderr.write(f"seaway: {facts['error']}\n")
    elif facts.get("link"):
        sys.stdout.write(f"Set up Seaway: {facts['link']}\n")
    sys.stdout.flush()


def settle() -> None:
    """Take what is loaded by now out of the collector's rounds: it stays for good, and walking it slows every batch.

    A batch of 1,000 entities makes some 30,000 objects that are needed until it is written; rounds after every 700, as
    is the default, take a tenth of its time and find nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
