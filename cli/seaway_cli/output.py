"""Tables for people, JSON and YAML for programs."""

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer


class Format(StrEnum):
    """How to print."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"


_UNUSUAL = re.compile(r"[^\n -~]")

Output = Annotated[Format, typer.Option("-o", "--output", help="How to print: table, json or yaml.")]


def emit(value: Any, output: Format, columns: Sequence[str] = ()) -> None:
    """Print a value: a list of mappings as a table of the named columns, or all of it as JSON or YAML."""
    if output is Format.JSON:
        sys.stdout.write(_UNUSUAL.sub(_escaped, json.dumps(value, indent=2, ensure_ascii=False)) + "\n")
    elif output is Format.YAML:
        sys.stdout.write(to_yaml(value))
    else:
        table(value if isinstance(value, list) else [value], columns)


def to_yaml(value: Any) -> str:
    """Write YAML in the order given."""
    import yaml

    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=120)


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows; names of columns may be dotted. An empty list is said in words."""
    listed = list(rows)
    if not listed:
        sys.stderr.write("Nothing found.\n")
        return
    names = list(columns) or list(listed[0])
    cells = [
        [name.rsplit(".", 1)[-1].upper() for name in names],
        *[[_cell(row, name) for name in names] for row in listed],
    ]
    widths = [min(60, max(len(row[at]) for row in cells)) for at in range(len(names))]
    for row in cells:
        line = "  ".join(_fit(cell, width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(line.rstrip() + "\n")


def note(text: str) -> None:
    """Say something to the person, not to the pipe."""
    sys.stderr.write(_UNUSUAL.sub(_shown, text) + "\n")


def confirm(question: str, *, yes: bool) -> bool:
    """Ask before something happens; without a terminal only `--yes` agrees."""
    if yes:
        return True
    if not sys.stdin.isatty():
        note("Not confirmed: there is no terminal to ask at. Pass --yes to go on.")
        return False
    return typer.confirm(question, err=True)


def _cell(row: Mapping[str, Any], name: str) -> str:
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return _UNUSUAL.sub(_shown, text).replace("\n", "�")


def _shown(found: re.Match[str]) -> str:
    """Keep what would move the cursor, change colours or turn the direction of text away from the terminal."""
    return found[0] if found[0].isprintable() else "�"


def _escaped(found: re.Match[str]) -> str:
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]


def _fit(text: str, width: int) -> str:
    return (text if len(text) <= width else text[: width - 1] + "…").ljust(width)
