"""The creating half of a batch: judge new entities together, since they may refer to each other, then insert them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.entities import store, write_store
from seaway.domains.entities.batch import Frame, Slot, settle, wanted
from seaway.domains.entities.definition import Definition
from seaway.domains.entities.drafts import Reference, Target
from seaway.domains.entities.types import WriteMode
from seaway.domains.entities.undo import State
from seaway.domains.entities.write_store import Edge, Fresh, Pending


class Known:
    """Which targets a batch may refer to: those that exist, that it makes, and that may become stubs.

    What was found stays: the batch keeps deletions away.
    """

    def __init__(self, definition: Definition, mode: WriteMode) -> None:
        self.definition, self.mode = definition, mode
        self.found: dict[Target, int] = {}
        self.coming: set[Target] = set()
        self.may_stub = mode.create_missing_related
        self._protected = protected(definition)

    @property
    def frame(self) -> Frame:
        """What drafts are judged by."""
        return Frame(self.definition, self.mode, self)

    async def seek_for(self, work: Work, slots: Sequence[Slot]) -> None:
        """Learn which targets decide about these slots. Who awaits targets has sought all of them with its locks."""
        if not self.mode.pending_targets:
            await self.seek(work, wanted(slots, self.definition))

    async def seek(self, work: Work, targets: Iterable[Target]) -> None:
        """Learn which of these targets exist."""
        self.found |= await store.resolved(work, [target for target in targets if target not in self.found])

    def __contains__(self, target: object) -> bool:
        """Tell whether a reference to the target would hold."""
        return target in self.found or target in self.coming or self._may_be_stub(target)

    def _may_be_stub(self, target: object) -> bool:
        return self.may_stub and isinstance(target, tuple) and target[0] not in self._protected

    def stubs(self, targets: Iterable[Target]) -> list[Target]:
        """Return those of the targets that must be made, once each."""
        missing = {target for target in targets if target not in self.found and target not in self.coming}
        return sorted(target for target in missing if self._may_be_stub(target))


def protected(known: Definition) -> set[int]:
    """Return the blueprints of which a reference never makes an entity: those of the system."""
    found = {each.target_id for each in known.blueprint.relations.values() if each.target.startswith("_")}
    return found | {known.team} if known.team is not None else found


async def create(work: Work, targets: Known, slots: Sequence[Slot]) -> dict[Target, int]:
    """Create the entities of these slots, and the stubs they need; return the numbers of what is new.

    A slot that is accepted and not among them belongs to another writer, who was faster.
    """
    if not slots:
        return {}
    known = targets.definition
    await targets.seek_for(work, slots)
    _judge(slots, targets)
    accepted = [slot for slot in slots if slot.after is not None]
    references = {slot.identifier: _references(known, slot) for slot in accepted}
    rows = [Fresh(known.id, slot.after, slot.hash(targets.mode)) for slot in accepted if slot.after is not None]
    stubs = targets.stubs(target for named in references.values() for _, target in named) if targets.may_stub else []
    created = await write_store.insert(work, rows + stub_rows(stubs))
    await _find_lost(work, targets, created, stubs)
    arrows = Arrows(known, targets.found)
    for name, named in references.items():
        if (number := created.get((known.id, name))) is not None:
            arrows.add(number, named)
    await write_store.link(work, arrows.edges)
    await write_store.wait_for(work, arrows.waiting)
    await record_created(work, created)
    return created


def _references(known: Definition, slot: Slot) -> list[Reference]:
    """Return what a new entity refers to; a draft that came alone has said it already."""
    if len(slot.drafts) == 1:
        return slot.drafts[0].references
    return known.references(slot.after.relations) if slot.after is not None else []


def stub_rows(stubs: Iterable[Target]) -> list[Fresh]:
    """Return the rows of entities that exist because others refer to them: named, and nothing else."""
    return [Fresh(blueprint, State(name, name, None, (), {}, {}), None) for blueprint, name in stubs]


def _judge(slots: Sequence[Slot], targets: Known) -> None:
    """Settle new entities that may refer to each other: whoever needs one that is refused is refused too."""
    frame = targets.frame
    own = frame.definition.id
    by_name = {slot.identifier: slot for slot in slots}
    users: defaultdict[str, set[str]] = defaultdict(set)
    if own in frame.definition.targets():
        for slot in slots:
            for blueprint, name in wanted([slot], frame.definition):
                if blueprint == own and name in by_name:
                    users[name].add(slot.identifier)
        targets.coming = {(own, name) for name in by_name}
    waiting = list(slots)
    while waiting:
        slot = waiting.pop()
        if slot.outcomes and slot.after is None:
            continue
        settle(slot, frame)
        if slot.after is None:
            targets.coming.discard((own, slot.identifier))
            waiting.extend(by_name[name] for name in users[slot.identifier])


async def _find_lost(work: Work, targets: Known, created: Mapping[Target, int], stubs: Collection[Target]) -> None:
    """Learn the numbers of what was coming, made here or by a writer who was faster."""
    targets.found.update(created)
    await targets.seek(work, [*targets.coming, *stubs])
    targets.coming.clear()


class Arrows:
    """References as edges where the target is known, and as pending references where it is not."""

    def __init__(self, known: Definition, found: Mapping[Target, int]) -> None:
        self.edges: list[Edge] = []
        self.waiting: list[Pending] = []
        self._found = found
        self._relation = {name: each.id for name, each in known.blueprint.relations.items()}

    def add(self, source: int, references: Iterable[Reference]) -> None:
        """Take the references of an entity in."""
        for name, target in references:
            if (number := self._found.get(target)) is not None:
                self.edges.append((source, self._relation[name], number))
            else:
                self.waiting.append((*target, source, self._relation[name]))


async def record_created(work: Work, created: Mapping[Target, int]) -> None:
    """Write the change records of new entities, blueprint by blueprint."""
    by_blueprint: defaultdict[int, list[Change]] = defaultdict(list)
    for (blueprint, _), number in created.items():
        by_blueprint[blueprint].append(Change(number, "C"))
    for blueprint, made in by_blueprint.items():
        await changes.record(work, "entity", made, blueprint=blueprint)
