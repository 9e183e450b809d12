"""Where a compared value lives, and the tests SQL can make on it there.

Every test is true or false, never null and never an error: a stored value that does not fit its declared type counts as
absent. `coalesce` turns unknown into false; type guards come before anything that could fail on another type.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from seaway.engines.query.shapes import Kind
from seaway.engines.query.sql import FALSE, TRUE, Param, Sql, any_of, sql, texts

# What PostgreSQL reads without an error. `[:]` keeps the colon from being taken for a parameter.
INSTANT = (
    "^(?!0000)[0-9]{4}-("
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    "[Tt ]([01][0-9]|2[0-3])[:][0-5][0-9][:][0-5][0-9]([.][0-9]+)?([Zz]|[+-](0[0-9]|1[0-5])[:][0-5][0-9])$"
)
LEAP_DAY = (
    "^(?!0000)([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29"
    "[Tt ]([01][0-9]|2[0-3])[:][0-5][0-9][:][0-5][0-9]([.][0-9]+)?([Zz]|[+-](0[0-9]|1[0-5])[:][0-5][0-9])$"
)
_MAX_PATTERNS = 20


class Operand(Protocol):
    """One side of a comparison."""

    @property
    def kind(self) -> Kind:
        """What the value is; it says which tests can be asked for."""

    def filled(self) -> Sql:
        """Return the test that there is a value: not absent, null, empty text, empty list or empty object."""

    def equals(self, values: tuple[str, ...]) -> Sql:
        """Return the test that the value is one of these: texts, or JSON, as the kind demands."""

    def like(self, patterns: tuple[str, ...]) -> Sql:
        """Return the test that the value as text matches one of these patterns, whatever the case of letters."""


def _unknown_is_false(*pieces: str | Param | Sql) -> Sql:
    return sql("coalesce(", *pieces, ", false)")


def _one_or_any(left: Sql, values: tuple[str, ...], kind: str) -> Sql:
    if not values:
        return FALSE
    if len(values) == 1:
        return _unknown_is_false(left, " = ", Param(values[0], kind))
    return _unknown_is_false(left, " = any(", Param(values, f"{kind}[]"), ")")


def _like(text: Sql, patterns: tuple[str, ...]) -> Sql:
    if len(patterns) == 1:
        return sql(text, " ilike ", Param(patterns[0], "text"))
    return sql(text, " ilike any(", texts(patterns), ")")


@dataclass(frozen=True, slots=True)
class Text:
    """A text column. With `named`, it is part of `entity_name`, whose index is asked for patterns."""

    column: str
    named: bool = False
    kind: Kind = Kind.STRING

    def filled(self) -> Sql:
        """Hold when the text is not empty."""
        return _unknown_is_false(f"{self.column} <> ''")

    def equals(self, values: tuple[str, ...]) -> Sql:
        """Compare letter by letter."""
        return _one_or_any(sql(self.column), values, "text")

    def like(self, patterns: tuple[str, ...]) -> Sql:
        """Match patterns; those with no three letters in a row cannot use the index, so it is left out for them."""
        if not patterns:
            return FALSE
        matched = _unknown_is_false(_like(sql(self.column), patterns))
        short = any(len(pattern.strip("%\\")) < 3 for pattern in patterns)
        if not self.named or short or len(patterns) > _MAX_PATTERNS:
            return matched
        inside = any_of(_like(sql("n.text"), (f"%{pattern}%",)) for pattern in patterns)
        return sql("(e.id in (select n.ent from entity_name n where ", inside, ") and ", matched, ")")


@dataclass(frozen=True, slots=True)
class Constant:
    """A column whose value is known when the query is compiled: an entity's blueprint."""

    value: str
    kind: Kind = Kind.STRING

    def _json(self) -> "Json":
        return Json(sql("to_jsonb(", Param(self.value, "text"), ")"), Kind.STRING)

    def filled(self) -> Sql:
        """Hold."""
        return TRUE

    def equals(self, values: tuple[str, ...]) -> Sql:
        """Compare now."""
        return TRUE if self.value in values else FALSE

    def like(self, patterns: tuple[str, ...]) -> Sql:
        """Match in SQL, so that patterns mean what they mean elsewhere."""
        return self._json().like(patterns)


@dataclass(frozen=True, slots=True)
class Json:
    """A JSON value of a declared kind: a stored property, a relation, or a value of the caller."""

    value: Sql
    kind: Kind

    def _is(self) -> str:
        return "string" if self.kind is Kind.DATETIME else self.kind.value

    def filled(self) -> Sql:
        """Hold when the value has the kind and is not its empty one."""
        empty = {Kind.STRING: '""', Kind.ARRAY: "[]", Kind.OBJECT: "{}"}.get(self.kind)
        typed = sql("jsonb_typeof(", self.value, f") = '{self._is()}'")
        if empty is None:
            return _unknown_is_false(typed)
        return _unknown_is_false(typed, " and ", self.value, f" <> '{empty}'::jsonb")

    def equals(self, values: tuple[str, ...]) -> Sql:
        """Compare as JSON; `values` are JSON texts."""
        return _one_or_any(self.value, values, "jsonb")

    def like(self, patterns: tuple[str, ...]) -> Sql:
        """Match the text, the number's decimal text, or the object's JSON text."""
        if not patterns:
            return FALSE
        matched = _like(sql("(", self.value, " #>> '{}')"), patterns)
        return _unknown_is_false(matched, " and jsonb_typeof(", self.value, f") = '{self._is()}'")

    def compare(self, operator: str, value: str) -> Sql:
        """Hold when a number is above, below or at a bound; `value` is JSON."""
        typed = sql("jsonb_typeof(", self.value, ") = 'number'")
        return _unknown_is_false(typed, " and ", self.value, f" {operator} ", Param(value, "jsonb"))

    def has_any(self, values: tuple[str, ...]) -> Sql:
        """Hold when an array has one of these elements; `values` are JSON texts of scalars."""
        if not values:
            return FALSE
        wrapped = tuple(f"[{value}]" for value in values)
        return _unknown_is_false(self.value, " @> any(", Param(wrapped, "jsonb[]"), ")")

    def element_like(self, patterns: tuple[str, ...]) -> Sql:
        """Hold when a text in an array matches one of these patterns."""
        if not patterns:
            return FALSE
        array = sql("case when jsonb_typeof(", self.value, ") = 'array' then ", self.value, " end")
        found = _like(sql("(x #>> '{}')"), patterns)
        return sql(
            "exists(select from jsonb_array_elements(", array, ") x where jsonb_typeof(x) = 'string' and ", found, ")"
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant: a timestamp column, or a date-time text in JSON."""

    value: Sql
    kind: Kind = Kind.DATETIME

    def filled(self) -> Sql:
        """Hold when there is an instant."""
        return sql(self.value, " is not null")

    def compare(self, operator: str, moment: datetime) -> Sql:
        """Hold when the instant lies so to another."""
        return _unknown_is_false(self.value, f" {operator} ", Param(moment, "timestamptz"))

    def within(self, start: datetime, end: datetime, *, closed: bool) -> Sql:
        """Hold when the instant lies in a stretch of time. A range reads the instant once, two comparisons twice."""
        bounds = sql("tstzrange(", Param(start, "timestamptz"), ", ", Param(end, "timestamptz"))
        return _unknown_is_false(self.value, " <@ ", bounds, ", '[]')" if closed else ", '[)')")

    def equals(self, values: tuple[str, ...]) -> Sql:
        """Compare with instants written in ISO 8601."""
        return any_of(self.compare("=", datetime.fromisoformat(value)) for value in values)

    def like(self, patterns: tuple[str, ...]) -> Sql:
        """Refuse: instants have no text to match."""
        raise LookupError(f"Date-times cannot match {patterns}")


def json_moment(value: Sql) -> Moment:
    """Return the instant that a JSON text names; a text that names none is null, not an error."""
    written = sql("(", value, " #>> '{}')")
    named = sql(written, f" ~ '{INSTANT}' or ", written, f" ~ '{LEAP_DAY}'")
    return Moment(sql("case when ", named, " then ", written, "::timestamptz end"))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A text in another table, reached by a key: the test is made there once, over that table, not per entity."""

    key: str
    table: Sql
    inner: Text
    kind: Kind = Kind.STRING

    def _within(self, test: Sql) -> Sql:
        return FALSE if test == FALSE else _unknown_is_false(f"{self.key} in (", self.table, " and ", test, ")")

    def filled(self) -> Sql:
        """Hold when the text there is not empty."""
        return self._within(self.inner.filled())

    def equals(self, values: tuple[str, ...]) -> Sql:
        """Compare letter by letter."""
        return self._within(self.inner.equals(values))

    def like(self, patterns: tuple[str, ...]) -> Sql:
        """Match patterns."""
        return self._within(self.inner.like(patterns))
