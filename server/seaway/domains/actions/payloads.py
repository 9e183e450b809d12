"""What is handed to the agent of a run: the invocation of its action, its templates worked out (semantics 11.6)."""

from collections.abc import Mapping
from typing import Any

from seaway.domains.actions.filling import Filled
from seaway.domains.actions.rendering import Secret, Unrenderable, render
from seaway.domains.actions.types import Action
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import Entity
from seaway.domains.runs.types import AGENT

Json = Mapping[str, Any]
_SWITCHES = ("agent", "synchronized", "reportWorkflowStatus")
_FLAGS = {"true": True, "false": False}


def context(action: Action, filled: Filled, targets: Json, entity: Entity | None) -> dict[str, Any]:
    """Return what templates see of an action, its inputs and its entity. Secrets are there, and cannot be told."""
    hidden = {name: Secret(name) for name in filled.secret}
    return {
        "inputs": {**filled.values, **targets, **hidden},
        "event": None,
        "entity": None if entity is None else entities.as_json(entity),
        "action": {
            "identifier": action.identifier,
            "blueprint": action.blueprint,
            "encryptedProperties": sorted(filled.secret),
        },
    }


def payload(method: Json, about: Json) -> dict[str, Any]:
    """Return an invocation with its templates worked out.

    Raises:
        Unrenderable: one cannot be.
    """
    done: dict[str, Any] = render(method, about)
    for name in _SWITCHES:
        if name in done:
            done[name] = _switch(name, done[name])
    return done


def queue(done: Json | None) -> str | None:
    """Return the installation whose agent carries an invocation out, None where this version has nobody for it."""
    if done is None:
        return None
    if done["type"] == "WEBHOOK" and done.get("agent") is True:
        return AGENT
    return str(done["installationId"]) if done["type"] == "INTEGRATION_ACTION" else None


def _switch(name: str, value: Any) -> bool:
    flag = _FLAGS.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(flag, bool):
        raise Unrenderable(f"{name} must become true or false")
    return flag
