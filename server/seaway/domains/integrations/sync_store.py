"""SQL of syncs and their figures. Their integration was read within its scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg
import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.integrations.types import Figures, KeptFigures, Sync, SyncState

WHOLE = ["__resync__", "__runtime__"]
"""Kinds that stand for the sync as a whole, not for something that it brings in."""
_STATES: tuple[SyncState, ...] = ("syncing", "pending", "failed", "aborted", "completed")
# `xmax` is set where the row was there before.
_TOUCH = sql("""
  insert into integration_sync(org, integration, event) values (:org, :integration, :event)
  on conflict (integration, event) do update set updated_at = clock_timestamp()
  returning id, xmax = 0 as fresh""")
_KEEP = sql("""
  insert into integration_metric(org, sync, kind, said)
  select :org, :sync, i.kind, i.said::json
  from unnest(cast(:kinds as text[]), cast(:said as text[])) with ordinality i(kind, said, place) order by i.place
  on conflict (sync, kind) do update set said = excluded.said, updated_at = clock_timestamp()""")
# Two senders must not wait for each other's rows: what one of them locks the other leaves.
_TRIM = sql("""
  delete from integration_sync where id in (
    select s.id from integration_sync s join (
      select o.id, o.created_at, row_number() over (order by o.created_at desc, o.id desc) as place
      from integration_sync o where o.org = :org and o.integration = :integration) old on old.id = s.id
    where old.place > :most or (old.place > :newest and old.created_at < cast(:since as timestamptz))
    order by s.id for update of s skip locked)""")
_FIGURES = sql("""
  select m.said::text as said, m.created_at, m.updated_at from integration_metric m
  where m.sync = (
      select s.id from integration_sync s
      where s.org = :org and s.integration = :integration and (cast(:event as text) is null or s.event = :event)
        and exists (select 1 from integration_metric x where x.sync = s.id)
      order by s.created_at desc, s.id desc limit 1)
  order by m.kind limit :limit""")
_RECENT = sql("""
  select s.event, s.created_at, s.updated_at,
    (select m.said ->> 'syncState' from integration_metric m
      where m.sync = s.id and m.kind = any(cast(:whole as text[])) order by m.updated_at desc limit 1) as whole,
    array(select distinct m.said ->> 'syncState' from integration_metric m where m.sync = s.id) as states
  from (select o.*, row_number() over (order by o.created_at desc, o.id desc) as place
    from integration_sync o where o.org = :org and o.integration = :integration) s
  where s.place <= :most and (s.place <= :newest or s.created_at >= cast(:since as timestamptz))
  order by s.place""")


@dataclass(frozen=True, slots=True)
class Kept:
    """How many syncs are kept: the newest so many, and others up to an age, at most so many in all."""

    newest: int
    age: timedelta
    most: int


async def touch(work: Work, integration: int, event: str) -> tuple[int, bool]:
    """Return the number of a sync, and whether it is new; one that is there is noted to be alive."""
    row = await work.db.one(_TOUCH, org=work.org, integration=integration, event=event)
    assert row is not None  # noqa: S101  # it returns the row that it wrote
    return row["id"], row["fresh"]


async def keep(work: Work, sync: int, given: Sequence[Figures]) -> None:
    """Write figures of a sync, in this order."""
    kinds = [each.kind for each in given]
    said = [orjson.dumps(dict(each.said)).decode() for each in given]
    await work.db.run(_KEEP, org=work.org, sync=sync, kinds=kinds, said=said)


async def trim(work: Work, integration: int, kept: Kept, since: datetime) -> None:
    """Remove the syncs that are not kept, with their figures."""
    await work.db.run(_TRIM, org=work.org, integration=integration, newest=kept.newest, most=kept.most, since=since)


async def figures(work: Work, integration: int, event: str | None, limit: int) -> list[KeptFigures]:
    """Return the figures of a sync, of the last that has any without an event."""
    rows = await work.db.all(_FIGURES, org=work.org, integration=integration, event=event, limit=limit)
    return [KeptFigures(orjson.loads(row["said"]), row["created_at"], row["updated_at"]) for row in rows]


async def recent(work: Work, integration: int, kept: Kept, since: datetime) -> list[Sync]:
    """Return the syncs that are kept, the newest first."""
    rows = await work.db.all(
        _RECENT,
        org=work.org,
        integration=integration,
        newest=kept.newest,
        most=kept.most,
        since=since,
        whole=WHOLE,
    )
    return [Sync(row["event"], _state(row), row["created_at"], row["updated_at"]) for row in rows]


def _state(row: asyncpg.Record) -> SyncState:
    """Return the state of a whole sync: what it says itself, else the least finished of its kinds."""
    said = {row["whole"]} if row["whole"] in _STATES else set(row["states"])
    return next((state for state in _STATES if state in said), "syncing")
