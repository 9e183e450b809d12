"""The sample's actions: added where they are missing, removed again, and told by a plan beforehand."""

from typing import Any

from seaway.core.plan import Effect
from seaway.core.work import Work
from seaway.domains.actions import service as actions
from seaway.domains.actions.types import ActionDraft, ActionFilter

_LIVE = {"property": "lifecycle", "operator": "!=", "value": "deprecated"}
SCALE: dict[str, Any] = {
    "title": "Scale a component",
    "icon": "Microservice",
    "description": "Change how many instances run. Somebody else approves it first.",
    "trigger": {
        "type": "self-service",
        "operation": "DAY-2",
        "blueprintIdentifier": "component",
        "userInputs": {
            "properties": {
                "instances": {
                    "type": "number",
                    "title": "Instances",
                    "minimum": 1,
                    "maximum": 20,
                    "default": {"jqQuery": ".entity.properties.replicas"},
                },
                "reason": {"type": "string", "title": "Reason", "format": "multi-line"},
            },
            "required": ["instances"],
            "order": ["instances", "reason"],
        },
        "condition": {"type": "SEARCH", "combinator": "and", "rules": [_LIVE]},
    },
    "invocationMethod": {
        "type": "WEBHOOK",
        "agent": True,
        "synchronized": False,
        "url": "https://ops.harbor.example/scale/{{ .entity.identifier }}",
        "method": "POST",
        "headers": {"RUN_ID": "{{ .run.id }}"},
        "body": {"instances": "{{ .inputs.instances }}", "reason": "{{ .inputs.reason }}"},
    },
    "requiredApproval": {"type": "ANY"},
    "publish": True,
}
SERVICE: dict[str, Any] = {
    "title": "Create a service",
    "icon": "Github",
    "description": "A repository from Harbor's template, with its pipeline, owned by a team.",
    "trigger": {
        "type": "self-service",
        "operation": "CREATE",
        "blueprintIdentifier": "component",
        "userInputs": {
            "properties": {
                "name": {"type": "string", "title": "Name", "pattern": "^[a-z][a-z0-9-]+$", "maxLength": 40},
                "owner": {"type": "string", "title": "Owner", "format": "entity", "blueprint": "_team"},
                "language": {"type": "string", "title": "Language", "enum": ["Go", "Python", "TypeScript"]},
                "private": {"type": "boolean", "title": "Private", "default": True},
            },
            "required": ["name", "owner"],
            "steps": [
                {"title": "Name and owner", "order": ["name", "owner"]},
                {"title": "Code", "order": ["language", "private"]},
            ],
        },
    },
    "invocationMethod": {
        "type": "INTEGRATION_ACTION",
        "installationId": "github-harbor",
        "integrationActionType": "dispatch_workflow",
        "integrationActionExecutionProperties": {
            "org": "harbor-commerce",
            "repo": "service-template",
            "workflow": "create.yml",
            "workflowInputs": {
                "name": "{{ .inputs.name }}",
                "owner": "{{ .inputs.owner.identifier }}",
                "language": "{{ .inputs.language }}",
                "run": "{{ .run.id }}",
            },
        },
    },
    "publish": True,
}
ACTIONS: dict[str, dict[str, Any]] = {"scale_component": SCALE, "create_service": SERVICE}


def drafts() -> list[ActionDraft]:
    """Return the actions, checked as those of clients are."""
    return [actions.checked(identifier, definition) for identifier, definition in ACTIONS.items()]


async def missing(work: Work) -> list[Effect]:
    """Return the actions that `load` would add."""
    there = await _there(work)
    return [
        Effect("create", "action", each.identifier, None, {"title": each.definition["title"]})
        for each in drafts()
        if each.identifier not in there
    ]


async def brought(work: Work) -> list[Effect]:
    """Return the actions that `remove` would take away."""
    there = await _there(work)
    return [
        Effect("delete", "action", each.identifier, {"title": each.definition["title"]}, None)
        for each in drafts()
        if each.identifier in there
    ]


async def load(work: Work) -> None:
    """Add the actions that are not there, once the sample's blueprints are."""
    there = await _there(work)
    for draft in drafts():
        if draft.identifier not in there:
            await actions.create(work, draft)


async def remove(work: Work) -> None:
    """Remove the actions that are still there; their blueprint cannot go before them."""
    for identifier in await _there(work):
        await actions.delete(work, identifier)


async def _there(work: Work) -> list[str]:
    found = await actions.list_actions(work, ActionFilter(identifiers=list(ACTIONS)))
    return [action.identifier for action in found]
