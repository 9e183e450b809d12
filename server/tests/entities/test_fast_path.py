"""The fast path's promises: what is unchanged costs no row, no lock, no log; the planner's traps of performance.md 9."""

import asyncio
from typing import Any

import pytest

from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintPatch
from seaway.domains.entities import service, store
from seaway.domains.entities.types import WriteMode
from tests.entities.conftest import MERGE, PENDING, UPSERT, Writer, draft, edges_match

PATCH = WriteMode(update_only=True, merge=True)

ROWS = "select ident, ctid::text, xmin::text, updated_at, hash, source from entity where org = $1 order by ident"
CHANGES = "select count(*) from change where org = $1 and kind = 'entity'"


async def state(writer: Writer) -> tuple[list[Any], int]:
    """Return the physical rows of the organisation's entities and the number of change records."""
    return [tuple(row) for row in await writer.rows(ROWS)], (await writer.rows(CHANGES))[0][0]


def batch() -> list[Any]:
    """Return a batch with properties, relations and defaults to fill in."""
    return [
        draft(f"s{i}", title=f"S {i}", properties={"replicas": i % 50}, relations={"depends_on": [f"s{(i + 1) % 20}"]})
        for i in range(20)
    ]


@pytest.mark.parametrize("mode", [MERGE, UPSERT, PENDING])
async def test_an_unchanged_resend_touches_no_row_and_writes_no_change(writer: Writer, mode: Any) -> None:
    await writer.made("service", *batch(), mode=mode)
    before = await state(writer)
    outcomes = await writer.write("service", *batch(), mode=mode)
    assert {each.result for each in outcomes} == {"unchanged"}
    assert await state(writer) == before


async def test_what_was_created_is_unchanged_under_every_later_mode(writer: Writer) -> None:
    await writer.made("service", *batch(), mode=MERGE)
    before = await state(writer)
    for mode in (UPSERT, MERGE, PENDING):
        outcomes = await writer.write("service", *batch(), mode=mode)
        assert {each.result for each in outcomes} == {"unchanged"}
    assert await state(writer) == before


async def test_another_payload_with_the_same_outcome_writes_nothing_either(writer: Writer) -> None:
    await writer.made("service", draft("a", title="A", properties={"replicas": 1, "limits": {"x": 1, "y": 2}}))
    before = await state(writer)
    for other in (
        draft("a", properties={"limits": {"y": 2, "x": 1}, "replicas": 1}, title="A"),
        draft("a", properties={"replicas": 1}),
        draft("a", properties={"replicas": 1.0, "unknown": 7}),
        draft("a"),
    ):
        assert (await writer.write("service", other))[0].result == "unchanged"
    assert await state(writer) == before


async def test_true_is_not_one(writer: Writer) -> None:
    await writer.made("note", draft("n", properties={"any": {"v": 1}}))
    assert (await writer.write("note", draft("n", properties={"any": {"v": True}})))[0].result == "updated"
    assert (await writer.changes("n"))[-1][1] == {"properties": {"any": {"v": 1}}}


async def test_an_unchanged_resend_waits_for_nobody(writer: Writer) -> None:
    await writer.made("service", *batch())
    async with writer.work() as holder:
        known = await blueprints.get(holder, "service")
        await store.hold(holder, shared=(), exclusive={known.id})
        await store.locked(holder, known.id, [f"s{i}" for i in range(20)])
        outcomes = await asyncio.wait_for(writer.write("service", *batch()), 5)
    assert {each.result for each in outcomes} == {"unchanged"}


async def test_another_stamp_moves_only_the_stamp(writer: Writer) -> None:
    await writer.write("service", *batch(), source="one")
    rows, changes = await state(writer)
    outcomes = await writer.write("service", *batch(), source="two")
    assert {each.result for each in outcomes} == {"unchanged"}
    after, count = await state(writer)
    assert count == changes
    assert [(row[0], row[3], row[4]) for row in after] == [(row[0], row[3], row[4]) for row in rows]
    assert all(new[5] != old[5] for new, old in zip(after, rows, strict=True))
    stamps = await writer.rows(
        "select distinct d.stamp from entity e join datasource d on d.id = e.source where e.org = $1"
    )
    assert [row["stamp"] for row in stamps] == ["two"]
    mixed = await writer.write(
        "service", *batch()[:10], draft("s10", title="new"), draft("s11", title="S 11"), source="3"
    )
    assert [each.result for each in mixed] == ["unchanged"] * 10 + ["updated", "unchanged"]
    stamps = await writer.rows(
        "select e.ident, d.stamp from entity e join datasource d on d.id = e.source where e.org = $1 and d.stamp = '3'"
    )
    assert sorted(row["ident"] for row in stamps) == sorted([f"s{i}" for i in range(12)])


async def test_a_new_definition_makes_every_digest_stale_and_a_resend_renews_it_once(writer: Writer) -> None:
    await writer.made("note", draft("n", title="N", properties={"text": "x"}))
    async with writer.work() as work:
        await blueprints.patch(work, "note", BlueprintPatch({"title": "Notes"}))
    _, changes = await state(writer)
    assert (await writer.write("note", draft("n", title="N", properties={"text": "x"})))[0].result == "unchanged"
    renewed = await state(writer)
    assert renewed[1] == changes
    assert (await writer.write("note", draft("n", title="N", properties={"text": "x"})))[0].result == "unchanged"
    assert await state(writer) == renewed


async def test_a_patch_between_two_sends_is_put_back_by_the_second(writer: Writer) -> None:
    sent = draft("n", title="N", properties={"text": "x"})
    await writer.made("note", sent)
    async with writer.work() as work:
        await service.rewrite(work, "note", "n", draft("n", title="other"), PATCH)
    assert (await writer.write("note", sent))[0].result == "updated"
    async with writer.work() as work:
        assert (await service.get(work, "note", "n")).title == "N"


async def test_a_target_that_was_deleted_is_missed_by_the_next_resend(writer: Writer) -> None:
    await writer.made("system", draft("sys", properties={"tier": "1"}))
    sent = draft("a", relations={"system": "sys"})
    await writer.made("service", sent)
    async with writer.work() as work:
        await service.delete(work, "system", "sys")
    outcomes = await writer.write("service", sent)
    assert outcomes[0].error is not None
    assert outcomes[0].error.error == "not_found"
    await writer.made("system", draft("sys", properties={"tier": "1"}))
    assert (await writer.write("service", sent))[0].result == "updated"
    await edges_match(writer)


async def test_updates_are_heap_only_and_move_no_index(writer: Writer) -> None:
    """No index holds a column that every update changes (pitfall 13)."""
    indexed = await writer.rows(
        """select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
           where i.indrelid = 'entity'::regclass and $1 > 0"""
    )
    assert {row["attname"] for row in indexed}.isdisjoint(
        {"updated_at", "updated_by", "hash", "props", "rels", "source", "team", "icon", "large"}
    )


async def test_the_digest_probe_stays_an_index_probe_under_a_generic_plan(writer: Writer) -> None:
    """A plan made when the table was small must not read a whole blueprint per batch later (pitfall 1)."""
    await writer.made("note", *(draft(f"n{i:05}", title="x") for i in range(3000)))
    async with writer.work() as work:
        known = await blueprints.get(work, "note")
        await work.db.raw.execute("set local plan_cache_mode = force_generic_plan")
        await work.db.raw.execute("set local enable_seqscan = on")
        before = await _tuples_read(work)
        for _ in range(3):
            found = await store.standing(
                work, known.id, ["n00001", "none"], [1, 1], store.Stamp(merge=True, source=None)
            )
        assert found == {0: "d", 1: None}
        assert 0 < await _tuples_read(work) - before < 100


async def _tuples_read(work: Any) -> int:
    """Return how many rows of `entity` this transaction has read, by scans and by index."""
    return int(
        await work.db.raw.fetchval(
            "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'entity'"
        )
    )
