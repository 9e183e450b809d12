"""What happened last in an organisation: newest first, page by page, and only what the caller may see."""

from typing import Any

import httpx
import pytest

Api = httpx.AsyncClient
NOTES = "/v1/blueprints/note/entities"


async def changes(api: Api, **params: Any) -> Any:
    answer = await api.get("/v1/changes", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_newest_comes_first_and_pages_add_up(catalog: Api) -> None:
    for number in range(4):
        assert (await catalog.post(NOTES, json={"identifier": f"n{number}"})).status_code == 201
    assert (await catalog.put(f"{NOTES}/n1", json={"title": "New"})).status_code == 200
    assert (await catalog.delete(f"{NOTES}/n2")).status_code == 200
    whole = await changes(catalog, kind="entity")
    told = [(event["type"], event["subject"]) for event in whole["changes"]]
    assert told[:3] == [
        ("seaway.entity.deleted", "note/n2"), ("seaway.entity.updated", "note/n1"), ("seaway.entity.created", "note/n3"),
    ]  # fmt: skip
    assert whole["changes"][1]["data"]["changed"] == ["title"]
    paged: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = await changes(catalog, kind="entity", limit=2, **cursor)
        paged += page["changes"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert paged == whole["changes"]


async def test_kinds_are_chosen_and_only_readable_ones_shown(catalog: Api, member_api: Api, anonymous: Api) -> None:
    kinds = {event["data"]["kind"] for event in (await changes(catalog))["changes"]}
    assert {"blueprint", "machine"} <= kinds
    assert {event["data"]["kind"] for event in (await changes(catalog, kind="blueprint,page"))["changes"]} == {
        "blueprint"
    }
    assert "machine" not in {event["data"]["kind"] for event in (await changes(member_api))["changes"]}
    assert (await anonymous.get("/v1/changes")).status_code == 401


async def test_those_of_ones_teams_are_told_apart(catalog: Api, member_api: Api) -> None:
    email = (await member_api.get("/v1/session")).json()["session"]["user"]["email"]
    owned = {"identifier": "boat", "title": "Boat", "schema": {"properties": {}}, "ownership": {"type": "Direct"}}
    assert (await catalog.post("/v1/blueprints", json=owned)).status_code == 201
    for team in ("sailors", "cooks"):
        assert (await catalog.post("/v1/blueprints/_team/entities", json={"identifier": team})).status_code == 201
    assert (await changes(member_api, mine=True))["changes"] == [], "in no team yet"
    answer = await catalog.patch(f"/v1/blueprints/_user/entities/{email}", json={"team": ["sailors"]})
    assert answer.status_code == 200, answer.text
    for name, team in (("a", ["sailors"]), ("b", ["cooks"]), ("c", ["cooks", "sailors"])):
        made = await catalog.post("/v1/blueprints/boat/entities", json={"identifier": name, "team": team})
        assert made.status_code == 201, made.text
    assert (await catalog.delete("/v1/blueprints/boat/entities/a")).status_code == 200
    told = await changes(member_api, mine=True)
    assert [event["type"].split(".")[-1] + " " + event["subject"] for event in told["changes"]] == [
        "deleted boat/a", "created boat/c"
    ]  # fmt: skip
    first = await changes(member_api, mine=True, limit=1)
    assert (await changes(member_api, mine=True, cursor=first["next"]))["changes"] == told["changes"][1:]
    assert (await changes(catalog, mine=True))["changes"] == [], "a machine is in no team"


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({"kind": "nothing"}, "kind"),
        ({"cursor": "x"}, "cursor"),
        ({"limit": 0}, "query.limit"),
        ({"limit": 201}, "query.limit"),
    ],
)
async def test_a_list_that_cannot_be_made_is_refused_by_name(catalog: Api, params: Any, path: str) -> None:
    answer = await catalog.get("/v1/changes", params=params)
    assert answer.status_code == 422
    details = answer.json()["details"]
    assert path in [details.get("path"), *(error["path"] for error in details.get("errors", []))]
