"""The search language in the OpenAPI document. Bodies are described by these models and read by `engines.query`.

The reader names the rule that is wrong and how to mend it; a union of models can only say that none of them fits.
"""

from typing import Annotated, Literal

import pydantic
from pydantic import Field, SkipValidation

_CLOSED = pydantic.ConfigDict(extra="forbid")
Scalar = str | float | bool
_Name = Annotated[str, Field(min_length=1, max_length=200)]


class ContextProperty(pydantic.BaseModel):
    """A value of the caller: a property of the own user, or of each of the own teams."""

    context: Literal["user", "userTeams"]
    property: str


Subject = _Name | ContextProperty


class DateRange(pydantic.BaseModel):
    """A stretch of time, both ends within."""

    model_config = _CLOSED

    from_: Annotated[str, Field(alias="from", json_schema_extra={"format": "date-time"})]
    to: Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class DatePreset(pydantic.BaseModel):
    """A stretch of time measured when the query runs; days are calendar days of UTC, the others roll."""

    model_config = _CLOSED

    preset: Literal[
        "today", "yesterday", "tomorrow", "lastDay", "lastWeek", "last2Weeks", "lastMonth", "last3Months",
        "last6Months", "last12Months", "last2Years", "last3Years", "nextDay", "nextWeek", "next2Weeks", "nextMonth",
        "next3Months", "next6Months", "next12Months",
    ]  # fmt: skip


class DateRule(pydantic.BaseModel):
    """Compares a date-time with a stretch of time."""

    model_config = _CLOSED

    property: Subject
    operator: Literal["between", "notBetween", "="]
    value: DateRange | DatePreset | ContextProperty


class EmptyRule(pydantic.BaseModel):
    """Asks whether there is a value."""

    model_config = _CLOSED

    property: Subject
    operator: Literal["isEmpty", "isNotEmpty", "isExpired", "isNotExpired"]


class OrderRule(pydantic.BaseModel):
    """Compares numbers or date-times."""

    model_config = _CLOSED

    property: Subject
    operator: Literal[">", ">=", "<", "<="]
    value: float | str | ContextProperty


_COMPARISONS = Literal[
    "=", "!=", "containsAny", "contains", "doesNotContains", "beginsWith", "doesNotBeginsWith", "endsWith",
    "doesNotEndsWith", "in", "notIn",
]  # fmt: skip


class ValueRule(pydantic.BaseModel):
    """Compares a property or `$meta` with a constant, a list of them, or a value of the caller."""

    model_config = _CLOSED

    property: Subject
    operator: _COMPARISONS
    value: Scalar | list[Scalar] | ContextProperty | None


class RelationRule(pydantic.BaseModel):
    """Compares the identifier or title of related entities; of many, any."""

    model_config = _CLOSED

    relation: _Name
    targetProperty: Literal["$title", "$identifier"] = "$identifier"  # noqa: N815  # the wire's spelling
    operator: _COMPARISONS
    value: Scalar | list[Scalar] | None


class RelationEmptyRule(pydantic.BaseModel):
    """Asks whether a relation leads anywhere."""

    model_config = _CLOSED

    relation: _Name
    targetProperty: Literal["$title", "$identifier"] = "$identifier"  # noqa: N815  # the wire's spelling
    operator: Literal["isEmpty", "isNotEmpty"]


class ScorecardRule(pydantic.BaseModel):
    """Compares the level reached in a scorecard or, of a rule in it, SUCCESS or FAILURE."""

    model_config = _CLOSED

    scorecard: _Name
    scorecardRule: _Name | None = None  # noqa: N815  # the wire's spelling
    operator: _COMPARISONS
    value: Scalar | list[Scalar] | None


class ScorecardEmptyRule(pydantic.BaseModel):
    """Asks whether an entity is measured by a scorecard, or by a rule in it."""

    model_config = _CLOSED

    scorecard: _Name
    scorecardRule: _Name | None = None  # noqa: N815  # the wire's spelling
    operator: Literal["isEmpty", "isNotEmpty"]


class ItemsSchema(pydantic.BaseModel):
    """The type of an array's elements."""

    type: str
    format: str | None = None


class PropertySchema(pydantic.BaseModel):
    """The type of properties to compare."""

    model_config = _CLOSED

    type: str
    format: str | None = None
    items: ItemsSchema | None = None


class SchemaRule(pydantic.BaseModel):
    """Holds when any property of the type satisfies it."""

    model_config = _CLOSED

    propertySchema: PropertySchema  # noqa: N815  # the wire's spelling
    operator: Literal["=", "!=", "contains"]
    value: Scalar | None


class RelatedRule(pydantic.BaseModel):
    """Selects what the named entities depend on (upstream) or what depends on them (downstream), over 15 hops."""

    model_config = _CLOSED

    operator: Literal["relatedTo"]
    blueprint: _Name
    value: str | Annotated[list[str], Field(min_length=1)]
    direction: Literal["upstream", "downstream"] | None = None
    required: bool | None = None


class MatchRule(pydantic.BaseModel):
    """Selects entities that name any of the identifiers in a relation or property."""

    model_config = _CLOSED

    property: Subject
    operator: Literal["matchAny"]
    value: str | list[str] | ContextProperty


class EntitiesQuery(pydantic.BaseModel):
    """Rules joined by a combinator, nested up to 24 levels and 1,000 rules. Empty rules match everything.

    `combinator` may be left out (and), and a bare array of rules is read as an and-group.
    """

    model_config = _CLOSED

    combinator: Literal["and", "or"]
    rules: Annotated[list["_Rule"], Field(json_schema_extra={"maxItems": 1000})]


_Rule = (
    ValueRule
    | EmptyRule
    | OrderRule
    | DateRule
    | RelationRule
    | RelationEmptyRule
    | ScorecardRule
    | ScorecardEmptyRule
    | SchemaRule
    | RelatedRule
    | MatchRule
    | EntitiesQuery
)
EntitiesQuery.model_rebuild()

Unread = SkipValidation[EntitiesQuery]
"""A query as it came: described as above, read by the engine."""
