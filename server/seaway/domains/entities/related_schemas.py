"""Wire shapes of what is related to an entity, and of where its values come from."""

from typing import Annotated, Literal

import pydantic
from pydantic import Field

from seaway.domains.entities import related
from seaway.domains.entities.read_schemas import ChangeActor
from seaway.domains.entities.schemas import Done, EntityOut

_Step = Annotated[str, Field(min_length=1, max_length=300)]


class RelatedFlags(pydantic.BaseModel):
    """Along which path, and which page."""

    path: Annotated[list[_Step], Field(min_length=1, max_length=related.MAX_STEPS)] = Field(
        description="A step is a relation of the entity, or `blueprint,relation` for one that points to it; repeated."
    )
    q: Annotated[str, Field(min_length=1, max_length=200, description="A piece of title or identifier.")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=20_000, description="`next` of the page before.")] | None = None

    def asked(self) -> related.Asked:
        """Return what is asked for."""
        return related.Asked(self.path, self.q, self.limit, self.cursor)


class RelatedGroup(pydantic.BaseModel):
    """A relation of an entity and where it leads. `more`: the count is a lower bound."""

    path: list[str]
    relation: str
    direction: Literal["upstream", "downstream"]
    blueprint: str
    count: int
    more: bool


class RelatedGroups(Done):
    """Every relation of an entity, both ways."""

    groups: list[RelatedGroup]


class RelatedAnswer(Done):
    """A page of related entities of one blueprint, by title. `more`: the count is a lower bound."""

    blueprint: str
    entities: list[EntityOut]
    count: int
    more: bool
    next: str | None


class ValueOrigin(pydantic.BaseModel):
    """Who said a value last. `displaced`: it replaced another source's value."""

    at: str
    actor: ChangeActor
    source: str | None
    cause: str | None
    displaced: bool


class OriginsAnswer(Done):
    """The origin of each value by its path; `*` is that of all that did not change since the entity was created."""

    sources: dict[str, ValueOrigin]
