"""Starting an action: may they, does it fit, then a run that is handed to its agent or says why it cannot be."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from seaway.core import events, origin
from seaway.core.actor import Actor
from seaway.core.errors import Forbidden, Invalid
from seaway.core.work import Work
from seaway.domains.actions import filling, keeping, payloads, sight
from seaway.domains.actions.errors import InvalidAction, InvalidInput, NotExecutable
from seaway.domains.actions.filling import Filled
from seaway.domains.actions.rendering import Unrenderable
from seaway.domains.actions.types import SELF_SERVICE, Action, Order
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import Entity
from seaway.domains.identity import service as identity
from seaway.domains.runs import service as runs
from seaway.domains.runs.events import RunApproved
from seaway.domains.runs.types import IN_PROGRESS, Run, RunDraft, Source, Subject
from seaway.kit import clock, ids

NOT_EXECUTED = (
    "This version of Seaway does not carry out invocations of type {type}; only webhooks with `agent: true` and "
    "integration actions run, by the agents that claim them"
)


async def execute(work: Work, identifier: str, order: Order) -> Run:
    """Start an action. The run waits for approval where the action asks for it, then for its agent.

    Raises:
        NotFound: no such action or entity. InvalidInput: what was filled in does not fit.
        NotExecutable: they may not start it, or not on this entity. Forbidden: a person asks in another's name.
    """
    caller = work.acting(await _on_behalf(work, order.run_as))
    action = await keeping.get(caller, identifier)
    if action.kind != SELF_SERVICE:
        raise InvalidAction("action_identifier", f'"{identifier}" is an automation: events start it, nobody else does')
    entity = await _entity(caller, action, order.entity)
    await _check_permitted(caller, action, entity)
    await _check_condition(caller, action, entity)
    form = action.trigger["userInputs"]
    filled = filling.filled(form, order.properties)
    targets = await _targets(caller, form, filled)
    draft, reason = await _draft(work, caller, action, (entity, order.entity), (filled, targets))
    run = await runs.start(work, draft)
    return await runs.fail(work, run, reason) if reason else await hand_over(work, run)


async def hand_over(work: Work, run: Run) -> Run:
    """Leave a run that is in progress to its agent; one that has none fails, and its log says why."""
    if run.status != IN_PROGRESS or run.queue is not None:
        return run
    return await runs.fail(work, run, NOT_EXECUTED.format(type=(run.payload or {}).get("type", "of this kind")))


@events.within(RunApproved)
async def go_on(work: Work, event: RunApproved) -> None:
    """Hand a run over that was approved."""
    await hand_over(work, event.run)


async def _on_behalf(work: Work, email: str | None) -> Actor:
    """Return who starts the run: the actor, or whom a machine asks for."""
    if not email:
        return work.actor
    if work.actor.type != "machine":
        raise Forbidden("run_as: only machines start runs in another's name", details={"path": "run_as"})
    user = await identity.get_user(work, email)
    if user.status == "Disabled":
        raise Invalid(f'run_as: the user "{email[:80]}" is disabled', details={"path": "run_as"})
    return user.actor(await identity.organisation_of(work))


async def _entity(caller: Work, action: Action, identifier: str | None) -> Entity | None:
    """Return the entity that the action is to run on; one without a blueprint keeps to the name that is given."""
    if action.operation == "CREATE":
        return None
    if not identifier:
        raise Invalid(f"entity: is required, the action is of operation {action.operation}", details={"path": "entity"})
    return None if action.blueprint is None else await entities.get(caller, action.blueprint, identifier)


async def _check_permitted(caller: Work, action: Action, entity: Entity | None) -> None:
    if action.permissions.execute.policy is not None:
        raise NotExecutable(
            "Who may start this action is decided by a policy, which this version does not evaluate; ask an "
            "administrator to remove it"
        )
    teams = await sight.teams(caller, caller.actor)
    if not sight.may_start(caller.actor, teams, action, entity.team if entity else ()):
        raise NotExecutable(
            "Only teams that own the entity may start this action on it",
            details={"permission": f"execute:actions:{action.identifier}"},
        )


async def _check_condition(caller: Work, action: Action, entity: Entity | None) -> None:
    condition = action.trigger.get("condition")
    if condition is None or entity is None:
        return
    group = {name: value for name, value in condition.items() if name != "type"}
    this = {"property": "$identifier", "operator": "=", "value": entity.identifier}
    if not await entities.count_matching(caller, entity.blueprint, {"combinator": "and", "rules": [this, group]}):
        raise NotExecutable(f'The condition of the action does not hold for "{entity.identifier}"')


async def _targets(caller: Work, form: Mapping[str, Any], filled: Filled) -> dict[str, Any]:
    """Return the inputs of entities as objects: what templates see of them.

    Raises:
        InvalidInput: there is no such entity, or the caller may not know of it.
    """
    wanted = list(filling.entity_inputs(form, filled))
    names: defaultdict[str, list[str]] = defaultdict(list)
    for _, blueprint, identifiers in wanted:
        names[blueprint] += identifiers
    there = {blueprint: await entities.numbers(caller, blueprint, each) for blueprint, each in names.items()}
    titles = await entities.named(caller, [number for each in there.values() for number in each.values()])
    found: dict[str, Any] = {}
    for name, blueprint, identifiers in wanted:
        for identifier in identifiers:
            if identifier not in there[blueprint]:
                raise InvalidInput(name, f'"{identifier[:200]}" is no entity of blueprint "{blueprint}"')
        shown = [
            {"identifier": each, "title": titles[there[blueprint][each]].title, "blueprint": blueprint}
            for each in identifiers
        ]
        found[name] = shown[0] if isinstance(filled.values[name], str) else shown
    return found


async def _draft(
    work: Work,
    caller: Work,
    action: Action,
    subject: tuple[Entity | None, str | None],
    inputs: tuple[Filled, Mapping[str, Any]],
) -> tuple[RunDraft, str | None]:
    """Return the run that is to begin, and why it cannot be carried out, if so."""
    entity, named = subject
    filled, targets = inputs
    source: Source = "UI" if work.source == "UI" else "API"
    run_id = ids.public_id("r")
    context = payloads.context(action, filled, targets, entity) | {
        "trigger": _trigger(caller.actor, action, source),
        "run": {"id": run_id},
    }
    payload, reason = None, None
    try:
        payload = payloads.payload(action.method, context)
    except Unrenderable as error:
        reason = f"The invocation could not be put together: {error}"
    same = caller.actor == work.actor
    draft = RunDraft(
        id=run_id,
        action=Subject(action.number, action.identifier, action.title, action.definition.get("icon")),
        blueprint=await _about(caller, action),
        entity=_subject(entity, named if action.operation != "CREATE" else None),
        properties=filled.shown,
        source=source,
        required_approval=action.definition.get("requiredApproval", False),
        payload=payload,
        visible=action.runs_visible,
        queue=payloads.queue(payload),
        by=await origin.intern_actor(work, caller.actor),
        machine=None if same else await origin.actor_id(work),
    )
    return draft, reason


async def _about(caller: Work, action: Action) -> Subject | None:
    if action.blueprint is None:
        return None
    known = await blueprints.get(caller, action.blueprint)
    return Subject(known.id, known.identifier, known.title, known.icon)


def _subject(entity: Entity | None, named: str | None) -> Subject | None:
    if entity is not None:
        return Subject(entity.id, entity.identifier, entity.title, entity.icon)
    return Subject(None, named) if named else None


def _trigger(actor: Actor, action: Action, source: Source) -> dict[str, Any]:
    by: dict[str, Any] = {"orgId": actor.org, "userId": actor.id}
    if actor.type == "user":
        first, _, last = actor.name.partition(" ")
        by["user"] = {"id": actor.id, "email": actor.email, "firstName": first, "lastName": last}
    return {"by": by, "origin": source, "at": clock.iso(clock.now()), "operation": action.operation}
