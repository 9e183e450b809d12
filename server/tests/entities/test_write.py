"""Batches, by the service: results per draft, order, duplicates, relations, and the mode's rules."""

import orjson
import pytest

from seaway.core.errors import NotFound
from seaway.domains.entities import service
from seaway.domains.entities.errors import EntityTaken
from seaway.domains.entities.types import WriteMode
from tests.entities.conftest import MERGE, PENDING, STUBS, UPSERT, Writer, draft, edges_match


async def test_each_draft_succeeds_or_fails_on_its_own_and_in_its_place(writer: Writer) -> None:
    await writer.made("service", draft("old", title="Old"))
    outcomes = await writer.write(
        "service",
        draft("b", properties={"replicas": "many"}),
        draft("old", title="New"),
        draft("a"),
        draft("not valid"),
        draft("c", relations={"system": "none"}),
        draft("old2", relations={"depends_on": ["a", "b"]}),
    )
    assert [(each.index, each.identifier, each.result) for each in outcomes] == [
        (0, "b", "failed"),
        (1, "old", "updated"),
        (2, "a", "created"),
        (3, "not valid", "failed"),
        (4, "c", "failed"),
        (5, "old2", "failed"),
    ]
    errors = [each.error.error if each.error else None for each in outcomes]
    assert errors == ["invalid_property", None, None, "invalid_request", "not_found", "not_found"]
    assert outcomes[5].error is not None
    assert '"b"' in outcomes[5].error.message
    await edges_match(writer)


async def test_a_failure_travels_along_a_chain_of_new_entities(writer: Writer) -> None:
    chain = [draft(f"n{i}", relations={"depends_on": [f"n{i + 1}"]}) for i in range(30)]
    outcomes = await writer.write("service", *chain, draft("n30", properties={"replicas": -1}))
    assert {each.result for each in outcomes} == {"failed"}
    assert (
        await writer.rows("select 1 from entity e join blueprint b on b.id = e.bp where e.org = $1 and not b.system")
        == []
    )
    outcomes = await writer.write("service", *chain, draft("n30"))
    assert {each.result for each in outcomes} == {"created"}
    await edges_match(writer)


async def test_new_entities_may_refer_to_each_other_in_circles_and_to_themselves(writer: Writer) -> None:
    await writer.made(
        "service",
        draft("a", relations={"depends_on": ["b", "a"]}),
        draft("b", relations={"depends_on": ["a"]}),
    )
    assert len(await writer.rows("select 1 from edge g join entity e on e.id = g.src where e.org = $1")) == 3
    await edges_match(writer)


async def test_drafts_of_one_identifier_are_applied_in_order(writer: Writer) -> None:
    outcomes = await writer.write(
        "note",
        draft("n", title="1", properties={"text": "x"}),
        draft("n", properties={"n": 2}),
        draft("n", properties={"n": "bad"}),
        draft("n", title="3"),
        draft("n", title="3"),
    )
    assert [each.result for each in outcomes] == ["created", "updated", "failed", "updated", "unchanged"]
    async with writer.work() as work:
        entity = await service.get(work, "note", "n")
    assert (entity.title, entity.properties) == ("3", {"text": "x", "n": 2})
    assert await writer.changes("n") == [("C", None, False)]
    again = await writer.write("note", draft("n", properties={"n": 5}), draft("n", title="4"))
    assert [each.result for each in again] == ["updated", "updated"]
    assert (await writer.changes("n"))[1:] == [("U", {"title": "3", "properties": {"n": 2}}, False)]


async def test_without_upsert_the_second_of_two_is_taken(writer: Writer) -> None:
    outcomes = await writer.write("note", draft("n"), draft("n"), mode=WriteMode())
    assert [each.result for each in outcomes] == ["created", "failed"]
    assert isinstance(outcomes[1].error, EntityTaken)


async def test_many_relations_keep_their_order_and_hold_each_target_once(writer: Writer) -> None:
    await writer.made("service", *(draft(name) for name in "abc"))
    await writer.made("service", draft("x", relations={"depends_on": ["c", "a", "c", "b"]}))
    async with writer.work() as work:
        assert (await service.get(work, "service", "x")).relations == {"depends_on": ["c", "a", "b"]}
    await writer.made("service", draft("x", relations={"depends_on": ["b", "c"]}))
    async with writer.work() as work:
        assert (await service.get(work, "service", "x")).relations == {"depends_on": ["b", "c"]}
    await edges_match(writer)


async def test_stubs_are_made_for_what_is_missing_and_never_for_people_and_teams(writer: Writer) -> None:
    outcomes = await writer.write(
        "service",
        draft("a", relations={"system": "s", "depends_on": ["b", "c"]}),
        draft("b"),
        draft("t", team=["nobody"]),
        mode=STUBS,
    )
    assert [each.result for each in outcomes] == ["created", "created", "failed"]
    assert outcomes[2].error is not None
    assert outcomes[2].error.error == "not_found"
    async with writer.work() as work:
        stub = await service.get(work, "system", "s")
        assert (stub.title, stub.properties) == ("s", {})
        assert (await service.get(work, "service", "c")).properties == {}
        assert (await service.get(work, "service", "b")).properties == {"lifecycle": "alpha"}
    assert await writer.changes("s") == [("C", None, False)]
    await writer.made("service", draft("a", relations={"system": "s2"}), mode=STUBS)
    await edges_match(writer)


async def test_pending_references_become_edges_when_their_target_appears(writer: Writer) -> None:
    await writer.made("service", draft("a", relations={"system": "later", "depends_on": ["x", "a"]}), mode=PENDING)
    waiting = "select p.tident from edge_pending p join entity e on e.id = p.src where e.org = $1 order by 1"
    assert [row[0] for row in await writer.rows(waiting)] == ["later", "x"]
    await writer.made("system", draft("later", properties={"tier": "1"}))
    assert [row[0] for row in await writer.rows(waiting)] == ["x"]
    await edges_match(writer)
    outcomes = await writer.write("service", draft("a", title="A", relations={"depends_on": ["x", "a"]}))
    assert outcomes[0].result == "updated", "what waits already goes on waiting, whoever writes"
    refused = await writer.write("service", draft("a", relations={"depends_on": ["x", "y"]}))
    assert refused[0].error is not None
    assert '"y"' in refused[0].error.message
    await writer.made("service", draft("a", relations={"depends_on": []}))
    assert await writer.rows(waiting) == []
    await edges_match(writer)


async def test_teams_are_checked_where_ownership_is_direct_and_kept_where_there_is_none(writer: Writer) -> None:
    missing = await writer.write("service", draft("a", team="payments"))
    assert missing[0].error is not None
    assert (missing[0].error.status, missing[0].error.error) == (404, "not_found")
    await writer.made("_team", draft("payments", title="Payments"))
    await writer.made("service", draft("a", team="payments"), draft("b", properties={"$team": ["payments"]}))
    await writer.made("note", draft("n", team=["whoever", "else"]))
    async with writer.work() as work:
        assert (await service.get(work, "service", "a")).team == ("payments",)
        assert (await service.get(work, "service", "b")).team == ("payments",)
        assert (await service.get(work, "note", "n")).team == ("whoever", "else")
    await writer.made("service", draft("a", team=None))
    async with writer.work() as work:
        assert (await service.get(work, "service", "a")).team == ()


async def test_large_values_live_apart_and_are_read_as_if_they_did_not(writer: Writer) -> None:
    text = "# Long\n" * 1000
    await writer.made("service", draft("a", properties={"readme": text, "limits": {"k": "v" * 2000}, "replicas": 1}))
    [row] = await writer.rows("select props, large from entity where org = $1 and ident = 'a'")
    assert orjson_keys(row["props"]) == {"lifecycle", "replicas"}
    assert row["large"]
    await writer.made("service", draft("a", properties={"replicas": 2}))
    async with writer.work() as work:
        entity = await service.get(work, "service", "a")
    assert entity.properties["readme"] == text
    assert entity.properties["limits"] == {"k": "v" * 2000}
    await writer.made("service", draft("a", properties={"readme": "short", "limits": None}))
    [row] = await writer.rows("select large from entity where org = $1 and ident = 'a'")
    assert not row["large"]
    assert await writer.rows("select 1 from entity_blob b join entity e on e.id = b.ent where e.org = $1") == []
    assert (await writer.changes("a"))[-1][1]["properties"]["readme"] == text


def orjson_keys(text: str) -> set[str]:
    """Return the keys of a JSON object."""
    return set(orjson.loads(text))


async def test_a_value_of_another_source_that_is_replaced_is_flagged(writer: Writer) -> None:
    await writer.write("note", draft("n", title="A", properties={"n": 1}), source="one")
    await writer.write("note", draft("n", properties={"text": "added"}), source="two")
    await writer.write("note", draft("n", properties={"n": 2}), source="one")
    await writer.write("note", draft("n", properties={"n": 3}), source="one")
    assert [displaced for _, _, displaced in await writer.changes("n")] == [False, False, True, False]


async def test_an_unknown_blueprint_is_not_found(writer: Writer) -> None:
    with pytest.raises(NotFound, match="none"):
        await writer.write("none", draft("a"))


async def test_validation_only_leaves_nothing_not_even_interned_stamps(writer: Writer) -> None:
    mode = WriteMode(upsert=True, validation_only=True, create_missing_related=True)
    outcomes = await writer.write("service", draft("a", relations={"system": "s"}), mode=mode, source="never seen")
    assert [each.result for each in outcomes] == ["created"]
    assert await writer.rows("select 1 from entity where org = $1") == []
    outcomes = await writer.write("service", draft("a"), mode=UPSERT, source="never seen")
    assert outcomes[0].created
    [row] = await writer.rows(
        "select d.stamp from change c join datasource d on d.id = c.source where c.org = $1 and c.kind = 'entity'"
    )
    assert row["stamp"] == "never seen"


@pytest.mark.parametrize("bad", [float("inf"), {1, 2}, "a\0b", {"k\0": 1}, [["\0"]], 2**70])
async def test_what_cannot_be_stored_as_json_fails_its_draft_alone(writer: Writer, bad: object) -> None:
    outcomes = await writer.write("note", draft("bad", properties={"any": {"v": bad}}), draft("good"), mode=MERGE)
    if isinstance(bad, float):
        assert [each.result for each in outcomes] == ["created", "created"]  # orjson writes null, as JavaScript does
    else:
        assert [each.result for each in outcomes] == ["failed", "created"]
