"""The door of the audit log: what was done, by whom, from where and why, and which writes were refused.

It keeps nothing itself: it is a view over the change log, and over the refusals that the audit of access keeps.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import orjson

from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.access.errors import PermissionMissing
from seaway.domains.access.types import Kind
from seaway.domains.audit import refusals, store
from seaway.domains.audit.types import ACTIONS, METHODS, OPS, Filters, Record, Who
from seaway.domains.entities import service as entities
from seaway.domains.entities.service import State

_OPEN: dict[str, Kind] = {"entity": "entities", "blueprint": "blueprints", "page": "pages"}
"""What people see who may not read the audit: records of the kinds of objects that they may read."""
_SECTIONS = ("properties", "relations")
_ASIDE = {"nulls", "follows"}


async def records(work: Work, filters: Filters) -> list[Record]:
    """Return what was done and refused, the newest first, as far as the actor may know of it.

    Raises:
        PermissionMissing: the actor may read neither the audit nor entities.
    """
    scope, kinds, whole = await _sight(work, filters)
    found: list[Record] = []
    if filters.status != "FAILURE" and filters.refusal is None and (filters.action is None or filters.action in OPS):
        rows = await store.changes(work, scope, kinds, filters, OPS.get(filters.action or ""))
        found += await _done(work, rows)
    if whole and refusals.wanted(filters):
        methods = [method for method, action in METHODS.items() if filters.action in (None, action)]
        found += refusals.records(await store.refused(work, scope, filters, methods), filters)
    return sorted(found, key=lambda record: record.at, reverse=True)[: filters.limit]


async def _sight(work: Work, filters: Filters) -> tuple[Scope, Sequence[str] | None, bool]:
    """Return which rows of which kinds the actor may see (None: of all), and whether refusals too."""
    asked = list(filters.kinds) or None
    with suppress(PermissionMissing):
        await access.require(work, "read", "audit")
        return access.filter(work, "read", "audit"), asked, True
    await access.require(work, "read", "entities")
    granted = set(access.permissions(work.actor.role))
    kinds = [kind for kind, resource in _OPEN.items() if f"read:{resource}" in granted]
    return access.filter(work, "read", "entities"), [kind for kind in kinds if asked is None or kind in asked], False


async def _done(work: Work, rows: Sequence[Any]) -> list[Record]:
    moments = [(row["ref"], row["seq"]) for row in rows if row["kind"] == "entity" and row["op"] != "D"]
    states = await entities.states_after(work, moments)
    return [_record(row, states.get((row["ref"], row["seq"]))) for row in rows]


def _record(row: Any, state: State | None) -> Record:
    held = orjson.loads(row["undo"]) if row["undo"] else {}
    before = {name: value for name, value in held.items() if name not in _ASIDE} if row["op"] != "C" else None
    return Record(
        id=f"event_{row['xid']:x}z{row['seq']:x}",
        action=ACTIONS[row["op"]],
        kind=row["kind"],
        status="SUCCESS",
        who=Who(row["who"], row["who_email"], row["who_name"]),
        origin=row["origin"],
        at=row["at"],
        blueprint=row["blueprint"],
        entity=row["entity"],
        cause=row["cause"],
        before=before,
        after=None if state is None else _told(state, before),
    )


def _told(state: State, before: dict[str, Any] | None) -> dict[str, Any]:
    """Return what an entity was after a record: the parts that it changed, all of it when it was new."""
    whole = {**state._asdict(), "team": list(state.team)}
    if before is None:
        return whole
    return {
        name: {key: whole[name].get(key) for key in old} if name in _SECTIONS else whole.get(name)
        for name, old in before.items()
    }
