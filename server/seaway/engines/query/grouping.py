"""What entities can be grouped by: any property, meta-property, or what a relation leads to."""

from dataclasses import dataclass
from typing import Literal

from seaway.engines.query import standings, tables
from seaway.engines.query.errors import BadQueryError
from seaway.engines.query.operands import Json, Moment
from seaway.engines.query.shapes import META_KINDS, Kind, Relation, Shape
from seaway.engines.query.sql import Param, Sql, sql
from seaway.engines.query.standings import Standing


@dataclass(frozen=True, slots=True)
class By:
    """A property or `$meta`, the identifier or title behind a relation, or a standing. `path` is for messages.

    `per` makes groups of whole days, months or years (UTC) of a date-time.
    """

    path: str
    property: str | None
    relation: str | None = None
    target: str = "$identifier"
    per: Literal["day", "month", "year"] | None = None
    standing: Standing | None = None


_FORMATS = {"day": "YYYY-MM-DD", "month": "YYYY-MM", "year": "YYYY"}
_META: dict[str, Sql] = {
    "$identifier": sql("to_jsonb(e.ident)"),
    "$title": sql("to_jsonb(e.title)"),
    "$icon": sql("to_jsonb(e.icon)"),
    "$team": sql("to_jsonb(e.team)"),
    "$createdAt": sql("to_jsonb(e.created_at)"),
    "$updatedAt": sql("to_jsonb(e.updated_at)"),
    "$createdBy": sql("(select to_jsonb(a.public_id) from actor a where a.id = e.created_by)"),
    "$updatedBy": sql("(select to_jsonb(a.public_id) from actor a where a.id = e.updated_by)"),
    "$datasource": sql("(select to_jsonb(d.stamp) from datasource d where d.id = e.source)"),
}


def value(shape: Shape, by: By) -> tuple[Sql, bool]:
    """Return the JSON value to group by, null for none, and whether it is an array of which each element counts.

    Raises:
        BadQueryError: the blueprint has no such property or relation.
    """
    if by.standing is not None or by.per is not None:
        return standings.name(shape, by.standing, by.path) if by.standing else _per(shape, by, by.per or ""), False
    name = by.relation or by.property or ""
    if by.relation is None and name in META_KINDS:
        if name == "$blueprint":
            return sql("to_jsonb(", Param(shape.identifier, "text"), ")"), False
        return _META[name], META_KINDS[name] is Kind.ARRAY
    if by.relation is None and (prop := shape.properties.get(name)) is not None:
        plain = Json(tables.stored_json(prop), Kind.STRING if prop.kind is Kind.DATETIME else prop.kind)
        return _present(plain), prop.kind is Kind.ARRAY
    if (relation := shape.relations.get(name)) is not None:
        if by.target == "$title":
            return _titles(relation), True
        return _present(tables.related_json(relation)), relation.many
    raise BadQueryError(by.path, f'blueprint "{shape.identifier}" has no "{name}" to group by')


def _per(shape: Shape, by: By, per: str) -> Sql:
    name = by.property or ""
    known = shape.properties.get(name)
    moment = tables.meta(name, shape) if name in META_KINDS else None if known is None else tables.stored(known)
    if not isinstance(moment, Moment):
        raise BadQueryError(f"{by.path}.per", f'"{name or by.relation}" is no date-time; leave `per` out')
    return sql("to_jsonb(to_char(", moment.value, f" at time zone 'UTC', '{_FORMATS[per]}'))")


def _present(operand: Json) -> Sql:
    return sql("case when ", operand.filled(), " then ", operand.value, " end")


def _titles(relation: Relation) -> Sql:
    titles = "(select jsonb_agg(distinct t.title) from edge g join entity t on t.id = g.dst where {scope:t}"
    return sql(titles, " and g.src = e.id and t.title is not null and g.rel = ", Param(relation.id, "int"), ")")


def moment(shape: Shape, name: str, path: str) -> Sql:
    """Return the instant that a date-time property or `$meta` holds, null for none.

    Raises:
        BadQueryError: the blueprint has no date-time of this name.
    """
    known = shape.properties.get(name)
    operand = tables.meta(name, shape) if name in META_KINDS else None if known is None else tables.stored(known)
    if not isinstance(operand, Moment):
        raise BadQueryError(path, f'blueprint "{shape.identifier}" has no date-time "{name}"')
    return operand.value


def number(shape: Shape, name: str, path: str) -> Sql:
    """Return the number that a property holds, null for none.

    Raises:
        BadQueryError: the blueprint has no number of this name.
    """
    known = shape.properties.get(name)
    if known is None or known.kind is not Kind.NUMBER:
        raise BadQueryError(path, f'blueprint "{shape.identifier}" has no number "{name}"')
    plain = Json(tables.stored_json(known), known.kind)
    return sql("case when ", plain.filled(), " then (", plain.value, " #>> '{}')::numeric end")
