"""The sections beside schema and relations: computed properties, ownership, where changes are announced.

Their values are computed elsewhere; here they are checked, kept as they were sent, and given back so.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from seaway.domains.blueprints import computing, grammar, shapes
from seaway.domains.blueprints.definitions import MAX_PROPERTIES, fits
from seaway.domains.blueprints.errors import InvalidDefinition, TargetMissing
from seaway.domains.blueprints.properties import compiled
from seaway.domains.blueprints.types import COMPUTED, Blueprint, BlueprintDraft, Json

TEAM = "_team"
Definitions = Mapping[str, Blueprint] | Mapping[str, Blueprint | BlueprintDraft]
_SECTIONS = {section: compiled(shape) for section, shape in shapes.SECTIONS.items()}
_OWNERSHIP = {kind: compiled(shape) for kind, shape in shapes.OWNERSHIPS.items()}
_CHANGELOG = {kind: compiled(shape) for kind, shape in shapes.CHANGELOGS.items()}


def checked(draft: BlueprintDraft) -> BlueprintDraft:
    """Return the draft with its further sections checked, and those that say nothing left out.

    Raises:
        InvalidDefinition: a part is wrong; the message names it and says what to do.
    """
    extra = {key: value for key, value in draft.extra.items() if value is not None and value != {}}
    for section in COMPUTED:
        _section(section, extra.get(section, {}))
    _distinct(draft, extra)
    for name, given in extra.get("mirrorProperties", {}).items():
        _first_hop(f"mirrorProperties.{name}.path", given["path"], draft)
    if "changelogDestination" in extra:
        _kind("changelogDestination", extra["changelogDestination"], _CHANGELOG)
    if not isinstance(extra.get("includeInGlobalSearch", True), bool):
        raise InvalidDefinition("includeInGlobalSearch", "must be true or false")
    if draft.ownership is not None:
        _kind("ownership", draft.ownership, _OWNERSHIP)
    return _settled_ownership(replace(draft, extra=extra))


def _section(section: str, given: object) -> None:
    if not isinstance(given, Mapping):
        raise InvalidDefinition(section, "must be an object from names to definitions")
    if len(given) > MAX_PROPERTIES:
        raise InvalidDefinition(section, f"holds {len(given)}, at most {MAX_PROPERTIES} fit")
    for name, definition in given.items():
        grammar.check_name(name, section)
        fits(f"{section}.{name}", definition, _SECTIONS[section], "")


def _kind(path: str, given: Any, known: Mapping[str, Any]) -> None:
    """Check a section that comes in kinds, told apart by `type`, against its kind: so the message fits."""
    kind = given.get("type") if isinstance(given, Mapping) else None
    if not isinstance(kind, str) or kind not in known:
        raise InvalidDefinition(f"{path}.type", f"must be one of {', '.join(known)}")
    fits(path, given, known[kind], "")


def _distinct(draft: BlueprintDraft, extra: Json) -> None:
    """Stored and computed properties share one place in an entity."""
    holder = dict.fromkeys(draft.properties, "schema.properties")
    for section in COMPUTED:
        for name in extra.get(section, {}):
            if name in holder:
                raise InvalidDefinition(f"{section}.{name}", f"the name is used by {holder[name]}; choose another")
            holder[name] = section


def _first_hop(path: str, mirror: str, draft: BlueprintDraft) -> None:
    hop = mirror.split(".", 1)[0]
    if hop not in draft.relations:
        raise InvalidDefinition(path, f'starts with "{hop}", which is no relation of this blueprint; add the relation')


def _settled_ownership(draft: BlueprintDraft) -> BlueprintDraft:
    """Turn a relation to teams beside inherited ownership into direct ownership, as the contract has it."""
    if draft.ownership is None or draft.ownership["type"] != "Inherited":
        return draft
    kept = {name: given for name, given in draft.relations.items() if given.target != TEAM}
    if len(kept) == len(draft.relations):
        return draft
    direct = {key: value for key, value in draft.ownership.items() if key != "path"} | {"type": "Direct"}
    return replace(draft, relations=kept, ownership=direct)


def check_references(draft: BlueprintDraft, others: Definitions, before: Blueprint | None) -> None:
    """Let through a draft whose targets exist: relations, aggregations that are new, and the path of ownership.

    `others` are the organisation's blueprints by identifier, without the one that the draft replaces.

    Raises:
        TargetMissing: a target does not exist, and is not the blueprint itself.
        InvalidDefinition: ownership is inherited along a path that does not lead there, or something is computed from
            itself.
    """
    known = {*others, draft.identifier}
    for name, given in draft.relations.items():
        if given.target not in known:
            raise TargetMissing(f"relations.{name}.target", given.target)
    old = before.extra.get("aggregationProperties", {}) if before else {}
    for name, given in draft.extra.get("aggregationProperties", {}).items():
        # One whose target was deleted later must not bar every further change of this blueprint.
        if given["target"] not in known and old.get(name, {}).get("target") != given["target"]:
            raise TargetMissing(f"aggregationProperties.{name}.target", given["target"])
    if draft.ownership is not None and draft.ownership["type"] == "Inherited":
        _check_inheritance(draft.ownership["path"], draft, others)
    computing.ordered({**others, draft.identifier: draft})


def _check_inheritance(path: str, draft: BlueprintDraft, others: Definitions) -> None:
    place: BlueprintDraft | Blueprint = draft
    for hop in path.split("."):
        relation = place.relations.get(hop)
        if relation is None:
            raise InvalidDefinition("ownership.path", f'"{hop}" is no relation of blueprint "{place.identifier}"')
        if relation.many:
            raise InvalidDefinition("ownership.path", f'"{hop}" leads to many; use relations to one')
        place = draft if relation.target == draft.identifier else others[relation.target]
    if (place.ownership or {}).get("type") != "Direct":
        raise InvalidDefinition(
            "ownership.path",
            f'ends at blueprint "{place.identifier}", which has no direct ownership; give it that first',
        )
