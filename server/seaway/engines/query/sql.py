"""SQL in pieces: constant text with values between, so that nothing a caller says ever becomes part of a statement.

A piece is a condition that is true or false, never null, so that it can be negated; `render` numbers the values.
Statements are text and not SQLAlchemy expressions because of what the latter cost per request; queries of the same
form render to the same text, which the database layer and the server remember.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Param:
    """A value and its SQL type."""

    value: Hashable
    type: str


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL. Equal pieces render to equal text and values."""

    parts: tuple[str | Param, ...]

    def __bool__(self) -> bool:
        """Refuse: `TRUE` and `FALSE` are compared by `is`."""
        raise TypeError("A piece of SQL has no truth value in Python; compare it with TRUE or FALSE")


TRUE = Sql(("true",))
FALSE = Sql(("false",))


def sql(*pieces: "str | Param | Sql") -> Sql:
    """Join pieces into one."""
    parts: list[str | Param] = []
    for piece in pieces:
        if isinstance(piece, Sql):
            parts.extend(piece.parts)
        else:
            parts.append(piece)
    return Sql(tuple(parts))


def texts(values: Iterable[str]) -> Param:
    """Return an array of texts."""
    return Param(tuple(values), "text[]")


def all_of(pieces: Iterable[Sql]) -> Sql:
    """Return the condition that every piece holds; nothing is asked after one that cannot."""
    return _joined(pieces, " and ", neutral=TRUE, final=FALSE)


def any_of(pieces: Iterable[Sql]) -> Sql:
    """Return the condition that some piece holds."""
    return _joined(pieces, " or ", neutral=FALSE, final=TRUE)


def _joined(pieces: Iterable[Sql], word: str, *, neutral: Sql, final: Sql) -> Sql:
    kept: dict[Sql, None] = {}
    for piece in pieces:
        if piece == final:
            return final
        if piece != neutral:
            kept[piece] = None
    if len(kept) < 2:
        return next(iter(kept), neutral)
    parts: list[str | Param | Sql] = ["("]
    for index, piece in enumerate(kept):
        parts.extend((word, piece) if index else (piece,))
    return sql(*parts, ")")


def negate(piece: Sql) -> Sql:
    """Return the opposite condition."""
    if piece == TRUE:
        return FALSE
    return TRUE if piece == FALSE else sql("not (", piece, ")")


def render(piece: Sql, prefix: str = "q") -> tuple[str, dict[str, Any]]:
    """Return the text, with named parameters, and their values. A value used twice is sent once."""
    names: dict[Param, str] = {}
    out: list[str] = []
    for part in piece.parts:
        if isinstance(part, Param):
            name = names.setdefault(part, f"{prefix}{len(names)}")
            out.append(f"cast(:{name} as {part.type})")
        else:
            out.append(part)
    return "".join(out), {name: _plain(param.value) for param, name in names.items()}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
