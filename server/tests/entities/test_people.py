"""`_user` entities and users are one thing, whichever side is written (semantics 6.1, 6.3)."""

from typing import Any

import httpx
import pytest

from seaway.kit import ids

URL = "/v1/blueprints/_user/entities"


@pytest.fixture
def email() -> str:
    """An address that no other test uses: accounts are global."""
    return f"kim.{ids.token(8).lower()}@test.example"


async def user_of(api: httpx.AsyncClient, email: str) -> dict[str, Any] | None:
    """Return the user of identity, or None."""
    answer = await api.get(f"/v1/users/{email}")
    return answer.json()["user"] if answer.status_code == 200 else None


async def test_a_user_entity_makes_a_user_who_waits(catalog: httpx.AsyncClient, email: str) -> None:
    answer = await catalog.post(URL, json={"identifier": email, "title": "Kim Ro"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["entity"]["properties"] == {"status": "Staged", "port_role": "Member", "port_type": "Standard"}
    user = await user_of(catalog, email)
    assert user is not None
    assert (user["firstName"], user["status"], user["roles"]) == ("Kim", "STAGED", [{"name": "Member"}])
    again = await catalog.post(URL, json={"identifier": email})
    assert (again.status_code, again.json()["error"]) == (409, "identifier_taken")


async def test_changes_of_the_entity_reach_the_user_and_back(catalog: httpx.AsyncClient, email: str) -> None:
    await catalog.post("/v1/blueprints/_team/entities", json={"identifier": "pay", "title": "Payments"})
    await catalog.post(URL, json={"identifier": email, "title": "Kim"})
    changed = await catalog.patch(f"{URL}/{email}", json={"properties": {"port_role": "Admin"}, "team": ["pay"]})
    assert changed.status_code == 200, changed.text
    user = await user_of(catalog, email)
    assert user is not None
    assert user["roles"] == [{"name": "Admin"}]
    await catalog.patch(f"/v1/users/{email}", json={"roles": ["Member"], "teams": []})
    entity = (await catalog.get(f"{URL}/{email}")).json()["entity"]
    assert entity["properties"]["port_role"] == "Member"
    assert entity["team"] == []


async def test_an_invited_person_appears_with_their_teams(catalog: httpx.AsyncClient, email: str) -> None:
    await catalog.post("/v1/blueprints/_team/entities", json={"identifier": "pay", "title": "Payments"})
    unknown = await catalog.post("/v1/users/invite", json={"invitee": {"email": email, "teams": ["None"]}})
    assert unknown.status_code == 404
    assert await user_of(catalog, email) is None, "nothing half-written"
    invited = await catalog.post("/v1/users/invite", json={"invitee": {"email": email, "teams": ["Payments"]}})
    assert invited.status_code == 200, invited.text
    entity = (await catalog.get(f"{URL}/{email}")).json()["entity"]
    assert (entity["team"], entity["properties"]["status"]) == (["pay"], "Invited")


async def test_deleting_either_deletes_both(catalog: httpx.AsyncClient, email: str) -> None:
    await catalog.post(URL, json={"identifier": email})
    assert (await catalog.delete(f"{URL}/{email}")).json() == {"ok": True}
    assert await user_of(catalog, email) is None
    await catalog.post(URL, json={"identifier": email})
    assert (await catalog.delete(f"/v1/users/{email}")).status_code == 200
    assert (await catalog.get(f"{URL}/{email}")).status_code == 404


async def test_a_refused_entity_leaves_no_user(catalog: httpx.AsyncClient, email: str) -> None:
    wrong: list[dict[str, Any]] = [
        {"team": ["none"]},
        {"properties": {"port_role": "Owner"}},
        {"properties": {"status": "Gone"}},
        {"properties": {"moderated_blueprints": 7}},
        {"properties": {"port_type": "Service Account"}},
    ]
    for parts in wrong:
        answer = await catalog.post(URL, json={"identifier": email, **parts})
        assert answer.status_code in {404, 422}, answer.text
        assert await user_of(catalog, email) is None
    assert (await catalog.post(URL, json={"identifier": "no address"})).status_code == 422
    assert (await catalog.patch(f"{URL}/{email}", json={"title": "x"})).status_code == 404


async def test_bulk_makes_users_one_by_one(catalog: httpx.AsyncClient, email: str) -> None:
    items = [{"identifier": email}, {"identifier": "nobody"}, {"identifier": f"2.{email}"}]
    answer = await catalog.post(f"{URL}/bulk?upsert=true", json={"entities": items})
    assert answer.status_code == 207
    assert [item["index"] for item in answer.json()["entities"]] == [0, 2]
    assert [item["index"] for item in answer.json()["errors"]] == [1]
    assert await user_of(catalog, f"2.{email}") is not None


async def test_a_user_keeps_their_address(catalog: httpx.AsyncClient, email: str) -> None:
    await catalog.post(URL, json={"identifier": email})
    answer = await catalog.patch(f"{URL}/{email}", json={"identifier": f"2.{email}"})
    assert (answer.status_code, answer.json()["error"]) == (422, "protected_entity")


async def test_a_service_account_gets_credentials_once(
    catalog: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    name = f"bot.{ids.token(6).lower()}@serviceaccounts.seaway.example"
    properties = {"port_type": "Service Account", "port_role": "Member", "status": "Active"}
    made = await catalog.post(URL, json={"identifier": name, "title": "Bot", "properties": properties})
    assert made.status_code == 201, made.text
    assert made.json()["entity"]["properties"] == properties
    credentials = made.json()["additionalData"]["credentials"]
    assert (await anonymous.post("/v1/auth/access_token", json=credentials)).status_code == 200
    again = await catalog.post(
        f"{URL}?upsert=true", json={"identifier": name, "title": "Bot 2", "properties": properties}
    )
    assert again.status_code == 201
    assert "additionalData" not in again.json()
    assert credentials["clientSecret"] not in (await catalog.get(f"{URL}/{name}")).text
    off = await catalog.patch(f"{URL}/{name}", json={"properties": {"status": "Disabled"}})
    assert off.json()["entity"]["properties"]["status"] == "Disabled"
    assert (await anonymous.post("/v1/auth/access_token", json=credentials)).status_code in {401, 403}
    assert (await catalog.delete(f"{URL}/{name}")).status_code == 200
    bulk = await catalog.post(f"{URL}/bulk", json={"entities": [{"identifier": name, "properties": properties}]})
    assert "clientSecret" in bulk.json()["entities"][0]["additionalData"]["credentials"]


async def test_validation_only_makes_nobody(catalog: httpx.AsyncClient, email: str) -> None:
    answer = await catalog.post(f"{URL}?validation_only=true", json={"identifier": email})
    assert answer.status_code == 201
    assert await user_of(catalog, email) is None
