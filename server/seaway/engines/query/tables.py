"""The tables a query runs over, as SQL: `e` is the entity, `{scope:…}` is where a read's scope goes.

Names of properties and relations are values here as everywhere: no identifier of a caller becomes part of a statement.
"""

from seaway.engines.query.operands import Constant, Elsewhere, Json, Moment, Operand, Text, json_moment
from seaway.engines.query.shapes import Kind, Property, Relation, Shape
from seaway.engines.query.sql import Param, Sql, sql

_ACTORS = sql("select a.id from actor a where true")
_SOURCES = sql("select d.id from datasource d where true")
_METAS: dict[str, Operand] = {
    "$identifier": Text("e.ident", named=True),
    "$title": Text("e.title", named=True),
    "$icon": Text("e.icon"),
    "$team": Json(sql("to_jsonb(e.team)"), Kind.ARRAY),
    "$createdAt": Moment(sql("e.created_at")),
    "$updatedAt": Moment(sql("e.updated_at")),
    "$createdBy": Elsewhere("e.created_by", _ACTORS, Text("a.public_id")),
    "$updatedBy": Elsewhere("e.updated_by", _ACTORS, Text("a.public_id")),
    "$datasource": Elsewhere("e.source", _SOURCES, Text("d.stamp")),
}
# Values of over 1 KB live beside the entity; kinds that can grow so large look there too.
_LARGE = frozenset({Kind.STRING, Kind.ARRAY, Kind.OBJECT})


SUCCESS, FAILURE = "SUCCESS", "FAILURE"
"""How a rule of a scorecard stands for an entity."""


def meta(name: str, shape: Shape) -> Operand:
    """Return the operand of a meta-property."""
    return Constant(shape.identifier) if name == "$blueprint" else _METAS[name]


def stored(prop: Property) -> Operand:
    """Return the operand of a property."""
    value = stored_json(prop)
    return json_moment(value) if prop.kind is Kind.DATETIME else Json(value, prop.kind)


def stored_json(prop: Property) -> Sql:
    """Return the JSON value of a property, SQL null where it is absent; of a computed one, what was computed last."""
    name = Param(prop.name, "text")
    if prop.computed:
        return sql("(select d.vals -> ", name, " from derived d where d.ent = e.id)")
    if prop.kind not in _LARGE:
        return sql("(e.props -> ", name, ")")
    large = sql("(select b.val from entity_blob b where b.ent = e.id and b.prop = ", name, ")")
    return sql("coalesce(e.props -> ", name, ", case when e.large then ", large, " end)")


def related_json(relation: Relation) -> Json:
    """Return the identifiers that an entity names in a relation: a text, or a list of them."""
    value = sql("(e.rels -> ", Param(relation.name, "text"), ")")
    return Json(value, Kind.ARRAY if relation.many else Kind.STRING)


def points_at(relation: Relation, identifiers: tuple[str, ...]) -> Sql:
    """Return the test that a relation leads to one of these identifiers, known or not: by index, backwards."""
    wanted = Param(identifiers, "text[]")
    rel, target = Param(relation.id, "int"), Param(relation.target_id, "int")
    known = sql(
        "select g.src from edge g join entity t on t.id = g.dst where {scope:t} and g.rel = ", rel,
        " and t.bp = ", target, " and t.ident = any(", wanted, ")",
    )  # fmt: skip
    pending = sql(
        "select p.src from edge_pending p where p.rel = ",
        rel,
        " and p.tbp = ",
        target,
        " and p.tident = any(",
        wanted,
        ")",
    )
    return sql("e.id in (", known, " union all ", pending, ")")


def related_title(relation: Relation) -> Elsewhere:
    """Return the titles of the entities that a relation leads to; of many, any."""
    table = "select g.src from edge g join entity t on t.id = g.dst where {scope:t} and g.rel = "
    return Elsewhere("e.id", sql(table, Param(relation.id, "int")), Text("t.title"))


def level_reached(scorecard: str) -> Elsewhere:
    """Return the level that an entity reached in a scorecard; none where the scorecard is not about it."""
    table = "select r.ent from scorecard_result r join scorecard s on s.id = r.scorecard where {scope:s} and s.ident = "
    return Elsewhere("e.id", sql(table, Param(scorecard, "text")), Text("r.level"))


def rule_status(scorecard: str, rule: str) -> Elsewhere:
    """Return whether an entity passes a rule of a scorecard; none where the scorecard is not about it."""
    name = Param(rule, "text")
    status = sql(
        "select r.ent from (select x.ent, case when ", name, f" = any(x.passed) then '{SUCCESS}' else '{FAILURE}' end",
        " as status from scorecard_result x join scorecard s on s.id = x.scorecard where {scope:s} and s.ident = ",
        Param(scorecard, "text"), " and ", name, " = any(x.passed || x.failed)) r where true",
    )  # fmt: skip
    return Elsewhere("e.id", status, Text("r.status"))
