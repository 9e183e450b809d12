"""Wire shapes of the Home that roles begin with."""

from typing import Any, Literal

import pydantic

from seaway.core.actor import Role
from seaway.domains.portal.shelf_schemas import HomeLayout
from seaway.domains.portal.types import HomeDefault


class HomeDefaultShape(pydantic.BaseModel):
    """The Home that people of a role see who have not arranged theirs."""

    role: Role
    layout: HomeLayout


class HomeDefaultAnswer(pydantic.BaseModel):
    """The default of a role."""

    ok: Literal[True] = True
    default: HomeDefaultShape


class HomeDefaultsAnswer(pydantic.BaseModel):
    """The defaults that administrators set; a role that is missing begins with the Home that the portal brings."""

    ok: Literal[True] = True
    defaults: list[HomeDefaultShape]


def shown(default: HomeDefault) -> dict[str, Any]:
    """Return a default as the API shows it."""
    return {"role": default.role, "layout": default.layout}
