"""How a catalog page is named after its blueprint: in the plural."""

from collections.abc import Collection

import regex

MAX_IDENTIFIER = 110
_OTHER = regex.compile(r"[^\p{L}0-9]+")
_HISSING = ("x", "z", "ch", "sh", "ss")


def plural(title: str) -> str:
    """Return the English plural of a title's last word; one that ends in a single s is taken as plural already."""
    lower = title.lower()
    if lower.endswith(_HISSING):
        return title + "es"
    if lower.endswith("s"):
        return title
    if lower.endswith("y") and lower[-2:-1] not in "aeiou" and len(lower) > 1:
        return title[:-1] + "ies"
    return title + "s" if lower[-1:].isalpha() else title


def identifier(title: str, taken: Collection[str]) -> str:
    """Return the identifier of a page with this title, numbered when it is taken: `services`, `services_2`."""
    base = _OTHER.sub("_", title.lower()).strip("_")[:MAX_IDENTIFIER] or "page"
    if base not in taken:
        return base
    return next(name for number in range(2, len(taken) + 3) if (name := f"{base}_{number}") not in taken)
