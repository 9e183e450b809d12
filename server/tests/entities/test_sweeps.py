"""Changing and deleting all that match: planned, confirmed, done in parts by a worker, and taken back."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.jobs.control import Start
from seaway.core.jobs.inline import InlineEngine
from seaway.domains.entities import sweeps
from seaway.domains.entities.jobs import SWEEP_JOB
from seaway.domains.identity.types import Organisation
from tests.entities.conftest import Writer, edges_match

SERVICES = "/v1/blueprints/service/entities"
BULK = f"{SERVICES}/bulk-operations"
GA = {"combinator": "and", "rules": [{"property": "lifecycle", "operator": "=", "value": "ga"}]}
TO_EOL = {"properties": {"lifecycle": "eol", "replicas": None}}


class Sweeper:
    """Plans and starts sweeps, and does a worker's part."""

    def __init__(self, api: httpx.AsyncClient, database: Database, organisation: Organisation) -> None:
        self.api, self.database, self.organisation = api, database, organisation

    async def plan(self, **body: Any) -> dict[str, Any]:
        """Return a plan."""
        answer = await self.api.post(BULK, json=body)
        assert answer.status_code == 200, answer.text
        planned: dict[str, Any] = answer.json()
        return planned

    async def run(self, **body: Any) -> dict[str, Any]:
        """Plan, confirm, and do it."""
        planned = await self.plan(**body)
        answer = await self.api.post(BULK, json={**body, "digest": planned["digest"]})
        assert answer.status_code == 200, answer.text
        return await self.work(answer.json()["operation"]["id"])

    async def work(self, public_id: str) -> dict[str, Any]:
        """Do a worker's part, and return the operation afterwards."""
        [row] = await self.writer().rows("select id from sweep where org = $1 and public_id = $2", public_id)
        order = Start(
            SWEEP_JOB, public_id, self.organisation.id, self.organisation.public_id, uuid4(), {"number": row["id"]}
        )
        await InlineEngine(self.database).start(order)
        found: dict[str, Any] = (await self.api.get(f"/v1/bulk-operations/{public_id}")).json()["operation"]
        return found

    async def values(self, name: str) -> dict[str, list[Any]]:
        """Return a property of every service, by identifier."""
        answer = await self.api.get(SERVICES)
        return {each["identifier"]: each["properties"].get(name) for each in answer.json()["entities"]}

    def writer(self) -> Writer:
        """Return a writer in the organisation."""
        return Writer(self.database, system_actor(self.organisation.id, self.organisation.public_id))


@pytest.fixture
async def sweeper(
    catalog: httpx.AsyncClient, database: Database, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> Sweeper:
    """Eight services, five of them in use; parts of two."""
    monkeypatch.setattr(sweeps, "PART", 2)
    items = [
        {"identifier": f"s{place}", "properties": {"lifecycle": "ga" if place < 5 else "alpha", "replicas": place}}
        for place in range(8)
    ]
    assert (await catalog.post(f"{SERVICES}/bulk", json={"entities": items})).status_code == 200
    return Sweeper(catalog, database, organisation)


async def test_a_plan_shows_each_value_and_writes_nothing(sweeper: Sweeper) -> None:
    planned = await sweeper.plan(query=GA, change=TO_EOL)
    assert (planned["count"], planned["rehearsed"], planned["failures"]) == (5, 5, [])
    first = planned["plan"]["entities"][1]
    assert (first["subject"], first["before"]) == (
        "service/s1",
        {"properties.lifecycle": "ga", "properties.replicas": 1},
    )
    assert first["after"]["properties.lifecycle"] == "eol"
    assert "eol" not in (await sweeper.values("lifecycle")).values()


async def test_all_that_match_are_changed_and_no_others_though_they_match_no_more(sweeper: Sweeper) -> None:
    done = await sweeper.run(query=GA, change=TO_EOL)
    assert (done["status"], done["total"], done["done"], done["failed"]) == ("COMPLETED", 5, 5, 0)
    assert list((await sweeper.values("lifecycle")).values()) == ["eol"] * 5 + ["alpha"] * 3


async def test_a_change_is_taken_back_but_not_what_was_changed_since(sweeper: Sweeper) -> None:
    done = await sweeper.run(query=GA, change=TO_EOL)
    assert done["undoable"]
    await sweeper.api.patch(f"{SERVICES}/s2", json={"properties": {"lifecycle": "alpha"}})
    answer = await sweeper.api.post(f"/v1/bulk-operations/{done['id']}/undo")
    assert answer.status_code == 200, answer.text
    back = await sweeper.work(answer.json()["operation"]["id"])
    assert (back["op"], back["status"], back["done"]) == ("undo", "COMPLETED", 5)
    assert await sweeper.values("lifecycle") == {f"s{i}": "alpha" if i == 2 or i > 4 else "ga" for i in range(8)}
    assert await sweeper.values("replicas") == {f"s{i}": i for i in range(8)}
    again = await sweeper.api.post(f"/v1/bulk-operations/{done['id']}/undo")
    assert (again.status_code, again.json()["error"]) == (409, "nothing_to_undo")


async def test_after_a_day_nothing_is_taken_back_and_targets_are_forgotten(sweeper: Sweeper) -> None:
    """What is over and can be taken back keeps its targets; all else lets them go when the next one ends."""
    targets = (
        "select count(*) as n from sweep_target t join sweep s on s.id = t.sweep where t.org = $1 and s.public_id = $2"
    )
    old = await sweeper.run(query=GA, change=TO_EOL)
    [kept] = await sweeper.writer().rows(targets, old["id"])
    assert kept["n"] == old["total"] > 0
    async with sweeper.database.writing(sweeper.organisation.id) as db:
        await db.raw.execute(
            "update sweep set updated_at = now() - interval '25 hours' where public_id = $1", old["id"]
        )
    answer = await sweeper.api.post(f"/v1/bulk-operations/{old['id']}/undo")
    assert (answer.status_code, answer.json()["error"]) == (409, "nothing_to_undo")
    assert "a day" in answer.json()["message"]
    assert not (await sweeper.api.get(f"/v1/bulk-operations/{old['id']}")).json()["operation"]["undoable"]
    new = await sweeper.run(query={"combinator": "and", "rules": []}, change={"properties": {"replicas": 1}})
    counts = [(await sweeper.writer().rows(targets, each["id"]))[0]["n"] for each in (old, new)]
    assert counts == [0, new["total"]]


async def test_a_confirmation_of_another_plan_is_refused(sweeper: Sweeper) -> None:
    planned = await sweeper.plan(query=GA, change=TO_EOL)
    await sweeper.api.patch(f"{SERVICES}/s7", json={"properties": {"lifecycle": "ga"}})
    answer = await sweeper.api.post(BULK, json={"query": GA, "change": TO_EOL, "digest": planned["digest"]})
    assert (answer.status_code, answer.json()["error"]) == (409, "plan_outdated")
    fresh = (await sweeper.plan(query=GA, change=TO_EOL))["digest"]
    assert answer.json()["details"]["digest"] == fresh


async def test_what_does_not_fit_is_named_and_holds_up_no_other(sweeper: Sweeper) -> None:
    change = {"relations": {"depends_on": ["s0"]}, "properties": {"lifecycle": "gone"}}
    planned = await sweeper.plan(query=GA, change=change)
    assert {each["error"] for each in planned["failures"]} == {"invalid_property"}
    assert len(planned["failures"]) == 5
    done = await sweeper.run(query=GA, change=change)
    assert (done["status"], done["done"], done["failed"]) == ("COMPLETED", 0, 5)
    assert done["failures"][0]["identifier"] == "s0"
    assert set((await sweeper.values("lifecycle")).values()) == {"ga", "alpha"}


async def test_teams_and_relations_are_set_and_cleared(sweeper: Sweeper) -> None:
    system = {"identifier": "shop", "properties": {"tier": "gold"}}
    assert (await sweeper.api.post("/v1/blueprints/system/entities", json=system)).status_code == 201
    assert (await sweeper.api.post("/v1/blueprints/_team/entities", json={"identifier": "crew"})).status_code == 201
    done = await sweeper.run(query=GA, change={"team": ["crew"], "relations": {"system": "shop"}})
    assert (done["done"], done["failed"]) == (5, 0)
    entity = (await sweeper.api.get(f"{SERVICES}/s1")).json()["entity"]
    assert (entity["team"], entity["relations"]["system"]) == (["crew"], "shop")
    await edges_match(sweeper.writer())
    undone = await sweeper.api.post(f"/v1/bulk-operations/{done['id']}/undo")
    await sweeper.work(undone.json()["operation"]["id"])
    entity = (await sweeper.api.get(f"{SERVICES}/s1")).json()["entity"]
    assert (entity["team"], entity["relations"]["system"]) == ([], None)
    await edges_match(sweeper.writer())


async def test_all_that_match_are_deleted(sweeper: Sweeper) -> None:
    planned = await sweeper.plan(query=GA, delete=True)
    assert planned["plan"]["counts"]["entities"]["delete"] == 5
    done = await sweeper.run(query=GA, delete=True)
    assert (done["status"], done["done"], done["undoable"]) == ("COMPLETED", 5, False)
    assert list(await sweeper.values("replicas")) == ["s5", "s6", "s7"]
    refused = await sweeper.api.post(f"/v1/bulk-operations/{done['id']}/undo")
    assert refused.status_code == 409


async def test_deleting_what_others_require_is_refused_before_it_begins(sweeper: Sweeper) -> None:
    body = {"identifier": "prod", "relations": {"service": "s0"}}
    assert (await sweeper.api.post("/v1/blueprints/deployment/entities", json=body)).status_code == 201
    answer = await sweeper.api.post(BULK, json={"query": GA, "delete": True})
    assert (answer.status_code, answer.json()["error"]) == (422, "has_dependents")
    done = await sweeper.run(query=GA, delete=True, deleteDependents=True)
    assert done["status"] == "COMPLETED"
    assert (await sweeper.api.get("/v1/blueprints/deployment/entities-count")).json()["count"] == 0


async def test_members_may_not(sweeper: Sweeper, member_api: httpx.AsyncClient) -> None:
    for body in ({"change": TO_EOL}, {"delete": True}):
        assert (await member_api.post(BULK, json=body)).status_code == 403


@pytest.mark.parametrize(
    "body",
    [{}, {"change": {}}, {"change": TO_EOL, "delete": True}, {"change": {"identifier": "x"}}, {"delete": False}],
)
async def test_what_is_not_whole_is_refused(sweeper: Sweeper, body: dict[str, Any]) -> None:
    assert (await sweeper.api.post(BULK, json=body)).status_code == 422
