"""Blueprints, entities and scorecards as YAML documents: what `apply` reads and `export` writes.

A document has `kind: blueprint`, `kind: entity` or `kind: scorecard`; the rest is the object as the API writes it,
without what Seaway itself fills in.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from seaway_cli import output
from seaway_cli.failure import Exit, Failure
from seaway_cli.output import Format

KINDS = ("blueprint", "entity", "scorecard")
OWN = ("createdAt", "createdBy", "updatedAt", "updatedBy", "id", "scorecards", "$datasource")


def load(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Return every document of files and folders, in order.

    Raises:
        Failure: a file cannot be read, is not YAML, or a document is no mapping with a kind.
    """
    found: list[dict[str, Any]] = []
    for path in paths:
        for file in _files(path):
            found.extend(_documents(file))
    if not found:
        raise Failure("there is nothing to apply: no documents in the files given", Exit.USAGE)
    return found


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.suffix in {".yaml", ".yml", ".json"} and file.is_file())
    return [path]


def _documents(file: Path) -> Iterator[dict[str, Any]]:
    import yaml

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text()
        documents = [document for document in yaml.safe_load_all(text) if document is not None]
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"{file} cannot be read: {error}", Exit.USAGE) from None
    except yaml.YAMLError as error:
        raise Failure(f"{file} is not valid YAML: {error}", Exit.USAGE) from None
    for number, document in enumerate(documents, 1):
        if not isinstance(document, dict) or document.get("kind") not in KINDS:
            raise Failure(
                f"{file}, document {number}: should be a mapping with `kind:` one of {', '.join(KINDS)}", Exit.USAGE
            )
        yield document


def exported(seaway: Any, only: list[str]) -> Iterator[dict[str, Any]]:
    """Yield blueprints, their entities, then scorecards, each in one order, so that two exports can be compared."""
    blueprints = sorted(seaway.get("/v1/blueprints")["blueprints"], key=lambda each: str(each["identifier"]))
    chosen = [each for each in blueprints if not only or each["identifier"] in only]
    if missing := set(only) - {each["identifier"] for each in chosen}:
        raise Failure(f"there is no blueprint {', '.join(sorted(missing))}")
    for blueprint in chosen:
        yield {"kind": "blueprint", **_bare(blueprint)}
    for blueprint in chosen:
        entities = seaway.search(blueprint["identifier"], limit=1000)
        for entity in sorted(entities, key=lambda each: str(each["identifier"])):
            yield {"kind": "entity", "blueprint": blueprint["identifier"], **_bare(entity)}
    names = {each["identifier"] for each in chosen}
    for scorecard in seaway.get("/v1/scorecards")["scorecards"]:
        if scorecard["blueprint"] in names:
            yield {"kind": "scorecard", "blueprint": scorecard["blueprint"], **_bare(scorecard)}


def _bare(value: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in value.items() if name not in OWN and item is not None}


def write(documents: Iterable[Mapping[str, Any]], out: Format) -> None:
    """Print documents: a JSON list, or YAML one after the other as they arrive."""
    if out is Format.JSON:
        output.emit(list(documents), out)
        return
    for document in documents:
        sys.stdout.write("---\n" + output.to_yaml(document))


def stated(seaway: Any, source: str) -> dict[str, list[Any]]:
    """Return the documents that an import source states, as they were written, by file and in their order."""
    from seaway_sdk.client import segment

    by_file: dict[str, list[tuple[int, Any]]] = {}
    for item in seaway.pages(f"/v1/imports/sources/{segment(source)}/documents", "documents", limit=1000):
        by_file.setdefault(item["file"], []).append((item["index"], item["document"]))
    return {
        file: [document for _, document in sorted(numbered, key=lambda pair: pair[0])]
        for file, numbered in sorted(by_file.items())
    }


def write_stated(files: Mapping[str, Sequence[Any]], folder: Path | None, out: Format) -> None:
    """Print the documents of each file, or write the files below a folder.

    Raises:
        Failure: a file's name leads out of the folder, or it cannot be written.
    """
    if folder is None:
        if out is Format.JSON:
            output.emit([document for documents in files.values() for document in documents], out)
            return
        for file, documents in files.items():
            sys.stdout.write(f"# {file}\n" + _joined(documents))
        return
    for file, documents in files.items():
        parts = PurePosixPath(file).parts
        if not parts or ".." in parts or PurePosixPath(file).is_absolute():
            raise Failure(f"{file!r} leads out of the folder; nothing more is written")
        target = folder.joinpath(*parts)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_joined(documents))
        except OSError as error:
            raise Failure(f"{target} cannot be written: {error}") from None
    output.note(f"Wrote {len(files)} files below {folder}.")


def _joined(documents: Sequence[Any]) -> str:
    return "".join("---\n" + output.to_yaml(document) for document in documents)
