"""Facts about blueprints, announced within the transaction that makes them true."""

from dataclasses import dataclass

from seaway.core.plan import Draft
from seaway.domains.blueprints.types import Blueprint, Relation


@dataclass(frozen=True, slots=True)
class BlueprintCreated:
    """A blueprint exists now; `create_page` says whether its author wants a catalog page with it."""

    blueprint: Blueprint
    create_page: bool


@dataclass(frozen=True, slots=True)
class BlueprintChanged:
    """A blueprint has another definition now; listeners of the facts below ran before."""

    before: Blueprint
    after: Blueprint


@dataclass(frozen=True, slots=True)
class ChangePlanned:
    """A change or deletion is being planned, and not done: a listener adds to the plan what it would mean there.

    `gone` names the properties, computed ones too, and relations that would go; None when the blueprint itself would,
    with its actions where `delete_actions` says so.
    """

    blueprint: Blueprint
    gone: frozenset[str] | None
    plan: Draft
    delete_actions: bool = False


@dataclass(frozen=True, slots=True)
class BlueprintDeleting:
    """A blueprint is about to go; a listener that still needs it raises HasDependents.

    `delete_actions`: its actions may go with it.
    """

    blueprint: Blueprint
    delete_actions: bool = False


@dataclass(frozen=True, slots=True)
class PropertyRenamed:
    """A stored property has another name; its values move along."""

    blueprint: Blueprint
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MirrorRenamed:
    """A mirror property has another name; nothing is stored under it."""

    blueprint: Blueprint
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PropertiesRemoved:
    """Stored properties are gone; their values go with them."""

    blueprint: Blueprint
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationRenamed:
    """A relation has another name and keeps its id; its values move along."""

    blueprint: Blueprint
    relation: Relation
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RelationsRemoved:
    """Relations are gone; their stored targets go with them."""

    blueprint: Blueprint
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class RelationWidened:
    """A relation to one holds many now; each stored target becomes a list of one."""

    blueprint: Blueprint
    relation: Relation
