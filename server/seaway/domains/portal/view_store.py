"""All SQL of saved views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.portal.types import Audience, View, ViewDraft

_SELECT = """
  select v.id, v.public_id, v.title, v.owner is not null as personal, v.team, v.state::text as state, v.preferred,
    v.created_at, v.updated_at, c.public_id as created_by, u.public_id as updated_by
  from page_view v left join actor c on c.id = v.created_by left join actor u on u.id = v.updated_by
  where {scope:v} and v.page = :page and
    case when v.owner is not null then v.owner = :actor
      else v.team is null or v.team = any(cast(:teams as text[])) end"""
_EVERY = sql(f"{_SELECT} order by v.owner is not null, v.team nulls first, v.position, v.id")
_ONE = sql(f"{_SELECT} and v.public_id = :public_id")
_HOLD = sql("select pg_advisory_xact_lock(hashtext('views'), cast(:page as int))")
# unscoped: the position is one behind all others of the page
_INSERT = sql("""
  insert into page_view(public_id, org, page, title, owner, team, state, preferred, position, created_by, updated_by)
  values (:public_id, :org, :page, :title, :owner, :team, cast(:state as json), :preferred,
    (select coalesce(max(v.position), 0) + 1 from page_view v where v.page = :page), :actor, :actor)
  on conflict (public_id) do nothing returning id""")
# unscoped: by number, after a scoped read
_UPDATE = sql("""
  update page_view set title = :title, owner = :owner, team = :team, state = cast(:state as json),
    preferred = :preferred, updated_at = clock_timestamp(), updated_by = :actor
  where org = :org and id = :id""")
# unscoped: of a page that was read in scope, and of the actor's own audience
_UNPREFER = sql("""
  update page_view set preferred = false where org = :org and page = :page and preferred
    and owner is not distinct from cast(:owner as int) and team is not distinct from cast(:team as text)""")
# unscoped: by number, after a scoped read
_ARRANGE = sql("""
  update page_view v set position = o.place from unnest(cast(:ids as bigint[])) with ordinality o(id, place)
  where v.org = :org and v.id = o.id""")
# unscoped: by number, after a scoped read
_DELETE = sql("delete from page_view where org = :org and id = :id")


# Whose views they are does not matter here: what they name has another name for everybody.
_ABOUT = sql("""
  select v.id, v.state::text as state, v.owner is null and v.team is null as public
  from page_view v join catalog_page p on p.id = v.page
  where {scope:v} and {scope:p} and p.bp = :bp order by v.id for update of v""")
# unscoped: by number, after a scoped read
_RESTATE = sql("update page_view set state = cast(:state as json) where org = :org and id = :id")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at views: an actor by number, and the teams they are in."""

    scope: Scope
    actor: int
    teams: tuple[str, ...]


async def hold(work: Work, page: int) -> None:
    """Wait until no other unit of work changes the views of the page."""
    await work.db.value(_HOLD, page=page % (1 << 31))


async def every(work: Work, reader: Reader, page: int) -> list[View]:
    """Return the views of a page: its own first, then those of teams, then personal ones."""
    rows = await work.db.all(_EVERY, reader.scope, page=page, actor=reader.actor, teams=list(reader.teams))
    return [_view(row) for row in rows]


async def find(work: Work, reader: Reader, page: int, public_id: str) -> View | None:
    """Return a view that the reader may use, or None."""
    row = await work.db.one(
        _ONE, reader.scope, page=page, actor=reader.actor, teams=list(reader.teams), public_id=public_id
    )
    return _view(row) if row else None


async def insert(work: Work, page: int, draft: ViewDraft, reader: Reader) -> int | None:
    """Add a view behind all others and return its number; None when its id is in use."""
    number: int | None = await work.db.value(
        _INSERT,
        public_id=draft.id,
        org=work.org,
        page=page,
        title=draft.title,
        owner=_owner(draft, reader),
        team=draft.team,
        state=orjson.dumps(draft.state).decode(),
        preferred=draft.preferred,
        actor=reader.actor,
    )
    return number


async def update(work: Work, number: int, draft: ViewDraft, reader: Reader) -> None:
    """Replace what a view says."""
    await work.db.run(
        _UPDATE,
        id=number,
        org=work.org,
        title=draft.title,
        owner=_owner(draft, reader),
        team=draft.team,
        state=orjson.dumps(draft.state).decode(),
        preferred=draft.preferred,
        actor=await origin.actor_id(work),
    )


async def unprefer(work: Work, page: int, draft: ViewDraft, reader: Reader) -> None:
    """Let no view of the draft's audience be the one that opens."""
    await work.db.run(_UNPREFER, org=work.org, page=page, owner=_owner(draft, reader), team=draft.team)


async def arrange(work: Work, numbers: Sequence[int]) -> None:
    """Give views of one audience this order."""
    await work.db.run(_ARRANGE, org=work.org, ids=list(numbers))


async def delete(work: Work, number: int) -> None:
    """Remove a view."""
    await work.db.run(_DELETE, org=work.org, id=number)


async def about(work: Work, scope: Scope, blueprint: int) -> list[tuple[int, dict[str, Any], bool]]:
    """Return every view of a blueprint's pages, locked: number, state, and whether everybody sees it."""
    rows = await work.db.all(_ABOUT, scope, bp=blueprint)
    return [(row["id"], orjson.loads(row["state"]), row["public"]) for row in rows]


async def restate(work: Work, number: int, state: Mapping[str, Any]) -> None:
    """Replace what a view shows."""
    await work.db.run(_RESTATE, org=work.org, id=number, state=orjson.dumps(state).decode())


def _owner(draft: ViewDraft, reader: Reader) -> int | None:
    return reader.actor if draft.audience == "personal" else None


def _view(row: asyncpg.Record) -> View:
    audience: Audience = "personal" if row["personal"] else "team" if row["team"] is not None else "page"
    state: dict[str, Any] = orjson.loads(row["state"])
    return View(
        number=row["id"],
        id=row["public_id"],
        title=row["title"],
        audience=audience,
        team=row["team"],
        state=state,
        preferred=row["preferred"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )
