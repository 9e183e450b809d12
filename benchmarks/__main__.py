"""Runs the benchmarks: `python -m benchmarks --scale 0.1`."""

import argparse
import asyncio
import sys
from pathlib import Path

import uvloop

from benchmarks import baselines, computed, ingest, serve
from benchmarks.data import Generator
from benchmarks.measure import Report
from benchmarks.place import installed
from seaway.app import process

RESULTS = Path(__file__).with_name("results")


async def run(scale: float, seed: int) -> Report:
    """Run every operation on one installation."""
    data = Generator(scale, seed).dataset()
    report = Report(scale, data.entities)
    process.settle()  # also of the generated catalog: it is the benchmark's, the server's collector need not walk it
    async with installed() as place:
        await ingest.model(place, data)
        await ingest.run(place, data, report)
        await ingest.overlapping(place, data, report)
        wall, server = await baselines.key_lookup(place.plain)
        report.add("B2 key lookup", wall_us=wall, server_us=server)
        await serve.run(place, data, report)
        await computed.run(place, report, wall)
        serve.start(place, report)
    return report


def main() -> int:
    """Run, print, write; fail when a goal is missed by more than half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as the processes of Seaway do
        report = runner.run(run(given.scale, given.seed))
    report.show()
    print(f"\nWritten to {report.write(RESULTS)}")
    return int(any(goal.verdict == "gap" for goal in report.goals))


if __name__ == "__main__":
    sys.exit(main())
