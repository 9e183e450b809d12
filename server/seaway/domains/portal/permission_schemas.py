"""Wire shapes of who may read and change a page (semantics 12.4)."""

from typing import Annotated, Any, Literal

import pydantic
from pydantic import Field

Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=254)]], Field(max_length=1_000)]


class _In(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", hide_input_in_errors=True)


class BlockIn(_In):
    """Lists to be replaced; those left out stay."""

    users: Names | None = None
    roles: Names | None = None
    teams: Names | None = None


class PagePermissionsIn(_In):
    """What changes of a page's permissions."""

    read: BlockIn | None = None
    update: BlockIn | None = None

    def given(self) -> dict[str, dict[str, Any]]:
        """Return the lists that the body holds."""
        return self.model_dump(exclude_none=True)


class Block(pydantic.BaseModel):
    """Who may: people by e-mail, roles, teams."""

    users: list[str]
    roles: list[str]
    teams: list[str]


class PagePermissions(pydantic.BaseModel):
    """Who may read and change a page."""

    read: Block
    update: Block


class PagePermissionsAnswer(pydantic.BaseModel):
    """Who may read and change a page."""

    ok: Literal[True]
    permissions: PagePermissions
