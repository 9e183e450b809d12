"""The columns of an entity that reads select, by one name for each, so that `wire` and `store` can read any such row.

    sql(f"select {columns.ENTITY} from entity e {columns.ACTORS} where {{scope:e}} and e.bp = :bp")

`props` and `rels` arrive as JSON text; `large` holds values over 1 KB as JSON text, or null.
"""

ENTITY = """
  e.id, e.bp, e.ident, e.title, e.icon, e.team, e.props, e.rels, e.created_at, e.updated_at,
  case when e.large then (select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id) end as large,
  (select a.public_id from actor a where a.id = e.created_by) as created_by,
  (select a.public_id from actor a where a.id = e.updated_by) as updated_by"""

SOURCE = "(select d.stamp from datasource d where d.id = e.source) as source"
