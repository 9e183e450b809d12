"""Whatever is deleted comes back as it was: random catalogs, random deletions, compared row by row and edge by edge."""

import random
import uuid
from typing import Any

import pytest

from seaway.core.work import Cause, Work, writing
from seaway.domains.bin import service
from seaway.domains.bin.types import Filters, Wish
from seaway.domains.entities import service as entities
from seaway.kit import clock
from tests.entities.conftest import PENDING, Writer, draft, edges_match

VALUES: tuple[Any, ...] = (
    None,
    True,
    1,
    2.5,
    "",
    "text",
    "ü\U0001f6a2",
    "long " * 400,
    [1, "a"],
    {"deep": {"er": None}},
)
SNAPSHOT = """
  select e.id, b.ident as blueprint, e.ident, e.title, e.icon, e.team, e.props::text, e.rels::text, e.large,
    e.created_at, e.created_by,
    (select array_agg((x.prop, x.val)::text order by x.prop) from entity_blob x where x.ent = e.id) as blobs,
    (select array_agg((r.name, d.ident)::text order by r.name, d.ident) from edge g join relation r on r.id = g.rel
       join entity d on d.id = g.dst where g.src = e.id) as edges,
    (select array_agg((p.rel, p.tident)::text order by p.rel, p.tident) from edge_pending p where p.src = e.id) as waits,
    (select array_agg(a.ident order by a.ident) from entity_alias a where a.ent = e.id) as aliases
  from entity e join blueprint b on b.id = e.bp where e.org = $1 and b.ident <> '_user' order by e.id"""


async def _grow(writer: Writer, chance: random.Random) -> list[str]:
    names = [f"s{number}" for number in range(chance.randint(2, 7))]
    await writer.made("_team", draft("crew"), draft("deck"))
    await writer.made("system", *[draft(f"y{number}", properties={"tier": "1"}) for number in range(2)])
    drafts = []
    for name in names:
        wanted: dict[str, Any] = {"depends_on": chance.sample([*names, "ghost"], chance.randint(0, 2))}
        wanted["system"] = chance.choice([None, "y0", "y1", "phantom"])
        properties = {
            "limits": {"any": chance.choice(VALUES)},
            "tags": [chance.choice(VALUES)],
            "readme": "r" * chance.choice([3, 2000]),
        }
        drafts.append(
            draft(
                name,
                title=chance.choice([None, "T"]),
                team=chance.sample(["crew", "deck"], chance.randint(0, 2)),
                properties=properties,
                relations=wanted,
            )
        )
    await writer.made("service", *drafts, mode=PENDING)
    await writer.made("deployment", *[draft(f"d{name}", relations={"service": name}) for name in names[::2]])
    async with writer.work() as work:
        await entities.rewrite(work, "service", names[0], draft("renamed"), PENDING)
    return ["renamed", *names[1:]]


async def _deleted(writer: Writer, work: Work, chance: random.Random, names: list[str]) -> None:
    await entities.delete_many(
        work, "service", chance.sample(names, chance.randint(1, len(names))), delete_dependents=True
    )
    if chance.random() < 0.5:
        await entities.delete_many(work, "system", ["y0"])
    if chance.random() < 0.5:
        await entities.delete_many(work, "_team", ["crew"])


@pytest.mark.parametrize("seed", range(12))
async def test_what_is_deleted_comes_back_as_it_was(writer: Writer, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret
    names = await _grow(writer, chance)
    before = await writer.rows(SNAPSHOT)
    cause = Cause("test:deletion", uuid.uuid4())
    async with writing(writer.database, writer.actor, cause) as work:
        await _deleted(writer, work, chance, names)
    await edges_match(writer)
    filters = Filters(clock.now().replace(year=2000))
    async with writer.work() as work:
        item = await service.get(work, f"bin_{cause.trace.hex}", filters)
        planned = await service.plan_restore(work, item, Wish())
        done = await service.restore(work, item, Wish(), digest=planned.plan.digest)
    assert (done.obstacles, done.lost, done.left) == ([], [], 0)
    await edges_match(writer)
    assert await writer.rows(SNAPSHOT) == before
