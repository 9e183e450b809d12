"""Wire shapes of the history of definitions."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.domains.blueprints.schemas import Done


class HistoryFlags(pydantic.BaseModel):
    """Which page of a history."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=100, description="`next` of the page before.")] | None = None


class DefinitionActor(pydantic.BaseModel):
    """Who did it."""

    id: str | None
    type: Literal["user", "machine", "system"]
    name: str | None


class DefinitionPart(pydantic.BaseModel):
    """A part of a definition before and after, null where it was not there; `order.relations` is a list of names."""

    path: str
    before: Any
    after: Any


class DefinitionChange(pydantic.BaseModel):
    """One change of a definition. `position` names it, and the state right after it."""

    position: str
    at: str
    op: Literal["created", "updated"]
    actor: DefinitionActor
    source: str | None
    cause: str | None
    trace: str | None
    changed: list[DefinitionPart]


class HistoryAnswer(Done):
    """Changes, the newest first; `next` is null at the end."""

    changes: list[DefinitionChange]
    next: str | None
