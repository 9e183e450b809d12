"""Wire shapes of computed properties: what they are, and what a definition would come to."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.domains.entities import compute_look
from seaway.domains.entities.schemas import Done

_Name = Annotated[str, Field(min_length=1, max_length=100)]


class ComputedValue(pydantic.BaseModel):
    """A computed property; `error` says why it has no value, where an expression or a path failed."""

    value: Any
    error: str | None


class ComputedAnswer(Done):
    """What is computed for an entity, by property.

    Every change up to the position `asOf` is reflected. `changedAt` is when a value last changed, null while there is
    none.
    """

    properties: dict[str, ComputedValue]
    asOf: str | None  # noqa: N815  # as the API spells it
    changedAt: str | None  # noqa: N815


class DeclaredAnswer(Done):
    """How the values of each computed property are declared: `type`, `format`, `items`, `enum` and so on.

    A mirror is like what it shows, a list where its path leads to many. `{}`: its path leads nowhere.
    """

    properties: dict[str, dict[str, Any]]


class ComputedPreviewIn(pydantic.BaseModel):
    """A definition to try on real entities: on the first five, or on those that are named."""

    model_config = pydantic.ConfigDict(extra="forbid")

    section: Literal["mirrorProperties", "calculationProperties", "aggregationProperties"]
    name: _Name = "preview"
    definition: dict[str, Any] = Field(description="As it would stand in the section.")
    entities: Annotated[list[Annotated[str, Field(max_length=1_000)]], Field(max_length=20)] = []

    def asked(self) -> compute_look.Asked:
        """Return what is asked for."""
        return compute_look.Asked(self.section, self.name, self.definition, self.entities)


class ComputedPreviewValue(ComputedValue):
    """What the definition comes to for an entity."""

    identifier: str
    title: str | None


class ComputedPreviewAnswer(Done):
    """What the definition comes to. Nothing was kept."""

    results: list[ComputedPreviewValue]
