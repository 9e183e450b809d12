"""What each draft of a batch makes of its entity: pure, given the definition, stored states and known targets."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Any

from seaway.core.errors import NotFound, SeawayError
from seaway.domains.entities.definition import Definition
from seaway.domains.entities.drafts import Incoming, Reference, Target
from seaway.domains.entities.errors import EntityTaken, TargetNotFound
from seaway.domains.entities.store import Existing
from seaway.domains.entities.types import BulkOutcome, WriteMode
from seaway.domains.entities.undo import State, diff, same


@dataclass(slots=True)
class Slot:
    """One identifier of a batch and the drafts that name it, in the order sent.

    `after` is the state that the drafts lead to, None while nothing of them was accepted and the entity is not there;
    `undo` leads back from it to the stored state.
    """

    identifier: str
    drafts: list[Incoming] = field(default_factory=list)
    existing: Existing | None = None
    after: State | None = None
    undo: dict[str, Any] = field(default_factory=dict)
    outcomes: list[BulkOutcome] = field(default_factory=list)

    @property
    def before(self) -> State | None:
        """The stored state."""
        return self.existing.state if self.existing else None

    def hash(self, mode: WriteMode) -> int | None:
        """Return the digest to keep: of the payload that alone made the state, else none."""
        if len(self.drafts) != 1 or mode.update_only:
            return None
        partial = mode.merge and self.existing is not None
        return self.drafts[0].digest | 1 if partial else self.drafts[0].digest


@dataclass(frozen=True, slots=True)
class Frame:
    """What a batch is judged by. `known` holds every target that may be referred to."""

    definition: Definition
    mode: WriteMode
    known: Container[Target]


def settle(slot: Slot, frame: Frame) -> None:
    """Apply the drafts of a slot in order, from its stored state; a draft that is refused changes nothing."""
    state = slot.before
    slot.outcomes, slot.undo = [], {}
    for draft in slot.drafts:
        try:
            after = _applied(state, draft, frame)
        except SeawayError as error:
            slot.outcomes.append(BulkOutcome(draft.index, slot.identifier, "failed", error))
            continue
        if state is None:
            slot.outcomes.append(BulkOutcome(draft.index, slot.identifier, "created"))
            state = after
        elif undo := diff(state, after):
            slot.outcomes.append(BulkOutcome(draft.index, slot.identifier, "updated"))
            slot.undo = undo
            state = after
        else:
            slot.outcomes.append(BulkOutcome(draft.index, slot.identifier, "unchanged"))
    slot.after = state
    if len(slot.drafts) > 1 and slot.before is not None and state is not None:
        slot.undo = diff(slot.before, state)


def _applied(state: State | None, draft: Incoming, frame: Frame) -> State:
    """Return the state that a draft leads to.

    Raises:
        EntityTaken, NotFound: the mode does not allow it.
        SeawayError: the state would not be valid.
    """
    definition, mode = frame.definition, frame.mode
    blueprint = definition.blueprint.identifier
    if state is None and mode.update_only:
        raise NotFound.of("entity", draft.identifier, within=blueprint)
    if state is not None and not (mode.upsert or mode.update_only):
        raise EntityTaken(blueprint, draft.identifier)
    now = state.team if state is not None else ()
    definition.owned(draft.team, now)
    if state is None:
        after = _created(draft, definition)
    else:
        after = _merged(state, draft, definition) if mode.merge else _replaced(state, draft, definition)
    if definition.blueprint.inherits:
        after = after._replace(team=now)
    definition.check(after)
    _check_targets(state, after, frame, draft)
    return after


def _created(draft: Incoming, definition: Definition) -> State:
    values = definition.properties(draft.draft.properties, fresh=True)
    return State(draft.identifier, draft.draft.title, draft.draft.icon, draft.team or (), values, draft.relations)


def _replaced(state: State, draft: Incoming, definition: Definition) -> State:
    """Take everything from the draft. A default that creation filled in stays, so that sending a payload again is one.

    Semantics 3.2 never applies defaults to an update; without this rule the second time a client sends the payload
    that created an entity would clear them again, and fail where such a property is required.
    """
    values = definition.properties(draft.draft.properties, fresh=False)
    for name, value in definition.validator.defaults({}).items():
        if name not in values and name in state.properties and same(state.properties[name], value):
            values[name] = value
    return State(draft.identifier, draft.draft.title, draft.draft.icon, draft.team or (), values, draft.relations)


def _merged(state: State, draft: Incoming, definition: Definition) -> State:
    given, present = draft.draft, draft.draft.present
    declared = definition.blueprint
    kept = {name: value for name, value in state.properties.items() if name in declared.properties}
    held = {name: value for name, value in state.relations.items() if name in declared.relations}
    return State(
        draft.identifier,
        given.title if "title" in present else state.title,
        given.icon if "icon" in present else state.icon,
        state.team if draft.team is None else draft.team,
        {**kept, **definition.properties(given.properties, fresh=False)},
        {**held, **draft.relations},
    )


def _check_targets(before: State | None, after: State, frame: Frame, draft: Incoming) -> None:
    """Let pass what refers to known entities; what stays as it was may go on waiting for its target."""
    if frame.mode.pending_targets:
        return
    known, team = frame.known, frame.definition.team
    for name, target in news(before, draft.references):
        if target not in known:
            raise TargetNotFound(f"relations.{name}", frame.definition.blueprint.relations[name].target, target[1])
    if team is not None and after.team and (before is None or before.team != after.team):
        for name in after.team:
            if (team, name) not in known:
                raise TargetNotFound("team", "_team", name)


def news(before: State | None, references: Sequence[Reference]) -> Sequence[Reference]:
    """Return those references that the stored state does not hold already."""
    if before is None or not references:
        return references
    held = {name: {value} if isinstance(value, str) else set(value or ()) for name, value in before.relations.items()}
    return [(name, target) for name, target in references if target[1] not in held.get(name, ())]


def changed_relations(before: State, after: State) -> list[str]:
    """Return the relations whose values differ, in either direction."""
    names = [name for name, value in after.relations.items() if before.relations.get(name) != value]
    return names + [name for name in before.relations if name not in after.relations]


def wanted(slots: Sequence[Slot], definition: Definition) -> set[Target]:
    """Return every target whose existence decides about the drafts of these slots."""
    found: set[Target] = set()
    team = definition.team
    for slot in slots:
        held = slot.before.relations if slot.before is not None and len(slot.drafts) == 1 else None
        for draft in slot.drafts:
            given = draft.relations
            found.update([t for name, t in draft.references if held is None or held.get(name) != given[name]])
            if team is not None and draft.team:
                found.update([(team, name) for name in draft.team])
    return found
