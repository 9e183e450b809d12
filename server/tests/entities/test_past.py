"""Searches and graphs of the past, held against what was remembered at 200 instants of a random history.

What a search should have found is worked out by the slow evaluator of `tests.query.reference` over the remembered
entities, never from the change log.
"""

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.errors import SeawayError
from seaway.domains.entities import graph_past, past, service
from seaway.domains.entities.types import EntityDraft
from seaway.domains.identity.types import Organisation
from tests.entities.conftest import PENDING, Writer, draft
from tests.query.reference import Thing, World, matches

Api = httpx.AsyncClient
INSTANTS = 200
NAMES = [f"n{place}" for place in range(9)]
KINDS = {
    "lifecycle": "string", "replicas": "number", "critical": "boolean", "readme": "string", "limits": "object",
    "tags": "array",
}  # fmt: skip
TARGETS = {"system": "system", "depends_on": "service"}


@dataclass
class Moment:
    """What was there at an instant: entities by blueprint, and the graph around one of them."""

    at: str
    entities: dict[str, list[Any]]
    root: str | None
    graph: Any


class Chronicle:
    """Writes a random history, and remembers."""

    def __init__(self, api: Api, writer: Writer, seed: int) -> None:
        self.api, self.writer, self.random = api, writer, random.Random(seed)  # noqa: S311  # a seed to repeat

    async def go_on(self) -> None:
        """Do something; what is refused did not happen."""
        what = self.random.choice([self.write] * 6 + [self.many] * 2 + [self.delete, self.rename])
        with suppress(SeawayError):
            await what()

    async def write(self) -> None:
        """Write an entity of some blueprint."""
        name = self.random.choice(NAMES)
        if self.random.random() < 0.25:
            await self.writer.write("system", draft(name, title=self.text(), properties={"tier": self.text()}))
        elif self.random.random() < 0.2:
            await self.writer.write(
                "deployment", draft(name, relations={"service": self.random.choice(NAMES)}), mode=PENDING
            )
        else:
            await self.writer.write("service", self.service(name), mode=PENDING)

    async def many(self) -> None:
        """Write three services at once."""
        await self.writer.write("service", *(self.service(name) for name in self.random.sample(NAMES, 3)), mode=PENDING)

    def service(self, name: str) -> EntityDraft:
        """Return some parts of a service."""
        pick = self.random
        properties = {
            "lifecycle": pick.choice(["alpha", "ga", "eol"]), "replicas": pick.choice([None, 0, 3, 50]),
            "critical": pick.choice([True, False, None]), "limits": pick.choice([{}, {"cpu": {"a": [1]}}, None]),
            "tags": pick.choice([[], ["a"], ["a", "b"]]), "readme": pick.choice(["", "words", "long " * 400]),
        }  # fmt: skip
        parts: dict[str, Any] = {
            "title": pick.choice([None, self.text()]), "team": pick.choice([[], ["red"], ["red", "blue"]]),
            "properties": dict(pick.sample(sorted(properties.items()), pick.randrange(len(properties)))),
            "relations": {"system": pick.choice([None, *NAMES]), "depends_on": pick.sample(NAMES, pick.randrange(4))},
        }  # fmt: skip
        return draft(name, **{key: parts[key] for key in pick.sample(sorted(parts), pick.randrange(1, 5))})

    async def delete(self) -> None:
        """Delete something, now and then with dependents or leaving references."""
        kind = self.random.choice(["service", "system", "deployment"])
        async with self.writer.work() as work:
            await service.delete_many(
                work, kind, [self.random.choice(NAMES)], delete_dependents=self.random.random() < 0.5,
                keep_references=self.random.random() < 0.3,
            )  # fmt: skip

    async def rename(self) -> None:
        """Give an entity another identifier."""
        kind = self.random.choice(["service", "system"])
        old, new = self.random.sample(NAMES, 2)
        body = {"identifier": new}
        await self.api.patch(f"/v1/blueprints/{kind}/entities/{old}", json=body)

    def text(self) -> str:
        """Return a text."""
        return self.random.choice(["Checkout", "Ledger", "pay_100%", "Ünïcode"])

    async def remember(self) -> Moment:
        """Return what is there now."""
        entities = {kind: await listed(self.api, kind) for kind in ("service", "system", "deployment")}
        names = [each["identifier"] for each in entities["service"]]
        root = self.random.choice(names) if names else None
        seen = await graph(self.api, root, {}) if root else None
        if self.random.random() < 0.5:
            at = datetime.now(UTC).isoformat()
        else:
            [last] = (await self.api.get("/v1/changes", params={"limit": 1})).json()["changes"]
            at = last["id"]
        return Moment(at, entities, root, seen)


async def listed(api: Api, kind: str) -> list[Any]:
    answer = await api.get(f"/v1/blueprints/{kind}/entities")
    found: list[Any] = answer.json()["entities"]
    return found


async def graph(api: Api, root: str | None, params: dict[str, str]) -> Any:
    asked = {"depth": "2", "include": "lifecycle,replicas", **params}
    answer = await api.get(f"/v1/blueprints/service/entities/{root}/graph", params=asked)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    found["edges"].sort(key=repr)
    return found


async def searched(api: Api, kind: str, at: str, **body: Any) -> list[Any]:
    found: list[Any] = []
    while True:
        answer = await api.post(f"/v1/blueprints/{kind}/entities/search", params={"at": at}, json={"limit": 4, **body})
        assert answer.status_code == 200, answer.text
        found += answer.json()["entities"]
        if "next" not in answer.json():
            return found
        body["from"] = answer.json()["next"]


def alike(found: list[Any], remembered: list[Any]) -> bool:
    """Tell whether entities are those that are remembered. When one was changed, its record says: a moment later."""
    for one, other in zip(found, remembered, strict=False):
        late = datetime.fromisoformat(one["updatedAt"]) - datetime.fromisoformat(other["updatedAt"])
        assert timedelta(0) <= late < timedelta(seconds=2)
    return [{**each, "updatedAt": None} for each in found] == [{**each, "updatedAt": None} for each in remembered]


def things(moment: Moment) -> World:
    """Return the remembered entities as the reference evaluator takes them."""
    found = {}
    for kind, entities in moment.entities.items():
        for place, each in enumerate(entities):
            metas = {f"${name}": each[name] for name in ("identifier", "title", "team", "blueprint")}
            kinds = KINDS if kind == "service" else {"tier": "string"} if kind == "system" else {}
            many = {"service": {"system": False, "depends_on": True}, "deployment": {"service": False}}.get(kind, {})
            targets = TARGETS if kind == "service" else {"service": "service"}
            found[kind, each["identifier"]] = Thing(
                place, kind, metas, each["properties"], each["relations"], kinds, many, targets
            )
    return World(found, datetime.now(UTC))


def a_rule(pick: random.Random) -> dict[str, Any]:
    rules: list[dict[str, Any]] = [
        {"property": "lifecycle", "operator": pick.choice(["=", "!="]), "value": pick.choice(["ga", "alpha", None])},
        {"property": "replicas", "operator": pick.choice([">", "<="]), "value": 3},
        {"property": "readme", "operator": pick.choice(["contains", "doesNotContains"]), "value": "long"},
        {"property": "$title", "operator": pick.choice(["contains", "isEmpty", "beginsWith"]), "value": "Che"},
        {"property": "$team", "operator": "containsAny", "value": ["blue"]},
        {"property": "$identifier", "operator": "in", "value": pick.sample(NAMES, 4)},
        {"property": "tags", "operator": pick.choice(["isEmpty", "isNotEmpty"])},
        {"relation": "system", "operator": pick.choice(["=", "!=", "in"]), "value": pick.sample(NAMES, 2)},
        {"relation": "depends_on", "operator": "contains", "value": pick.choice(NAMES)},
        {"relation": "system", "targetProperty": "$title", "operator": pick.choice(["=", "!="]), "value": "Ledger"},
        {
            "operator": "relatedTo", "blueprint": pick.choice(["system", "service"]), "value": pick.choice(NAMES),
            **pick.choice([{}, {"direction": "upstream"}, {"direction": "downstream"}, {"required": False}]),
        },
    ]  # fmt: skip
    rule = pick.choice(rules)
    if rule.get("operator") in ("isEmpty", "isNotEmpty"):
        rule.pop("value", None)
    if "relation" in rule and rule["operator"] in ("=", "!=") and rule.get("targetProperty") is None:
        rule["value"] = rule["value"][0]
    return rule


@pytest.fixture
def writer(catalog: Api, database: Database, organisation: Organisation) -> Writer:
    """A writer in the organisation of the client."""
    return Writer(database, system_actor(organisation.id, organisation.public_id))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
async def test_the_past_is_what_it_was_at_200_random_instants(catalog: Api, writer: Writer, seed: int) -> None:
    chronicle = Chronicle(catalog, writer, seed)
    for _ in range(20):
        await chronicle.write()
    moments = []
    for _ in range(INSTANTS // 2):
        for _ in range(chronicle.random.randrange(1, 4)):
            await chronicle.go_on()
        moments.append(await chronicle.remember())
    pick = chronicle.random
    for moment in moments:
        kind = pick.choice(["service", "service", "system", "deployment"])
        assert alike(await searched(catalog, kind, moment.at), moment.entities[kind])
        query = {"combinator": pick.choice(["and", "or"]), "rules": [a_rule(pick) for _ in range(pick.randrange(1, 4))]}
        world = things(moment)
        wanted = [
            each
            for each in moment.entities["service"]
            if matches(query, world.things["service", each["identifier"]], world)
        ]
        assert alike(await searched(catalog, "service", moment.at, query=query), wanted), query
        if moment.root:
            assert await graph(catalog, moment.root, {"at": moment.at}) == moment.graph
    for moment in pick.sample(moments, 12):
        answer = await catalog.post(
            "/v1/entities/search", params={"at": moment.at},
            json={"combinator": "and", "rules": [{"property": "$identifier", "operator": "in", "value": NAMES}]},
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        every = [each for kind in moment.entities.values() for each in kind if each["identifier"] in NAMES]
        found = answer.json()["entities"]
        assert alike(
            *(sorted(some, key=lambda each: (each["blueprint"], each["identifier"])) for some in (found, every))
        )


async def _service(api: Api, name: str, **parts: Any) -> str:
    """Write a service and return the position after it."""
    answer = await api.post(
        "/v1/blueprints/service/entities", params={"upsert": "true"}, json={"identifier": name, **parts}
    )
    assert answer.status_code == 201, answer.text
    return await _now(api)


async def _now(api: Api) -> str:
    return str((await api.get("/v1/changes", params={"limit": 1})).json()["changes"][0]["id"])


async def test_sorted_counted_and_grouped_as_then(catalog: Api) -> None:
    for name, replicas in (("a", 3), ("b", 1), ("c", 2)):
        at = await _service(catalog, name, properties={"replicas": replicas, "lifecycle": "ga"})
    await _service(catalog, "a", properties={"replicas": 0, "lifecycle": "eol"})
    await catalog.delete("/v1/blueprints/service/entities/b")
    path = "/v1/blueprints/service/entities/top-search"
    body: dict[str, Any] = {"sort": [{"property": "replicas"}], "limit": 2}
    first = (await catalog.post(path, params={"at": at}, json=body)).json()
    assert ([each["identifier"] for each in first["entities"]], first["count"]) == (["b", "c"], 3)
    rest = (await catalog.post(path, params={"at": at}, json={**body, "from": first["next"]})).json()
    assert [each["identifier"] for each in rest["entities"]] == ["a"]
    grouped = (await catalog.post(path, params={"at": at}, json={"groupBy": {"property": "lifecycle"}})).json()
    assert [(each["value"], each["count"], len(each["entities"])) for each in grouped["groups"]] == [("ga", 3, 3)]
    counted = await catalog.post("/v1/blueprints/service/entities/search/count", params={"at": at}, json={})
    assert counted.json()["count"] == 3
    assert (await catalog.post(path, params={"at": at}, json={"countOnly": True})).json()["count"] == 3
    refused = await catalog.post(f"{path}/stops", json={})
    assert refused.status_code == 200


async def test_definitions_are_those_of_then(catalog: Api, writer: Writer) -> None:
    at = await _service(catalog, "a", properties={"replicas": 3}, relations={"depends_on": ["a"]})
    url = "/v1/blueprints/service"
    assert (
        await catalog.patch(f"{url}/properties/replicas/rename", json={"newPropertyName": "pods"})
    ).status_code == 200
    assert (
        await catalog.patch(f"{url}/relations/depends_on/rename", json={"newRelationIdentifier": "needs"})
    ).status_code == 200
    query = {"combinator": "and", "rules": [{"property": "replicas", "operator": "=", "value": 3}]}
    [found] = await searched(catalog, "service", at, query=query)
    assert (found["properties"]["replicas"], found["relations"]["depends_on"]) == (3, ["a"])
    seen = (await catalog.get(f"{url}/entities/a/graph", params={"at": at})).json()
    assert [edge["relation"] for edge in seen["edges"]] == ["depends_on"]
    now = await _now(catalog)
    query["rules"][0]["property"] = "pods"
    assert len(await searched(catalog, "service", now, query=query)) == 1
    unknown = await catalog.post(f"{url}/entities/search", params={"at": at}, json={"query": query})
    assert unknown.status_code == 422


async def test_a_blueprint_that_is_gone_is_found_as_it_was(catalog: Api, writer: Writer) -> None:
    await catalog.post("/v1/blueprints/note/entities", json={"identifier": "a", "properties": {"text": "x"}})
    at = await _now(catalog)
    await catalog.delete("/v1/blueprints/note/entities/a")
    assert (await catalog.delete("/v1/blueprints/note")).status_code == 200
    [found] = await searched(catalog, "note", at)
    assert (found["identifier"], found["properties"]) == ("a", {"text": "x"})
    gone = await catalog.post("/v1/blueprints/note/entities/search", params={"at": await _now(catalog)}, json={})
    assert gone.status_code == 404


async def test_what_was_restored_was_away_in_between(catalog: Api) -> None:
    there = await _service(catalog, "a", properties={"replicas": 7})
    deleted = await catalog.delete("/v1/blueprints/service/entities/a")
    away = await _now(catalog)
    item = f"bin_{deleted.headers['X-Trace-Id']}"
    restored = await catalog.post(f"/v1/bin/{item}/restore", json={})
    assert restored.status_code == 200, restored.text
    back = await _now(catalog)
    for at, many in ((there, 1), (away, 0), (back, 1)):
        assert len(await searched(catalog, "service", at)) == many


async def test_what_is_computed_is_refused_by_name(catalog: Api) -> None:
    body = {"mirrorProperties": {"tier": {"path": "system.tier"}}}
    assert (await catalog.patch("/v1/blueprints/service", json=body)).status_code == 200
    at = await _service(catalog, "a")
    path = "/v1/blueprints/service/entities"
    query = {"combinator": "and", "rules": [{"property": "tier", "operator": "=", "value": "1"}]}
    for url, asked in (
        (f"{path}/search", {"query": query}),
        (f"{path}/top-search", {"sort": [{"property": "tier"}]}),
        (f"{path}/top-search", {"groupBy": {"property": "tier"}}),
        ("/v1/entities/search", query),
    ):
        refused = await catalog.post(url, params={"at": at}, json=asked)
        assert (refused.status_code, refused.json()["error"]) == (422, "not_remembered"), (url, refused.text)
        assert "tier" in refused.json()["message"]
    narrowed = {
        "combinator": "and",
        "rules": [*query["rules"], {"property": "$blueprint", "operator": "=", "value": "system"}],
    }
    assert (await catalog.post("/v1/entities/search", params={"at": at}, json=narrowed)).status_code == 200


async def test_what_costs_too_much_is_refused_with_a_way_out(catalog: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    at = await _service(catalog, "a", properties={"replicas": 1})
    for number in range(4):
        await _service(catalog, "a", properties={"replicas": number + 2})
        await _service(catalog, f"b{number}")
    path = "/v1/blueprints/service/entities/search"
    for name in ("MAX_ENTITIES", "MAX_TOUCHED", "MAX_RECORDS"):
        with monkeypatch.context() as patch:
            patch.setattr(past, name, 3)
            refused = await catalog.post(path, params={"at": at}, json={})
            assert (refused.status_code, refused.json()["error"]) == (422, "too_costly"), name
            assert "fewer" in refused.json()["message"]
    monkeypatch.setattr(graph_past, "MAX_EDGES", 0)
    await _service(catalog, "a", relations={"depends_on": ["a"]})
    around = await catalog.get("/v1/blueprints/service/entities/a/graph", params={"at": await _now(catalog)})
    assert around.json()["error"] == "too_costly"


async def test_an_instant_that_is_none_is_refused(catalog: Api) -> None:
    answer = await catalog.post("/v1/blueprints/service/entities/search", params={"at": "yesterday"}, json={})
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, "at")


async def test_a_stranger_sees_nothing_of_the_past(catalog: Api, stranger_api: Api) -> None:
    at = await _service(catalog, "a")
    answer = await stranger_api.post("/v1/blueprints/service/entities/search", params={"at": at}, json={})
    assert answer.status_code == 404
    found = await stranger_api.post("/v1/entities/search", params={"at": at}, json={"combinator": "and", "rules": []})
    assert "a" not in [each["identifier"] for each in found.json()["entities"]]
