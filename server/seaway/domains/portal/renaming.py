"""What a page or a saved view says, after a property or relation of a blueprint has another name.

Only what is known to name a part is touched: a word that says what it is (`property#tier`, `properties.tier`), and what
stands under a key that speaks of parts, such as `property`, `columns` or `sort`. Programs of jq are left alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from seaway.domains.portal.usage import about_of, part_of

_SPEAKS = re.compile(r"propert|relation|column|field|sort|group|order|hidden|shown|pinned|axis", re.IGNORECASE)
_NAMED_KEYS = re.compile(r"columns|sizes|widths", re.IGNORECASE)
_SAYS = re.compile(
    r"^(?:(?:property|relation|mirror|calculation|aggregation)#|properties\.|relations\.)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Rename:
    """A part of a blueprint with another name; `topic` is what the document is about where one stands."""

    blueprint: str
    old: str
    new: str
    topic: str | None = None

    def of(self, document: Any) -> Any:
        """Return a document in which the new name stands for the old one."""
        return _walk(self, document, speaks=False)


def _walk(rename: Rename, value: Any, *, speaks: bool, keyed: bool = False) -> Any:
    if isinstance(value, str):
        return _word(rename, value) if speaks or _SAYS.match(value) else value
    if isinstance(value, list):
        return [_walk(rename, each, speaks=speaks) for each in value]
    if not isinstance(value, dict):
        return value
    here = replace(rename, topic=about_of(value, rename.topic))
    compared = "operator" in value
    return {
        (_word(here, name) if keyed else name): each
        if compared and name == "value"
        else _inside(here, name, each, speaks=speaks)
        for name, each in value.items()
    }


def _inside(rename: Rename, name: str, value: Any, *, speaks: bool) -> Any:
    if name == "blueprintConfig" and isinstance(value, dict):
        return {
            own: _walk(replace(rename, topic=own.partition("$")[0]), config, speaks=False)
            for own, config in value.items()
        }
    if name == "type":
        return value
    inner = speaks or bool(_SPEAKS.search(name))
    return _walk(rename, value, speaks=inner, keyed=bool(_NAMED_KEYS.search(name)))


def _word(rename: Rename, word: str) -> str:
    if rename.topic != rename.blueprint or part_of(word) != rename.old:
        return word
    head, mark, bare = word.rpartition("#")
    section = next((each for each in ("properties.", "relations.") if bare.startswith(each)), "")
    return f"{head}{mark}{section}{rename.new}{bare[len(section) + len(rename.old) :]}"


def of_view(state: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """Return the state of a saved view with a new name for a property or relation."""

    def word(text: str) -> str:
        name = re.match(r"(rel\.)?([^:]*?)(\.desc)?(:.*)?$", text, re.DOTALL)
        if name is None or name[2] != old:
            return text
        return f"{name[1] or ''}{new}{name[3] or ''}{name[4] or ''}"

    def clauses(given: Any) -> Any:
        if not isinstance(given, list):
            return given
        return [clause(each) if isinstance(each, dict) else each for each in given]

    def clause(given: dict[str, Any]) -> dict[str, Any]:
        changed = {**given, "on": word(given["on"])} if isinstance(given.get("on"), str) else given
        return {**changed, "of": clauses(changed["of"])} if "of" in changed else changed

    found = dict(state)
    for key in ("sort", "cols", "w"):
        if isinstance(found.get(key), str):
            found[key] = ",".join(word(each) for each in found[key].split(","))
    if isinstance(found.get("group"), str):
        found["group"] = word(found["group"])
    return {**found, "f": clauses(found["f"])} if "f" in found else found
