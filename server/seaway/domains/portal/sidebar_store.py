"""All SQL of the sidebar: where pages and folders stand."""

from collections.abc import Sequence

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.portal.types import SHOWN, Entry, FolderDraft

_ITEMS = sql("""
  select p.id, p.ident, p.title, p.icon, 'page' as kind, p.folder, p.position, p.bp,
    coalesce(p.extra::jsonb -> 'showInSidebar' = 'false', false) as hidden
  from catalog_page p where {scope:p} and p.type = any(cast(:types as text[]))
  union all
  select f.id, f.ident, f.title, f.icon, 'folder', f.folder, f.position, null, false
  from sidebar_folder f where {scope:f}
  order by position, id""")
# unscoped: the position is one behind everything of the organisation
_INSERT = sql("""
  insert into sidebar_folder(org, ident, title, icon, position, created_by, updated_by)
  values (:org, :ident, :title, :icon, (select coalesce(max(s.position), 0) + 1 from (
    select p.position from catalog_page p where p.org = :org
    union all select f.position from sidebar_folder f where f.org = :org) s), :actor, :actor) returning id""")
# unscoped: by number, after a scoped read under the organisation's lock
_UPDATE = sql("""
  update sidebar_folder set ident = :ident, title = :title, icon = :icon,
    updated_at = clock_timestamp(), updated_by = :actor
  where org = :org and id = :id""")
# unscoped: by number, after a scoped read under the organisation's lock
_DELETE = sql("delete from sidebar_folder where org = :org and id = :id")
# unscoped: by number, after a scoped read under the organisation's lock
_PLACE_PAGES = sql("""
  update catalog_page p set folder = cast(:folder as bigint), position = o.place
  from unnest(cast(:ids as bigint[])) with ordinality o(id, place) where p.org = :org and p.id = o.id""")
# unscoped: by number, after a scoped read under the organisation's lock
_PLACE_FOLDERS = sql("""
  update sidebar_folder f set folder = cast(:folder as bigint), position = o.place
  from unnest(cast(:ids as bigint[])) with ordinality o(id, place) where f.org = :org and f.id = o.id""")


async def items(work: Work, scope: Scope) -> list[Entry]:
    """Return every page that has a place in the sidebar, and every folder, in the order within their folders."""
    rows = await work.db.all(_ITEMS, scope, types=list(SHOWN))
    return [
        Entry(
            id=row["id"],
            identifier=row["ident"],
            title=row["title"],
            icon=row["icon"],
            kind=row["kind"],
            folder=row["folder"],
            hidden=row["hidden"],
            blueprint_id=row["bp"],
        )
        for row in rows
    ]


async def insert(work: Work, draft: FolderDraft) -> int:
    """Add a folder behind everything and return its number."""
    actor = await origin.actor_id(work)
    number: int = await work.db.value(
        _INSERT, org=work.org, ident=draft.identifier, title=draft.title, icon=draft.icon, actor=actor
    )
    return number


async def update(work: Work, number: int, draft: FolderDraft) -> None:
    """Replace what a folder is called."""
    await work.db.run(
        _UPDATE,
        org=work.org,
        id=number,
        ident=draft.identifier,
        title=draft.title,
        icon=draft.icon,
        actor=await origin.actor_id(work),
    )


async def delete(work: Work, number: int) -> None:
    """Remove a folder that holds nothing."""
    await work.db.run(_DELETE, org=work.org, id=number)


async def arrange(work: Work, folder: int | None, order: Sequence[Entry]) -> None:
    """Put these items into a folder, in this order."""
    ids = [item.id for item in order]  # pages and folders have their numbers from one sequence
    await work.db.run(_PLACE_PAGES, org=work.org, folder=folder, ids=ids)
    await work.db.run(_PLACE_FOLDERS, org=work.org, folder=folder, ids=ids)
