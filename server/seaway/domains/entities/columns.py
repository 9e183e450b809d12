"""The columns of an entity that reads select, by one name for each, so that `wire` and `store` can read any such row.

    sql(f"select {columns.SHOWN} from entity e where {{scope:e}} and e.bp = :bp")

`SHOWN` is for answers: `whole` is the entity as the API shows it, JSON text that PostgreSQL wrote. Taking it over costs
the API a third of what writing the same from columns does, and the server no more (`make bench`, G16).
`ENTITY` is for work on an entity: `props` and `rels` arrive as JSON text; `large` holds values over 1 KB as JSON text,
or null.
"""

_LARGE = "(select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id)"
_CREATOR = "(select a.public_id from actor a where a.id = e.created_by)"
_UPDATER = "(select a.public_id from actor a where a.id = e.updated_by)"


def _iso(column: str) -> str:
    """Return an instant as `kit.clock.iso` writes it."""
    return f"""to_char({column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""


ENTITY = f"""
  e.id, e.bp, e.ident, e.title, e.icon, e.team, e.props, e.rels, e.created_at, e.updated_at,
  case when e.large then {_LARGE} end as large, {_CREATOR} as created_by, {_UPDATER} as updated_by"""


def _whole(blueprint: str, creator: str, updater: str) -> str:
    """Return an entity as the API shows it, given where the names of what it points to are."""
    return f"""json_build_object(
    'identifier', e.ident, 'title', e.title, 'icon', e.icon, 'blueprint', {blueprint}, 'team', e.team,
    'properties', case when e.large then e.props || {_LARGE} else e.props end, 'relations', e.rels,
    'createdAt', {_iso("e.created_at")}, 'createdBy', {creator},
    'updatedAt', {_iso("e.updated_at")}, 'updatedBy', {updater})::text"""


SHOWN = f"""
  e.id, e.bp, e.ident, e.title, e.icon, e.updated_at,
  {_whole("(select b.ident from blueprint b where b.id = e.bp)", _CREATOR, _UPDATER)} as whole"""

# For many entities of one blueprint `b`: a join looks an actor up for less than a sub-select. `offset 0` keeps each a
# look-up by its key, whatever a plan made while there were few actors would rather scan.
WHOLE = _whole("b.ident", "c.public_id", "u.public_id")
ACTORS = """
  left join lateral (select a.public_id from actor a where a.id = e.created_by offset 0) c on true
  left join lateral (select a.public_id from actor a where a.id = e.updated_by offset 0) u on true"""

SOURCE = "(select d.stamp from datasource d where d.id = e.source) as source"
