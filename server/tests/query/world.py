"""A small catalog of random entities, awkward values included, in the database and as plain values at once."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from seaway.core.db import Connection, sql
from seaway.engines.query.shapes import Kind, Property, Relation, Shape
from tests.query.reference import Thing, World

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
LONG = "long text " * 150

STRINGS = [
    "",
    "a",
    "A",
    "Ab",
    "ab%",
    "a_b",
    "x\\y",
    "é",
    "Étoile",
    "true",
    "3",
    "payments-api",
    '"q"',
    LONG,
    "{scope:e}",
    ":q0",
]
NUMBERS = [0, 1, -1.5, 3, 3.0, 100, 0.1, 10**15, 1e20, -7]
DATES = [
    "2026-03-04T05:06:07Z", "2026-03-04T05:06:07.000001Z", "2026-03-04T07:06:07+02:00", "2026-03-03T23:59:59.999Z",
    "2026-03-04t00:00:00z", "2024-02-29T12:00:00Z", "2026-02-20T00:00:00-15:59", "9999-12-31T23:59:59-15:59",
    "0001-01-01T00:00:00+15:59", "2026-03-05T04:00:00Z", "2025-04-01T00:00:00Z",
]  # fmt: skip
MISFITS = ["2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "soon", 7, True, [], {}, "2026-01-01"]
OBJECTS: list[Any] = [{}, {"a": 1}, {"a": 1.0}, {"bb": "Text", "a": [1, None, True]}, {"nested": {"é": LONG}}]
LISTS: list[Any] = [
    [],
    ["a"],
    ["a", "Ab"],
    ["A"],
    [1, 2],
    [3.0],
    ["3"],
    [True],
    [None],
    [["a"]],
    [{"a": 1}],
    [LONG],
    ["x\\y", "a_b"],
]
KINDS = {
    "alpha": {"s": "string", "n": "number", "b": "boolean", "d": "date-time", "l": "array:string", "o": "object", "u": "array:"},
    "beta": {"s": "string", "n": "number", "t": "date-time", "m": "array:number", "x": "array:boolean"},
    "gamma": {"s": "string", "o": "object"},
}  # fmt: skip
POOLS: dict[str, list[Any]] = {
    "string": STRINGS,
    "number": NUMBERS,
    "boolean": [True, False],
    "date-time": DATES,
    "array": LISTS,
    "object": OBJECTS,
}
RELATIONS = {
    "alpha": {"one": ("beta", False), "many": ("alpha", True)},
    "beta": {"many": ("gamma", True)},
    "gamma": {"one": ("alpha", False)},
}
IDENTIFIERS = ["a", "b", "ab", "a_b", "A", "api/v1", "x=1", "Étoile"] + [f"e{number}" for number in range(16)]


class Loaded:
    """The world, the shapes of its blueprints and the key of its organisation. No dataclass: its repr stays short."""

    def __init__(self, world: World, shapes: tuple[Shape, ...], org: int) -> None:
        self.world, self.shapes, self.org = world, shapes, org


_ORG = sql("insert into organisation(public_id, name) values (:public, 'World') returning id")
_BLUEPRINT = sql("insert into blueprint(org, ident, ver) values (:org, :ident, 1) returning id")
_RELATION = sql("""
  insert into relation(org, bp, name, tbp, many, required, position) values (:org, :bp, :name, :tbp, :many, false, 0)
  returning id""")
_ACTOR = sql("insert into actor(org, public_id, type, name) values (:org, :public, 'm', 'Machine') returning id")
_SOURCE = sql("insert into datasource(org, stamp) values (:org, :stamp) returning id")
_ENTITY = sql("""
  insert into entity(org, bp, ident, title, icon, team, props, rels, large, source, created_by, updated_by, created_at, updated_at)
  values (:org, :bp, :ident, :title, :icon, :team, cast(:props as jsonb), cast(:rels as jsonb), :large, :source, :by, :by2, :at, :at2)
  returning id""")
_BLOB = sql("insert into entity_blob(ent, prop, val) values (:ent, :prop, cast(:val as jsonb))")
_EDGE = sql("insert into edge(src, rel, dst) values (:src, :rel, :dst)")
_PENDING = sql("insert into edge_pending(tbp, tident, src, rel) values (:tbp, :tident, :src, :rel)")


def _value(rng: random.Random, kind: str) -> Any:
    if rng.random() < 0.12:
        return rng.choice(MISFITS)
    return rng.choice(POOLS[kind.partition(":")[0]])


async def load(db: Connection, seed: int, public_id: str) -> Loaded:
    """Fill an organisation with some 70 entities of three blueprints."""
    rng = random.Random(seed)  # noqa: S311  # test data
    org = await db.value(_ORG, public=public_id)
    ids = {name: await db.value(_BLUEPRINT, org=org, ident=name) for name in KINDS}
    shapes = tuple([await _shape(db, org, name, ids) for name in KINDS])
    people = [(None, None)] + [(await db.value(_ACTOR, org=org, public=name), name) for name in ("u_1", "U_2", "m%_")]
    sources = [(None, None)] + [
        (await db.value(_SOURCE, org=org, stamp=stamp), stamp) for stamp in ("port-ocean/git/1.0/x", "UI", "100%")
    ]
    things: dict[tuple[str, str], Thing] = {}
    for name in KINDS:
        for ident in rng.sample(IDENTIFIERS, 20):
            things[name, ident] = await _add(db, rng, (org, ids, name, ident), people, sources)
    for thing in things.values():
        await _link(db, thing, things, shapes)
    return Loaded(World(things, NOW), shapes, org)


async def _shape(db: Connection, org: int, name: str, ids: dict[str, int]) -> Shape:
    properties = {}
    for prop, kind in KINDS[name].items():
        base, _, items = kind.partition(":")
        properties[prop] = Property(prop, Kind(base), "date-time" if base == "date-time" else None, items or None)
    relations = {
        rel: Relation(
            await db.value(_RELATION, org=org, bp=ids[name], name=rel, tbp=ids[target], many=many),
            rel,
            ids[target],
            many,
        )
        for rel, (target, many) in RELATIONS.get(name, {}).items()
    }
    return Shape(ids[name], name, properties, relations)


async def _add(db: Connection, rng: random.Random, place: Any, people: Any, sources: Any) -> Thing:
    org, ids, name, ident = place
    kinds = KINDS[name]
    props = {prop: _value(rng, kind) for prop, kind in kinds.items() if rng.random() < 0.8}
    props |= {prop: None for prop in kinds if rng.random() < 0.07}
    rels: dict[str, Any] = {}
    for rel, (_, many) in RELATIONS.get(name, {}).items():
        if rng.random() < 0.85:
            rels[rel] = rng.sample(IDENTIFIERS, rng.randrange(4)) if many else rng.choice([None, *IDENTIFIERS])
    title = rng.choice([None, "", *STRINGS[1:13]])
    team = rng.sample(["pay", "Pay", "core", "a_b"], rng.randrange(3))
    by, by2, source = rng.choice(people), rng.choice(people), rng.choice(sources)
    at, at2 = NOW - timedelta(hours=rng.randrange(200)), NOW - timedelta(minutes=rng.randrange(200))
    large = {prop: value for prop, value in props.items() if len(orjson.dumps(value)) > 1024}
    small = {prop: value for prop, value in props.items() if prop not in large}
    number = await db.value(
        _ENTITY, org=org, bp=ids[name], ident=ident, title=title, icon=rng.choice([None, "Git"]), team=team,
        props=orjson.dumps(small).decode(), rels=orjson.dumps(rels).decode(), large=bool(large), source=source[0],
        by=by[0], by2=by2[0], at=at, at2=at2,
    )  # fmt: skip
    for prop, value in large.items():
        await db.run(_BLOB, ent=number, prop=prop, val=orjson.dumps(value).decode())
    icon = await db.value(sql("select icon from entity where id = :id"), id=number)
    metas = {
        "$identifier": ident, "$title": title, "$icon": icon, "$team": team, "$blueprint": name, "$createdAt": at,
        "$updatedAt": at2, "$createdBy": by[1], "$updatedBy": by2[1], "$datasource": source[1],
    }  # fmt: skip
    declared = RELATIONS.get(name, {})
    return Thing(
        number, name, metas, props, rels, kinds, {rel: many for rel, (_, many) in declared.items()},
        {rel: target for rel, (target, _) in declared.items()},
    )  # fmt: skip


async def _link(db: Connection, thing: Thing, things: dict[tuple[str, str], Thing], shapes: tuple[Shape, ...]) -> None:
    shape = next(shape for shape in shapes if shape.identifier == thing.blueprint)
    for rel, value in thing.relations.items():
        relation = shape.relations[rel]
        for item in value if isinstance(value, list) else [value] if value else []:
            other = things.get((thing.targets[rel], item))
            if other is not None:
                await db.run(_EDGE, src=thing.id, rel=relation.id, dst=other.id)
            else:
                await db.run(_PENDING, tbp=relation.target_id, tident=item, src=thing.id, rel=relation.id)
