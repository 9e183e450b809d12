"""How Backstage's kinds look as blueprints. Relations that a bundle states beyond these are added to them.

A relation is named after its type and the kind of its target, since one that may point to several kinds is split:
`ownedByGroup`, `ownedByUser`, `partOfSystem`. Where the type names the kind already, it stands alone: `providesApi`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from seaway.domains.blueprints.types import BlueprintDraft, RelationDraft

TEAM, USER, BACKSTAGE_USER = "_team", "_user", "backstage_user"
SINGLE = frozenset({"ownedBy", "partOf", "childOf"})
Relations = Mapping[str, RelationDraft]

TYPE = {"type": "string", "title": "Type"}
LIFECYCLE = {
    "type": "string",
    "title": "Lifecycle",
    "enumColors": {"production": "green", "experimental": "purple", "deprecated": "lightGray"},
}
_COMMON: dict[str, dict[str, Any]] = {
    "description": {"type": "string", "title": "Description"},
    "tags": {"type": "array", "title": "Tags", "items": {"type": "string"}},
    "links": {"type": "array", "title": "Links"},
    "labels": {"type": "object", "title": "Labels"},
    "annotations": {"type": "object", "title": "Annotations"},
    "spec": {"type": "object", "title": "Further fields"},
}
_PERSON = {"email": {"type": "string", "title": "E-mail"}, "picture": {"type": "string", "title": "Picture"}}
_PLACE = {"target": {"type": "string", "title": "Target"}, "targets": {"type": "array", "title": "Targets"}}
_DEFINITION = {"definition": {"type": "string", "title": "Definition", "format": "yaml"}}

# kind's blueprint: title, icon, properties beside the common ones
_KINDS: dict[str, tuple[str, str, dict[str, dict[str, Any]]]] = {
    "component": ("Component", "Microservice", {"type": TYPE, "lifecycle": LIFECYCLE}),
    "api": ("API", "Api", {"type": TYPE, "lifecycle": LIFECYCLE, **_DEFINITION}),
    "system": ("System", "Team", {"type": TYPE}),
    "domain": ("Domain", "Organization", {"type": TYPE}),
    "resource": ("Resource", "Cloud", {"type": TYPE}),
    "location": ("Location", "Link", {"type": TYPE, **_PLACE}),
    "template": ("Template", "Template", {"type": TYPE}),
    TEAM: ("Team", "Team", {"type": TYPE, **_PERSON}),
    USER: ("User", "User", {"picture": _PERSON["picture"]}),
    BACKSTAGE_USER: ("Backstage user", "User", _PERSON),
}
_TITLES = {
    "ownedBy": "Owner",
    "partOf": "Part of",
    "providesApi": "Provides",
    "consumesApi": "Consumes",
    "dependsOn": "Depends on",
    "dependencyOf": "Dependency of",
    "childOf": "Parent",
    "parentOf": "Children",
    "hasMember": "Members",
    "memberOf": "Member of",
}


def properties_of(blueprint: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the definitions of the properties that an import fills in on a blueprint."""
    return {**_KINDS[blueprint][2], **_COMMON} if blueprint in _KINDS else dict(_COMMON)


def relation_name(kind: str, target: str) -> str:
    """Return the name of a relation of this type towards a blueprint."""
    label = {TEAM: "Group", USER: "User", BACKSTAGE_USER: "BackstageUser"}.get(target, target[:1].upper() + target[1:])
    return kind if kind.lower().endswith(label.lower()) else f"{kind}{label}"


def relation(kind: str, target: str) -> RelationDraft:
    """Return the definition of a relation of this type towards a blueprint."""
    title = _TITLES.get(kind, kind)
    if kind == "partOf":
        title = _KINDS[target][0] if target in _KINDS else target.capitalize()
    elif kind in {"dependsOn", "dependencyOf"}:
        title = f"{title} ({_KINDS[target][0].lower() if target in _KINDS else target}s)"
    return RelationDraft(target=target, many=kind not in SINGLE, title=title)


def blueprint(identifier: str, relations: Relations) -> BlueprintDraft:
    """Return a blueprint with the properties of its kind and the relations that are stated."""
    title, icon, _ = _KINDS.get(identifier, (identifier.capitalize(), "Blueprint", {}))
    owned = identifier not in {TEAM, BACKSTAGE_USER}
    return BlueprintDraft(
        identifier=identifier,
        title=title,
        icon=icon,
        properties=properties_of(identifier),
        relations=relations,
        ownership={"type": "Direct"} if owned else None,
    )


def kinds() -> Iterable[str]:
    """Return the blueprints that every import of Backstage makes, whatever the files hold."""
    return (name for name in _KINDS if name not in {TEAM, USER, BACKSTAGE_USER})


def known(identifier: str) -> bool:
    """Tell whether a blueprint is one of those that have a shape of their own here."""
    return identifier in _KINDS
