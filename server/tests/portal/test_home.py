"""The Home that a role begins with, over HTTP: administrators set it, people who arranged theirs keep it."""

from typing import Any

import httpx
import orjson
import pytest

from seaway.core.db import Database, sql
from seaway.domains.identity.types import Organisation

DEFAULTS = "/v1/home/defaults"
CALM = {"main": ["favourites"], "side": ["mine"], "hidden": ["changes"]}
BUSY = {"main": ["changes", "mine"], "side": [], "hidden": []}


async def homes(client: httpx.AsyncClient) -> tuple[Any, Any]:
    """Return how the caller arranged Home, and what it is without that."""
    found = (await client.get("/v1/me/preferences")).json()["preferences"]
    return found["home"], found["homeDefault"]


async def put(api: httpx.AsyncClient, role: str, layout: dict[str, Any]) -> None:
    """Set a default."""
    answer = await api.put(f"{DEFAULTS}/{role}", json=layout)
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "default": {"role": role, "layout": layout}})


async def test_a_role_begins_with_its_default_and_nobody_elses(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient
) -> None:
    assert await homes(member_api) == (None, None)
    await put(api, "Admin", BUSY)
    assert await homes(member_api) == (None, None)
    await put(api, "Member", CALM)
    assert await homes(member_api) == (None, CALM)
    listed = (await member_api.get(DEFAULTS)).json()["defaults"]
    assert listed == [{"role": "Admin", "layout": BUSY}, {"role": "Member", "layout": CALM}]


async def test_an_arrangement_of_ones_own_stays_and_taken_back_it_gives_way(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient
) -> None:
    answer = await member_api.patch("/v1/me/preferences", json={"home": BUSY})
    assert answer.json()["preferences"]["homeDefault"] is None
    await put(api, "Member", CALM)
    assert await homes(member_api) == (BUSY, CALM)
    back = (await member_api.patch("/v1/me/preferences", json={"home": None})).json()["preferences"]
    assert (back["home"], back["homeDefault"]) == (None, CALM)


async def test_a_default_is_taken_away_once_and_again_changes_nothing(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient
) -> None:
    await put(api, "Member", CALM)
    for _ in range(2):
        assert (await api.delete(f"{DEFAULTS}/Member")).json() == {"ok": True}
        assert await homes(member_api) == (None, None)
        assert (await api.get(DEFAULTS)).json()["defaults"] == []


@pytest.mark.parametrize(
    ("role", "body", "named"),
    [
        ("Member", {"main": ["<b>"]}, "main"),
        ("Member", {"main": ["x"] * 41}, "main"),
        ("Member", {"top": ["mine"]}, "top"),
        ("Owner", CALM, "role"),
    ],
)
async def test_a_wrong_default_is_named(api: httpx.AsyncClient, role: str, body: dict[str, Any], named: str) -> None:
    answer = await api.put(f"{DEFAULTS}/{role}", json=body)
    assert answer.status_code == 422
    assert named in answer.json()["message"]
    assert (await api.get(DEFAULTS)).json()["defaults"] == []


async def test_only_administrators_set_it(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    await put(api, "Member", CALM)
    for method in ("PUT", "DELETE"):
        answer = await member_api.request(method, f"{DEFAULTS}/Member", json=BUSY)
        assert (answer.status_code, answer.json()["details"]["permission"]) == (403, "update:organization")
    assert await homes(member_api) == (None, CALM)


async def test_it_holds_in_its_organisation_alone(api: httpx.AsyncClient, stranger_api: httpx.AsyncClient) -> None:
    await put(api, "Member", CALM)
    assert (await stranger_api.get(DEFAULTS)).json()["defaults"] == []
    await stranger_api.delete(f"{DEFAULTS}/Member")
    await put(stranger_api, "Member", BUSY)
    assert (await api.get(DEFAULTS)).json()["defaults"] == [{"role": "Member", "layout": CALM}]


async def test_every_change_is_remembered_once_with_the_way_back(
    api: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    for layout in (CALM, CALM, BUSY):
        await put(api, "Member", layout)
    for _ in range(2):
        await api.delete(f"{DEFAULTS}/Member")
    async with database.reading("*") as db:
        statement = sql("""
          select c.op, c.undo::text as undo from change c where c.org = :org and c.kind = 'home_default'
          order by c.seq""")
        rows = await db.all(statement, org=organisation.id)
    assert [(row["op"], orjson.loads(row["undo"] or "null")) for row in rows] == [
        (b"C", None),
        (b"U", {"layout": CALM}),
        (b"D", {"identifier": "Member", "layout": BUSY}),
    ]


async def test_members_are_told_whose_home_changed_while_it_is_there_and_when_it_is_gone(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient
) -> None:
    async def told() -> list[tuple[str, str]]:
        answer = await member_api.get("/v1/changes", params={"kind": "home_default"})
        return [(each["type"], each["subject"]) for each in answer.json()["changes"]]

    await put(api, "Member", CALM)
    assert await told() == [("seaway.home_default.created", "Member")]
    await api.delete(f"{DEFAULTS}/Member")
    assert await told() == [("seaway.home_default.deleted", "Member"), ("seaway.home_default.created", "Member")]
