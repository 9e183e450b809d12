"""Wire shapes of the reads that are Seaway's own: graph and history."""

from datetime import datetime
from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.core.errors import Invalid
from seaway.domains.entities import differences, graph, history
from seaway.domains.entities.schemas import At, Done
from seaway.kit import clock

_Pair = Annotated[str, Field(pattern="^[^,]+,.+$", max_length=2_100)]
_Cursor = Annotated[str, Field(max_length=20_000, description="`next` of the page before.")]


def parts(given: list[str]) -> list[str]:
    """Return the names of a parameter that may be repeated or comma-joined."""
    return [part for text in given for part in text.split(",") if part]


class GraphFlags(pydantic.BaseModel):
    """How far and along what to walk."""

    depth: Annotated[int, Field(ge=1, le=graph.MAX_DEPTH)] = 1
    direction: graph.Direction = "both"
    relations: list[str] = Field(default=[], description="Only along these relations; repeated or comma-joined.")
    blueprints: list[str] = Field(default=[], description="Only through these blueprints; repeated or comma-joined.")
    limit: Annotated[int, Field(ge=1, le=graph.MAX_NODES, description="Of entities.")] = 500
    expand: list[_Pair] = Field(
        default=[], max_length=graph.MAX_EXPANDED, description="Show all neighbours of these: `blueprint,identifier`."
    )
    include: list[str] = Field(
        default=[], description="Properties to tell of each entity, at most ten; repeated or comma-joined."
    )
    at: At = ""

    def asked(self) -> graph.Asked:
        """Return the walk.

        Raises:
            Invalid: more properties are asked for than can be told.
        """
        include = parts(self.include)
        if len(include) > graph.MAX_INCLUDED:
            raise Invalid(
                f"include: at most {graph.MAX_INCLUDED} properties, got {len(include)}",
                details={"path": "query.include"},
            )
        expanded = [(blueprint, identifier) for blueprint, _, identifier in (e.partition(",") for e in self.expand)]
        walk = parts(self.relations), parts(self.blueprints), self.limit
        return graph.Asked(self.depth, self.direction, *walk, expanded, include)


class HistoryFlags(pydantic.BaseModel):
    """Which changes of a history, and which page of them."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: _Cursor | None = None
    actor: Annotated[str, Field(max_length=300, description="Only by this one, by id.")] | None = None
    source: Annotated[str, Field(max_length=300, description="Only from this source, by its stamp.")] | None = None
    path: Annotated[str, Field(max_length=300, description="Only of this part, such as `properties.tier`.")] | None = (
        None
    )

    since: datetime | None = Field(default=None, description="Only of after this instant.")
    until: datetime | None = Field(default=None, description="Only of this instant or before.")

    def asked(self) -> history.Asked:
        """Return which changes are wanted."""
        window = clock.aware(self.since), clock.aware(self.until)
        return history.Asked(self.limit, self.cursor, self.actor, self.source, self.path, *window)


_End = Annotated[str, Field(max_length=100)]


class DifferenceFlags(pydantic.BaseModel):
    """Between which instants, and which page."""

    since: _End = Field(description="An instant such as 2026-03-04T05:06:07Z, or a position of the change log.")
    until: _End | None = Field(default=None, description="As `since`; without it, now.")
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: _Cursor | None = None

    def span(self) -> differences.Span:
        """Return the span."""
        return differences.Span(self.since, self.until, self.limit, self.cursor)


class NearFlags(DifferenceFlags):
    """The same, and how far around the entity."""

    hops: Annotated[int, Field(ge=0, le=differences.MAX_HOPS, description="Also all within so many hops.")] = 0


class Node(pydantic.BaseModel):
    """An entity of a graph. `pending`: something refers to it, and it does not exist (yet).

    `hidden` is how many neighbours it has beyond the graph, up to a hundred; null in a graph too large to count.
    """

    blueprint: str
    identifier: str
    title: str | None
    icon: str | None
    depth: int
    direction: Literal["self", "upstream", "downstream", "both"]
    pending: bool
    team: list[str]
    properties: dict[str, Any] = Field(description="Those that were asked for and are set; long values are left out.")
    hidden: int | None


class End(pydantic.BaseModel):
    """One end of an edge."""

    blueprint: str
    identifier: str


class Edge(pydantic.BaseModel):
    """A relation between two entities of a graph, from the one that names the other."""

    source: End
    relation: str
    target: End


class GraphAnswer(Done):
    """What an entity depends on and what depends on it. `reason` says why and where it was `truncated`.

    `deeper`: there is more beyond the depth that was asked for.
    """

    nodes: list[Node]
    edges: list[Edge]
    truncated: bool
    reason: str | None
    deeper: bool


class ChangeActor(pydantic.BaseModel):
    """Who did it."""

    id: str | None
    type: Literal["user", "machine", "system"]
    name: str | None


class ChangedPath(pydantic.BaseModel):
    """A part of an entity and its values before and after; null where it was not there."""

    path: str
    before: Any
    after: Any


class ChangeOut(pydantic.BaseModel):
    """One change of an entity. `displaced`: it replaced another source's value. `follows`: it came of another's.

    `restored`: the entity came back from the bin.
    """

    position: str
    at: str
    op: Literal["created", "updated", "deleted"]
    actor: ChangeActor
    source: str | None
    cause: str | None
    trace: str | None
    displaced: bool
    follows: bool
    restored: bool = False
    changed: list[ChangedPath]


class HistoryAnswer(Done):
    """Changes, the newest first; `next` is null at the end."""

    changes: list[ChangeOut]
    next: str | None


class DifferenceOut(pydantic.BaseModel):
    """What an entity is at the end of a span against its beginning.

    `count` is how many single changes led there, `history` where they are told.
    """

    blueprint: str
    identifier: str
    title: str | None
    op: Literal["created", "updated", "deleted"]
    changed: list[ChangedPath]
    count: int
    history: str


class DifferencesAnswer(Done):
    """A page of differences; it may hold fewer than asked for, and is the last one when `next` is null.

    `truncated`: more entities lie within the hops than are looked at.
    """

    since: str
    until: str
    differences: list[DifferenceOut]
    next: str | None
    truncated: bool
