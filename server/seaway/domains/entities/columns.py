"""The columns of an entity that reads select, by one name for each, so that `wire` and `store` can read any such row.

    sql(f"select {columns.SHOWN} from entity e where {{scope:e}} and e.bp = :bp")

`SHOWN` is for answers: `whole` is the entity as the API shows it, JSON text that PostgreSQL wrote. Taking it over costs
the API a third of what writing the same from columns does, and the server no more (`make bench`, G16).
`ENTITY` is for work on an entity: `props` and `rels` arrive as JSON text; `large` holds values over 1 KB as JSON text,
or null.
"""

_COMPUTED = "coalesce((select d.vals from derived d where d.ent = e.id), '{}')"
_LARGE = "(select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id)"
_STORED = f"case when e.large then e.props || {_LARGE} else e.props end"
_CREATOR = "(select a.public_id from actor a where a.id = e.created_by)"
_UPDATER = "(select a.public_id from actor a where a.id = e.updated_by)"


def iso(column: str) -> str:
    """Return an instant as `kit.clock.iso` writes it."""
    return f"""to_char({column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""


ENTITY = f"""
  e.id, e.bp, e.ident, e.title, e.icon, e.team, e.props, e.rels, e.created_at, e.updated_at,
  case when e.large then {_LARGE} end as large, {_CREATOR} as created_by, {_UPDATER} as updated_by"""


def _whole(blueprint: str, properties: str, creator: str, updater: str) -> str:
    """Return an entity as the API shows it, given where its properties and the names of what it points to are."""
    return f"""json_build_object(
    'identifier', e.ident, 'title', e.title, 'icon', e.icon, 'blueprint', {blueprint}, 'team', e.team,
    'properties', {properties}, 'relations', e.rels,
    'createdAt', {iso("e.created_at")}, 'createdBy', {creator},
    'updatedAt', {iso("e.updated_at")}, 'updatedBy', {updater})::text"""


def _all(computes: str) -> str:
    """Return stored and computed properties together, given where it stands whether there are any of the latter."""
    return f"case when {computes} then {_STORED} || {_COMPUTED} else {_STORED} end"


_OF = "(select b.{} from blueprint b where b.id = e.bp)"
SHOWN = f"""
  e.id, e.bp, e.ident, e.title, e.icon, e.updated_at,
  {_whole(_OF.format("ident"), _all(_OF.format("computes")), _CREATOR, _UPDATER)} as whole"""

# For many entities of one blueprint `b`: a join looks an actor up for less than a sub-select. `offset 0` keeps each a
# look-up by its key, whatever a plan made while there were few actors would rather scan.
WHOLE = _whole("b.ident", _all("b.computes"), "c.public_id", "u.public_id")
ACTORS = """
  left join lateral (select a.public_id from actor a where a.id = e.created_by offset 0) c on true
  left join lateral (select a.public_id from actor a where a.id = e.updated_by offset 0) u on true"""

SOURCE = "(select d.stamp from datasource d where d.id = e.source) as source"


def document(computed: str) -> str:
    """Return an entity as programs see it, of a blueprint `b` and its `ACTORS`, with these computed properties."""
    return _whole("b.ident", f"{_STORED} || {computed}", "c.public_id", "u.public_id")
