"""How identifiers of entities are written (semantics 1.6), and how long a text may be."""

import re

import regex

from seaway.domains.entities.errors import InvalidDraft

MAX_IDENTIFIER = 1000
MAX_BYTES = 2500
"""PostgreSQL refuses index rows over 2704 bytes, and a pending reference keeps numbers beside the text."""
MAX_TITLE, MAX_ICON, MAX_TEAM, MAX_TEAMS = 2_000, 10_000, 255, 1_000

PATTERN = r"^(?!\.{1,2}$)[\p{L}0-9@_.+:\\/=-]+$"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAIN = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9@_.+:\\/=-]{1,1000}\Z")
_ANY = regex.compile(r"(?!\.{1,2}\Z)[\p{L}0-9@_.+:\\/=-]{1,1000}\Z")


def fits(text: str) -> bool:
    """Tell whether a text may name an entity."""
    if _PLAIN.match(text):
        return True
    return not text.isascii() and _ANY.match(text) is not None and len(text.encode()) <= MAX_BYTES


def check(text: object, path: str = "identifier") -> str:
    """Return what may name an entity.

    Raises:
        InvalidDraft: no text, empty, over 1000 characters or 2500 bytes, or with a character outside the grammar.
    """
    if isinstance(text, str) and fits(text):
        return text
    if not isinstance(text, str):
        raise InvalidDraft(path, "must be a text")
    if _ANY.match(text):
        raise InvalidDraft(path, f"is {len(text.encode())} bytes of UTF-8, over the limit of {MAX_BYTES}; shorten it")
    shown = f'"{text[:80]}{"…" if len(text) > 80 else ""}"'
    raise InvalidDraft(
        path, f"{shown} cannot name an entity; use 1 to {MAX_IDENTIFIER} letters, digits or @ _ . + : \\ / = -"
    )


def check_text(value: object, path: str, most: int) -> str | None:
    """Return None or a text of at most `most` characters.

    Raises:
        InvalidDraft: it is neither.
    """
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > most:
        raise InvalidDraft(path, f"must be null or a text of at most {most} characters")
    if not value.isprintable() and _CONTROL.search(value):
        raise InvalidDraft(path, "holds a control character; remove it")
    return value
