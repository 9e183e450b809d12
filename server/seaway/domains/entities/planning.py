"""What this unit of work has done so far, as a plan: rehearse the work (`work.db.rehearsing`), ask, and take it back.

A rehearsal runs the very code that would do it, so a plan and the deed cannot differ. The state before comes from the
undo of the change records of this transaction, the state after from the rows as they are now.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from seaway.core.plan import Draft, Effect, Op, Plan, RelationEffect
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import ORDER, Blueprint
from seaway.domains.entities import plan_store
from seaway.domains.entities.undo import SECTIONS, State, revived, rewind, same

CHUNK = 2000


@dataclass(slots=True)
class _History:
    """The changes of one object, the earliest first."""

    blueprint: int
    ops: list[str] = field(default_factory=list)
    undos: list[Any] = field(default_factory=list)

    def before(self) -> dict[str, Any]:
        """Return the sections that a blueprint had before, of those that have changed; all when it was deleted."""
        found: dict[str, Any] = {}
        for undo in reversed(self.undos):
            found |= undo or {}
        return {name: value for name, value in found.items() if not name.startswith(ORDER)}


async def plan(work: Work) -> Plan:
    """Return what the work's transaction has changed in entities, their relations and blueprints."""
    draft = Draft()
    entities: dict[int, _History] = {}
    models: dict[int, _History] = {}
    for change in await plan_store.changes(work):
        kept = entities if change.kind == "entity" else models
        history = kept.setdefault(change.ref, _History(change.blueprint or change.ref))
        history.ops.append(change.op)
        history.undos.append(change.undo)
    known = {each.id: each for each in await blueprints.list_all(work)}
    last = {ref: each.before() for ref, each in models.items()}
    draft.others.extend(_blueprint_effects(models, known))
    await _add_entities(work, draft, entities, _Names(known, last))
    return draft.finish()


@dataclass(frozen=True, slots=True)
class _Names:
    """Blueprints by number, and what was in the definitions of those that this work changed or deleted."""

    known: Mapping[int, Blueprint]
    last: Mapping[int, Mapping[str, Any]]

    def identifier(self, blueprint: int) -> str:
        if blueprint in self.known:
            return self.known[blueprint].identifier
        return str(self.last[blueprint]["identifier"]) if blueprint in self.last else str(blueprint)

    def target(self, blueprint: int, relation: str) -> str | None:
        if (found := self.known.get(blueprint)) is not None and relation in found.relations:
            return found.relations[relation].target
        gone = (self.last.get(blueprint, {}).get("relations") or {}).get(relation)
        return None if gone is None else str(gone["target"])


def _blueprint_effects(models: Mapping[int, _History], known: Mapping[int, Blueprint]) -> list[Effect]:
    found = []
    for ref, history in models.items():
        after = blueprints.sections(blueprints.draft_of(known[ref])) if ref in known else None
        before: dict[str, Any] | None = None
        if history.ops[0] != "C":
            before = history.before()
        effect = _blueprint_effect(before, after, deleted=history.ops[-1] == "D")
        if effect is not None:
            found.append(effect)
    return sorted(found, key=lambda effect: effect.subject)


def _blueprint_effect(before: dict[str, Any] | None, after: dict[str, Any] | None, *, deleted: bool) -> Effect | None:
    if before is None:
        return None if after is None else Effect("create", "blueprint", str(after["identifier"]), None, after)
    if deleted or after is None:
        return Effect("delete", "blueprint", str(before["identifier"]), before, None)
    differing = {name: old for name, old in before.items() if old != after.get(name)}
    if not differing:
        return None
    return Effect(
        "update", "blueprint", str(after["identifier"]), differing, {name: after.get(name) for name in differing}
    )


async def _add_entities(work: Work, draft: Draft, histories: Mapping[int, _History], names: _Names) -> None:
    now: dict[int, State] = {}
    refs = list(histories)
    for start in range(0, len(refs), CHUNK):
        now |= await plan_store.states(work, refs[start : start + CHUNK])
    effects: list[tuple[Effect, list[RelationEffect]]] = []
    for ref, history in histories.items():
        before, after = _ends(history, now.get(ref))
        if before is not None or after is not None:
            effects.extend(_effects(names, history.blueprint, before, after))
    effects.sort(key=lambda pair: pair[0].subject)
    draft.entities.extend(effect for effect, _ in effects)
    draft.relations.extend(edge for _, edges in effects for edge in edges)


def _ends(history: _History, now: State | None) -> tuple[State | None, State | None]:
    """Return the states before the first change and after the last."""
    state = now
    for op, undo in zip(reversed(history.ops), reversed(history.undos), strict=True):
        if op == "D":
            state = revived(undo)
        elif op == "C":
            state = None
        elif state is not None:
            state = rewind(state, undo)
    return state, now


def _effects(
    names: _Names, blueprint: int, before: State | None, after: State | None
) -> list[tuple[Effect, list[RelationEffect]]]:
    old, new = _flat(before), _flat(after)
    op: Op = "create" if before is None else "delete" if after is None else "update"
    if op == "update":
        differing = [name for name in {**old, **new} if not same(old.get(name), new.get(name))]
        old = {name: old.get(name) for name in differing}
        new = {name: new.get(name) for name in differing}
        if not differing:
            return []
    state = after or before
    assert state is not None  # noqa: S101  # the caller's condition
    subject = f"{names.identifier(blueprint)}/{state.identifier}"
    effect = Effect(op, "entity", subject, old if before else None, new if after else None)
    return [(effect, _edges(names, blueprint, subject, (before, after)))]


def _flat(state: State | None) -> dict[str, Any]:
    """Return a state as one level of names, `properties.tier`; relations with it."""
    if state is None:
        return {}
    told = {"identifier": state.identifier, "title": state.title, "icon": state.icon, "team": list(state.team)}
    flat = {name: value for name, value in told.items() if value}
    for section in SECTIONS:
        flat |= {f"{section}.{name}": value for name, value in getattr(state, section).items()}
    return flat


def _edges(
    names: _Names, blueprint: int, subject: str, ends: tuple[State | None, State | None]
) -> list[RelationEffect]:
    found: defaultdict[str, list[set[str]]] = defaultdict(lambda: [set(), set()])
    for place, state in enumerate(ends):
        for name, value in (state.relations if state else {}).items():
            if value:
                found[name][place] = {value} if isinstance(value, str) else set(value)
    edges = []
    for name, (old, new) in sorted(found.items()):
        target = names.target(blueprint, name)
        if target is not None:
            edges += [RelationEffect("delete", subject, name, f"{target}/{item}") for item in sorted(old - new)]
            edges += [RelationEffect("create", subject, name, f"{target}/{item}") for item in sorted(new - old)]
    return edges
