"""`GET /v1/changes`: what happened last in the organisation; the events that `GET /v1/events` sends as they happen."""

from typing import Annotated, Any, Literal

import orjson
import pydantic
from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from seaway.app.events import RESOURCE, visible_kinds
from seaway.app.narration import narrate
from seaway.core.errors import Invalid
from seaway.core.feed import FeedChange, store
from seaway.core.http import Reading, WorkRoute, errors, json_response
from seaway.core.position import Position, parse
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import service as entities

SCANNED, STEP = 5_000, 200  # changes that are looked through for those of one's own, and at once
router = APIRouter(route_class=WorkRoute, tags=["Events"])


class RecentFlags(pydantic.BaseModel):
    """Which changes."""

    kind: list[str] = Field(default=[], description="Only of these kinds of object; repeated or comma-joined.")
    mine: bool = Field(
        default=False,
        description=f"Only of entities that a team of the caller owns, or owned last, among {SCANNED:,} changes.",
    )
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str | None, Field(max_length=100, description="`next` of the page before: a position.")] = None


class RecentAnswer(pydantic.BaseModel):
    """CloudEvents, the newest first; `next` is null at the end."""

    ok: Literal[True] = True
    changes: list[dict[str, Any]]
    next: str | None


@router.get("/changes", responses=errors(), response_model=RecentAnswer)
async def recent_changes(flags: Annotated[RecentFlags, Query()], work: Reading) -> Response:
    """List what happened last in the organisation, of the kinds of objects that the caller may read."""
    wanted = [part for text in flags.kind for part in text.split(",") if part]
    for kind in wanted:
        if kind not in RESOURCE:
            known = ", ".join(sorted(RESOURCE))
            raise Invalid(f'kind: "{kind[:80]}" is none; use {known}', details={"path": "kind"})
    kinds = sorted(visible_kinds(work.actor) & (set(wanted) or RESOURCE.keys()))
    before = _before(flags.cursor)
    if flags.mine:
        found = await _mine(work, before, flags.limit + 1) if "entity" in kinds else []
    else:
        found = await store.recent(work.db, work.org, kinds, before, flags.limit + 1)
    more, found = len(found) > flags.limit, found[: flags.limit]
    events = await narrate(work.db, found)
    following: str | None = orjson.loads(events[-1])["id"] if more else None
    return json_response(
        orjson.dumps({"ok": True, "changes": [orjson.Fragment(event) for event in events], "next": following})
    )


async def _mine(work: Work, before: Position | None, count: int) -> list[FeedChange]:
    """Return so many of the last changes of entities that a team of the actor owns, or owned; no people or teams."""
    teams = await entities.my_teams(work)
    kinds = {each.id for each in await blueprints.list_all(work) if not each.system}
    found: list[FeedChange] = []
    for _ in range(SCANNED // STEP if teams else 0):
        batch = await store.recent(work.db, work.org, ["entity"], before, STEP)
        likely = [change for change in batch if change.blueprint in kinds]
        owned = await entities.owned_among(work, [change.ref for change in likely], teams)
        found += [change for change in likely if change.ref in owned or _gone_from(change, teams)]
        if len(found) >= count or len(batch) < STEP:
            break
        before = batch[-1].position
    return found[:count]


def _gone_from(change: FeedChange, teams: list[str]) -> bool:
    return change.op == "D" and not set(teams).isdisjoint((change.undo or {}).get("team") or ())


def _before(cursor: str | None) -> Position | None:
    if not cursor:
        return None
    try:
        return parse(cursor)[1]
    except Invalid:
        raise Invalid("cursor: pass `next` of the page before", details={"path": "cursor"}) from None
