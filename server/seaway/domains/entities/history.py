"""What happened to an entity, and what it was: views over the change log, for deleted entities too.

A name stands for whoever bears it and for those who bore it when they were deleted, one life after the other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from seaway.core import cursor
from seaway.core.actor import TYPE_OF_CODE
from seaway.core.errors import Invalid, NotFound
from seaway.core.position import Position, parse
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import history_store, store, undo, wire
from seaway.domains.entities.reads import Wanted
from seaway.domains.entities.types import Entity
from seaway.domains.entities.undo import SECTIONS, State
from seaway.kit import clock

WORDS = {"C": "created", "U": "updated", "D": "deleted"}
_FLAT = ("identifier", "title", "icon", "team")
_LOST_PLUS = re.compile(r" (\d\d:\d\d)$")


@dataclass(frozen=True, slots=True)
class Lives:
    """Everyone a name stands for: the entity that has it now, if any, and all their numbers."""

    blueprint: str
    identifier: str
    present: Entity | None
    refs: list[int]


async def lives_of(work: Work, blueprint: str, identifier: str) -> Lives:
    """Return everyone a name stands for.

    Raises:
        NotFound: no such blueprint, and nobody has or had that name in it.
    """
    await access.require(work, "read", "entities")
    known = await blueprints.get(work, blueprint)
    present = await store.one(work, known.id, blueprint, identifier)
    if present is None and (name := await store.former(work, known.id, identifier)) is not None:
        present = await store.one(work, known.id, blueprint, name)
    refs = await history_store.deleted(work, known.id, identifier)
    refs += [present.id] if present else []
    if not refs:
        raise NotFound.of("entity", identifier, within=blueprint)
    return Lives(blueprint, identifier, present, refs)


@dataclass(frozen=True, slots=True)
class History:
    """Changes as the API shows them, the newest first, and the cursor to older ones."""

    changes: list[dict[str, Any]]
    next: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page of changes: by an actor (public id), from a source (stamp), of a part such as `properties.tier`.

    `since` and `until` are the instants between which they happened.
    """

    limit: int = 50
    start: str | None = None
    actor: str | None = None
    source: str | None = None
    path: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def filtered(self) -> tuple[str | None, ...]:
        """What narrows the changes down."""
        return self.actor, self.source, self.path

    @property
    def window(self) -> tuple[datetime | None, datetime | None]:
        """After which instant the changes are, and up to which."""
        return self.since, self.until

    def takes(self, row: Any, change: Mapping[str, Any]) -> bool:
        """Tell whether a change is wanted."""
        return (
            self.actor in (None, row["actor"])
            and self.source in (None, row["source"])
            and (self.path is None or any(each["path"] == self.path for each in change["changed"]))
        )


SCANNED = 2_000
"""A page looks at so many records at most: it may hold fewer changes than asked for, and still name a next one."""


async def of(work: Work, blueprint: str, identifier: str, asked: Asked = Asked()) -> History:
    """Return what happened to an entity: who changed what, from what to what, where it came from and why.

    Raises:
        NotFound: no such blueprint, and nobody has or had that name in it. Invalid: the cursor cannot be used.
    """
    lives = await lives_of(work, blueprint, identifier)
    belongs = cursor.digest("history", work.org, blueprint, identifier, *asked.filtered, *filter(None, asked.window))
    before = _before(asked.start, belongs)
    size = SCANNED if any(asked.filtered) else asked.limit
    rows = await history_store.page(work, lives.refs, before, size + 1, asked.window)
    more, rows = len(rows) > size, rows[:size]
    epoch = await history_store.epoch(work)
    states: dict[int, State] = {}
    changes: list[dict[str, Any]] = []
    last = None
    for row in rows:
        if len(changes) == asked.limit:
            more = True
            break
        if row["op"] != "D" and row["ref"] not in states:
            states[row["ref"]] = (await _after(work, lives, row)).state
        change, last = _change(row, states, epoch), row
        if asked.takes(row, change):
            changes.append(change)
    return History(changes, cursor.write(belongs, [last["seq"]]) if more and last else None)


def _before(start: str | None, belongs: str) -> int | None:
    if not start:
        return None
    [seq, *rest] = cursor.read(start, belongs, "cursor")
    if rest or isinstance(seq, bool) or not isinstance(seq, int) or not 0 <= seq < 1 << 63:
        raise cursor.broken("cursor")
    return seq


@dataclass(frozen=True, slots=True)
class _Moment:
    """An entity right after a record. `facts` are who and when, of its last state; `latest`: it is that state."""

    state: State
    facts: Mapping[str, Any]
    latest: bool


async def _after(work: Work, lives: Lives, record: Any) -> _Moment:
    """Return an entity right after a record that is no deletion."""
    deleted = await history_store.ended(work, record["ref"], record["seq"])
    if deleted is not None:
        facts = await history_store.end(work, record["ref"], deleted)
        end = undo.revived(facts)
    elif lives.present is not None and lives.present.id == record["ref"]:
        end, facts = _state(lives.present), wire.of_entity(lives.present)
    else:
        raise LookupError(f"Entity {record['ref']} is neither there nor deleted")
    later = await history_store.later(work, record["ref"], record["seq"], deleted)
    return _Moment(undo.rewind(end, _joined(later)) if later else end, facts, not later)


def _state(entity: Entity) -> State:
    return State(entity.identifier, entity.title, entity.icon, entity.team, entity.properties, entity.relations)


def _joined(later: Sequence[history_store.Old]) -> dict[str, Any]:
    """Return one undo that does what all later ones do, one after the other."""
    whole: dict[str, Any] = {}
    for old in later:
        section = whole.setdefault(old.section, {}) if old.section else whole
        section[old.key] = orjson.loads(old.value)
        if old.nil:
            whole.setdefault("nulls", {}).setdefault(old.section, []).append(old.key)
    return whole


def _change(row: Any, states: dict[int, State], epoch: str) -> dict[str, Any]:
    """Return a record as the API shows it, and step back over it."""
    op, ref = row["op"], row["ref"]
    before: State | None
    after: State | None
    held = orjson.loads(row["undo"]) if row["undo"] else {}
    if op == "D":
        before, after = undo.revived(held), None
        states[ref] = before
    else:
        after = states[ref]
        before = undo.rewind(after, held) if op == "U" else None
        if before is not None:
            states[ref] = before
    return {
        "position": Position(row["xid"], row["seq"]).token(epoch),
        "at": clock.iso(row["at"]),
        "op": WORDS[op],
        "actor": {"id": row["actor"], "type": TYPE_OF_CODE.get(row["actor_type"], "system"), "name": row["actor_name"]},
        "source": row["source"],
        "cause": row["cause"],
        "trace": row["trace"].hex if row["trace"] else None,
        "displaced": row["displaced"],
        "follows": bool(held.get("follows")) if op == "U" else False,
        "restored": bool(held.get("restored")) if op == "C" else False,
        "changed": list(changed(before, after, held if op == "U" else None)),
    }


def changed(before: State | None, after: State | None, held: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Yield each part that an undo (`held`) names, before and after; without one, each that either state has."""
    for name in _FLAT:
        old, new = (_listed(getattr(state, name)) if state else None for state in (before, after))
        if (name in held) if held is not None else not (old in (None, []) and new in (None, [])):
            yield {"path": name, "before": old, "after": new}
    for section in SECTIONS:
        olds, news = (getattr(state, section) if state else {} for state in (before, after))
        for key in held.get(section, {}) if held is not None else {**olds, **news}:
            yield {"path": f"{section}.{key}", "before": olds.get(key), "after": news.get(key)}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


async def as_of(work: Work, blueprint: str, identifier: str, at: str, wanted: Wanted | None = None) -> dict[str, Any]:
    """Return an entity as it was, in the shape that was asked for. `at` is an instant or a position of the change log.

    Relations name what was related then; titles beside them, when asked for, are today's.

    Raises:
        NotFound: no such blueprint, or there was no such entity then. Invalid: `at` is neither.
    """
    moment = await instant(work, at)
    lives = await lives_of(work, blueprint, identifier)
    record = await history_store.last(work, lives.refs, moment)
    if record is None or record["op"] == "D":
        raise NotFound(
            f'Entity "{identifier}" of blueprint "{blueprint}" did not exist at {at}',
            details={"resource": "entity", "with": "identifier", "withValue": identifier, "at": at},
        )
    parts = _parts(await _after(work, lives, record), blueprint, record)
    return await _shaped(work, blueprint, parts, wanted or Wanted())


def _parts(found: _Moment, blueprint: str, record: Any) -> dict[str, Any]:
    state, facts = found.state, found.facts
    return {
        "identifier": state.identifier,
        "title": state.title,
        "icon": state.icon,
        "blueprint": blueprint,
        "team": list(state.team),
        "properties": dict(state.properties),
        "relations": dict(state.relations),
        "createdAt": facts["createdAt"],
        "createdBy": facts["createdBy"],
        "updatedAt": facts["updatedAt"] if found.latest else clock.iso(record["at"]),
        "updatedBy": facts["updatedBy"] if found.latest else record["actor"],
    }


async def _shaped(work: Work, name: str, parts: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    blueprint = await blueprints.get(work, name)
    form = wanted.shape(blueprint)
    if form.targets is not None:
        named = {
            (form.targets[relation], item)
            for relation, value in parts["relations"].items()
            if value and relation in form.targets
            for item in (value if isinstance(value, list) else [value])
        }
        titles = await store.titles(work, sorted(named))
        parts = {**parts, "relations": wire.titled(parts["relations"], form.targets, titles)}
    return wire.pick(parts, form)


async def instant(work: Work, at: str) -> datetime | Position:
    """Read an instant (UTC where it names no zone; the `+` of an offset may have become a space) or a position.

    Raises:
        Invalid: it is neither, or a position from before a restore.
    """
    try:
        moment = datetime.fromisoformat(_LOST_PLUS.sub(r"+\1", at.strip()).upper())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    try:
        epoch, position = parse(at)
    except Invalid:
        raise Invalid(
            f'at: "{at[:80]}" is neither an instant such as 2026-03-04T05:06:07Z nor a position that an answer gave',
            details={"path": "at"},
        ) from None
    if epoch != await history_store.epoch(work):
        raise Invalid("at: this position is of another installation, or from before a restore", details={"path": "at"})
    return position
