"""Blueprints that the tests of entities write to."""

from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import orjson
import pytest

from seaway.core.actor import Actor, system_actor
from seaway.core.db import Database
from seaway.core.work import Cause, Work, writing
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintDraft, RelationDraft
from seaway.domains.entities import service
from seaway.domains.entities.types import BulkOutcome, EntityDraft, WriteMode
from seaway.domains.identity.types import Organisation

SYSTEM = BlueprintDraft("system", "System", properties={"tier": {"type": "string"}}, required=("tier",))
SERVICE = BlueprintDraft(
    "service",
    "Service",
    properties={
        "lifecycle": {"type": "string", "enum": ["alpha", "ga", "eol"], "default": "alpha"},
        "replicas": {"type": "number", "minimum": 0, "maximum": 50},
        "critical": {"type": "boolean"},
        "readme": {"type": "string", "format": "markdown"},
        "limits": {"type": "object"},
        "tags": {"type": "array"},
    },
    required=("lifecycle",),
    relations={"system": RelationDraft("system"), "depends_on": RelationDraft("service", many=True)},
    ownership={"type": "Direct"},
)
DEPLOYMENT = BlueprintDraft("deployment", "Deployment", relations={"service": RelationDraft("service", required=True)})
NOTE = BlueprintDraft(
    "note",
    "Note",
    properties={"text": {"type": "string"}, "n": {"type": "number"}, "any": {"type": "object"}},
)


def draft(identifier: Any, **parts: Any) -> EntityDraft:
    """Return a draft that gives exactly these parts."""
    return EntityDraft(identifier, present=frozenset({"identifier", *parts}), **parts)


UPSERT = WriteMode(upsert=True)
MERGE = WriteMode(upsert=True, merge=True)
PENDING = WriteMode(upsert=True, merge=True, pending_targets=True)
STUBS = WriteMode(upsert=True, merge=True, create_missing_related=True)


class Writer:
    """Opens a unit of work for each call, as requests do."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self.database = database
        self.actor = actor

    def work(self, source: str = "test/1.0") -> AbstractAsyncContextManager[Work]:
        """Open a unit of work that writes under a stamp."""
        return writing(self.database, self.actor, Cause("test:writer"), source=source)

    async def write(
        self, blueprint: str, *drafts: EntityDraft, mode: WriteMode = MERGE, source: str = "test/1.0"
    ) -> list[BulkOutcome]:
        """Write a batch in a unit of work of its own."""
        async with self.work(source) as work:
            return await service.write_many(work, blueprint, drafts, mode)

    async def made(self, blueprint: str, *drafts: EntityDraft, mode: WriteMode = MERGE) -> None:
        """Write a batch of which nothing may fail."""
        for outcome in await self.write(blueprint, *drafts, mode=mode):
            if outcome.error is not None:
                raise outcome.error

    async def rows(self, statement: str, *arguments: Any) -> list[Any]:
        """Return rows of the test's organisation; `$1` is its number."""
        async with self.database.reading(self.actor.org_id) as db:
            return await db.raw.fetch(statement, self.actor.org_id, *arguments)

    async def changes(self, identifier: str) -> list[tuple[str, Any, bool]]:
        """Return (op, undo, displaced) of an entity's change records, in order."""
        rows = await self.rows(
            """select c.op::text as op, c.undo, c.displaced from change c join entity e on e.id = c.ref
               where c.org = $1 and c.kind = 'entity' and e.ident = $2 order by c.seq""",
            identifier,
        )
        return [(row["op"], row["undo"] and orjson.loads(row["undo"]), row["displaced"]) for row in rows]


async def edges_match(writer: Writer) -> None:
    """Check that edges and pending references together say exactly what the stored relations say."""
    said = await writer.rows(
        """select e.id, r.id as rel, t.target
           from entity e cross join jsonb_each(e.rels) v join relation r on r.bp = e.bp and r.name = v.key
           cross join lateral (
             select jsonb_array_elements_text(v.value) where jsonb_typeof(v.value) = 'array'
             union all select v.value #>> '{}' where jsonb_typeof(v.value) = 'string') t(target)
           where e.org = $1"""
    )
    kept = await writer.rows(
        """select g.src as id, g.rel, d.ident as target from edge g join entity e on e.id = g.src
             join entity d on d.id = g.dst join relation r on r.id = g.rel and r.tbp = d.bp where e.org = $1
           union all
           select p.src, p.rel, p.tident from edge_pending p join entity e on e.id = p.src
             join relation r on r.id = p.rel and r.tbp = p.tbp where e.org = $1"""
    )
    assert sorted(map(tuple, said)) == sorted(map(tuple, kept))
    dangling = await writer.rows(
        """select 1 from edge g left join entity s on s.id = g.src left join entity d on d.id = g.dst
           where (s.org = $1 or d.org = $1) and (s.id is null or d.id is null)"""
    )
    assert dangling == []
    settled = await writer.rows(
        """select 1 from edge_pending p join entity e on e.org = $1 and e.bp = p.tbp and e.ident = p.tident"""
    )
    assert settled == []


async def furnish(writer: Writer) -> Writer:
    """Give the writer's organisation the blueprints above."""
    async with writer.work() as work:
        await blueprints.ensure_system(work)
        for draft in (SYSTEM, SERVICE, DEPLOYMENT, NOTE):
            await blueprints.create(work, draft, create_page=False)
    return writer


@pytest.fixture
async def writer(database: Database, admin: Actor) -> Writer:
    """A writer in an organisation that has the test's blueprints."""
    return await furnish(Writer(database, admin))


@pytest.fixture
async def catalog(database: Database, organisation: Organisation, api: httpx.AsyncClient) -> httpx.AsyncClient:
    """The signed-in client of an organisation that has the test's blueprints."""
    await furnish(Writer(database, system_actor(organisation.id, organisation.public_id)))
    return api
