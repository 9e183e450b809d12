"""What others send, and what becomes of it in the catalog."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest

from seaway.core.db import Database, sql
from seaway.core.jobs.control import Start
from seaway.core.jobs.inline import InlineEngine
from seaway.domains.webhooks import delivery_store, jobs
from tests.factories.clients import URL
from tests.webhooks.conftest import FINISHED, PER_JOB, SECRET, Hooks, signed

BUILDS = {
    "service": "checkout",
    "jobs": [
        {"id": 1, "name": "unit", "status": "ok", "seconds": 12},
        {"id": 2, "name": "lint", "status": "failed", "seconds": None},
    ],
}


async def test_each_item_becomes_an_entity_with_stubs_of_what_it_relates_to(hooks: Hooks) -> None:
    told = await hooks.deliver(await hooks.made(PER_JOB), json=BUILDS, headers=FINISHED)
    entity = await hooks.entity("1")

    assert (told["status"], told["counts"]) == ("completed", {"created": 2})
    assert [(each["identifier"], each["result"], each["problems"]) for each in told["outcomes"]] == [
        ("1", "created", []),
        ("2", "created", []),
    ]
    assert entity is not None
    assert (entity["title"], entity["icon"], entity["relations"]["service"]) == ("unit", "Pipeline", "checkout")
    assert entity["properties"]["url"] == "https://ci.example/unit"
    assert await hooks.entity("checkout", "service") is not None


async def test_what_is_not_mapped_stays_and_null_is_written(hooks: Hooks) -> None:
    await hooks.api.post(
        "/v1/blueprints/build/entities", json={"identifier": "2", "properties": {"sha": "abc", "seconds": 5}}
    )
    told = await hooks.deliver(await hooks.made(PER_JOB), json=BUILDS, headers=FINISHED)
    entity = await hooks.entity("2")

    assert told["counts"] == {"created": 1, "updated": 1}
    assert entity is not None
    assert (entity["properties"]["sha"], entity["properties"]["seconds"]) == ("abc", None)


async def test_the_same_again_changes_nothing(hooks: Hooks) -> None:
    hook = await hooks.made(PER_JOB)
    await hooks.deliver(hook, json=BUILDS, headers=FINISHED)
    told = await hooks.deliver(hook, json=BUILDS, headers=FINISHED)

    assert told["counts"] == {"unchanged": 2}


async def test_only_what_passes_the_filter_strictly_is_taken(hooks: Hooks) -> None:
    mapping = {**PER_JOB, "filter": ".item.status", "entity": {"identifier": ".item.id | tostring"}}
    told = await hooks.deliver(
        await hooks.made(mapping), json={"jobs": [{"id": 1, "status": "true"}, {"id": 2, "status": True}]}
    )

    assert told["counts"] == {"filtered": 1, "created": 1}
    assert await hooks.entity("1") is None


async def test_without_items_the_payload_is_one(hooks: Hooks) -> None:
    mapping = {"blueprint": "'\"build\"'", "entity": {"identifier": ".body.id", "title": ".queryParams.who"}}
    told = await hooks.deliver(await hooks.made(mapping), json={"id": 7}, params={"who": "me"})
    entity = await hooks.entity("7")

    assert told["counts"] == {"created": 1}
    assert entity is not None
    assert entity["title"] == "me"


async def test_at_most_five_hundred_items_are_read(hooks: Hooks) -> None:
    mapping = {"blueprint": "build", "itemsToParse": ".body", "entity": {"identifier": ".item"}}
    told = await hooks.deliver(await hooks.made(mapping), json=[f"b{n}" for n in range(700)])

    assert told["counts"] == {"created": 500}
    assert len(told["outcomes"]) == 200


async def test_an_item_that_fails_holds_up_no_other_and_is_told_first(hooks: Hooks) -> None:
    jobs_ = [{"id": 1, "status": "ok"}, {"id": "a b"}, {"id": 3, "seconds": "many"}, {"id": None}, {"id": 5}]
    mapping = {**PER_JOB, "entity": {**PER_JOB["entity"], "identifier": ".item.id", "title": "'x'"}}
    mapping["entity"]["properties"] = {"seconds": ".item.seconds", "status": ".item.status | ascii_upcase"}
    told = await hooks.deliver(await hooks.made(mapping), json={"jobs": jobs_}, headers=FINISHED)

    assert told["status"] == "failed"
    assert told["reason"] == "2 of the items failed"
    assert told["counts"] == {"created": 2, "failed": 2, "skipped": 1}
    first, second = told["outcomes"][:2]
    assert (first["item"], first["error"]["code"]) == (1, "invalid_request")
    assert (second["item"], second["error"]["code"]) == (2, "invalid_property")
    assert "seconds" in second["error"]["message"]
    assert {each["path"] for each in second["problems"]} == {"entity.properties.status"}


async def test_a_blueprint_that_is_not_there_is_told(hooks: Hooks) -> None:
    mapping = {"blueprint": "nosuch", "entity": {"identifier": "'a'"}}
    good = {"blueprint": "build", "entity": {"identifier": "'a'"}}
    told = await hooks.deliver(await hooks.made(mapping, good), json={})

    assert told["counts"] == {"failed": 1, "created": 1}
    assert told["outcomes"][0]["error"]["code"] == "not_found"


async def test_queries_find_what_they_relate_to(hooks: Hooks) -> None:
    await hooks.api.post("/v1/blueprints/service/entities", json={"identifier": "pay", "title": "Pay"})
    query = {"combinator": "'and'", "rules": [{"property": "'$title'", "operator": "'='", "value": ".body.title"}]}
    mapping = {"blueprint": "build", "entity": {"identifier": "'a'", "relations": {"service": query}}}
    await hooks.deliver(await hooks.made(mapping), json={"title": "Pay"})
    entity = await hooks.entity("a")

    assert entity is not None
    assert entity["relations"]["service"] == "pay"


async def test_entities_are_deleted_with_whoever_requires_them(hooks: Hooks) -> None:
    delete = {"blueprint": "build", "operation": "delete", "itemsToParse": ".body", "entity": {"identifier": ".item"}}
    for name in ("a", "b"):
        await hooks.api.post("/v1/blueprints/build/entities", json={"identifier": name})
    told = await hooks.deliver(await hooks.made(delete), json=["a", "nosuch", "a"])

    assert told["counts"] == {"deleted": 2, "absent": 1}
    assert await hooks.entity("a") is None
    assert await hooks.entity("b") is not None


async def test_whoever_is_required_stays_where_the_mapping_says_so(hooks: Hooks) -> None:
    needing = {
        "identifier": "step",
        "title": "Step",
        "schema": {"properties": {}},
        "relations": {"build": {"target": "build", "required": True}},
    }
    assert (await hooks.api.post("/v1/blueprints", json=needing)).status_code == 201
    for name in ("a", "b"):
        await hooks.api.post("/v1/blueprints/build/entities", json={"identifier": name})
    await hooks.api.post("/v1/blueprints/step/entities", json={"identifier": "s", "relations": {"build": "a"}})
    operation = {"type": "delete", "deleteDependents": False}
    mapping = {"blueprint": "build", "operation": operation, "itemsToParse": ".body", "entity": {"identifier": ".item"}}
    hook = await hooks.made(mapping)
    told = await hooks.deliver(hook, json=["a", "b"])

    assert told["counts"] == {"failed": 1, "deleted": 1}
    assert await hooks.entity("a") is not None
    await hooks.api.patch("/v1/webhooks/ci", json={"mappings": [{**mapping, "operation": "delete"}]})
    assert (await hooks.deliver(hook, json=["a"]))["counts"] == {"deleted": 1}
    assert await hooks.entity("s", "step") is None


SECURITY: dict[str, Any] = {"secret": SECRET, "signatureHeaderName": "X-Signature"}
ID_MAPPING = {"blueprint": "build", "entity": {"identifier": ".body.id"}}


@pytest.mark.parametrize(
    ("security", "signature"),
    [
        ({}, signed),
        ({"signatureAlgorithm": "sha256", "signaturePrefix": "sha256="}, lambda body: f"sha256={signed(body)}"),
        ({"signatureAlgorithm": "plain"}, lambda _body: SECRET),
        ({"signatureAlgorithm": "plain", "signaturePrefix": "Token "}, lambda _body: f"Token {SECRET}"),
    ],
)
async def test_a_right_signature_lets_in_and_is_not_kept(
    hooks: Hooks, security: dict[str, Any], signature: Any
) -> None:
    hook = await hooks.made(ID_MAPPING, security={**SECURITY, **security})
    body = orjson.dumps({"id": 1})
    headers = {"X-Signature": signature(body), "Authorization": "Basic abc", "Content-Type": "application/json"}
    told = await hooks.deliver(hook, content=body, headers=headers)

    assert told["counts"] == {"created": 1}
    assert not {"x-signature", "authorization"} & told["headers"].keys()


_REFUSED = sql("select a.subject from audit_entry a where a.org = :org and a.kind = 'webhook_refused'")


@pytest.mark.parametrize("headers", [{}, {"X-Signature": "wrong"}, {"X-Signature": signed(b'{"id": 2}')}])
async def test_a_wrong_signature_is_dropped_and_audited(hooks: Hooks, database: Database, headers: Any) -> None:
    hook = await hooks.made(ID_MAPPING, security=SECURITY)
    told = await hooks.deliver(hook, content=b'{"id": 1}', headers=headers)
    async with database.reading("*") as db:
        refused = await db.all(_REFUSED, org=hooks.organisation.id)

    assert (told["status"], told["reason"], told["body"]) == ("dropped", "signature", "")
    assert [row["subject"] for row in refused] == ["ci"]
    assert await hooks.entity("1") is None
    replayed = await hooks.api.post(f"/v1/webhooks/ci/deliveries/{told['id']}/replay")
    assert (replayed.status_code, replayed.json()["error"]) == (422, "payload_gone")


async def test_a_disabled_webhook_accepts_and_drops(hooks: Hooks) -> None:
    told = await hooks.deliver(await hooks.made(ID_MAPPING, enabled=False), json={"id": 1})

    assert (told["status"], told["reason"]) == ("dropped", "disabled")
    assert await hooks.entity("1") is None


async def test_a_delivery_that_was_seen_is_dropped_unless_it_is_replayed(hooks: Hooks) -> None:
    hook = await hooks.made(ID_MAPPING, security={"requestIdentifierPath": '.headers."x-delivery"'})
    first = await hooks.deliver(hook, json={"id": 1}, headers={"X-Delivery": "d1"})
    again = await hooks.deliver(hook, json={"id": 2}, headers={"X-Delivery": "d1"})
    other = await hooks.deliver(hook, json={"id": 3}, headers={"X-Delivery": "d2"})

    assert (first["identifier"], first["status"]) == ("d1", "completed")
    assert (again["status"], again["reason"]) == ("dropped", "duplicate")
    assert other["status"] == "completed"
    assert await hooks.entity("2") is None
    answer = await hooks.api.post(f"/v1/webhooks/ci/deliveries/{again['id']}/replay")
    await hooks.work()
    assert answer.status_code == 202
    replayed = await hooks.delivery(hook, answer.json()["delivery"]["id"])
    assert (replayed["status"], replayed["replayOf"]) == ("completed", again["id"])
    assert await hooks.entity("2") is not None


async def test_a_replay_uses_the_mapping_of_now(hooks: Hooks) -> None:
    hook = await hooks.made({**ID_MAPPING, "blueprint": "nosuch"})
    failed = await hooks.deliver(hook, json={"id": 1})
    await hooks.api.patch("/v1/webhooks/ci", json={"mappings": [ID_MAPPING]})
    await hooks.api.post(f"/v1/webhooks/ci/deliveries/{failed['id']}/replay")
    await hooks.work()

    assert failed["status"] == "failed"
    assert (await hooks.last(hook))["status"] == "completed"
    assert await hooks.entity("1") is not None


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ({"content": b"plain text"}, "plain text"),
        ({"data": {"name": "form"}}, '{"name":"form"}'),
        ({"content": b""}, "null"),
        ({"content": b"\xff"}, "\ufffd"),
    ],
)
async def test_any_body_is_taken(hooks: Hooks, sent: dict[str, Any], title: str) -> None:
    mapping = {"blueprint": "build", "entity": {"identifier": "'a'", "title": ".body | tostring"}}
    told = await hooks.deliver(await hooks.made(mapping), **sent)
    entity = await hooks.entity("a")

    assert told["counts"] == {"created": 1}
    assert entity is not None
    assert entity["title"] == title


async def test_a_body_over_the_limit_and_an_unknown_address_are_refused(hooks: Hooks) -> None:
    path = (await hooks.made())["url"].removeprefix(URL)

    assert (await hooks.anonymous.post(path, content=b"x" * (512 << 10))).status_code == 202
    assert (await hooks.anonymous.post(path, content=b"x" * ((512 << 10) + 1))).status_code == 413
    assert (await hooks.anonymous.post("/ingest/webhook/nosuch", content=b"x")).status_code == 404
    assert (await hooks.anonymous.get(path)).status_code == 405


async def test_a_program_without_end_costs_its_own_result_alone(hooks: Hooks) -> None:
    mapping = {"blueprint": "build", "entity": {"identifier": ".body.id", "title": "until(false; .)"}}
    told = await hooks.deliver(await hooks.made(mapping, {**ID_MAPPING, "blueprint": "service"}), json={"id": 1})

    assert told["counts"] == {"created": 2}
    assert "processor time" in next(each for each in told["outcomes"] if each["mapping"] == 0)["problems"][0]["message"]


async def test_a_job_that_runs_again_repeats_nothing(hooks: Hooks, database: Database) -> None:
    hook = await hooks.made(PER_JOB)
    told = await hooks.deliver(hook, json=BUILDS, headers=FINISHED)
    changes = (await hooks.api.get("/v1/changes", params={"limit": 100})).json()["changes"]
    order = Start(jobs.JOB, told["id"], hooks.organisation.id, hooks.organisation.public_id, uuid4())
    await asyncio.gather(*(InlineEngine(database).start(order) for _ in range(2)))

    assert await hooks.last(hook) == told
    assert (await hooks.api.get("/v1/changes", params={"limit": 100})).json()["changes"] == changes


async def test_a_webhook_removed_in_between_takes_its_deliveries_along(hooks: Hooks) -> None:
    hook = await hooks.made(ID_MAPPING)
    await hooks.called(hook, json={"id": 1})
    await hooks.api.delete("/v1/webhooks/ci")
    await hooks.work()

    assert await hooks.entity("1") is None


async def test_the_log_is_bounded_and_paged(hooks: Hooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery_store, "KEPT", 5)
    hook = await hooks.made(ID_MAPPING)
    for number in range(8):
        await hooks.called(hook, json={"id": number})
    await hooks.work()
    first = (await hooks.api.get("/v1/webhooks/ci/deliveries", params={"limit": 3})).json()
    second = (await hooks.api.get("/v1/webhooks/ci/deliveries", params={"limit": 3, "cursor": first["next"]})).json()

    assert len(first["deliveries"]) == 3
    assert len(second["deliveries"]) == 2
    assert second["next"] is None
    assert (await hooks.entity("0")) is not None
    assert (await hooks.api.get("/v1/webhooks/ci/deliveries", params={"cursor": "x"})).status_code == 422


async def test_a_test_shows_what_would_become_and_writes_nothing(hooks: Hooks) -> None:
    before = (await hooks.api.get("/v1/changes", params={"limit": 100})).json()["changes"]
    wrong = {
        "blueprint": "build",
        "entity": {"identifier": ".body.jobs[0].id", "properties": {"seconds": ".body.service"}},
    }
    payload = {"body": BUILDS, "headers": FINISHED}
    answer = await hooks.api.post("/v1/webhooks/test", json={"mappings": [PER_JOB, wrong], "payload": payload})
    assert answer.status_code == 200, answer.text
    good, bad = answer.json()["results"]

    assert good["counts"] == {"created": 2}
    assert good["items"][0]["entity"] == {
        "identifier": "1",
        "title": "unit",
        "icon": "Pipeline",
        "properties": {"status": "ok", "url": "https://ci.example/unit", "seconds": 12},
        "relations": {"service": "checkout"},
    }
    assert bad["items"][0]["error"]["code"] == "invalid_property"
    assert await hooks.entity("1") is None
    assert (await hooks.api.get("/v1/changes", params={"limit": 100})).json()["changes"] == before


async def test_a_test_names_the_program_that_does_not_compile(hooks: Hooks, member_api: httpx.AsyncClient) -> None:
    body = {"mappings": [{"blueprint": "build", "entity": {"identifier": ".a |"}}], "payload": {"body": 1}}
    answer = await hooks.api.post("/v1/webhooks/test", json=body)

    assert answer.json()["details"] == {"path": "mappings.0.entity.identifier", "line": 1, "column": 4}
    assert (await member_api.post("/v1/webhooks/test", json=body)).status_code == 403
