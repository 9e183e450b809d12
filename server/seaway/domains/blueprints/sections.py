"""A definition as the sections that the API, the change log and plans speak of."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from seaway.domains.blueprints.types import (
    COMPUTED,
    ORDER,
    Blueprint,
    BlueprintDraft,
    BlueprintPatch,
    Json,
    Relation,
    RelationDraft,
)

ORDERED = ("schema", "relations", *COMPUTED)
YAML = "yaml"


def draft_of(blueprint: Blueprint) -> BlueprintDraft:
    """Return the draft that would lead to this blueprint."""
    return BlueprintDraft(
        identifier=blueprint.identifier,
        title=blueprint.title,
        icon=blueprint.icon,
        description=blueprint.description,
        properties=blueprint.properties,
        required=blueprint.required,
        relations={name: _draft_of_relation(relation) for name, relation in blueprint.relations.items()},
        ownership=blueprint.ownership,
        extra=blueprint.extra,
        yaml=blueprint.yaml,
    )


def _draft_of_relation(relation: Relation) -> RelationDraft:
    return RelationDraft(
        relation.target, relation.many, relation.required, relation.title, relation.description, relation.definition
    )


def patched(blueprint: Blueprint, patch: BlueprintPatch) -> BlueprintDraft:
    """Return the draft of a blueprint with the patch's fields in place of its own."""
    draft = draft_of(blueprint)
    fields = dict(patch.fields)
    if "extra" in fields:
        fields["extra"] = {**draft.extra, **fields["extra"]}
    return replace(draft, **fields)


def sections(draft: BlueprintDraft) -> dict[str, Any]:
    """Return a draft by sections, as the API spells them; what is absent is left out."""
    named = {
        "identifier": draft.identifier,
        "title": draft.title,
        "icon": draft.icon,
        "description": draft.description,
        "schema": {"properties": draft.properties, "required": list(draft.required)},
        "relations": {name: _relation(given) for name, given in draft.relations.items()},
        **draft.extra,
        "ownership": draft.ownership,
    }
    return {name: value for name, value in named.items() if value is not None}


def recorded(draft: BlueprintDraft) -> dict[str, Any]:
    """Return a draft as the change log speaks of it: by sections, and what was written as YAML."""
    return sections(draft) | ({YAML: draft.yaml} if draft.yaml else {})


def _relation(given: RelationDraft) -> Json:
    texts = {"title": given.title, "description": given.description}
    return {
        **{key: value for key, value in texts.items() if value is not None},
        "target": given.target,
        "required": given.required,
        "many": given.many,
        **given.definition,
    }


def drafted(given: Json) -> BlueprintDraft:
    """Return the draft that a definition by sections stands for."""
    named = {"identifier", "title", "icon", "description", "schema", "relations", "ownership", YAML}
    return BlueprintDraft(
        identifier=given["identifier"],
        title=given["title"],
        icon=given.get("icon"),
        description=given.get("description"),
        properties=given["schema"]["properties"],
        required=tuple(given["schema"].get("required", ())),
        relations={name: _drafted_relation(each) for name, each in given.get("relations", {}).items()},
        ownership=given.get("ownership"),
        extra={name: value for name, value in given.items() if name not in named},
        yaml=given.get(YAML),
    )


def _drafted_relation(given: Json) -> RelationDraft:
    named = {"target", "many", "required", "title", "description"}
    rest = {name: value for name, value in given.items() if name not in named}
    return RelationDraft(
        given["target"], given["many"], given["required"], given.get("title"), given.get("description"), rest
    )


def differing(before: BlueprintDraft, after: BlueprintDraft) -> dict[str, Any]:
    """Return the old value of each section that differs, null for one that was added."""
    old, new = sections(before), sections(after)
    return {name: old.get(name) for name in {**old, **new} if old.get(name) != new.get(name)}


def undo(before: BlueprintDraft, after: BlueprintDraft) -> dict[str, Any]:
    """Return what leads back from one draft to another: each section that differs, and each order that does.

    The order is kept apart, under `order.<section>`, since the change log does not keep that of an object's keys.
    """
    text = {} if before.yaml == after.yaml else {YAML: before.yaml}
    old, changed = sections(before), differing(before, after)
    new = orders(sections(after))
    return (
        changed
        | text
        | {ORDER + name: order for name, order in orders(old).items() if name in changed or order != new.get(name, [])}
    )


def orders(held: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names in each section that has an order to show, in that order; empty ones are left out."""
    named = {name: _names(name, held.get(name)) for name in ORDERED}
    return {name: list(names) for name, names in named.items() if names}


def rewound(held: Mapping[str, Any], undone: Mapping[str, Any]) -> dict[str, Any]:
    """Return sections as they were before a change with this undo."""
    state = {
        name: value for name, value in {**held, **undone}.items() if value is not None and not name.startswith(ORDER)
    }
    for name in ORDERED:
        if ORDER + name in undone and name in state:
            _arrange(state, name, undone[ORDER + name])
    return state


def _names(section: str, value: Any) -> Json:
    names: Json = ((value or {}).get("properties") if section == "schema" else value) or {}
    return names


def _arrange(state: dict[str, Any], section: str, order: list[str]) -> None:
    names = _names(section, state[section])
    ordered = {name: names[name] for name in (*order, *names) if name in names}
    state[section] = {**state[section], "properties": ordered} if section == "schema" else ordered
