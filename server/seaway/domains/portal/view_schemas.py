"""Wire shapes of saved views."""

from typing import Annotated, Any, Literal

import orjson
import pydantic
from pydantic import ConfigDict, Field, StrictBool

from seaway.core.errors import Invalid
from seaway.domains.portal.types import Audience, View, ViewDraft
from seaway.kit import clock

MAX_STATE = 32 << 10
_Id = Annotated[str, Field(pattern=r"^view_[A-Za-z0-9]{16}$")]
_Title = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]
_Team = Annotated[str, Field(min_length=1, max_length=1_000)]
_Text = Annotated[str, Field(max_length=20_000)]


class ViewState(pydantic.BaseModel):
    """What a table shows, in the words of its address: see `docs/reference/catalog-table.md`."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    q: _Text | None = Field(default=None, description="The search text.")
    f: Annotated[list[dict[str, Any]], Field(max_length=100)] | None = Field(
        default=None, description="Filters: `{on, op, v}`, or groups of them: `{join: 'any' or 'all', of: […]}`."
    )
    sort: _Text | None = Field(default=None, description="Comma-separated keys, each `column` or `column.desc`.")
    group: _Text | None = Field(default=None, description="The column by which rows are grouped.")
    cols: _Text | None = Field(default=None, description="The columns shown, in order, comma-separated.")
    pins: Annotated[int, Field(ge=0, le=5)] | None = Field(default=None, description="How many columns stay in place.")
    w: _Text | None = Field(default=None, description="Widths: `column:pixels`, comma-separated.")
    dense: StrictBool | None = Field(default=None, description="Compact rows.")

    def kept(self) -> dict[str, Any]:
        """Return what it says.

        Raises:
            Invalid: it is over 32 KiB.
        """
        said = {name: value for name, value in self.model_dump(exclude_unset=True).items() if value is not None}
        if len(orjson.dumps(said)) > MAX_STATE:
            raise Invalid(f"state: is over {MAX_STATE >> 10} KiB; use fewer filters", details={"path": "state"})
        return said


class ViewPatch(pydantic.BaseModel):
    """What to change of a view. `after` moves it behind another view of its audience; null puts it first."""

    model_config = ConfigDict(
        extra="forbid", hide_input_in_errors=True, json_schema_extra={"examples": [{"title": "Tier 1 unhealthy"}]}
    )

    title: _Title | None = None
    audience: Audience | None = None
    team: _Team | None = None
    state: ViewState | None = None
    default: StrictBool | None = None
    after: str | None = None

    def fields(self) -> dict[str, Any]:
        """Return the fields that the body holds.

        Raises:
            Invalid: a team's view names no team.
        """
        if self.audience == "team" and self.team is None:
            raise _teamless()
        names = {"title", "audience", "team"} & self.model_fields_set
        found = {name: value for name in names if (value := getattr(self, name)) is not None}
        if self.state is not None:
            found["state"] = self.state.kept()
        if self.default is not None:
            found["preferred"] = self.default
        if "after" in self.model_fields_set:
            found["after"] = self.after
        return found


class ViewIn(pydantic.BaseModel):
    """A new view. `id` brings back one that was deleted, under the id it had."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: _Title
    audience: Audience = "personal"
    team: _Team | None = None
    state: ViewState = ViewState()
    default: StrictBool = False
    id: _Id | None = None

    def draft(self) -> ViewDraft:
        """Return the view as asked for.

        Raises:
            Invalid: a team's view names no team.
        """
        team = self.team if self.audience == "team" else None
        if self.audience == "team" and team is None:
            raise _teamless()
        return ViewDraft(self.title.strip(), self.audience, team, self.state.kept(), preferred=self.default, id=self.id)


def _teamless() -> Invalid:
    return Invalid("team: name the team whose view it is", details={"path": "team"})


class ViewShape(pydantic.BaseModel):
    """A view; `default` says that it opens with the page."""

    id: str
    title: str
    audience: Audience
    team: str | None
    state: ViewState
    default: bool
    createdAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815
    createdBy: str | None  # noqa: N815
    updatedAt: Annotated[str, Field(json_schema_extra={"format": "date-time"})]  # noqa: N815
    updatedBy: str | None  # noqa: N815


class ViewAnswer(pydantic.BaseModel):
    """One view."""

    ok: Literal[True] = True
    view: ViewShape


class ViewsAnswer(pydantic.BaseModel):
    """The views of a page that the caller may use, in the order of their tabs."""

    ok: Literal[True] = True
    views: list[ViewShape]


def shown(view: View) -> dict[str, Any]:
    """Return a view as the API shows it."""
    return {
        "id": view.id,
        "title": view.title,
        "audience": view.audience,
        "team": view.team,
        "state": view.state,
        "default": view.preferred,
        "createdAt": clock.iso(view.created_at),
        "createdBy": view.created_by,
        "updatedAt": clock.iso(view.updated_at),
        "updatedBy": view.updated_by,
    }
