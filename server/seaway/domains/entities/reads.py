"""One entity, and all entities of a blueprint, as ready JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seaway.core.errors import NotFound
from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import marks, store, wire
from seaway.domains.entities.errors import TooMany
from seaway.kit import clock

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which parts of entities a reader asks for; `titles` puts titles beside relation targets.

    Without `computed`, properties that are computed are left out, whatever else is asked for.
    """

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    titles: bool = False
    computed: bool = True

    @property
    def whole(self) -> bool:
        """Whether nothing is left out or added."""
        return not self.include and not self.exclude and not self.titles and self.computed

    def shape(self, blueprint: Blueprint) -> wire.Shape:
        """Return the shape for entities of a blueprint."""
        targets = {name: each.target for name, each in blueprint.relations.items()} if self.titles else None
        hidden = frozenset() if self.computed else frozenset(blueprint.computed())
        return wire.shape(self.include, self.exclude, targets, hidden)


async def shown(work: Work, blueprint: str, identifier: str, wanted: Wanted) -> tuple[Any, int]:
    """Return an entity in the shape that was asked for, and its version.

    One that was renamed is found under former identifiers too.

    Raises:
        NotFound: no such blueprint or entity, or the actor may not know of it.
    """
    row = await store.at(work, blueprint, identifier)
    if row is not None and wanted.whole and not row["scored"]:
        return wire.shaped(row), clock.micros(row["updated_at"])
    known = await blueprints.get(work, blueprint)
    if row is None and (present := await store.former(work, known.id, identifier)) is not None:
        row = await store.at(work, blueprint, present)
    if row is None:
        raise NotFound.of("entity", identifier, within=blueprint)
    [entity] = await shapes(work, known, [row], wanted)
    return entity, clock.micros(row["updated_at"])


async def shapes(work: Work, blueprint: Blueprint, rows: Sequence[wire.Row], wanted: Wanted) -> list[Any]:
    """Return rows of one blueprint in the shape that was asked for, with the titles of targets read in one go."""
    form = wanted.shape(blueprint)
    if form.scored:
        rows = await marks.adorned(work, blueprint, rows)
    titles: Mapping[tuple[str, str], str | None] = {}
    if form.targets is not None:
        titles = await store.titles(work, sorted(wire.references(rows, form.targets)))
    return [wire.shaped(row, form, titles) for row in rows]


@dataclass(frozen=True, slots=True)
class Page:
    """Some entities, and the identifier after which the next ones come; None at the end."""

    entities: list[Any]
    last: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """All entities of a blueprint, page by page in the order of identifiers."""

    blueprint: Blueprint
    wanted: Wanted

    async def page(self, work: Work, after: str) -> Page:
        """Return the entities after an identifier."""
        rows = await store.page(work, self.blueprint.id, after, PAGE)
        entities = await shapes(work, self.blueprint, rows, self.wanted)
        return Page(entities, rows[-1]["ident"] if len(rows) == PAGE else None)


async def listing(work: Work, blueprint: str, wanted: Wanted, cap: int) -> Listing:
    """Return the listing of a blueprint's entities.

    Raises:
        NotFound: no such blueprint. TooMany: it has more entities than `cap`.
    """
    known = await blueprints.get(work, blueprint)
    total = await store.count(work, known.id)
    if total > cap:
        raise TooMany(
            f'Blueprint "{blueprint}" has {total} entities, over the cap of {cap} for one answer; '
            f"page through them with POST /v1/blueprints/{blueprint}/entities/search",
            details={"total": total, "cap": cap},
        )
    return Listing(known, wanted)


async def count(work: Work, blueprint: str) -> int:
    """Return how many entities of a blueprint the actor may read.

    Raises:
        NotFound: no such blueprint.
    """
    return await store.count(work, (await blueprints.get(work, blueprint)).id)
