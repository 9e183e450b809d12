"""`seaway admin …`: what the operator does on the server's own machine, without a sign-in."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from seaway.app.commands.failures import explained
from seaway_cli.failure import Exit, Failure
from seaway_cli.output import Format, Output, emit

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from seaway.core.db import Database
    from seaway.core.work import Work

T = TypeVar("T")
ROLES = {"admin": "Admin", "member": "Member"}
Org = Annotated[str | None, typer.Option("--org", help="The organisation's id; the first one when not given.")]
RoleOption = Annotated[str, typer.Option("--role", help="admin or member.")]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    admin = typer.Typer(help="Administer this installation, on the server's own machine.", no_args_is_help=True)
    credentials = typer.Typer(help="Credentials of machines.", no_args_is_help=True)
    user = typer.Typer(help="People.", no_args_is_help=True)
    org = typer.Typer(help="Organisations.", no_args_is_help=True)
    feed = typer.Typer(help="The handlers of changes: how far behind, and what they could not take.")
    credentials.command("create")(create_credentials)
    user.command("create")(create_user)
    org.command("create")(create_org)
    feed.command("list")(list_feed)
    feed.command("retry")(retry_feed)
    for name, group in (("credentials", credentials), ("user", user), ("org", org), ("feed", feed)):
        admin.add_typer(group, name=name)
    admin.command("reset")(reset)
    app.add_typer(admin, name="admin")


def create_credentials(
    name: Annotated[str, typer.Argument(help="What the machine is called.")],
    *,
    role: RoleOption = "admin",
    org: Org = None,
    output: Output = Format.TABLE,
) -> None:
    """Make a client id and secret for a machine; the secret is shown here."""
    from typing import cast

    from seaway.core.actor import Role
    from seaway.domains.identity import service as identity

    chosen = cast("Role", _role(role))
    made = _in_work(org, lambda work: identity.create_machine(work, name, chosen))
    emit({"clientId": made.client_id, "clientSecret": made.client_secret}, output, ("clientId", "clientSecret"))


def create_user(  # five facts and how to print them
    email: Annotated[str, typer.Argument(help="The person's e-mail.")],
    *,
    role: RoleOption = "member",
    name: Annotated[str, typer.Option("--name", help="The person's name; the e-mail when not given.")] = "",
    password_stdin: PasswordStdin = False,
    org: Org = None,
) -> None:
    """Add a person who can sign in at once. The first administrator also completes the set-up."""
    from typing import cast

    from seaway.core.actor import Role
    from seaway.domains.identity import service as identity
    from seaway.domains.identity.types import UserDraft

    password = _password(password_stdin)
    draft = UserDraft(email, name or email, cast("Role", _role(role)), status="Active", password=password)
    user = _in_work(org, lambda work: identity.create_user(work, draft))
    typer.echo(f"{user.email} can sign in as {user.role}.")


def create_org(name: Annotated[str, typer.Argument(help="What the organisation is called.")]) -> None:
    """Make one more organisation; print its id."""
    from seaway.domains.identity import service as identity

    made = _on_database(lambda database: identity.create_organisation(database, name))
    typer.echo(made.public_id)


def reset(
    email: Annotated[str, typer.Argument(help="Whose password to set anew.")], *, password_stdin: PasswordStdin = False
) -> None:
    """Set a person's password anew, and end their sessions."""
    from seaway.domains.identity import service as identity

    password = _password(password_stdin)
    _on_database(lambda database: identity.reset_password(database, email, password))
    typer.echo(f"{email} has a new password, and is signed out everywhere.")


def list_feed(*, output: Output = Format.TABLE) -> None:
    """List the handlers of changes: how far behind they are, what is parked and why."""
    from seaway.core.db import EVERY_ORGANISATION
    from seaway.core.feed import admin as feed

    async def read(database: "Database") -> list[dict[str, object]]:
        async with database.reading(EVERY_ORGANISATION) as db:
            lags, parked = await feed.lags(db), await feed.parked(db)
        reasons = {item.subscription: item.error for item in parked}
        return [
            {
                "name": lag.name,
                "lagSeconds": round(lag.seconds, 1),
                "parked": lag.parked,
                "error": lag.error or reasons.get(lag.name),
            }
            for lag in lags
        ]

    emit(_on_database(read), output, ("name", "lagSeconds", "parked", "error"))


def retry_feed(name: Annotated[str, typer.Argument(help="The handler, as `admin feed list` names it.")]) -> None:
    """Have a handler's parked changes tried again."""
    from seaway.core.db import EVERY_ORGANISATION
    from seaway.core.feed import admin as feed

    async def retry(database: "Database") -> int:
        async with database.writing(EVERY_ORGANISATION) as db:
            return await feed.retry(db, name)

    typer.echo(f"{_on_database(retry)} parked changes will be tried again.")


def _role(text: str) -> str:
    if text.lower() not in ROLES:
        raise Failure(f'--role must be admin or member, not "{text}"', Exit.USAGE)
    return ROLES[text.lower()]


def _password(from_stdin: bool) -> str:  # noqa: FBT001  # the option, as it was given
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    entered: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return entered


def _in_work(org: str | None, act: "Callable[[Work], Awaitable[T]]") -> T:
    from seaway.app.local import with_work
    from seaway.core.settings import Settings

    with explained():
        return with_work(Settings.from_env(), org, act)


def _on_database(act: "Callable[[Database], Awaitable[T]]") -> T:
    from seaway.app.local import with_database
    from seaway.core.settings import Settings

    with explained():
        return with_database(Settings.from_env(), act)
