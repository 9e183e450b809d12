"""What an import reads, plans and remembers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from seaway.core.plan import Plan
from seaway.domains.blueprints.types import BlueprintDraft
from seaway.domains.entities.types import EntityDraft

Status = Literal["queued", "running", "completed", "failed", "held", "parked", "cancelled"]
ENDED: frozenset[Status] = frozenset({"completed", "failed", "held", "parked", "cancelled"})
Outcome = Literal["created", "updated", "unchanged", "failed"]
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong about a row of a table: in which column, for which place of the entity."""

    message: str
    column: str | None = None
    field: str | None = None

    @property
    def sentence(self) -> str:
        """The message with the column before it."""
        return f"{self.column}: {self.message}" if self.column else self.message


@dataclass(frozen=True, slots=True)
class Document:
    """The verdict on one document of a file. `line` counts from 1, `index` is its number in the file, from 0.

    A row of a table is a document too; where it was rejected, `original` holds its cells.
    """

    file: str
    index: int
    result: Literal["accepted", "rejected", "skipped"]
    line: int | None = None
    ref: str | None = None
    kind: str | None = None
    reason: str | None = None
    relations: tuple[tuple[str, str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    original: Json | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One entity that a source states: its name in the source, where it goes, and the document as it was written.

    `number` is the place of its document among those of the import. `team` holds the teams that would own the entity,
    if they exist.
    """

    ref: str
    blueprint: str
    draft: EntityDraft
    team: tuple[str, ...]
    number: int
    file: str
    index: int
    original: Json

    @property
    def identifier(self) -> str:
        """The entity's identifier."""
        return str(self.draft.identifier)


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that the files of one source say: the verdict on every document, blueprints wanted, entities stated.

    `kept` are the references of rejected documents and `broken` the files with a document that cannot even be named:
    what an earlier import accepted of them stays. `columns` are those of a table by the place they fill; what a
    `partial` bundle leaves out has not vanished.
    """

    documents: tuple[Document, ...]
    blueprints: tuple[BlueprintDraft, ...]
    records: tuple[Record, ...]
    kept: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where statements come from: the files known under a name."""

    id: int
    name: str

    @property
    def stamp(self) -> str:
        """The data-source stamp of its writes."""
        return f"import/{self.name}"


@dataclass(frozen=True, slots=True)
class Item:
    """What a source states of one entity, as of its last import. `entity` is None once the entity is deleted."""

    ref: str
    entity: int | None
    file: str
    blueprint: str | None
    identifier: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one record. Of one that failed: the place that was refused, and the document as it was written."""

    number: int
    outcome: Outcome
    reason: str | None = None
    field: str | None = None
    original: Json | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents and entities came out how."""

    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0

    def wire(self) -> dict[str, int]:
        """Return the JSON shape."""
        return {name: getattr(self, name) for name in self.__slots__}

    def with_told(self, told: Sequence[Told], removed: int = 0) -> "Counts":
        """Return the counts after these records and removals; what was refused when written is not accepted."""
        found = {name: sum(each.outcome == name for each in told) for name in ("created", "updated", "unchanged")}
        failed = sum(each.outcome == "failed" for each in told)
        return replace(
            self,
            accepted=self.accepted - failed,
            rejected=self.rejected + failed,
            removed=self.removed + removed,
            **{name: getattr(self, name) + number for name, number in found.items()},
        )


@dataclass(frozen=True, slots=True)
class Import:
    """One run of an import. `done` of `total` entities are written."""

    id: int
    public_id: str
    source: Source
    status: Status
    dry_run: bool
    confirm_removals: bool
    origin: Json
    done: int
    total: int
    counts: Counts
    plan: Json | None
    error: Json | None
    created_at: datetime
    created_by: str | None
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ending:
    """How an import ends."""

    status: Status
    counts: Counts
    plan: Json | None = None
    error: Json | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks to import. Exactly one of `archive` and `git` is set; a `mapping` makes it a table of rows."""

    source: str
    dry_run: bool = False
    confirm_removals: bool = False
    archive: bytes | None = field(default=None, repr=False)
    name: str = ""
    git: str | None = None
    ref: str | None = None
    folder: str = ""
    mapping: Json | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What `apply` did or, in a dry run, would do."""

    plan: Plan
    applied: bool
