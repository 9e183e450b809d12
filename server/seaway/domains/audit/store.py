"""All SQL of the audit log: the change log with the names of what changed, and writes that were refused."""

from collections.abc import Sequence
from typing import Any

from seaway.core.db import sql
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.audit.types import Filters

_ORIGIN = "coalesce(d.stamp, case c.actor_type when 's' then 'AUTOMATION' else 'API' end)"
_SELECT = f"""
  with found as materialized (
    select c.org, c.xid, c.seq, c.at, c.kind, c.ref, c.bp, c.op, c.undo, c.cause, c.actor, {_ORIGIN} as origin
    from change c left join datasource d on d.id = c.source
    where {{{{scope:c}}}}
      and (cast(:kinds as text[]) is null or c.kind = any(cast(:kinds as text[])))
      {{of}}
      and (cast(:bps as int[]) is null or c.bp = any(cast(:bps as int[])))
      and (cast(:seq as bigint) is null or c.seq = :seq and c.xid = cast(cast(:xid as text) as xid8))
      and (cast(:since as timestamptz) is null or c.at >= :since)
      and (cast(:until as timestamptz) is null or c.at <= :until)
      and (cast(:op as text) is null or c.op = cast(cast(:op as text) as "char"))
      and (cast(:causes as text[]) is null or c.cause = any(cast(:causes as text[])))
      and (cast(:installation as text) is null or c.cause = 'integration:' || :installation
        or position('/' || :installation || '/' in d.stamp || '/') > 0
        or position('(statekey/' || :installation || ')' in d.stamp) > 0)
      and (cast(:origins as text[]) is null or {_ORIGIN} = any(cast(:origins as text[])))
    order by c.xid desc, c.seq desc limit :limit)
  select f.xid::text::bigint as xid, f.seq, f.at, f.kind, f.ref, f.op::text as op, f.undo, f.cause, f.origin,
    a.public_id as who, coalesce(p.name, a.name) as who_name, p.email as who_email,
    coalesce((select b.ident from blueprint b where b.id = f.bp),
      (select g.undo ->> 'identifier' from change g
       where g.org = f.org and g.kind = 'blueprint' and g.ref = f.bp and g.op = 'D'
       order by g.seq desc limit 1)) as blueprint,
    case when f.kind = 'entity' then coalesce((select e.ident from entity e where e.id = f.ref),
      (select g.undo ->> 'identifier' from change g
       where g.org = f.org and g.kind = 'entity' and g.ref = f.ref and g.op = 'D'
       order by g.seq desc limit 1)) end as entity
  from found f left join actor a on a.id = f.actor left join account p on p.public_id = a.public_id
  order by f.xid desc, f.seq desc"""
_CHANGES = sql(_SELECT.format(of=""))
# A statement of its own: its plan must begin with the numbers, whatever else is asked for.
_OF_ENTITIES = sql(_SELECT.format(of="and c.kind = 'entity' and c.ref = any(cast(:refs as bigint[]))"))

# Of this name, or all; the deleted have an index of their own, and there are few of either.
_BLUEPRINTS = sql("""
  select b.id from blueprint b where {scope:b} and (cast(:name as text) is null or b.ident = :name)
  union select c.bp from change c
    where {scope:c} and c.kind = 'blueprint' and c.op = 'D'
      and (cast(:name as text) is null or c.undo ->> 'identifier' = :name)""")
_ENTITIES = sql("""
  select e.id from entity e where {scope:e} and e.ident = :entity and e.bp = any(cast(:bps as int[]))
  union select c.ref from change c
    where {scope:c} and c.kind = 'entity' and c.op = 'D' and c.bp = any(cast(:bps as int[]))
      and md5(c.undo ->> 'identifier') = md5(:entity) and c.undo ->> 'identifier' = :entity""")

SCANNED = 2_000
_REFUSED = sql(f"""
  select r.id, r.at, r.subject, r.detail, r.actor as who, coalesce(p.name, a.name) as who_name, p.email as who_email
  from audit_entry r left join actor a on a.org = r.org and a.public_id = r.actor
  left join account p on p.public_id = r.actor
  where {{scope:r}} and r.kind = 'denied' and split_part(r.subject, ' ', 1) = any(cast(:methods as text[]))
    and (cast(:number as bigint) is null or r.id = :number)
    and (cast(:since as timestamptz) is null or r.at >= :since)
    and (cast(:until as timestamptz) is null or r.at <= :until)
  order by r.at desc, r.id desc limit {SCANNED}""")


async def changes(work: Work, scope: Scope, kinds: Sequence[str] | None, filters: Filters, op: str | None) -> list[Any]:
    """Return change records, the newest first; kinds of None are all there are."""
    bps = refs = None
    if filters.blueprint is not None or filters.entity is not None:
        bps = [row[0] for row in await work.db.all(_BLUEPRINTS, scope, name=filters.blueprint)]
    if filters.entity is not None:
        refs = [row[0] for row in await work.db.all(_ENTITIES, scope, entity=filters.entity, bps=bps)]
    xid, seq = filters.change or (None, None)
    return await work.db.all(
        _CHANGES if refs is None else _OF_ENTITIES,
        scope,
        kinds=None if kinds is None else list(kinds),
        refs=refs,
        bps=bps,
        xid=None if xid is None else str(xid),
        seq=seq,
        since=filters.since,
        until=filters.until,
        op=op,
        causes=filters.causes,
        installation=filters.installation,
        origins=list(filters.origins) or None,
        limit=filters.limit,
    )


async def refused(work: Work, scope: Scope, filters: Filters, methods: Sequence[str]) -> list[Any]:
    """Return the latest writes that were refused, the newest first; the caller looks at what they were aimed at."""
    return await work.db.all(
        _REFUSED,
        scope,
        methods=list(methods),
        number=filters.refusal,
        since=filters.since,
        until=filters.until,
    )
