"""O13: computed properties: the first time for everything, and after one change at the end of a long way."""

import time
from typing import Any

from benchmarks.measure import Goal, Report
from benchmarks.place import Place
from seaway.app.programs import programs
from seaway.core.feed import store
from seaway.core.position import Position
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintPatch
from seaway.domains.entities import computing
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft, WriteMode

KINDS = ("entity", "blueprint")
VISIBLE = 2.0
_OPEN = {"combinator": "and", "rules": [{"property": "urgent", "operator": "=", "value": True}]}
# A mirror over two relations, a calculation over it, and a count of that back to where the service is.
VULNERABILITY = {
    "mirrorProperties": {"system_tier": {"path": "service.system.tier"}},
    "calculationProperties": {
        "urgent": {"type": "boolean", "calculation": '.properties.system_tier == "gold" and .properties.cvss > 7'}
    },
}
SERVICE = {
    "aggregationProperties": {
        "urgent": {
            "type": "number",
            "target": "vulnerability",
            "calculationSpec": {"calculationBy": "entities", "func": "count"},
            "query": _OPEN,
            "pathFilter": [{"fromBlueprint": "vulnerability", "path": ["service"]}],
        }
    }
}

# The system with the most vulnerabilities behind its services, of those that one handling of a change takes.
_BUSIEST = """
  select t.ident, count(*) as touched from edge g join relation r on r.id = g.rel and r.name = 'service'
    join blueprint v on v.id = r.bp and v.ident = 'vulnerability'
    join edge h on h.src = g.dst join relation s on s.id = h.rel and s.name = 'system'
    join entity t on t.id = h.dst group by t.id, t.ident having count(*) < $1 order by 2 desc, t.id limit 1"""


async def run(place: Place, report: Report, lookup: float) -> None:
    """Measure; `lookup` is B2, in microseconds."""
    async with programs():
        for name, sections in (("vulnerability", VULNERABILITY), ("service", SERVICE)):
            async with place.writing() as work:
                await blueprints.patch(work, name, BlueprintPatch({"extra": sections}))
        began = time.perf_counter()
        done = sum([await _all(place, name) for name in ("vulnerability", "service")])
        wall = time.perf_counter() - began
        report.add("O13 first time", entities=done, seconds=wall, multiple_of_B2=wall / done * 1e6 / lookup)
        await _change(place, "silver", must=False)
        times, touched = [], 0
        for turn in range(5):
            seconds, touched = await _change(place, ("bronze", "gold", "silver")[turn % 3])
            times.append(seconds)
        report.add("O13 one change", touched=touched, seconds=sorted(times)[2], worst_s=max(times))
        report.goals.append(Goal("O13", "one change until all that it touches is computed (s)", VISIBLE, max(times)))


async def _all(place: Place, name: str) -> int:
    async with place.writing() as work:
        blueprint = await blueprints.get(work, name)
    total = await place.plain.fetchval("select count(*) from entity where bp = $1", blueprint.id)
    after: int | None = 0
    while after is not None:
        async with place.writing() as work:
            after, _ = await computing.part(work, blueprint.id, after)
    return int(total)


async def _change(place: Place, tier: str, *, must: bool = True) -> tuple[float, int]:
    """Change a system that much is computed from, as a request does, and compute as the worker does."""
    busiest: Any = await place.plain.fetchrow(_BUSIEST, computing.MOST)
    last: Any = await place.plain.fetchrow(
        "select xid::text::bigint as xid, seq from change order by change.xid desc, change.seq desc limit 1"
    )
    began = time.perf_counter()
    draft = EntityDraft(busiest["ident"], properties={"tier": tier}, present=frozenset({"identifier", "properties"}))
    async with place.writing() as work:
        [written] = await entities.write_many(work, "system", [draft], WriteMode(upsert=True, merge=True))
    if must and written.result != "updated":
        raise RuntimeError(f"the change was not taken: {written}")
    async with place.writing() as work:
        changes = await store.read(work.db, Position(last["xid"], last["seq"]), KINDS, 100)
        left = await computing.refresh(work, changes)
    seconds = time.perf_counter() - began
    if left:
        raise RuntimeError("more are touched than one handling takes: another system should have been chosen")
    at = await place.plain.fetchval(
        "select count(*) from derived where at > now() - make_interval(secs => $1)", seconds
    )
    if must and at < busiest["touched"]:
        raise RuntimeError(f"{at} of {busiest['touched']} were computed")
    return seconds, int(at)
