"""The blueprints that every organisation has, and what in them may not change (port-api semantics 6)."""

from collections.abc import Mapping
from typing import Any

from seaway.core.errors import NotFound
from seaway.domains.blueprints.errors import ProtectedResource
from seaway.domains.blueprints.sections import sections
from seaway.domains.blueprints.types import COMPUTED, BlueprintDraft

PREFIX = "_"
USER = BlueprintDraft(
    identifier="_user",
    title="User",
    icon="User",
    properties={
        "status": {
            "type": "string",
            "title": "Status",
            "enum": ["Active", "Invited", "Staged", "Disabled"],
            "enumColors": {"Active": "green", "Invited": "blue", "Staged": "yellow", "Disabled": "red"},
        },
        "port_role": {"type": "string", "title": "Role"},
        "moderated_blueprints": {
            "type": "array",
            "title": "Moderated blueprints",
            "items": {"type": "string", "format": "blueprints"},
        },
        "port_type": {"type": "string", "title": "Type", "enum": ["Standard", "Service Account"]},
    },
    ownership={"type": "Direct", "title": "Teams"},
)
TEAM = BlueprintDraft(
    identifier="_team",
    title="Team",
    icon="Team",
    properties={"description": {"type": "string", "title": "Description"}},
    extra={
        "aggregationProperties": {
            "size": {
                "title": "Size",
                "icon": "Team",
                "type": "number",
                "target": "_user",
                "calculationSpec": {"calculationBy": "entities", "func": "count"},
            }
        }
    },
)
ALL: Mapping[str, BlueprintDraft] = {draft.identifier: draft for draft in (USER, TEAM)}


def structure(identifier: str) -> BlueprintDraft:
    """Return the built-in part of a system blueprint.

    Raises:
        NotFound: it is no system blueprint.
    """
    if identifier not in ALL:
        raise NotFound.of("system blueprint", identifier)
    return ALL[identifier]


def check_free(identifier: str) -> None:
    """Let through an identifier that an organisation may give.

    Raises:
        ProtectedResource: it begins with an underscore, as system blueprints do.
    """
    if identifier.startswith(PREFIX):
        raise ProtectedResource(
            f'"{identifier}" begins with an underscore, which only system blueprints do; choose another identifier',
            details={"path": "identifier"},
        )


def check_kept(draft: BlueprintDraft, identifier: str) -> None:
    """Let through a system blueprint that holds its built-in part unchanged; anything may be added beside it.

    Additions cannot be required: Seaway itself writes users and teams, and knows nothing of them.

    Raises:
        ProtectedResource: a built-in part would change or go, or an addition would be required.
    """
    own, given = sections(ALL[identifier]), sections(draft)
    for scalar in ("identifier", "title", "ownership"):
        if scalar in own and given.get(scalar) != own[scalar]:
            raise _protected(identifier, scalar)
    for section in ("schema", "relations", *COMPUTED):
        _check_section(identifier, section, own.get(section, {}), given.get(section, {}))
    if list(draft.required) != own["schema"]["required"]:
        raise ProtectedResource(
            f'"{identifier}" is a system blueprint: schema.required cannot change', details={"path": "schema.required"}
        )
    for name, relation in draft.relations.items():
        if relation.required:
            raise _protected(identifier, f"relations.{name}.required")


def _check_section(identifier: str, section: str, own: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    path = section
    if section == "schema":
        path, own, given = "schema.properties", own["properties"], given["properties"]
    for name, definition in own.items():
        if given.get(name) != definition:
            raise _protected(identifier, f"{path}.{name}")


def _protected(identifier: str, path: str) -> ProtectedResource:
    return ProtectedResource(
        f'"{identifier}" is a system blueprint: its built-in {path} cannot change; '
        f"GET /v1/blueprints/system/{identifier}/structure shows what must stay",
        details={"path": path, "blueprint": identifier},
    )
