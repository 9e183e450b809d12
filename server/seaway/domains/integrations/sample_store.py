"""SQL of examples and cursors. Their integration was read within its scope."""

from collections.abc import Sequence

import orjson

from seaway.core.db import sql
from seaway.core.work import Work
from seaway.domains.integrations.types import Example

_KINDS = sql("""
  select x.id, x.kind, x.data::text as data from integration_example x
  where x.org = :org and x.integration = :integration order by x.kind, x.id desc""")
_KIND_FITS = sql("""
  select exists (select 1 from integration_example x where x.org = :org and x.integration = :integration
      and x.kind = :kind)
    or (select count(distinct x.kind) from integration_example x
      where x.org = :org and x.integration = :integration) < :most""")
_ADD = sql("""
  insert into integration_example(org, integration, kind, data)
  select :org, :integration, :kind, i.data::json from unnest(cast(:data as text[])) with ordinality i(data, place)
  order by i.place""")
# Two senders of one kind must not wait for each other's rows: what one of them locks the other leaves.
_TRIM = sql("""
  with cut as (select x.id from integration_example x
    where x.org = :org and x.integration = :integration and x.kind = :kind order by x.id desc offset :kept limit 1)
  delete from integration_example where id in (
    select x.id from integration_example x, cut
    where x.org = :org and x.integration = :integration and x.kind = :kind and x.id <= cut.id
    order by x.id for update of x skip locked)""")
_CURSOR = sql("""
  select x.value from integration_cursor x
  where x.org = :org and x.integration = :integration and x.kind = :kind and x.place = :place""")
_MOVE = sql("""
  update integration_cursor set value = :value
  where org = :org and integration = :integration and kind = :kind and place = :place""")
_BEGIN = sql("""
  insert into integration_cursor(org, integration, kind, place, value)
  values (:org, :integration, :kind, :place, :value)
  on conflict (integration, kind, place) do update set value = excluded.value""")
_TRIM_CURSORS = sql("""
  delete from integration_cursor x where x.org = :org and (x.integration, x.kind, x.place) in (
    select y.integration, y.kind, y.place from integration_cursor y
    where y.org = :org and y.integration = :integration
    order by y.value desc, y.kind, y.place offset :kept)""")


async def kinds(work: Work, integration: int) -> dict[str, list[Example]]:
    """Return the examples of every kind, the newest first."""
    found: dict[str, list[Example]] = {}
    for row in await work.db.all(_KINDS, org=work.org, integration=integration):
        found.setdefault(row["kind"], []).append(Example(row["id"], orjson.loads(row["data"])))
    return found


async def kind_fits(work: Work, integration: int, kind: str, most: int) -> bool:
    """Tell whether examples of a kind may be kept: it has some, or fewer kinds than so many have."""
    return bool(await work.db.value(_KIND_FITS, org=work.org, integration=integration, kind=kind, most=most))


async def add_examples(work: Work, integration: int, kind: str, data: Sequence[str]) -> None:
    """Add examples, each as JSON."""
    await work.db.run(_ADD, org=work.org, integration=integration, kind=kind, data=list(data))


async def trim_examples(work: Work, integration: int, kind: str, kept: int) -> None:
    """Remove all but the newest examples of a kind."""
    await work.db.run(_TRIM, org=work.org, integration=integration, kind=kind, kept=kept)


async def cursor(work: Work, integration: int, kind: str, place: int) -> str | None:
    """Return a cursor as it was told."""
    value: str | None = await work.db.value(_CURSOR, org=work.org, integration=integration, kind=kind, place=place)
    return value


async def move_cursor(work: Work, integration: int, kind: str, place: int, value: str) -> bool:
    """Replace a cursor; False when there is none."""
    params = {"org": work.org, "integration": integration, "kind": kind, "place": place, "value": value}
    return await work.db.run(_MOVE, **params) > 0


async def begin_cursor(work: Work, integration: int, kind: str, place: int, value: str) -> None:
    """Add or replace a cursor."""
    params = {"org": work.org, "integration": integration, "kind": kind, "place": place, "value": value}
    await work.db.run(_BEGIN, **params)


async def trim_cursors(work: Work, integration: int, kept: int) -> None:
    """Remove all but so many cursors, those of the latest moments."""
    await work.db.run(_TRIM_CURSORS, org=work.org, integration=integration, kept=kept)
