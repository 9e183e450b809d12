"""Turns records of the change log into what clients get: CloudEvents, each object named by what people call it.

Names are read for a whole batch at once. An object that is gone by then is named by the record of its deletion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from seaway.core.db import Connection, sql
from seaway.core.feed import FeedChange
from seaway.domains.blueprints.types import ORDER
from seaway.kit import clock

WORDS = {"C": "created", "U": "updated", "D": "deleted"}
SECTIONS = frozenset({"properties", "relations", "schema"})  # of an undo: their keys are named one by one
_IDENTIFIERS = ("identifier", "clientId", "publicId", "email")
_TITLES = ("title", "name")

# unscoped: the narrator serves the streams of every organisation; each stream sends its own organisation's events alone
_NAMES = sql("""
  select 'entity' as kind, e.id as ref, e.ident, e.title from entity e where e.id = any(cast(:entity as bigint[]))
  union all
  select 'blueprint', b.id, b.ident, b.title from blueprint b where b.id = any(cast(:blueprint as bigint[]))
  union all
  select 'scorecard', s.id, s.ident, s.title from scorecard s where s.id = any(cast(:scorecard as bigint[]))
  union all
  select 'page', p.id, p.ident, p.title from catalog_page p where p.id = any(cast(:page as bigint[]))
  union all
  select 'page_view', v.id, v.public_id, v.title from page_view v
    where v.id = any(cast(:page_view as bigint[])) and v.owner is null and v.team is null
  union all
  select 'folder', f.id, f.ident, f.title from sidebar_folder f where f.id = any(cast(:folder as bigint[]))
  union all
  select 'home_default', h.id, h.role, h.role from home_default h where h.id = any(cast(:home_default as bigint[]))
  union all
  select 'secret', s.id, s.name, s.name from organisation_secret s where s.id = any(cast(:secret as bigint[]))
  union all
  select 'blueprint_permission', b.id, b.ident, b.title from blueprint b
    where b.id = any(cast(:blueprint_permission as bigint[]))
  union all
  select 'page_permission', p.id, p.ident, p.title from catalog_page p
    where p.id = any(cast(:page_permission as bigint[]))
  union all
  select 'import', i.id, i.public_id, s.name from import i join import_source s on s.id = i.source
    where i.id = any(cast(:import as bigint[]))
  union all
  select 'integration', g.id, g.ident, coalesce(g.stated ->> 'title', g.ident) from integration g
    where g.id = any(cast(:integration as bigint[]))
  union all
  select 'action', a.id, a.ident, a.definition ->> 'title' from action a where a.id = any(cast(:action as bigint[]))
  union all
  select 'run', r.id, r.public_id, coalesce(r.about -> 'action' ->> 'title', r.action_ident) from run r
    where r.id = any(cast(:run as bigint[]))
  union all
  select 'run_log', l.id, r.public_id, coalesce(r.about -> 'action' ->> 'title', r.action_ident)
    from run_log l join run r on r.id = l.run where l.id = any(cast(:run_log as bigint[]))
  union all
  select 'workflow', w.id, w.ident, w.definition ->> 'title' from workflow w
    where w.id = any(cast(:workflow as bigint[]))
  union all
  select 'webhook', w.id, w.ident, w.title from webhook w where w.id = any(cast(:webhook as bigint[]))
  union all
  select 'user', u.id, u.public_id, u.name from account u where u.id = any(cast(:user as bigint[]))
  union all
  select 'machine', m.id, m.client_id, m.name from machine m where m.id = any(cast(:machine as bigint[]))
  union all
  select 'organisation', o.id, o.public_id, o.name from organisation o
    where o.id = any(cast(:organisation as bigint[]))""")
_KINDS = (
    "entity", "blueprint", "scorecard", "page", "page_view", "folder", "home_default", "import", "integration",
    "webhook", "user", "machine", "organisation", "secret", "blueprint_permission", "page_permission", "action", "run",
    "run_log", "workflow",
)  # fmt: skip

# unscoped: see above
_LAST_STATES = sql("""
  select distinct on (c.kind, c.ref) c.kind, c.ref, c.undo from change c
  join unnest(cast(:kinds as text[]), cast(:refs as bigint[])) g(kind, ref) on g.kind = c.kind and g.ref = c.ref
  where c.op = 'D' order by c.kind, c.ref, c.seq desc""")

_EPOCH = sql("select epoch from instance limit 1")
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Name:
    """What people call an object."""

    identifier: str | None
    title: str | None


NAMELESS = Name(None, None)


async def narrate(db: Connection, changes: Sequence[FeedChange]) -> list[bytes]:
    """Return the JSON of each change's event, in order."""
    epoch = str(await db.value(_EPOCH))
    wanted = {(change.kind, change.ref) for change in changes}
    wanted |= {("blueprint", change.blueprint) for change in changes if change.blueprint is not None}
    names = await _names(db, wanted)
    return [_event(change, names, epoch) for change in changes]


async def _names(db: Connection, wanted: set[Key]) -> dict[Key, Name]:
    refs = {kind: [ref for name, ref in wanted if name == kind] for kind in _KINDS}
    rows = await db.all(_NAMES, **refs)
    names = {(row["kind"], row["ref"]): Name(row["ident"], row["title"]) for row in rows}
    if missing := sorted(wanted - names.keys()):
        kinds, numbers = [kind for kind, _ in missing], [ref for _, ref in missing]
        for row in await db.all(_LAST_STATES, kinds=kinds, refs=numbers):
            names[row["kind"], row["ref"]] = last_name(orjson.loads(row["undo"] or b"{}"))
    return names


def last_name(state: Mapping[str, Any]) -> Name:
    """Return the name of an object from its last state, as the undo of its deletion keeps it."""
    identifier = next((state[key] for key in _IDENTIFIERS if state.get(key)), None)
    return Name(identifier, next((state[key] for key in _TITLES if state.get(key)), None))


def _event(change: FeedChange, names: Mapping[Key, Name], epoch: str) -> bytes:
    name = names.get((change.kind, change.ref), NAMELESS)
    blueprint = names.get(("blueprint", change.blueprint), NAMELESS) if change.blueprint is not None else NAMELESS
    data: dict[str, Any] = {
        "kind": change.kind,
        "op": WORDS[change.op],
        "blueprint": blueprint.identifier,
        "identifier": name.identifier,
        "title": name.title,
        "changed": changed_paths(change),
        "actor": {"id": change.actor, "type": change.actor_type},
        "cause": change.cause,
    }
    subject = f"{blueprint.identifier}/{name.identifier}" if change.kind == "entity" else name.identifier
    return orjson.dumps(
        {
            "specversion": "1.0",
            "id": change.position.token(epoch),
            "source": f"/organizations/{change.org}",
            "type": f"seaway.{change.kind}.{WORDS[change.op]}",
            "subject": subject or f"{change.kind}/{change.ref}",
            "time": clock.iso(change.at),
            "datacontenttype": "application/json",
            "data": data,
        }
    )


def changed_paths(change: FeedChange) -> list[str]:
    """Return what an update touched, such as `title` and `properties.replicas`; nothing for other changes."""
    if change.op != "U" or not change.undo:
        return []
    paths: list[str] = []
    for key, old in change.undo.items():
        if key in SECTIONS and isinstance(old, Mapping):
            paths += [f"{key}.{inner}" for inner in old]
        elif key.startswith(ORDER):
            paths += [key.removeprefix(ORDER)] if key.removeprefix(ORDER) not in change.undo else []
        elif key not in {"nulls", "follows"}:
            paths.append(key)
    return sorted(paths)
