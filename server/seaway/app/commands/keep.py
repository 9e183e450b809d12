"""`seaway backup`, `restore` and `upgrade`: keep what Seaway knows, and move it to another version."""

from pathlib import Path
from typing import Annotated

import typer

from seaway.app.commands.failures import explained
from seaway_cli.failure import Failure


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)
    app.command()(upgrade)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the backup, such as seaway.backup.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write everything to one file, while Seaway runs or not. The key file is not in it: keep that apart."""
    from seaway.app import backup as backups
    from seaway.app.keeping import place
    from seaway.core.settings import Settings

    if file.exists() and not force:
        raise Failure(f"{file} exists; choose another name, or pass --force")
    with explained():
        settings = Settings.from_env()
        with place(settings) as where:
            manifest = backups.backup(where, file)
    size = file.stat().st_size / (1 << 20)
    typer.echo(
        f"Wrote {file} ({size:.1f} MiB, schema {manifest.schema}). Keep {settings.key_path} apart: it opens secrets."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", exists=True, dir_okay=False)],
    *,
    new_key: Annotated[bool, typer.Option("--new-key", help="The old key is lost: make sealed values anew.")] = False,
) -> None:
    """Fill an empty data folder or database from a backup. Jobs that were running come back parked."""
    from seaway.app import backup as backups
    from seaway.app.keeping import place
    from seaway.core.settings import Settings

    with explained():
        settings = Settings.from_env()
        with place(settings) as where:
            manifest = backups.restore(where, file, new_key=new_key)
    typer.echo(f"Restored what Seaway {manifest.seaway} wrote at {manifest.created_at}. Start it with `seaway up`.")


def upgrade(*, check: Annotated[bool, typer.Option("--check", help="Only say what would be done.")] = False) -> None:
    """Bring the database to this version's schema; `seaway up` does so too. Back up first."""
    from seaway.app import backup as backups
    from seaway.app.keeping import place
    from seaway.core.migrate import migrate
    from seaway.core.settings import Settings

    with explained(), place(Settings.from_env()) as where:
        told = backups.pending(where.dsn)
        if not told["steps"]:
            typer.echo(
                f"The database is at schema {told['now']}, which is this version's ({where.version}). Nothing to do."
            )
            return
        steps = f"{len(told['steps'])} step(s): {', '.join(told['steps'])}"
        typer.echo(f"Schema {told['now'] or 'none'} → {told['needed']}, {steps}.")
        if check:
            typer.echo("Nothing was changed. Back up, then run `seaway upgrade`.")
            return
        migrate(where.dsn)
        typer.echo("Done.")
