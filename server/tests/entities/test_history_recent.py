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
