"""Brings the schema up to date in a process of its own: Alembic is a second of imports that others do without."""

import subprocess
import sys

from seaway.core.errors import StartError


def ensure(dsn: str) -> None:
    """Return when the database has this version's schema.

    Raises:
        StartError: it cannot have it: too old a server, too new a schema, no answer.
    """
    done = subprocess.run(  # our own module
        [sys.executable, "-m", "seaway.app.migration"],
        input=dsn + "\n",
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StartError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "The migration failed.")
