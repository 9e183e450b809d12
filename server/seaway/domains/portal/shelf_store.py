"""All SQL of what people keep: preferences, favourites, what they looked at last. Each row names its person."""

from collections.abc import Sequence
from typing import Any

import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.portal.types import Ref, Seen

_PREFERENCES = sql("select p.settings from preference p where p.org = :org and p.person = :person")
_PREFER = sql("""
  insert into preference(org, person, settings) values (:org, :person, cast(:settings as jsonb))
  on conflict (org, person) do update set settings = excluded.settings""")
_HOLD = sql("select pg_advisory_xact_lock(hashtext('shelf'), cast(:person as int))")

_FAVOURITES = sql("""
  select f.kind, f.ref from favourite f where f.org = :org and f.person = :person order by f.position, f.ref""")
_KEEP = sql("""
  insert into favourite(org, person, kind, ref, position)
  values (:org, :person, :kind, :ref,
    (select coalesce(max(f.position), 0) + 1 from favourite f where f.org = :org and f.person = :person))
  on conflict (org, person, kind, ref) do nothing""")
_DROP = sql("delete from favourite where org = :org and person = :person and kind = :kind and ref = :ref")
_ARRANGE = sql("""
  update favourite f set position = o.place
  from unnest(cast(:kinds as text[]), cast(:refs as bigint[])) with ordinality o(kind, ref, place)
  where f.org = :org and f.person = :person and f.kind = o.kind and f.ref = o.ref""")

_SEEN = sql("""
  select r.kind, r.ref, r.at from recent_view r where r.org = :org and r.person = :person
  order by r.at desc, r.ref desc limit :limit""")
_SEE = sql("""
  insert into recent_view(org, person, kind, ref) values (:org, :person, :kind, :ref)
  on conflict (org, person, kind, ref) do update set at = clock_timestamp()""")
_TRIM = sql("""
  delete from recent_view r using (
    select x.kind, x.ref from recent_view x where x.org = :org and x.person = :person
    order by x.at desc, x.ref desc offset :most) old
  where r.org = :org and r.person = :person and r.kind = old.kind and r.ref = old.ref""")
_UNSEE = sql("delete from recent_view where org = :org and person = :person")

_LEAVE = [
    sql(f"""
      delete from {table} t using actor a
      where t.org = :org and a.org = t.org and a.id = t.person and a.public_id = :public_id""")
    for table in ("preference", "favourite", "recent_view")
]


async def hold(work: Work, person: int) -> None:
    """Wait until no other unit of work changes what this person keeps."""
    await work.db.value(_HOLD, person=person)


async def preferences(work: Work, person: int) -> dict[str, Any]:
    """Return what the person chose."""
    text = await work.db.value(_PREFERENCES, org=work.org, person=person)
    chosen: dict[str, Any] = orjson.loads(text) if text else {}
    return chosen


async def prefer(work: Work, person: int, settings: dict[str, Any]) -> None:
    """Replace what the person chose."""
    await work.db.run(_PREFER, org=work.org, person=person, settings=orjson.dumps(settings).decode())


async def favourites(work: Work, person: int) -> list[Ref]:
    """Return the person's favourites in their order, whatever became of them."""
    return [Ref(row["kind"], row["ref"]) for row in await work.db.all(_FAVOURITES, org=work.org, person=person)]


async def keep(work: Work, person: int, ref: Ref) -> None:
    """Add a favourite behind the others, unless it is one."""
    await work.db.run(_KEEP, org=work.org, person=person, kind=ref.kind, ref=ref.number)


async def drop(work: Work, person: int, ref: Ref) -> None:
    """Remove a favourite, if it is one."""
    await work.db.run(_DROP, org=work.org, person=person, kind=ref.kind, ref=ref.number)


async def arrange(work: Work, person: int, refs: Sequence[Ref]) -> None:
    """Give the favourites this order."""
    kinds, numbers = [ref.kind for ref in refs], [ref.number for ref in refs]
    await work.db.run(_ARRANGE, org=work.org, person=person, kinds=kinds, refs=numbers)


async def seen(work: Work, person: int, limit: int) -> list[Seen]:
    """Return what the person looked at, the last first, whatever became of it."""
    rows = await work.db.all(_SEEN, org=work.org, person=person, limit=limit)
    return [Seen(Ref(row["kind"], row["ref"]), row["at"]) for row in rows]


async def see(work: Work, person: int, ref: Ref, most: int) -> None:
    """Note that the person looks at it now; forget what is older than the last `most`."""
    await work.db.run(_SEE, org=work.org, person=person, kind=ref.kind, ref=ref.number)
    await work.db.run(_TRIM, org=work.org, person=person, most=most)


async def unsee(work: Work, person: int) -> None:
    """Forget what the person looked at."""
    await work.db.run(_UNSEE, org=work.org, person=person)


async def leave(work: Work, public_id: str) -> None:
    """Remove everything that a person kept who leaves the organisation."""
    for statement in _LEAVE:
        await work.db.run(statement, org=work.org, public_id=public_id)
