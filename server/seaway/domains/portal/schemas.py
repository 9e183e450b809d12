"""Wire shapes of pages (semantics 21.1)."""

import dataclasses
from typing import Annotated, Any, Literal

import pydantic
import regex
from pydantic import ConfigDict, Field, StrictBool

from seaway.core.errors import Invalid
from seaway.domains.portal import naming, service
from seaway.domains.portal.types import (
    ABOUT,
    CATALOG,
    ENTITY,
    HOME,
    HOME_IDENTIFIER,
    SHOWN,
    Page,
    PageDraft,
    PageType,
    Place,
)
from seaway.kit import clock

KEPT = ("description", "section", "locked", "protected", "showInSidebar", "widgets", "pageFilters")
PATTERN = r"^(?!\.{1,2}$)[\p{L}0-9@_.+:\\/=$-]+$"
_PATTERN = regex.compile(PATTERN[:-1] + r"\Z")


def _identifier(text: str) -> str:
    if not _PATTERN.match(text):
        raise ValueError("use letters, digits or @ _ . + : \\ / = $ -, and not . or .. alone")
    return text


Identifier = Annotated[
    str,
    Field(min_length=1, max_length=200, json_schema_extra={"pattern": PATTERN}),
    pydantic.AfterValidator(_identifier),
]
Title = Annotated[str, Field(min_length=1, max_length=100)]
Short = Annotated[str, Field(max_length=1_000)]
Filters = Annotated[list[dict[str, Any]], Field(max_length=100)]
_TYPED = {"required": ["type"], "properties": {"type": {"type": "string"}}}
Widget = Annotated[dict[str, Any], Field(json_schema_extra=_TYPED)]
Widgets = Annotated[list[Widget], Field(max_length=100)]
WidgetPatch = Annotated[dict[str, Any], Field(min_length=1, json_schema_extra={"examples": [{"title": "Tier 1"}]})]


class PagePatch(pydantic.BaseModel):
    """What to change of a page; what is left out stays. What the page is about (`type`, `blueprint`) cannot change."""

    model_config = ConfigDict(
        extra="ignore", hide_input_in_errors=True, json_schema_extra={"examples": [{"icon": "Anchor"}]}
    )

    identifier: Identifier | None = None
    title: Title | None = None
    icon: Short | None = None
    type: Short | None = None
    blueprint: Short | None = None
    description: Short | None = None
    parent: Short | None = None
    after: Short | None = None
    section: Short | None = None
    locked: StrictBool | None = None
    protected: StrictBool | None = None
    showInSidebar: StrictBool | None = None  # noqa: N815
    widgets: Widgets | None = None
    pageFilters: Filters | None = None  # noqa: N815

    def fields(self) -> dict[str, Any]:
        """Return the fields that the body holds; an empty icon clears it."""
        found = {name: getattr(self, name) for name in ("identifier", "title") if getattr(self, name) is not None}
        if "icon" in self.model_fields_set:
            found["icon"] = self.icon or None
        found["extra"] = {name: getattr(self, name) for name in KEPT if name in self.model_fields_set}
        found["place"] = self.place()
        return found

    def place(self) -> Place:
        """Return where the page is to stand in the sidebar."""
        given = self.model_fields_set
        return Place(self.parent or None, self.after or None, "parent" in given, "after" in given)

    def check_same(self, page: Page) -> None:
        """Let through a body that leaves what the page is about as it is.

        Raises:
            Invalid: `type` or `blueprint` would change.
        """
        for name, given, now in (("type", self.type, page.type), ("blueprint", self.blueprint, page.blueprint)):
            if given is not None and given != now:
                stays = "without one" if now is None else f'"{now}"'
                raise Invalid(f"{name}: stays {stays}; create another page instead", details={"path": name})


class PagePut(PagePatch):
    """A whole page; what is left out is cleared, and the identifier stays where none is given."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    title: Title

    def place(self) -> Place:
        """Return where the page is to stand; one that names no folder is in none."""
        return dataclasses.replace(super().place(), names_parent=self.type in (None, *SHOWN))


class PageIn(PagePatch):
    """A new page. Without an identifier it is named after its title; catalog and entity pages name a `blueprint`."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    type: PageType

    def about(self) -> str | None:
        """Return the blueprint that the page is about, None for a page that stands on its own.

        Raises:
            Invalid: one is missing, or given to a page that has none.
        """
        if (self.blueprint is not None) != (self.type in ABOUT):
            said = f'a page of type "{self.type}" {"needs one" if self.type in ABOUT else "has none; leave it out"}'
            raise Invalid(f"blueprint: {said}", details={"path": "blueprint"})
        return self.blueprint

    def draft(self) -> PageDraft | None:
        """Return the page as asked for; None for a catalog page that does not say how it is called."""
        title = self.title or self._usual_title()
        if title is None:
            return None
        extra = {key: value for key, value in self.fields()["extra"].items() if value is not None}
        return PageDraft(self._name(title), title, self.icon or None, self.type, extra, self.place())

    def place(self) -> Place:
        """Return where the page is to stand: last in its folder, unless it names what it stands behind."""
        return Place(self.parent or None, self.after or None, bool(self.parent), bool(self.after))

    def _usual_title(self) -> str | None:
        if self.type == CATALOG:
            return None
        return {ENTITY: self.blueprint, HOME: "Home"}.get(self.type, self.identifier)

    def _name(self, title: str) -> str:
        if self.type == HOME:
            return HOME_IDENTIFIER
        usual = f"{self.blueprint}Entity" if self.type == ENTITY else naming.identifier(title, ())
        return self.identifier or usual


class WidgetIn(pydantic.BaseModel):
    """A new widget, and the widget that is to hold it."""

    widget: Widget
    parentWidgetId: Short | None = None  # noqa: N815


class PageShape(pydantic.BaseModel):
    """A page. `count` is how many entities a catalog page shows to the caller."""

    identifier: str
    title: str
    icon: str | None
    type: PageType
    blueprint: str | None
    description: str | None
    parent: str | None
    after: str | None
    section: str | None
    locked: bool | None
    protected: bool
    showInSidebar: bool | None  # noqa: N815
    widgets: list[dict[str, Any]] = []
    pageFilters: list[dict[str, Any]] | None = []  # noqa: N815
    count: int | None
    createdAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815
    createdBy: str  # noqa: N815
    updatedAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815
    updatedBy: str  # noqa: N815


class PageAnswer(pydantic.BaseModel):
    """One page."""

    ok: Literal[True]
    page: PageShape


class PagesAnswer(pydantic.BaseModel):
    """Every page, in the order of the sidebar."""

    ok: Literal[True]
    pages: list[PageShape]


class PageCreated(pydantic.BaseModel):
    """The identifier of the new page."""

    ok: Literal[True]
    identifier: str


class PageWritten(pydantic.BaseModel):
    """The identifier that the page has now, and the page."""

    ok: Literal[True]
    identifier: str
    page: PageShape


class Done(pydantic.BaseModel):
    """Done; there is nothing more to say."""

    ok: Literal[True] = True


def shown(page: Page, count: int | None, *, compact: bool = False) -> dict[str, Any]:
    """Return a page as the API shows it; `compact` leaves widgets and filters out."""
    body = {
        "identifier": page.identifier,
        "title": page.title,
        "icon": page.icon,
        "type": page.type,
        "blueprint": page.blueprint,
        "description": None,
        "section": "software_catalog",
        "locked": False,
        "protected": False,
        "showInSidebar": True,
        "widgets": service.default_widgets(page),
        **page.extra,
        "parent": page.parent,
        "after": page.after,
        "count": count,
        "createdAt": clock.iso(page.created_at),
        "createdBy": page.created_by or "",
        "updatedAt": clock.iso(page.updated_at),
        "updatedBy": page.updated_by or "",
    }
    return {name: value for name, value in body.items() if not (compact and name in {"widgets", "pageFilters"})}
