"""Blueprints as others hold them: frozen, and complete without another query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = Mapping[str, Any]
COMPUTED = ("mirrorProperties", "calculationProperties", "aggregationProperties")
"""The sections whose values are computed and appear beside the stored ones."""
ORDER = "order."
"""How the keys of an undo begin that hold the order of a section's names; the change log forgets it otherwise."""


@dataclass(frozen=True, slots=True)
class Relation:
    """An arrow from a blueprint to another (or itself). `id` never changes, not even when either end is renamed."""

    id: int
    name: str
    target: str
    target_id: int
    many: bool
    required: bool
    title: str | None = None
    description: str | None = None
    definition: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A blueprint as stored.

    `id` never changes. `version` differs after every real change and says nothing else: it is drawn at random, so that
    what was remembered under (id, version) holds even when the transaction that wrote it was rolled back.
    `extra` holds the computed sections, `changelogDestination` and `includeInGlobalSearch`, as they were sent.
    `yaml` is what a person last wrote, with comments; the definition may have moved on since.
    `scored` says that it has scorecards, which are no part of the definition.
    """

    id: int
    identifier: str
    title: str
    icon: str | None
    description: str | None
    properties: Mapping[str, Json]
    required: tuple[str, ...]
    relations: Mapping[str, Relation]
    version: int
    ownership: Json | None
    extra: Json
    system: bool
    created_at: datetime
    created_by: str | None
    updated_at: datetime
    updated_by: str | None
    yaml: str | None = None
    scored: bool = False

    @property
    def inherits(self) -> bool:
        """Whether its entities belong to whom another entity belongs to."""
        return self.ownership is not None and self.ownership["type"] == "Inherited"

    def computed(self) -> dict[str, Json]:
        """Return the definitions of mirror, calculation and aggregation properties by name."""
        return {name: given for section in COMPUTED for name, given in self.extra.get(section, {}).items()}


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A relation as asked for; `definition` holds keys that are kept and not read, such as `type`."""

    target: str
    many: bool = False
    required: bool = False
    title: str | None = None
    description: str | None = None
    definition: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlueprintDraft:
    """A whole blueprint as asked for: what is absent here becomes empty.

    Save for `yaml`, the definition as text: where it is None, the text that is there stays; an empty one removes it.
    """

    identifier: str
    title: str
    icon: str | None = None
    description: str | None = None
    properties: Mapping[str, Json] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    relations: Mapping[str, RelationDraft] = field(default_factory=dict)
    ownership: Json | None = None
    extra: Json = field(default_factory=dict)
    yaml: str | None = None


@dataclass(frozen=True, slots=True)
class BlueprintPatch:
    """Some fields of a draft: each one present replaces the stored one as a whole.

    Keys are the names of `BlueprintDraft`'s fields; `extra` is merged by its own keys, where None removes a section.
    """

    fields: Json


@dataclass(frozen=True, slots=True)
class ComputedNode:
    """A computed property; with `ownership` as its section, the teams that entities inherit.

    `needs` are the computed ones, by blueprint and name, that must be there before it.
    """

    blueprint: str
    name: str
    section: str
    definition: Json
    needs: frozenset[tuple[str, str]]

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands."""
        return self.blueprint, self.name


@dataclass(frozen=True, slots=True)
class Referrer:
    """A blueprint that points at another: through a relation or an aggregation, under this name."""

    blueprint: str
    section: str
    name: str
