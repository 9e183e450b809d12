"""Watches and notifications over HTTP: who is told what, once, and what is listed of it later."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from seaway.core.actor import Actor, system_actor
from seaway.core.db import Database
from seaway.core.feed.types import FeedChange
from seaway.core.notices import CHANNEL
from seaway.core.stream import Hub, frames
from seaway.core.wake import Waker
from seaway.core.work import Cause, writing
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import Organisation
from seaway.domains.notify import jobs, service, store, watches
from seaway.kit import clock
from tests.notify.conftest import Deliver

SERVICE: dict[str, Any] = {
    "identifier": "service",
    "title": "Service",
    "icon": "Microservice",
    "schema": {"properties": {"tier": {"type": "string"}, "health": {"type": "string"}}},
}
ENTITIES = "/v1/blueprints/service/entities"
PAY = "/v1/me/watches/entities/service/pay"
KIND = "/v1/me/watches/blueprints/service"


@pytest.fixture(autouse=True)
async def catalog(api: httpx.AsyncClient) -> None:
    """A service."""
    assert (await api.post("/v1/blueprints", json=SERVICE)).status_code == 201
    await make(api, "pay", title="Pay")


async def make(api: httpx.AsyncClient, name: str, **body: Any) -> None:
    """Create an entity."""
    answer = await api.post(ENTITIES, json={"identifier": name, **body})
    assert answer.status_code == 201, answer.text


async def change(client: httpx.AsyncClient, name: str = "pay", **properties: str) -> None:
    """Change an entity."""
    answer = await client.patch(f"{ENTITIES}/{name}", json={"properties": properties})
    assert answer.status_code == 200, answer.text


async def told(client: httpx.AsyncClient, **params: Any) -> list[dict[str, Any]]:
    """Return what the caller is told."""
    answer = await client.get("/v1/me/notifications", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["notifications"]
    return found


async def unread(client: httpx.AsyncClient) -> int:
    """Return how much the caller has not read."""
    return int((await client.get("/v1/me/notifications/unread")).json()["unread"])


async def put(client: httpx.AsyncClient, *paths: str) -> None:
    """Call PUT on each path, twice: again changes nothing."""
    for path in (*paths, *paths):
        answer = await client.put(path)
        assert answer.status_code == 200, answer.text


async def promote(api: httpx.AsyncClient, member: httpx.AsyncClient) -> None:
    """Let a person write entities."""
    me = (await member.get("/v1/session")).json()["session"]["user"]["email"]
    assert (await api.patch(f"/v1/users/{me}", json={"roles": ["Admin"]})).status_code == 200


async def test_a_change_of_what_is_watched_is_told_to_its_watcher_alone(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, colleague: httpx.AsyncClient, deliver: Deliver
) -> None:
    await put(member_api, PAY)
    await change(api, tier="1", health="good")
    await make(api, "other")
    await deliver()
    [note] = await told(member_api)
    assert (note["kind"], note["op"], note["count"], note["read"]) == ("entity", "updated", 1, False)
    assert note["changed"] == ["health", "tier"]
    assert note["subject"] == {
        "blueprint": "service", "identifier": "pay", "title": "Pay", "icon": "Microservice", "about": "Service",
    }  # fmt: skip
    assert note["actor"]["name"] == "Test machine"
    assert (await unread(member_api), await told(colleague), await unread(colleague)) == (1, [], 0)


async def test_what_came_before_the_watch_is_not_told(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, deliver: Deliver
) -> None:
    await change(api, tier="1")
    await put(member_api, PAY)
    assert len(await deliver()) > 1
    assert await told(member_api) == []


async def test_nobody_is_told_what_they_did_themselves(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, colleague: httpx.AsyncClient, deliver: Deliver
) -> None:
    await promote(api, member_api)
    await put(member_api, PAY, KIND)
    await put(colleague, PAY)
    await change(member_api, tier="1")
    await deliver()
    assert await told(member_api) == []
    assert [note["actor"]["name"] for note in await told(colleague)] == ["Mem Ber"]


async def test_changes_are_told_together_until_they_are_read(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, deliver: Deliver
) -> None:
    await put(member_api, PAY)
    await change(api, tier="1")
    await change(api, tier="2")
    await deliver()
    await change(api, health="good")
    await deliver()
    [note] = await told(member_api)
    assert (note["count"], note["changed"]) == (3, ["health", "tier"])
    answer = await member_api.patch(f"/v1/me/notifications/{note['id']}", json={"read": True})
    assert (answer.status_code, await unread(member_api)) == (200, 0)
    await change(api, tier="3")
    await deliver()
    assert [(each["count"], each["read"]) for each in await told(member_api)] == [(1, False), (3, True)]
    assert len(await told(member_api, unread=True)) == 1
    again = await member_api.patch(f"/v1/me/notifications/{note['id']}", json={"read": False})
    assert (again.status_code, await unread(member_api)) == (200, 1)
    assert (await member_api.post("/v1/me/notifications/read")).json()["count"] == 1
    assert await unread(member_api) == 0


async def test_a_change_that_comes_twice_is_told_once(
    api: httpx.AsyncClient,
    member_api: httpx.AsyncClient,
    deliver: Deliver,
    database: Database,
    organisation: Organisation,
) -> None:
    await put(member_api, PAY)
    await change(api, tier="1")
    changes = await deliver()
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("feed:test")) as work:
        await jobs.tell_watchers(work, [each for each in changes if each.kind == "entity"])
    assert [note["count"] for note in await told(member_api)] == [1]


async def test_a_watched_blueprint_tells_of_its_entities_together_and_of_itself(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, deliver: Deliver
) -> None:
    await put(member_api, KIND, PAY)
    await make(api, "one", title="One")
    await deliver()
    [note] = await told(member_api)
    assert (note["kind"], note["subject"]["identifier"], note["entity"]["title"]) == ("entities", "service", "One")
    await make(api, "two")
    await change(api, tier="1")
    await api.patch("/v1/blueprints/service", json={"title": "Services of ours"})
    await deliver()
    found = {note["kind"]: note for note in await told(member_api)}
    assert set(found) == {"entities", "entity", "blueprint"}
    assert (found["entities"]["count"], found["entities"]["entity"]) == (2, None)
    assert (found["entity"]["count"], found["blueprint"]["op"]) == (1, "updated")


async def test_a_deleted_entity_is_named_and_then_forgotten_where_it_was_not_deleted(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, deliver: Deliver
) -> None:
    await put(member_api, PAY)
    await change(api, tier="1")
    await deliver()
    await api.delete(f"{ENTITIES}/pay")
    assert (await told(member_api), await unread(member_api)) == ([], 0), "gone, and its end not told yet"
    await deliver()
    [note] = await told(member_api)
    assert (note["op"], note["count"], note["subject"]["title"]) == ("deleted", 2, "Pay")
    assert (await member_api.get("/v1/me/watches")).json()["watches"] == []


async def test_watches_are_listed_and_end(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(member_api, PAY, KIND)
    listed = (await member_api.get("/v1/me/watches")).json()["watches"]
    assert [(each["kind"], each["identifier"]) for each in listed] == [("blueprint", "service"), ("entity", "pay")]
    monkeypatch.setattr(watches, "MAX_WATCHES", 2)
    await make(api, "more")
    assert (await member_api.put("/v1/me/watches/entities/service/more")).status_code == 422
    for path in (PAY, PAY, KIND):
        assert (await member_api.delete(path)).status_code == 200
    await change(api, tier="1")
    await deliver()
    assert await told(member_api) == []


@pytest.mark.parametrize("path", ["entities/service/none", "entities/none/pay", "blueprints/none"])
async def test_what_is_unknown_cannot_be_watched(member_api: httpx.AsyncClient, path: str) -> None:
    assert (await member_api.put(f"/v1/me/watches/{path}")).status_code == 404


async def test_notifications_of_others_cannot_be_touched(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, colleague: httpx.AsyncClient, deliver: Deliver
) -> None:
    await put(member_api, PAY)
    await change(api, tier="1")
    await deliver()
    [note] = await told(member_api)
    answer = await colleague.patch(f"/v1/me/notifications/{note['id']}", json={"read": True})
    assert answer.status_code == 404
    assert (await colleague.post("/v1/me/notifications/read")).json()["count"] == 0
    assert await unread(member_api) == 1


async def test_notifications_come_page_by_page(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, deliver: Deliver
) -> None:
    for name in ("a", "b", "c"):
        await make(api, name)
        await put(member_api, f"/v1/me/watches/entities/service/{name}")
        await change(api, name, tier="1")
    await deliver()
    first = (await member_api.get("/v1/me/notifications", params={"limit": 2})).json()
    rest = (await member_api.get("/v1/me/notifications", params={"limit": 2, "cursor": first["next"]})).json()
    names = [each["subject"]["identifier"] for each in (*first["notifications"], *rest["notifications"])]
    assert (names, rest["next"], first["unread"]) == (["c", "b", "a"], None, 3)
    assert (await member_api.get("/v1/me/notifications", params={"cursor": "what"})).status_code == 422


@pytest.mark.parametrize("path", ["watches", "notifications", "notifications/unread"])
async def test_a_machine_is_told_nothing(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(f"/v1/me/{path}")).status_code == 403
    assert (await api.put(PAY)).status_code == 403


async def test_who_leaves_is_told_no_more(
    api: httpx.AsyncClient,
    member_api: httpx.AsyncClient,
    deliver: Deliver,
    database: Database,
    organisation: Organisation,
) -> None:
    await put(member_api, PAY)
    await change(api, tier="1")
    await deliver()
    me = (await member_api.get("/v1/session")).json()["session"]["user"]["email"]
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("test:leave")) as work:
        await identity.delete_user(work, me)
    async with database.reading(organisation.id) as db:
        for table in ("watch", "notification"):
            assert await db.raw.fetchval(f"select count(*) from {table} where org = $1", organisation.id) == 0


async def test_old_and_superfluous_notifications_are_removed(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, deliver: Deliver, database: Database
) -> None:
    for name in ("a", "b"):
        await make(api, name)
        await put(member_api, f"/v1/me/watches/entities/service/{name}")
        await change(api, name, tier="1")
    await deliver()
    newest, oldest = await told(member_api)
    await member_api.patch(f"/v1/me/notifications/{oldest['id']}", json={"read": True})
    await service.purge(database)
    assert len(await told(member_api)) == 2
    now = clock.now()
    async with database.writing("*") as db:
        await db.raw.execute("update notification set at = $1 where id = $2", now - service.READ_KEPT, oldest["id"])
    await service.purge(database)
    assert [note["id"] for note in await told(member_api)] == [newest["id"]]
    async with database.writing("*") as db:
        await store.forget(db, now, clock.now())
    assert await told(member_api) == []


async def test_an_open_portal_hears_that_something_is_new(
    api: httpx.AsyncClient,
    member_api: httpx.AsyncClient,
    deliver: Deliver,
    database: Database,
    organisation: Organisation,
) -> None:
    async def narrate(_db: object, told: Any) -> list[bytes]:
        return [b"{}" for _ in told]

    await put(member_api, PAY)
    me = (await member_api.get("/v1/session")).json()["session"]["user"]["id"]
    actor = replace(system_actor(organisation.id, organisation.public_id), id=me, type="user", role="Member")
    waker = Waker(database.dsn)
    hub = Hub(database, waker, narrate)
    waker.hear(CHANNEL, hub.notice)

    def streams(who: Actor) -> Any:
        async def check() -> tuple[Actor, frozenset[str]]:
            return who, frozenset()

        return frames(hub, check, None)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(waker.run()), group.create_task(hub.run())]
        mine, others = streams(actor), streams(replace(actor, id="u_other"))
        assert (await anext(mine)).startswith(b"event: ready")
        assert (await anext(others)).startswith(b"event: ready")
        waiting = group.create_task(anext(others))
        await change(api, tier="1")
        await deliver()
        async with asyncio.timeout(10):
            assert await anext(mine) == b"event: notice\ndata: {}\n\n"
        assert not waiting.done(), "others hear nothing"
        hub.close()
        for task in (*tasks, waiting):
            task.cancel()
        await mine.aclose()


async def test_whoever_asked_for_an_import_is_told_how_it_ended(
    api: httpx.AsyncClient,
    member_api: httpx.AsyncClient,
    deliver: Deliver,
    database: Database,
    organisation: Organisation,
) -> None:
    await promote(api, member_api)
    run = (
        await member_api.post("/v1/imports", files={"file": ("a.yaml", b"a: 1")}, data={"source": "harbour"})
    ).json()["import"]
    async with database.writing(organisation.id) as db:
        number = await db.raw.fetchval("update import set status = 'held' where public_id = $1 returning id", run["id"])
    changes = await deliver()
    assert await told(member_api) == []
    ended = replace(next(each for each in changes if each.ref == number), op="U")
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("feed:test")) as work:
        await tell(work, ended)
    [note] = await told(member_api)
    assert (note["kind"], note["status"], note["subject"]["title"]) == ("import", "held", "harbour")
    assert note["subject"]["identifier"] == run["id"]


async def tell(work: Any, change: FeedChange) -> None:
    """Let the handler of imports work."""
    await jobs.tell_requester(work, change)
