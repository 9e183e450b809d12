"""What happened to a definition, and what it was: views over the change log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from seaway.core.actor import TYPE_OF_CODE
from seaway.core.errors import Invalid, NotFound
from seaway.core.position import Position, parse
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import history_store, reads
from seaway.domains.blueprints.sections import ORDERED, draft_of, drafted, orders, recorded, rewound, sections
from seaway.domains.blueprints.types import ORDER, Blueprint, BlueprintDraft
from seaway.kit import clock

Sections = dict[str, Any]
WORDS = {"C": "created", "U": "updated", "D": "deleted"}


@dataclass(frozen=True, slots=True)
class History:
    """Changes as the API shows them, the newest first, and the cursor to older ones."""

    changes: list[dict[str, Any]]
    next: str | None


async def of(work: Work, identifier: str, *, limit: int = 50, cursor: str | None = None) -> History:
    """Return what happened to a blueprint: who changed what, from what to what, when and from where.

    The cursor is the position of the last change of the page before.

    Raises:
        NotFound: no such blueprint, or the actor may not know of it. Invalid: the cursor cannot be used.
    """
    blueprint = await reads.get(work, identifier)
    scope = _scope(work)
    epoch = await history_store.epoch(work)
    before = _place(cursor, "cursor", epoch).seq if cursor else None
    rows = await history_store.page(work, scope, blueprint.id, before, limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    if not rows:
        return History([], None)
    after = rewound(recorded(draft_of(blueprint)), await history_store.later(work, scope, blueprint.id, rows[0]["seq"]))
    changes: list[dict[str, Any]] = []
    for row in rows:
        earlier = rewound(after, orjson.loads(row["undo"])) if row["op"] != "C" else {}
        changes.append(_shown(row, epoch, list(_changed(earlier, after))))
        after = earlier
    return History(changes, changes[-1]["position"] if more else None)


async def as_of(work: Work, identifier: str, at: str) -> Sections:
    """Return a definition as it was, by sections, with when and by whom it was made so.

    Raises:
        NotFound: no such blueprint, or it did not exist then. Invalid: `at` is no instant or position.
    """
    blueprint, row, then = await _then(work, identifier, at)
    return {
        **sections(drafted(then)),
        "createdAt": clock.iso(blueprint.created_at),
        "createdBy": blueprint.created_by or "",
        "updatedAt": clock.iso(row["at"]),
        "updatedBy": row["actor"] or "",
    }


async def draft_as_of(work: Work, identifier: str, at: str) -> BlueprintDraft:
    """Return a definition as it was, with what was written as YAML then. Raises as `as_of` does."""
    _, _, then = await _then(work, identifier, at)
    return drafted(then)


async def _then(work: Work, identifier: str, at: str) -> tuple[Blueprint, Any, Sections]:
    blueprint = await reads.get(work, identifier)
    scope = _scope(work)
    moment = _moment(at, await history_store.epoch(work))
    row = await history_store.last(work, scope, blueprint.id, moment)
    if row is None or row["op"] == "D":
        raise NotFound(
            f'Blueprint "{identifier}" did not exist at {at[:80]}',
            details={"resource": "blueprint", "with": "identifier", "withValue": identifier, "at": at[:80]},
        )
    then = rewound(recorded(draft_of(blueprint)), await history_store.later(work, scope, blueprint.id, row["seq"]))
    return blueprint, row, then


def _scope(work: Work) -> Scope:
    return access.filter(work, "read", "blueprints")


def _shown(row: Any, epoch: str, changed: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "position": Position(row["xid"], row["seq"]).token(epoch),
        "at": clock.iso(row["at"]),
        "op": WORDS[row["op"]],
        "actor": {"id": row["actor"], "type": TYPE_OF_CODE.get(row["actor_type"], "system"), "name": row["actor_name"]},
        "source": row["source"],
        "cause": row["cause"],
        "trace": row["trace"].hex if row["trace"] else None,
        "changed": changed,
    }


def _changed(before: Sections, after: Sections) -> Iterator[dict[str, Any]]:
    """Yield each part that differs by its path, such as `schema.properties.tier`; an order as a list of names."""
    old, new = _parts(before), _parts(after)
    for path in {**old, **new}:
        if old.get(path) != new.get(path):
            yield {"path": path, "before": old.get(path), "after": new.get(path)}
    old_orders, new_orders = orders(before), orders(after)
    for name in ORDERED:
        ends = old_orders.get(name, []), new_orders.get(name, [])
        kept = [[each for each in end if each in other] for end, other in (ends, ends[::-1])]
        if kept[0] != kept[1]:
            yield {"path": ORDER + name, "before": ends[0], "after": ends[1]}


def _parts(held: Mapping[str, Any]) -> Sections:
    parts: Sections = {}
    for name, value in held.items():
        if name == "schema":
            parts |= {f"schema.properties.{key}": given for key, given in value["properties"].items()}
            parts |= {"schema.required": value["required"]} if value["required"] else {}
        elif name in ORDERED:
            parts |= {f"{name}.{key}": given for key, given in value.items()}
        else:
            parts[name] = value
    return parts


def _moment(at: str, epoch: str) -> datetime | Position:
    try:
        moment = datetime.fromisoformat(at.strip().upper())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return _place(at, "at", epoch)


def _place(token: str, field: str, epoch: str) -> Position:
    try:
        given, position = parse(token)
    except Invalid:
        given, position = "", Position(0, 0)
    if given != epoch:
        raise Invalid(
            f'{field}: "{token[:80]}" is not a position that this installation gave; '
            "pass one of a change in the history",
            details={"path": field},
        )
    return position
