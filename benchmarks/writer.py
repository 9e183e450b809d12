"""One of several writers at a time, in a process of its own: `python -m benchmarks.writer DSN KEY ORG PUBLIC_ID SCALE SEED NUMBER OF`.

Says `ready`, waits for a line, writes its share of the catalog under identifiers of its own, and says `done`. It runs on
the event loop and with the collector's settings that the processes of Seaway have. The drafts exist before it starts, and
are out of the collector's rounds: to walk a catalog that no server would hold at once is no cost of writing it.
"""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import uvloop

from benchmarks.data import Generator
from benchmarks.ingest import MODE, batches
from benchmarks.place import STAMP
from seaway.app import process
from seaway.core.actor import Actor
from seaway.core.db import Database
from seaway.core.secrets import load_sealer
from seaway.core.work import Cause, writing
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft

Batches = list[tuple[str, list[EntityDraft]]]


def share(scale: float, seed: int, number: int, of: int) -> Batches:
    """Return every `of`-th batch, under identifiers of its own."""
    return [
        (blueprint, [replace(draft, identifier=f"{draft.identifier}.w{number}") for draft in drafts])
        for at, (blueprint, drafts) in enumerate(batches(Generator(scale, seed).dataset()))
        if at % of == number
    ]


async def write(dsn: str, key: Path, actor: Actor, mine: Batches) -> None:
    """Create a share once a line comes in."""
    database = Database(dsn, size=1)
    database.sealer = load_sealer(key)
    await database.open()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    for blueprint, drafts in mine:
        async with writing(database, actor, Cause("bench:writer"), STAMP) as work:
            outcomes = await entities.write_many(work, blueprint, drafts, MODE)
        if failed := [outcome for outcome in outcomes if outcome.error]:
            raise RuntimeError(f"{blueprint} {failed[0].identifier}: {failed[0].error}")
    print("done", flush=True)
    await database.close()


if __name__ == "__main__":
    url, held, org, public, *numbers = sys.argv[1:]
    size, start, turn, writers = numbers
    who = Actor("bench", "machine", "Benchmark", int(org), public, "Admin")
    mine = share(float(size), int(start), int(turn), int(writers))
    process.settle()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(write(url, Path(held), who, mine))
