"""History and past states, held against what was remembered at each write."""

import random
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest

Api = httpx.AsyncClient
NOTES = "/v1/blueprints/note/entities"
SERVICES = "/v1/blueprints/service/entities"


async def history(api: Api, path: str, **params: Any) -> list[Any]:
    answer = await api.get(f"{path}/history", params=params)
    assert answer.status_code == 200, answer.text
    changes: list[Any] = answer.json()["changes"]
    return changes


async def entity_at(api: Api, path: str, at: str, **params: Any) -> Any:
    answer = await api.get(path, params={"at": at, **params})
    assert answer.status_code == 200, answer.text
    return answer.json()["entity"]


async def put(api: Api, path: str, body: Any) -> Any:
    answer = await api.put(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["entity"]


async def test_each_change_says_who_what_when_and_from_where(catalog: Api) -> None:
    body = {"identifier": "a", "title": "One", "properties": {"text": "x", "n": None}}
    assert (await catalog.post(NOTES, json=body)).status_code == 201
    headers = {"User-Agent": "port-ocean/git/1.0/i/exporter"}
    changed = {"title": "Two", "properties": {"text": "y", "any": {"deep": [1]}}}
    assert (await catalog.put(f"{NOTES}/a", json=changed, headers=headers)).status_code == 200
    newest, oldest = await history(catalog, f"{NOTES}/a")
    assert (newest["op"], oldest["op"]) == ("updated", "created")
    assert newest["actor"]["type"] == "machine"
    assert newest["actor"]["name"] == "Test machine"
    assert (newest["source"], oldest["source"]) == ("port-ocean/git/1.0/i/exporter", "test/1.0")
    assert newest["cause"].startswith("request:")
    assert newest["at"] >= oldest["at"]
    assert sorted(newest["changed"], key=lambda part: part["path"]) == [
        {"path": "properties.any", "before": None, "after": {"deep": [1]}},
        {"path": "properties.n", "before": None, "after": None},
        {"path": "properties.text", "before": "x", "after": "y"},
        {"path": "title", "before": "One", "after": "Two"},
    ]
    assert {"path": "properties.text", "before": None, "after": "x"} in oldest["changed"]
    assert {"path": "identifier", "before": None, "after": "a"} in oldest["changed"]


async def test_a_resend_leaves_no_trace(catalog: Api) -> None:
    body = {"identifier": "a", "properties": {"text": "x"}}
    for _ in range(3):
        assert (await catalog.post(NOTES, params={"upsert": "true"}, json=body)).status_code == 201
    assert len(await history(catalog, f"{NOTES}/a")) == 1


async def test_history_is_paged_and_pages_agree_with_the_whole(catalog: Api) -> None:
    await catalog.post(NOTES, json={"identifier": "a"})
    for number in range(7):
        await put(catalog, f"{NOTES}/a", {"properties": {"n": number, "text": f"t{number // 3}"}})
    whole = await history(catalog, f"{NOTES}/a")
    assert len(whole) == 8
    paged: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        answer = (await catalog.get(f"{NOTES}/a/history", params={"limit": 3, **cursor})).json()
        paged += answer["changes"]
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    assert paged == whole


async def test_a_deleted_entity_keeps_its_history_and_a_namesake_continues_it(catalog: Api) -> None:
    await catalog.post(NOTES, json={"identifier": "a", "title": "First", "properties": {"text": "long " * 500}})
    alive = (await history(catalog, f"{NOTES}/a"))[0]["position"]
    assert (await catalog.delete(f"{NOTES}/a")).status_code == 200
    changes = await history(catalog, f"{NOTES}/a")
    assert [change["op"] for change in changes] == ["deleted", "created"]
    assert {"path": "title", "before": "First", "after": None} in changes[0]["changed"]
    gone = changes[0]["position"]
    assert (await catalog.get(f"{NOTES}/a")).status_code == 404
    past = await entity_at(catalog, f"{NOTES}/a", alive)
    assert (past["title"], len(past["properties"]["text"])) == ("First", 2500)
    assert past["createdBy"] is not None
    assert (await catalog.get(f"{NOTES}/a", params={"at": gone})).status_code == 404
    await catalog.post(NOTES, json={"identifier": "a", "title": "Second"})
    assert [change["op"] for change in await history(catalog, f"{NOTES}/a")] == ["created", "deleted", "created"]
    assert (await entity_at(catalog, f"{NOTES}/a", alive))["title"] == "First"
    assert (await catalog.get(f"{NOTES}/a", params={"at": gone})).status_code == 404
    now = (await history(catalog, f"{NOTES}/a"))[0]["position"]
    assert (await entity_at(catalog, f"{NOTES}/a", now)) == (await catalog.get(f"{NOTES}/a")).json()["entity"]


async def test_relations_teams_and_names_are_those_of_then(catalog: Api) -> None:
    for name in ("one", "two"):
        body = {"identifier": name, "title": name.title(), "properties": {"tier": "gold"}}
        assert (await catalog.post("/v1/blueprints/system/entities", json=body)).status_code == 201
        assert (
            await catalog.post("/v1/blueprints/_team/entities", json={"identifier": f"team-{name}"})
        ).status_code == 201
    first = {"identifier": "a", "team": ["team-one"], "relations": {"system": "one", "depends_on": []}}
    assert (await catalog.post(SERVICES, json=first)).status_code == 201
    then = (await history(catalog, f"{SERVICES}/a"))[0]["position"]
    before = (await catalog.get(f"{SERVICES}/a")).json()["entity"]
    moved = {"identifier": "b", "team": ["team-two"], "relations": {"system": "two", "depends_on": ["a"]}}
    await put(catalog, f"{SERVICES}/a", moved)
    for name in ("a", "b"):
        past = await entity_at(catalog, f"{SERVICES}/{name}", then)
        assert past | {"updatedAt": ""} == before | {"updatedAt": ""}
    titled = await entity_at(catalog, f"{SERVICES}/b", then, attach_title_to_relation="true", include="relations")
    assert titled == {
        "identifier": "a",
        "blueprint": "service",
        "relations": {"system": {"identifier": "one", "title": "One"}, "depends_on": []},
    }
    paths = {part["path"] for change in await history(catalog, f"{SERVICES}/b") for part in change["changed"]}
    assert {"identifier", "team", "relations.system"} <= paths


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_every_past_state_is_what_it_was(catalog: Api, seed: int) -> None:
    """Random writes with nulls, absences, large values and deletions; each state is read back by position and instant."""
    rng = random.Random(seed)  # noqa: S311  # test data
    path, states = f"{NOTES}/r", []
    exists = False
    for _ in range(25):
        if exists and rng.random() < 0.1:
            assert (await catalog.delete(path)).status_code == 200
            exists, body = False, None
        else:
            text = rng.choice([None, "", "x", "y" * 3_000])
            some = rng.choice([None, {}, {"a": None}, {"a": [True, 1, 1.0]}])
            properties = {"text": text, "n": rng.choice([None, 0, 1, 2.5]), "any": some}
            kept = {name: value for name, value in properties.items() if rng.random() < 0.7}
            body = {
                "identifier": "r",
                "title": rng.choice([None, "", "T"]),
                "icon": rng.choice([None, "I"]),
                "properties": kept,
            }
            answer = await catalog.post(NOTES, params={"upsert": "true"}, json=body)
            assert answer.status_code == 201
            exists, body = True, answer.json()["entity"]
        newest = (await history(catalog, path, limit=1))[0]
        states.append((newest["position"], body))
    for position, state in states:
        answer = await catalog.get(path, params={"at": position})
        if state is None:
            assert answer.status_code == 404
        else:
            past = answer.json()["entity"]
            assert {k: past[k] for k in past if k != "updatedAt"} == {k: state[k] for k in state if k != "updatedAt"}
    _folds(await history(catalog, path, limit=200))


def _folds(changes: list[Any]) -> None:
    """Check that each change begins where the one before it ended."""
    held: dict[str, Any] = {}
    for change in reversed(changes):
        for part in change["changed"]:
            assert held.get(part["path"]) == part["before"], (part, held)
            held[part["path"]] = part["after"]
        if change["op"] == "deleted":
            assert not any(held.values()), held
            held = {}


async def test_an_instant_between_two_writes_shows_the_first(catalog: Api) -> None:
    await catalog.post(NOTES, json={"identifier": "a", "title": "One"})
    created = (await history(catalog, f"{NOTES}/a"))[0]["at"]
    await put(catalog, f"{NOTES}/a", {"title": "Two"})
    moment = datetime.fromisoformat(created)
    after = (moment + timedelta(milliseconds=1)).isoformat()
    assert (await entity_at(catalog, f"{NOTES}/a", after))["title"] in ("One", "Two")
    missing = await catalog.get(f"{NOTES}/a", params={"at": (moment - timedelta(days=1)).isoformat()})
    assert missing.status_code == 404
    assert "did not exist" in missing.json()["message"]
    assert (await entity_at(catalog, f"{NOTES}/a", "2100-01-01T00:00:00Z"))["title"] == "Two"
    plus = "2100-01-01T00:00:00+02:00"
    answer = await catalog.get(f"{NOTES}/a?at={plus}")  # a client that does not encode `+`
    assert answer.status_code == 200
    assert (await entity_at(catalog, f"{NOTES}/a", plus))["title"] == "Two"


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("yesterday", 422), ("2026-02-30T00:00:00Z", 422), ("1.2", 422), ("abc.1.x", 422), ("zzzzzz.1.1", 422),
        ("0001-01-01T00:00:00+15:00", 422), ("9999-12-31T23:59:59-15:00", 422), ("2026-01-01", 404), ("x" * 101, 422),
    ],
)  # fmt: skip
async def test_an_instant_that_is_none_is_refused(catalog: Api, at: str, status: int) -> None:
    await catalog.post(NOTES, json={"identifier": "a"})
    answer = await catalog.get(f"{NOTES}/a", params={"at": at})
    assert answer.status_code == status, answer.text
    assert answer.json()["ok"] is False
    if status == 422:
        details = answer.json()["details"]
        assert details.get("path") == "at" or details["errors"][0]["path"] == "query.at"


async def test_history_of_nobody_is_not_found_and_a_broken_cursor_refused(catalog: Api, anonymous: Api) -> None:
    await catalog.post(NOTES, json={"identifier": "a/b+c"})
    assert len(await history(catalog, f"{NOTES}/{quote('a/b+c', safe='')}")) == 1
    for path in (f"{NOTES}/nobody", "/v1/blueprints/nothing/entities/a"):
        answer = await catalog.get(f"{path}/history")
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found")
    for cursor in ("x", "WyJhIl0", "é", "WzEsMl0"):
        answer = await catalog.get(f"{NOTES}/a%2Fb%2Bc/history", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["details"]["path"]) == (422, "cursor")
    assert (await anonymous.get(f"{NOTES}/nobody/history")).status_code == 401
