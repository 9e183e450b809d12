"""A mapping as it was sent, read: which programs it has, where each stands, and what is made of their values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Leaf = tuple[str, str]
"""The place of a program in the mapping, and the program."""
_QUOTED = re.compile(r"""^(['"]{1,2})([^'"]*)(['"]{1,2})$""")
# Words of a query that are no programs; in quotes they are programs that give the same.
_PLAIN = {"combinator": {"and", "or"}, "operator": {"=", "!=", "in", "contains", "containsAny"}}


@dataclass(frozen=True, slots=True)
class Shape:
    """One mapping. `items` and `filter` are programs; each text in `entity` is one."""

    number: int
    blueprint: str
    delete: bool
    dependents: bool
    items: str | None
    filter: str | None
    entity: Mapping[str, Any]

    @classmethod
    def read(cls, number: int, given: Mapping[str, Any]) -> "Shape":
        """Return the mapping as `schemas` checked it."""
        operation = given.get("operation") or "create"
        told = operation if isinstance(operation, Mapping) else {"type": operation}
        delete = told["type"] == "delete"
        entity = {"identifier": given["entity"]["identifier"]} if delete else dict(given["entity"])
        return cls(
            number,
            _literal(given["blueprint"]),
            delete,
            told.get("deleteDependents") is not False,
            given.get("itemsToParse") or None,
            given.get("filter") or None,
            entity,
        )

    def leaves(self) -> list[Leaf]:
        """Return the programs that are run for each item: the filter first, then those of the entity."""
        return [("filter", self.filter or "true"), *_leaves(self.entity, "entity")]

    def all_leaves(self) -> list[Leaf]:
        """Return every program as it was written, placed among all mappings."""
        own = [leaf for leaf in self.leaves() if leaf[0] != "filter" or self.filter]
        if self.items:
            own.append(("itemsToParse", self.items))
        return [(f"mappings.{self.number}.{path}", program) for path, program in own]

    def filled(self, values: Iterator[Any]) -> dict[str, Any]:
        """Return the entity with values in place of its programs, in the order of `leaves` after the filter."""
        made: dict[str, Any] = _filled(self.entity, values)
        return made


def _literal(blueprint: str) -> str:
    """Return the identifier of a blueprint, which some write as a program in quotes."""
    found = _QUOTED.match(blueprint.strip())
    return found[2] if found else blueprint


def _is_plain(key: str, value: object) -> bool:
    return isinstance(value, str) and value in _PLAIN.get(key, ())


def _leaves(tree: Any, path: str) -> Iterator[Leaf]:
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, Mapping):
        for key, value in tree.items():
            if not _is_plain(key, value):
                yield from _leaves(value, f"{path}.{key}")
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from _leaves(value, f"{path}.{place}")


def _filled(tree: Any, values: Iterator[Any]) -> Any:
    if isinstance(tree, str):
        return next(values)
    if isinstance(tree, Mapping):
        return {key: value if _is_plain(key, value) else _filled(value, values) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_filled(value, values) for value in tree]
    return tree
