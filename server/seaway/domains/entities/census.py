"""Counts of entities: for pages, as far as the actor may see, and for changes of blueprints, in full."""

from collections.abc import Mapping, Sequence

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint, Relation
from seaway.domains.entities import census_store as store


async def counts(work: Work) -> dict[int, int]:
    """Return how many entities of each blueprint, by its number, the actor may read; those without any are left out."""
    return await store.counts(work, access.filter(work, "read", "entities"))


class EntityCensus:
    """What `blueprints` asks before it changes a definition."""

    async def entities(self, work: Work, blueprint: Blueprint) -> int:
        """Return how many entities the blueprint has."""
        return await store.entities(work, blueprint.id)

    async def values(self, work: Work, blueprint: Blueprint, properties: Sequence[str]) -> Mapping[str, int]:
        """Return how many entities hold a value other than null, for each of these properties."""
        return await store.values(work, blueprint.id, properties)

    async def links(self, work: Work, blueprint: Blueprint, relations: Sequence[Relation]) -> Mapping[str, int]:
        """Return how many targets are stored for each of these relations, by name."""
        found = await store.links(work, blueprint.id, [relation.id for relation in relations])
        return {relation.name: found[relation.id] for relation in relations}


blueprints.count_with(EntityCensus())
