"""`seaway import` and `sources`: files of other tools and tables of rows, brought in and taken back."""

import json
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from seaway_cli import mapping, output, plans, profile
from seaway_cli.failure import Exit, Failure, explained
from seaway_cli.output import Format, Output

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show the plan.")]
ConfirmRemovals = Annotated[bool, typer.Option("--confirm-removals", help="Remove what vanished, however much it is.")]
SourceName = Annotated[
    str | None, typer.Option(help="The name under which these files are known; else that of the folder or file.")
]
File = Annotated[Path, typer.Argument(help="The file.", exists=True, readable=True, dir_okay=False)]
Blueprint = Annotated[str, typer.Option("-b", "--blueprint", help="What the rows become.")]
Places = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        help="COLUMN=PLACE: $identifier, $title, $icon, $team, a property or a relation; "
        "with ' by title' a relation is named by titles; NAME->BLUEPRINT makes a new relation, NAME->>BLUEPRINT one to "
        "many; without a place the column is left out. Others are guessed.",
    ),
]
Create = Annotated[
    bool, typer.Option("--create-blueprint", help="Create what is missing: the blueprint, a property for each column.")
]
ENDED = frozenset({"completed", "failed", "held", "parked", "cancelled"})
RECORD = ("file", "index", "ref", "result", "reason", "relations")
ROW = ("file", "line", "ref", "result", "change", "reason", "problems", "warnings")
TABLES = {
    "csv": "Import the rows of a CSV file as entities.",
    "json": "Import the objects of a JSON file as entities: of an array, an object of objects, or one a line.",
    "yaml": "Import the maps of a YAML file as entities: of a list, a map of maps, or a document each.",
}
ENDS = """Importing again writes only what differs.

Ends with 0 when every row was accepted, 3 when some were rejected, 1 otherwise."""
SOURCES = "/v1/imports/sources"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    importing = typer.Typer(help="Bring in files of other tools, and tables of rows.", no_args_is_help=True)
    importing.callback()(_importing)
    importing.command("backstage")(import_backstage)
    for form, what in TABLES.items():
        _add_table(importing, form, what)
    app.add_typer(importing, name="import")
    sources = typer.Typer(help="Where entities were imported from.", no_args_is_help=True)
    sources.command("list")(list_sources)
    sources.command("remove")(remove_source)
    app.add_typer(sources, name="sources")


def _importing() -> None:
    """Bring in files of other tools."""


def import_backstage(
    path: Annotated[
        Path, typer.Argument(help="A folder of descriptor files, or one file.", exists=True, readable=True)
    ],
    source: SourceName = None,
    dry_run: DryRun = False,
    confirm_removals: ConfirmRemovals = False,
    out: Output = Format.TABLE,
) -> None:
    """Import Backstage's catalog-info files. Importing again changes what changed and removes what vanished.

    Ends with 0 when every document was accepted, 3 when some were rejected or removals are held back, 1 otherwise.
    """
    from seaway_cli.archive import packed

    name, body = packed(path)
    fields = _fields(source or named(path), dry_run=dry_run, confirm_removals=confirm_removals)
    with explained(), profile.connect() as seaway:
        ended, documents = _run(seaway, (name, body, "application/gzip"), fields)
    _report(ended, documents, out)


def _fields(source: str, *, dry_run: bool, confirm_removals: bool) -> dict[str, str]:
    flags = {"dryRun": dry_run, "confirmRemovals": confirm_removals}
    return {"source": source, **{name: str(given).lower() for name, given in flags.items()}}


def _run(seaway: Any, file: tuple[str, bytes, str], fields: dict[str, str]) -> tuple[dict[str, Any], list[Any]]:
    """Upload a file, follow its import to the end, and return it with the verdicts that say something."""
    started = seaway.request("POST", "/v1/imports", files={"file": file}, data=fields)["import"]
    ended = _watched(seaway, started["id"])
    return ended, list(seaway.pages(f"/v1/imports/{started['id']}/documents", "documents", limit=1000))


def _add_table(app: typer.Typer, form: str, what: str) -> None:
    """Add the command that imports a table of this format."""

    @app.command(form, help=f"{what} {ENDS}")
    def run(  # noqa: PLR0913  # each is an option
        file: File,
        *,
        blueprint: Blueprint,
        places: Places = None,
        create: Create = False,
        source: SourceName = None,
        dry_run: DryRun = False,
        confirm_removals: ConfirmRemovals = False,
        out: Output = Format.TABLE,
    ) -> None:
        fields = _fields(source or named(file), dry_run=dry_run, confirm_removals=confirm_removals)
        body = (file.name, file.read_bytes(), "application/octet-stream")
        with explained(), profile.connect() as seaway:
            told = _mapped(seaway, body, mapping.Wish(form, blueprint, mapping.chosen(places or []), create))
            ended, documents = _run(seaway, body, {**fields, "mapping": json.dumps(told)})
        _report(ended, documents, out)


def _mapped(seaway: Any, body: tuple[str, bytes, str], wish: mapping.Wish) -> dict[str, Any]:
    """Return the mapping for a file; say which columns it leaves out."""
    told, left = mapping.mapping(*mapping.looked_at(seaway, body, wish), wish)
    if left:
        output.note(f"Left out: {', '.join(left)}. Name a place with --map, or add properties by --create-blueprint.")
    return told


def list_sources(out: Output = Format.TABLE) -> None:
    """List sources: how many documents each states, what it owns, and how its last import went."""
    with explained(), profile.connect() as seaway:
        found = list(seaway.pages(SOURCES, "sources", limit=1000))
    shown = [
        {**each, "owns": ", ".join(f"{part['entities']} {part['blueprint']}" for part in each["owns"])}
        for each in found
    ]
    output.emit(shown if out is Format.TABLE else found, out, ("name", "documents", "owns", "last.status", "last.at"))


def remove_source(
    name: Annotated[str, typer.Argument(help="A source, as `seaway sources list` shows it.")],
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Delete what only this source states, after showing the plan. Deleted entities can be restored from the bin."""
    from seaway_sdk.client import segment

    path = f"{SOURCES}/{segment(name)}"
    with explained(), profile.connect() as seaway:
        plan = seaway.delete(path, dry_run=True)["plan"]
        plans.show(plan)
        if dry_run:
            return
        if not output.confirm(f"Remove {name}?", yes=yes):
            raise Failure("nothing was removed")
        seaway.delete(path, digest=plan["digest"])
        output.note(f"Removed {name}.")


def named(path: Path) -> str:
    """Return the name of a source that is called like a folder or file."""
    return re.sub(r"^\W+|[^\w .@+-]", "-", path.resolve().name).strip("- .@+")[:100] or "files"


def _watched(seaway: Any, identifier: str) -> dict[str, Any]:
    """Follow an import until it ends, with a progress bar where a person looks on."""
    import time

    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Importing", total=None)
        while True:
            state: dict[str, Any] = seaway.get(f"/v1/imports/{identifier}")["import"]
            if state["status"] in ENDED:
                return state
            done = state["progress"]
            progress.update(task, completed=done["done"], total=done["total"] or None)
            time.sleep(0.2)


def _report(ended: dict[str, Any], documents: list[dict[str, Any]], out: Format) -> None:
    """Print the verdicts, and end with the exit code that goes with them."""
    if out is Format.TABLE:
        _tell(ended, documents)
    else:
        record = ROW if _rows(ended) else RECORD
        output.emit([{name: document[name] for name in record} for document in documents], out)
    if ended["status"] == "held":
        raise Failure("removals are held back: look at the plan and pass --confirm-removals", Exit.SOME_REJECTED)
    if ended["status"] != "completed":
        raise Failure((ended["error"] or {}).get("message", f"the import is {ended['status']}"))
    if any(document["result"] == "rejected" for document in documents):
        raise typer.Exit(Exit.SOME_REJECTED)


def _tell(ended: dict[str, Any], documents: list[dict[str, Any]]) -> None:
    for document in documents:
        place = _place(document, rows=_rows(ended))
        if document["result"] == "rejected":
            output.note(f"REJECTED {place}: {document['reason']}")  # whole: it says how to mend the file
        for warning in document["warnings"]:
            output.note(f"{place}: {warning}")
    if ended["plan"]:
        plans.show(ended["plan"])
    if ended["counts"]["rejected"] and _rows(ended):
        output.note(f"The rejected rows as CSV: GET /v1/imports/{ended['id']}/rejected")
    told = ", ".join(f"{number} {name}" for name, number in ended["counts"].items() if number)
    output.note(f"{'Dry run' if ended['dryRun'] else 'Import'} {ended['status']}: {told or 'nothing to do'}.")


def _place(document: dict[str, Any], *, rows: bool) -> str:
    return f"{document['file']}, " + (f"line {document['line']}" if rows else f"document {document['index'] + 1}")


def _rows(ended: dict[str, Any]) -> bool:
    return bool(ended["origin"]["type"] == "table")
