"""Giving an entity another identifier: its number and history stay, references follow, the old name is an alias."""

from typing import Any

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.errors import NotFound
from seaway.core.work import Work
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import delete_store, deletion, identifiers, write_store
from seaway.domains.entities.definition import TEAM_BLUEPRINT
from seaway.domains.entities.delete_store import Row
from seaway.domains.entities.errors import EntityTaken
from seaway.domains.entities.undo import State


async def run(work: Work, blueprint: Blueprint, old: str, new: str) -> None:
    """Rename an entity. The caller holds the blueprint's exclusive lock.

    Raises:
        NotFound: there is no such entity.
        EntityTaken: another one has the new identifier.
    """
    identifiers.check(new)
    found = await delete_store.find(work, blueprint.id, [old, new])
    if new in found.values():
        raise EntityTaken(blueprint.identifier, new)
    if not found:
        raise NotFound.of("entity", old, within=blueprint.identifier)
    number = next(iter(found))
    known = await deletion.model(work)
    pointers = await delete_store.pointing(work, [number], list(known.relations))
    named = [old] if blueprint.identifier == TEAM_BLUEPRINT else []
    members = await delete_store.in_teams(work, known.owned(), named) if named else []
    rows = await delete_store.locked(work, sorted({number, *members, *(each.source for each in pointers)}))
    names = {(each.source, known.relations[each.relation].name) for each in pointers}
    row = next(row for row in rows if row.id == number)
    await delete_store.rename(work, row, new)
    await deletion.follow(work, [(each, _following(each, names, old, new, bool(named))) for each in rows])
    await changes.record(work, "entity", [Change(number, "U", {"identifier": old})], blueprint=blueprint.id)
    await write_store.settle(work, {(blueprint.id, new): number})


def _following(row: Row, names: set[tuple[int, str]], old: str, new: str, teams: bool) -> State:  # noqa: FBT001
    def moved(value: Any) -> Any:
        if isinstance(value, list):
            # Once each: the new name may be there already, waiting for an entity of that name.
            return list(dict.fromkeys(new if item == old else item for item in value))
        return new if value == old else value

    relations = {
        name: moved(value) if (row.id, name) in names else value for name, value in row.state.relations.items()
    }
    team = tuple(new if teams and name == old else name for name in row.state.team)
    return row.state._replace(relations=relations, team=team)
