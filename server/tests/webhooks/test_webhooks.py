"""Webhooks as things that are made, read, changed and removed."""

from typing import Any

import httpx
import pytest

from seaway.core.db import Database, sql
from tests.factories.clients import URL
from tests.webhooks.conftest import PER_JOB, SECRET, Hooks

SECURITY = {
    "secret": SECRET,
    "signatureHeaderName": "X-CI-Signature",
    "signatureAlgorithm": "sha256",
    "signaturePrefix": "sha256=",
    "requestIdentifierPath": '.headers."x-ci-delivery"',
}


async def test_a_webhook_is_answered_as_it_was_sent_with_an_address_nobody_can_guess(hooks: Hooks) -> None:
    made = await hooks.made(PER_JOB, security=SECURITY, icon="Jenkins", description="Builds")
    read = (await hooks.api.get("/v1/webhooks/ci")).json()["integration"]

    assert read == made
    assert made["mappings"] == [PER_JOB]
    assert made["security"] == SECURITY
    assert (made["enabled"], made["integrationType"]) == (True, "custom")
    assert made["url"] == f"{URL}/ingest/webhook/{made['webhookKey']}"
    assert len(made["webhookKey"]) == 32


async def test_without_security_an_empty_object_is_answered(hooks: Hooks) -> None:
    assert (await hooks.made())["security"] == {}


async def test_the_list_answers_under_both_names(hooks: Hooks) -> None:
    made = await hooks.made()
    answer = (await hooks.api.get("/v1/webhooks")).json()

    assert answer["integrations"] == answer["webhooks"] == [made]


async def test_a_webhook_without_an_identifier_gets_one(hooks: Hooks) -> None:
    answer = await hooks.api.post("/v1/webhooks", json={"title": "Nameless", "enabled": True})

    assert answer.status_code == 201
    assert answer.json()["integration"]["identifier"].startswith("webhook_")
    assert len(answer.json()["integration"]["identifier"]) <= 30


async def test_an_identifier_that_is_taken_is_refused(hooks: Hooks) -> None:
    await hooks.made()
    answer = await hooks.api.post("/v1/webhooks", json={"identifier": "ci", "title": "CI"})

    assert (answer.status_code, answer.json()["error"]) == (409, "identifier_taken")
    assert "taken" in answer.json()["message"]


async def test_a_patch_changes_what_it_names_and_a_put_all(hooks: Hooks) -> None:
    made = await hooks.made(PER_JOB, security=SECURITY, icon="Jenkins")
    patched = (await hooks.api.patch("/v1/webhooks/ci", json={"enabled": False})).json()["integration"]
    assert {**made, "enabled": False, "updatedAt": patched["updatedAt"], "updatedBy": patched["updatedBy"]} == patched

    put = (await hooks.api.put("/v1/webhooks/ci", json={"title": "New", "enabled": True})).json()["integration"]
    assert (put["title"], put["icon"], put["security"], put["mappings"]) == ("New", None, {}, [])
    assert put["webhookKey"] == made["webhookKey"]


async def test_a_webhook_can_be_renamed_but_not_to_a_name_in_use(hooks: Hooks) -> None:
    made = await hooks.made()
    await hooks.made(identifier="other")
    renamed = await hooks.api.put("/v1/webhooks/ci", json={"identifier": "builds", "title": "CI", "enabled": True})
    taken = await hooks.api.patch("/v1/webhooks/builds", json={"identifier": "other"})

    assert renamed.json()["integration"]["url"] == made["url"]
    assert taken.status_code == 409
    assert (await hooks.api.get("/v1/webhooks/ci")).status_code == 404


async def test_a_removed_webhook_is_gone_and_its_address_too(hooks: Hooks) -> None:
    made = await hooks.made()
    assert (await hooks.api.delete("/v1/webhooks/ci")).json() == {"ok": True}

    assert (await hooks.api.get("/v1/webhooks/ci")).status_code == 404
    assert (await hooks.api.delete("/v1/webhooks/ci")).status_code == 404
    assert (await hooks.anonymous.post(made["url"].removeprefix(URL), json={})).status_code == 404


@pytest.mark.parametrize(
    ("mapping", "path", "place"),
    [
        ({"blueprint": "build", "entity": {"identifier": ".body.id |"}}, "mappings.0.entity.identifier", (1, 10)),
        (
            {"blueprint": "build", "entity": {"identifier": "1", "properties": {"url": ".a\n| .b["}}},
            "mappings.0.entity.properties.url",
            (2, 5),
        ),
        ({"blueprint": "build", "filter": "nosuch", "entity": {"identifier": "1"}}, "mappings.0.filter", (1, 1)),
        (
            {"blueprint": "build", "itemsToParse": ".a)", "entity": {"identifier": "1"}},
            "mappings.0.itemsToParse",
            (1, 3),
        ),
        (
            {
                "blueprint": "build",
                "entity": {
                    "identifier": "1",
                    "relations": {
                        "service": {"combinator": "and", "rules": [{"property": "sha", "operator": "=", "value": "1"}]}
                    },
                },
            },
            "mappings.0.entity.relations.service.rules.0.property",
            (1, 1),
        ),
    ],
)
async def test_a_program_that_does_not_compile_is_refused_with_its_place(
    hooks: Hooks, mapping: dict[str, Any], path: str, place: tuple[int, int]
) -> None:
    answer = await hooks.api.post("/v1/webhooks", json={"title": "CI", "mappings": [mapping]})

    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_mapping")
    assert answer.json()["details"] == {"path": path, "line": place[0], "column": place[1]}
    assert answer.json()["message"].startswith(path)


@pytest.mark.parametrize(
    "body",
    [
        {"title": "CI", "security": {"secret": "x"}},
        {"title": "CI", "identifier": "metadata"},
        {"title": "CI", "surprise": 1},
        {"title": "x" * 31},
        {"title": "CI", "mappings": [{"blueprint": "build"}]},
        {"title": "CI", "mappings": [{"blueprint": "b", "operation": "explode", "entity": {"identifier": "1"}}]},
        {
            "title": "CI",
            "mappings": [
                {"blueprint": "b", "entity": {"identifier": "1", "properties": {str(n): "1" for n in range(199)}}}
            ]
            * 2,
        },
    ],
)
async def test_what_does_not_fit_is_refused(hooks: Hooks, body: dict[str, Any]) -> None:
    answer = await hooks.api.post("/v1/webhooks", json=body)

    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")


async def test_members_see_names_alone(hooks: Hooks, member_api: httpx.AsyncClient) -> None:
    await hooks.made(PER_JOB, security=SECURITY)

    assert (await member_api.get("/v1/webhooks")).status_code == 403
    assert (await member_api.get("/v1/webhooks/ci")).status_code == 403
    assert (await member_api.get("/v1/webhooks/ci/deliveries")).status_code == 403
    [meta] = (await member_api.get("/v1/webhooks/metadata")).json()["integrations"]
    assert meta.keys() == {"identifier", "title", "icon", "updatedAt"}


async def test_another_organisation_knows_nothing_of_it(hooks: Hooks, stranger_api: httpx.AsyncClient) -> None:
    made = await hooks.made()
    await hooks.called(made, json={})
    [delivery] = await hooks.log(made)

    assert (await stranger_api.get("/v1/webhooks")).json()["webhooks"] == []
    assert (await stranger_api.get("/v1/webhooks/ci")).status_code == 404
    assert (await stranger_api.delete("/v1/webhooks/ci")).status_code == 404
    own = (await stranger_api.post("/v1/webhooks", json={"identifier": "ci", "title": "Theirs"})).json()["integration"]
    assert (await stranger_api.get(f"/v1/webhooks/ci/deliveries/{delivery['id']}")).status_code == 404
    assert own["webhookKey"] != made["webhookKey"]


_SEALED = sql("select w.secret, w.security::text as security from webhook w where w.key = :key")
_UNDOS = sql(
    "select c.undo::text as undo, c.op::text as op from change c where c.kind = 'webhook' and c.org = :org order by c.seq"
)
_AUDIT = sql("select a.kind, a.subject, a.detail::text as detail from audit_entry a where a.org = :org order by a.id")


async def test_a_secret_is_sealed_and_in_no_record(hooks: Hooks, database: Database) -> None:
    made = await hooks.made(PER_JOB, security=SECURITY)
    await hooks.api.patch("/v1/webhooks/ci", json={"security": {**SECURITY, "secret": "another"}})
    await hooks.api.get("/v1/webhooks/ci")
    await hooks.api.delete("/v1/webhooks/ci")
    async with database.reading("*") as db:
        gone = await db.one(_SEALED, key=made["webhookKey"])
        undos = await db.all(_UNDOS, org=hooks.organisation.id)
        audited = await db.all(_AUDIT, org=hooks.organisation.id)

    assert gone is None
    assert [row["op"] for row in undos] == ["C", "U", "D"]
    assert '"secret": "changed"' in undos[1]["undo"]
    said = "".join(f"{row['undo']}" for row in undos) + "".join(f"{dict(row)}" for row in audited)
    assert SECRET not in said
    assert "another" not in said
    assert ("secret_read", "ci") in {(row["kind"], row["subject"]) for row in audited}


async def test_at_rest_a_secret_cannot_be_read(hooks: Hooks, database: Database) -> None:
    made = await hooks.made(security=SECURITY)
    async with database.reading("*") as db:
        row = await db.one(_SEALED, key=made["webhookKey"])

    assert row is not None
    assert SECRET.encode() not in row["secret"]
    assert SECRET not in row["security"]
