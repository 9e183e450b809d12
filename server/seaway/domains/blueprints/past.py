"""Every definition as it was at an instant: those that exist now and those that were deleted since, rewound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from seaway.core.errors import Invalid
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import history_store, reads
from seaway.domains.blueprints.sections import draft_of, drafted, recorded, rewound
from seaway.domains.blueprints.types import Blueprint, BlueprintDraft, Relation

MAX_RECORDS = 20_000
_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Then:
    """A definition as it was. `now` is the blueprint under that number today, if there is one."""

    number: int
    draft: BlueprintDraft
    now: Blueprint | None


async def as_of(work: Work, at: datetime | Position) -> dict[int, Blueprint]:
    """Return every blueprint that the actor may read, by number, as it was at an instant or position.

    Numbers of relations are made up, since those of relations that went are not known; they hold within the answer.

    Raises:
        Invalid: too much happened to definitions since then.
    """
    scope = access.filter(work, "read", "blueprints")
    present = {each.id: each for each in await reads.list_all(work)}
    records = await history_store.since(work, scope, at, MAX_RECORDS + 1)
    if len(records) > MAX_RECORDS:
        raise Invalid(
            f"at: definitions changed over {MAX_RECORDS} times since then; choose a later instant",
            details={"path": "at"},
        )
    states: dict[int, dict[str, Any] | None] = {}
    for record in records:
        ref = record["ref"]
        if ref not in states:
            states[ref] = recorded(draft_of(present[ref])) if ref in present else None
        states[ref] = _before(states[ref], record)
    found = [_Then(ref, drafted(state), present.get(ref)) for ref, state in states.items() if state is not None]
    found += [_Then(ref, draft_of(each), each) for ref, each in present.items() if ref not in states]
    return _whole(found)


def _before(state: Mapping[str, Any] | None, record: Any) -> dict[str, Any] | None:
    """Return a definition before a record of it; None where it did not exist."""
    undo = orjson.loads(record["undo"]) if record["undo"] else {}
    if record["op"] == "C":
        return None
    if record["op"] == "D":
        return rewound({}, undo)
    return None if state is None else rewound(state, undo)


def _whole(found: list[_Then]) -> dict[int, Blueprint]:
    numbers = {each.draft.identifier: each.number for each in found}
    whole: dict[int, Blueprint] = {}
    made = 0
    for each in sorted(found, key=lambda then: then.number):
        relations = {}
        for name, given in each.draft.relations.items():
            made += 1
            relations[name] = Relation(
                made, name, given.target, numbers.get(given.target, 0), given.many, given.required, given.title,
                given.description, given.definition,
            )  # fmt: skip
        whole[each.number] = _blueprint(each, relations)
    return whole


def _blueprint(then: _Then, relations: Mapping[str, Relation]) -> Blueprint:
    draft, now = then.draft, then.now
    return Blueprint(
        id=then.number,
        identifier=draft.identifier,
        title=draft.title,
        icon=draft.icon,
        description=draft.description,
        properties=draft.properties,
        required=draft.required,
        relations=relations,
        version=0,
        ownership=draft.ownership,
        extra=draft.extra,
        system=now.system if now else False,
        created_at=now.created_at if now else _UNKNOWN,
        created_by=now.created_by if now else None,
        updated_at=now.updated_at if now else _UNKNOWN,
        updated_by=now.updated_by if now else None,
        yaml=None,
    )
