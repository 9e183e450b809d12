"""The change log: one record per write, from any source, in the same transaction (architecture.md, promise 1).

A record says when, who, why and how to undo. `undo` holds, for an update, the old values of changed keys and null for
added ones; for a deletion, the whole last state; for a creation, nothing. Audit, history, the catalog as of a past
instant and the event feed are views over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from seaway.core import origin
from seaway.core.actor import TYPE_CODE
from seaway.core.db import sql
from seaway.core.work import Work

Op = Literal["C", "U", "D"]
CHANNEL = "seaway_change"

_INSERT = sql("""
  insert into change(org, kind, bp, actor, actor_type, source, cause, trace, ref, op, undo, displaced)
  select :org, :kind, cast(:bp as int), :actor, cast(:actor_type as "char"), cast(:source as int),
         cast(:cause as text), cast(:trace as uuid), i.ref, i.op::"char", i.undo::jsonb, i.displaced
  from unnest(cast(:refs as bigint[]), cast(:ops as text[]), cast(:undos as text[]), cast(:displaced as bool[]))
    i(ref, op, undo, displaced)""")
_WAKE = sql("select pg_notify('seaway_change', '')")


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one object. `ref` is its number from the sequence `object_id`, or its table's own key."""

    ref: int
    op: Op
    undo: dict[str, Any] | None = None
    displaced: bool = False


async def record(work: Work, kind: str, changes: Sequence[Change], *, blueprint: int | None = None) -> None:
    """Write the records of changes to objects of one kind (and, for entities, of one blueprint).

    Call it after the objects' rows are written: the record's time is taken then, under their locks.
    """
    if not changes:
        return
    await work.db.run(
        _INSERT,
        org=work.org,
        kind=kind,
        bp=blueprint,
        actor=await origin.actor_id(work),
        actor_type=TYPE_CODE[work.actor.type].encode(),
        source=await origin.source_id(work),
        cause=work.cause.text,
        trace=work.cause.trace,
        refs=[change.ref for change in changes],
        ops=[change.op for change in changes],
        undos=[None if change.undo is None else orjson.dumps(change.undo).decode() for change in changes],
        displaced=[change.displaced for change in changes],
    )
    await work.db.value(_WAKE)
