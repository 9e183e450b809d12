"""Columns of a batch as one text each, which PostgreSQL takes apart.

The driver's array encoder asks of every element whether it is a list itself, which costs more than all else that a
batch does in this process. A joined text costs a tenth of that here, and about the same there.
"""

from collections.abc import Iterable

_END, _NULL = "\x1e", "\x01"
FORBIDDEN = frozenset({_END, _NULL})
"""Characters that no packed text may hold. JSON escapes them, identifiers exclude them, titles are checked."""


def texts(items: Iterable[str | None]) -> str:
    """Pack texts and nulls; there is at least one."""
    return _END.join([_NULL if item is None else item for item in items]) + _END


def numbers(items: Iterable[int | None]) -> str:
    """Pack numbers, truth values and nulls."""
    return "{" + ",".join(["null" if item is None else str(item) for item in items]) + "}"


def text_array(name: str) -> str:
    """Return the SQL that unpacks a parameter into `text[]`; each text ends with the separator, hence the trim."""
    return f"trim_array(string_to_array(:{name}, e'\\x1e', e'\\x01'), 1)"


def array(name: str, kind: str) -> str:
    """Return the SQL that unpacks a parameter into an array of numbers or truth values."""
    return f"cast(cast(:{name} as text) as {kind}[])"
