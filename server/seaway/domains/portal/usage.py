"""What a page or saved view says about a blueprint: which of its properties and relations it names."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TEXTS = frozenset({"title", "description", "id", "identifier", "icon", "color", "message", "emptyStateText", "unit"})
"""What stands under these keys is for people: it names nothing."""
_BLUEPRINT = frozenset({"blueprint", "blueprintIdentifier", "targetBlueprint", "fromBlueprint"})
_OWN = "{{blueprint}}"
_PLACE = re.compile(r"\.entity\.properties\.([^\s}]+)")


def named(document: Any, blueprint: str, parts: frozenset[str] | None, about: str | None = None) -> set[str]:
    """Return which of these parts of a blueprint a document names; without parts, the blueprint itself.

    A widget says by `blueprint`, or by its dataset, what it and everything in it is about; `about` is what holds
    outside of those. What a text puts in of an entity is of `about`.
    """
    if parts is None:
        return {blueprint} & {_resolved(name, about) for name in _blueprints(document)}
    found: set[str] = set()
    for word, topic in _words(document, about):
        if topic == blueprint and (name := part_of(word)) in parts:
            found.add(name)
        if about == blueprint:
            found.update(parts.intersection(_PLACE.findall(word)))
    return found


def named_by_view(state: Mapping[str, Any], parts: frozenset[str]) -> set[str]:
    """Return which of these properties and relations a saved view names: by a filter, its order, group or columns."""
    listed = [word for key in ("sort", "cols", "w") for word in str(state.get(key) or "").split(",")]
    words = [*listed, str(state.get("group") or ""), *_filtered(state.get("f") or [])]
    names = {word.partition(":")[0].removesuffix(".desc").removeprefix("rel.") for word in words}
    return names & parts


def _filtered(clauses: Any) -> Iterator[str]:
    for clause in clauses if isinstance(clauses, list) else ():
        if isinstance(clause, dict):
            yield str(clause.get("on") or "")
            yield from _filtered(clause.get("of"))


def part_of(word: str) -> str:
    """Return the property or relation that a word names: `property#tier`, `properties.tier`, `system.title`, `tier`."""
    _, _, bare = word.rpartition("#")
    return bare.removeprefix("properties.").removeprefix("relations.").partition(".")[0]


def _resolved(name: str, about: str | None) -> str | None:
    return about if name == _OWN else name


def about_of(value: Mapping[str, Any], about: str | None) -> str | None:
    """Return what an object is about: what it names, else what its dataset asks for above all else."""
    if isinstance(name := value.get("blueprint"), str) and name:
        return _resolved(name, about)
    dataset = value.get("dataset")
    rules = dataset.get("rules") if isinstance(dataset, dict) else dataset
    for rule in rules if isinstance(rules, list) else ():
        if isinstance(rule, dict) and rule.get("property") == "$blueprint" and isinstance(rule.get("value"), str):
            return _resolved(rule["value"], about)
    return about


def _words(value: Any, about: str | None) -> Iterator[tuple[str, str | None]]:
    """Yield every text and key that may name a part, with the blueprint that it is about."""
    if isinstance(value, str):
        yield value, about
    elif isinstance(value, list):
        for each in value:
            yield from _words(each, about)
    elif isinstance(value, dict):
        topic = about_of(value, about)
        compared = "operator" in value
        for name, each in value.items():
            if name == "blueprintConfig" and isinstance(each, dict):
                for own, config in each.items():
                    yield from _words(config, own.partition("$")[0])
            elif name not in _TEXTS and not (compared and name == "value"):
                yield name, topic
                yield from _words(each, topic)


def _blueprints(value: Any) -> Iterator[str]:
    """Yield every blueprint that a document names."""
    if isinstance(value, list):
        for each in value:
            yield from _blueprints(each)
    if not isinstance(value, dict):
        return
    if value.get("property") == "$blueprint":
        said = value.get("value")
        yield from (each for each in (said if isinstance(said, list) else [said]) if isinstance(each, str))
    for name, each in value.items():
        if name in _BLUEPRINT and isinstance(each, str):
            yield each
        elif name == "blueprintConfig" and isinstance(each, dict):
            yield from (own.partition("$")[0] for own in each)
        yield from _blueprints(each)
