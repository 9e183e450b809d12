"""The search by words: entities by a piece of their names, then by what they say; typing errors are forgiven."""

from collections.abc import Sequence

from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.blueprints.types import Blueprint
from seaway.domains.entities import quick_store, text_store, words
from seaway.domains.entities.quick_store import CANDIDATES, Rows, Sought
from seaway.domains.entities.types import Hit, Hits, Place

MAX_WORDS = 6
SHORT = 3
"""Texts of fewer letters only match where a word of a name starts: the index holds groups of three."""
_TEXT = 4
"""The rank of what was found by its properties alone."""


async def seek(work: Work, text: str, known: Sequence[Blueprint], limit: int, after: Place | None = None) -> Hits:
    """Return entities of these blueprints whose names contain every word of a text, then those whose properties do.

    When there are none, those whose names resemble it. Properties are found as the worker has come to read them.
    """
    await access.require(work, "read", "entities")
    sought = Sought(
        text, text.split()[:MAX_WORDS], words.query(text), sorted(each.id for each in known), limit + 1, after
    )
    starts = max(map(len, sought.words)) < SHORT
    async with work.db.raw.transaction():
        rows = await quick_store.matching(work, sought, starts=starts)
        if not rows.counts and not starts:
            rows = await quick_store.similar(work, sought)
    return await _hits(work, sought, rows, known)


async def _hits(work: Work, sought: Sought, rows: Rows, known: Sequence[Blueprint]) -> Hits:
    shown = rows.hits[: sought.limit - 1]
    texts = await text_store.read(work, [row["id"] for row in shown if row["rank"] == _TEXT])
    names = {each.id: each.identifier for each in known}
    hits = [
        Hit(
            place=(row["rank"], row["distance"], row["ident"], row["id"]),
            blueprint=names[row["bp"]],
            identifier=row["ident"],
            title=row["title"],
            icon=row["icon"],
            match=words.found_in(sought.text, texts[row["id"]].properties) if row["id"] in texts else None,
        )
        for row in shown
    ]
    counts = {names[number]: count for number, count in rows.counts.items()}
    return Hits(
        hits, counts, alike=rows.alike, more=len(rows.hits) == sought.limit, capped=sum(counts.values()) >= CANDIDATES
    )
