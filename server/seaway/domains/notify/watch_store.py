"""SQL of watches. Each row names its person."""

from datetime import datetime

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.notify.types import Subject

_ALL = sql("""
  select w.kind, w.ref, w.created_at from watch w where w.org = :org and w.person = :person
  order by w.created_at desc, w.ref""")
_ADD = sql("""
  insert into watch(org, person, kind, ref) values (:org, :person, :kind, :ref)
  on conflict (org, person, kind, ref) do nothing""")
_REMOVE = sql("delete from watch where org = :org and person = :person and kind = :kind and ref = :ref")
_HOLD = sql("select pg_advisory_xact_lock(hashtext('watches'), cast(:person as int))")
_LEAVE = sql("""
  delete from watch w using actor a
  where w.org = :org and a.org = w.org and a.id = w.person and a.public_id = :public_id""")


async def hold(work: Work, person: int) -> None:
    """Wait until no other unit of work changes what this person watches."""
    await work.db.value(_HOLD, person=person)


async def every(work: Work, person: int) -> dict[Subject, datetime]:
    """Return what the person watches and since when, the latest first, whatever became of it."""
    rows = await work.db.all(_ALL, org=work.org, person=person)
    return {Subject(row["kind"], row["ref"]): row["created_at"] for row in rows}


async def add(work: Work, person: int, subject: Subject) -> None:
    """Watch it, unless it is watched."""
    await work.db.run(_ADD, org=work.org, person=person, kind=subject.kind, ref=subject.number)


async def remove(work: Work, person: int, subject: Subject) -> None:
    """Watch it no more."""
    await work.db.run(_REMOVE, org=work.org, person=person, kind=subject.kind, ref=subject.number)


async def leave(work: Work, public_id: str) -> None:
    """Remove the watches of a person who leaves the organisation."""
    await work.db.run(_LEAVE, org=work.org, public_id=public_id)
