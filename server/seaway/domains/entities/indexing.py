"""Keeps the index of words in step with entities, as the feed tells of them."""

from collections.abc import Collection

from seaway.core.work import Work
from seaway.domains.entities import text_store, words


async def refresh(work: Work, ids: Collection[int]) -> None:
    """Read these entities as they are now and replace their words; those that are gone are forgotten."""
    found = await text_store.read(work, ids)
    if found:
        held = {
            number: (entity.blueprint, words.index((entity.identifier, entity.title), entity.properties))
            for number, entity in found.items()
        }
        await text_store.write(work, held)
    if gone := set(ids) - found.keys():
        await text_store.forget(work, gone)
