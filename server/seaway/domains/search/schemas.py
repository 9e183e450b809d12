"""Wire shapes of the search by words."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

from seaway.core.errors import Invalid
from seaway.domains.search import service
from seaway.domains.search.types import TYPES, Asked, Found, Hit, Type

_Names = Annotated[list[str], Field(max_length=200)]


class SearchFlags(pydantic.BaseModel):
    """What to look for."""

    q: Annotated[str, Field(min_length=1, max_length=service.MAX_TEXT, description="Words, or pieces of a name.")]
    type: _Names = Field(default=[], description=f"Only {', '.join(TYPES)}; repeated or comma-joined.")
    blueprint: _Names = Field(default=[], description="Only entities of these blueprints; repeated or comma-joined.")
    limit: Annotated[int, Field(ge=1, le=service.MAX_LIMIT)] = 20
    cursor: Annotated[str | None, Field(max_length=2_000, description="`next` of the page before.")] = None

    def asked(self) -> Asked:
        """Return the search.

        Raises:
            Invalid: a type is none.
        """
        given = _parts(self.type)
        if unknown := [name for name in given if name not in TYPES]:
            raise Invalid(f'type: "{unknown[0][:80]}" is none; use {", ".join(TYPES)}', details={"path": "type"})
        types = [name for name in TYPES if name in given]
        return Asked(self.q, types, _parts(self.blueprint), self.limit, self.cursor)


def _parts(given: list[str]) -> list[str]:
    return [part for text in given for part in text.split(",") if part]


class SearchMatch(pydantic.BaseModel):
    """The property whose text matched, and a part of that text."""

    property: str
    text: str


class SearchHit(pydantic.BaseModel):
    """Something that was found. `blueprint` is an entity's, or what a page is about; `pageType` is a page's type.

    `match` is null when the name matched.
    """

    type: Type
    identifier: str
    title: str | None
    icon: str | None
    blueprint: str | None
    pageType: str | None  # noqa: N815  # the wire's spelling
    match: SearchMatch | None


class SearchCounts(pydantic.BaseModel):
    """How many there are, of the types that were looked for."""

    entity: int | None
    page: int | None
    blueprint: int | None
    person: int | None
    team: int | None


class SearchAnswer(pydantic.BaseModel):
    """What was found, the closest first, and how much. `capped`: of entities there are more than the counts say."""

    ok: Literal[True] = True
    results: list[SearchHit]
    counts: SearchCounts
    blueprints: dict[str, int] = Field(description="How many of the entities are of which blueprint.")
    capped: bool
    next: str | None


def shown(found: Found) -> Mapping[str, Any]:
    """Return the answer's keys beside `ok`."""
    return {
        "results": [_hit(hit) for hit in found.hits],
        "counts": {type_: found.counts.get(type_) for type_ in TYPES},
        "blueprints": found.blueprints,
        "capped": found.capped,
        "next": found.next,
    }


def _hit(hit: Hit) -> Mapping[str, Any]:
    match = {"property": hit.match.property, "text": hit.match.text} if hit.match else None
    names = {"identifier": hit.identifier, "title": hit.title, "icon": hit.icon}
    return {"type": hit.type, **names, "blueprint": hit.blueprint, "pageType": hit.about, "match": match}
