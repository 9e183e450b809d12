"""Graphs: both directions, filters, cycles, what is awaited, and cuts that are told."""

import random
from typing import Any

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.domains.entities import service
from seaway.domains.entities.types import EntityDraft, WriteMode
from seaway.domains.identity.types import Organisation
from tests.entities.conftest import Writer

Api = httpx.AsyncClient


async def add(api: Api, blueprint: str, identifier: str, **relations: Any) -> None:
    body = {"identifier": identifier, "title": identifier.title(), "relations": relations}
    if blueprint == "system":
        body["properties"] = {"tier": "gold"}
    answer = await api.post(f"/v1/blueprints/{blueprint}/entities", params={"upsert": "true"}, json=body)
    assert answer.status_code == 201, answer.text


async def graph(api: Api, identifier: str, blueprint: str = "service", **params: Any) -> Any:
    answer = await api.get(f"/v1/blueprints/{blueprint}/entities/{identifier}/graph", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def depths(body: Any) -> dict[str, int]:
    return {node["identifier"]: node["depth"] for node in body["nodes"]}


def arrows(body: Any) -> set[tuple[str, str, str]]:
    return {(edge["source"]["identifier"], edge["relation"], edge["target"]["identifier"]) for edge in body["edges"]}


@pytest.fixture
async def chain(catalog: Api) -> Api:
    """Web -> api -> db (which also depends on web: a cycle), all of one system; a deployment of web."""
    await add(catalog, "system", "shop")
    for name in ("db", "api", "web"):
        await add(catalog, "service", name, system="shop")
    await add(catalog, "service", "web", system="shop", depends_on=["api"])
    await add(catalog, "service", "api", system="shop", depends_on=["db"])
    await add(catalog, "service", "db", system="shop", depends_on=["web"])
    await add(catalog, "deployment", "prod", service="web")
    return catalog


async def test_one_hop_shows_the_neighbours_of_both_directions(chain: Api) -> None:
    body = await graph(chain, "web")
    assert depths(body) == {"web": 0, "api": 1, "db": 1, "shop": 1, "prod": 1}
    assert {node["identifier"]: node["direction"] for node in body["nodes"]} == {
        "web": "self", "api": "upstream", "shop": "upstream", "db": "downstream", "prod": "downstream",
    }  # fmt: skip
    assert ("web", "depends_on", "api") in arrows(body)
    assert ("api", "depends_on", "db") in arrows(body)  # an edge between two that were reached is shown
    assert ("prod", "service", "web") in arrows(body)
    assert (body["truncated"], body["reason"], body["deeper"]) == (False, None, True)
    assert body["nodes"][0] == {
        "blueprint": "service", "identifier": "web", "title": "Web", "icon": None, "depth": 0, "direction": "self",
        "pending": False, "team": [], "properties": {}, "hidden": 0,
    }  # fmt: skip


async def test_teams_and_asked_properties_are_told(chain: Api) -> None:
    await add(chain, "_team", "payments")
    change = {"team": "payments", "properties": {"lifecycle": "ga"}}
    assert (await chain.patch("/v1/blueprints/service/entities/api", json=change)).status_code == 200
    nodes = {node["identifier"]: node for node in (await graph(chain, "web", include="lifecycle,tier"))["nodes"]}
    assert (nodes["api"]["team"], nodes["api"]["properties"]) == (["payments"], {"lifecycle": "ga"})
    assert nodes["shop"]["properties"] == {"tier": "gold"}
    assert nodes["prod"]["properties"] == {}


async def test_hidden_neighbours_are_counted_and_shown_when_expanded(chain: Api) -> None:
    await add(chain, "service", "mail")
    await add(chain, "service", "batch", depends_on=["api", "mail"])
    body = await graph(chain, "web")
    assert {node["identifier"]: node["hidden"] for node in body["nodes"]} == {
        "web": 0, "api": 1, "db": 0, "shop": 0, "prod": 0,
    }  # fmt: skip
    body = await graph(chain, "web", expand=["service,api", "service,nothing"])
    assert depths(body)["batch"] == 2
    assert ("batch", "depends_on", "api") in arrows(body)
    hidden = {node["identifier"]: node["hidden"] for node in body["nodes"]}
    assert (hidden["api"], hidden["batch"]) == (0, 1)
    body = await graph(chain, "web", expand=["service,api", "service,batch"])
    assert depths(body)["mail"] == 3
    cut = await graph(chain, "web", expand=["service,api"], limit=5)
    assert (len(cut["nodes"]), "neighbours of api" in cut["reason"]) == (5, True)
    narrow = await graph(chain, "web", blueprints="system")
    assert {node["identifier"]: node["hidden"] for node in narrow["nodes"]} == {"web": 0, "shop": 0}


async def test_a_walk_does_not_turn_round(chain: Api) -> None:
    await add(chain, "service", "sibling", system="shop")
    assert "sibling" not in depths(await graph(chain, "web", depth=6))
    assert depths(await graph(chain, "shop", "system", depth=6, direction="upstream")) == {"shop": 0}


async def test_cycles_end_and_depth_is_the_shortest(chain: Api) -> None:
    body = await graph(chain, "web", depth=6, direction="upstream")
    assert depths(body) == {"web": 0, "api": 1, "shop": 1, "db": 2}
    assert body["deeper"] is False


async def test_relations_and_blueprints_narrow_the_walk(chain: Api) -> None:
    assert depths(await graph(chain, "web", depth=3, relations="service,system")) == {"web": 0, "shop": 1, "prod": 1}
    assert depths(await graph(chain, "web", depth=3, direction="upstream", blueprints=["service"])) == {
        "web": 0, "api": 1, "db": 2,
    }  # fmt: skip


async def test_a_cut_is_told_and_why(chain: Api) -> None:
    for number in range(30):
        await add(chain, "deployment", f"d{number}", service="web")
    body = await graph(chain, "web", limit=10)
    assert (len(body["nodes"]), body["truncated"]) == (10, True)
    assert "more than 10 entities" in body["reason"]
    again = await graph(chain, "web", limit=10)
    assert again == body
    whole = await graph(chain, "web", limit=100)
    assert (len(whole["nodes"]), whole["truncated"]) == (35, False)


async def test_targets_that_do_not_exist_yet_are_shown_as_awaited(
    chain: Api, database: Database, organisation: Organisation
) -> None:
    writer = Writer(database, system_actor(organisation.id, organisation.public_id))
    draft = EntityDraft("early", properties={"lifecycle": "ga"}, relations={"system": "later", "depends_on": ["web"]})
    async with writer.work() as work:
        await service.write(work, "service", draft, WriteMode(pending_targets=True))
    body = await graph(chain, "early")
    awaited = [node for node in body["nodes"] if node["pending"]]
    assert [(node["blueprint"], node["identifier"], node["depth"]) for node in awaited] == [("system", "later", 1)]
    assert ("early", "system", "later") in arrows(body)
    assert not [node for node in (await graph(chain, "early", direction="downstream"))["nodes"] if node["pending"]]
    assert not [node for node in (await graph(chain, "early", relations="depends_on"))["nodes"] if node["pending"]]


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({"depth": 0}, "query.depth"),
        ({"depth": 7}, "query.depth"),
        ({"depth": "far"}, "query.depth"),
        ({"direction": "sideways"}, "query.direction"),
        ({"limit": 0}, "query.limit"),
        ({"limit": 5_001}, "query.limit"),
        ({"expand": "service"}, "query.expand.0"),
        ({"include": "a,b,c,d,e,f,g,h,i,j,k"}, "query.include"),
        ({"relations": "nothing"}, "relations"),
        ({"blueprints": "nothing"}, "blueprints"),
    ],
)
async def test_what_cannot_be_walked_is_refused_by_name(chain: Api, params: Any, path: str) -> None:
    answer = await chain.get("/v1/blueprints/service/entities/web/graph", params=params)
    assert answer.status_code == 422
    details = answer.json()["details"]
    assert path in [details.get("path"), *(error["path"] for error in details.get("errors", []))]


async def test_unknown_entities_and_blueprints_are_not_found(chain: Api, anonymous: Api) -> None:
    for path in ("service/entities/nothing", "nothing/entities/web"):
        answer = await chain.get(f"/v1/blueprints/{path}/graph")
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found")
    assert (await anonymous.get("/v1/blueprints/service/entities/web/graph")).status_code == 401


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_walks_equal_a_plain_search_of_the_same_graph(catalog: Api, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  # test data
    names = [f"s{number}" for number in range(20)]
    for name in names:
        await add(catalog, "service", name)
    ahead = {name: rng.sample(names, rng.randrange(4)) for name in names}
    ahead = {name: [other for other in targets if other != name] for name, targets in ahead.items()}
    for name in names:
        await add(catalog, "service", name, depends_on=ahead[name])
    back = {name: [other for other in names if name in ahead[other]] for name in names}
    for root in names[:5]:
        for depth in (1, 2, 4):
            for direction, steps in (("upstream", ahead), ("downstream", back)):
                body = await graph(catalog, root, depth=depth, direction=direction)
                wanted = _reach(root, steps, depth)
                assert depths(body) == wanted
                assert arrows(body) == {(a, "depends_on", b) for a in wanted for b in ahead[a] if b in wanted}


def _reach(root: str, steps: dict[str, list[str]], depth: int) -> dict[str, int]:
    found, level = {root: 0}, [root]
    for hop in range(1, depth + 1):
        level = [name for name in dict.fromkeys(x for n in level for x in steps[n]) if name not in found]
        found.update(dict.fromkeys(level, hop))
    return found
