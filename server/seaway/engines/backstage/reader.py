"""The door: a tree of files to a verdict on every Backstage document in it."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from posixpath import basename
from typing import Any

from seaway.engines.backstage import documents
from seaway.engines.backstage.documents import Document
from seaway.engines.backstage.judge import Verdict, judge
from seaway.engines.backstage.kinds import BY_LOWER_NAME
from seaway.engines.backstage.locations import Expander
from seaway.engines.backstage.placeholders import Source
from seaway.engines.backstage.references import Reference
from seaway.engines.backstage.templates import skeletons
from seaway.engines.backstage.types import DocumentResult, Origin, Place, Problem, Result, Tree

_DESCRIPTOR_NAMES = frozenset({"catalog-info.yaml", "catalog-info.yml"})
_FOREIGN_FOLDERS = frozenset({".git", "node_modules"})
_MAX_SHOWN_PROBLEMS = 50

_WORTH_PARSING = re.compile(rb"backstage\.io/|^[ \t]*[{\"']*kind[\"']?[ \t]*:", re.MULTILINE)
_BY_LINE = re.MULTILINE | re.IGNORECASE
_GROUP = re.compile(r"(?:[a-z0-9-]+\.)*backstage\.io/", re.IGNORECASE)
_BROKEN_DESCRIPTOR = re.compile(rf"^(?:\{{\s*)?[\"']?apiVersion[\"']?[ \t]*:[ \t]*[\"']?{_GROUP.pattern}", _BY_LINE)
_TEMPLATED = re.compile(r"\{\{|\{%")
_SKELETON = "skeleton: the file belongs to the skeleton that a template of this import copies, it is not an entity"
_SKELETON_HINT = "it holds {{ }} or {% %}, so this is probably the skeleton of a template: leave it out of the import"


def read_tree(
    tree: Tree, *, prefix: str = "", entries: Collection[str] | None = None, origin: Origin = "file"
) -> tuple[DocumentResult, ...]:
    """Return the verdict on each document of each descriptor file, in path order, every document once.

    A file counts when it is named in `entries`; or, without `entries`, when it is YAML and is called `catalog-info`,
    or holds a document that is an entity by its `apiVersion` or by kind and spec. Other YAML is nobody's business
    here. Files that Locations name count as well, whatever they hold. All documents of a file that counts are judged,
    but those in a template's skeleton folder, unless a Location or `entries` names them, are skipped.

    Args:
        tree: The files.
        prefix: Put before each path, with a slash, in the places of the results.
        entries: Paths to begin with; without it the whole tree is searched.
        origin: Where the tree comes from.

    Raises:
        KeyError: The tree lacks one of the entries.
    """
    reading = _Reading(tree, origin)
    if entries is None:
        for path in sorted(tree):
            if path.endswith((".yaml", ".yml")) and not _FOREIGN_FOLDERS.intersection(path.split("/")):
                reading.add_descriptor(path)
    else:
        for path in sorted(set(entries)):
            reading.add(path, documents.read(tree[path]))
    reading.follow_locations()
    return tuple(_settled(list(reading.results(prefix, frozenset(entries or ())))))


class _Reading:
    """The files of one tree that have been judged so far."""

    def __init__(self, tree: Tree, origin: Origin) -> None:
        self._tree = tree
        self._origin = origin
        self._expander = Expander(tree, origin)
        self._judged: dict[str, list[tuple[Document, Verdict]]] = {}
        self._named: dict[str, dict[tuple[str, str], None]] = {}
        self._to_follow: list[str] = []

    def add_descriptor(self, path: str) -> None:
        """Judge a file of the tree if it looks like a descriptor file."""
        data = self._tree[path]
        known_name = basename(path) in _DESCRIPTOR_NAMES
        if not known_name and _WORTH_PARSING.search(data) is None:
            return
        found = documents.read(data)
        if known_name or any(map(_is_descriptor, found)):
            self.add(path, found)

    def add(self, path: str, found: list[Document]) -> None:
        """Judge the documents of a file, and note the files that the Locations among them name."""
        source = Source(self._tree, path, self._origin)
        verdicts = self._judged[path] = [(document, self._judge(document, source)) for document in found]
        for _, verdict in verdicts:
            if verdict.files and not verdict.problems:
                named_by = (path, _reference(verdict.entity))
                for file in verdict.files:
                    if file != path:
                        self._named.setdefault(file, {})[named_by] = None
                        self._to_follow.append(file)

    def follow_locations(self) -> None:
        """Judge the files that Locations name, and those that these name in turn."""
        while self._to_follow:
            path = self._to_follow.pop()
            if path not in self._judged:
                self.add(path, documents.read(self._tree[path]))

    def results(self, prefix: str, entries: Collection[str]) -> Iterator[DocumentResult]:
        """Yield the results in path order."""
        folders = self._skeleton_folders()
        for path in sorted(self._judged):
            named_by = [ref for file, ref in self._named.get(path, ()) if not _inside(file, folders)]
            skipped = path not in entries and not named_by and _inside(path, folders)
            file = f"{prefix}/{path}" if prefix else path
            for index, (document, verdict) in enumerate(self._judged[path]):
                if skipped:
                    place = Place(file, index)
                    yield DocumentResult(place, document.line, Result.SKIPPED, reason=_SKELETON)
                else:
                    yield replace(_result(Place(file, index), document, verdict), parents=tuple(named_by))

    def _judge(self, document: Document, source: Source) -> Verdict:
        if document.problem is not None:
            return Verdict(problems=[document.problem])
        return judge(document.value, source, self._expander)

    def _skeleton_folders(self) -> set[str]:
        folders: set[str] = set()
        for path, verdicts in self._judged.items():
            for _, verdict in verdicts:
                if not verdict.problems and verdict.entity["kind"] == "Template":
                    folders |= skeletons(verdict.entity["spec"], path)
        return folders


def _is_descriptor(document: Document) -> bool:
    """Tell whether a document is meant for Backstage, even if it is broken or misses a field."""
    if document.problem is not None:
        return _BROKEN_DESCRIPTOR.search(document.text) is not None
    if not isinstance(document.value, dict):
        return False
    version, name, spec = (document.value.get(key) for key in ("apiVersion", "kind", "spec"))
    if isinstance(version, str) and _GROUP.match(version):
        return True
    kind = BY_LOWER_NAME.get(name.lower()) if isinstance(name, str) else None
    return kind is not None and isinstance(spec, dict) and any(field in spec for field in kind.required)


def _inside(path: str, folders: set[str]) -> bool:
    """Tell whether the path is in one of the folders or below."""
    end = path.find("/")
    while end >= 0:
        if path[:end] in folders:
            return True
        end = path.find("/", end + 1)
    return False


def _result(place: Place, document: Document, verdict: Verdict) -> DocumentResult:
    """Return the result for one document, apart from what depends on others."""
    value: dict[str, Any] = document.value if isinstance(document.value, dict) else {}
    metadata = value.get("metadata")
    common = DocumentResult(
        place,
        document.line,
        Result.REJECTED if verdict.problems else Result.ACCEPTED,
        kind=_text(value.get("kind")),
        name=_text(metadata.get("name") if isinstance(metadata, dict) else None),
        warnings=tuple(verdict.warnings),
        original=value or None,
    )
    if verdict.problems:
        return replace(common, problems=tuple(verdict.problems), reason=_reason(verdict.problems, document.text))
    return replace(
        common,
        ref=_reference(verdict.entity),
        relations=verdict.relations,
        fetches=tuple(verdict.fetches),
        entity=verdict.entity,
    )


def _settled(results: list[DocumentResult]) -> Iterator[DocumentResult]:
    """Yield the results with the losers of each reference marked: the last in path order wins."""
    winners = {result.ref: result.place for result in results if result.ref is not None}
    for result in results:
        winner = result.place if result.ref is None else winners[result.ref]
        if winner == result.place:
            yield result
        else:
            warning = f"{result.ref} is also in {winner.file}, document {winner.index + 1}, which wins: remove one"
            yield replace(result, superseded_by=winner, warnings=(*result.warnings, warning))


def _reference(entity: dict[str, Any]) -> str:
    metadata = entity["metadata"]
    return Reference(entity["kind"], metadata["namespace"], metadata["name"]).canonical


def _reason(problems: list[Problem], text: str) -> str:
    """Return all problems in one line, after the class of the first."""
    sentences = [problem.message for problem in problems[:_MAX_SHOWN_PROBLEMS]]
    if len(problems) > _MAX_SHOWN_PROBLEMS:
        sentences.append(f"and {len(problems) - _MAX_SHOWN_PROBLEMS} more")
    if _TEMPLATED.search(text):
        sentences.append(_SKELETON_HINT)
    return f"{problems[0].stage}: {'; '.join(sentences)}"


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
