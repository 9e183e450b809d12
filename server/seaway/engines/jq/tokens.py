"""The words of a jq program: enough of its lexer to know texts, comments and interpolations for what they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["field", "name", "variable", "format", "text", "number", "sign"]

_WORD = re.compile(
    r"""(?P<space>\s+)
    | (?P<comment>\#[^\n]*)
    | (?P<field>\.[A-Za-z_]\w*)
    | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*)
    | (?P<variable>\$\s*(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*)
    | (?P<format>@\w+)
    | (?P<sign>\.\.|\?//=|\?//|//=|\|=|//|[=!<>+\-*/%]=|[.\[\](){}|,:;=<>+\-*/%?])""",
    re.VERBOSE | re.ASCII,
)
_PLAIN = re.compile(r'[^"\\]+')


class UnreadableError(Exception):
    """This is no program, or one whose words may be read in two ways."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word. `text`: what it says, of a field without its dot; `inner`: the programs interpolated in a text."""

    kind: Kind
    text: str
    inner: tuple[tuple["Token", ...], ...] = ()


def tokens(program: str) -> tuple[Token, ...]:
    """Return the words of a program.

    Raises:
        UnreadableError: it has a text or bracket without its end, or a comment that a backslash may carry on.
    """
    found, end = _until(program, 0, None)
    if end != len(program):
        raise UnreadableError
    return found


def _until(program: str, at: int, closing: str | None) -> tuple[tuple[Token, ...], int]:
    """Return the words up to the bracket that closes an interpolation, or to the end, and the place after them."""
    found: list[Token] = []
    depth = 0
    while at < len(program):
        if program[at] == '"':
            token, at = _text(program, at + 1)
            found.append(token)
            continue
        match = _WORD.match(program, at)
        if match is None or match.lastgroup is None:
            raise UnreadableError
        at = match.end()
        token_ = _token(match.lastgroup, match[0])
        if token_ is None:
            continue
        if token_.kind == "sign":
            if closing == token_.text and depth == 0:
                return tuple(found), at
            depth += (token_.text in "([{") - (token_.text in ")]}")
        found.append(token_)
    if closing is not None or depth:
        raise UnreadableError
    return tuple(found), at


def _token(group: str, text: str) -> Token | None:
    if group == "space":
        return None
    if group == "comment":
        if text.endswith(("\\", "\r")):
            raise UnreadableError
        return None
    kinds: dict[str, Kind] = {
        "field": "field", "name": "name", "variable": "variable", "format": "format", "number": "number",
    }  # fmt: skip
    return Token(kinds.get(group, "sign"), text[1:] if group == "field" else text)


def _text(program: str, at: int) -> tuple[Token, int]:
    """Read a text after its opening quote."""
    said: list[str] = []
    inner: list[tuple[Token, ...]] = []
    while at < len(program):
        if program[at] == '"':
            return Token("text", "".join(said), tuple(inner)), at + 1
        if program[at] == "\\":
            if program[at + 1 : at + 2] == "(":
                part, at = _until(program, at + 2, ")")
                inner.append(part)
            else:
                said.append(program[at : at + 2])
                at += 2
            continue
        match = _PLAIN.match(program, at)
        if match is None:
            raise UnreadableError
        said.append(match[0])
        at = match.end()
    raise UnreadableError


def walk(found: tuple[Token, ...]) -> Iterator[Token]:
    """Yield every word, also those interpolated in texts."""
    for token in found:
        yield token
        for part in token.inner:
            yield from walk(part)
