"""The audit log over HTTP (semantics 22)."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.work import Cause, writing
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft, WriteMode
from seaway.domains.identity.types import Organisation
from seaway.kit import clock

ENTITIES = "/v1/blueprints/service/entities"
OCEAN = "port-ocean/github/1.2.3/acme-github/exporter"


@pytest.fixture(autouse=True)
async def service(api: httpx.AsyncClient) -> None:
    """A blueprint, and an entity that was made, changed twice and deleted; and one that stays."""
    body = {"identifier": "service", "title": "Service", "schema": {"properties": {"tier": {"type": "string"}}}}
    assert (await api.post("/v1/blueprints", json=body)).status_code == 201
    await api.post(ENTITIES, json={"identifier": "checkout", "title": "Checkout", "properties": {"tier": "a"}})
    await api.patch(f"{ENTITIES}/checkout", json={"title": "Checkout API"})
    await api.patch(f"{ENTITIES}/checkout", json={"properties": {"tier": "b"}})
    await api.delete(f"{ENTITIES}/checkout")
    headers = {"User-Agent": OCEAN}
    await api.post(ENTITIES, json={"identifier": "billing", "properties": {"tier": "c"}}, headers=headers)


async def found(client: httpx.AsyncClient, **params: Any) -> list[dict[str, Any]]:
    """Return the records that are asked for."""
    answer = await client.get("/v1/audit-log", params=params)
    assert answer.status_code == 200, answer.text
    audits: list[dict[str, Any]] = answer.json()["audits"]
    return audits


async def test_records_tell_who_did_what_newest_first(api: httpx.AsyncClient, organisation: Organisation) -> None:
    records = await found(api, entity="checkout", blueprint="service")
    assert [record["action"] for record in records] == ["DELETE", "UPDATE", "UPDATE", "CREATE"]
    first = records[-1]
    assert (first["resourceType"], first["status"]) == ("entity", "SUCCESS")
    assert first["trigger"]["by"]["orgId"] == organisation.public_id
    assert first["trigger"]["origin"] == "test/1.0"
    assert first["context"] == {
        "blueprint": "service", "entity": "checkout", "runId": None, "webhookId": None, "webhookEventId": None,
        "integrationId": None,
    }  # fmt: skip


async def test_each_tells_what_was_before_and_after(api: httpx.AsyncClient) -> None:
    deleted, tier, title, created = (record["diff"] for record in await found(api, entity="checkout"))
    assert created["before"] is None
    assert (created["after"]["title"], created["after"]["properties"]) == ("Checkout", {"tier": "a"})
    assert title == {"before": {"title": "Checkout"}, "after": {"title": "Checkout API"}}
    assert tier == {"before": {"properties": {"tier": "a"}}, "after": {"properties": {"tier": "b"}}}
    assert (deleted["before"]["title"], deleted["after"]) == ("Checkout API", None)


async def test_filters_hold_together(api: httpx.AsyncClient) -> None:
    assert {record["context"]["entity"] for record in await found(api, resources="entity")} == {"checkout", "billing"}
    assert {record["resourceType"] for record in await found(api, resources="blueprint")} == {"blueprint"}
    assert {record["action"] for record in await found(api, blueprint="service", action="UPDATE")} == {"UPDATE"}
    assert [each["context"]["entity"] for each in await found(api, origin=OCEAN)] == ["billing"]
    assert [each["context"]["entity"] for each in await found(api, InstallationId="acme-github")] == ["billing"]
    assert await found(api, InstallationId="acme") == []
    assert await found(api, entity="checkout", origin=OCEAN) == []
    assert await found(api, action="TIMER_EXPIRED") == []
    assert await found(api, blueprint="moon") == []
    assert len(await found(api, limit=1)) == 1
    both = await found(api, **{"resources[]": ["entity", "blueprint"], "blueprint": "service"})
    assert both == await found(api, resources="entity,blueprint", blueprint="service")
    assert len(both) == 6


async def test_one_is_found_by_its_identifier(api: httpx.AsyncClient) -> None:
    [record] = await found(api, origin=OCEAN)
    assert await found(api, identifier=record["identifier"]) == [record]
    refused = await api.get("/v1/audit-log", params={"identifier": "moon"})
    assert (refused.status_code, refused.json()["details"]) == (422, {"path": "identifier"})


async def test_a_window_of_time_and_empty_values(api: httpx.AsyncClient) -> None:
    soon = clock.iso(clock.now() + timedelta(hours=1))
    past = clock.iso(clock.now() - timedelta(hours=1))
    assert await found(api, **{"from": soon}) == []
    assert await found(api, to=past) == []
    assert len(await found(api, **{"from": past, "to": soon, "run_id": "", "status": ""}, blueprint="service")) == 7


async def test_what_a_run_did_is_found_by_it(
    api: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("run:r_1")) as work:
        await entities.write(work, "service", EntityDraft("from-run"), WriteMode())
    [record] = await found(api, run_id="r_1")
    assert (record["context"]["entity"], record["context"]["runId"]) == ("from-run", "r_1")
    assert record["trigger"]["origin"] == "AUTOMATION"
    assert [each["identifier"] for each in await found(api, origin="AUTOMATION", run_id="r_1")] == [
        record["identifier"]
    ]


async def test_a_refused_write_is_a_failure(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    await member_api.patch(f"{ENTITIES}/billing", json={"title": "Mine"})
    [record] = await found(api, status="FAILURE")
    assert (record["action"], record["resourceType"], record["status"]) == ("UPDATE", "entity", "FAILURE")
    assert record["context"]["blueprint"] == "service"
    assert record["context"]["entity"] == "billing"
    assert "update:entities" in record["message"]
    assert record["trigger"]["by"]["user"]["firstName"] == "Mem"
    assert await found(api, identifier=record["identifier"]) == [record]
    assert record in await found(api, entity="billing")
    assert record not in await found(api, entity="billing", status="SUCCESS")
    assert await found(api, status="FAILURE", entity="checkout") == []


async def test_includes_choose_fields(api: httpx.AsyncClient) -> None:
    [record] = await found(api, limit=1, includes=["action", "context"])
    assert set(record) == {"action", "context"}
    assert (await api.get("/v1/audit-log?includes=secret")).status_code == 422


async def test_members_see_what_they_may_read_and_strangers_nothing(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, stranger_api: httpx.AsyncClient
) -> None:
    await api.post("/v1/organization/secrets", json={"secretName": "ONE", "secretValue": "x"})
    await api.post("/v1/apps", json={"name": "ci"})
    assert {"secret", "machine"} <= {record["resourceType"] for record in await found(api)}
    seen = await found(member_api)
    assert {record["resourceType"] for record in seen} <= {"entity", "blueprint", "page"}
    assert "checkout" in {record["context"]["entity"] for record in seen}
    assert await found(member_api, resources="secret") == []
    assert "service" not in {record["context"]["blueprint"] for record in await found(stranger_api)}


async def test_no_secret_is_in_it(api: httpx.AsyncClient) -> None:
    app = (await api.post("/v1/apps", json={"name": "ci"})).json()["app"]
    await api.post(f"/v1/apps/{app['id']}/rotate-secret")
    await api.post("/v1/organization/secrets", json={"secretName": "ONE", "secretValue": "s3cr3t"})
    await api.patch("/v1/organization/secrets/ONE", json={"secretValue": "s3cr3t2"})
    text = (await api.get("/v1/audit-log")).text
    assert app["secret"] not in text
    assert "s3cr3t" not in text


async def test_an_entity_with_a_long_life_is_told_as_far_as_is_looked(api: httpx.AsyncClient) -> None:
    """Far back, what was before is told and what was after is not: finding it would read the whole life."""
    for number in range(202):
        await api.patch(f"{ENTITIES}/billing", json={"properties": {"tier": str(number)}})
    records = await found(api, entity="billing", limit=300)
    assert records[0]["diff"] == {
        "before": {"properties": {"tier": "200"}}, "after": {"properties": {"tier": "201"}}
    }  # fmt: skip
    assert records[-1]["action"] == "CREATE"
    assert records[-1]["diff"]["after"] is None
