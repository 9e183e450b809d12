"""Sorting by any property, and the condition that continues after a row: keyset paging.

Absent values come last in both directions; ties are broken by the entity's number. Texts sort without regard to case
and by code point, so that an order does not depend on the server's locale; their first 200 characters count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from seaway.engines.query import standings, tables
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.operands import Json, Moment
from seaway.engines.query.shapes import META_KINDS, Kind, Relation, Shape
from seaway.engines.query.sql import FALSE, Param, Sql, all_of, any_of, sql
from seaway.engines.query.standings import Standing

KeyType = Literal["text", "numeric", "boolean", "timestamptz", "bigint"]
MAX_KEYS = 5
_CUT = 200


@dataclass(frozen=True, slots=True)
class Key:
    """What rows are sorted by. A `unique` key needs no tie-breaker; one that is not `nullable` may use its index."""

    value: Sql
    type: KeyType
    descending: bool = False
    nullable: bool = True
    unique: bool = False

    def read(self, raw: Any) -> Any:
        """Return a value of this key from a cursor.

        Raises:
            ValueError: no cursor of this key holds such a value.
        """
        if raw is None and self.nullable:
            return None
        if self.type == "boolean" and isinstance(raw, bool):
            return raw
        if self.type == "bigint" and isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 1 << 63:
            return raw
        if not isinstance(raw, str) or len(raw) > 10 * _CUT:
            raise ValueError(raw)
        if self.type == "text":
            return raw
        if self.type == "timestamptz":
            return _aware(raw)
        if self.type == "numeric":
            return _finite(raw)
        raise ValueError(raw)


def _aware(raw: str) -> datetime:
    moment = datetime.fromisoformat(raw)
    if moment.tzinfo is None:
        raise ValueError(raw)
    return moment


def _finite(raw: str) -> Decimal:
    try:
        number = Decimal(raw)
    except InvalidOperation as error:
        raise ValueError(raw) from error
    if not number.is_finite() or abs(number.adjusted()) > 10 * _CUT:
        raise ValueError(raw)
    return number


def write(value: Any) -> Any:
    """Return a key's value as a cursor holds it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


BY_IDENTIFIER = Key(sql("e.ident"), "text", nullable=False, unique=True)
BY_NUMBER = Key(sql("e.id"), "bigint", nullable=False, unique=True)


@dataclass(frozen=True, slots=True)
class SortBy:
    """What a caller sorts by: a property or `$meta`, the identifier or title behind a relation, or a standing."""

    path: str
    property: str | None
    relation: str | None
    target: str
    descending: bool
    standing: Standing | None = None


def keys(shape: Shape, wanted: Sequence[SortBy]) -> tuple[Key, ...]:
    """Return the keys of an order, made total: by identifier when nothing else is asked for.

    Raises:
        BadQueryError: over five keys, or one names what the blueprint does not have.
    """
    if len(wanted) > MAX_KEYS:
        raise BadQueryError("sort", f"has {len(wanted)} keys, at most {MAX_KEYS} are taken")
    found: list[Key] = []
    for item in wanted:
        found.append(_key(shape, item))
        if found[-1].unique:
            return tuple(found)
    return (*found, BY_NUMBER) if found else (BY_IDENTIFIER,)


def _key(shape: Shape, by: SortBy) -> Key:
    if by.property == "$identifier":
        return Key(sql("e.ident"), "text", by.descending, nullable=False, unique=True)
    value, kind = _value(shape, by)
    return Key(value, kind, by.descending)


def _value(shape: Shape, by: SortBy) -> tuple[Sql, KeyType]:
    if by.standing is not None:
        return standings.rank(shape, by.standing, by.path), "numeric"
    name = by.relation or by.property or ""
    if by.relation is None and name in META_KINDS:
        return _META[name]
    if by.relation is None and (prop := shape.properties.get(name)) is not None:
        return _stored(tables.stored(prop))
    if (relation := shape.relations.get(name)) is not None:
        return _title(relation) if by.target == "$title" else _stored(tables.related_json(relation))
    raise BadQueryError(by.path, f'blueprint "{shape.identifier}" has no "{name}" to sort by')


def _folded(text: str | Sql) -> Sql:
    return sql("(lower(left(", text, f', {_CUT})) collate "C")')


def _stored(operand: object) -> tuple[Sql, KeyType]:
    if isinstance(operand, Moment):
        # Seconds, not a timestamp: near the ends of year 1 and 9999 an offset leads out of what Python can hold.
        return sql("extract(epoch from ", operand.value, ")"), "numeric"
    assert isinstance(operand, Json)  # noqa: S101  # stored values are one or the other
    written = sql("(", operand.value, " #>> '{}')")
    there = sql("case when ", operand.filled(), " then ")
    if operand.kind is Kind.NUMBER:
        return sql(there, written, "::numeric end"), "numeric"
    if operand.kind is Kind.BOOLEAN:
        return sql(there, written, "::boolean end"), "boolean"
    return sql("(", there, _folded(written), " end)"), "text"


def _title(relation: Relation) -> tuple[Sql, KeyType]:
    rel = Param(relation.id, "int")
    titles = '(select min(lower(left(t.title, 200)) collate "C") from edge g join entity t on t.id = g.dst'
    return sql(titles, " where {scope:t} and g.src = e.id and g.rel = ", rel, ")"), "text"


def _interned(table: str, column: str, key: str) -> tuple[Sql, KeyType]:
    return sql("(select ", _folded(f"x.{column}"), f" from {table} x where x.id = {key})"), "text"


_META: dict[str, tuple[Sql, KeyType]] = {
    "$title": (_folded("nullif(e.title, '')"), "text"),
    "$icon": (_folded("nullif(e.icon, '')"), "text"),
    "$team": (_folded("nullif(array_to_string(e.team, ','), '')"), "text"),
    "$blueprint": (sql("cast(null as text)"), "text"),
    "$createdAt": (sql("e.created_at"), "timestamptz"),
    "$updatedAt": (sql("e.updated_at"), "timestamptz"),
    "$createdBy": _interned("actor", "public_id", "e.created_by"),
    "$updatedBy": _interned("actor", "public_id", "e.updated_by"),
    "$datasource": _interned("datasource", "stamp", "e.source"),
}


def after(order: Sequence[Key], values: Sequence[Any]) -> Sql:
    """Return the condition for rows that come after the one with these values."""
    arms = []
    for index, (key, value) in enumerate(zip(order, values, strict=True)):
        same = [_same(k, v) for k, v in zip(order[:index], values[:index], strict=True)]
        arms.append(all_of((*same, _beyond(key, value))))
    later = any_of(arms)
    if len(order) < 2 or values[0] is None:
        return later
    # A bound on the leading key alone, so that an index on it can skip what came before (performance.md, 2.4).
    return all_of((_from(order[0], values[0]), later))


def _same(key: Key, value: Any) -> Sql:
    if value is None:
        return sql(key.value, " is null")
    test = sql(key.value, " = ", _param(key, value))
    return sql("coalesce(", test, ", false)") if key.nullable else test


def _beyond(key: Key, value: Any) -> Sql:
    return FALSE if value is None else _past(key, value, "<" if key.descending else ">")


def _from(key: Key, value: Any) -> Sql:
    return _past(key, value, "<=" if key.descending else ">=")


def _past(key: Key, value: Any, operator: str) -> Sql:
    test = sql(key.value, f" {operator} ", _param(key, value))
    return sql("(", test, " or ", key.value, " is null)") if key.nullable else test


def _param(key: Key, value: Any) -> Sql:
    collation = ' collate "C"' if key.type == "text" and key.nullable else ""
    return sql(Param(value, key.type), collation)


def order_by(order: Sequence[Key]) -> str:
    """Return the `order by` list over columns `k0`, `k1`, …: the keys' values in the order of the keys."""
    return ", ".join(
        f"k{index} {'desc' if key.descending else 'asc'}{' nulls last' if key.nullable else ''}"
        for index, key in enumerate(order)
    )
