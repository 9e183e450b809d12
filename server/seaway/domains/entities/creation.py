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
    """Which targets may be referred to: those that exist, that the batch makes, and that may become stubs."""

    def __init__(self, found: Mapping[Target, int], known: Definition, mode: WriteMode) -> None:
        self.found = dict(found)
        self.coming: set[Target] = set()
        self.may_stub = mode.create_missing_related
        self._protected = protected(known)

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


async def create(work: Work, known: Definition, mode: WriteMode, slots: Sequence[Slot]) -> dict[Target, int]:
    """Create the entities of these slots, and the stubs they need; return the numbers of what is new.

    A slot that is accepted and not among them belongs to another writer, who was faster.
    """
    if not slots:
        return {}
    targets = Known(await store.resolved(work, list(wanted(slots, known))), known, mode)
    _judge(slots, Frame(known, mode, targets), targets)
    accepted = [slot for slot in slots if slot.after is not None]
    references = {slot.identifier: _references(known, slot) for slot in accepted}
    rows = [Fresh(known.id, slot.after, slot.hash(mode)) for slot in accepted if slot.after is not None]
    stubs = targets.stubs(target for named in references.values() for _, target in named) if targets.may_stub else []
    created = await write_store.insert(work, rows + stub_rows(stubs))
    await _find_lost(work, targets, created, [*targets.coming, *stubs])
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


def _judge(slots: Sequence[Slot], frame: Frame, targets: Known) -> None:
    """Settle new entities that may refer to each other: whoever needs one that is refused is refused too."""
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


async def _find_lost(work: Work, targets: Known, created: Mapping[Target, int], coming: Collection[Target]) -> None:
    """Learn the numbers of what was made, here or by a writer who was faster."""
    targets.found.update(created)
    targets.found.update(await store.resolved(work, [target for target in coming if target not in created]))


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
