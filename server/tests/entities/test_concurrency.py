"""Writers at the same time: no deadlock, no lost write, no dangling edge, one winner per identifier."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from seaway.core.actor import Actor
from seaway.core.db import Database
from seaway.core.errors import NotFound
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintPatch
from seaway.domains.entities import service
from seaway.domains.entities.types import WriteMode
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import UserUpdate
from seaway.kit import ids
from tests.entities.conftest import MERGE, PENDING, STUBS, UPSERT, Writer, draft, edges_match, furnish

WRITERS = 8
WAITS = """
  select 1 from pg_locks l join pg_database d on d.oid = l.database
  where d.datname = current_database() and l.locktype = 'advisory' and not l.granted and $1 > 0"""


@pytest.fixture
async def crowd(database_url: str, admin: Actor) -> AsyncIterator[Writer]:
    """A writer with a pool that is large enough for every writer of a test."""
    database = Database(database_url, size=WRITERS + 2)
    await database.open()
    yield await furnish(Writer(database, admin))
    await database.close()


async def test_of_two_creators_of_one_identifier_one_wins(crowd: Writer) -> None:
    for turn in range(10):
        results = await asyncio.gather(*(crowd.write("note", draft(f"n{turn}"), mode=WriteMode()) for _ in range(4)))
        outcomes = [outcome for [outcome] in results]
        assert sorted(outcome.result for outcome in outcomes) == ["created", "failed", "failed", "failed"]
        assert {outcome.error.error for outcome in outcomes if outcome.error} == {"identifier_taken"}


async def test_of_two_upserts_of_one_identifier_both_are_kept_in_the_log(crowd: Writer) -> None:
    for turn in range(10):
        name = f"n{turn}"
        writes = [crowd.write("note", draft(name, title=f"{i}"), mode=UPSERT) for i in range(4)]
        outcomes = [outcome for [outcome] in await asyncio.gather(*writes)]
        assert sorted(outcome.result for outcome in outcomes) == ["created", "updated", "updated", "updated"]
        log = await crowd.changes(name)
        assert [op for op, _, _ in log] == ["C", "U", "U", "U"]
        async with crowd.work() as work:
            final = (await service.get(work, "note", name)).title
        assert {undo["title"] for op, undo, _ in log if op == "U"} | {final} == {"0", "1", "2", "3"}


@pytest.mark.parametrize("mode", [MERGE, PENDING, STUBS])
async def test_eight_writers_of_overlapping_unsorted_batches_do_not_deadlock(crowd: Writer, mode: WriteMode) -> None:
    async def writes(seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311  # a test, not a secret
        for turn in range(4):
            names = [f"s{i:03}" for i in rng.sample(range(150), 60)]
            drafts = [
                draft(name, title=f"{seed}.{turn}", relations={"depends_on": rng.sample(names, 3)}) for name in names
            ]
            for outcome in await crowd.write("service", *drafts, mode=mode, source=f"writer/{seed}"):
                assert outcome.error is None, outcome.error

    await asyncio.wait_for(asyncio.gather(*map(writes, range(WRITERS))), 120)
    await edges_match(crowd)
    rows = await crowd.rows(
        """select e.ident, count(*) filter (where c.op = 'C') as made from entity e join change c on c.ref = e.id and c.kind = 'entity'
           join blueprint b on b.id = e.bp and b.ident = 'service' where e.org = $1 group by 1 having count(*) filter (where c.op = 'C') <> 1"""
    )
    assert rows == []


async def test_deletes_against_ingest_leave_no_edge_dangling(crowd: Writer) -> None:
    names = [f"s{i:02}" for i in range(30)]
    await crowd.made("service", *(draft(name) for name in names))
    stop = asyncio.Event()

    async def ingests(seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311  # a test, not a secret
        for _ in range(25):
            drafts = [draft(f"h{seed}-{i}", relations={"depends_on": rng.sample(names, 4)}) for i in range(10)]
            for outcome in await crowd.write("service", *drafts, mode=rng.choice([MERGE, PENDING])):
                assert outcome.error is None or outcome.error.error == "not_found"

    async def deletes(seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311  # a test, not a secret
        while not stop.is_set():
            async with crowd.work() as work:
                keep = rng.random() < 0.5
                await service.delete_many(work, "service", rng.sample(names, 5), keep_references=keep)
            await crowd.made("service", *(draft(name) for name in rng.sample(names, 8)))

    deleters = [asyncio.create_task(deletes(100 + i)) for i in range(3)]
    await asyncio.wait_for(asyncio.gather(*map(ingests, range(4))), 120)
    stop.set()
    await asyncio.gather(*deleters)
    await edges_match(crowd)


async def test_a_pending_reference_never_misses_the_target_that_is_made_meanwhile(crowd: Writer) -> None:
    for turn in range(15):
        system = draft(f"sys{turn}", properties={"tier": "1"})
        holder = draft(f"svc{turn}", relations={"system": f"sys{turn}"})
        await asyncio.gather(crowd.write("service", holder, mode=PENDING), crowd.write("system", system))
    await edges_match(crowd)
    assert await crowd.rows("select 1 from edge_pending p join entity e on e.id = p.src where e.org = $1") == []


@pytest.mark.parametrize("mode", [PENDING, STUBS])
async def test_writers_that_find_their_targets_do_not_wait_for_each_other(crowd: Writer, mode: WriteMode) -> None:
    await crowd.made("system", draft("core", properties={"tier": "1"}))
    await crowd.made("service", draft("base"))
    links = {"system": "core", "depends_on": ["base"]}
    async with crowd.work() as first:
        await service.write_many(first, "service", [draft("a", relations=links)], mode)
        await asyncio.wait_for(crowd.made("service", draft("b", relations=links), mode=mode), 20)
        await asyncio.wait_for(crowd.made("system", draft("edge", properties={"tier": "2"}), mode=mode), 20)
    await edges_match(crowd)


async def test_who_misses_a_target_keeps_its_writers_away_until_it_is_done(crowd: Writer) -> None:
    async with crowd.work() as first:
        await service.write_many(first, "service", [draft("a", relations={"system": "late"})], PENDING)
        late = asyncio.create_task(crowd.made("system", draft("late", properties={"tier": "1"})))
        while not await crowd.rows(WAITS):
            assert not late.done()
            await asyncio.sleep(0.01)
    await late
    await edges_match(crowd)
    assert await crowd.rows("select 1 from edge_pending p join entity e on e.id = p.src where e.org = $1") == []


async def test_a_redefinition_during_ingest_leaves_no_value_of_a_dropped_property(crowd: Writer) -> None:
    async def ingests(seed: int) -> None:
        for turn in range(20):
            drafts = [draft(f"n{seed}-{i}", properties={"text": f"{turn}", "n": turn}) for i in range(10)]
            for outcome in await crowd.write("note", *drafts):
                assert outcome.error is None

    async def redefines() -> None:
        full = {"properties": {"text": {"type": "string"}, "n": {"type": "number"}}}
        for properties in ({"text": {"type": "string"}}, full["properties"], {"text": {"type": "string"}}):
            await asyncio.sleep(0.02)
            async with crowd.work() as work:
                await blueprints.patch(work, "note", BlueprintPatch({"properties": properties}))

    await asyncio.wait_for(asyncio.gather(redefines(), *map(ingests, range(4))), 120)
    left: list[Any] = await crowd.rows("select 1 from entity e where e.org = $1 and e.props ? 'n'")
    assert left == []


async def test_a_rename_during_ingest_keeps_references_and_edges_alike(crowd: Writer) -> None:
    await crowd.made("system", draft("s-0", properties={"tier": "1"}))

    async def ingests(seed: int) -> None:
        for turn in range(20):
            body = draft(f"a{seed}-{turn}", relations={"system": f"s-{turn % 5}"})
            await crowd.write("service", body, mode=PENDING if seed % 2 else MERGE)

    async def renames() -> None:
        for turn in range(4):
            async with crowd.work() as work:
                body = draft(f"s-{turn + 1}")
                await service.rewrite(work, "system", f"s-{turn}", body, WriteMode(update_only=True, merge=True))

    await asyncio.wait_for(asyncio.gather(renames(), *map(ingests, range(4))), 120)
    await edges_match(crowd)


async def test_users_deleted_as_entities_and_changed_as_users_do_not_deadlock(crowd: Writer) -> None:
    emails = [f"u{i}.{ids.token(8).lower()}@test.example" for i in range(12)]
    await crowd.made("_user", *(draft(email) for email in emails))

    async def deletes(email: str) -> None:
        async with crowd.work() as work:
            await service.delete(work, "_user", email)

    async def changes(email: str) -> None:
        async with crowd.work() as work:
            with suppress(NotFound):
                await identity.update_user(work, email, UserUpdate(status="Active"))

    both = [act(email) for email in emails for act in (deletes, changes)]
    await asyncio.wait_for(asyncio.gather(*both), 60)
    assert await crowd.rows("select 1 from membership where org = $1") == []
