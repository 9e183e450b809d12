"""Copies by a mapping (semantics 19): started, previewed, listed, cancelled, taken back; over HTTP and by the worker's part."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.feed import FeedChange
from seaway.core.jobs import control
from seaway.core.jobs.control import Start
from seaway.core.jobs.inline import InlineEngine
from seaway.core.jobs.registry import Status
from seaway.core.position import Position
from seaway.core.work import Cause, Work, writing
from seaway.domains.identity.types import Organisation
from seaway.domains.migrations import copying, jobs, mapping, service, types
from seaway.kit import clock
from tests.entities.conftest import Writer, edges_match

Api = httpx.AsyncClient
SERVICES, NOTES = "/v1/blueprints/service/entities", "/v1/blueprints/note/entities"
TO_NOTES = {
    "blueprint": "note",
    "filter": '.properties.lifecycle == "ga"',
    "entity": {
        "identifier": '"of-" + .identifier',
        "title": ".title",
        "properties": {"n": ".properties.replicas", "text": "'made-of-' + .identifier"},
    },
}


class Mover:
    """Starts migrations, and does a worker's part."""

    def __init__(self, api: Api, database: Database, organisation: Organisation) -> None:
        self.api, self.database, self.organisation = api, database, organisation

    async def start(self, mapping: Any, source: str = "service") -> dict[str, Any]:
        """Start a copy."""
        answer = await self.api.post("/v1/migrations", json={"sourceBlueprint": source, "mapping": mapping})
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["migration"])

    async def run(self, mapping: Any, source: str = "service") -> dict[str, Any]:
        """Start a copy and bring it to its end."""
        return await self.work((await self.start(mapping, source))["id"])

    async def state(self, public_id: str) -> dict[str, Any]:
        """Return a migration."""
        answer = await self.api.get(f"/v1/migrations/{public_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["migration"])

    async def number(self, public_id: str) -> int:
        """Return the number of a migration."""
        [row] = await self.writer().rows("select id from migration where org = $1 and public_id = $2", public_id)
        return int(row["id"])

    async def work(self, public_id: str) -> dict[str, Any]:
        """Do a worker's part, and return the migration afterwards."""
        given = {"number": await self.number(public_id)}
        order = Start(jobs.JOB, public_id, self.organisation.id, self.organisation.public_id, uuid4(), given)
        await InlineEngine(self.database).start(order)
        return await self.state(public_id)

    async def undo(self, public_id: str) -> dict[str, Any]:
        """Take a migration back, to the end."""
        answer = await self.api.post(f"/v1/migrations/{public_id}/undo")
        assert answer.status_code == 200, answer.text
        return await self.work(answer.json()["migration"]["id"])

    async def listed(self, path: str) -> dict[str, Any]:
        """Return all entities of a blueprint, by identifier."""
        return {each["identifier"]: each for each in (await self.api.get(path)).json()["entities"]}

    def writer(self) -> Writer:
        """Return a writer in the organisation."""
        return Writer(self.database, system_actor(self.organisation.id, self.organisation.public_id))


@pytest.fixture
async def mover(catalog: Api, database: Database, organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> Mover:
    """Eight services, five of them in use; parts of three."""
    monkeypatch.setattr(copying, "PART", 3)
    monkeypatch.setattr(service, "TAKEN_BACK", 2)
    items = [
        {
            "identifier": f"s{place}", "title": f"Service {place}",
            "properties": {"lifecycle": "ga" if place < 5 else "alpha", "replicas": place},
        }
        for place in range(8)
    ]  # fmt: skip
    assert (await catalog.post(f"{SERVICES}/bulk", json={"entities": items})).status_code == 200
    return Mover(catalog, database, organisation)


async def test_entities_are_copied_by_the_mapping_and_only_those_that_pass_the_filter(mover: Mover) -> None:
    begun = await mover.start(TO_NOTES)
    assert (begun["status"], begun["sourceBlueprint"], begun["total"]) == ("INITIALIZING", "service", 8)
    assert (begun["mapping"], begun["deleteEntities"], begun["deleteBlueprint"]) == (TO_NOTES, False, False)
    done = await mover.work(begun["id"])
    assert (done["status"], done["successCount"], done["failureCount"], done["failures"]) == ("COMPLETED", 5, 0, [])
    notes = await mover.listed(NOTES)
    assert sorted(notes) == [f"of-s{place}" for place in range(5)]
    assert notes["of-s3"]["title"] == "Service 3"
    assert notes["of-s3"]["properties"] == {"n": 3, "text": "made-of-s3"}
    told = (await mover.api.get(f"{NOTES}/of-s3/history")).json()["changes"]
    assert told[0]["cause"] == f"migration:{done['id']}"
    assert await mover.work(done["id"]) == done


async def test_a_copy_onto_itself_leaves_what_it_does_not_touch(mover: Mover) -> None:
    """How clients move one property to another, without naming the blueprint."""
    mapping = {"entity": {"identifier": ".identifier", "properties": {"readme": '.properties["lifecycle"]'}}}
    done = await mover.run(mapping)
    assert (done["status"], done["successCount"]) == ("COMPLETED", 8)
    found = (await mover.listed(SERVICES))["s6"]
    assert found["title"] == "Service 6"
    assert found["properties"] == {"lifecycle": "alpha", "replicas": 6, "readme": "alpha"}


async def test_what_a_copy_adds_to_its_source_is_not_copied_again(mover: Mover) -> None:
    done = await mover.run({"blueprint": '"service"', "entity": {"identifier": '.identifier + "x"'}})
    assert (done["status"], done["successCount"]) == ("COMPLETED", 8)
    assert len(await mover.listed(SERVICES)) == 16


async def test_items_of_one_entity_become_many(mover: Mover) -> None:
    await mover.api.patch(f"{SERVICES}/s1", json={"properties": {"tags": ["a", "b"]}})
    mapping = {
        "blueprint": "note", "itemsToParse": ".properties.tags // []",
        "entity": {"identifier": '.identifier + "-" + .item', "properties": {"text": ".item"}},
    }  # fmt: skip
    done = await mover.run(mapping)
    assert (done["status"], done["successCount"]) == ("COMPLETED", 2)
    assert {name: each["properties"]["text"] for name, each in (await mover.listed(NOTES)).items()} == {
        "s1-a": "a", "s1-b": "b",
    }  # fmt: skip


async def test_some_are_refused_and_the_others_written(mover: Mover) -> None:
    mapping = {
        "blueprint": "note",
        "entity": {
            "identifier": 'if .identifier == "s0" then null else .identifier end',
            "properties": {"n": 'if .properties.replicas == 3 then "many" else .properties.replicas end'},
            "title": 'if .identifier == "s4" then error("no title") else .title end',
        },
    }
    done = await mover.run(mapping)
    assert (done["status"], done["successCount"], done["failureCount"]) == ("COMPLETED", 5, 3)
    refused = {each["identifier"]: (each["error"], each["message"]) for each in done["failures"]}
    assert sorted(refused) == ["s0", "s3", "s4"]
    assert "mapping.entity.identifier" in refused["s0"][1]
    assert refused["s3"][0] == "invalid_property"
    assert "no title" in refused["s4"][1]


async def test_when_all_are_refused_it_failed(mover: Mover) -> None:
    done = await mover.run({"blueprint": "note", "entity": {"identifier": "null"}})
    assert (done["status"], done["successCount"], done["failureCount"]) == ("FAILURE", 0, 8)
    assert "8" in done["reason"]


async def test_a_preview_says_what_would_be_written_and_keeps_nothing(mover: Mover) -> None:
    body = {"sourceBlueprint": "service", "mapping": TO_NOTES}
    answer = await mover.api.post("/v1/migrations", params={"dry_run": "true"}, json=body)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert "migration" not in told
    assert (told["count"], told["rehearsed"], told["failures"]) == (8, 8, [])
    effects = {each["subject"]: each for each in told["plan"]["entities"]}
    assert sorted(effects) == [f"note/of-s{place}" for place in range(5)]
    assert effects["note/of-s2"]["op"] == "create"
    assert effects["note/of-s2"]["after"]["properties.n"] == 2
    assert await mover.listed(NOTES) == {}
    assert (await mover.api.get("/v1/migrations")).json()["migrations"] == []


async def test_a_copy_is_taken_back_but_not_where_something_changed_since(mover: Mover) -> None:
    await mover.api.post(NOTES, json={"identifier": "of-s0", "title": "Mine", "properties": {"text": "old"}})
    done = await mover.run(TO_NOTES)
    assert done["undoable"]
    await mover.api.patch(f"{NOTES}/of-s2", json={"title": "Changed since"})
    await mover.api.delete(f"{NOTES}/of-s3")
    back = await mover.undo(done["id"])
    assert (back["operation"], back["status"], back["sourceBlueprint"]) == ("undo", "COMPLETED", "note")
    assert (back["successCount"], back["failureCount"]) == (3, 2)
    assert {each["error"] for each in back["failures"]} == {"changed_since"}
    assert any("was changed since" in each["message"] for each in back["failures"])
    assert any("was deleted since" in each["message"] for each in back["failures"])
    notes = await mover.listed(NOTES)
    assert sorted(notes) == ["of-s0", "of-s2"]
    assert (notes["of-s0"]["title"], notes["of-s0"]["properties"]) == ("Mine", {"text": "old"})
    assert not (await mover.state(done["id"]))["undoable"]
    again = await mover.api.post(f"/v1/migrations/{done['id']}/undo")
    assert (again.status_code, again.json()["error"]) == (409, "migration_not_undoable")


async def test_taking_back_gives_relations_and_teams_back(mover: Mover) -> None:
    for team in ("red", "blue"):
        assert (await mover.api.post("/v1/blueprints/_team/entities", json={"identifier": team})).status_code == 201
    given = {"team": ["red"], "relations": {"depends_on": ["s2"]}}
    assert (await mover.api.patch(f"{SERVICES}/s1", json=given)).status_code == 200
    before = await mover.listed(SERVICES)
    mapping = {
        "entity": {"identifier": ".identifier", "team": '"blue"', "relations": {"depends_on": '["s0"]'}},
        "filter": '.identifier == "s1"',
    }
    done = await mover.run(mapping)
    assert (await mover.listed(SERVICES))["s1"]["relations"]["depends_on"] == ["s0"]
    await mover.undo(done["id"])
    after = await mover.listed(SERVICES)
    for each in (*before.values(), *after.values()):
        each["updatedAt"] = each["updatedBy"] = None
    assert after == before
    await edges_match(mover.writer())


async def test_who_is_required_by_others_is_not_taken_back(mover: Mover) -> None:
    mapping = {"blueprint": "service", "filter": '.identifier == "s1" or .identifier == "s2"',
               "entity": {"identifier": '.identifier + "x"'}}  # fmt: skip
    done = await mover.run(mapping)
    needs = {"identifier": "d", "relations": {"service": "s1x"}}
    assert (await mover.api.post("/v1/blueprints/deployment/entities", json=needs)).status_code == 201
    back = await mover.undo(done["id"])
    assert (back["successCount"], [each["error"] for each in back["failures"]]) == (1, ["has_dependents"])
    assert {"s1x", "s2x"} & set(await mover.listed(SERVICES)) == {"s1x"}


async def test_it_is_called_off_before_its_next_part(mover: Mover) -> None:
    begun = await mover.start(TO_NOTES)
    number = await mover.number(begun["id"])
    actor = system_actor(mover.organisation.id, mover.organisation.public_id)

    async def part() -> None:
        async with writing(mover.database, actor, Cause("test:part")) as work:
            left = await service.next_part(work, number)
        if isinstance(left, types.Portion):
            made = await mapping.evaluate(left.mapping, left.documents)
            async with writing(mover.database, actor, Cause("test:part")) as work:
                await service.keep(work, left, made)

    await part()
    await part()
    assert (await mover.state(begun["id"]))["status"] == "RUNNING"
    answer = await mover.api.post(f"/v1/migrations/{begun['id']}/cancel", json={"reason": "Not today"})
    assert (answer.json()["migration"]["status"], answer.json()["migration"]["reason"]) == (
        "PENDING_CANCELLATION",
        "Not today",
    )
    done = await mover.work(begun["id"])
    assert (done["status"], done["successCount"], done["reason"]) == ("CANCELLED", 3, "Not today")
    assert done["undoable"]
    late = await mover.api.post(f"/v1/migrations/{begun['id']}/cancel")
    assert (late.status_code, late.json()["error"]) == (409, "migration_ended")


async def test_what_is_called_off_while_it_is_mapped_is_not_written(mover: Mover) -> None:
    begun = await mover.start(TO_NOTES)
    number = await mover.number(begun["id"])
    actor = system_actor(mover.organisation.id, mover.organisation.public_id)
    left: Any = None
    for _ in range(2):
        async with writing(mover.database, actor, Cause("test:part")) as work:
            left = await service.next_part(work, number)
    await mover.api.post(f"/v1/migrations/{begun['id']}/cancel")
    made = await mapping.evaluate(left.mapping, left.documents)
    async with writing(mover.database, actor, Cause("test:part")) as work:
        await service.keep(work, left, made)
    assert await mover.listed(NOTES) == {}


async def test_one_at_a_time_for_each_source(mover: Mover) -> None:
    begun = await mover.start(TO_NOTES)
    body = {"sourceBlueprint": "service", "mapping": TO_NOTES}
    for second in (
        await mover.api.post("/v1/migrations", json=body),
        await mover.api.delete("/v1/blueprints/service/all-entities"),
    ):
        assert (second.status_code, second.json()["error"]) == (409, "migration_running")
        assert second.json()["details"]["migration"] == begun["id"]
    await mover.work(begun["id"])
    assert (await mover.api.post("/v1/migrations", json=body)).status_code == 200


async def test_the_feed_starts_a_job_and_the_status_says_so(mover: Mover) -> None:
    begun = await mover.start(TO_NOTES)
    number = await mover.number(begun["id"])
    engine = _Waiting()
    control.use(engine)
    try:
        actor = system_actor(mover.organisation.id, mover.organisation.public_id)
        async with writing(mover.database, actor, Cause("test:feed")) as work:
            await jobs.start(work, _created(work, number))
    finally:
        control.use(None)
    assert [(order.job, order.id, order.given) for order in engine.orders] == [
        ("migration", begun["id"], {"number": number})
    ]
    assert (await mover.state(begun["id"]))["status"] == "PENDING"


class _Waiting(InlineEngine):
    """An engine whose jobs wait."""

    def __init__(self) -> None:
        self.orders: list[Start] = []

    async def start(self, order: Start) -> None:
        """Keep the order."""
        self.orders.append(order)


def _created(work: Work, number: int) -> FeedChange:
    return FeedChange(
        position=Position(1, 1), at=clock.now(), org_id=work.org, org=work.actor.org, kind="migration", ref=number,
        blueprint=None, op="C", undo=None, actor=None, actor_type="system", cause=None, trace=None, displaced=False,
    )  # fmt: skip


async def test_one_whose_job_broke_is_ended_by_the_watch(mover: Mover) -> None:
    broken, young = await mover.start(TO_NOTES), await mover.start({"entity": {"identifier": ".identifier"}}, "system")
    async with mover.database.writing(mover.organisation.id) as db:
        await db.raw.execute(
            "update migration set created_at = now() - interval '1 hour' where public_id = $1", broken["id"]
        )

    async def failed(ids: Sequence[str]) -> dict[str, Status]:
        mine = {broken["id"], young["id"]}
        return {each: "failed" if each in mine else "running" for each in ids}

    await jobs.watch(mover.database, failed)
    ended = await mover.state(broken["id"])
    assert (ended["status"], "error in Seaway" in ended["reason"]) == ("FAILURE", True)
    assert (await mover.state(young["id"]))["status"] == "INITIALIZING"


async def test_a_list_is_filtered_by_all_that_is_given(mover: Mover) -> None:
    copied = await mover.run(TO_NOTES)
    cleared = (await mover.api.delete("/v1/blueprints/system/all-entities")).json()["migrationId"]

    async def found(**params: Any) -> list[str]:
        answer = await mover.api.get("/v1/migrations", params=params)
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["migrations"]]

    assert await found() == [cleared, copied["id"]]
    assert await found(status="COMPLETED,RUNNING") == [copied["id"]]
    assert await found(**{"status[]": ["INITIALIZING", "FAILURE"]}) == [cleared]
    assert await found(blueprint="note") == [copied["id"]]
    assert await found(blueprint="system", status="COMPLETED") == []
    assert await found(actor=copied["actor"]) == [cleared, copied["id"]]
    assert await found(actor="nobody") == []


@pytest.mark.parametrize(
    ("mapping", "path"),
    [
        ({"blueprint": "note", "entity": {"identifier": ".identifier |"}}, "mapping.entity.identifier"),
        (
            {"blueprint": "note", "entity": {"identifier": ".x", "properties": {"n": "nope("}}},
            "mapping.entity.properties.n",
        ),
        ({"blueprint": "note", "entity": {"title": ".title"}}, "mapping.entity.identifier"),
        ({"blueprint": '"no', "entity": {"identifier": ".identifier"}}, "mapping.blueprint"),
        ({"blueprint": "_user", "entity": {"identifier": ".identifier"}}, "mapping.blueprint"),
    ],
)
async def test_a_mapping_that_cannot_be_used_is_refused_by_its_part(mover: Mover, mapping: Any, path: str) -> None:
    answer = await mover.api.post("/v1/migrations", json={"sourceBlueprint": "service", "mapping": mapping})
    assert answer.status_code == 422, answer.text
    assert answer.json()["details"]["path"] == path


async def test_refusals(mover: Mover, member_api: Api, stranger_api: Api) -> None:
    body = {"sourceBlueprint": "service", "mapping": TO_NOTES}
    assert (await member_api.post("/v1/migrations", json=body)).status_code == 403
    for wrong in ({**body, "sourceBlueprint": "none"}, {**body, "mapping": {**TO_NOTES, "blueprint": "none"}}):
        assert (await mover.api.post("/v1/migrations", json=wrong)).status_code == 404
    begun = await mover.start(TO_NOTES)
    for path in ("cancel", "undo"):
        assert (await mover.api.post(f"/v1/migrations/none/{path}")).status_code == 404
        assert (await member_api.post(f"/v1/migrations/{begun['id']}/{path}")).status_code == 403
        assert (await stranger_api.post(f"/v1/migrations/{begun['id']}/{path}")).status_code == 404
    assert (await mover.api.post(f"/v1/migrations/{begun['id']}/undo")).status_code == 409
    assert (await stranger_api.get("/v1/migrations")).json()["migrations"] == []
