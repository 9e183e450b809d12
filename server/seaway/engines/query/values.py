"""The constants of rules: read and bounded when a query is parsed, fitted to a type when it is bound to a property."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.nodes import ContextValue

MAX_TEXT = 10_000
MAX_LIST = 10_000
MAX_DIGITS = 400

_ORDERED = frozenset({">", ">=", "<", "<="})
_EQUAL = frozenset({"=", "!="})
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")
_DAYS = {
    "lastDay": -1, "lastWeek": -7, "last2Weeks": -14, "lastMonth": -30, "last3Months": -90, "last6Months": -180,
    "last12Months": -365, "last2Years": -730, "last3Years": -1095,
    "nextDay": 1, "nextWeek": 7, "next2Weeks": 14, "nextMonth": 30, "next3Months": 90, "next6Months": 180,
    "next12Months": 365,
}  # fmt: skip
_CALENDAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
PRESETS = frozenset(_DAYS) | frozenset(_CALENDAR)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: `{from, to}`, both ends within, or a preset that is measured when the query runs."""

    start: datetime | None = None
    end: datetime | None = None
    preset: str | None = None

    def bounds(self, now: datetime) -> tuple[datetime, datetime, bool]:
        """Return start, end and whether the end is within. Calendar days are those of UTC and end before midnight."""
        if self.preset in _CALENDAR:
            start = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            start += timedelta(days=_CALENDAR[self.preset])
            return start, start + timedelta(days=1), False
        if self.preset is not None:
            other = now + timedelta(days=_DAYS[self.preset])
            return min(now, other), max(now, other), True
        assert self.start is not None  # noqa: S101  # a window has a preset or both ends
        assert self.end is not None  # noqa: S101
        return self.start, self.end, True


@dataclass(frozen=True, slots=True)
class JsonObject:
    """An object to compare an object property with, as canonical JSON text."""

    text: str


def read(raw: Any, operator: str, path: str) -> Any:
    """Return a rule's value in the form that nodes hold: a scalar, a tuple of scalars, a window, an object, a context.

    Raises:
        BadQueryError: the operator does not take such a value, or it is too large.
    """
    if isinstance(raw, dict) and "context" in raw:
        return context(raw, path)
    if operator in ("between", "notBetween"):
        return window(raw, path)
    if operator in _EQUAL:
        return _equal(raw, path)
    if operator in _ORDERED:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise BadQueryError(path, f"must be a number or a date-time for the operator {operator}")
        return bounded(raw, path)
    return _listed(raw, path) if isinstance(raw, list) else _scalar(raw, path)


def _equal(raw: Any, path: str) -> Any:
    if raw is None:
        return None
    if isinstance(raw, dict):
        if raw.keys() in ({"preset"}, {"from", "to"}):
            try:
                return window(raw, path)
            except BadQueryError:
                if "preset" in raw and isinstance(raw["preset"], str):
                    raise
        return JsonObject(bounded(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS).decode(), path))
    return _listed(raw, path) if isinstance(raw, list) else _scalar(raw, path)


def _listed(raw: list[Any], path: str) -> tuple[Any, ...]:
    if len(raw) > MAX_LIST:
        raise BadQueryError(path, f"has {len(raw)} values, at most {MAX_LIST} are taken")
    return tuple(_scalar(item, f"{path}.{index}") for index, item in enumerate(raw))


def _scalar(raw: Any, path: str) -> str | float | bool:
    if not isinstance(raw, str | int | float):
        raise BadQueryError(path, "must be a text, a number, true or false, or an array of them")
    bounded(raw, path)
    return raw


def bounded(raw: Any, path: str) -> Any:
    """Return the value if it is not too large.

    Raises:
        BadQueryError: a text of over 10,000 characters.
    """
    if isinstance(raw, str) and len(raw) > MAX_TEXT:
        raise BadQueryError(path, f"has {len(raw)} characters, at most {MAX_TEXT} are taken")
    return raw


def context(raw: Any, path: str) -> ContextValue:
    """Read `{"context": "user" | "userTeams", "property": …}`.

    Raises:
        BadQueryError: it has another shape.
    """
    fits = isinstance(raw, dict) and raw.keys() == {"context", "property"} and raw["context"] in ("user", "userTeams")
    if not fits or not isinstance(raw["property"], str) or not 0 < len(raw["property"]) <= 200:
        raise BadQueryError(path, 'must be a name or {"context": "user" or "userTeams", "property": name}')
    return ContextValue(raw["context"], raw["property"])


def window(raw: Any, path: str) -> Window:
    """Read `{from, to}` or `{preset}`.

    Raises:
        BadQueryError: neither; an unknown preset; an end that is no date-time.
    """
    if isinstance(raw, dict) and raw.keys() == {"preset"}:
        if raw["preset"] not in PRESETS:
            raise BadQueryError(f"{path}.preset", f"must be one of {', '.join(sorted(PRESETS))}")
        return Window(preset=raw["preset"])
    if not isinstance(raw, dict) or raw.keys() != {"from", "to"}:
        raise BadQueryError(path, 'must be {"from": date-time, "to": date-time} or {"preset": name}')
    ends = []
    for key in ("from", "to"):
        moment = instant(raw[key])
        if moment is None:
            raise BadQueryError(f"{path}.{key}", "must be a date-time such as 2026-03-04T05:06:07Z")
        ends.append(moment)
    return Window(ends[0], ends[1])


def instant(raw: Any) -> datetime | None:
    """Return the moment that an ISO 8601 text names (UTC where it names no zone), or None."""
    if not isinstance(raw, str) or len(raw) > 40:
        return None
    try:
        moment = datetime.fromisoformat(raw.upper())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def text(raw: Any) -> str | None:
    """Return a scalar as the text of a string property, or None."""
    if isinstance(raw, str):
        return raw
    return orjson.dumps(raw).decode() if isinstance(raw, int | float) else None


def number(raw: Any) -> str | None:
    """Return a number, or a text that writes one, as JSON; None when it is neither or out of any reasonable range."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    written = raw if isinstance(raw, str) else orjson.dumps(raw).decode()
    if len(written) > MAX_DIGITS or not _NUMBER.fullmatch(written):
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    return str(value.normalize()).replace("E+", "e") if abs(value.adjusted()) <= MAX_DIGITS else None


def boolean(raw: Any) -> str | None:
    """Return a truth value, or the text true or false, as JSON; None for anything else."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return raw if raw in ("true", "false") else None
