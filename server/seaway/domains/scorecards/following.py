"""Scorecards follow their blueprint: rules use a renamed name, and all goes with a blueprint that goes."""

from collections.abc import Sequence

from seaway.core import events
from seaway.core.plan import Effect
from seaway.core.position import Position
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints.events import BlueprintDeleting, ChangePlanned, PropertyRenamed, RelationRenamed
from seaway.domains.entities.events import EntitiesComputed
from seaway.domains.scorecards import definition, evaluation, store
from seaway.domains.scorecards.recording import KIND, forget, write
from seaway.domains.scorecards.types import Scorecard


@events.within(BlueprintDeleting)
async def clear(work: Work, event: BlueprintDeleting) -> None:
    """Remove the scorecards of a blueprint that goes."""
    await forget(work, await _locked(work, event.blueprint.id))


@events.within(PropertyRenamed)
async def rename_property(work: Work, event: PropertyRenamed) -> None:
    """Let rules ask for the property by its new name."""
    await _rename(work, event.blueprint.id, ["property"], (event.old, event.new))


@events.within(RelationRenamed)
async def rename_relation(work: Work, event: RelationRenamed) -> None:
    """Let rules ask for the relation by its new name; some name relations as properties."""
    await _rename(work, event.blueprint.id, ["relation", "property"], (event.old, event.new))


@events.within(EntitiesComputed)
async def judge_computed(work: Work, event: EntitiesComputed) -> None:
    """Judge entities of which something computed changed: no record of the change log says so."""
    await evaluation.follow(work, {event.blueprint: event.entities}, Position(0, 0))


@events.within(ChangePlanned)
async def warn(work: Work, event: ChangePlanned) -> None:
    """Add each scorecard that asks for a part that would go, and each that would go with its blueprint."""
    scope = access.filter(work, "read", "scorecards")
    for each in await store.of_blueprint(work, scope, event.blueprint.id):
        if event.gone is None:
            event.plan.others.append(Effect("delete", KIND, each.identifier, {"title": each.draft.title}))
        elif lost := sorted(definition.uses(each.draft) & event.gone):
            before = {"title": each.draft.title, "uses": lost}
            event.plan.others.append(Effect("update", KIND, each.identifier, before, {"uses": []}))


async def _rename(work: Work, blueprint: int, subjects: Sequence[str], names: tuple[str, str]) -> None:
    old, new = names
    for each in await _locked(work, blueprint):
        await write(work, each, definition.renamed(each.draft, subjects, old, new))


async def _locked(work: Work, blueprint: int) -> list[Scorecard]:
    return await store.locked(work, access.filter(work, "read", "scorecards"), blueprints=[blueprint])
