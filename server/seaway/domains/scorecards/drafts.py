"""Scorecards as they are sent: read strictly, field by field."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.domains.scorecards.errors import InvalidScorecard
from seaway.domains.scorecards.types import LEVELS, MAX_LEVELS, MAX_RULES, Draft

_CLOSED = pydantic.ConfigDict(extra="forbid")
_Title = Annotated[str, Field(min_length=1, max_length=1_000)]
_RuleId = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9@_=\\-]+$")]


def _no_dots(value: str) -> str:
    if value in (".", ".."):
        raise ValueError("cannot be . or ..")
    return value


Identifier = Annotated[
    str,
    Field(min_length=1, max_length=100, pattern=r"^[\p{L}0-9@_.+:\\/=-]+$"),
    pydantic.AfterValidator(_no_dots),
]
Color = Literal[
    "blue", "turquoise", "orange", "purple", "pink", "yellow", "green", "red", "gold", "silver", "paleBlue",
    "darkGray", "lightGray", "bronze", "lime", "olive", "brown",
]  # fmt: skip


class Condition(pydantic.BaseModel):
    """Compares a property (computed ones and `$metas` too) or a relation with a constant; read by the engine."""

    model_config = pydantic.ConfigDict(extra="allow")

    operator: str


class Conditions(pydantic.BaseModel):
    """Conditions joined by a combinator, not nested."""

    model_config = _CLOSED

    combinator: Literal["and", "or"] = "and"
    conditions: Annotated[list[Condition], Field(min_length=1, max_length=50)]


Unread = pydantic.SkipValidation[Conditions]
"""Conditions as they came: described as above, read by the engine, which names what is wrong."""


class LevelIn(pydantic.BaseModel):
    """A level; the first of a scorecard is where every entity begins."""

    model_config = _CLOSED

    title: Annotated[str, Field(min_length=1, max_length=100)]
    color: Color


class RuleIn(pydantic.BaseModel):
    """A rule, and the level that it is needed for."""

    model_config = _CLOSED

    identifier: _RuleId
    title: _Title
    level: Annotated[str, Field(min_length=1, max_length=100)]
    query: Unread
    description: Annotated[str, Field(max_length=10_000)] | None = None


Rules = Annotated[list[RuleIn], Field(max_length=MAX_RULES)]
Levels = Annotated[list[LevelIn], Field(max_length=MAX_LEVELS)] | None


def _sent(given: pydantic.BaseModel) -> dict[str, Any]:
    """Return what was sent; queries stay as they came, since the models only describe them."""
    return {
        name: [_sent(item) if isinstance(item, pydantic.BaseModel) else item for item in value]
        if isinstance(value := getattr(given, name), list)
        else value
        for name in type(given).model_fields
        if name in given.model_fields_set
    }


class _Parts(pydantic.BaseModel):
    model_config = _CLOSED

    def given(self) -> dict[str, Any]:
        """Return what was sent, by the names of `Draft`; levels that were not, or are empty, are the usual ones."""
        sent = {name: value for name, value in _sent(self).items() if name not in _Echoed.model_fields}
        if "levels" in sent:
            sent["levels"] = sent["levels"] or list(LEVELS)
        if "properties" in sent:
            sent["properties"] = sent["properties"] or {}
        return sent


class _Echoed(_Parts):
    """What clients send back as they read it: it is taken, and says nothing; the blueprint must be that of the path."""

    id: str | None = None
    blueprint: str | None = None
    createdAt: str | None = None  # noqa: N815  # the wire's spelling
    createdBy: str | None = None  # noqa: N815  # the wire's spelling
    updatedAt: str | None = None  # noqa: N815  # the wire's spelling
    updatedBy: str | None = None  # noqa: N815  # the wire's spelling

    def check_same(self, blueprint: str, path: str = "blueprint") -> None:
        """Let a body about this blueprint through.

        Raises:
            InvalidScorecard: it names another one.
        """
        if self.blueprint not in (None, blueprint):
            raise InvalidScorecard(
                path, f'is "{blueprint}" in the path; a scorecard does not move to another blueprint'
            )


class ScorecardIn(_Echoed):
    """A scorecard. Without `levels`: Basic, Bronze, Silver and Gold. Without `filter` it is about every entity."""

    identifier: Identifier
    title: _Title
    rules: Rules
    levels: Levels = None
    filter: Unread | None = None
    properties: dict[str, Any] | None = None

    def draft(self) -> Draft:
        """Return the scorecard as asked for."""
        return Draft(**self.given())


class ScorecardPatch(_Echoed):
    """The fields to change; null takes a filter, levels or properties back to what they are without one."""

    identifier: Identifier | None = None
    title: _Title | None = None
    rules: Rules | None = None
    levels: Levels = None
    filter: Unread | None = None
    properties: dict[str, Any] | None = None

    def fields(self) -> dict[str, Any]:
        """Return the fields to change, by the names of `Draft`."""
        kept = ("levels", "filter", "properties")
        return {name: value for name, value in self.given().items() if value is not None or name in kept}


class PreviewIn(_Parts):
    """A scorecard that need not have a name yet."""

    rules: Rules
    levels: Levels = None
    filter: Unread | None = None
    identifier: Identifier = "preview"
    title: Annotated[str, Field(max_length=1_000)] = ""
    properties: dict[str, Any] | None = None

    def draft(self) -> Draft:
        """Return the scorecard as asked for."""
        return Draft(**{"identifier": "preview", "title": "", **self.given()})


def read(given: Mapping[str, Any]) -> Draft:
    """Return a scorecard that came in a document.

    Raises:
        InvalidScorecard: it has a wrong shape; the path names the field.
    """
    try:
        return ScorecardIn.model_validate(given).draft()
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise InvalidScorecard(".".join(map(str, first["loc"])), first["msg"]) from None
