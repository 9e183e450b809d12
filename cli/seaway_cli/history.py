"""`seaway history`: who changed what, when: of an entity, of a blueprint, or in the whole organisation."""

from typing import Annotated, Any

import typer

from seaway_cli import output, profile
from seaway_cli.catalog import BLUEPRINTS
from seaway_cli.failure import Exit, Failure, explained
from seaway_cli.output import Format, Output

Blueprint = Annotated[
    str | None, typer.Argument(help="The entity's blueprint, or `blueprints`; without one, all that happened.")
]
Identifier = Annotated[str | None, typer.Argument(help="The entity's identifier, or that of a blueprint.")]
Limit = Annotated[int, typer.Option(help="At most so many changes.", min=1, max=10_000)]
_COLUMNS = ("at", "by", "op", "changed")
_EVERY = ("at", "by", "op", "kind", "subject", "changed")
PAGE = 200


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(history)


def history(
    blueprint: Blueprint = None,
    identifier: Identifier = None,
    limit: Limit = 50,
    out: Output = Format.TABLE,
) -> None:
    """Show what happened, the newest first: to an entity, to a blueprint, or to everything that the caller may read."""
    if blueprint is None:
        _everything(limit, out)
        return
    if identifier is None:
        raise Failure("name a blueprint and an identifier, or neither", Exit.USAGE)
    from seaway_sdk.client import segment

    about = f"/v1/blueprints/{segment(identifier)}"
    if blueprint != BLUEPRINTS:
        about = f"/v1/blueprints/{segment(blueprint)}/entities/{segment(identifier)}"
    with explained(), profile.connect() as seaway:
        found = _changes(seaway, f"{about}/history", limit)
    output.emit([_row(each) for each in found] if out is Format.TABLE else found, out, _COLUMNS)


def _everything(limit: int, out: Format) -> None:
    with explained(), profile.connect() as seaway:
        found = _changes(seaway, "/v1/changes", limit)
    output.emit([_told(each) for each in found] if out is Format.TABLE else found, out, _EVERY)


def _changes(seaway: Any, path: str, limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while len(found) < limit:
        page = seaway.get(path, limit=min(PAGE, limit - len(found)), cursor=cursor)
        found.extend(page["changes"])
        cursor = page["next"]
        if cursor is None:
            break
    return found[:limit]


def _row(change: dict[str, Any]) -> dict[str, Any]:
    actor = change["actor"]
    word = "restored" if change.get("restored") else change["op"]
    paths = ", ".join(part["path"] for part in change["changed"])
    return {"at": change["at"], "by": actor["name"] or actor["id"] or actor["type"], "op": word, "changed": paths}


def _told(event: dict[str, Any]) -> dict[str, Any]:
    data = event["data"]
    actor = data["actor"]
    by, paths = actor["id"] or actor["type"], ", ".join(data["changed"])
    return {**data, "at": event["time"], "by": by, "subject": event["subject"], "changed": paths}
