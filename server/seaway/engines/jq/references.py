"""What a program can read of an entity, told from its words alone: never less than it reads, often no more.

The scanner follows where `.` is the document itself. Right of a pipe it is what the left side gave, and that was
written down already. Whatever hands on the document whole (`.`, `..`, `keys`, `select(…)`, a definition) makes
everything readable.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from seaway.engines.jq.programs import normal
from seaway.engines.jq.tokens import Token, UnreadableError, tokens, walk


@dataclass(frozen=True, slots=True)
class Refs:
    """What a program can read.

    `keys` are the keys of the document that it can read whole: "properties" among them means every property.
    `everything`: more than can be told, so all of it.
    """

    properties: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    everything: bool = False


EVERYTHING = Refs(everything=True)


def uses_now(program: str) -> bool:
    """Tell whether a program may give another value at another time; when in doubt, it may."""
    try:
        return any(token.kind == "name" and token.text == "now" for token in walk(tokens(normal(program))))
    except (UnreadableError, RecursionError):
        return True


def references(program: str) -> Refs:
    """Return what a program can read of the document that it is given."""
    scanner = _Scanner()
    try:
        scanner.scan(tokens(normal(program)), root=True)
    except (UnreadableError, RecursionError):
        return EVERYTHING
    read = scanner.read
    return Refs(frozenset(read["properties"]), frozenset(read["relations"]), frozenset(read["keys"]))


_PARTS: tuple[Literal["properties", "relations"], ...] = ("properties", "relations")
# Words of the grammar; and functions that read nothing but their arguments, or say nothing of what they read.
_GRAMMAR = {"if", "then", "else", "elif", "end", "and", "or", "as", "reduce", "foreach", "try", "catch", "label"}
_BLIND = {"true", "false", "null", "not", "now", "empty", "infinite", "nan"}
_BLIND_WITH_ARGUMENTS = {"first", "last", "limit", "range", "isempty", "error", "pow"}
_OPENING, _CLOSING = {"(", "[", "{"}, {")", "]", "}"}
_ASSIGNING = {"=", "|=", "+=", "-=", "*=", "/=", "%=", "//="}


@dataclass(slots=True)
class _Place:
    """A bracket or an `if` that is open. `base`: `.` was the document where it began; `now`: it is so at present."""

    base: bool
    now: bool
    kind: Literal["bracket", "object", "fold", "if"] = "bracket"
    else_: bool = False


@dataclass(slots=True)
class _Scanner:
    read: dict[str, set[str]] = field(default_factory=lambda: {"properties": set(), "relations": set(), "keys": set()})

    def scan(self, words: Sequence[Token], *, root: bool) -> None:
        """Write down what is read; UnreadableError stands for everything."""
        _Part(self, words, root).scan()


class _Part:
    """One row of words: the program, or what is interpolated in a text."""

    def __init__(self, scanner: _Scanner, words: Sequence[Token], root: bool) -> None:  # noqa: FBT001
        self._scanner = scanner
        self._words = words
        self._at = 0
        self._places = [_Place(root, root)]
        self._binding = False  # the next pipe belongs to `as` or `label`: `.` stays what it is
        self._folds: list[int] = []  # how many places were open where a reduce or foreach began

    def scan(self) -> None:
        """Go through the words once."""
        while (token := self._take()) is not None:
            if token.kind == "sign":
                self._sign(token.text)
            elif token.kind == "name":
                self._name(token.text)
            elif token.kind == "field" and self._root:
                self._path(token.text)
            elif token.kind == "text":
                self._text(token)
            elif token.kind == "format" and self._root and (not self._next("text") or self._object_key()):
                raise UnreadableError

    @property
    def _root(self) -> bool:
        return self._places[-1].now

    def _take(self) -> Token | None:
        if self._at >= len(self._words):
            return None
        self._at += 1
        return self._words[self._at - 1]

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self._at + ahead
        return self._words[place] if 0 <= place < len(self._words) else None

    def _next(self, kind: str, text: str | None = None, ahead: int = 0) -> bool:
        token = self._peek(ahead)
        return token is not None and token.kind == kind and (text is None or token.text == text)

    def _sign(self, sign: str) -> None:
        place = self._places[-1]
        if sign in _OPENING:
            self._open(sign)
        elif sign in _CLOSING:
            if len(self._places) == 1 or place.kind == "if":
                raise UnreadableError
            self._places.pop()
        elif sign == "|":
            place.now = place.now and self._binding
            self._binding = False
        elif sign == ";":
            place.now = place.base and place.kind != "fold"
        elif sign == "," and place.kind == "object":
            place.now = place.base
        elif place.now and (sign in _ASSIGNING or sign == ".."):
            raise UnreadableError
        elif sign == ".":
            self._dot()
        elif sign.startswith("?//"):
            raise UnreadableError

    def _open(self, sign: str) -> None:
        kind: Literal["bracket", "object", "fold"] = "object" if sign == "{" else "bracket"
        if sign == "(" and self._folds and self._folds[-1] == -len(self._places):
            self._folds.pop()
            kind = "fold"
        self._places.append(_Place(self._root, self._root, kind))

    def _dot(self) -> None:
        """Read `.` alone, `."key"`, `.["key"]`; of the document only with a key that is written there."""
        if not self._root:
            return
        key = self._key(0)
        if key is None:
            raise UnreadableError
        self._at += 1 if self._next("text") else 3
        self._path(key)

    def _key(self, ahead: int) -> str | None:
        """Return the key of `"key"` or `["key"]` that comes next."""
        bracketed = self._next("sign", "[", ahead)
        token = self._peek(ahead + bracketed)
        if token is None or token.kind != "text" or token.inner or "\\" in token.text:
            return None
        return token.text if not bracketed or self._next("sign", "]", ahead + 2) else None

    def _path(self, first: str) -> None:
        """Write down a path of the document that begins with a key."""
        second = self._step() if first in _PARTS else None
        if second is None:
            self._scanner.read["keys"].add(first)
        else:
            self._scanner.read[first].add(second)
        while self._step() is not None:
            pass

    def _step(self) -> str | None:
        """Go on by a key that is written after a path."""
        ahead = 0
        while self._next("sign", "?", ahead):
            ahead += 1
        if self._next("field", None, ahead):
            token = self._peek(ahead)
            self._at += ahead + 1
            return token.text if token else None
        dotted = self._next("sign", ".", ahead)
        bracketed = self._next("sign", "[", ahead + dotted)
        if not dotted and not bracketed:
            return None
        key = self._key(ahead + dotted)
        if key is not None:
            self._at += ahead + dotted + (3 if bracketed else 1)
        elif dotted:
            self._at += ahead + 1  # `.[…]`: the bracket is read next
        return key

    def _text(self, token: Token) -> None:
        for part in token.inner:
            self._scanner.scan(part, root=self._root)
        if self._root and self._shorthand():
            if token.inner or "\\" in token.text:
                raise UnreadableError
            self._path_of_key(token.text)

    def _shorthand(self) -> bool:
        """Tell whether the word just taken is a key of an object that stands for its own value: `{title}`."""
        if self._places[-1].kind != "object":
            return False
        before = self._peek(-2)
        after = self._peek()
        return _is(before, "{,") and _is(after, ",}")

    def _object_key(self) -> bool:
        return self._places[-1].kind == "object" and _is(self._peek(-2), "{,")

    def _path_of_key(self, key: str) -> None:
        self._scanner.read["keys"].add(key)

    def _name(self, name: str) -> None:
        if self._object_key():
            if self._root and self._shorthand():
                self._path_of_key(name)
            return
        if name in {"def", "import", "include", "input", "inputs"}:
            raise UnreadableError
        if name in _GRAMMAR:
            self._grammar(name)
        elif self._root and not self._blind(name):
            raise UnreadableError

    def _grammar(self, name: str) -> None:
        place = self._places[-1]
        if name == "if":
            self._places.append(_Place(place.now, place.now, "if"))
        elif name in {"then", "else", "elif", "end"}:
            if place.kind != "if":
                raise UnreadableError
            place.now = place.base
            place.else_ = place.else_ or name == "else"
            if name == "end":
                if place.base and not place.else_:
                    raise UnreadableError  # without `else` it hands on what it was given
                self._places.pop()
        elif name in {"reduce", "foreach"}:
            self._folds.append(len(self._places))
        elif name == "label":
            self._binding = True
        elif name == "catch" and self._next("sign", ".") and not self._key(1):
            self._at += 1  # the message of the error
        elif name == "as":
            self._pattern()

    def _pattern(self) -> None:
        """Pass what `as` binds; a pattern with programs in it is not followed."""
        fold = bool(self._folds) and self._folds[-1] == len(self._places)
        depth = 0
        while (token := self._peek()) is not None:
            if depth == 0 and _is(token, "|("):
                break
            if _is(token, "(") or token.inner or token.text == "?//":
                raise UnreadableError
            depth += _is(token, "[{") - _is(token, "]}")
            self._at += 1
        if fold:
            self._folds[-1] = -len(self._places)  # the next bracket is its
        else:
            self._binding = True

    def _blind(self, name: str) -> bool:
        """Tell whether a function says nothing of the document beyond what its arguments read."""
        if name in _BLIND:
            return True
        if not self._next("sign", "("):
            return False
        if name in {"any", "all"} and self._arguments() == 2:
            self._folds.append(-len(self._places))  # the second argument reads what the first one gave
            return True
        return name in _BLIND_WITH_ARGUMENTS or (name == "IN" and self._arguments() == 2)

    def _arguments(self) -> int:
        depth, count = 0, 1
        for ahead in range(len(self._words) - self._at):
            token = self._peek(ahead)
            depth += _is(token, "([{") - _is(token, ")]}")
            if depth == 0:
                return count
            count += depth == 1 and _is(token, ";")
        return 0


def _is(token: Token | None, signs: str) -> bool:
    return token is not None and token.kind == "sign" and token.text in signs
