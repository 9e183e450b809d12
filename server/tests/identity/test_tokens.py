"""Machines exchange their credentials for a token (semantics 2.1)."""

import base64
import datetime as dt
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from joserfc.jwk import OctKey
from starlette.types import ASGIApp

from seaway.core.db import Database
from seaway.domains.identity import machine_store, recent, tokens
from seaway.kit import clock
from tests.factories.clients import client, fresh_address

Exchange = Callable[[dict[str, str]], Awaitable[httpx.Response]]


@pytest.fixture
async def pair(api: httpx.AsyncClient) -> dict[str, str]:
    """Fresh credentials of an organisation."""
    app = (await api.post("/v1/apps", json={"name": "ci"})).json()["app"]
    return {"clientId": app["id"], "clientSecret": app["secret"]}


@pytest.fixture
def exchange(app: ASGIApp) -> Exchange:
    """Asks for a token from an address that asked for none before."""

    async def ask(pair: dict[str, str]) -> httpx.Response:
        async with client(app, address=fresh_address()) as stranger:
            return await stranger.post("/v1/auth/access_token", json=pair)

    return ask


def claims(token: str) -> dict[str, Any]:
    """Read a token as clients do: without verifying it."""
    body = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return read


async def _age(database: Database, client_id: str, age: dt.timedelta) -> None:
    async with database.writing("*") as db:
        await db.raw.execute(
            "update machine set token_issued_at = token_issued_at - $2::interval where client_id = $1", client_id, age
        )


async def test_the_answer_is_flat_and_200(exchange: Exchange, pair: dict[str, str]) -> None:
    answer = await exchange(pair)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"ok", "accessToken", "expiresIn", "tokenType"}
    assert body["ok"] is True
    assert body["tokenType"] == "Bearer"
    assert 10_790 <= body["expiresIn"] <= 10_800


async def test_the_token_says_that_it_is_a_machines(
    exchange: Exchange, pair: dict[str, str], api: httpx.AsyncClient
) -> None:
    org = (await api.get("/v1/organization")).json()["organization"]["id"]
    said = claims((await exchange(pair)).json()["accessToken"])
    assert said["isMachine"] is True
    assert (said["orgId"], said["sub"]) == (org, pair["clientId"])
    assert said["exp"] - said["iat"] == 10_800


async def test_asking_again_gives_the_same_token_with_the_remaining_seconds(
    exchange: Exchange, pair: dict[str, str], database: Database
) -> None:
    first = (await exchange(pair)).json()
    assert (await exchange(pair)).json()["accessToken"] == first["accessToken"]
    await _age(database, pair["clientId"], dt.timedelta(hours=1))
    later, again = (await exchange(pair)).json(), (await exchange(pair)).json()
    assert later["accessToken"] == again["accessToken"]
    assert 7190 <= later["expiresIn"] <= 7200


async def test_an_expired_token_is_refused_and_a_new_one_given(
    exchange: Exchange, pair: dict[str, str], database: Database, anonymous: httpx.AsyncClient
) -> None:
    await exchange(pair)
    async with database.reading("*") as db:
        key = await tokens.signing_key(db)
        known = await machine_store.client(db, pair["clientId"])
    assert known is not None
    old = tokens.sign(key, known, clock.now() - tokens.LIFETIME - dt.timedelta(seconds=1))
    anonymous.headers["Authorization"] = f"Bearer {old}"
    refused = await anonymous.get("/v1/organization")
    assert (refused.status_code, refused.json()["error"]) == (401, "unauthorized")
    await _age(database, pair["clientId"], tokens.LIFETIME)
    fresh = (await exchange(pair)).json()
    assert fresh["expiresIn"] >= 10_790


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_is_read_in_any_case(
    exchange: Exchange, pair: dict[str, str], anonymous: httpx.AsyncClient, scheme: str
) -> None:
    token = (await exchange(pair)).json()["accessToken"]
    anonymous.headers["Authorization"] = f"{scheme} {token}"
    assert (await anonymous.get("/v1/organization")).status_code == 200


async def test_a_wrong_secret_and_an_unknown_client_are_told_the_same(exchange: Exchange, pair: dict[str, str]) -> None:
    wrong = await exchange({**pair, "clientSecret": "wrong"})
    unknown = await exchange({"clientId": "nobody", "clientSecret": pair["clientSecret"]})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["error"] == "invalid_credentials"
    assert pair["clientSecret"] not in wrong.text


@pytest.mark.parametrize(
    "body",
    [{}, {"clientId": "a"}, {"clientId": 1, "clientSecret": "b"}, {"clientId": "a", "clientSecret": None}, [], "x",
     {"clientId": "a", "clientSecret": "b", "more": 1}, {"clientId": "a" * 2000, "clientSecret": "b"}],
)  # fmt: skip
async def test_a_body_of_another_shape_is_refused_without_echo(anonymous: httpx.AsyncClient, body: Any) -> None:
    answer = await anonymous.post("/v1/auth/access_token", json=body)
    assert answer.status_code == 422
    assert answer.json()["ok"] is False


@pytest.mark.parametrize("secret", ["\ud83d\ude00", "ключ", "a" * 1024, " ", ""])
async def test_odd_secrets_are_merely_wrong(exchange: Exchange, pair: dict[str, str], secret: str) -> None:
    secret = secret.encode("utf-16", "surrogatepass").decode("utf-16")
    assert (await exchange({**pair, "clientSecret": secret})).status_code == 401


def _segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


FORGED = [
    "", "x", "a.b.c", "...", "e30.e30.", f"{_segment({'alg': 'none'})}.{_segment({'sub': 'x', 'exp': 9e9})}.",
    f"{_segment([])}.{_segment([])}.x", f"{_segment({'alg': 'HS256', 'crit': ['b64']})}.{_segment({})}.x", "é" * 10,
    f"{_segment({'alg': 'HS512'})}.{_segment({})}.AAAA", f"{_segment({'alg': ['HS256']})}.{_segment({})}.AAAA", "a" * 5000,
    f"{_segment({'alg': None})}.{_segment({})}.AAAA", f"{_segment('x')}.{_segment({})}.AAAA", f"{_segment({})}.{_segment({})}.AAAA",
]  # fmt: skip


@pytest.mark.parametrize("token", FORGED)
async def test_a_forged_token_is_refused(anonymous: httpx.AsyncClient, token: str) -> None:
    refused = await anonymous.get("/v1/organization", headers={b"Authorization": b"Bearer " + token.encode()})
    assert refused.status_code == 401, refused.text


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YTpi", "Bearer  ", "Token x"])
async def test_another_authorization_is_refused(anonymous: httpx.AsyncClient, header: str) -> None:
    assert (await anonymous.get("/v1/organization", headers={"Authorization": header})).status_code == 401


async def test_a_token_signed_by_another_key_is_refused(
    database: Database, pair: dict[str, str], anonymous: httpx.AsyncClient
) -> None:
    async with database.reading("*") as db:
        known = await machine_store.client(db, pair["clientId"])
    assert known is not None
    forged = tokens.sign(OctKey.import_key(b"x" * 32), known, clock.now())
    assert (await anonymous.get("/v1/organization", headers={"Authorization": f"Bearer {forged}"})).status_code == 401


async def test_every_host_shares_the_signing_key(database: Database) -> None:
    async with database.reading("*") as db:
        first = await tokens.signing_key(db)
        second = await tokens.signing_key(db)
        kept = await db.raw.fetchval("select sealed from sealed_value where name = 'jwt/hs256'")
    assert first.raw_value == second.raw_value
    assert first.raw_value not in kept


@pytest.mark.parametrize("end", ["disable", "rotate", "delete"])
async def test_tokens_end_at_once_with_what_they_stand_for(
    api: httpx.AsyncClient, exchange: Exchange, pair: dict[str, str], anonymous: httpx.AsyncClient, end: str
) -> None:
    anonymous.headers["Authorization"] = f"Bearer {(await exchange(pair)).json()['accessToken']}"
    assert (await anonymous.get("/v1/organization")).status_code == 200
    path = f"/v1/apps/{pair['clientId']}"
    calls = {
        "disable": lambda: api.put(path, json={"enabled": False}),
        "rotate": lambda: api.post(f"{path}/rotate-secret"),
        "delete": lambda: api.delete(path),
    }
    assert (await calls[end]()).status_code == 200
    assert (await anonymous.get("/v1/organization")).status_code == 401
    assert (await exchange(pair)).status_code == 401


async def test_enabling_restores_both(
    api: httpx.AsyncClient, exchange: Exchange, pair: dict[str, str], anonymous: httpx.AsyncClient
) -> None:
    anonymous.headers["Authorization"] = f"Bearer {(await exchange(pair)).json()['accessToken']}"
    for enabled, status in ((False, 401), (True, 200)):
        await api.put(f"/v1/apps/{pair['clientId']}", json={"enabled": enabled})
        assert (await anonymous.get("/v1/organization")).status_code == status
        assert (await exchange(pair)).status_code == status


async def test_another_process_feels_a_change_within_seconds(
    exchange: Exchange,
    pair: dict[str, str],
    anonymous: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    database: Database,
) -> None:
    """The change is made behind this process's back; only the time that verified answers are kept stands between."""
    anonymous.headers["Authorization"] = f"Bearer {(await exchange(pair)).json()['accessToken']}"
    assert (await anonymous.get("/v1/organization")).status_code == 200
    async with database.writing("*") as db:
        await db.raw.execute("update machine set enabled = false where client_id = $1", pair["clientId"])
    now = time.monotonic()
    monkeypatch.setattr("seaway.domains.identity.recent.time.monotonic", lambda: now + recent.TTL + 0.1)
    assert (await anonymous.get("/v1/organization")).status_code == 401
    assert recent.TTL <= 10


async def test_a_token_of_a_removed_organisation_is_refused(
    exchange: Exchange, pair: dict[str, str], anonymous: httpx.AsyncClient, database: Database, api: httpx.AsyncClient
) -> None:
    token = (await exchange(pair)).json()["accessToken"]
    async with database.writing("*") as db:
        await db.raw.execute("delete from organisation where public_id = $1", claims(token)["orgId"])
    assert (await anonymous.get("/v1/organization", headers={"Authorization": f"Bearer {token}"})).status_code == 401
