"""New credentials for a service account (semantics 2.2, 6.3)."""

from typing import Any

import httpx

EMAIL = "deploy-bot@serviceaccounts.seaway.example"


async def account(api: httpx.AsyncClient) -> dict[str, Any]:
    """Make a service account; return its first credentials."""
    body = {
        "identifier": EMAIL,
        "title": "Deploy bot",
        "properties": {"port_type": "Service Account", "status": "Active"},
    }
    answer = await api.post("/v1/blueprints/_user/entities", json=body)
    assert answer.status_code == 201, answer.text
    pair: dict[str, Any] = answer.json()["additionalData"]["credentials"]
    return pair


async def test_the_old_secret_holds_no_more_and_the_new_one_does(
    api: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    first = await account(api)
    answer = await api.post(f"/v1/rotate-credentials/{EMAIL}")
    assert answer.status_code == 200
    assert set(answer.json()) == {"ok", "clientId", "clientSecret"}
    assert answer.json()["clientId"] == first["clientId"]
    assert (await anonymous.post("/v1/auth/access_token", json=first)).status_code == 401
    renewed = {name: answer.json()[name] for name in ("clientId", "clientSecret")}
    assert (await anonymous.post("/v1/auth/access_token", json=renewed)).status_code == 200


async def test_a_person_has_none_and_nobody_is_not_found(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    users = (await api.get("/v1/users")).json()["users"]
    person = await api.post(f"/v1/rotate-credentials/{users[0]['email']}")
    assert (person.status_code, person.json()["details"]) == (422, {"path": "user_email"})
    assert (await api.post("/v1/rotate-credentials/nobody@acme.example")).status_code == 404
    assert (await member_api.post(f"/v1/rotate-credentials/{EMAIL}")).status_code == 403


async def test_an_app_that_is_called_like_one_is_left_alone(api: httpx.AsyncClient) -> None:
    await api.post("/v1/apps", json={"name": "ci@acme.example"})
    assert (await api.post("/v1/rotate-credentials/ci@acme.example")).status_code == 404
