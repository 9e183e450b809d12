"""The command's entry. Commands import what they need when they run, so that `seaway --help` answers at once."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from seaway_cli import bin as binned
from seaway_cli import catalog, differences, files, history, imports, output, session
from seaway_cli.failure import Failure

HELP = (
    "Seaway, the open internal developer platform. Commands speak to SEAWAY_URL, or to the profile of `seaway login`."
)


def build(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return the command with the sub-commands that these arguments may mean.

    The server's own, where it is installed, join unless the first argument is one of the client's: looking for them
    takes as long as half a start.
    """
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    app.callback()(_options)
    for module in (catalog, history, differences, imports, files, binned, session):
        module.register(app)
    if not arguments or arguments[0] not in {"--version", *_names(app)}:
        _join_server(app)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"seaway {version('seaway-cli')}\n")
        raise typer.Exit


def _options(
    _show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before a sub-command."""


def _names(app: typer.Typer) -> set[str]:
    """Return the names of the sub-commands that are there."""
    commands = {each.name or getattr(each.callback, "__name__", "") for each in app.registered_commands}
    return commands | {str(each.name) for each in app.registered_groups}


def _join_server(app: typer.Typer) -> None:
    """Add the commands that need the server's own code."""
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group="seaway.commands"), key=lambda found: found.name):
        entry.load()(app)


def main() -> None:
    """Run the command; expected failures are one sentence on standard error and an exit code of `failure.Exit`."""
    try:
        build(sys.argv[1:])()
    except Failure as failure:
        output.note(f"seaway: {failure}")
        sys.exit(failure.code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
