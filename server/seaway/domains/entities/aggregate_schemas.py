"""Wire shapes of figures and figures over time (semantics 9)."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.domains.entities.aggregate import CREATED, Figure, Func, Period
from seaway.domains.entities.query_schemas import Unread
from seaway.domains.entities.schemas import Done
from seaway.domains.entities.trend_store import Interval
from seaway.domains.entities.trends import Counted, Measured, When
from seaway.engines.query import grouping
from seaway.engines.query.standings import Standing

_CLOSED = pydantic.ConfigDict(extra="forbid")
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Names = Annotated[list[_Name], Field(min_length=1, max_length=10)]
_LONG = ("last2Years", "last3Years")


class AggregateIn(pydantic.BaseModel):
    """A figure over what a query matches. `property` makes it one of that number; `countValues` counts each value.

    Its values are those of a property, of a relation, or how entities stand in a scorecard.
    `breakdownProperty`, a property or relation, splits each of these counts by the values of another.

    An average is per period (`averageOf`) from the earliest `measureTimeBy` until now; `total` is the plain mean.
    """

    model_config = _CLOSED

    func: Literal["count", "sum", "average", "min", "max", "median", "countValues"]
    query: Unread
    property: _Name | None = None
    relation: _Name | None = None
    scorecard: _Name | None = None
    scorecardRule: _Name | None = None  # noqa: N815  # the wire's spelling
    breakdownProperty: _Name | None = None  # noqa: N815  # the wire's spelling
    averageOf: Period = "total"  # noqa: N815  # the wire's spelling
    measureTimeBy: _Name = CREATED  # noqa: N815  # the wire's spelling
    calculationBy: Literal["entities", "property"] | None = None  # noqa: N815  # told by `property`

    @pydantic.model_validator(mode="after")
    def _fits(self) -> "AggregateIn":
        if self.func == "countValues":
            if [self.property, self.relation, self.scorecard].count(None) != 2:
                raise ValueError("countValues needs one of property, relation and scorecard")
        elif self.relation or self.breakdownProperty or self.scorecard:
            raise ValueError("relation, scorecard and breakdownProperty go with the func countValues")
        elif self.property is None and self.func not in ("count", "average"):
            raise ValueError(f"the func {self.func} needs a property")
        elif self.property is not None and self.func == "count":
            raise ValueError("the func count takes no property")
        return self

    def by(self) -> grouping.By | None:
        """Return what values are to be counted of, if so."""
        if self.func != "countValues":
            return None
        if self.scorecard is not None:
            return grouping.By("scorecard", None, standing=Standing(self.scorecard, self.scorecardRule))
        return grouping.By("property" if self.property else "relation", self.property, self.relation)

    def part(self) -> grouping.By | None:
        """Return by what these counts are to be split, if so."""
        return grouping.By("breakdownProperty", self.breakdownProperty) if self.breakdownProperty else None

    def figure(self) -> Figure:
        """Return the figure that is asked for."""
        func: Func = "count" if self.func == "countValues" else self.func
        return Figure(func, self.property, self.averageOf, self.measureTimeBy)


class AggregateAnswer(Done):
    """The figure (null without a match, where it is neither a count nor a sum), or a count under each value.

    With a breakdown, the counts of its values under each value.

    `entities` is empty: clients that read the published document expect it.
    """

    result: float | dict[str, int] | dict[str, dict[str, int]] | None
    entities: list[Any] = Field(default_factory=list)


class TimeRange(pydantic.BaseModel):
    """Until now, or a day of the time zone."""

    model_config = _CLOSED

    preset: Literal[
        "today", "yesterday", "lastDay", "lastWeek", "last2Weeks", "lastMonth", "last3Months", "last6Months",
        "last12Months", "last2Years", "last3Years",
    ]  # fmt: skip
    timeZone: Annotated[str, Field(min_length=1, max_length=100, examples=["Europe/Paris"])] = "UTC"  # noqa: N815


class _Timed(pydantic.BaseModel):
    model_config = _CLOSED

    timeRange: TimeRange  # noqa: N815  # the wire's spelling
    timeInterval: Interval  # noqa: N815  # the wire's spelling

    @pydantic.model_validator(mode="after")
    def _long(self) -> "_Timed":
        if self.timeRange.preset in _LONG and self.timeInterval != "quarter":
            raise ValueError(f"timeInterval must be quarter for the preset {self.timeRange.preset}")
        return self

    def when(self) -> When:
        """Return the stretch of time."""
        return When(self.timeRange.preset, self.timeInterval, self.timeRange.timeZone)


class TrendIn(_Timed):
    """Entities of a blueprint over time.

    `countEntities` counts those whose `measureTimeBy` falls in each point, `aggregatePropertiesValues` takes a figure
    of their numbers, and `existingEntities` tells from the change log how many there were; it takes no query.
    """

    blueprint: _Name
    aggregationType: Literal["countEntities", "aggregatePropertiesValues", "existingEntities"]  # noqa: N815
    func: Literal["count", "average", "sum", "min", "max", "median", "last"] = "count"
    query: Unread | None = None
    measureTimeBy: _Name = CREATED  # noqa: N815  # the wire's spelling
    breakdownProperty: _Name | None = None  # noqa: N815  # the wire's spelling
    properties: _Names | None = None

    @pydantic.model_validator(mode="after")
    def _fits(self) -> "TrendIn":
        measured = self.aggregationType == "aggregatePropertiesValues"
        if measured == (self.func == "count") or (not measured and self.func not in ("count", "average")):
            raise ValueError(f"func {self.func} does not go with {self.aggregationType}")
        if measured != (self.properties is not None):
            raise ValueError("properties are needed by aggregatePropertiesValues, and by nothing else")
        if self.breakdownProperty is not None and self.aggregationType != "countEntities":
            raise ValueError("breakdownProperty goes with countEntities")
        if self.aggregationType == "existingEntities" and (self.query is not None or self.func != "count"):
            raise ValueError("existingEntities counts the whole blueprint; leave query and func out")
        return self

    def counted(self) -> Counted:
        """Return what is counted."""
        return Counted(self.measureTimeBy, "average" if self.func == "average" else "count", self.breakdownProperty)

    def measured(self) -> Measured:
        """Return what is measured."""
        return Measured(self.measureTimeBy, self.func, self.properties or [])  # type: ignore[arg-type]  # checked above


class HistoryIn(_Timed):
    """Which numbers of an entity, and when. Without `timeInterval` by days."""

    entityIdentifier: Annotated[str, Field(min_length=1, max_length=1_000)]  # noqa: N815  # the wire's spelling
    blueprintIdentifier: _Name  # noqa: N815  # the wire's spelling
    propertyNames: _Names  # noqa: N815  # the wire's spelling
    timeInterval: Interval = "day"  # noqa: N815  # the wire's spelling


class Series(pydantic.BaseModel):
    """Milliseconds since 1970 of both ends; each point has a `date` of that kind and a number for each series."""

    minDate: int  # noqa: N815  # the wire's spelling
    maxDate: int  # noqa: N815  # the wire's spelling
    data: list[dict[str, float]]


class TrendAnswer(Done):
    """Figures over time."""

    result: Series
