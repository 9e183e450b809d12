"""`seaway diff`: what changed between two instants, net."""

from typing import Annotated, Any

import typer

from seaway_cli import output, profile
from seaway_cli.failure import Exit, Failure, explained
from seaway_cli.output import Format, Output

_COLUMNS = ("blueprint", "identifier", "op", "changed", "changes")
PAGE = 200


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def diff(  # noqa: PLR0913  # each is an option
        blueprint: Annotated[str, typer.Argument(help="A blueprint's identifier.")],
        identifier: Annotated[
            str | None, typer.Argument(help="Of an entity; without one, of all in the blueprint.")
        ] = None,
        *,
        since: Annotated[
            str,
            typer.Option(help="From when: an instant such as 2026-03-04T05:06:07Z, or a position of the change log."),
        ] = "",
        until: Annotated[str | None, typer.Option(help="Until when; without it, now.")] = None,
        hops: Annotated[
            int | None, typer.Option(help="Also everything within so many hops of the entity.", min=0, max=6)
        ] = None,
        limit: Annotated[int, typer.Option(help="At most so many entities.", min=1, max=10_000)] = 200,
        out: Output = Format.TABLE,
    ) -> None:
        """Show what changed between two instants, net: in an entity, around it, or in a blueprint."""
        if not since:
            raise Failure("say from when: --since 2026-03-04T05:06:07Z", Exit.USAGE)
        if hops is not None and identifier is None:
            raise Failure("--hops are counted from an entity: seaway diff BLUEPRINT IDENTIFIER --hops …", Exit.USAGE)
        from seaway_sdk.client import segment

        path = f"/v1/blueprints/{segment(blueprint)}"
        path = f"{path}/difference" if identifier is None else f"{path}/entities/{segment(identifier)}/difference"
        with explained(), profile.connect() as seaway:
            found = _differences(seaway, path, {"since": since, "until": until, "hops": hops}, limit)
        output.emit([_row(each) for each in found] if out is Format.TABLE else found, out, _COLUMNS)


def _differences(seaway: Any, path: str, span: dict[str, Any], limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = None
    while len(found) < limit:
        page = seaway.get(path, **span, limit=min(PAGE, limit - len(found)), cursor=cursor)
        found.extend(page["differences"])
        cursor = page["next"]
        if page["truncated"]:
            output.note("More entities lie within these hops than are looked at; take fewer hops.")
        if cursor is None:
            break
    return found[:limit]


def _row(difference: dict[str, Any]) -> dict[str, Any]:
    paths = ", ".join(part["path"] for part in difference["changed"])
    return {**difference, "changed": paths, "changes": difference["count"]}
