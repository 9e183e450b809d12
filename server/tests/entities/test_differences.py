"""What changed between two instants: of an entity, of a blueprint, within some hops."""

from typing import Any

import httpx

Api = httpx.AsyncClient
SERVICES = "/v1/blueprints/service"


async def now(api: Api) -> str:
    """Return the position of the last change."""
    return str((await api.get("/v1/changes", params={"limit": 1})).json()["changes"][0]["id"])


async def write(api: Api, name: str, **parts: Any) -> None:
    """Create a service, or change parts of it."""
    body = {"identifier": name, **parts}
    answer = await api.post(f"{SERVICES}/entities", params={"upsert": "true", "merge": "true"}, json=body)
    assert answer.status_code == 201, answer.text


async def difference(api: Api, path: str, **params: Any) -> list[Any]:
    """Return every difference, page by page."""
    found: list[Any] = []
    while True:
        answer = await api.get(f"{path}/difference", params=params)
        assert answer.status_code == 200, answer.text
        found += answer.json()["differences"]
        if answer.json()["next"] is None:
            return found
        params["cursor"] = answer.json()["next"]


async def test_a_blueprint_net_of_what_came_and_went(catalog: Api) -> None:
    for name in ("changed", "back", "gone"):
        await write(catalog, name, title=name, properties={"replicas": 1})
    since = await now(catalog)
    await write(catalog, "changed", properties={"replicas": 2})
    await write(catalog, "changed", properties={"replicas": 3, "critical": None})
    await write(catalog, "back", properties={"replicas": 2})
    await write(catalog, "back", properties={"replicas": 1})
    await catalog.delete(f"{SERVICES}/entities/gone")
    await write(catalog, "new", properties={"lifecycle": "ga"})
    await write(catalog, "passing")
    await catalog.delete(f"{SERVICES}/entities/passing")
    until = await now(catalog)
    await write(catalog, "changed", properties={"replicas": 50})
    for limit in (50, 1):
        found = await difference(catalog, SERVICES, since=since, until=until, limit=limit)
        assert [(each["identifier"], each["op"], each["count"]) for each in found] == [
            ("changed", "updated", 2), ("gone", "deleted", 1), ("new", "created", 1),
        ]  # fmt: skip
        assert sorted(found[0]["changed"], key=lambda part: part["path"]) == [
            {"path": "properties.critical", "before": None, "after": None},
            {"path": "properties.replicas", "before": 1, "after": 3},
        ]
        assert {"path": "title", "before": "gone", "after": None} in found[1]["changed"]
        assert {"path": "properties.lifecycle", "before": None, "after": "ga"} in found[2]["changed"]
    single = (await catalog.get(found[0]["history"])).json()["changes"]
    assert [change["op"] for change in single] == ["updated", "updated"]
    assert len(await difference(catalog, SERVICES, since=since)) == 3


async def test_one_entity_through_renames_and_deletion(catalog: Api) -> None:
    await write(catalog, "a", properties={"replicas": 1})
    since = await now(catalog)
    await catalog.patch(f"{SERVICES}/entities/a", json={"identifier": "b"})
    for name in ("a", "b"):
        [found] = await difference(catalog, f"{SERVICES}/entities/{name}", since=since)
        assert (found["identifier"], found["changed"]) == ("b", [{"path": "identifier", "before": "a", "after": "b"}])
    until = await now(catalog)
    await catalog.delete(f"{SERVICES}/entities/b")
    [gone] = await difference(catalog, f"{SERVICES}/entities/b", since=until)
    assert gone["op"] == "deleted"
    assert (await catalog.get(f"{SERVICES}/entities/zzz/difference", params={"since": since})).status_code == 404


async def test_within_hops_as_they_were_at_either_end(catalog: Api) -> None:
    for name in ("c", "d", "far"):
        await write(catalog, name, properties={"replicas": 1})
    await write(catalog, "b", relations={"depends_on": ["c"]})
    await write(catalog, "a", relations={"depends_on": ["b"]})
    since = await now(catalog)
    for name in ("c", "d", "far"):
        await write(catalog, name, properties={"replicas": 2})
    await write(catalog, "b", relations={"depends_on": ["d"]})
    path = f"{SERVICES}/entities/a"
    assert await difference(catalog, path, since=since) == []
    for hops, names in ((1, ["b"]), (2, ["b", "c", "d"])):
        found = await difference(catalog, path, since=since, hops=hops, limit=1)
        assert sorted(each["identifier"] for each in found) == names
    answer = await catalog.get(f"{path}/difference", params={"since": since, "hops": 2})
    assert answer.json()["truncated"] is False


async def test_refusals(catalog: Api, stranger_api: Api) -> None:
    await write(catalog, "a")
    since = await now(catalog)
    await write(catalog, "b")
    path = f"{SERVICES}/difference"
    turned = await catalog.get(path, params={"since": await now(catalog), "until": "2020-01-01T00:00:00Z"})
    assert (turned.status_code, turned.json()["details"]["path"]) == (422, "until")
    assert (await catalog.get(path)).status_code == 422
    assert (await catalog.get(path, params={"since": since, "cursor": "x"})).status_code == 422
    assert (await stranger_api.get(path, params={"since": since})).status_code == 404
