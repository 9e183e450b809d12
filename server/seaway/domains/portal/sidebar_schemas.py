"""Wire shapes of the sidebar (semantics 21.3)."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import pydantic
from pydantic import ConfigDict, Field

from seaway.domains.portal import schemas, tree
from seaway.domains.portal.types import Entry, FolderDraft, Place

CATALOG_SIDEBAR = "catalog"
_Title = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]


class FolderPatch(pydantic.BaseModel):
    """What to change of a folder. `after` puts it behind a sibling; null puts it first."""

    model_config = ConfigDict(
        extra="ignore", hide_input_in_errors=True, json_schema_extra={"examples": [{"title": "Platform"}]}
    )

    identifier: schemas.Identifier | None = None
    title: _Title | None = None
    icon: schemas.Short | None = None
    parent: schemas.Short | None = None
    after: schemas.Short | None = None

    def fields(self) -> dict[str, Any]:
        """Return what the folder is to be called; an empty icon clears it."""
        found: dict[str, Any] = {
            name: value for name in ("identifier", "title") if (value := getattr(self, name)) is not None
        }
        return {**found, "icon": self.icon or None} if "icon" in self.model_fields_set else found

    def place(self) -> Place:
        """Return where the folder is to stand."""
        given = self.model_fields_set
        return Place(self.parent or None, self.after or None, "parent" in given, "after" in given)


class FolderIn(FolderPatch):
    """A new folder; it comes last in its parent unless it names what it stands behind."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    title: _Title | None = None

    @pydantic.model_validator(mode="after")
    def _named(self) -> "FolderIn":
        if self.title is None and self.identifier is None:
            raise ValueError("title: a folder needs a title or an identifier")
        return self

    def draft(self) -> FolderDraft:
        """Return the folder as asked for."""
        return FolderDraft((self.title or self.identifier or "").strip(), self.identifier, self.icon or None)

    def place(self) -> Place:
        """Return where the folder is to stand."""
        return Place(self.parent or None, self.after or None, bool(self.parent), bool(self.after))


class FolderShape(pydantic.BaseModel):
    """A folder of the sidebar."""

    identifier: str
    sidebar: Literal["catalog"]
    title: str
    icon: str | None
    parent: str | None
    after: str | None


class FolderAnswer(pydantic.BaseModel):
    """One folder."""

    ok: Literal[True]
    folder: FolderShape


class SidebarItem(FolderShape):
    """A page or folder: `parent` is the folder it is in, `after` what it stands behind there."""

    sidebarType: Literal["folder", "page"]  # noqa: N815
    showInSidebar: bool  # noqa: N815


class SidebarShape(pydantic.BaseModel):
    """Pages and folders from top to bottom: each folder, then what is in it."""

    identifier: Literal["catalog"]
    items: list[SidebarItem]


class SidebarAnswer(pydantic.BaseModel):
    """The sidebar."""

    ok: Literal[True]
    sidebar: SidebarShape


def shown(items: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return items as the API shows them."""
    parents = {item.id: item.identifier for item in items}
    behind = tree.before(items)
    return [
        {
            "identifier": item.identifier,
            "title": item.title,
            "icon": item.icon,
            "sidebarType": item.kind,
            "sidebar": CATALOG_SIDEBAR,
            "parent": None if item.folder is None else parents[item.folder],
            "after": behind[item.id],
            "showInSidebar": not item.hidden,
        }
        for item in items
    ]


def folder(items: Sequence[Entry], identifier: str) -> dict[str, Any]:
    """Return a folder as the API shows it, from everything that stands in the sidebar."""
    found = next(each for each in shown(items) if each["identifier"] == identifier)
    return {name: found[name] for name in FolderShape.model_fields}
