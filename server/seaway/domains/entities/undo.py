"""The undo diff of a change record: what to put back to get the state before.

For an update: `{"title": old, "icon": old, "team": old, "identifier": old, "properties": {…}, "relations": {…}}`, each
only when it changed. Under `properties` and `relations`, a changed or removed key holds its old value and an added one
null; a key whose old value was itself null is also listed in `nulls.properties` (or `nulls.relations`), because an
explicit null is not an absent key. `follows: true` marks an update that only follows the deletion or renaming of a
target (it starts no automation). For a deletion the undo is the whole last state (`whole`).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

SECTIONS = ("properties", "relations")
_ABSENT = object()
_FLAT = ("identifier", "title", "icon", "team")


class State(NamedTuple):
    """What an entity says, without who wrote it and when. Two states are compared and folded key by key."""

    identifier: str
    title: str | None
    icon: str | None
    team: tuple[str, ...]
    properties: Mapping[str, Any]
    relations: Mapping[str, Any]


def same(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are equal; unlike in Python, true is not 1. Numbers are compared by value."""
    if one != other:
        return False
    if isinstance(one, str):
        return True
    if isinstance(one, (dict, list)):
        return _text(one) == _text(other)
    return isinstance(one, bool) == isinstance(other, bool)


def _text(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def diff(before: State, after: State) -> dict[str, Any]:
    """Return the undo of an update; empty when the states are equal."""
    undo: dict[str, Any] = {}
    for name in _FLAT:
        old = getattr(before, name)
        if old != getattr(after, name):
            undo[name] = list(old) if isinstance(old, tuple) else old
    for section in SECTIONS:
        changed, nulls = _keys(getattr(before, section), getattr(after, section))
        if changed:
            undo[section] = changed
        if nulls:
            undo.setdefault("nulls", {})[section] = nulls
    return undo


def _keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the old values of changed keys (null for added ones), and which of them were null themselves."""
    changed: dict[str, Any] = {}
    nulls: list[str] = []
    for key, old in before.items():
        new = after.get(key, _ABSENT)
        if old is not new and not same(old, new):
            changed[key] = old
            if old is None:
                nulls.append(key)
    changed.update((key, None) for key in after if key not in before)
    return changed, nulls


def rewind(state: State, undo: Mapping[str, Any]) -> State:
    """Return the state before an update, from the state after it and the update's undo."""
    nulls = undo.get("nulls", {})
    return State(
        identifier=undo.get("identifier", state.identifier),
        title=undo.get("title", state.title),
        icon=undo.get("icon", state.icon),
        team=tuple(undo.get("team", state.team)),
        properties=_rewound(state.properties, undo.get("properties"), nulls.get("properties", ())),
        relations=_rewound(state.relations, undo.get("relations"), nulls.get("relations", ())),
    )


def _rewound(now: Mapping[str, Any], old: Mapping[str, Any] | None, nulls: Any) -> Mapping[str, Any]:
    if not old:
        return now
    kept = {key: value for key, value in now.items() if key not in old}
    kept.update((key, value) for key, value in old.items() if value is not None or key in nulls)
    return kept


def whole(state: State, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the undo of a deletion. `facts` are `createdAt`, `createdBy`, `updatedAt`, `updatedBy` and `source`."""
    return {
        "identifier": state.identifier,
        "title": state.title,
        "icon": state.icon,
        "team": list(state.team),
        "properties": dict(state.properties),
        "relations": dict(state.relations),
        **facts,
    }


def revived(undo: Mapping[str, Any]) -> State:
    """Return the last state of a deleted entity from its undo."""
    return State(
        identifier=undo["identifier"],
        title=undo["title"],
        icon=undo["icon"],
        team=tuple(undo["team"]),
        properties=undo["properties"],
        relations=undo["relations"],
    )
