"""How near a name comes to a text: the ranks by which entities are ordered too (`entities.quick_store`)."""

import re

EXACT, STARTS, WORD, INSIDE, RESEMBLES = 0, 1, 2, 3, 5
ALIKE = 0.4
_WORD = re.compile(r"[^\W_]+")
Near = tuple[int, int]
"""A rank, and within it a distance."""


def near(text: str, identifier: str, title: str) -> Near | None:
    """Return how a name matches a text; None when a word of the text is in neither part of it."""
    sought, names = text.lower(), (identifier.lower(), title.lower())
    whole, distance = " ".join(names), len(title or identifier)
    if any(word not in whole for word in sought.split()):
        return None
    if sought in names:
        return EXACT, distance
    if any(name.startswith(sought) for name in names):
        return STARTS, distance
    if any(f"{mark}{sought}" in whole for mark in " -/_.:@"):
        return WORD, distance
    return INSIDE, distance


def alike(text: str, identifier: str, title: str) -> Near | None:
    """Return how much a part of a name resembles a text; None when it hardly does. Measured as PostgreSQL does."""
    sought, held = _threes(text), _threes(f"{identifier} {title}")
    likeness = len(sought & held) / len(sought) if sought else 0.0
    return (RESEMBLES, round((1 - likeness) * 1000)) if likeness >= ALIKE else None


def _threes(text: str) -> set[str]:
    """Return the groups of three letters of a text's words, where two blanks stand before each and one behind."""
    padded = [f"  {word} " for word in _WORD.findall(text.lower())]
    return {word[at : at + 3] for word in padded for at in range(len(word) - 2)}
