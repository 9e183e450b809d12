"""SQL of notifications as their person reads them. What the person may no longer read is neither listed nor counted."""

from datetime import datetime
from typing import Any

from seaway.core.db import Connection, sql
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.access import service as access

UNREAD = 100  # counted up to here
KEPT = 500  # a person
_READABLE = """
  n.org = :org and n.person = :person and case n.kind
    when 'entity' then n.op = 'D' or exists (select 1 from entity e where e.id = n.ref and {scope:e})
    when 'import' then true
    else exists (select 1 from blueprint b where b.id = n.ref and {scope:b}) end"""
_PAGE = sql(f"""
  select n.id, n.kind, n.ref, n.count, n.op::text as op, n.about, n.identifier, n.title, n.changed, n.at,
    n.xid::text::bigint as xid, n.seq, n.read_at is not null as read, a.public_id as actor, a.name as actor_name
  from notification n left join actor a on a.id = n.actor
  where {_READABLE} and (not cast(:unread as bool) or n.read_at is null)
    and (cast(:seq as bigint) is null or (n.xid, n.seq) < (cast(cast(:xid as text) as xid8), :seq))
  order by n.xid desc, n.seq desc limit :limit""")
_UNREAD = sql(f"""
  select count(*) from (
    select 1 from notification n where {_READABLE} and n.read_at is null limit {UNREAD}) found""")
# unscoped: of the person's own, by number
_SET_READ = sql("""
  update notification n set read_at = case when cast(:read as bool) then coalesce(n.read_at, clock_timestamp()) end
  where n.org = :org and n.person = :person and n.id = :id and (n.read_at is not null) <> cast(:read as bool)
    and (cast(:read as bool) or not exists (
      select 1 from notification o where o.org = n.org and o.person = n.person and o.kind = n.kind and o.ref = n.ref
        and o.read_at is null))""")
_KNOWN = sql("select 1 from notification n where n.org = :org and n.person = :person and n.id = :id")
_READ_ALL = sql("""
  update notification n set read_at = clock_timestamp()
  where n.org = :org and n.person = :person and n.read_at is null
    and (cast(:seq as bigint) is null or (n.xid, n.seq) <= (cast(cast(:xid as text) as xid8), :seq))""")
_LEAVE = sql("""
  delete from notification n using actor a
  where n.org = :org and a.org = n.org and a.id = n.person and a.public_id = :public_id""")
_FORGET = sql("delete from notification where at < :read_before and (read_at is not null or at < :before)")
_SHORTEN = sql(f"""
  delete from notification n using (
    select x.id, row_number() over (partition by x.org, x.person order by x.xid desc, x.seq desc) as place
    from notification x) old
  where n.id = old.id and old.place > {KEPT}""")


async def page(work: Work, person: int, before: Position | None, limit: int, *, unread: bool) -> list[Any]:
    """Return notifications of the person, the last first, from before a position."""
    xid, seq = (str(before.xid), before.seq) if before else (None, None)
    scope = access.filter(work, "read", "entities")
    return await work.db.all(_PAGE, scope, org=work.org, person=person, unread=unread, xid=xid, seq=seq, limit=limit)


async def unread(work: Work, person: int) -> int:
    """Count what the person has not read, up to UNREAD."""
    return int(await work.db.value(_UNREAD, access.filter(work, "read", "entities"), org=work.org, person=person))


async def known(work: Work, person: int, number: int) -> bool:
    """Tell whether the person has this notification."""
    return await work.db.value(_KNOWN, org=work.org, person=person, id=number) is not None


async def set_read(work: Work, person: int, number: int, *, read: bool) -> int:
    """Mark one read or unread; return how many changed. Where newer news of it is unread, it stays read."""
    return await work.db.run(_SET_READ, org=work.org, person=person, id=number, read=read)


async def read_all(work: Work, person: int, until: Position | None) -> int:
    """Mark all up to a position read; return how many."""
    xid, seq = (str(until.xid), until.seq) if until else (None, None)
    return await work.db.run(_READ_ALL, org=work.org, person=person, xid=xid, seq=seq)


async def leave(work: Work, public_id: str) -> None:
    """Remove the notifications of a person who leaves the organisation."""
    await work.db.run(_LEAVE, org=work.org, public_id=public_id)


async def forget(db: Connection, read_before: datetime, before: datetime) -> None:
    """Remove what is old, read or unread, and what is over a person's measure."""
    await db.run(_FORGET, read_before=read_before, before=before)
    await db.run(_SHORTEN)
