"""Secrets of an organisation (semantics 2.4): in, never out."""

import httpx
import orjson
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.work import Cause, writing
from seaway.domains.identity.types import Organisation
from seaway.domains.secrets import service

SECRETS = "/v1/organization/secrets"
VALUE = "sup3r-s3cret-v4lue"


async def test_a_secret_is_kept_described_changed_and_removed_as_terraform_does(api: httpx.AsyncClient) -> None:
    made = await api.post(SECRETS, json={"secretName": "PAGER_TOKEN", "secretValue": VALUE, "description": "on-call"})
    assert made.status_code == 200
    shown = made.json()["secret"]
    assert set(shown) == {"secretName", "description", "createdAt", "updatedAt"}
    assert (await api.get(f"{SECRETS}/PAGER_TOKEN")).json() == {"ok": True, "secret": shown}
    changed = await api.patch(f"{SECRETS}/PAGER_TOKEN", json={"description": "paging", "secretValue": VALUE + "2"})
    assert changed.json()["secret"]["description"] == "paging"
    assert [each["secretName"] for each in (await api.get(SECRETS)).json()["secrets"]] == ["PAGER_TOKEN"]
    assert (await api.delete(f"{SECRETS}/PAGER_TOKEN")).json() == {"ok": True}
    gone = await api.get(f"{SECRETS}/PAGER_TOKEN")
    assert (gone.status_code, gone.json()["error"]) == (404, "not_found")


async def test_a_secret_without_a_description_is_told_without_one(api: httpx.AsyncClient) -> None:
    made = await api.post(SECRETS, json={"secretName": "BARE", "secretValue": VALUE})
    assert "description" not in made.json()["secret"]


async def test_a_name_is_taken_once(api: httpx.AsyncClient) -> None:
    await api.post(SECRETS, json={"secretName": "ONE", "secretValue": VALUE})
    again = await api.post(SECRETS, json={"secretName": "ONE", "secretValue": "other"})
    assert (again.status_code, again.json()["error"]) == (409, "identifier_taken")
    assert "taken" in again.json()["message"]


@pytest.mark.parametrize("name", ["", "with space", "a/b", "x" * 101])
async def test_a_name_that_does_not_fit_is_refused_without_telling_the_value(api: httpx.AsyncClient, name: str) -> None:
    refused = await api.post(SECRETS, json={"secretName": name, "secretValue": VALUE})
    assert refused.status_code == 422
    assert "secretName" in refused.json()["message"]
    assert VALUE not in refused.text


async def test_a_value_of_the_wrong_type_is_not_told_back(api: httpx.AsyncClient) -> None:
    refused = await api.post(SECRETS, json={"secretName": "X", "secretValue": [VALUE]})
    assert refused.status_code == 422
    assert VALUE not in refused.text


async def test_a_value_is_sealed_and_in_no_record(
    api: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    await api.post(SECRETS, json={"secretName": "ONE", "secretValue": VALUE})
    await api.patch(f"{SECRETS}/ONE", json={"secretValue": VALUE + "2", "description": "told"})
    await api.delete(f"{SECRETS}/ONE")
    async with database.reading("*") as db:
        rows = await db.raw.fetch(
            "select op::text, undo from change where org = $1 and kind = 'secret' order by seq", organisation.id
        )
    assert [row["op"] for row in rows] == ["C", "U", "D"]
    assert orjson.loads(rows[1]["undo"]) == {"description": None, "value": "replaced"}
    assert orjson.loads(rows[2]["undo"]) == {"identifier": "ONE", "description": "told"}


async def test_an_unchanged_description_writes_nothing(api: httpx.AsyncClient, database: Database) -> None:
    made = (await api.post(SECRETS, json={"secretName": "ONE", "secretValue": VALUE, "description": "a"})).json()
    assert (await api.patch(f"{SECRETS}/ONE", json={"description": "a"})).json() == made


async def test_members_and_strangers_see_nothing(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, stranger_api: httpx.AsyncClient
) -> None:
    await api.post(SECRETS, json={"secretName": "ONE", "secretValue": VALUE})
    assert (await member_api.get(SECRETS)).status_code == 403
    assert (await member_api.get(f"{SECRETS}/ONE")).status_code == 403
    assert (await stranger_api.get(SECRETS)).json()["secrets"] == []
    assert (await stranger_api.get(f"{SECRETS}/ONE")).status_code == 404


async def test_those_who_use_a_secret_get_its_value_and_that_is_audited(
    api: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    await api.post(SECRETS, json={"secretName": "ONE", "secretValue": VALUE})
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("run:r_1")) as work:
        assert await service.reveal(work, ["ONE", "NONE"], "run:r_1") == {"ONE": VALUE}
    async with database.reading("*") as db:
        rows = await db.raw.fetch(
            "select subject, detail from audit_entry where org = $1 and kind = 'secret_read'", organisation.id
        )
    assert [(row["subject"], orjson.loads(row["detail"])) for row in rows] == [("run:r_1", {"secrets": ["ONE"]})]
