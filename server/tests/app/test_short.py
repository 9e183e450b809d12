"""The short way answers as the framework's way does, which a query string of its own forces."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from seaway.app import short

ONE = "/v1/blueprints/berth/entities/"
TOP = "/v1/blueprints/berth/entities/top-search"
JSON = {"content-type": "application/json"}


@pytest.fixture
async def berths(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """Two berths, one of which has a name that needs quoting."""
    schema = {"properties": {"depth": {"type": "number"}}, "required": []}
    made = await api.post("/v1/blueprints", json={"identifier": "berth", "title": "Berth", "schema": schema})
    made.raise_for_status()
    for name in ("a", "b/10+1"):
        entity = {"identifier": name, "title": name, "properties": {"depth": 4.5}}
        (await api.post(ONE.rstrip("/"), json=entity)).raise_for_status()
    return api


async def both(api: httpx.AsyncClient, method: str, path: str, **sent: Any) -> tuple[httpx.Response, httpx.Response]:
    """Return the answers of the two ways."""
    return await api.request(method, path, **sent), await api.request(method, f"{path}?framework", **sent)


@pytest.mark.parametrize("name", ["a", "b%2F10%2B1", "c", "%00", "%FF"])
async def test_one_entity(berths: httpx.AsyncClient, name: str) -> None:
    quick, framework = await both(berths, "GET", ONE + name)
    assert (quick.status_code, quick.content) == (framework.status_code, framework.content)


@pytest.mark.parametrize(
    "body",
    [
        b'{"limit":1}',
        b'{"sort":[{"property":"depth","order":"desc"}]}',
        b'{"countOnly":true}',
        b'{"limit":"many"}',
        b'{"sort":[{"property":"nothing","order":"asc"}]}',
        b"{",
        b"",
        b"[]",
        b'{"limit":1,"limit":2}',
        b'{"padding":"' + b"x" * (1 << 20) + b'"}',
    ],
)
async def test_a_search(berths: httpx.AsyncClient, body: bytes) -> None:
    quick, framework = await both(berths, "POST", TOP, content=body, headers=JSON)
    assert (quick.status_code, quick.content) == (framework.status_code, framework.content)


async def test_a_body_that_arrives_in_parts(berths: httpx.AsyncClient) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for part in (b'{"lim', b'it":', b"1}"):
            yield part

    answer = await berths.post(TOP, content=parts(), headers=JSON)
    assert answer.content == (await berths.post(TOP, json={"limit": 1})).content


async def test_who_is_not_signed_in_learns_nothing(berths: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> None:
    for method, path, body in (("GET", f"{ONE}a", None), ("POST", TOP, b"{}")):
        quick, framework = await both(anonymous, method, path, content=body, headers=JSON)
        assert quick.status_code == framework.status_code == 401
        assert quick.json()["error"] == framework.json()["error"]


async def test_the_short_way_is_taken(berths: httpx.AsyncClient, app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing above could tell when every request went the framework's way."""
    taken: list[str] = []
    answer = short._Way.answer

    async def seen(way: Any, *given: Any) -> Any:
        taken.append(way.path)
        return await answer(way, *given)

    monkeypatch.setattr(short._Way, "answer", seen)
    await both(berths, "GET", f"{ONE}a")
    await both(berths, "POST", TOP, json={})
    assert taken == ["/blueprints/{blueprint}/entities/{entity}", "/blueprints/{blueprint}/entities/top-search"]


async def test_a_path_of_two_routes_goes_to_the_first(api: httpx.AsyncClient) -> None:
    quick, framework = await both(api, "GET", "/v1/blueprints/system/entities/structure")
    assert (quick.status_code, quick.content) == (framework.status_code, framework.content)
    assert "blueprint" in quick.json()["message"]
