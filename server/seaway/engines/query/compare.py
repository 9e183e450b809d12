"""One comparison: an operand, an operator and a constant become a test in SQL (semantics 8.2).

Positive operators are written out; each negative one is the exact opposite of its positive. Constants are first fitted
to the kind of the operand: one that does not fit equals nothing, and cannot be ordered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from seaway.engines.query import values
from seaway.engines.query.errors import MisfitError
from seaway.engines.query.operands import Json, Moment, Operand
from seaway.engines.query.shapes import Kind
from seaway.engines.query.sql import FALSE, Sql, any_of, negate

OPPOSITE: Mapping[str, str] = {
    "!=": "=",
    "doesNotContains": "contains",
    "doesNotBeginsWith": "beginsWith",
    "doesNotEndsWith": "endsWith",
    "notIn": "in",
    "notBetween": "between",
    "isEmpty": "isNotEmpty",
}
_ORDERED = frozenset({">", ">=", "<", "<="})
_ALL = frozenset({"=", "in", "isNotEmpty"})
_TEXTUAL = frozenset({"contains", "beginsWith", "endsWith"})
_TAKES: Mapping[Kind, frozenset[str]] = {
    Kind.STRING: _ALL | _TEXTUAL | {"containsAny"},
    Kind.NUMBER: _ALL | _TEXTUAL | _ORDERED,
    Kind.BOOLEAN: _ALL,
    Kind.DATETIME: _ALL | _ORDERED | {"between", "isExpired", "isNotExpired"},
    Kind.ARRAY: _ALL | {"contains", "containsAny"},
    Kind.OBJECT: frozenset({"=", "isNotEmpty", "contains"}),
}
_PATTERN: Mapping[str, Callable[[str], str]] = {
    "contains": lambda text: f"%{text}%",
    "beginsWith": lambda text: f"{text}%",
    "endsWith": lambda text: f"%{text}",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an operand. `items` is the declared type of an array's elements; messages need the rest."""

    path: str
    name: str
    operator: str
    value: Any
    now: datetime
    items: str | None = None


def comparison(operand: Operand, asked: Question) -> Sql:
    """Return the test.

    Raises:
        MisfitError: the operator does not go with the kind of the operand, or its constant cannot be ordered.
    """
    positive = OPPOSITE.get(asked.operator, asked.operator)
    if positive == "=" and asked.value is None:
        positive, negative = "isNotEmpty", asked.operator == "="
    else:
        negative = asked.operator in OPPOSITE
    if positive == "matchAny":
        positive = "in"
    if positive not in _TAKES[operand.kind]:
        raise MisfitError(f"{asked.path}.operator", _unfit(operand.kind, asked))
    test = FALSE if asked.value is NOTHING else _positive(operand, positive, asked)
    return negate(test) if negative else test


class Nothing:
    """The value of a caller who has none: it equals nothing, not even an empty property."""


NOTHING = Nothing()


def _unfit(kind: Kind, asked: Question) -> str:
    takes = _TAKES[kind] | {name for name, positive in OPPOSITE.items() if positive in _TAKES[kind]}
    return (
        f'"{asked.operator}" does not go with "{asked.name}", which is a {kind.value}; use {", ".join(sorted(takes))}'
    )


def _positive(operand: Operand, operator: str, asked: Question) -> Sql:
    if operator == "isNotEmpty":
        return operand.filled()
    if isinstance(operand, Moment):
        return _moment(operand, operator, asked)
    if operator in _ORDERED:
        return _ordered(operand, operator, asked)
    if isinstance(operand, Json) and operand.kind is Kind.ARRAY:
        return _array(operand, operator, asked)
    if operator in ("=", "in"):
        return operand.equals(_constants(operand, asked))
    written = _texts(asked.value)
    pattern = _PATTERN.get(operator, _PATTERN["contains"])
    return operand.like(tuple(pattern(_escape(text)) for text in written))


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(text for item in _listed(value) if (text := values.text(item)) is not None)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _json_text(text: str) -> str:
    return orjson.dumps(text).decode()


def _constants(operand: Operand, asked: Question) -> tuple[str, ...]:
    """Return the constants that fit the operand, in the form its `equals` takes."""
    if operand.kind is Kind.OBJECT:
        return (asked.value.text,) if isinstance(asked.value, values.JsonObject) else ()
    if operand.kind is Kind.STRING:
        found = _texts(asked.value)
        return tuple(map(_json_text, found)) if isinstance(operand, Json) else found
    fit = values.number if operand.kind is Kind.NUMBER else values.boolean
    return tuple(fitted for item in _listed(asked.value) if (fitted := fit(item)) is not None)


def _ordered(operand: Operand, operator: str, asked: Question) -> Sql:
    bound = values.number(asked.value)
    if bound is None or not isinstance(operand, Json):
        raise MisfitError(f"{asked.path}.value", f'must be a number to be ordered with "{asked.name}"')
    return operand.compare(operator, bound)


def _array(operand: Json, operator: str, asked: Question) -> Sql:
    if operator == "=" and isinstance(asked.value, tuple):
        elements = [_element(item, asked.items) for item in asked.value]
        whole = f"[{','.join(item for item in elements if item is not None)}]"
        return FALSE if None in elements else operand.equals((whole,))
    same = operand.has_any(tuple(e for item in _listed(asked.value) if (e := _element(item, asked.items)) is not None))
    if operator != "contains":
        return same
    patterns = tuple(_PATTERN["contains"](_escape(text)) for text in _texts(asked.value))
    return any_of((same, operand.element_like(patterns)))


def _element(value: Any, items: str | None) -> str | None:
    """Return a constant as JSON, in the declared type of the elements; as it was written where none is declared."""
    if items == "number":
        return values.number(value)
    if items == "boolean":
        return values.boolean(value)
    if items == "string":
        found = values.text(value)
        return None if found is None else _json_text(found)
    if isinstance(value, str):
        return _json_text(value)
    return values.boolean(value) if isinstance(value, bool) else values.number(value)


def _moment(operand: Moment, operator: str, asked: Question) -> Sql:
    if operator == "isExpired":
        return operand.compare("<=", asked.now)
    if operator == "isNotExpired":
        return operand.compare(">", asked.now)
    if isinstance(asked.value, values.Window):
        start, end, within = asked.value.bounds(asked.now)
        return operand.within(start, end, closed=within) if start <= end else FALSE
    if operator in ("=", "in"):
        moments = [moment for item in _listed(asked.value) if (moment := values.instant(item)) is not None]
        return any_of(operand.compare("=", moment) for moment in moments)
    bound = values.instant(asked.value)
    if bound is None:
        raise MisfitError(f"{asked.path}.value", f'must be a date-time to be ordered with "{asked.name}"')
    return operand.compare(operator, bound)


__all__ = ["NOTHING", "OPPOSITE", "Nothing", "Question", "comparison"]
