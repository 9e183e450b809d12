"""`seaway bin`: what was deleted, and the way back."""

from typing import Annotated, Any

import typer

from seaway_cli import output, plans, profile
from seaway_cli.failure import Exit, Failure, explained
from seaway_cli.output import Format, Output

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
COLUMNS = ("id", "first.kind", "first.blueprint", "first.identifier", "objects", "deletedBy.name", "deletedAt")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    binned = typer.Typer(help="What was deleted: look at it and restore it.", no_args_is_help=True)
    binned.command("list")(list_items)
    binned.command("restore")(restore)
    app.add_typer(binned, name="bin")


def list_items(
    blueprint: Annotated[str | None, typer.Option(help="With an object of this blueprint.")] = None,
    text: Annotated[str | None, typer.Option(help="With this text in an identifier or title.")] = None,
    since: Annotated[str | None, typer.Option(help="Not before this moment, such as 2026-03-01.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=10_000)] = 50,
    out: Output = Format.TABLE,
) -> None:
    """List deletions that can be restored, the latest first."""
    from itertools import islice

    asked = {"blueprint": blueprint, "q": text, "since": since}
    given = {name: value for name, value in asked.items() if value is not None}
    with explained(), profile.connect() as seaway:
        found = list(islice(seaway.pages("/v1/bin", "items", limit=min(limit, 200), **given), limit))
    output.emit([{**item, "objects": sum(item["counts"].values())} for item in found], out, COLUMNS)


def restore(
    item: Annotated[str, typer.Argument(help="The id of a deletion, as `seaway bin list` shows it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the plan.")] = False,
    skip: Annotated[bool, typer.Option("--skip", help="Restore the rest when something cannot come back.")] = False,
    references: Annotated[bool, typer.Option(help="Put back references that others let go of.")] = True,
    yes: Yes = False,
) -> None:
    """Restore what a deletion took, after showing the plan. Ends with 3 when some of it cannot come back."""
    from seaway_sdk.client import segment

    path = f"/v1/bin/{segment(item)}/restore"
    wish = {"skip": skip, "references": references}
    with explained(), profile.connect() as seaway:
        answer = seaway.post(path, json={**wish, "dryRun": True})
        barred = bool(answer["obstacles"])
        _show(answer)
        if not dry_run and (skip or not barred) and answer["objects"]:
            if not output.confirm(f"Restore {len(answer['objects'])} objects?", yes=yes):
                raise Failure("nothing was restored")
            _bring_back(seaway, path, wish, answer["plan"]["digest"])
    if barred:
        raise typer.Exit(Exit.SOME_REJECTED)


def _show(answer: dict[str, Any]) -> None:
    plans.show(answer["plan"])
    for each in answer["obstacles"]:
        output.note(f"{each['object']} cannot come back: {each['message']}")
    for each in answer["lost"]:
        output.note(f"{each['object']} comes back without {', '.join(each['paths'])}")
    if answer["references"]:
        output.note(f"Entities that refer to it again: {answer['references']}.")


def _bring_back(seaway: Any, path: str, wish: dict[str, bool], digest: str) -> None:
    """Restore what was confirmed, and then part by part what a large deletion still holds."""
    done = seaway.post(path, json={**wish, "digest": digest})
    number, left = len(done["objects"]), done["left"]
    while left > 0:
        done = seaway.post(path, json=wish)
        number, left = number + len(done["objects"]), done["left"]
    output.note(f"Restored {number} objects.")
