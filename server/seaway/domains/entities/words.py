"""Words: how the texts of an entity are cut for the index, how a search is cut to ask it, and where the two met."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seaway.domains.entities.types import Match

MOST_LETTERS, MOST_WORDS = 40_000, 4_000
"""Of one entity. What lies behind is not found by its words."""
SHORTEST, LONGEST = 2, 40
"""A longer word is found by its first letters."""
_BEFORE, _SHOWN = 40, 160
_WORD = re.compile(r"[^\W_]+")


def index(texts: Sequence[str | None], properties: Mapping[str, Any]) -> str:
    """Return the words of an entity once each, with a space between them."""
    words: dict[str, None] = {}
    left = MOST_LETTERS
    for text in (*filter(None, texts), *_inside(properties)):
        words.update(dict.fromkeys(_cut(text[:left])))
        left -= len(text)
        if left <= 0 or len(words) >= MOST_WORDS:
            break
    return " ".join(list(words)[:MOST_WORDS])


def query(text: str) -> str | None:
    """Return the search for entities that hold a word beginning with each word of a text; None when it has none."""
    return " & ".join(f"'{word}':*" for word in dict.fromkeys(_cut(text))) or None


def found_in(text: str, properties: Mapping[str, Any]) -> Match | None:
    """Return the property that holds most of the searched words, and the part of its text where they stand.

    Of several, the one that says more: a sentence rather than a tag.
    """
    sought = [re.compile(rf"(?<![^\W_]){re.escape(word)}", re.IGNORECASE) for word in _cut(text)]
    best, match = (0, 0), None
    for name, value in properties.items():
        for held in _inside(value):
            places = [hit.start() for hit in (word.search(held[:MOST_LETTERS]) for word in sought) if hit]
            weight = len(places), min(len(held), _SHOWN)
            if places and weight > best:
                best, match = weight, Match(name, _excerpt(held, min(places)))
    return match


def _cut(text: str) -> list[str]:
    return [word[:LONGEST] for word in _WORD.findall(text.lower()) if len(word) >= SHORTEST]


def _inside(value: Any) -> Iterator[str]:
    """Yield every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _inside(held)
    elif isinstance(value, list):
        for held in value:
            yield from _inside(held)


def _excerpt(text: str, at: int) -> str:
    """Return the part of a text around a place, on one line, beginning and ending with whole words where it can."""
    start = max(0, at - _BEFORE)
    if start:
        start = max(start, min(at, text.find(" ", start, at) + 1))
    part = text[start : start + _SHOWN]
    if start + _SHOWN < len(text) and (end := part.rfind(" ")) > at - start:
        part = part[:end]
    shown = " ".join(part.split())
    return f"{'…' if start else ''}{shown}{'…' if start + len(part) < len(text) else ''}"
