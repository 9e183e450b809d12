"""O1 to O5: the write path, in batches of 1,000, against COPY of the same bytes and of resolved rows."""

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import asyncpg
import orjson

from benchmarks import baselines
from benchmarks.data import Dataset
from benchmarks.measure import Goal, Report, spending
from benchmarks.place import STAMP, Place
from seaway.core.db import Database
from seaway.core.work import Cause, writing
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintDraft, RelationDraft
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft, WriteMode

BATCH = 1_000
MODE = WriteMode(upsert=True, merge=True, pending_targets=True)
WRITERS, OVERLAP, ROUNDS = 8, 500, 10


async def model(place: Place, data: Dataset) -> None:
    """Create the blueprints."""
    drafts = []
    for given in data.blueprints:
        relations = {
            name: RelationDraft(each["target"], many=each["many"]) for name, each in given["relations"].items()
        }
        drafts.append(
            BlueprintDraft(
                given["identifier"],
                given["title"],
                properties=given["schema"]["properties"],
                relations=relations,
                ownership={"type": "Direct"},
            )
        )
    async with place.writing() as work:
        await blueprints.ensure(work, drafts)


def batches(data: Dataset, every: int = 0) -> Iterator[tuple[str, list[EntityDraft]]]:
    """Yield batches of drafts; `every` tenth entity, say, is changed."""
    for name, lines in data.lines.items():
        for start in range(0, len(lines), BATCH):
            yield (
                name,
                [
                    _draft(line, changed=every and at % every == 0)
                    for at, line in enumerate(lines[start : start + BATCH])
                ],
            )


def _draft(line: bytes, *, changed: Any = False) -> EntityDraft:
    told = orjson.loads(line)
    if changed:
        told["properties"]["lastSeen"] = "2030-01-01T00:00:00Z"
    return EntityDraft(
        told["identifier"],
        told["title"],
        told["icon"],
        None,
        told["properties"],
        told["relations"],
        frozenset(told) - {"team"},
    )


async def run(place: Place, data: Dataset, report: Report) -> None:
    """Measure creation, resend and change, each between two runs of the baselines."""
    lines = [line for each in data.lines.values() for line in each]
    raw_before = await baselines.raw_copy(place.plain, lines)
    created = await _pass(place, data, report, "O1 create")
    unchanged = await _pass(place, data, report, "O2 resend")
    raw_after = await baselines.raw_copy(place.plain, lines)
    resolved = await baselines.resolved_copy(place.plain)
    await _pass(place, data, report, "O3 10% changed", every=10)
    resolved_before = await baselines.resolved_copy(place.plain)
    together = await asyncio.to_thread(_together, place, data)
    resolved_after = await baselines.resolved_copy(place.plain)
    limit = (resolved_before[0] + resolved_after[0]) / 2
    report.add("O1 create, two writers", per_s=together, b1_before=resolved_before[0], b1_after=resolved_after[0])
    raw_rows, raw_cpu = [(before + after) / 2 for before, after in zip(raw_before, raw_after, strict=True)]
    report.add("B0 raw COPY", rows_per_s=raw_rows, server_us=raw_cpu)
    report.add("B1 resolved COPY", entities_per_s=resolved[0], server_us=resolved[1])
    report.goals += [
        Goal("G1", "create: server CPU as a multiple of B1", 1.6, created["server_us"] / resolved[1]),
        Goal("G1", "create: share of B0 rows/s, one writer (%)", 6, created["per_s"] / raw_rows * 100, at_most=False),
        Goal("G1", "create: share of B1 entities/s, two writers (%)", 75, together / limit * 100, at_most=False),
        Goal("G2", "resend: server CPU per entity (µs)", 6, unchanged["server_us"]),
        Goal("G2", "resend: share of B0 rows/s (%)", 25, unchanged["per_s"] / raw_rows * 100, at_most=False),
        Goal("G2", "resend: WAL bytes per entity", 50, unchanged["wal_bytes"]),
        Goal("G2", "resend: rows written", 0.5, unchanged["rows"]),
        Goal("G7", "WAL bytes per created entity", 2600, created["wal_bytes"]),
    ]
    await _size(place, report)


async def _pass(place: Place, data: Dataset, report: Report, name: str, every: int = 0) -> dict[str, float]:
    """Send the whole catalog once; parsing the lines into drafts is not counted as the client's."""
    backend, wal, rows = await place.backend(), await _wal(place.plain), await _rows(place.plain)
    server = client = wall = 0.0
    for blueprint, drafts in batches(data, every):
        with spending(backend) as spent:
            async with place.writing() as work:
                outcomes = await entities.write_many(work, blueprint, drafts, MODE)
        failed = [outcome for outcome in outcomes if outcome.error]
        if failed:
            raise RuntimeError(f"{name}: {blueprint} {failed[0].identifier}: {failed[0].error}")
        server, client, wall = server + spent.server, client + spent.client, wall + spent.wall
    n = data.entities
    found = {
        "per_s": n / wall,
        "server_us": server / n,
        "client_us": client / n,
        "wal_bytes": (await _wal(place.plain) - wal) / n,
        "rows": float(await _rows(place.plain) - rows),
    }
    report.add(name, **found)
    return found


def _together(place: Place, data: Dataset) -> float:
    """Create the catalog a second time, under other names, by two processes at once; return entities a second.

    Both write batches of the same blueprint at the same time, and refer to entities of the first pass: what two
    integrations do that fill one catalog. Their tables hold the first pass already, while the twins of B1 begin empty,
    so the share that is found is rather too small than too great. Both figures are by the clock, hence B1 is taken right
    before and right after, of one and of both passes.
    """
    command = [sys.executable, "-m", "benchmarks.writer", place.dsn, str(place.root / "key"), str(place.actor.org_id)]
    command += [place.actor.org, str(data.scale), str(data.seed)]
    writers = [
        subprocess.Popen([*command, str(number), "2"], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for number in range(2)
    ]
    _say(writers, "ready")
    began = time.perf_counter()
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    _say(writers, "done")
    taken = time.perf_counter() - began
    for writer in writers:
        writer.wait()
    return data.entities / taken


def _say(writers: list[subprocess.Popen], word: str) -> None:
    for writer in writers:
        if writer.stdout.readline().strip() != word:
            raise RuntimeError(f"a writer failed before it was {word}")


async def _wal(connection: asyncpg.Connection) -> float:
    return float(await connection.fetchval("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn"))


async def _rows(connection: asyncpg.Connection) -> int:
    return int(await connection.fetchval("select count(*) from change"))


async def _size(place: Place, report: Report) -> None:
    """G7: what the catalog takes on disk, indexes included."""
    await place.plain.execute("vacuum analyze")
    size = "select sum(pg_total_relation_size(t::regclass)) from unnest($1::text[]) t"
    entities_now = await place.plain.fetchval("select count(*) from entity")
    changes = await place.plain.fetchval("select count(*) from change")
    whole = await place.plain.fetchval(size, ["entity", "entity_blob", "edge", "edge_pending", "change"])
    log = await place.plain.fetchval(size, ["change"])
    report.add("size", bytes_per_entity=whole / entities_now, bytes_per_change=float(log / changes))
    report.goals += [
        Goal("G7", "disk: bytes per entity, all in", 2_000, float(whole / entities_now)),
        Goal("G7", "disk: bytes per change", 220, float(log / changes)),
    ]


async def overlapping(place: Place, data: Dataset, report: Report) -> None:
    """O5: eight writers send overlapping random batches; a deadlock would raise."""
    lines = data.lines["pullRequest"]
    database = Database(place.dsn, size=WRITERS)
    database.sealer = place.database.sealer
    await database.open()

    async def writer(number: int) -> int:
        chance = random.Random(number)
        for turn in range(ROUNDS):
            drafts = [_draft(line) for line in chance.sample(lines, min(OVERLAP, len(lines)))]
            drafts = [
                EntityDraft(d.identifier, f"{d.title} {number}.{turn}", present=frozenset({"title"})) for d in drafts
            ]
            async with writing(database, place.actor, Cause("bench:overlap"), STAMP) as work:
                await entities.write_many(work, "pullRequest", drafts, MODE)
        return ROUNDS * min(OVERLAP, len(lines))

    before = await place.plain.fetchval("select deadlocks from pg_stat_database where datname = current_database()")
    with spending() as spent:
        written = sum(await asyncio.gather(*[writer(number) for number in range(WRITERS)]))
    await database.close()
    await asyncio.sleep(1.1)  # the server publishes its counters at most once a second
    deadlocks = (
        await place.plain.fetchval("select deadlocks from pg_stat_database where datname = current_database()") - before
    )
    report.add("O5 8 writers, overlapping", per_s=written / spent.wall, deadlocks=float(deadlocks))
