"""Location entities: which files of the tree they name."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from seaway.engines.backstage.formats import web_address
from seaway.engines.backstage.paths import resolve
from seaway.engines.backstage.types import Fetch, Origin, Problem, Stage

MAX_PATTERNS = 200
"""Different glob patterns that one reading follows."""

_MAGIC = frozenset("*?[")


@dataclass(slots=True)
class Expansion:
    """The files a Location names, and what there is to say about its targets."""

    files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)


class Expander:
    """Finds the targets of Locations among the paths of one tree."""

    def __init__(self, paths: Iterable[str], origin: Origin) -> None:
        self._paths = sorted(paths)
        self._known = frozenset(self._paths)
        self._origin = origin
        self._patterns: dict[str, list[str]] = {}

    def expand(self, spec: Mapping[str, Any], file: str) -> Expansion:
        """Return what the spec of a valid Location, standing in the given file, names.

        A missing target leaves the Location valid, with a warning: the rest of it still counts. A web address is
        left to be fetched. Nothing outside the tree is ever named.
        """
        found = Expansion()
        kind = spec.get("type", self._origin)
        targets = [("spec.target", spec["target"])] if isinstance(spec.get("target"), str) else []
        listed = spec.get("targets", [])
        if isinstance(listed, list):
            targets += [(f"spec.targets[{number}]", target) for number, target in enumerate(listed)]
        for where, target in targets:
            if not isinstance(target, str):
                continue  # a placeholder that is yet to be fetched
            if kind == "file" and target.endswith("/"):
                message = (
                    f"{where} {target[:80]!r} ends with '/': name a file or a pattern such as '*/catalog-info.yaml'"
                )
                found.problems.append(Problem(Stage.KIND_SCHEMA, where, message))
            elif url := web_address(target):
                found.fetches.append(Fetch(where, url, "location"))
                found.warnings.append(f"{where} names {url[:200]}, which is not part of the import")
            elif kind not in ("file", "url"):
                found.warnings.append(
                    f"{where} is not followed: the location type {str(kind)[:80]!r} is not known here"
                )
            else:
                self._find(found, where, (file, target), optional=spec.get("presence") == "optional")
        return found

    def _find(self, found: Expansion, where: str, named: tuple[str, str], *, optional: bool) -> None:
        file, target = named
        path = resolve(file, target)
        if path is None:
            found.warnings.append(f"{where} {target[:200]!r} is outside the import: import the folder that holds it")
            return
        if path in self._known:
            matches = [path]
        elif not _MAGIC.intersection(path):
            matches = []
        elif (globbed := self._glob(path)) is not None:
            matches = globbed
        else:
            found.warnings.append(f"{where} is not followed: the import holds more than {MAX_PATTERNS} patterns")
            return
        found.files += matches
        if not matches and not optional:
            found.warnings.append(
                f"{where} {target[:200]!r} is missing: add the file, or set spec.presence to optional"
            )

    def _glob(self, pattern: str) -> list[str] | None:
        """Return the paths that match; None when the reading has followed too many patterns."""
        if pattern not in self._patterns:
            if len(self._patterns) >= MAX_PATTERNS:
                return None
            prefix = pattern[: min(pattern.index(sign) for sign in _MAGIC if sign in pattern)]
            segments = pattern.split("/")
            self._patterns[pattern] = [path for path in self._beginning(prefix) if matches(path.split("/"), segments)]
        return self._patterns[pattern]

    def _beginning(self, prefix: str) -> Iterable[str]:
        for number in range(bisect_left(self._paths, prefix), len(self._paths)):
            if not self._paths[number].startswith(prefix):
                return
            yield self._paths[number]


def matches(path: list[str], pattern: list[str]) -> bool:
    """Tell whether the segments of a path match those of a glob: `**` is any number of folders, `*` no dot-file."""
    reached = {0}
    for segment in path:
        reached = _skipping(reached, pattern)
        reached = {
            number if pattern[number] == "**" else number + 1
            for number in reached
            if number < len(pattern) and _fits(segment, pattern[number])
        }
    return len(pattern) in _skipping(reached, pattern)


def _skipping(reached: set[int], pattern: list[str]) -> set[int]:
    """Add the positions after each `**`, which may stand for no folder at all."""
    more = set(reached)
    for number in sorted(reached):
        after = number
        while after < len(pattern) and pattern[after] == "**":
            after += 1
            more.add(after)
    return more


def _fits(segment: str, pattern: str) -> bool:
    hidden = segment.startswith(".") and not pattern.startswith(".")
    return not hidden and (pattern == "**" or fnmatchcase(segment, pattern))
