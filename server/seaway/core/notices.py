"""Notices: a word to one person's open portal that something of their own is new. It says no more than that.

Sent with `pg_notify(CHANNEL, 'organisation person')`, by public ids, when the transaction commits. One that is lost
does no harm: the portal asks again whenever it connects.
"""

from collections.abc import Sequence

from seaway.core.db import sql
from seaway.core.work import Work

CHANNEL = "seaway_notice"
# unscoped: reads no table
_TELL = sql(f"""
  select pg_notify('{CHANNEL}', cast(:org as text) || ' ' || p.id)
  from unnest(cast(:persons as text[])) p(id)""")


async def tell(work: Work, persons: Sequence[str]) -> None:
    """Let the portals of these people look again, in every tab, once this is committed."""
    await work.db.all(_TELL, org=work.actor.org, persons=list(persons))
