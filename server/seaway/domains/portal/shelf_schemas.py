"""Wire shapes of what people keep."""

from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

import pydantic
from pydantic import ConfigDict, Field, StrictBool

from seaway.core.errors import Invalid
from seaway.domains.entities.types import Named
from seaway.domains.portal.types import Item
from seaway.kit import clock

_Card = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z][A-Za-z0-9_-]*$")]
_Cards = Annotated[list[_Card], Field(max_length=40)]
_Name = Annotated[str, Field(min_length=1, max_length=1_000)]
_DEFAULTS: dict[str, Any] = {
    "theme": "auto",
    "language": "auto",
    "density": "comfortable",
    "singleKeys": True,
    "timeZone": None,
    "home": None,
}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class HomeLayout(pydantic.BaseModel):
    """Which cards stand where on Home, in order; cards that are named nowhere stand where they stand by default."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    main: _Cards = []
    side: _Cards = []
    hidden: _Cards = []


class PreferencesPatch(pydantic.BaseModel):
    """What to change of the preferences; null takes a choice back, what is left out stays."""

    model_config = ConfigDict(
        extra="forbid", hide_input_in_errors=True, json_schema_extra={"examples": [{"theme": "dark"}]}
    )

    theme: Literal["auto", "light", "dark"] | None = Field(default=None, description="`auto` follows the system.")
    language: Literal["auto", "en", "de"] | None = Field(default=None, description="`auto` follows the browser.")
    density: Literal["comfortable", "compact"] | None = Field(default=None, description="How high table rows are.")
    singleKeys: StrictBool | None = Field(default=None, description="Whether single keys are shortcuts.")  # noqa: N815
    timeZone: Annotated[str, Field(max_length=80)] | None = Field(  # noqa: N815
        default=None, description="An IANA name such as Europe/Berlin; null follows the system."
    )
    home: HomeLayout | None = None

    def chosen(self) -> dict[str, Any]:
        """Return what the body holds.

        Raises:
            Invalid: there is no such time zone.
        """
        if self.timeZone is not None and self.timeZone not in _zones():
            raise Invalid(
                f'timeZone: "{self.timeZone}" is none; use an IANA name such as Europe/Berlin',
                details={"path": "timeZone"},
            )
        return self.model_dump(include=self.model_fields_set)


class PreferencesShape(pydantic.BaseModel):
    """How a person likes the portal."""

    theme: Literal["auto", "light", "dark"]
    language: Literal["auto", "en", "de"]
    density: Literal["comfortable", "compact"]
    singleKeys: bool  # noqa: N815
    timeZone: str | None  # noqa: N815
    home: HomeLayout | None = Field(description="How the person arranged Home; null: they did not.")
    homeDefault: HomeLayout | None = Field(  # noqa: N815
        description="What Home is without it: the default of the person's role; null: as the portal brings it."
    )


class PreferencesAnswer(pydantic.BaseModel):
    """The preferences of the caller."""

    ok: Literal[True] = True
    preferences: PreferencesShape


class KeptShape(pydantic.BaseModel):
    """An entity or page. `about` is an entity's kind in words, and a page's type."""

    kind: Literal["entity", "page"]
    blueprint: str | None
    identifier: str
    title: str
    icon: str | None
    about: str


class SeenShape(KeptShape):
    """Something that was looked at, and when last."""

    at: Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class FavouritesAnswer(pydantic.BaseModel):
    """The caller's favourites, in their order."""

    ok: Literal[True] = True
    favourites: list[KeptShape]


class SeenAnswer(pydantic.BaseModel):
    """What the caller looked at, the last first."""

    ok: Literal[True] = True
    recent: list[SeenShape]


class OwnedShape(pydantic.BaseModel):
    """An entity of the caller's teams. `about` is its kind in words."""

    blueprint: str
    identifier: str
    title: str
    icon: str | None
    about: str
    updatedAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815


class OwnedAnswer(pydantic.BaseModel):
    """Entities of the caller's teams, the last changed first; `next` is null at the end."""

    ok: Literal[True] = True
    entities: list[OwnedShape]
    next: str | None


class FavouriteName(pydantic.BaseModel):
    """Names a favourite: an entity by its blueprint and identifier, a page by its identifier."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: Literal["entity", "page"]
    blueprint: _Name | None = None
    identifier: _Name


class FavouritesOrder(pydantic.BaseModel):
    """Favourites in the order that they shall have; those left out follow."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    order: Annotated[list[FavouriteName], Field(max_length=200)]

    def names(self) -> list[tuple[str, str | None, str]]:
        """Return the names as the door takes them."""
        return [(each.kind, each.blueprint if each.kind == "entity" else None, each.identifier) for each in self.order]


def preferences(chosen: Any, home: Any) -> dict[str, Any]:
    """Return preferences as the API shows them, with the Home that the person's role begins with."""
    return {"preferences": {**_DEFAULTS, **chosen, "homeDefault": home}}


def item(item: Item) -> dict[str, Any]:
    """Return something kept as the API shows it."""
    shown = {
        "kind": item.ref.kind,
        "blueprint": item.blueprint,
        "identifier": item.identifier,
        "title": item.title,
        "icon": item.icon,
        "about": item.about,
    }
    return shown if item.at is None else {**shown, "at": clock.iso(item.at)}


def owned(entity: Named) -> dict[str, Any]:
    """Return an entity of the caller's teams as the API shows it."""
    return {
        "blueprint": entity.blueprint,
        "identifier": entity.identifier,
        "title": entity.title or entity.identifier,
        "icon": entity.icon,
        "about": entity.kind,
        "updatedAt": clock.iso(entity.at),
    }
