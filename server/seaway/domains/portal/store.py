"""All SQL of pages."""

from collections.abc import Sequence

import asyncpg
import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.portal.types import SHOWN, Page, PageDraft, PageType

_PLACES = """
  with place as (
    select s.id, lag(s.ident) over (partition by s.folder order by s.position, s.id) as after from (
      select p.id, p.ident, p.folder, p.position from catalog_page p
        where {scope:p} and p.type = any(cast(:shown as text[]))
      union all select f.id, f.ident, f.folder, f.position from sidebar_folder f where {scope:f}) s)"""
_COLUMNS = """
  p.id, p.ident, p.title, p.icon, p.type, p.bp, b.ident as blueprint, p.extra::text as extra,
  f.ident as parent, l.after,
  p.created_at, p.updated_at, c.public_id as created_by, u.public_id as updated_by
  from catalog_page p left join blueprint b on b.id = p.bp
  left join sidebar_folder f on f.id = p.folder left join place l on l.id = p.id
  left join actor c on c.id = p.created_by left join actor u on u.id = p.updated_by"""
_ALL = sql(f"{_PLACES} select {_COLUMNS} where {{scope:p}} order by p.position, p.id")
_OF_BLUEPRINT = sql(f"{_PLACES} select {_COLUMNS} where {{scope:p}} and p.bp = :bp order by p.id for update of p")
_ONE = sql(f"{_PLACES} select {_COLUMNS} where {{scope:p}} and p.ident = :ident")
_OF_TYPE = sql(f"""{_PLACES} select {_COLUMNS} where {{scope:p}} and p.type = :type
  and p.bp is not distinct from cast(:bp as int) order by p.id limit 1""")
_LOCKED = sql(f"{_PLACES} select {_COLUMNS} where {{scope:p}} and p.ident = :ident for update of p")
# unscoped: an identifier is free in the whole organisation or not at all, and the fence keeps others out
_TAKEN = sql("""
  select p.ident from catalog_page p where p.org = :org
  union all select f.ident from sidebar_folder f where f.org = :org""")
_SERIALISE = sql("select pg_advisory_xact_lock(hashtext('pages'), cast(:org as int))")
# unscoped: the position is one behind everything of the organisation
_LAST = """(select coalesce(max(s.position), 0) + 1 from (
      select p.position from catalog_page p where p.org = :org
      union all select f.position from sidebar_folder f where f.org = :org) s)"""
# unscoped: the position is one behind all others of the organisation
_INSERT = sql(f"""
  insert into catalog_page(org, ident, title, icon, type, bp, extra, position, created_by, updated_by)
  values (:org, :ident, :title, :icon, :type, cast(:bp as int), cast(:extra as json),
    {_LAST}, :actor, :actor)""")
# unscoped: the position is one behind all others of the organisation
_INSERT_AGAIN = sql(f"""
  insert into catalog_page(id, org, ident, title, icon, type, bp, extra, position, created_by, updated_by)
  values (:id, :org, :ident, :title, :icon, :type, cast(:bp as int), cast(:extra as json),
    {_LAST}, :actor, :actor)""")
# unscoped: by id, after a scoped locking read
_UPDATE = sql("""
  update catalog_page set ident = :ident, title = :title, icon = :icon, extra = cast(:extra as json),
    updated_at = clock_timestamp(), updated_by = :actor
  where id = :id""")
# unscoped: by ids, after a scoped locking read
_DELETE = sql("delete from catalog_page where id = any(cast(:ids as bigint[]))")


async def serialise(work: Work) -> None:
    """Wait until no other unit of work names pages in this organisation."""
    await work.db.value(_SERIALISE, org=work.org)


async def every(work: Work, scope: Scope) -> list[Page]:
    """Return every page, in the order within their folders."""
    return [_page(row) for row in await work.db.all(_ALL, scope, shown=list(SHOWN))]


async def of_blueprint(work: Work, scope: Scope, blueprint: int) -> list[Page]:
    """Return the pages of a blueprint, their rows locked."""
    return [_page(row) for row in await work.db.all(_OF_BLUEPRINT, scope, bp=blueprint, shown=list(SHOWN))]


async def find(work: Work, scope: Scope, identifier: str, *, lock: bool = False) -> Page | None:
    """Return a page, or None; `lock` locks its row until the work ends."""
    row = await work.db.one(_LOCKED if lock else _ONE, scope, ident=identifier, shown=list(SHOWN))
    return _page(row) if row else None


async def of_type(work: Work, scope: Scope, kind: PageType, blueprint: int | None) -> Page | None:
    """Return the page of a type of which there is one: for the organisation, or for a blueprint."""
    row = await work.db.one(_OF_TYPE, scope, type=kind, bp=blueprint, shown=list(SHOWN))
    return _page(row) if row else None


async def taken(work: Work) -> set[str]:
    """Return the identifiers in use, of pages and folders."""
    return {row["ident"] for row in await work.db.all(_TAKEN, org=work.org)}


async def insert(work: Work, blueprint: int | None, draft: PageDraft, *, number: int | None = None) -> None:
    """Add a page behind all others; one that was deleted comes back under the number that it had."""
    actor = await origin.actor_id(work)
    await work.db.run(
        _INSERT if number is None else _INSERT_AGAIN,
        id=number,
        org=work.org,
        ident=draft.identifier,
        title=draft.title,
        icon=draft.icon,
        type=draft.type,
        bp=blueprint,
        extra=orjson.dumps(draft.extra).decode(),
        actor=actor,
    )


async def update(work: Work, page: Page, draft: PageDraft) -> None:
    """Replace what a page says."""
    await work.db.run(
        _UPDATE,
        id=page.id,
        ident=draft.identifier,
        title=draft.title,
        icon=draft.icon,
        extra=orjson.dumps(draft.extra).decode(),
        actor=await origin.actor_id(work),
    )


async def delete(work: Work, ids: Sequence[int]) -> None:
    """Remove pages."""
    await work.db.run(_DELETE, ids=list(ids))


def _page(row: asyncpg.Record) -> Page:
    return Page(
        id=row["id"],
        identifier=row["ident"],
        title=row["title"],
        icon=row["icon"],
        type=row["type"],
        blueprint=row["blueprint"],
        blueprint_id=row["bp"],
        extra=orjson.loads(row["extra"]),
        parent=row["parent"],
        after=row["after"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )
