"""SQL of logs. Their integration was read within its scope."""

from collections.abc import Sequence

import asyncpg
import orjson

from seaway.core.db import Statement, sql
from seaway.core.work import Work
from seaway.domains.integrations.types import Line, LogPage

_ADD = sql("""
  insert into integration_log(org, integration, at, level, message, event, extra)
  select :org, :integration, i.at, i.level, i.message, i.event, i.extra::json
  from unnest(cast(:ats as timestamptz[]), cast(:levels as text[]), cast(:messages as text[]),
    cast(:events as text[]), cast(:extras as text[])) with ordinality i(at, level, message, event, extra, place)
  order by i.place""")
# Two senders must not wait for each other's rows: what one of them locks the other leaves.
_TRIM = sql("""
  with cut as (select l.at, l.id from integration_log l where l.org = :org and l.integration = :integration
    order by l.at desc, l.id desc offset :kept limit 1)
  delete from integration_log where id in (
    select l.id from integration_log l, cut
    where l.org = :org and l.integration = :integration and (l.at, l.id) <= (cut.at, cut.id)
    order by l.id for update of l skip locked)""")


def _page(sign: str, order: str) -> Statement:
    return sql(f"""
      select l.id, l.at, l.level, l.message, l.event, l.extra::text as extra from integration_log l
      where l.org = :org and l.integration = :integration
        and (cast(:at as timestamptz) is null
          or (l.at, l.id) {sign} (cast(:at as timestamptz), cast(:id as bigint)))
        and (cast(:event as text) is null or l.event = :event)
        and (cast(:levels as text[]) = '{{}}' or l.level = any(cast(:levels as text[])))
      order by l.at {order}, l.id {order} limit :limit""")


_OLDER, _NEWER = _page("<", "desc"), _page(">", "asc")
_FIRST, _LAST = 0, (1 << 63) - 1


async def add(work: Work, integration: int, lines: Sequence[Line]) -> None:
    """Add lines, in this order."""
    await work.db.run(
        _ADD,
        org=work.org,
        integration=integration,
        ats=[line.at for line in lines],
        levels=[line.level for line in lines],
        messages=[line.message for line in lines],
        events=[line.event for line in lines],
        extras=[None if line.extra is None else orjson.dumps(dict(line.extra)).decode() for line in lines],
    )


async def trim(work: Work, integration: int, kept: int) -> None:
    """Remove all but the newest lines."""
    await work.db.run(_TRIM, org=work.org, integration=integration, kept=kept)


async def page(work: Work, integration: int, asked: LogPage) -> list[Line]:
    """Return lines behind a place, the newest first. Without a number, the lines of that very moment are left out."""
    rows = await work.db.all(
        _NEWER if asked.newer else _OLDER,
        org=work.org,
        integration=integration,
        at=asked.at,
        id=asked.id if asked.id is not None else _LAST if asked.newer else _FIRST,
        event=asked.event,
        levels=list(asked.levels),
        limit=asked.limit,
    )
    lines = [_line(row) for row in rows]
    return lines[::-1] if asked.newer else lines


def _line(row: asyncpg.Record) -> Line:
    return Line(
        at=row["at"],
        level=row["level"],
        message=row["message"],
        event=row["event"],
        extra=None if row["extra"] is None else orjson.loads(row["extra"]),
        id=row["id"],
    )
