"""Facts that entities announce within the transaction."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntitiesComputed:
    """Computed properties, or inherited teams, of these entities of a blueprint came to something else."""

    blueprint: int
    entities: Collection[int]
