"""What a person wrote as YAML about a blueprint: kept with its comments, and honest about whether it is still right."""

from typing import Any

import httpx
import pytest

URL = "/v1/blueprints/berth"
TEXT = """# where ships lie
title: Berth
identifier: berth
schema:
  properties:
    zone: {type: string}   # north or south
    depth:
      type: number # in metres
  required: [zone]
relations:
  next: {target: berth}
"""
BERTH: dict[str, Any] = {
    "identifier": "berth",
    "title": "Berth",
    "schema": {"properties": {"zone": {"type": "string"}, "depth": {"type": "number"}}, "required": ["zone"]},
    "relations": {"next": {"target": "berth"}},
}
RETITLED = TEXT.replace("title: Berth", "title: Mooring")


@pytest.fixture
async def berth(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """An API with one blueprint that was written as YAML."""
    assert (await api.post("/v1/blueprints", json={**BERTH, "yaml": TEXT})).status_code == 201
    return api


async def written(api: httpx.AsyncClient, query: str = "") -> dict[str, Any]:
    """Return the text of the blueprint and whether it is current."""
    answer = await api.get(f"{URL}/yaml{query}")
    assert answer.status_code == 200, answer.text
    return {name: answer.json()[name] for name in ("yaml", "current")}


async def test_the_text_comes_back_to_the_letter(berth: httpx.AsyncClient) -> None:
    assert await written(berth) == {"yaml": TEXT, "current": True}
    assert "yaml" not in (await berth.get(URL)).json()["blueprint"]
    text = (await berth.get(f"{URL}/yaml")).headers["etag"]
    assert text == (await berth.get(URL)).headers["etag"]


async def test_a_blueprint_that_nobody_wrote_as_text_has_none(api: httpx.AsyncClient) -> None:
    assert (await api.post("/v1/blueprints", json=BERTH)).status_code == 201
    assert await written(api) == {"yaml": None, "current": False}


async def test_a_write_without_a_text_leaves_it_and_says_that_it_is_behind(berth: httpx.AsyncClient) -> None:
    assert (await berth.patch(URL, json={"title": "Mooring"})).status_code == 200
    assert await written(berth) == {"yaml": TEXT, "current": False}
    assert (await berth.put(URL, json={**BERTH, "title": "Mooring", "yaml": RETITLED})).status_code == 200
    assert await written(berth) == {"yaml": RETITLED, "current": True}


async def test_a_rename_leaves_the_text_behind(berth: httpx.AsyncClient) -> None:
    answer = await berth.patch(f"{URL}/properties/depth/rename", json={"newPropertyName": "draught"})
    assert answer.status_code == 200
    assert (await written(berth))["current"] is False


async def test_a_comment_alone_is_a_change_that_others_notice(berth: httpx.AsyncClient) -> None:
    etag = (await berth.get(URL)).headers["etag"]
    commented = TEXT + "# asked by the pilots\n"
    body = {**BERTH, "yaml": commented}
    assert (await berth.put(URL, json=body, headers={"if-match": etag})).status_code == 200
    assert (await berth.put(URL, json=body, headers={"if-match": etag})).status_code == 412
    changes = (await berth.get(f"{URL}/history")).json()["changes"]
    assert changes[0]["changed"] == [{"path": "yaml", "before": TEXT, "after": commented}]


async def test_an_empty_text_removes_it(berth: httpx.AsyncClient) -> None:
    assert (await berth.put(URL, json={**BERTH, "yaml": ""})).status_code == 200
    assert await written(berth) == {"yaml": None, "current": False}
    assert (await berth.put(URL, json={**BERTH, "yaml": ""})).status_code == 200
    assert len((await berth.get(f"{URL}/history")).json()["changes"]) == 2


@pytest.mark.parametrize(
    "text",
    [RETITLED, "title: [", "- a", "title: Berth", TEXT + "---\na: 1\n", TEXT + "title: Again\n"],
    ids=["other", "broken", "list", "part", "two", "twice"],
)
async def test_a_text_that_says_something_else_is_refused(berth: httpx.AsyncClient, text: str) -> None:
    answer = await berth.put(URL, json={**BERTH, "yaml": text})
    assert answer.status_code == 422, answer.text
    assert await written(berth) == {"yaml": TEXT, "current": True}


async def test_a_text_beyond_the_bound_is_refused(berth: httpx.AsyncClient) -> None:
    answer = await berth.put(URL, json={**BERTH, "yaml": TEXT + "#" * 200_000})
    assert answer.status_code == 422


async def test_the_text_of_then_comes_back_with_its_comments(berth: httpx.AsyncClient) -> None:
    then = (await berth.get(f"{URL}/history")).json()["changes"][0]["position"]
    shorter = RETITLED.replace("    depth:\n      type: number # in metres\n", "")
    properties = {"zone": {"type": "string"}}
    body = {**BERTH, "title": "Mooring", "schema": {"properties": properties, "required": ["zone"]}, "yaml": shorter}
    assert (await berth.put(URL, json=body)).status_code == 200
    assert await written(berth, f"?at={then}") == {"yaml": TEXT, "current": True}
    assert "yaml" not in (await berth.get(f"{URL}?at={then}")).json()["blueprint"]


async def test_a_deleted_blueprint_comes_back_with_its_text(berth: httpx.AsyncClient) -> None:
    assert (await berth.delete(URL)).status_code == 200
    [gone] = (await berth.get("/v1/bin")).json()["items"]
    answer = await berth.post("/v1/bin/restore", json={"items": [gone["id"]]})
    assert answer.status_code == 200, answer.text
    assert await written(berth) == {"yaml": TEXT, "current": True}
