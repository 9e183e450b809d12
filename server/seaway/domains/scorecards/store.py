"""SQL of scorecards' definitions."""

from collections.abc import Sequence
from typing import Any

import orjson

from seaway.core import origin
from seaway.core.db import sql
from seaway.core.position import Position
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.scorecards.types import Draft, Scorecard

_COLUMNS = """
  s.id, s.public_id, s.bp, b.ident as blueprint, s.ident, s.title, s.filter::text as filter, s.levels::text as levels,
  s.rules::text as rules, s.properties::text as properties, s.ver, s.evaluated, s.evaluated_at,
  s.xid::text::bigint as xid, s.seq, s.created_at, s.updated_at, c.public_id as created_by, u.public_id as updated_by
  from scorecard s join blueprint b on b.id = s.bp
  left join actor c on c.id = s.created_by left join actor u on u.id = s.updated_by"""
_ALL = sql(f"select {_COLUMNS} where {{scope:s}} order by b.ident, s.position, s.id")
_OF_BLUEPRINT = sql(f"select {_COLUMNS} where {{scope:s}} and s.bp = :bp order by s.position, s.id")
_ONE = sql(f"select {_COLUMNS} where {{scope:s}} and s.ident = :ident")
_BY_NUMBER = sql(f"select {_COLUMNS} where {{scope:s}} and s.id = any(cast(:ids as bigint[])) order by s.id")
# Rows are locked in the order of numbers, so that two evaluations never wait for each other.
_LOCK = sql("""
  select s.id from scorecard s
  where {scope:s} and (s.id = any(cast(:ids as bigint[])) or s.bp = any(cast(:bps as int[])))
  order by s.id for no key update""")
_SERIALISE = sql("select pg_advisory_xact_lock(hashtext('scorecards'), cast(:org as int))")
# unscoped: the position is one behind all others of the blueprint
_INSERT = sql("""
  insert into scorecard(public_id, org, bp, ident, title, filter, levels, rules, properties, relative, position,
    created_by, updated_by)
  values (:public_id, :org, :bp, :ident, :title, cast(:filter as json), cast(:levels as json), cast(:rules as json),
    cast(:properties as json), :relative, (select coalesce(max(s.position), 0) + 1 from scorecard s where s.bp = :bp),
    :actor, :actor)
  returning id""")
# unscoped: by number, after a scoped locking read
_UPDATE = sql("""
  update scorecard set title = :title, filter = cast(:filter as json), levels = cast(:levels as json),
    rules = cast(:rules as json), properties = cast(:properties as json), relative = :relative,
    ver = ver + cast(:judged as int), updated_at = clock_timestamp(), updated_by = :actor
  where id = :id""")
# unscoped: by numbers, after a scoped locking read
_ARRANGE = sql("""
  update scorecard s set position = o.place from unnest(cast(:ids as bigint[])) with ordinality o(id, place)
  where s.id = o.id and s.position <> o.place""")
# unscoped: by numbers, after a scoped locking read
_DELETE = sql("""
  with r as (delete from scorecard_result where scorecard = any(cast(:ids as bigint[]))),
  h as (delete from scorecard_history where scorecard = any(cast(:ids as bigint[])))
  delete from scorecard where id = any(cast(:ids as bigint[]))""")


async def serialise(work: Work) -> None:
    """Wait until no other unit of work defines scorecards in this organisation."""
    await work.db.value(_SERIALISE, org=work.org)


async def every(work: Work, scope: Scope) -> list[Scorecard]:
    """Return every scorecard, by blueprint."""
    return [_scorecard(row) for row in await work.db.all(_ALL, scope)]


async def of_blueprint(work: Work, scope: Scope, blueprint: int) -> list[Scorecard]:
    """Return the scorecards of a blueprint, in their order."""
    return [_scorecard(row) for row in await work.db.all(_OF_BLUEPRINT, scope, bp=blueprint)]


async def find(work: Work, scope: Scope, identifier: str) -> Scorecard | None:
    """Return a scorecard, or None."""
    row = await work.db.one(_ONE, scope, ident=identifier)
    return _scorecard(row) if row else None


async def by_number(work: Work, scope: Scope, number: int) -> Scorecard | None:
    """Return a scorecard by its number, None when it is gone."""
    row = await work.db.one(_BY_NUMBER, scope, ids=[number])
    return _scorecard(row) if row else None


async def locked(
    work: Work, scope: Scope, *, numbers: Sequence[int] = (), blueprints: Sequence[int] = ()
) -> list[Scorecard]:
    """Return those of these scorecards, and of these blueprints, that exist, as they are under their row locks.

    Who writes results holds the lock, so that results are of one definition and are not written twice.
    """
    rows = await work.db.all(_LOCK, scope, ids=list(numbers), bps=list(blueprints))
    if not rows:
        return []
    return [_scorecard(row) for row in await work.db.all(_BY_NUMBER, scope, ids=[row["id"] for row in rows])]


async def insert(work: Work, blueprint: int, draft: Draft, public_id: str, *, relative: bool) -> int:
    """Add a scorecard behind the others of its blueprint and return its number."""
    added: int = await work.db.value(
        _INSERT,
        public_id=public_id,
        org=work.org,
        bp=blueprint,
        ident=draft.identifier,
        relative=relative,
        **await _columns(work, draft),
    )
    return added


async def update(work: Work, number: int, draft: Draft, *, relative: bool, judged: bool) -> None:
    """Replace what a scorecard says; `judged` tells that it judges differently, so that results must be made anew."""
    await work.db.run(_UPDATE, id=number, relative=relative, judged=int(judged), **await _columns(work, draft))


async def arrange(work: Work, numbers: Sequence[int]) -> None:
    """Put the scorecards of a blueprint in this order."""
    await work.db.run(_ARRANGE, ids=list(numbers))


async def delete(work: Work, numbers: Sequence[int]) -> None:
    """Remove scorecards with all that is known of them."""
    await work.db.run(_DELETE, ids=list(numbers))


async def _columns(work: Work, draft: Draft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "filter": None if draft.filter is None else orjson.dumps(draft.filter).decode(),
        "levels": orjson.dumps(list(draft.levels)).decode(),
        "rules": orjson.dumps(list(draft.rules)).decode(),
        "properties": orjson.dumps(draft.properties).decode(),
        "actor": await origin.actor_id(work),
    }


def _scorecard(row: Any) -> Scorecard:
    return Scorecard(
        number=row["id"],
        id=row["public_id"],
        blueprint=row["blueprint"],
        blueprint_id=row["bp"],
        draft=Draft(
            identifier=row["ident"],
            title=row["title"],
            rules=orjson.loads(row["rules"]),
            levels=orjson.loads(row["levels"]),
            filter=None if row["filter"] is None else orjson.loads(row["filter"]),
            properties=orjson.loads(row["properties"]),
        ),
        version=row["ver"],
        evaluated=row["evaluated"],
        evaluated_at=row["evaluated_at"],
        position=Position(row["xid"], row["seq"]),
        created_at=row["created_at"],
        created_by=row["created_by"],
        updated_at=row["updated_at"],
        updated_by=row["updated_by"],
    )
