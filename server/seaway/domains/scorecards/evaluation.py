"""When entities are judged: as they change, as their scorecard or blueprint does, and as time passes."""

from collections.abc import Collection, Mapping, Sequence

from seaway.core.position import Position
from seaway.core.scope import Scope
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import service as entities
from seaway.domains.scorecards import result_store, store
from seaway.domains.scorecards.result_store import Reach
from seaway.domains.scorecards.types import Scorecard

AT_ONCE = 5_000
"""Up to so many entities are judged in one statement; more go part by part, so that nobody waits for long."""


async def follow(work: Work, changed: Mapping[int, Collection[int]], position: Position) -> None:
    """Judge the entities that changed, by blueprint, in all its scorecards; those that are gone lose their results."""
    scorecards = await store.locked(work, _scope(work), blueprints=sorted(changed))
    known = await blueprints.by_ids(work, {each.blueprint_id for each in scorecards})
    for each in scorecards:
        if (blueprint := known.get(each.blueprint_id)) is not None:
            reach = Reach(position, sorted(changed[each.blueprint_id]))
            await result_store.evaluate(work, each, await entities.shape(work, blueprint), reach)
            await result_store.moved(work, each, position, whole=False)


async def anew(work: Work, number: int, position: Position) -> bool:
    """Judge all entities of a scorecard in one go; false, with nothing done, when they are too many for that."""
    known = await store.by_number(work, _scope(work), number)
    if known is not None and await result_store.count(work, known.blueprint_id) > AT_ONCE:
        return False
    for each in await store.locked(work, _scope(work), numbers=[number]):
        blueprint = (await blueprints.by_ids(work, [each.blueprint_id]))[each.blueprint_id]
        await result_store.evaluate(work, each, await entities.shape(work, blueprint), Reach(position))
        await result_store.moved(work, each, position, whole=True)
    return True


async def part(work: Work, number: int, position: Position, after: str) -> str | None:
    """Judge the next entities after an identifier; return where the next part begins, None at the end.

    Every part is judged by the definition of its moment: whoever changes the scorecard meanwhile has it judged again.
    """
    for each in await store.locked(work, _scope(work), numbers=[number]):
        ids, last = await result_store.part(work, each.blueprint_id, after, AT_ONCE)
        known = await blueprints.by_ids(work, [each.blueprint_id])
        if ids:
            shape = await entities.shape(work, known[each.blueprint_id])
            await result_store.evaluate(work, each, shape, Reach(position, ids))
        if len(ids) == AT_ONCE:
            return last
        await result_store.moved(work, each, position, whole=True)
    return None


async def of_blueprint(work: Work, blueprint: int) -> Sequence[Scorecard]:
    """Return the scorecards of a blueprint by its number."""
    return await store.of_blueprint(work, _scope(work), blueprint)


def _scope(work: Work) -> Scope:
    return access.filter(work, "read", "scorecards")
