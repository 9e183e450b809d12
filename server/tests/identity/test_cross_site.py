"""Other sites cannot make a signed-in browser write."""

import httpx
import pytest

from tests.factories.clients import PASSWORD, URL
from tests.identity.conftest import People, Portal

OWN = [
    {"Origin": URL},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://elsewhere.test"},  # a proxy that rewrites the host
    {"Origin": "http://127.0.0.1:9", "Host": "127.0.0.1:9"},
]
FOREIGN = [
    {"Origin": "http://evil.test"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": f"{URL}.evil.test"},
    {"Origin": f"{URL}:81"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": URL},
]


@pytest.fixture
async def signed_in(portal: Portal, person: People) -> httpx.AsyncClient:
    """A browser with an administrator's cookie, which sends no header of its own accord."""
    await portal.sign_in((await person("Admin")).email)
    del portal.http.headers["Origin"]
    return portal.http


@pytest.mark.parametrize("headers", OWN)
async def test_our_own_pages_may_write(signed_in: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await signed_in.patch("/v1/organization", json={"name": "New"}, headers=headers)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("headers", [*FOREIGN, {}])
async def test_other_sites_and_unproven_requests_may_not(signed_in: httpx.AsyncClient, headers: dict[str, str]) -> None:
    for method, path, body in (
        ("PATCH", "/v1/organization", {"name": "Evil"}),
        ("DELETE", "/v1/session", None),
        ("POST", "/v1/apps", {"name": "x"}),
    ):
        refused = await signed_in.request(method, path, json=body, headers=headers)
        assert (refused.status_code, refused.json()["error"]) == (403, "cross_site_request")
    assert (await signed_in.get("/v1/organization")).json()["organization"]["name"] == "Test organisation"
    assert (await signed_in.get("/v1/session")).status_code == 200


@pytest.mark.parametrize("headers", [*FOREIGN, {}])
async def test_reading_is_left_to_the_same_origin_policy(signed_in: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await signed_in.get("/v1/organization", headers=headers)).status_code == 200


@pytest.mark.parametrize("headers", FOREIGN)
async def test_another_site_cannot_sign_a_browser_in(
    anonymous: httpx.AsyncClient, person: People, headers: dict[str, str]
) -> None:
    body = {"email": (await person()).email, "password": PASSWORD}
    assert (await anonymous.post("/v1/session", json=body, headers=headers)).status_code == 403
    assert (await anonymous.post("/v1/session", json=body)).status_code == 200


async def test_a_bearer_token_needs_no_origin(api: httpx.AsyncClient) -> None:
    answer = await api.patch("/v1/organization", json={"name": "New"}, headers={"Origin": "http://evil.test"})
    assert answer.status_code == 200
