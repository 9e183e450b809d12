"""Who may read and change a page, as it is kept (semantics 12.4)."""

import httpx
import pytest

URL = "/v1/pages/hub/permissions"
DEFAULTS = {
    "read": {"users": [], "roles": ["Admin", "Member"], "teams": []},
    "update": {"users": [], "roles": ["Admin"], "teams": []},
}


@pytest.fixture(autouse=True)
async def hub(api: httpx.AsyncClient) -> None:
    """A page."""
    made = await api.post("/v1/pages", json={"identifier": "hub", "title": "Hub", "type": "dashboard", "widgets": []})
    assert made.status_code == 200, made.text


async def test_everybody_reads_and_administrators_change_unless_told_otherwise(api: httpx.AsyncClient) -> None:
    assert (await api.get(URL)).json() == {"ok": True, "permissions": DEFAULTS}


async def test_a_patch_replaces_only_the_lists_that_it_holds(api: httpx.AsyncClient) -> None:
    answer = await api.patch(URL, json={"read": {"teams": ["payments"]}})
    expected = {**DEFAULTS, "read": {**DEFAULTS["read"], "teams": ["payments"]}}
    assert answer.json() == {"ok": True, "permissions": expected}
    assert (await api.get(URL)).json()["permissions"] == expected
    await api.patch(URL, json={"read": {"roles": [], "teams": []}})
    assert (await api.get(URL)).json()["permissions"]["read"] == {"users": [], "roles": [], "teams": []}


async def test_a_page_that_comes_back_has_them_again(api: httpx.AsyncClient) -> None:
    await api.patch(URL, json={"read": {"roles": ["Admin"]}})
    gone = await api.delete("/v1/pages/hub")
    assert (await api.get(URL)).status_code == 404
    restored = await api.post(f"/v1/bin/bin_{gone.headers['X-Trace-Id']}/restore", json={})
    assert restored.status_code == 200, restored.text
    assert (await api.get(URL)).json()["permissions"]["read"]["roles"] == ["Admin"]


async def test_another_page_of_the_same_name_has_none_of_them(api: httpx.AsyncClient) -> None:
    await api.patch(URL, json={"read": {"roles": ["Admin"]}})
    await api.delete("/v1/pages/hub")
    await api.post("/v1/pages", json={"identifier": "hub", "title": "Hub", "type": "dashboard"})
    assert (await api.get(URL)).json()["permissions"] == DEFAULTS


async def test_only_administrators_write_and_strangers_see_none(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, stranger_api: httpx.AsyncClient
) -> None:
    assert (await member_api.get(URL)).status_code == 200
    assert (await member_api.patch(URL, json={"read": {"teams": []}})).status_code == 403
    assert (await stranger_api.get(URL)).status_code == 404
    assert (await api.patch(URL, json={"delete": {}})).status_code == 422
