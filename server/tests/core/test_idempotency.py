"""`Idempotency-Key`: sent twice, done once."""

import asyncio
import dataclasses

import httpx
import pytest

from seaway.core import idempotency
from seaway.core.actor import Actor
from seaway.core.db import Database
from seaway.core.errors import Invalid
from seaway.core.idempotency import Answer, KeyReused, fingerprint
from seaway.core.work import Cause, Work, writing

DIGEST = fingerprint("POST", "/v1/apps?", b"{}")


async def test_a_second_request_gets_the_first_answer(api: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "one"}
    first = await api.post("/v1/apps", json={"name": "ci"}, headers=key)
    second = await api.post("/v1/apps", json={"name": "ci"}, headers=key)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert (first.headers.get("idempotency-replayed"), second.headers["idempotency-replayed"]) == (None, "true")
    assert second.headers["content-type"] == first.headers["content-type"]
    apps = (await api.get("/v1/apps")).json()["apps"]
    assert [app["name"] for app in apps] == ["Test machine", "ci"]


async def test_many_at_once_do_it_once(api: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "many"}
    answers = await asyncio.gather(*(api.post("/v1/apps", json={"name": "ci"}, headers=key) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len((await api.get("/v1/apps")).json()["apps"]) == 2


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/apps", {"name": "other"}),
        ("POST", "/v1/apps?x=1", {"name": "ci"}),
        ("PATCH", "/v1/organization", {"name": "ci"}),
    ],
)
async def test_a_key_of_another_request_is_refused(
    api: httpx.AsyncClient, method: str, path: str, body: dict[str, str]
) -> None:
    key = {"Idempotency-Key": "same"}
    await api.post("/v1/apps", json={"name": "ci"}, headers=key)
    refused = await api.request(method, path, json=body, headers=key)
    assert refused.status_code == 422
    assert refused.json()["error"] == "idempotency_key_reused"


async def test_a_failed_write_leaves_the_key_free(api: httpx.AsyncClient) -> None:
    key = {"Idempotency-Key": "retry"}
    assert (await api.post("/v1/apps", json={"name": ""}, headers=key)).status_code == 422
    assert (await api.delete("/v1/apps/nobody", headers=key)).status_code == 404
    assert (await api.post("/v1/apps", json={"name": "ci"}, headers=key)).status_code == 200


@pytest.mark.parametrize("key", ["", "k" * 256])
async def test_a_key_of_a_wrong_length_is_refused(api: httpx.AsyncClient, key: str) -> None:
    refused = await api.post("/v1/apps", json={"name": "ci"}, headers={"Idempotency-Key": key})
    assert refused.status_code == 422
    assert refused.json()["details"] == {"header": "Idempotency-Key"}


async def test_keys_of_two_callers_do_not_meet(api: httpx.AsyncClient, work: Work) -> None:
    await api.post("/v1/apps", json={"name": "ci"}, headers={"Idempotency-Key": "mine"})
    assert await idempotency.take(work, "mine", DIGEST) is None
    other = work.acting(dataclasses.replace(work.actor, id="u_other"))
    assert await idempotency.take(other, "mine", DIGEST) is None


async def test_a_kept_answer_is_sealed_and_opens_for_its_own_key_alone(work: Work) -> None:
    assert await idempotency.take(work, "a", DIGEST) is None
    await idempotency.keep(work, "a", Answer(200, {"content-type": "application/json"}, b'{"secret": "sesame"}'))
    kept = await work.db.raw.fetchval("select body from idempotency where org = $1 and key = 'a'", work.org)
    assert b"sesame" not in kept
    again = await idempotency.take(work, "a", DIGEST)
    assert again is not None
    assert again.body == b'{"secret": "sesame"}'


async def test_a_write_that_rolls_back_leaves_no_key(database: Database, admin: Actor) -> None:
    async def fail() -> None:
        async with writing(database, admin, Cause("test:x")) as work:
            await idempotency.take(work, "gone", DIGEST)
            raise Invalid("no")

    with pytest.raises(Invalid):
        await fail()
    async with writing(database, admin, Cause("test:x")) as work:
        assert await idempotency.take(work, "gone", DIGEST) is None
        with pytest.raises(KeyReused):
            await idempotency.take(work, "gone", fingerprint("PUT", "/", b""))
