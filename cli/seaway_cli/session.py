"""`seaway login` and `doctor`: whom one speaks as, and whether all is well."""

from typing import Annotated, Any

import typer

from seaway_cli import output, profile
from seaway_cli.failure import Exit, Failure, explained


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(login)
    app.command()(doctor)


def login(
    url: Annotated[
        str | None, typer.Argument(help="Where Seaway is; else SEAWAY_URL, else http://127.0.0.1:8080.")
    ] = None,
    client_id: Annotated[
        str | None, typer.Option(help="A machine's client id (Settings, Machines; or seaway admin credentials create).")
    ] = None,
    secret_stdin: Annotated[
        bool, typer.Option("--secret-stdin", help="Read the client secret from standard input.")
    ] = False,
) -> None:
    """Keep an address and credentials for later commands, after trying them."""
    import sys

    from seaway_sdk import Client, Credentials

    if secret_stdin and not client_id:
        raise Failure("--secret-stdin needs --client-id: standard input holds the secret alone", Exit.USAGE)
    address = (url or profile.url()).rstrip("/")
    known = client_id or typer.prompt("Client id", err=True)
    secret = sys.stdin.readline().strip() if secret_stdin else typer.prompt("Client secret", hide_input=True, err=True)
    with (
        explained(),
        Client(address, Credentials(client_id=known, client_secret=secret), user_agent=profile.USER_AGENT) as seaway,
    ):
        name = seaway.get("/v1/organization")["organization"]["name"]
    file = profile.write({"url": address, "client_id": known, "client_secret": secret})
    output.note(f"Signed in to {name} at {address}. Kept in {file}.")


def doctor() -> None:
    """Check that Seaway answers, is ready, and knows these credentials; on the server's machine, check that too."""
    from importlib.metadata import entry_points

    failed = False
    checks = list(_checks())
    for entry in entry_points(group="seaway.checks"):
        checks += entry.load()()
    for name, problem in checks:
        output.note(f"{'ok  ' if problem is None else 'FAIL'}  {name}{'' if problem is None else ': ' + problem}")
        failed = failed or problem is not None
    if failed:
        raise Failure("something is wrong; see above", Exit.FAILED)


def _checks() -> list[tuple[str, str | None]]:
    from seaway_sdk import SeawayError

    def tried(name: str, call: Any) -> tuple[str, str | None]:
        try:
            call()
        except SeawayError as error:
            return name, str(error)
        return name, None

    with profile.connect() as seaway:
        return [
            tried(f"Seaway answers at {seaway.url}", lambda: seaway.get("/health/live")),
            tried("Seaway is ready (database, schema, feed)", lambda: seaway.get("/health/ready")),
            tried("these credentials are known", lambda: seaway.get("/v1/organization")),
        ]
