"""`seaway apply`, `export` and `sample`: documents into the catalog and out of it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from seaway_cli import output, plans, profile
from seaway_cli.failure import Exit, Failure, explained
from seaway_cli.output import Format, Output

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show the plan.")]


class Form(StrEnum):
    """What `export` writes."""

    SEAWAY = "seaway"
    BACKSTAGE = "backstage"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(apply)
    app.command()(export)
    sample = typer.Typer(help="The sample organisation, Harbor Commerce.", no_args_is_help=True)
    sample.command("load")(load_sample)
    sample.command("remove")(remove_sample)
    app.add_typer(sample, name="sample")


def apply(
    files: Annotated[
        list[Path],
        typer.Option("-f", "--file", help="A YAML file or folder of blueprints and entities; - for standard input."),
    ],
    dry_run: DryRun = False,
    yes: Yes = False,
    out: Output = Format.TABLE,
) -> None:
    """Create and update blueprints and entities from YAML, after showing the plan. A document is the whole truth."""
    from seaway_cli.manifests import load

    documents = load(files)
    with explained(), profile.connect() as seaway:
        _confirmed(
            lambda **said: seaway.post("/v1/apply", json={"documents": documents, **said}),
            ("Apply this plan?", "Applied."),
            (dry_run, yes, out),
        )


def _confirmed(send: Any, words: tuple[str, str], given: tuple[bool, bool, Format]) -> None:
    """Show the plan, ask, and do what was confirmed; the server refuses when the plan is outdated by then."""
    dry_run, yes, out = given
    answer = send(dryRun=True)
    plan = answer["plan"]
    if out is Format.TABLE:
        plans.show(plan)
    if not dry_run and not plans.empty(plan):
        if not output.confirm(words[0], yes=yes):
            raise Failure("nothing was changed")
        answer = send(digest=plan["digest"])
        output.note(words[1])
    if out is not Format.TABLE:
        output.emit({"applied": answer["applied"], "plan": answer["plan"]}, out)


def load_sample(dry_run: DryRun = False, yes: Yes = False, out: Output = Format.TABLE) -> None:
    """Load the sample organisation: blueprints, teams, people, components and what happened to them."""
    _sample("POST", ("Load the sample?", "The sample is loaded."), (dry_run, yes, out))


def remove_sample(dry_run: DryRun = False, yes: Yes = False, out: Output = Format.TABLE) -> None:
    """Remove what the sample organisation brought."""
    _sample("DELETE", ("Remove the sample?", "The sample is removed."), (dry_run, yes, out))


def _sample(method: str, words: tuple[str, str], given: tuple[bool, bool, Format]) -> None:
    with explained(), profile.connect() as seaway:

        def send(**said: Any) -> Any:
            params = {"dry_run": said.get("dryRun"), "digest": said.get("digest")}
            return seaway.request(method, "/v1/sample", params=params)

        _confirmed(send, words, given)


def export(
    blueprint: Annotated[
        list[str] | None, typer.Option("-b", "--blueprint", help="Only these blueprints and their entities.")
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="seaway: what `apply` takes. backstage: the documents of an import source.")
    ] = Form.SEAWAY,
    source: Annotated[str | None, typer.Option(help="With --format backstage: whose documents.")] = None,
    to: Annotated[
        Path | None, typer.Option(help="With --format backstage: write the files below this folder.", file_okay=False)
    ] = None,
    out: Output = Format.YAML,
) -> None:
    """Print blueprints and entities in the form that `seaway apply` takes, or imported documents as they were."""
    from seaway_cli import manifests

    if form is Form.SEAWAY and (source or to):
        raise Failure("--source and --to go with --format backstage", Exit.USAGE)
    if form is Form.BACKSTAGE and (not source or blueprint):
        raise Failure("--format backstage takes --source NAME, and no --blueprint", Exit.USAGE)
    with explained(), profile.connect() as seaway:
        if form is Form.BACKSTAGE:
            manifests.write_stated(manifests.stated(seaway, str(source)), to, out)
        else:
            manifests.write(manifests.exported(seaway, blueprint or []), out)
