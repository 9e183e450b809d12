"""SQL that turns changes into notifications: one unread one for each person and subject, which counts what follows."""

from collections.abc import Sequence

from seaway.core.changes import Op
from seaway.core.db import sql
from seaway.core.notices import CHANNEL
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.notify.types import Happened

MOST = 20  # names of what changed
# Between the names of changed properties, which hold no control characters.
_BETWEEN = "\x1f"

_OPEN = f"""
  on conflict (org, person, kind, ref) where read_at is null do update set
    count = notification.count + excluded.count, op = excluded.op, about = excluded.about,
    identifier = excluded.identifier, title = excluded.title, actor = excluded.actor,
    at = excluded.at, xid = excluded.xid, seq = excluded.seq,
    changed = array(select distinct unnest(notification.changed || excluded.changed) order by 1 limit {MOST})
  where (excluded.xid, excluded.seq) > (notification.xid, notification.seq)
  returning person"""

# Who watches an entity is told about it, who watches its blueprint about its entities together; never twice about one,
# and never about what they did themselves or what came before they watched.
_SPREAD = sql(f"""
  with happened as (
    select c.*, a.id as who from unnest(
      cast(:kinds as text[]), cast(:refs as bigint[]), cast(:bps as bigint[]), cast(:ops as text[]),
      cast(:actors as text[]), cast(:ats as timestamptz[]), cast(:xids as text[]), cast(:seqs as bigint[]),
      cast(:changes as text[]), cast(:identifiers as text[]), cast(:titles as text[]))
      with ordinality c(kind, ref, bp, op, actor, at, xid, seq, changed, identifier, title, place)
    left join actor a on a.org = :org and a.public_id = c.actor),
  told as (
    select w.person, c.kind, c.ref, null::bigint as about, c.op, c.who, c.at, c.xid::xid8 as xid, c.seq, c.place,
      c.changed, c.identifier, c.title
    from happened c join watch w on w.org = :org and w.kind = c.kind and w.ref = c.ref
    where w.person is distinct from c.who and c.at > w.created_at
    union all
    select w.person, 'entities', c.bp, c.ref, c.op, c.who, c.at, c.xid::xid8, c.seq, c.place, '', c.identifier, c.title
    from happened c join watch w on w.org = :org and w.kind = 'blueprint' and w.ref = c.bp
    where c.kind = 'entity' and w.person is distinct from c.who and c.at > w.created_at and not exists (
      select 1 from watch e where e.org = :org and e.person = w.person and e.kind = 'entity' and e.ref = c.ref)),
  grouped as (
    select person, kind, ref, count(*)::int as count, string_agg(nullif(changed, ''), '{_BETWEEN}') as changed,
      max(place) as last
    from told group by person, kind, ref),
  spread as (
    insert into notification(org, person, kind, ref, count, op, about, identifier, title, changed, actor, at, xid, seq)
    select :org, g.person, g.kind, g.ref, g.count, t.op::"char", t.about, t.identifier, t.title,
      array(select distinct unnest(string_to_array(coalesce(g.changed, ''), '{_BETWEEN}')) order by 1 limit {MOST}),
      t.who, t.at, t.xid, t.seq
    from grouped g join told t on t.person = g.person and t.kind = g.kind and t.ref = g.ref and t.place = g.last
    {_OPEN})
  select pg_notify('{CHANNEL}', o.public_id || ' ' || p.public_id)
  from spread s join actor p on p.id = s.person join organisation o on o.id = :org""")

# unscoped: the number of an import comes from its change record; its requester is told
_ENDED = sql(f"""
  with spread as (
    insert into notification(org, person, kind, ref, count, op, identifier, title, changed, actor, at, xid, seq)
    select :org, a.id, 'import', :ref, 1, cast(:op as text)::"char", null, :title, '{{}}', a.id, :at,
      cast(cast(:xid as text) as xid8), :seq
    from actor a where a.org = :org and a.public_id = :person and a.type = 'u'
    {_OPEN})
  select pg_notify('{CHANNEL}', o.public_id || ' ' || :person) from spread s join organisation o on o.id = :org""")


async def spread(work: Work, happened: Sequence[Happened]) -> None:
    """Tell the watchers of what happened; `happened` is in the order of the log."""
    await work.db.all(
        _SPREAD,
        org=work.org,
        kinds=[each.kind for each in happened],
        refs=[each.number for each in happened],
        bps=[each.blueprint for each in happened],
        ops=[each.op for each in happened],
        actors=[each.actor for each in happened],
        ats=[each.at for each in happened],
        xids=[str(each.position.xid) for each in happened],
        seqs=[each.position.seq for each in happened],
        changes=[_BETWEEN.join(each.changed[:MOST]) for each in happened],
        identifiers=[each.identifier for each in happened],
        titles=[each.title for each in happened],
    )


async def ended(work: Work, number: int, person: str, source: str, last: tuple[Op, object, Position]) -> None:
    """Tell the person who asked for an import that it has ended."""
    op, at, position = last
    await work.db.all(
        _ENDED,
        org=work.org,
        ref=number,
        person=person,
        title=source,
        op=op,
        at=at,
        xid=str(position.xid),
        seq=position.seq,
    )
