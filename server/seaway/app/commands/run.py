"""`seaway up`, `seaway api` and `seaway worker`: the processes of Seaway."""

import sys

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(up)
    app.command()(api)
    app.command()(worker)


def up() -> None:
    """Start Seaway here: its database, the API and portal, a worker. Settings: SEAWAY_… in the environment."""
    from seaway.app.up import main

    sys.exit(main())


def api() -> None:
    """Start one API process on the database of SEAWAY_DATABASE_URL; start as many as needed, on any hosts."""
    from seaway.app.api import main

    sys.exit(main())


def worker() -> None:
    """Start one worker on the database of SEAWAY_DATABASE_URL; start as many as needed, on any hosts."""
    from seaway.app.worker import main

    sys.exit(main())
