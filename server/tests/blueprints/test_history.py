"""What happened to a definition, what it was, and writes that are based on an older version."""

from typing import Any

import httpx
import pytest

URL = "/v1/blueprints/berth"
BERTH: dict[str, Any] = {
    "identifier": "berth",
    "title": "Berth",
    "schema": {
        "properties": {"zone": {"type": "string"}, "depth": {"type": "number"}, "crane": {"type": "boolean"}},
        "required": ["zone"],
    },
    "relations": {"next": {"target": "berth", "title": "Next"}},
}
Json = dict[str, Any]


@pytest.fixture
async def berth(api: httpx.AsyncClient) -> httpx.AsyncClient:
    """An API with one blueprint."""
    assert (await api.post("/v1/blueprints", json=BERTH)).status_code == 201
    return api


async def patch(api: httpx.AsyncClient, body: Json) -> None:
    """Change the blueprint, which must succeed."""
    answer = await api.patch(URL, json=body)
    assert answer.status_code == 200, answer.text


async def history(api: httpx.AsyncClient, query: str = "") -> Json:
    """Return a page of the history."""
    answer = await api.get(f"{URL}/history{query}")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_each_change_says_who_what_and_when(berth: httpx.AsyncClient) -> None:
    deeper = {**BERTH["schema"]["properties"], "depth": {"type": "number", "minimum": 0}}
    await patch(berth, {"title": "Mooring", "schema": {"properties": deeper, "required": []}})
    changes = (await history(berth))["changes"]
    assert [change["op"] for change in changes] == ["updated", "created"]
    assert {part["path"]: (part["before"], part["after"]) for part in changes[0]["changed"]} == {
        "title": ("Berth", "Mooring"),
        "schema.properties.depth": ({"type": "number"}, {"type": "number", "minimum": 0}),
        "schema.required": (["zone"], None),
    }
    assert changes[0]["actor"]["type"] == "machine"
    assert changes[0]["actor"]["name"]
    made = {part["path"] for part in changes[1]["changed"]}
    assert {"title", "schema.properties.zone", "relations.next"} <= made


async def test_a_new_order_alone_is_a_change_that_can_be_undone(berth: httpx.AsyncClient) -> None:
    properties = BERTH["schema"]["properties"]
    turned = {name: properties[name] for name in ("crane", "zone", "depth")}
    await patch(berth, {"schema": {"properties": turned, "required": ["zone"]}})
    changes = (await history(berth))["changes"]
    assert changes[0]["changed"] == [
        {"path": "order.schema", "before": ["zone", "depth", "crane"], "after": ["crane", "zone", "depth"]}
    ]
    then = (await berth.get(URL, params={"at": changes[1]["position"]})).json()["blueprint"]
    assert list(then["schema"]["properties"]) == ["zone", "depth", "crane"]


async def test_the_state_after_each_change_is_what_it_was(berth: httpx.AsyncClient) -> None:
    seen = [(await berth.get(URL)).json()["blueprint"]]
    for body in (
        {"description": "Where ships lie"},
        {"schema": {"properties": {"zone": {"type": "string"}}}},
        {"relations": {}, "ownership": {"type": "Direct"}},
        {"description": "", "relations": {"a": {"target": "berth"}, "B": {"target": "berth", "many": True}}},
        {"relations": {"B": {"target": "berth", "many": True}, "a": {"target": "berth"}}},
    ):
        await patch(berth, body)
        seen.append((await berth.get(URL)).json()["blueprint"])
    changes = (await history(berth))["changes"]
    assert len(changes) == len(seen)
    for change, expected in zip(changes, reversed(seen), strict=True):
        then = (await berth.get(URL, params={"at": change["position"]})).json()["blueprint"]
        assert {**then, "updatedAt": ""} == {**expected, "updatedAt": ""}
        assert list(then["schema"]["properties"]) == list(expected["schema"]["properties"])
        assert list(then["relations"]) == list(expected["relations"])


async def test_history_is_paged(berth: httpx.AsyncClient) -> None:
    for number in range(4):
        await patch(berth, {"title": f"Berth {number}"})
    titles, query = [], "?limit=2"
    while True:
        page = await history(berth, query)
        titles += [part["after"] for change in page["changes"] for part in change["changed"] if part["path"] == "title"]
        if page["next"] is None:
            break
        query = f"?limit=2&cursor={page['next']}"
    assert titles == ["Berth 3", "Berth 2", "Berth 1", "Berth 0", "Berth"]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (f"{URL}/history?cursor=nonsense", 422),
        (f"{URL}/history?cursor=other.1.2", 422),
        (f"{URL}?at=yesterday", 422),
        (f"{URL}?at=1999-01-01", 404),
        ("/v1/blueprints/nowhere/history", 404),
    ],
)
async def test_what_cannot_be_read_is_named(berth: httpx.AsyncClient, url: str, status: int) -> None:
    answer = await berth.get(url)
    assert (answer.status_code, answer.json()["ok"]) == (status, False)


async def test_a_write_based_on_an_older_version_is_refused_and_writes_nothing(berth: httpx.AsyncClient) -> None:
    old = (await berth.get(URL)).headers["etag"]
    await patch(berth, {"title": "Theirs"})
    for method, query in (("PUT", ""), ("PATCH", ""), ("PUT", "?dry_run=true")):
        answer = await berth.request(method, URL + query, json={**BERTH, "title": "Mine"}, headers={"If-Match": old})
        assert (answer.status_code, answer.json()["error"]) == (412, "outdated")
    assert (await berth.get(URL)).json()["blueprint"]["title"] == "Theirs"


async def test_a_write_based_on_what_is_there_gives_the_next_version(berth: httpx.AsyncClient) -> None:
    first = (await berth.get(URL)).headers["etag"]
    answer = await berth.put(URL, json={**BERTH, "title": "Mine"}, headers={"If-Match": f'"0", {first}'})
    assert answer.status_code == 200
    assert answer.headers["etag"] not in {first, ""}
    assert answer.headers["etag"] == (await berth.get(URL)).headers["etag"]


@pytest.mark.parametrize(("tag", "status"), [("*", 200), ('W/"1"', 412), ('"not-ours"', 412), ("bare", 400)])
async def test_other_conditions(berth: httpx.AsyncClient, tag: str, status: int) -> None:
    answer = await berth.patch(URL, json={"title": "Mine"}, headers={"If-Match": tag})
    assert answer.status_code == status, answer.text
