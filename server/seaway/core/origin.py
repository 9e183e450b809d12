"""Actors and data-source stamps, interned: a change record holds two small numbers instead of two texts."""

from typing import Any

from seaway.core.actor import TYPE_CODE, Actor
from seaway.core.db import sql
from seaway.core.work import Work

# A row of this very transaction has its number or a later one (savepoints count on from it). Others may have later ones
# too: such a row is only remembered a little later.
_OURS = "xmin::text::bigint >= (pg_current_xact_id_if_assigned()::text::bigint & 4294967295) as ours"
_FIND_ACTOR = sql(f"select id, {_OURS} from actor where org = :org and public_id = :public_id")
_ADD_ACTOR = sql("""
  insert into actor(org, public_id, type, name) values (:org, :public_id, :type, :name)
  on conflict (org, public_id) do update set name = excluded.name returning id""")
_FIND_SOURCE = sql(f"select id, {_OURS} from datasource where org = :org and stamp = :stamp")
_ADD_SOURCE = sql("""
  insert into datasource(org, stamp) values (:org, :stamp)
  on conflict (org, stamp) do update set stamp = excluded.stamp returning id""")

MAX_STAMP = 500

# Only ids read back from committed rows are kept: one from a transaction that rolls back must not be remembered.
_actors: dict[tuple[int, str], int] = {}
_sources: dict[tuple[int, str], int] = {}
_KEEP = 10_000


async def actor_id(work: Work) -> int:
    """Return the number of the work's actor."""
    return await intern_actor(work, work.actor)


async def intern_actor(work: Work, actor: Actor) -> int:
    """Return the number of an actor, adding it on first sight."""
    key = (actor.org_id, actor.id)
    if (known := _actors.get(key)) is not None:
        return known
    found = await work.db.one(_FIND_ACTOR, org=actor.org_id, public_id=actor.id)
    if found is None:
        code = TYPE_CODE[actor.type].encode()
        added: int = await work.db.value(_ADD_ACTOR, org=actor.org_id, public_id=actor.id, type=code, name=actor.name)
        return added
    return _kept(_actors, key, found)


async def source_id(work: Work) -> int | None:
    """Return the number of the work's data-source stamp, adding it on first sight; None when the work has none."""
    if not work.source:
        return None
    stamp = work.source[:MAX_STAMP]
    key = (work.org, stamp)
    if (known := _sources.get(key)) is not None:
        return known
    found = await work.db.one(_FIND_SOURCE, org=work.org, stamp=stamp)
    if found is None:
        added: int = await work.db.value(_ADD_SOURCE, org=work.org, stamp=stamp)
        return added
    return _kept(_sources, key, found)


def _kept(known: dict[tuple[int, str], int], key: tuple[int, str], found: Any) -> int:
    """Return the number of a row, and remember it unless it is this transaction's own, which may yet be taken back."""
    number = int(found["id"])
    if not found["ours"]:
        if len(known) >= _KEEP:
            known.clear()
        known[key] = number
    return number


def forget() -> None:
    """Forget every interned id: a restore or a test put another database behind the process."""
    _actors.clear()
    _sources.clear()
