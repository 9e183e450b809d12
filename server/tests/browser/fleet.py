"""A hundred thousand services, written by the fast path into an installation that runs.

Service `n` depends on service `(n - 1) // 10`: the first has ten dependents, a hundred behind those, a thousand behind
them, so that one question for impact draws a graph of more than a thousand nodes.
"""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.secrets import load_sealer
from seaway.core.work import Cause, writing
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft, WriteMode
from seaway.domains.identity import service as identity
from tests.flows.harness import Installation

SIZE, BATCH, FANOUT = 100_000, 1_000, 10
INDEXED = 300.0  # seconds until the worker has read them all
MODE = WriteMode(upsert=True, pending_targets=True)
TIERS = ("Tier 1", "Tier 2", "Tier 3")
HEALTHS = ("Healthy", "Healthy", "Healthy", "Degraded", "Down")
LANGUAGES = ("Go", "Kotlin", "Python", "Rust", "TypeScript")
NOUNS = (
    "berth",
    "crane",
    "cargo",
    "tide",
    "pilot",
    "customs",
    "ferry",
    "buoy",
    "depot",
    "lock",
    "quay",
    "tug",
    "wharf",
)
PARTS = ("api", "planner", "worker", "ledger", "gateway", "monitor", "board", "sync", "archive", "quoter", "maps")
BLUEPRINT = {
    "identifier": "service",
    "title": "Service",
    "icon": "Service",
    "schema": {
        "properties": {
            "tier": {"type": "string", "title": "Tier", "enum": list(TIERS)},
            "health": {
                "type": "string",
                "title": "Health",
                "enum": ["Healthy", "Degraded", "Down"],
                "enumColors": {"Healthy": "green", "Degraded": "yellow", "Down": "red"},
            },
            "language": {"type": "string", "title": "Language"},
            "instances": {"type": "number", "title": "Instances"},
            "repository": {"type": "string", "format": "url", "title": "Repository"},
            "deployed_at": {"type": "string", "format": "date-time", "title": "Deployed"},
        },
        "required": [],
    },
    "relations": {"depends_on": {"title": "Depends on", "target": "service", "many": True, "required": False}},
}


def name(number: int) -> str:
    """Return the identifier of a service; they sort in the order of numbers."""
    return f"s{number:06}-{NOUNS[number % len(NOUNS)]}-{PARTS[number % len(PARTS)]}"


def title(number: int) -> str:
    """Return the title of a service."""
    return f"{NOUNS[number % len(NOUNS)].capitalize()} {PARTS[number % len(PARTS)]} {number}"


def _draft(number: int) -> EntityDraft:
    return EntityDraft(
        identifier=name(number),
        title=title(number),
        icon=None,
        team=None,
        properties={
            "tier": TIERS[number % 7 % 3],
            "health": HEALTHS[number % 11 % 5],
            "language": LANGUAGES[number % 5],
            "instances": number * 7919 % 97,
            "repository": f"https://git.example/{name(number)}",
            "deployed_at": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:00:00Z",
        },
        relations={"depends_on": [name((number - 1) // FANOUT)]} if number else {},
    )


def _batches() -> Iterator[list[EntityDraft]]:
    for start in range(0, SIZE, BATCH):
        yield [_draft(number) for number in range(start, start + BATCH)]


async def _write(installation: Installation) -> None:
    database = Database(installation.dsn, size=1, sealer=load_sealer(installation.data / "key"))
    await database.open()
    try:
        home = await identity.ensure_organisation(database)
        actor = system_actor(home.id, home.public_id)
        for batch in _batches():
            async with writing(database, actor, Cause("test:fleet"), "fleet/1.0") as work:
                outcomes = await entities.write_many(work, "service", batch, MODE)
            assert not [outcome for outcome in outcomes if outcome.error]
    finally:
        await database.close()


def _indexed(db: psycopg.Connection[tuple[int]]) -> int:
    row = db.execute("select count(*) from entity_text").fetchone()
    return row[0] if row else 0


def fill(installation: Installation, api: httpx.Client) -> None:
    """Write the fleet, wait until its words are indexed, and let PostgreSQL look at it as it does by itself later."""
    api.post("/v1/blueprints", json=BLUEPRINT).raise_for_status()
    with ThreadPoolExecutor(1) as aside:  # the tests' own loop is at rest here, but it is there
        aside.submit(asyncio.run, _write(installation)).result()
    with psycopg.connect(installation.dsn, autocommit=True) as db:
        deadline = time.monotonic() + INDEXED
        while _indexed(db) < SIZE:
            assert time.monotonic() < deadline, "the worker reads the change log"
            time.sleep(0.5)
        for table in ("entity", "entity_name", "entity_text", "edge", "change"):
            db.execute(f"vacuum analyze {table}")
