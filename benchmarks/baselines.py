"""The baselines of a run: what the machine can do at best, measured in the same minute.

B0: COPY of the same bytes into one text column. B1: binary COPY of resolved rows into the final, indexed tables.
B2: one entity by its key, prepared. B3: an empty HTTP answer.
"""

import io
import statistics
import time
from collections.abc import Iterable

import asyncpg

from benchmarks.measure import spending

TABLES = ("entity", "entity_name", "edge", "change")


async def raw_copy(connection: asyncpg.Connection, lines: Iterable[bytes]) -> tuple[float, float]:
    """B0: return rows a second and the server's CPU microseconds per row."""
    held = list(lines)
    body = io.BytesIO(b"\n".join(held) + b"\n")
    await connection.execute("drop table if exists raw_lines; create table raw_lines(line text)")
    with spending(connection.get_server_pid()) as spent:
        # Quote and delimiter that no JSON holds: each line is one value, whatever is in it.
        await connection.copy_to_table("raw_lines", source=body, format="csv", quote="\x01", delimiter="\x02")
    await connection.execute("drop table raw_lines")
    return len(held) / spent.wall, spent.server / len(held)


async def resolved_copy(connection: asyncpg.Connection) -> tuple[float, float]:
    """B1: copy what an ingest wrote into twins of its tables; return entities a second and CPU per entity."""
    await connection.execute("drop schema if exists twin cascade; create schema twin")
    bodies: dict[str, bytes] = {}
    for table in TABLES:
        await connection.execute(f"create table twin.{table} (like {table} including all)")
        held = io.BytesIO()
        await connection.copy_from_query(f"select * from {table}", output=held, format="binary")
        bodies[table] = held.getvalue()
    with spending(connection.get_server_pid()) as spent:
        for table, body in bodies.items():
            await connection.copy_to_table(table, schema_name="twin", source=io.BytesIO(body), format="binary")
    entities = await connection.fetchval("select count(*) from twin.entity")
    await connection.execute("drop schema twin cascade")
    return entities / spent.wall, spent.server / entities


async def key_lookup(connection: asyncpg.Connection, repeats: int = 2000) -> tuple[float, float]:
    """B2: return the median wall microseconds and the server's CPU microseconds of a prepared lookup."""
    keys = await connection.fetch("select org, bp, ident from entity order by id limit 300")
    statement = await connection.prepare(
        "select ident, title, props, rels from entity where org = $1 and bp = $2 and ident = $3"
    )
    times = []
    with spending(connection.get_server_pid()) as spent:
        for turn in range(repeats):
            began = time.perf_counter()
            await statement.fetchrow(*keys[turn % len(keys)])
            times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e6, spent.server / repeats
