"""Deleting all entities of a blueprint in the background (semantics 3.4), over HTTP and by the worker's part."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.errors import SeawayError
from seaway.core.jobs.control import Start
from seaway.core.jobs.inline import InlineEngine
from seaway.core.work import Cause, writing
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintDraft, RelationDraft
from seaway.domains.identity.types import Organisation
from seaway.domains.migrations import service
from seaway.domains.migrations.jobs import JOB
from tests.entities.conftest import Writer, edges_match

URL = "/v1/blueprints/service"


class Clear:
    """Asks for clearings, and does a worker's part."""

    def __init__(self, api: httpx.AsyncClient, database: Database, organisation: Organisation) -> None:
        self.api, self.database, self.organisation = api, database, organisation

    async def ask(self, path: str = URL, **params: str) -> str:
        """Ask for a clearing and return its id."""
        answer = await self.api.delete(f"{path}/all-entities", params=params)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["migrationId"])

    async def state(self, public_id: str) -> dict[str, Any]:
        """Return a clearing."""
        answer = await self.api.get(f"/v1/migrations/{public_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["migration"])

    async def work(self, public_id: str) -> dict[str, Any]:
        """Do a worker's part, and return the clearing afterwards."""
        writer = self.writer()
        [row] = await writer.rows("select id from migration where org = $1 and public_id = $2", public_id)
        given = {"number": row["id"]}
        order = Start(JOB, public_id, self.organisation.id, self.organisation.public_id, uuid4(), given)
        await InlineEngine(self.database).start(order)
        return await self.state(public_id)

    def writer(self) -> Writer:
        """Return a writer in the organisation."""
        return Writer(self.database, system_actor(self.organisation.id, self.organisation.public_id))


@pytest.fixture
async def clear(
    catalog: httpx.AsyncClient, database: Database, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> Clear:
    """Seven services and a system; parts of three."""
    monkeypatch.setattr(service, "CLEARED", 3)
    await catalog.post("/v1/blueprints/system/entities", json={"identifier": "s", "properties": {"tier": "1"}})
    items = [{"identifier": f"n{i}", "relations": {"system": "s", "depends_on": [f"n{(i + 1) % 7}"]}} for i in range(7)]
    assert (await catalog.post(f"{URL}/entities/bulk", json={"entities": items})).status_code == 200
    return Clear(catalog, database, organisation)


async def test_all_go_and_the_blueprint_stays(clear: Clear) -> None:
    public_id = await clear.ask()
    waiting = await clear.state(public_id)
    assert (waiting["status"], waiting["sourceBlueprint"], waiting["deleteEntities"]) == (
        "INITIALIZING",
        "service",
        True,
    )
    assert (waiting["operation"], waiting["total"], waiting["mapping"]) == ("clear", 7, {})
    done = await clear.work(public_id)
    assert (done["status"], done["successCount"], done["failureCount"]) == ("COMPLETED", 7, 0)
    assert (await clear.api.get(f"{URL}/entities-count")).json()["count"] == 0
    assert (await clear.api.get("/v1/blueprints/system/entities-count")).json()["count"] == 1
    await edges_match(clear.writer())


async def test_asking_twice_is_asking_once_and_doing_twice_is_doing_once(clear: Clear) -> None:
    public_id = await clear.ask()
    assert await clear.ask() == public_id
    assert await clear.work(public_id) == await clear.work(public_id)
    assert await clear.ask() != public_id


async def test_the_blueprint_goes_too_when_asked(clear: Clear) -> None:
    done = await clear.work(await clear.ask("/v1/blueprints/note", delete_blueprint="true"))
    assert (done["status"], done["successCount"]) == ("COMPLETED", 0)
    assert (await clear.api.get("/v1/blueprints/note/entities-count")).status_code == 404


async def test_who_requires_them_from_outside_bars_it(clear: Clear) -> None:
    body = {"identifier": "d", "relations": {"service": "n1"}}
    await clear.api.post("/v1/blueprints/deployment/entities", json=body)
    refused = await clear.api.delete(f"{URL}/all-entities")
    assert (refused.status_code, refused.json()["error"]) == (422, "has_dependents")
    await clear.api.delete("/v1/blueprints/deployment/entities/d")
    public_id = await clear.ask()
    await clear.api.post("/v1/blueprints/deployment/entities", json=body)
    failed = await clear.work(public_id)
    assert failed["status"] == "FAILURE"
    assert "has_dependents" in failed["reason"]


async def test_entities_that_require_each_other_go_across_parts(clear: Clear) -> None:
    writer = clear.writer()
    async with writer.work() as work:
        node = BlueprintDraft("node", "Node", relations={"parent": RelationDraft("node", required=True)})
        await blueprints.create(work, node, create_page=False)
    items = [{"identifier": f"n{i}", "relations": {"parent": "n0"}} for i in range(8)]
    await clear.api.post("/v1/blueprints/node/entities/bulk", json={"entities": items})
    assert (await clear.work(await clear.ask("/v1/blueprints/node")))["status"] == "COMPLETED"
    assert (await clear.api.get("/v1/blueprints/node/entities-count")).json()["count"] == 0


async def test_a_worker_that_died_in_between_is_followed_by_another(clear: Clear) -> None:
    public_id = await clear.ask()
    [row] = await clear.writer().rows("select id from migration where org = $1 and public_id = $2", public_id)
    actor = system_actor(clear.organisation.id, clear.organisation.public_id)

    async def dying() -> None:
        async with writing(clear.database, actor, Cause("test:dies")) as work:
            await service.next_part(work, row["id"])
            raise SeawayError("died before the commit")

    for _ in ("begins", "deletes three"):
        async with writing(clear.database, actor, Cause("test:first")) as work:
            assert await service.next_part(work, row["id"])
    with pytest.raises(SeawayError, match="died"):
        await dying()
    assert (await clear.state(public_id))["successCount"] == 3
    done = await clear.work(public_id)
    assert (done["status"], done["successCount"]) == ("COMPLETED", 7)


async def test_refusals(clear: Clear, member_api: httpx.AsyncClient) -> None:
    assert (await clear.api.delete("/v1/blueprints/none/all-entities")).status_code == 404
    assert (await clear.api.get("/v1/migrations/none")).status_code == 404
    assert (await member_api.delete(f"{URL}/all-entities")).status_code == 403
