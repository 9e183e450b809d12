"""Wire shapes of searches (semantics 8.8, 18.6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.core.errors import Invalid
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities.export_formats import Format
from seaway.domains.entities.find import Asked, OfSource
from seaway.domains.entities.query_schemas import Unread
from seaway.domains.entities.reads import Wanted
from seaway.domains.entities.schemas import At, Done, EntityOut, ReadFlags
from seaway.domains.entities.top import GroupBy
from seaway.domains.entities.wire import METAS
from seaway.engines.query import grouping
from seaway.engines.query.order import SortBy
from seaway.engines.query.standings import Standing

MAX_PAGE = 1_000
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Names = Annotated[Sequence[Annotated[str, Field(max_length=300)]], Field(max_length=1_000)]
_Cursor = Annotated[
    Annotated[str, Field(max_length=20_000)] | None, Field(alias="from", description="`next` of the page before.")
]


class CountIn(pydantic.BaseModel):
    """What to count."""

    model_config = pydantic.ConfigDict(extra="forbid")

    query: Unread | None = None


class TimeFlags(pydantic.BaseModel):
    """When to count."""

    at: At = ""


class SearchFlags(ReadFlags):
    """The query parameters of searches."""

    at: At = ""


class SearchIn(CountIn):
    """A page of one blueprint's entities. `include` and `exclude` name properties, relations and `$metas`."""

    include: _Names = ()
    exclude: _Names = ()
    limit: int = Field(default=200, ge=1, le=MAX_PAGE)
    from_: _Cursor = None

    @property
    def plain(self) -> bool:
        """Whether all entities are asked for, each as a whole."""
        return self.query is None and not self.include and not self.exclude

    def asked(self, flags: Wanted, at: str = "") -> Asked:
        """Return the search; `include` and `exclude` of the query string add to those of the body."""
        return Asked(
            at=at,
            query=self.query,
            limit=self.limit,
            start=self.from_,
            include=[*self.include, *flags.include],
            exclude=[*self.exclude, *flags.exclude],
            titles=flags.titles,
        )


class SortIn(pydantic.BaseModel):
    """What to sort by: a property or `$meta`, what is behind a relation, or how entities stand in a scorecard."""

    model_config = pydantic.ConfigDict(extra="forbid")

    property: _Name | None = None
    relation: _Name | None = None
    targetProperty: Literal["$title", "$identifier"] = "$identifier"  # noqa: N815  # the wire's spelling
    scorecard: _Name | None = None
    scorecardRule: _Name | None = None  # noqa: N815  # the wire's spelling
    order: Literal["asc", "desc"] = "asc"

    @pydantic.model_validator(mode="after")
    def _one(self) -> "SortIn":
        if [self.property, self.relation, self.scorecard].count(None) != 2:
            raise ValueError("give one of property, relation and scorecard")
        return self


def _standing(given: "SortIn | GroupIn") -> Standing | None:
    return None if given.scorecard is None else Standing(given.scorecard, given.scorecardRule)


def _sorts(given: list[SortIn]) -> list[SortBy]:
    return [
        SortBy(
            f"sort.{place}",
            key.property,
            key.relation,
            key.targetProperty,
            key.order == "desc",
            _standing(key),
        )
        for place, key in enumerate(given)
    ]


class GroupIn(pydantic.BaseModel):
    """What to group by: a property or `$meta`, what is behind a relation, or how entities stand in a scorecard."""

    model_config = pydantic.ConfigDict(extra="forbid")

    property: _Name | None = None
    relation: _Name | None = None
    targetProperty: Literal["$title", "$identifier"] = "$identifier"  # noqa: N815  # the wire's spelling
    scorecard: _Name | None = None
    scorecardRule: _Name | None = None  # noqa: N815  # the wire's spelling
    per: Literal["day", "month", "year"] | None = Field(default=None, description="Of a date-time: by days and so on.")

    @pydantic.model_validator(mode="after")
    def _one(self) -> "GroupIn":
        if [self.property, self.relation, self.scorecard].count(None) != 2:
            raise ValueError("give one of property, relation and scorecard")
        return self


class GroupSortIn(pydantic.BaseModel):
    """Which groups come first."""

    model_config = pydantic.ConfigDict(extra="forbid")

    by: Literal["count", "value"]
    order: Literal["asc", "desc"]


class OrderedIn(SearchIn):
    """A sorted search."""

    identifiers: Annotated[list[Annotated[str, Field(max_length=1_000)]], Field(max_length=1_000)] | None = None
    sort: Annotated[list[SortIn], Field(max_length=5)] = []

    def asked(self, flags: Wanted, at: str = "") -> Asked:
        """Return the search."""
        return replace(super().asked(flags, at), sort=_sorts(self.sort), identifiers=self.identifiers)


class StopsIn(OrderedIn):
    """The search whose blocks are to be found; `include`, `limit` and `from` do not matter."""


class TopSearchIn(OrderedIn):
    """A sorted page, a count, or groups with their first members."""

    groupBy: GroupIn | None = None  # noqa: N815  # the wire's spelling
    groupSort: GroupSortIn | None = None  # noqa: N815  # the wire's spelling
    figures: Annotated[list[_Name], Field(max_length=5)] = Field(
        default=[], description="Number properties whose sum, average, least and greatest value come with each group."
    )
    countOnly: bool = False  # noqa: N815  # the wire's spelling

    def grouped(self) -> GroupBy | None:
        """Return what to group by, if anything."""
        if self.groupBy is None:
            return None
        given = self.groupBy
        by = grouping.By("groupBy", given.property, given.relation, given.targetProperty, given.per, _standing(given))
        sort = self.groupSort or GroupSortIn(by="count", order="desc")
        return GroupBy(by, sort.by, sort.order, entities=not self.countOnly, figures=self.figures)


class ExportIn(CountIn):
    """What to export, in which order, and which columns: names of properties and relations, and `$metas`."""

    sort: Annotated[list[SortIn], Field(max_length=5)] = []
    columns: Annotated[list[_Name], Field(max_length=500)] = Field(
        default=[], description="Without them: every meta-property, property and relation."
    )
    format: Format = "csv"

    def asked(self) -> Asked:
        """Return the search; the identifier and the title come with any columns."""
        include = ["$identifier", "$title", *self.columns] if self.columns else []
        return Asked(query=self.query, include=include, sort=_sorts(self.sort))

    def columns_of(self, blueprint: Blueprint) -> list[str]:
        """Return the columns of a table of these entities, the identifier first.

        Raises:
            Invalid: the blueprint has none of such a name.
        """
        known = {*(f"${name}" for name in METAS), *blueprint.properties, *blueprint.relations}
        for place, name in enumerate(self.columns):
            if name not in known:
                path = f"columns.{place}"
                raise Invalid(f'{path}: blueprint "{blueprint.identifier}" has no "{name}"', details={"path": path})
        every = [f"${name}" for name in METAS if name != "blueprint"] + [*blueprint.properties, *blueprint.relations]
        return list(dict.fromkeys(["$identifier", *(self.columns or every)]))


class SourceIn(pydantic.BaseModel):
    """Whose entities: those whose last writer's stamp starts and ends so. Without `limit`, all in one answer."""

    datasource_prefix: Annotated[str, Field(max_length=500)]
    datasource_suffix: Annotated[str, Field(max_length=500)]
    limit: Annotated[int, Field(ge=1)] | None = None
    from_: _Cursor = None
    before: datetime | None = Field(default=None, description="Only entities written before this moment.")

    def asked(self) -> OfSource:
        """Return the search."""
        return OfSource(self.datasource_prefix, self.datasource_suffix, self.before, self.limit, self.from_)


class FoundAnswer(Done):
    """Entities of any blueprint. `failedBlueprints` are those the query does not fit, when they may be left out."""

    entities: list[EntityOut]
    matchingBlueprints: list[str]  # noqa: N815  # the wire's spelling
    failedBlueprints: list[str] | None = None  # noqa: N815  # the wire's spelling


class PageAnswer(Done):
    """A page of entities; `next` is absent on the last one."""

    entities: list[EntityOut]
    next: str | None = None


class Figures(pydantic.BaseModel):
    """Of a number property in a group; null where no entity has a value."""

    sum: float | None
    average: float | None
    min: float | None
    max: float | None


class Group(pydantic.BaseModel):
    """A group: its value (null for entities without one), how many, and the first of them."""

    value: Any
    count: int
    entities: list[EntityOut] | None = None
    title: str | None = Field(default=None, description="Of the entity that the value names, by a relation.")
    figures: dict[str, Figures] | None = None


class StopsAnswer(Done):
    """Cursors (`from` of a top-search) to every block of `every` rows but the first, in order."""

    every: int
    count: int
    stops: list[str]


class TopAnswer(Done):
    """A sorted page with the number of all that match, or groups (`truncated` when there are over 1,000)."""

    entities: list[EntityOut] | None = None
    next: str | None = None
    count: int | None = None
    groups: list[Group] | None = None
    truncated: bool | None = None


class NamesAnswer(Done):
    """Entities of a data source; `next` is null at the end."""

    entities: list[EntityOut]
    next: str | None = None
