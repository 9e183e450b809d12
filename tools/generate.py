"""Writes what is made from the code: the OpenAPI document, the commands and the errors. `--check` fails on a stale one."""

import argparse
import importlib
import inspect
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

import port_contract
import seaway
from seaway.app.openapi import document
from seaway.core.errors import SeawayError
from seaway_cli.main import build as build_cli

ROOT = Path(__file__).resolve().parent.parent
ENVELOPE = """Every failure is answered as `{"ok": false, "error": CODE, "message": TEXT}`, often with `details`.
Programs look at the code; the message names the field and the fix, for people, and may change.
"""


def openapi() -> str:
    """Return the OpenAPI document of every route, keys in the order of the code."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def commands() -> str:
    """Return the reference page of the `seaway` command, one section a command."""
    parts = ["# The `seaway` command\n", "Generated from the code by `make generate`.\n"]
    root = get_command(build_cli())
    context = typer.Context(root, info_name="seaway")
    _describe(root, context, parts)
    return "\n".join(parts)


def _describe(command: Any, context: typer.Context, parts: list[str]) -> None:
    for name, child in sorted(getattr(command, "commands", {}).items()):
        inner = typer.Context(child, info_name=name, parent=context)
        parts += [f"## `{inner.command_path}`\n", f"{(child.help or '').strip()}\n"]
        if options := [_option(option) for option in child.params if option.name != "help"]:
            parts += ["| argument | meaning |", "| --- | --- |", *options, ""]
        _describe(child, inner, parts)


def _option(option: object) -> str:
    names = ", ".join(f"`{name}`" for name in getattr(option, "opts", []))
    return f"| {names} | {(getattr(option, 'help', None) or '').strip()} |"


def errors() -> str:
    """Return the reference page of error codes, one section a code."""
    for module in pkgutil.walk_packages(seaway.__path__, "seaway."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    described = {(kind.error, kind.status): inspect.getdoc(kind) or "" for kind in reversed(_below(SeawayError))}
    described |= {
        ("internal_error", 500): "Seaway failed; the `x-trace-id` of the answer leads to the reason in its log.",
        ("method_not_allowed", 405): "The path exists and the method does not; `Allow` names those that do.",
    }
    parts = ["# Errors\n", "Generated from the code by `make generate`.\n", ENVELOPE]
    for (code, status), about in sorted(described.items()):
        first = about.partition("\n\n")[0]
        parts += [f"## `{code}` ({status})\n", f"{' '.join(first.split())}\n"]
    return "\n".join(parts)


def _below(kind: type[SeawayError]) -> list[type[SeawayError]]:
    own = [below for below in kind.__subclasses__() if below.__module__.startswith("seaway.")]
    return [each for below in own for each in (below, *_below(below))]


FILES = {
    "docs/reference/openapi.json": openapi,
    "docs/reference/commands.md": commands,
    "docs/reference/errors.md": errors,
    "docs/reference/port-compatibility.md": port_contract.page,
}


def main() -> int:
    """Write the files, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for name, make in FILES.items():
        path, text = ROOT / name, make()
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    if check and stale:
        print(f"Stale: {', '.join(stale)}. Run make generate and commit.")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
