"""`seaway get`, `search` and `delete`: the catalog from a terminal."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from seaway_cli import output, plans, profile
from seaway_cli.failure import Exit, Failure, explained
from seaway_cli.output import Format, Output


@dataclass(frozen=True)
class Kind:
    """What is no entity: where all of it is read, what one is called in answers, and the columns of its table.

    With `listed`, one has no address of its own and is looked for among all. `secret` is a key of an object within
    that does not belong on a screen.
    """

    path: str
    one: str
    columns: tuple[str, ...]
    listed: bool = False
    secret: tuple[str, str] | None = None


BLUEPRINTS, SCORECARDS = "blueprints", "scorecards"
KINDS = {
    BLUEPRINTS: Kind("/v1/blueprints", "blueprint", ("identifier", "title", "description")),
    SCORECARDS: Kind("/v1/scorecards", "scorecard", ("identifier", "blueprint", "title"), listed=True),
    "actions": Kind("/v1/actions", "action", ("identifier", "title", "description")),
    "runs": Kind("/v1/actions/runs", "run", ("id", "action", "status", "statusLabel", "createdAt")),
    "webhooks": Kind(
        "/v1/webhooks", "integration", ("identifier", "title", "enabled", "url"), secret=("security", "secret")
    ),
    "integrations": Kind(
        "/v1/integration",
        "integration",
        ("identifier", "integrationType", "version", "resyncState.status", "updatedAt"),
    ),
}
Blueprint = Annotated[str, typer.Argument(help="A blueprint's identifier.")]
Wanted = Annotated[str, typer.Argument(help=f"A blueprint's identifier, or one of {', '.join(KINDS)}.")]
Identifier = Annotated[str | None, typer.Argument(help="An identifier; without one, all are listed.")]
Limit = Annotated[int, typer.Option(help="At most so many.", min=1, max=100_000)]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", help="A condition such as lifecycle=production, replicas>2, title~pay; all must hold."),
]
At = Annotated[
    str | None,
    typer.Option(help="As it was then: an instant such as 2026-03-04T05:06:07Z, or a position that an answer gave."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
_FOUND = ("type", "blueprint", "identifier", "title")
OPERATORS = {"!=": "!=", ">=": ">=", "<=": "<=", "=": "=", ">": ">", "<": "<", "~": "contains"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    _add_get(app)
    app.command()(search)
    app.command()(delete)


def _add_get(app: typer.Typer) -> None:
    @app.command()
    def get(  # noqa: PLR0913  # each is an option
        what: Wanted,
        identifier: Identifier = None,
        *,
        where: Where = None,
        limit: Limit = 200,
        at: At = None,
        out: Output = Format.TABLE,
    ) -> None:
        """Show the entities of a blueprint, or what else there is, such as blueprints; or a single one in full."""
        from seaway_sdk.client import segment

        if where and (identifier is not None or what in KINDS):
            raise Failure("--where narrows the entities of a blueprint: seaway get BLUEPRINT --where …", Exit.USAGE)
        if at and what in KINDS and (what != BLUEPRINTS or identifier is None):
            raise Failure("--at takes entities, or one blueprint: seaway get blueprints IDENTIFIER --at …", Exit.USAGE)
        rules = [rule(text) for text in where or []]
        then = {"at": at} if at else {}
        with explained(), profile.connect() as seaway:
            if what in KINDS and identifier is None:
                output.emit(_all(seaway, what)[:limit], out, KINDS[what].columns)
            elif what in KINDS:
                output.emit(_one(seaway, what, str(identifier), then), _full(identifier, out))
            elif identifier is not None:
                path = f"/v1/blueprints/{segment(what)}/entities/{segment(identifier)}"
                output.emit(seaway.get(path, **then)["entity"], _full(identifier, out))
            else:
                found = _listed(seaway, what, rules, limit, then)
                output.emit(found, out, ("identifier", "title", "team", "updatedAt"))


def _all(seaway: Any, what: str) -> list[dict[str, Any]]:
    """Return all of a kind."""
    return [_shown(what, each) for each in seaway.get(KINDS[what].path)[what]]


def _shown(what: str, thing: dict[str, Any]) -> dict[str, Any]:
    """Return a thing without its secret."""
    if (hidden := KINDS[what].secret) is None:
        return thing
    holder, key = hidden
    return {**thing, holder: {name: value for name, value in thing.get(holder, {}).items() if name != key}}


def _one(seaway: Any, what: str, identifier: str, then: dict[str, str]) -> dict[str, Any]:
    """Return one of a kind.

    Raises:
        Failure: there is none of this identifier.
    """
    from seaway_sdk.client import segment

    kind = KINDS[what]
    if kind.listed:
        return _among(seaway, what, identifier)
    return _shown(what, seaway.get(f"{kind.path}/{segment(identifier)}", **then)[kind.one])


def _among(seaway: Any, what: str, identifier: str) -> dict[str, Any]:
    """Return one of a kind that is only listed.

    Raises:
        Failure: there is none of this identifier.
    """
    for each in _all(seaway, what):
        if each["identifier"] == identifier:
            return each
    raise Failure(f"there is no {KINDS[what].one} {identifier}")


def _full(identifier: str | None, out: Format) -> Format:
    """One thing has no table: people read it as YAML."""
    return Format.YAML if identifier is not None and out is Format.TABLE else out


def _listed(
    seaway: Any, blueprint: str, rules: list[dict[str, Any]], limit: int, then: dict[str, str]
) -> list[dict[str, Any]]:
    from itertools import islice

    query = {"combinator": "and", "rules": rules}
    found = list(islice(seaway.search(blueprint, query, limit=min(limit + 1, 1000), **then), limit + 1))
    if len(found) > limit:
        output.note(f"Only the first {limit} are shown; raise --limit, or narrow with --where.")
    return found[:limit]


def rule(text: str) -> dict[str, Any]:
    """Read a condition of `--where` into a rule of the search language.

    Raises:
        Failure: it has no operator or no property.
    """
    places = [(text.index(sign), -len(sign), sign) for sign in OPERATORS if sign in text]
    if not places or min(places)[0] == 0:
        raise Failure(
            f"--where {text!r} should look like property=value (or !=, >, >=, <, <=, ~ for contains)", Exit.USAGE
        )
    at, _, sign = min(places)
    return {"property": text[:at].strip(), "operator": OPERATORS[sign], "value": value(text[at + len(sign) :].strip())}


def value(text: str) -> Any:
    """Read a value: numbers, true and false as such, everything else as text; quotes keep a text a text."""
    import json
    import math

    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        return text[1:-1]
    try:
        parsed = json.loads(text)
    except ValueError:
        return text
    # Infinity and 1e999 are numbers to Python and none in JSON.
    return parsed if isinstance(parsed, (int, float)) and math.isfinite(parsed) else text


def search(
    text: Annotated[str, typer.Argument(help="Words, or a piece of a name.")],
    only: Annotated[
        list[str] | None, typer.Option("--type", help="Only this: entity, page, blueprint, person, team; repeatable.")
    ] = None,
    blueprint: Annotated[
        list[str] | None, typer.Option("--blueprint", help="Only entities of this blueprint; repeatable.")
    ] = None,
    limit: Limit = 20,
    out: Output = Format.TABLE,
) -> None:
    """Find anything by name, and entities by what they say; small typos are forgiven."""
    with explained(), profile.connect() as seaway:
        output.emit(_found(seaway, {"q": text, "type": only or [], "blueprint": blueprint or []}, limit), out, _FOUND)


def _found(seaway: Any, asked: dict[str, Any], limit: int) -> list[dict[str, Any]]:
    """Read pages of results until there are enough or no more."""
    results: list[dict[str, Any]] = []
    following: dict[str, Any] = {}
    while len(results) < limit:
        page = seaway.get("/v1/search", **asked, **following, limit=min(limit - len(results), 100))
        results += page["results"]
        if page["next"] is None:
            break
        following = {"cursor": page["next"]}
    return results


def delete(
    blueprint: Blueprint,
    identifier: Annotated[str, typer.Argument(help="What to delete.")],
    dependents: Annotated[bool, typer.Option("--dependents", help="Also delete what requires it.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would happen.")] = False,
    yes: Yes = False,
) -> None:
    """Delete an entity, or with `blueprints` a blueprint, after showing what that changes; or with `scorecards` one."""
    from seaway_sdk.client import segment

    if blueprint == SCORECARDS:
        _delete_scorecard(identifier, dry_run=dry_run, yes=yes)
        return
    path = (
        f"/v1/blueprints/{segment(identifier)}"
        if blueprint == BLUEPRINTS
        else f"/v1/blueprints/{segment(blueprint)}/entities/{segment(identifier)}"
    )
    flags = {} if blueprint == BLUEPRINTS else {"delete_dependents": dependents}
    with explained(), profile.connect() as seaway:
        plan = seaway.delete(path, dry_run=True, **flags)["plan"]
        plans.show(plan)
        if dry_run:
            return
        if not output.confirm(f"Delete {identifier}?", yes=yes):
            raise Failure("nothing was deleted")
        seaway.delete(path, digest=plan.get("digest"), **flags)
        output.note(f"Deleted {identifier}.")


def _delete_scorecard(identifier: str, *, dry_run: bool, yes: bool) -> None:
    """Delete a scorecard, with its results and their history."""
    from seaway_sdk.client import segment

    with explained(), profile.connect() as seaway:
        scorecard = _among(seaway, SCORECARDS, identifier)
        output.note(f"- scorecard {identifier} ({scorecard['title']}), with its results and their history")
        if dry_run:
            return
        if not output.confirm(f"Delete {identifier}?", yes=yes):
            raise Failure("nothing was deleted")
        seaway.delete(f"/v1/blueprints/{segment(scorecard['blueprint'])}/scorecards/{segment(identifier)}")
        output.note(f"Deleted {identifier}.")
