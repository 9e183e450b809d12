"""How much is stored under a definition. Entities live in a domain above, which hands in who counts them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from seaway.core.work import Work
from seaway.domains.blueprints.types import Blueprint, Relation


class Census(Protocol):
    """Counts what a change of a blueprint would touch, whatever the actor may see of it."""

    async def entities(self, work: Work, blueprint: Blueprint) -> int:
        """Return how many entities the blueprint has."""

    async def values(self, work: Work, blueprint: Blueprint, properties: Sequence[str]) -> Mapping[str, int]:
        """Return how many entities hold a value other than null, for each of these properties."""

    async def links(self, work: Work, blueprint: Blueprint, relations: Sequence[Relation]) -> Mapping[str, int]:
        """Return how many targets are stored, known and pending, for each of these relations, by name."""


class Nothing:
    """The census of an installation without entities."""

    async def entities(self, work: Work, blueprint: Blueprint) -> int:  # noqa: ARG002  # the protocol's shape
        """Return zero."""
        return 0

    async def values(self, work: Work, blueprint: Blueprint, properties: Sequence[str]) -> Mapping[str, int]:  # noqa: ARG002
        """Return zero for each."""
        return dict.fromkeys(properties, 0)

    async def links(self, work: Work, blueprint: Blueprint, relations: Sequence[Relation]) -> Mapping[str, int]:  # noqa: ARG002
        """Return zero for each."""
        return dict.fromkeys((relation.name for relation in relations), 0)


_counting: list[Census] = [Nothing()]


def count_with(census: Census) -> None:
    """Have a census answer from now on."""
    _counting[0] = census


def census() -> Census:
    """Return who counts."""
    return _counting[0]
