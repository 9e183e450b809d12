"""The people of an organisation over HTTP (semantics 20.1), and what the catalog is told."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest

from seaway.core import events
from seaway.core.db import Database
from seaway.core.errors import Forbidden, IdentifierTaken
from seaway.core.work import Work
from seaway.domains.identity import service as identity
from seaway.domains.identity.events import UserChanged, UserRemoved
from seaway.domains.identity.types import Organisation, UserDraft, UserUpdate
from tests.factories.clients import PASSWORD
from tests.identity.conftest import People, Portal


@pytest.fixture
def told() -> Iterator[list[Any]]:
    """What listeners in the same transaction hear."""
    heard: list[Any] = []

    async def listen(_work: Work, event: object) -> None:
        heard.append(event)

    for kind in (UserChanged, UserRemoved):
        events.within(kind)(listen)
    yield heard
    for kind in (UserChanged, UserRemoved):
        events._listeners[kind].remove(listen)


async def test_a_user_is_shown_as_clients_expect(
    api: httpx.AsyncClient, person: People, organisation: Organisation, portal: Portal
) -> None:
    user = await person(name="Kim van der Ro")
    await portal.sign_in(user.email)
    shown = (await api.get(f"/v1/users/{user.email}")).json()["user"]
    assert shown["id"].startswith("u_")
    assert (shown["firstName"], shown["lastName"]) == ("Kim", "van der Ro")
    assert shown["roles"] == [{"name": "Member"}]
    assert shown["orgs"] == [{"id": organisation.public_id}]
    member = shown["orgMembers"][0]
    assert (member["orgId"], member["status"]) == (organisation.public_id, "ACTIVE")
    assert member["lastLoginAt"].endswith("Z")
    assert (await api.get("/v1/users")).json()["users"] == [shown]
    assert (await api.get("/v1/users?fields=email,roles.name")).json()["users"] == [
        {"email": user.email, "roles": [{"name": "Member"}]}
    ]


async def test_an_email_in_the_path_is_found_in_any_spelling(api: httpx.AsyncClient, person: People) -> None:
    user = await person()
    assert (await api.get(f"/v1/users/{user.email.upper().replace('@', '%40')}")).status_code == 200


@pytest.mark.parametrize("email", ["nobody@test.example", "nobody", "%2F", "a%20b", "%E2%84%80@x"])
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_an_unknown_user_is_not_found(api: httpx.AsyncClient, method: str, email: str) -> None:
    answer = await api.request(method, f"/v1/users/{email}", json={"roles": ["Admin"]} if method == "PATCH" else None)
    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


async def test_a_role_takes_effect_at_once(api: httpx.AsyncClient, person: People, portal: Portal) -> None:
    user = await person()
    await portal.sign_in(user.email)
    assert (await portal.http.get("/v1/apps")).status_code == 403
    changed = await api.patch(f"/v1/users/{user.email}", json={"roles": ["Member", "Admin"]})
    assert changed.json()["roles"] == [{"name": "Admin"}]
    assert changed.json()["ok"] is True
    assert (await portal.http.get("/v1/apps")).status_code == 200


@pytest.mark.parametrize(
    "body", [{"roles": []}, {"roles": ["Owner"]}, {"roles": "Admin"}, {"status": "ACTIVE"}, {"roles": ["x" * 300]}, []]
)
async def test_a_wrong_change_is_refused(api: httpx.AsyncClient, person: People, body: Any) -> None:
    user = await person()
    assert (await api.patch(f"/v1/users/{user.email}", json=body)).status_code == 422
    assert (await api.get(f"/v1/users/{user.email}")).json()["user"]["roles"] == [{"name": "Member"}]


async def test_an_unchanged_user_writes_nothing(api: httpx.AsyncClient, person: People, database: Database) -> None:
    user = await person()
    before = (await api.get(f"/v1/users/{user.email}")).json()
    await api.patch(f"/v1/users/{user.email}", json={"roles": ["Member"]})
    assert (await api.get(f"/v1/users/{user.email}")).json() == before
    async with database.reading("*") as db:
        assert await db.raw.fetchval("select count(*) from change where kind = 'user' and ref = $1", user.key) == 1


async def test_the_last_administrator_stays(api: httpx.AsyncClient, person: People) -> None:
    last, member = await person("Admin"), await person()
    for call in (
        api.delete(f"/v1/users/{last.email}"),
        api.patch(f"/v1/users/{last.email}", json={"roles": ["Member"]}),
    ):
        refused = await call
        assert (refused.status_code, refused.json()["error"]) == (422, "last_administrator")
    await api.patch(f"/v1/users/{member.email}", json={"roles": ["Admin"]})
    assert (await api.delete(f"/v1/users/{last.email}")).status_code == 200


async def test_an_administrator_who_never_joined_does_not_count(
    api: httpx.AsyncClient, person: People, database: Database
) -> None:
    last = await person("Admin")
    await api.post("/v1/users/invite", json={"invitee": {"email": f"x{last.email}", "roles": ["Admin"]}})
    assert (await api.delete(f"/v1/users/{last.email}")).json()["error"] == "last_administrator"


async def test_two_administrators_cannot_remove_each_other_at_once(api: httpx.AsyncClient, person: People) -> None:
    for _ in range(3):
        one, two = await person("Admin"), await person("Admin")
        await asyncio.gather(*(api.delete(f"/v1/users/{user.email}") for user in (one, two)))
        users = (await api.get("/v1/users")).json()["users"]
        assert len(users) == 1
        spare = await person("Admin")
        await api.delete(f"/v1/users/{users[0]['email']}")
        assert [user["email"] for user in (await api.get("/v1/users")).json()["users"]] == [spare.email]
        await person("Admin")
        await api.delete(f"/v1/users/{spare.email}")


async def test_another_organisation_sees_and_touches_nobody(
    api: httpx.AsyncClient, stranger_api: httpx.AsyncClient, person: People
) -> None:
    user = await person()
    assert (await stranger_api.get("/v1/users")).json()["users"] == []
    assert (await stranger_api.get(f"/v1/users/{user.email}")).status_code == 404
    assert (await stranger_api.patch(f"/v1/users/{user.email}", json={"roles": ["Admin"]})).status_code == 404
    assert (await stranger_api.delete(f"/v1/users/{user.email}")).status_code == 404
    assert (await api.get(f"/v1/users/{user.email}")).json()["user"]["roles"] == [{"name": "Member"}]


async def test_a_member_reads_users(member_api: httpx.AsyncClient) -> None:
    assert (await member_api.get("/v1/users")).status_code == 200


async def test_the_catalog_is_told_in_the_same_transaction(
    api: httpx.AsyncClient, told: list[Any], organisation: Organisation
) -> None:
    email = f"ann.{organisation.public_id.lower()}@test.example"
    await api.post("/v1/blueprints/_team/entities", json={"identifier": "payments", "title": "Payments"})
    await api.post("/v1/users/invite", json={"invitee": {"email": email, "teams": ["Payments"]}})
    await api.patch(f"/v1/users/{email}", json={"teams": []})
    await api.patch(f"/v1/users/{email}", json={"roles": ["Admin"]})
    await api.delete(f"/v1/users/{email}")
    added, teams, role, removed = told
    assert (added.before, added.user.email, added.user.status, added.teams) == (None, email, "Invited", ("Payments",))
    assert teams.teams == ()
    assert (role.before.role, role.user.role, role.teams) == ("Member", "Admin", None)
    assert isinstance(removed, UserRemoved)


async def test_teams_are_shown_by_name_and_identifier(api: httpx.AsyncClient, person: People) -> None:
    user = await person()
    for identifier, title in (("payments", "Payments"), ("growth", None)):
        await api.post("/v1/blueprints/_team/entities", json={"identifier": identifier, "title": title})
    changed = (await api.patch(f"/v1/users/{user.email}", json={"teams": ["growth", "Payments"]})).json()
    assert (changed["teams"], changed["teamsIdentifiers"]) == (["growth", "Payments"], ["growth", "payments"])
    [listed] = (await api.get("/v1/users?fields=teams")).json()["users"]
    assert listed == {"teams": ["growth", "Payments"]}
    assert (await api.patch(f"/v1/users/{user.email}", json={"teams": []})).json()["teams"] == []


async def test_when_the_catalog_refuses_nothing_is_written(api: httpx.AsyncClient, organisation: Organisation) -> None:
    email = f"ann.{organisation.public_id.lower()}@test.example"
    refused = await api.post("/v1/users/invite", json={"invitee": {"email": email, "teams": ["Nobody"]}})
    assert (refused.status_code, refused.json()["error"]) == (404, "not_found")
    assert (await api.get("/v1/users")).json()["users"] == []


async def test_the_catalog_shows_who_joined_as_a_member(
    api: httpx.AsyncClient, portal: Portal, organisation: Organisation
) -> None:
    email = f"ann.{organisation.public_id.lower()}@test.example"
    link = (await api.post("/v1/users/invite", json={"invitee": {"email": email}})).json()["invitation"]["link"]
    path = f"/v1/blueprints/_user/entities/{email}"
    assert (await api.get(path)).json()["entity"]["properties"]["status"] == "Invited"
    body = {"token": link.partition("token=")[2], "name": "Ann Lee", "password": PASSWORD}
    assert (await portal.http.post("/v1/invitations/accept", json=body)).status_code == 200
    entity = (await api.get(path)).json()["entity"]
    assert (entity["title"], entity["properties"]["status"], entity["properties"]["port_role"]) == (
        "Ann Lee",
        "Active",
        "Member",
    )
    await api.delete(f"/v1/users/{email}")
    assert (await api.get(path)).status_code == 404


async def test_changes_are_recorded_with_how_to_undo_them(
    api: httpx.AsyncClient, person: People, database: Database
) -> None:
    user = await person()
    await api.patch(f"/v1/users/{user.email}", json={"roles": ["Admin"]})
    await person("Admin")
    await api.delete(f"/v1/users/{user.email}")
    async with database.reading("*") as db:
        rows = await db.raw.fetch(
            "select op::text, undo from change where kind = 'user' and ref = $1 order by seq", user.key
        )
    assert [(row["op"], orjson.loads(row["undo"]) if row["undo"] else None) for row in rows] == [
        ("C", None),
        ("U", {"role": "Member"}),
        ("D", {"email": user.email, "name": "Kim Ro", "role": "Admin", "status": "Active"}),
    ]


async def test_nobody_changes_their_own_status(person: People, seaway_work: Work, organisation: Organisation) -> None:
    user = await person("Admin")
    work = seaway_work.acting(user.actor(organisation))
    with pytest.raises(Forbidden, match="own status"):
        await identity.update_user(work, user.email, UserUpdate(status="Disabled"))


async def test_a_password_is_not_set_over_another(
    person: People, database: Database, seaway_work: Work, portal: Portal
) -> None:
    user = await person()
    with pytest.raises(IdentifierTaken):
        await identity.create_user(seaway_work, UserDraft(user.email, password="another horse battery"))
    assert (await portal.sign_in(user.email, PASSWORD)).status_code == 200


async def test_a_removed_person_may_be_invited_again(api: httpx.AsyncClient, person: People, portal: Portal) -> None:
    user = await person()
    await api.delete(f"/v1/users/{user.email}")
    link = (await api.post("/v1/users/invite", json={"invitee": {"email": user.email}})).json()["invitation"]["link"]
    accepted = await portal.http.post(
        "/v1/invitations/accept", json={"token": link.partition("token=")[2], "password": PASSWORD}
    )
    assert accepted.status_code == 200, accepted.text


async def test_accounts_of_no_organisation_are_purged_and_others_are_not(
    api: httpx.AsyncClient, person: People, stranger_api: httpx.AsyncClient, database: Database
) -> None:
    gone, elsewhere = await person(), await person()
    await stranger_api.post("/v1/users/invite", json={"invitee": {"email": elsewhere.email}})
    for user in (gone, elsewhere):
        await api.delete(f"/v1/users/{user.email}")
    await identity.purge(database)
    async with database.reading("*") as db:
        kept = await db.raw.fetch("select id from account where id = any($1::bigint[])", [gone.key, elsewhere.key])
    assert [row["id"] for row in kept] == [elsewhere.key]
