"""What the reader of Backstage files takes and gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, TypeAlias

Tree: TypeAlias = Mapping[str, bytes]
"""Files by path: relative, POSIX, without `.` and `..` segments."""

Origin: TypeAlias = Literal["file", "url"]
"""Where a tree comes from: `file` is a folder or archive, `url` a repository read by its address.

Backstage resolves relative placeholders for the second only.
"""

Relation: TypeAlias = tuple[str, str, str]
"""Source, type and target, both ends as canonical references."""


class Result(StrEnum):
    """What became of a document."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SKIPPED = "skipped"


class Stage(StrEnum):
    """The checks of a document, in the order in which Backstage makes them; a rejection is classed by the first."""

    YAML = "yaml"
    ENVELOPE = "envelope"
    PLACEHOLDER = "placeholder"
    FORMAT = "format"
    UNKNOWN_KIND = "unknown-kind"
    KIND_SCHEMA = "kind-schema"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason to reject a document: the field at fault, empty for the whole, and a sentence with the fix."""

    stage: Stage
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Fetch:
    """Content that a document names by its address and that the reader, being pure, left where it is.

    `form` says what it stands for: the `text`, or the parsed `json` or `yaml`, of a placeholder, which stays in the
    entity as written; or a `location` whose documents belong to the import.
    """

    field: str
    url: str
    form: Literal["text", "json", "yaml", "location"]


@dataclass(frozen=True, slots=True)
class Place:
    """A document's place: its file, with the caller's prefix, and its number among the documents of that file, from 0.

    Empty documents do not count.
    """

    file: str
    index: int


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """One document and the verdict on it.

    `line` is where it begins, from 1. `kind` and `name` are as written, where they are text; `ref` is the canonical
    `kind:namespace/name` and is there for accepted documents only, as are `entity` and `relations`.
    `entity` is the document with placeholders resolved, the namespace filled in and output-only root fields removed;
    `original` is the map as the file holds it, for export. Both may share parts: treat them as read-only.
    `parents` are the canonical references of the Locations that name its file.
    `superseded_by` is the document of the same reference that wins, when it is not this one.
    """

    place: Place
    line: int
    result: Result
    kind: str | None = None
    name: str | None = None
    ref: str | None = None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    reason: str | None = None
    relations: tuple[Relation, ...] = ()
    fetches: tuple[Fetch, ...] = ()
    parents: tuple[str, ...] = ()
    superseded_by: Place | None = None
    entity: Mapping[str, Any] | None = None
    original: Mapping[str, Any] | None = None

    def as_record(self) -> dict[str, Any]:
        """Return the record that `seaway import backstage -o json` prints."""
        return {
            "file": self.place.file,
            "index": self.place.index,
            "ref": self.ref,
            "result": str(self.result),
            "reason": self.reason,
            "relations": [list(relation) for relation in self.relations],
        }
