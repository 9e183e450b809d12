"""Random histories: an entity is the fold of its changes, and edges say what relations say, after anything."""

import random
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintPatch
from seaway.domains.entities import service
from seaway.domains.entities.types import WriteMode
from seaway.domains.entities.undo import State, diff, revived, rewind, same
from tests.entities.conftest import Writer, draft, edges_match

NAMES = [f"s{i}" for i in range(8)]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.dictionaries(st.sampled_from("abcd"), JSON, max_size=4)
STATES = st.builds(
    State,
    st.sampled_from(["x", "y"]),
    st.none() | st.text(max_size=2),
    st.none() | st.text(max_size=2),
    st.lists(st.sampled_from("tuv"), unique=True, max_size=3).map(tuple),
    KEYS,
    st.dictionaries(st.sampled_from("rs"), st.none() | st.text(max_size=2) | st.lists(st.text(max_size=2)), max_size=2),
)


def equal(one: State, other: State) -> bool:
    """Tell whether two states are the same, true and one apart."""
    return (
        one[:4] == other[:4]
        and same(dict(one.properties), dict(other.properties))
        and same(dict(one.relations), dict(other.relations))
    )


@given(STATES, STATES)
def test_the_undo_of_any_update_leads_back(before: State, after: State) -> None:
    undo = orjson.loads(orjson.dumps(diff(before, after)))
    assert equal(rewind(after, undo), before)
    assert (diff(before, after) == {}) == equal(before, after)


def random_draft(rng: random.Random) -> Any:
    """Return a draft of random parts."""
    parts: dict[str, Any] = {}
    if rng.random() < 0.5:
        parts["title"] = rng.choice([None, "", "T", "U", "ü" * 5])
    if rng.random() < 0.3:
        parts["icon"] = rng.choice([None, "Box"])
    if rng.random() < 0.4:
        parts["team"] = rng.choice([None, "t1", ["t1", "t2"], []])
    if rng.random() < 0.8:
        pool: dict[str, list[Any]] = {
            "lifecycle": ["alpha", "ga"],
            "replicas": [None, 0, 1, 2.5, 50],
            "critical": [None, True, False],
            "readme": [None, "", "short", "long " * 500],
            "limits": [None, {}, {"a": 1}, {"a": True}, {"deep": {"x": [1, None]}}, {"big": "y" * 1500}],
            "tags": [None, [], ["x"], [1, "1", None]],
        }
        parts["properties"] = {name: rng.choice(pool[name]) for name in rng.sample(sorted(pool), rng.randint(0, 4))}
    if rng.random() < 0.7:
        related: dict[str, Any] = {}
        if rng.random() < 0.5:
            related["system"] = rng.choice([None, "y0", "y1", "missing"])
        if rng.random() < 0.8:
            related["depends_on"] = rng.choice([None, rng.sample([*NAMES, "ghost"], rng.randint(0, 4))])
        parts["relations"] = related
    return draft(rng.choice(NAMES), **parts)


async def act(writer: Writer, rng: random.Random) -> None:
    """Do one random thing to the catalog."""
    dice = rng.random()
    if dice < 0.75:
        mode = WriteMode(
            upsert=rng.random() < 0.9,
            merge=rng.random() < 0.6,
            create_missing_related=rng.random() < 0.2,
            pending_targets=rng.random() < 0.3,
        )
        drafts = [random_draft(rng) for _ in range(rng.randint(1, 5))]
        await writer.write("service", *drafts, mode=mode, source=rng.choice(["one", "two"]))
    elif dice < 0.9:
        blueprint, pool = rng.choice([("service", NAMES), ("system", ["y0", "y1", "missing"])])
        async with writer.work() as work:
            await service.delete_many(
                work, blueprint, rng.sample(pool, 2), delete_dependents=True, keep_references=rng.random() < 0.4
            )
    elif dice < 0.95:
        await writer.write("system", draft(rng.choice(["y0", "y1"]), properties={"tier": rng.choice("ab")}))
    else:
        rows = await writer.rows(
            "select e.ident from entity e join blueprint b on b.id = e.bp where e.org = $1 and b.ident = 'service'"
        )
        free = [name for name in NAMES if name not in {row["ident"] for row in rows}]
        if rows and free:
            async with writer.work() as work:
                body = draft(rng.choice(free))
                mode = WriteMode(update_only=True, merge=True)
                await service.rewrite(work, "service", rng.choice(rows)["ident"], body, mode)


async def snapshot(writer: Writer) -> dict[int, State]:
    """Return every entity's state as it is stored."""
    rows = await writer.rows(
        """select e.*, (select jsonb_object_agg(b.prop, b.val) from entity_blob b where b.ent = e.id) as blobs
           from entity e where e.org = $1"""
    )
    return {
        row["id"]: State(
            row["ident"],
            row["title"],
            row["icon"],
            tuple(row["team"]),
            orjson.loads(row["props"]) | orjson.loads(row["blobs"] or "{}"),
            orjson.loads(row["rels"]),
        )
        for row in rows
    }


async def replayed(writer: Writer, now: dict[int, State]) -> list[tuple[int, dict[int, State]]]:
    """Return the catalog after each change record, the latest first, from the log and the present alone."""
    rows = await writer.rows(
        "select seq, ref, op::text as op, undo from change where org = $1 and kind = 'entity' order by seq desc"
    )
    states, past = dict(now), []
    for row in rows:
        past.append((row["seq"], dict(states)))
        if row["op"] == "C":
            del states[row["ref"]]
        elif row["op"] == "D":
            states[row["ref"]] = revived(orjson.loads(row["undo"]))
        else:
            undo = orjson.loads(row["undo"])
            assert undo, "a change record that changes nothing"
            states[row["ref"]] = rewind(states[row["ref"]], undo)
    assert states == {}
    return past


async def test_entities_are_the_fold_of_their_changes(writer: Writer) -> None:
    rng = random.Random(11)  # noqa: S311  # the same history each time
    await writer.made("_team", draft("t1"), draft("t2"))
    await writer.made("system", draft("y0", properties={"tier": "a"}))
    seen: dict[int, dict[int, State]] = {}
    for step in range(150):
        await act(writer, rng)
        if step == 60:
            await redefine(writer)
        last = (await writer.rows("select max(seq) from change where org = $1 and kind = 'entity'"))[0][0]
        seen[last] = await snapshot(writer)
        if step % 10 == 0:
            await edges_match(writer)
    await edges_match(writer)
    past = dict(await replayed(writer, await snapshot(writer)))
    compared = 0
    for seq, states in seen.items():
        assert states.keys() == past[seq].keys()
        for number, state in states.items():
            assert equal(state, past[seq][number]), (seq, state, past[seq][number])
            compared += 1
    assert compared > 300


async def redefine(writer: Writer) -> None:
    """Drop a property and rename another, with their values."""
    async with writer.work() as work:
        known = await blueprints.get(work, "service")
        rest = {name: given for name, given in known.properties.items() if name != "tags"}
        await blueprints.patch(work, "service", BlueprintPatch({"properties": rest}))
        await blueprints.rename_property(work, "service", "limits", "bounds")
