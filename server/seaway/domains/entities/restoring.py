"""Deleted entities come back as they were, under their old numbers, so that their history goes on.

What no longer fits its blueprint does not come back by halves: a value whose property is gone is left behind and named,
one that the blueprint refuses bars its entity. References to what is not there wait for it, as an import's do.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import SeawayError
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import delete_store, deletion, ingest, restore_store, store, write_store
from seaway.domains.entities.creation import Arrows
from seaway.domains.entities.definition import TEAM_BLUEPRINT, Definition
from seaway.domains.entities.delete_store import Row
from seaway.domains.entities.deletion import Model
from seaway.domains.entities.errors import IdentifierKept
from seaway.domains.entities.restore_store import Grave, LetGo, Revived, listed
from seaway.domains.entities.undo import SECTIONS, State, revived


@dataclass(slots=True)
class Restoration:
    """What came back, by number; what could not, with the reason; and which values were left behind."""

    restored: dict[int, str] = field(default_factory=dict)
    refused: dict[int, SeawayError] = field(default_factory=dict)
    lost: dict[int, tuple[str, ...]] = field(default_factory=dict)


async def restore(work: Work, blueprint: str, graves: Sequence[Grave]) -> Restoration:
    """Bring deleted entities of a blueprint back; one that cannot holds up no other. `hold` all blueprints first.

    Raises:
        PermissionMissing: the actor may not. NotFound: no such blueprint.
    """
    await access.require(work, "create", "entities")
    [known] = await ingest.hold(work, [blueprint], exclusive=True)
    done = Restoration()
    rows = []
    for grave in graves:
        try:
            rows.append(_fitted(known, grave, done))
        except SeawayError as error:
            done.refused[grave.ref] = error
    there = await restore_store.insert(work, known.id, rows) if rows else set()
    for row in rows:
        if row.grave.ref in there:
            done.restored[row.grave.ref] = row.state.identifier
        else:
            done.refused[row.grave.ref] = IdentifierKept(blueprint, row.state.identifier)
    await _connect(work, known, [row for row in rows if row.grave.ref in there])
    records = [Change(ref, "C", {"restored": True}) for ref in done.restored]
    await changes.record(work, "entity", records, blueprint=known.id)
    return done


def _fitted(known: Definition, grave: Grave, done: Restoration) -> Revived:
    """Return a grave with the state that its blueprint lets it have now; what is left behind is noted.

    Raises:
        SeawayError: the blueprint refuses what the entity held.
    """
    last = revived(grave.last)
    declared = known.blueprint
    values = {name: value for name, value in last.properties.items() if name in declared.properties}
    team = () if declared.inherits else last.team
    state = last._replace(properties=values, relations=known.relations(last.relations), team=team)
    known.check(state)
    gone = [f"{each}.{name}" for each in SECTIONS for name in getattr(last, each) if name not in getattr(state, each)]
    if gone:
        done.lost[grave.ref] = tuple(gone)
    return Revived(grave, state)


async def _connect(work: Work, known: Definition, rows: Sequence[Revived]) -> None:
    """Give new rows their edges, and those who waited for them theirs."""
    references = {row.grave.ref: known.references(row.state.relations) for row in rows}
    targets = {target for named in references.values() for _, target in named}
    arrows = Arrows(known, await store.resolved(work, sorted(targets)))
    for ref, named in references.items():
        arrows.add(ref, named)
    await write_store.link(work, arrows.edges)
    await write_store.wait_for(work, arrows.waiting)
    created = {(known.id, row.state.identifier): row.grave.ref for row in rows}
    if waiting := await write_store.waiting(work, created):
        await delete_store.locked(work, waiting)
        await write_store.settle(work, created)


async def put_back(work: Work, xids: Collection[int], restored: Mapping[tuple[int, str], int]) -> int:
    """Give references back that a deletion cleared and that are still empty; return how many entities name it again.

    `xids` are the transactions of the deletion, `restored` the numbers of what came back, by blueprint and identifier.
    """
    cleared = await restore_store.let_go(work, xids) if restored else []
    if not cleared:
        return 0
    known = await deletion.model(work)
    rows = {row.id: row for row in await delete_store.locked(work, sorted({each.ref for each in cleared}))}
    back = _Back(known, restored)
    moves: dict[int, tuple[Row, State]] = {}
    for each in cleared:
        if each.ref in rows:
            row, state = moves.get(each.ref, (rows[each.ref], rows[each.ref].state))
            moves[each.ref] = (row, back.given(row, state, each))
    await deletion.follow(work, list(moves.values()))
    await write_store.link(work, back.edges)
    return sum(row.state != state for row, state in moves.values())


class _Back:
    """Puts references back, and collects their edges."""

    def __init__(self, known: Model, restored: Mapping[tuple[int, str], int]) -> None:
        self.edges: list[write_store.Edge] = []
        self._known = known
        self._restored = restored
        teams = next((each.id for each in known.blueprints.values() if each.identifier == TEAM_BLUEPRINT), None)
        self._teams = {name for blueprint, name in restored if blueprint == teams}

    def given(self, row: Row, state: State, cleared: LetGo) -> State:
        """Return the state with what it let go of, where that is back and its place is still empty."""
        relations = dict(state.relations)
        for name, relation in self._known.blueprints[row.blueprint].relations.items():
            if name in cleared.relations:
                backed = {
                    each for each in listed(cleared.relations[name]) if (relation.target_id, each) in self._restored
                }
                held = set(listed(relations.get(name)))
                relations[name] = _joined(relations.get(name), cleared.relations[name], backed, many=relation.many)
                for each in set(listed(relations[name])) - held:
                    self.edges.append((row.id, relation.id, self._restored[relation.target_id, each]))
        team = state.team
        if self._teams & set(cleared.team):
            team = tuple(_joined(list(team), list(cleared.team), self._teams, many=True))
        return state._replace(relations=relations, team=team)


def _joined(now: Any, before: Any, backed: Collection[str], *, many: bool) -> Any:
    """Return a relation's value with what is back of its old one: in its old order when nothing else came since."""
    if not many:
        return next((each for each in listed(before) if each in backed), None) if now is None else now
    held = list(listed(now))
    order = [each for each in listed(before) if each in held or each in backed]
    return [*order, *(each for each in held if each not in order)]
