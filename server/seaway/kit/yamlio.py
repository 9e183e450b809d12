"""YAML from outside: divided into documents, each to plain values by the core schema of YAML 1.2, every size bounded.

The C parser of PyYAML gives events; building values from them here, without its constructors, is what makes duplicate
keys, aliases and depth visible while they happen.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

MAX_DEPTH = 100
"""Levels of maps and lists inside one another."""

MAX_WEIGHT = 8 * 1024 * 1024
"""Size of a document with its aliases expanded: characters of text, and 16 for every value."""

CONTENT = re.compile(r"^[ \t]*[^ \t\n#]", re.MULTILINE)
"""The beginning of a line that says something."""

_WEIGHT_OF_VALUE = 16
_NO_KEY = object()

_CONSTANTS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_CONSTANTS |= dict.fromkeys(("true", "True", "TRUE"), True)
_CONSTANTS |= dict.fromkeys(("false", "False", "FALSE"), False)

_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN")
_CORE_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null"))

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters, halves of characters and non-characters: no catalog, database or terminal takes them."""

# YAML 1.1, which the C parser speaks, breaks lines at these; for YAML 1.2 they are ordinary characters.
_HIDE = {0x85: "\ue085", 0x2028: "\ue028", 0x2029: "\ue029"}
_UNHIDE = {0xE085: "\x85", 0xE028: "\u2028", 0xE029: "\u2029"}
# The C parser refuses some tabs on lines without content, which YAML allows.
_STRAY_TABS = re.compile(r"^[ \t]*\t[ \t]*(?=$|#)", re.MULTILINE)
# At the start of a line these always mark a document, even inside a quoted or block scalar (YAML 1.2, c-forbidden).
_MARKER = re.compile(r"^(---|\.\.\.)(?=[ \t\n]|\Z)", re.MULTILINE)
_CONTENT_OR_MARKER = re.compile(r"^(?!%)[ \t]*[^ \t\n#]", re.MULTILINE)
_OLD_BREAKS = re.compile("[\x85\u2028\u2029]")


class BadYaml(ValueError):
    """A text is not one sound YAML document; `line` counts from 0 within that text."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Composed(NamedTuple):
    """The value of a document, None when empty, the line where it begins and those of its nodes one level below.

    Lines count from 0. The nodes are the items of a list, or the keys and values of a map in turn.
    """

    value: Any
    line: int
    nodes: list[int]


def split(text: str) -> Iterator[tuple[int, str]]:
    """Yield the texts between document markers, each with its first line, from 1; those without content are left out.

    Dividing before parsing is what lets the documents after a broken one be read.
    """
    start, line = 0, 1
    for marker in _MARKER.finditer(text):
        at = marker.start() if marker[1] == "---" else marker.end()
        if marker[1] == "---" and not _CONTENT_OR_MARKER.search(text[start:at]):
            continue  # comments and directives belong to the document that this marker opens
        part = text[start:at]
        if _has_content(part):
            yield line, part
        line += part.count("\n")
        start = at
    if _has_content(part := text[start:]):
        yield line, part


def _has_content(part: str) -> bool:
    return CONTENT.search(part.removeprefix("---").removesuffix("...")) is not None


def compose(text: str, most: int = MAX_WEIGHT) -> Composed:
    """Return what the one document in the text holds; `most` bounds its size with aliases expanded.

    Merge keys (`<<`) are ordinary keys and dates are text, as in Backstage. Numbers that JSON cannot hold become None.

    Raises:
        BadYaml: The text breaks YAML or a limit, repeats a key, or holds a character that cannot be stored.
    """
    if found := UNSTORABLE.search(text):
        raise BadYaml(text.count("\n", 0, found.start()), unstorable(found[0]))
    try:
        return _parse(text, most)
    except BadYaml:
        untabbed = _STRAY_TABS.sub("", text)
        if untabbed == text:
            raise
        return _parse(untabbed, most)


def _parse(text: str, most: int) -> Composed:
    hidden = _OLD_BREAKS.search(text) is not None
    builder = _Builder(most, hidden=hidden)
    try:
        parser = CParser(text.translate(_HIDE) if hidden else text)
        while not isinstance(event := parser.get_event(), StreamEndEvent):
            if event is not None:
                builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        parts = (error.context, error.problem)
        raise BadYaml(mark.line if mark else 0, ", ".join(part for part in parts if part)) from error
    except yaml.YAMLError as error:
        raise BadYaml(0, str(error).replace("\n", " ")) from error
    return Composed(builder.root, builder.line, builder.nodes)


def unstorable(character: str) -> str:
    """Return the sentence that refuses the character."""
    return f"the character U+{ord(character):04X} is not allowed: remove it"


def plain(text: str) -> Any:
    """Return what an unquoted scalar means in the core schema of YAML 1.2."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        # Longer ones do not fit 64 bits, and turning thousands of digits into an integer is slow.
        return _finite(float(text)) if len(text) > 19 else int(text)
    if _BASED.fullmatch(text):
        return int(text, 0) if len(text) <= 17 else _finite(float(int(text[:250], 0)))
    if _FLOAT.fullmatch(text):
        return _finite(float(text))
    return None if _NOT_FINITE.fullmatch(text) else text


def _finite(number: float) -> int | float | None:
    """Return the number as JavaScript prints it: whole ones without a fraction, what JSON has no word for as None."""
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _key(value: Any) -> str:
    """Return the map key for a value, as JavaScript turns it into text."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


class _Collection:
    """A list or map under construction."""

    __slots__ = ("anchor", "key", "value", "weight")

    def __init__(self, value: Any, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.key: Any = _NO_KEY
        self.weight = _WEIGHT_OF_VALUE


class _Builder:
    """Turns the events of one document into its value."""

    def __init__(self, most: int, *, hidden: bool) -> None:
        self.root: Any = None
        self.line = 0
        self.nodes: list[int] = []
        self._most = most
        self._hidden = hidden
        self._open: list[_Collection] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._started = False

    def take(self, event: Event) -> None:
        """Add one event."""
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, NodeEvent) and len(self._open) < 2:
            self._place(line)
        if isinstance(event, ScalarEvent):
            value = self._scalar(event, line)
            weight = _WEIGHT_OF_VALUE + len(event.value)
            if event.anchor is not None:
                self._anchors[event.anchor] = value, weight
            self._attach(value, weight, line)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            if len(self._open) >= MAX_DEPTH:
                raise BadYaml(line, f"maps and lists are nested more than {MAX_DEPTH} deep: flatten them")
            self._open.append(_Collection({} if isinstance(event, MappingStartEvent) else [], event.anchor))
        elif isinstance(event, AliasEvent):
            self._alias(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self._open.pop()
            if done.anchor is not None:
                self._anchors[done.anchor] = done.value, done.weight
            self._attach(done.value, done.weight, line)

    def _place(self, line: int) -> None:
        """Note where the root or a node one level below begins."""
        if self._open:
            self.nodes.append(line)
        elif self._started:
            raise BadYaml(line, "a second document begins here: write a line --- before it")
        else:
            self._started, self.line = True, line

    def _scalar(self, event: ScalarEvent, line: int) -> Any:
        text = event.value
        if self._hidden:
            text = text.translate(_UNHIDE)
        if event.style == '"' and (found := UNSTORABLE.search(text)):
            raise BadYaml(line, unstorable(found[0]))
        if (event.tag is None and event.implicit[0]) or event.tag in _CORE_TAGS:
            return plain(text)
        return text

    def _alias(self, event: AliasEvent, line: int) -> None:
        name = event.anchor
        if name not in self._anchors:
            raise BadYaml(line, f"the alias *{name} stands before or inside its anchor: write the value out")
        value, weight = self._anchors[name]
        self._attach(value, weight, line)

    def _attach(self, value: Any, weight: int, line: int) -> None:
        """Put a finished value where it belongs in the innermost open collection."""
        if not self._open:
            self.root = value
            return
        top = self._open[-1]
        top.weight += weight
        if top.weight > self._most:
            raise BadYaml(line, f"the document grows beyond {self._most} characters: use fewer aliases")
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is not _NO_KEY:
            top.value[top.key] = value
            top.key = _NO_KEY
        else:
            top.key = _key(value)
            if top.key in top.value:
                raise BadYaml(
                    line,
                    f"the key {top.key[:80]!r} is written twice in one map: remove one, "
                    "or separate two documents with a line ---",
                )
