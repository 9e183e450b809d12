"""Teams by name over HTTP (semantics 6.2, 20.2), in step with `_team` and `_user` entities."""

import asyncio
from typing import Any

import httpx
import pytest

from seaway.domains.identity.types import Organisation


@pytest.fixture
async def kim(api: httpx.AsyncClient, organisation: Organisation) -> str:
    """A person of the organisation."""
    return await invited(api, f"kim.{organisation.public_id}@acme.example".lower())


async def invited(api: httpx.AsyncClient, email: str) -> str:
    """Invite a person."""
    answer = await api.post("/v1/users/invite", json={"invitee": {"email": email}})
    assert answer.status_code == 200, answer.text
    return email


async def made(api: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    """Make a team that must come to be."""
    answer = await api.post("/v1/teams", json={"name": "Payments", **body})
    assert answer.status_code == 200, answer.text
    team: dict[str, Any] = answer.json()["team"]
    return team


async def test_a_team_is_written_with_texts_and_read_with_objects(api: httpx.AsyncClient, kim: str) -> None:
    team = await made(api, description="money", users=[kim])
    assert (team["name"], team["description"], team["provider"]) == ("Payments", "money", "port")
    assert team["users"] == [kim]
    read = (await api.get("/v1/teams/Payments")).json()["team"]
    assert [user["email"] for user in read["users"]] == [kim]
    assert set(read["users"][0]) == {"email", "firstName", "lastName", "picture", "status"}
    assert {**read, "users": [kim]} == team
    listed = (await api.get("/v1/teams")).json()["teams"]
    assert listed == [read]


async def test_a_team_is_an_entity_and_its_members_are_in_it(api: httpx.AsyncClient, kim: str) -> None:
    team = await made(api, users=[kim])
    entity = (await api.get(f"/v1/blueprints/_team/entities/{team['id']}")).json()["entity"]
    assert entity["title"] == "Payments"
    user = (await api.get(f"/v1/users/{kim}")).json()["user"]
    assert (user["teams"], user["teamsIdentifiers"]) == (["Payments"], [team["id"]])


async def test_an_entity_of_a_team_is_a_team(api: httpx.AsyncClient) -> None:
    body = {"identifier": "sre", "title": "Site reliability", "properties": {"description": "up"}}
    assert (await api.post("/v1/blueprints/_team/entities", json=body)).status_code == 201
    assert (await api.get("/v1/teams/Site%20reliability")).json()["team"]["description"] == "up"
    assert (await api.get("/v1/teams/Site+reliability")).json()["team"]["id"] == "sre"
    assert (await api.get("/v1/teams/sre")).json()["team"]["name"] == "Site reliability"


async def test_users_replace_the_members_and_nothing_else(api: httpx.AsyncClient, kim: str) -> None:
    other = await invited(api, f"other.{kim}")
    await made(api, users=[kim])
    await made(api, name="Platform", users=[kim])
    changed = await api.patch("/v1/teams/Payments", json={"users": [other]})
    assert changed.json()["team"]["users"] == [other]
    assert (await api.get(f"/v1/users/{kim}")).json()["user"]["teams"] == ["Platform"]
    kept = await api.put("/v1/teams/Payments", json={"name": "Payments"})
    assert kept.json()["team"]["users"] == [other]
    empty = await api.put("/v1/teams/Payments", json={"name": "Payments", "users": []})
    assert empty.json()["team"]["users"] == []


async def test_put_clears_a_description_and_renames_while_the_identifier_stays(api: httpx.AsyncClient) -> None:
    team = await made(api, description="money")
    answer = await api.put("/v1/teams/Payments", json={"name": "Treasury"})
    assert "description" not in answer.json()["team"]
    assert (answer.json()["team"]["id"], answer.json()["team"]["name"]) == (team["id"], "Treasury")
    patched = await api.patch("/v1/teams/Treasury", json={"description": "gold"})
    assert patched.json()["team"]["description"] == "gold"
    cleared = await api.patch("/v1/teams/Treasury", json={"description": None})
    assert "description" not in cleared.json()["team"]


async def test_a_removed_team_is_let_go_of(api: httpx.AsyncClient, kim: str) -> None:
    await made(api, users=[kim])
    assert (await api.delete("/v1/teams/Payments")).json() == {"ok": True}
    assert (await api.get(f"/v1/users/{kim}")).json()["user"]["teams"] == []
    assert (await api.get("/v1/teams/Payments")).status_code == 404


async def test_what_does_not_fit_is_refused_and_writes_nothing(api: httpx.AsyncClient) -> None:
    await made(api)
    taken = await api.post("/v1/teams", json={"name": "Payments"})
    assert (taken.status_code, taken.json()["error"]) == (409, "identifier_taken")
    assert "taken" in taken.json()["message"]
    unknown = await api.post("/v1/teams", json={"name": "Ghosts", "users": ["nobody@acme.example"]})
    assert (unknown.status_code, unknown.json()["details"]["withValue"]) == (404, "nobody@acme.example")
    assert (await api.get("/v1/teams/Ghosts")).status_code == 404
    for name in ("x", " padded", "a/b", "a;b"):
        assert (await api.post("/v1/teams", json={"name": name})).status_code == 422
    await made(api, name="Platform")
    clash = await api.put("/v1/teams/Platform", json={"name": "Payments"})
    assert clash.status_code == 409


async def test_fields_choose_what_is_read(api: httpx.AsyncClient, kim: str) -> None:
    await made(api, users=[kim])
    read = (await api.get("/v1/teams/Payments?fields=name&fields=users.email")).json()["team"]
    assert set(read) == {"name", "users"}
    assert (await api.get("/v1/teams?fields=secret")).status_code == 422


async def test_a_member_reads_teams_and_writes_none(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    await made(api)
    assert (await member_api.get("/v1/teams/Payments")).status_code == 200
    assert (await member_api.post("/v1/teams", json={"name": "Mine"})).status_code == 403
    assert (await member_api.patch("/v1/teams/Payments", json={"users": []})).status_code == 403
    assert (await member_api.delete("/v1/teams/Payments")).status_code == 403


async def test_memberships_that_are_written_at_once_all_hold(api: httpx.AsyncClient, kim: str) -> None:
    names = [f"Team {number}" for number in range(5)]
    for name in names:
        await made(api, name=name)
    answers = await asyncio.gather(*[api.patch(f"/v1/teams/{name}", json={"users": [kim]}) for name in names])
    assert [answer.status_code for answer in answers] == [200] * len(names)
    assert sorted((await api.get(f"/v1/users/{kim}")).json()["user"]["teams"]) == names
