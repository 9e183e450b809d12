"""What becomes of actions when the blueprint changes that they are about."""

from typing import Any

from seaway.core import events
from seaway.core.plan import Effect, Policy
from seaway.core.work import Work
from seaway.domains.actions import keeping, sight, store
from seaway.domains.actions.types import Action, ActionDraft
from seaway.domains.blueprints.errors import HasDependents
from seaway.domains.blueprints.events import BlueprintChanged, BlueprintDeleting, ChangePlanned
from seaway.domains.runs import service as runs

_SHOWN = 10


@events.within(BlueprintDeleting)
async def clear(work: Work, event: BlueprintDeleting) -> None:
    """Remove the actions of a blueprint that goes, where that was asked for; else they bar it."""
    found = await store.of_blueprint(work, event.blueprint.id)
    if found and not event.delete_actions:
        raise HasDependents(
            f'Blueprint "{event.blueprint.identifier}" has dependents: {_reason(found)}. '
            "Remove them first, or send delete_actions=true.",
            details={"reasons": [_reason(found)]},
        )
    await keeping.remove(work, found)


@events.within(ChangePlanned)
async def warn(work: Work, event: ChangePlanned) -> None:
    """Add the actions that would go with a blueprint, and that they bar it where that is not asked for."""
    if event.gone is not None:
        return
    found = await store.of_blueprint(work, event.blueprint.id)
    if found and not event.delete_actions:
        event.plan.policies.append(Policy("has_dependents", "deny", _reason(found)))
        return
    for action in found:
        event.plan.others.append(Effect("delete", "action", action.identifier, {"title": action.title}))


@events.within(BlueprintChanged)
async def follow(work: Work, event: BlueprintChanged) -> None:
    """Have inputs and mappings name a renamed blueprint as it is called now; triggers know it by number."""
    old, new = event.before.identifier, event.after.identifier
    if old == new:
        return
    for action in await store.naming(work, old):
        draft = ActionDraft(action.identifier, renamed(action.definition, old, new))
        await keeping.write(work, action, draft, action.blueprint_id)


@runs.approvable_by
async def approvable(work: Work) -> list[int]:
    """Return the numbers of the actions whose runs the actor may approve."""
    teams = await sight.teams(work, work.actor)
    return await store.approvable(work, work.actor.email, work.actor.role, teams)


def renamed(value: Any, old: str, new: str) -> Any:
    """Return a part of a definition with a blueprint under its new name, wherever a key says that it names one."""
    if isinstance(value, list):
        return [renamed(each, old, new) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: new if key in {"blueprint", "blueprintIdentifier"} and each == old else renamed(each, old, new)
        for key, each in value.items()
    }


def _reason(found: list[Action]) -> str:
    names = ", ".join(f'"{action.identifier}"' for action in found[:_SHOWN])
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"it has {len(found)} {'action' if len(found) == 1 else 'actions'} ({names}{more})"
