"""Placeholders: a map of the one key `$text`, `$json` or `$yaml` stands for the content of a file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from seaway.engines.backstage import documents
from seaway.engines.backstage.formats import is_url, web_address
from seaway.engines.backstage.paths import field_path, resolve
from seaway.engines.backstage.types import Fetch, Origin, Problem, Stage, Tree
from seaway.kit.yamlio import MAX_DEPTH, MAX_WEIGHT, UNSTORABLE, BadYaml, compose, split, unstorable

Form = Literal["text", "json", "yaml"]

_FORMS: dict[str, Form] = {"$text": "text", "$json": "json", "$yaml": "yaml"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document stands: its tree, its path in it, and where the tree comes from."""

    tree: Tree
    file: str
    origin: Origin


@dataclass(slots=True)
class Resolved:
    """An entity with its placeholders replaced, what went wrong, and what remains to be fetched."""

    entity: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)


class _Unreadable(ValueError):
    """The content of a placeholder cannot be used."""


def is_pending(value: Any) -> bool:
    """Tell whether the value is a placeholder that names a web address, and so still has to be fetched."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((key, target),) = value.items()
    return key in _FORMS and isinstance(target, str) and web_address(target) is not None


def fill(entity: dict[str, Any], source: Source) -> Resolved:
    """Return the entity with placeholders replaced by files of the same tree; the given one is left as it is.

    Relative paths count for trees of origin `url` only, as in Backstage. Nothing outside the tree is read.
    """
    filler = _Filler(source)
    # The root is an entity even when it looks like a placeholder.
    filled = {key: filler.walk(value, key) for key, value in entity.items()}
    return Resolved(filled, filler.problems, filler.fetches)


class _Filler:
    """Walks one entity; the content it may bring in is bounded."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._left = MAX_WEIGHT
        self._trail: list[str | int] = []
        self.problems: list[Problem] = []
        self.fetches: list[Fetch] = []

    def walk(self, value: Any, part: str | int) -> Any:
        """Return the value at this part of the path with placeholders replaced; the same object when it has none."""
        if not isinstance(value, dict | list):
            return value
        self._trail.append(part)
        walked = self._walk_list(value) if isinstance(value, list) else self._walk_map(value)
        self._trail.pop()
        return walked

    def _walk_list(self, value: list[Any]) -> list[Any]:
        items = [self.walk(item, number) for number, item in enumerate(value)]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value

    def _walk_map(self, value: dict[str, Any]) -> Any:
        if not any(key.startswith("$") for key in value):
            pairs = {key: self.walk(item, key) for key, item in value.items()}
            return pairs if any(pairs[key] is not item for key, item in value.items()) else value
        (key, *siblings) = value
        return self._replace(value, key) if key in _FORMS and not siblings else value

    def _replace(self, value: dict[str, Any], key: str) -> Any:
        """Return the content that a placeholder names, or the placeholder itself with a note of why not."""
        target = value[key]
        if not isinstance(target, str):
            return self._refuse(value, f"{key} must name a file or a URL as text")
        if url := web_address(target):
            self.fetches.append(Fetch(field_path("", self._trail), url, _FORMS[key]))
            return value
        if is_url(target):
            return self._refuse(value, f"{key} names {target[:80]!r}: only http and https URLs can be read")
        if self._source.origin == "file":
            message = f"{key} names the relative path {target[:80]!r}, which Backstage reads from repositories only"
            return self._refuse(value, f"{message}: write the content here, or import the repository by its URL")
        try:
            return _PARSERS[_FORMS[key]](self._content(target))
        except _Unreadable as error:
            return self._refuse(value, f"{key} names {target[:80]!r}: {error}")

    def _refuse(self, value: dict[str, Any], message: str) -> dict[str, Any]:
        where = field_path("", self._trail)
        self.problems.append(Problem(Stage.PLACEHOLDER, where, f"{where}: {message}"))
        return value

    def _content(self, target: str) -> str:
        path = resolve(self._source.file, target)
        if path is None:
            raise _Unreadable("that is outside the import: name a file inside it")
        if path not in self._source.tree:
            raise _Unreadable("there is no such file: correct the path")
        data = self._source.tree[path]
        self._left -= len(data)
        if len(data) > documents.MAX_DOCUMENT_CHARACTERS or self._left < 0:
            raise _Unreadable("the content is too large: shorten it")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _Unreadable("the file is not UTF-8: save it as UTF-8") from None
        if found := UNSTORABLE.search(text):
            raise _Unreadable(unstorable(found[0]))
        return text


def _parse_json(text: str) -> Any:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _Unreadable(f"the file is not JSON: {error}") from error
    _check(value, MAX_DEPTH)
    return value


def _parse_yaml(text: str) -> Any:
    parts = list(split(text.replace("\r\n", "\n").replace("\r", "\n")))
    if len(parts) != 1:
        raise _Unreadable(f"the file holds {len(parts)} documents: leave exactly one")
    try:
        return compose(parts[0][1])[0]
    except BadYaml as error:
        raise _Unreadable(f"line {parts[0][0] + error.line}: {error}") from error


def _check(value: Any, depth: int) -> None:
    """Refuse parsed JSON that is too deep or holds what cannot be stored."""
    if depth == 0:
        raise _Unreadable(f"maps and lists are nested more than {MAX_DEPTH} deep: flatten them")
    for part in [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else [value]:
        if isinstance(part, str) and (found := UNSTORABLE.search(part)):
            raise _Unreadable(unstorable(found[0]))
        if isinstance(part, dict | list):
            _check(part, depth - 1)


_PARSERS: dict[Form, Callable[[str], Any]] = {"text": str, "json": _parse_json, "yaml": _parse_yaml}
