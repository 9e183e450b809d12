"""Bringing back what one deletion took: blueprints first, then pages, entities, and what others let go of."""

from collections import defaultdict
from collections.abc import Sequence

from seaway.core.errors import Forbidden, SeawayError, Unavailable
from seaway.core.plan import Draft, Effect, Plan
from seaway.core.work import Work
from seaway.domains.bin.store import Grave
from seaway.domains.bin.types import Gone, Obstacle, Restored, Wish
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import service as entities
from seaway.domains.portal import service as pages


async def bring_back(work: Work, graves: Sequence[Grave], wish: Wish) -> Restored:
    """Bring objects back, each whole or not at all, and tell what became of them."""
    done = Restored(_NOTHING)
    await _blueprints(work, [each for each in graves if each.gone.kind == "blueprint"], done)
    await _entities(work, [each for each in graves if each.gone.kind == "entity"], wish, done)
    page_effects = await _pages(work, [each for each in graves if each.gone.kind == "page"], done)
    done.plan = _with(await entities.plan(work), page_effects)
    return done


_NOTHING = Draft().finish()


async def _blueprints(work: Work, graves: Sequence[Grave], done: Restored) -> None:
    if not graves:
        return
    try:
        async with work.db.part():
            await blueprints.restore(work, [blueprints.Deleted(each.gone.ref, each.last) for each in graves])
    except (Unavailable, Forbidden):
        raise
    except SeawayError as error:
        done.obstacles += [_obstacle(each.gone, error) for each in graves]
        return
    done.objects += [each.gone.label for each in graves]


async def _entities(work: Work, graves: Sequence[Grave], wish: Wish, done: Restored) -> None:
    by_blueprint: defaultdict[int, list[Grave]] = defaultdict(list)
    for each in graves:
        by_blueprint[each.gone.blueprint_id or 0].append(each)
    known = await blueprints.by_ids(work, by_blueprint)
    await entities.hold(work, [each.identifier for each in known.values()], exclusive=True)
    back: dict[tuple[int, str], int] = {}
    for number, group in by_blueprint.items():
        if number not in known:
            done.obstacles += [_homeless(each.gone) for each in group]
            continue
        asked = [entities.Grave(each.gone.ref, each.last) for each in group]
        told = await entities.restore(work, known[number].identifier, asked)
        back |= {(number, name): ref for ref, name in told.restored.items()}
        for each in group:
            ref = each.gone.ref
            if ref in told.restored:
                done.objects.append(each.gone.label)
            else:
                done.obstacles.append(_obstacle(each.gone, told.refused[ref]))
            if ref in told.lost and ref in told.restored:
                done.lost.append((each.gone.label, told.lost[ref]))
    if wish.references:
        done.references = await entities.put_back(work, {each.xid for each in graves}, back)


def _homeless(gone: Gone) -> Obstacle:
    return Obstacle(
        gone.label, "blueprint_gone", f'blueprint "{gone.blueprint}" is deleted as well; restore that one first'
    )


async def _pages(work: Work, graves: Sequence[Grave], done: Restored) -> list[Effect]:
    effects = []
    for each in graves:
        gone = each.gone
        try:
            async with work.db.part():
                await pages.restore(work, gone.ref, gone.blueprint_id, each.last)
        except (Unavailable, Forbidden):
            raise
        except SeawayError as error:
            done.obstacles.append(_obstacle(gone, error))
            continue
        done.objects.append(gone.label)
        effects.append(Effect("create", "page", gone.identifier, None, each.last))
    return effects


def _obstacle(gone: Gone, error: SeawayError) -> Obstacle:
    return Obstacle(gone.label, error.error, error.message)


def _with(plan: Plan, more: Sequence[Effect]) -> Plan:
    """Return a plan with further effects; its digest covers them too."""
    if not more:
        return plan
    draft = Draft(
        list(plan.entities), list(plan.relations), [*plan.others, *more], list(plan.policies), list(plan.unknown)
    )
    draft.read("plan", plan.digest)
    return draft.finish()
