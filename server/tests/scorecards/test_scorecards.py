"""Scorecards over HTTP: every operation, what is refused, and what the change log says."""

from typing import Any

import httpx
import pytest

from seaway.core.db import Database
from seaway.core.feed import store
from seaway.core.feed.types import FeedChange
from seaway.core.position import Position
from seaway.domains.identity.types import Organisation
from tests.scorecards.conftest import add, filled, query, scorecard

ALL, ONE = "/v1/blueprints/service/scorecards", "/v1/blueprints/service/scorecards/readiness"
DEFAULTS = [
    {"title": "Basic", "color": "paleBlue"},
    {"title": "Bronze", "color": "bronze"},
    {"title": "Silver", "color": "silver"},
    {"title": "Gold", "color": "gold"},
]
pytestmark = pytest.mark.usefixtures("service")


@pytest.fixture
def log(database: Database, organisation: Organisation) -> Any:
    """Read what the change log says about scorecards."""

    async def read() -> list[FeedChange]:
        async with database.reading(organisation.id) as db:
            changes = await store.read_all(db, Position(0, 0), 10_000, organisation.id)
        return [change for change in changes if change.kind == "scorecard"]

    return read


async def test_a_new_scorecard_is_answered_whole_with_the_usual_levels(api: httpx.AsyncClient) -> None:
    added = await add(api)

    assert added["levels"] == DEFAULTS
    assert added["rules"] == scorecard()["rules"]
    assert added["blueprint"] == "service"
    assert added["id"].startswith("sc_")
    assert "filter" not in added
    assert "properties" not in added
    assert {"createdAt", "createdBy", "updatedAt", "updatedBy"} <= added.keys()
    assert (await api.get(ONE)).json() == {"ok": True, "scorecard": added}
    assert (await api.get(ALL)).json() == {"ok": True, "scorecards": [added]}
    assert (await api.get("/v1/scorecards")).json() == {"ok": True, "scorecards": [added]}


async def test_levels_filter_and_properties_come_back_as_they_were_sent(api: httpx.AsyncClient) -> None:
    levels = [{"title": "None", "color": "red"}, {"title": "Done", "color": "green"}]
    sent = {
        "levels": levels,
        "filter": query({"property": "lifecycle", "operator": "=", "value": "ga"}),
        "properties": {"tier": 1},
        "rules": [{"identifier": "r", "title": "R", "level": "Done", "query": query(filled("repo"))}],
    }
    added = await add(api, **sent)

    assert {name: added[name] for name in sent} == sent


async def test_replacing_clears_what_is_left_out(api: httpx.AsyncClient) -> None:
    await add(api, filter=query(filled("repo")), levels=[*DEFAULTS, {"title": "Platinum", "color": "blue"}])

    answer = await api.put(ONE, json=scorecard(title="New"))

    assert answer.status_code == 200
    assert answer.json()["scorecard"]["title"] == "New"
    assert answer.json()["scorecard"]["levels"] == DEFAULTS
    assert "filter" not in answer.json()["scorecard"]


async def test_what_was_read_may_be_sent_back(api: httpx.AsyncClient, log: Any) -> None:
    added = await add(api, filter=query(filled("repo")), properties={"tier": 1})

    for answer in (await api.put(ONE, json=added), await api.patch(ONE, json=added), await api.put(ALL, json=[added])):
        assert answer.status_code == 200, answer.text
    elsewhere = await api.put(ONE, json={**added, "blueprint": "_user"})

    assert (await api.get(ONE)).json()["scorecard"] == added
    assert (elsewhere.status_code, elsewhere.json()["details"]["path"]) == (422, "blueprint")
    assert [change.op for change in await log()] == ["C"]


async def test_a_patch_changes_what_it_names(api: httpx.AsyncClient) -> None:
    await add(api, filter=query(filled("repo")))

    titled = (await api.patch(ONE, json={"title": "New"})).json()["scorecard"]
    open_to_all = (await api.patch(ONE, json={"filter": None})).json()["scorecard"]

    assert titled["title"] == "New"
    assert titled["filter"] == query(filled("repo"))
    assert "filter" not in open_to_all
    assert open_to_all["rules"] == scorecard()["rules"]


async def test_deleting_is_done_once(api: httpx.AsyncClient) -> None:
    await add(api)

    assert (await api.delete(ONE)).json() == {"ok": True}
    assert (await api.delete(ONE)).status_code == 404
    assert (await api.get(ALL)).json()["scorecards"] == []


async def test_a_bare_array_replaces_the_whole_set(api: httpx.AsyncClient) -> None:
    kept = await add(api)
    await add(api, identifier="gone")

    answer = await api.put(ALL, json=[scorecard(identifier="first", id="anything"), scorecard()])

    assert answer.status_code == 200
    assert [each["identifier"] for each in answer.json()["scorecards"]] == ["first", "readiness"]
    assert answer.json()["scorecards"][1] == kept
    listed = (await api.get(ALL)).json()["scorecards"]
    assert [each["identifier"] for each in listed] == ["first", "readiness"]
    assert (await api.put(ALL, json=[])).json()["scorecards"] == []


async def test_a_set_that_cannot_be_kept_changes_nothing(api: httpx.AsyncClient) -> None:
    before = await add(api)

    twice = await api.put(ALL, json=[scorecard(identifier="a"), scorecard(identifier="a")])
    wrong = await api.put(ALL, json=[scorecard(rules=[{**scorecard()["rules"][0], "level": "Tin"}])])

    assert (twice.status_code, twice.json()["details"]["path"]) == (422, "1.identifier")
    assert (wrong.status_code, wrong.json()["details"]["path"]) == (422, "0.rules.0.level")
    assert (await api.get(ALL)).json()["scorecards"] == [before]


async def test_identifiers_are_unique_among_all_scorecards(api: httpx.AsyncClient) -> None:
    await add(api)
    await api.post("/v1/blueprints", json={"identifier": "team_", "title": "T", "schema": {"properties": {}}})

    body = {"identifier": "readiness", "title": "R", "rules": []}
    again = await api.post(ALL, json=scorecard())
    elsewhere = await api.post("/v1/blueprints/team_/scorecards", json=body)
    in_a_set = await api.put("/v1/blueprints/team_/scorecards", json=[body])

    for answer in (again, elsewhere, in_a_set):
        assert (answer.status_code, answer.json()["error"]) == (409, "identifier_taken")
        assert "taken" in answer.json()["message"]


async def test_an_identifier_stays(api: httpx.AsyncClient) -> None:
    await add(api)

    for answer in (await api.put(ONE, json=scorecard(identifier="x")), await api.patch(ONE, json={"identifier": "x"})):
        assert (answer.status_code, answer.json()["details"]["path"]) == (422, "identifier")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/blueprints/nowhere/scorecards"),
        ("GET", "/v1/blueprints/nowhere/scorecards/readiness"),
        ("GET", "/v1/blueprints/_user/scorecards/readiness"),
        ("GET", "/v1/blueprints/service/scorecards/nothing"),
        ("POST", "/v1/blueprints/nowhere/scorecards"),
        ("PUT", "/v1/blueprints/service/scorecards/nothing"),
        ("PATCH", "/v1/blueprints/_user/scorecards/readiness"),
        ("DELETE", "/v1/blueprints/_user/scorecards/readiness"),
        ("GET", "/v1/scorecards/nothing/summary"),
        ("GET", "/v1/scorecards/nothing/results"),
        ("GET", "/v1/scorecards/nothing/over-time"),
    ],
)
async def test_what_is_not_there_is_not_found(api: httpx.AsyncClient, method: str, path: str) -> None:
    await add(api)
    body = {"PATCH": {"title": "x"}, "PUT": scorecard(), "POST": scorecard()}.get(method)

    answer = await api.request(method, path, json=body)

    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


def rule(**more: Any) -> dict[str, Any]:
    """Return the one rule of a scorecard."""
    return {"rules": [{"identifier": "r", "title": "R", "level": "Gold", "query": query(filled("repo"))} | more]}


CONDITION = "rules.0.query.conditions.0"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        (rule(level="Basic"), "rules.0.level"),
        (rule(level="Tin"), "rules.0.level"),
        ({"rules": rule()["rules"] * 2}, "rules.1.identifier"),
        ({"levels": [DEFAULTS[0], DEFAULTS[3], DEFAULTS[3]], **rule()}, "levels.2.title"),
        (rule(query={"combinator": "and", "conditions": []}), "rules.0.query.conditions"),
        (rule(query={"combinator": "xor", "conditions": [filled("repo")]}), "rules.0.query.combinator"),
        (rule(query={"rules": []}), "rules.0.query.rules"),
        (rule(query=query(filled("nothing"))), f"{CONDITION}.property"),
        (rule(query=query({"relation": "nothing", "operator": "isEmpty"})), CONDITION),
        (rule(query=query({"property": "repo", "operator": "matchAny", "value": "x"})), f"{CONDITION}.operator"),
        (rule(query=query({"property": "repo", "operator": ">", "value": 1})), f"{CONDITION}.operator"),
        (rule(query=query({"property": "replicas", "operator": ">"})), CONDITION),
        (rule(query=query(query(filled("repo")))), CONDITION),
        (rule(query=query({**filled("repo"), "not": "yes"})), f"{CONDITION}.not"),
        (rule(query=query({"property": "repo", "operator": "=", "value": "x", "not": True})), f"{CONDITION}.not"),
        (
            rule(query=query({"property": "repo", "operator": "=", "value": {"context": "user", "property": "x"}})),
            CONDITION,
        ),
        (rule(query=query({"property": "repo", "operator": "=", "value": "{{getUserEmail()}}"})), CONDITION),
        ({"filter": query({"property": "$nothing", "operator": "isEmpty"})}, "filter.conditions.0.property"),
    ],
)
async def test_what_cannot_be_measured_is_refused_and_named(
    api: httpx.AsyncClient, more: dict[str, Any], path: str
) -> None:
    answer = await api.post(ALL, json=scorecard(**more))

    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request"), answer.text
    assert answer.json()["details"]["path"] == path
    assert answer.json()["message"].startswith(path)


@pytest.mark.parametrize(
    "more",
    [
        {"identifier": ".."},
        {"identifier": "has space"},
        {"identifier": "x" * 101},
        {"title": ""},
        {"levels": [{"title": "A", "color": "mauve"}]},
        {"rules": [{"identifier": "dot.ted", "title": "R", "level": "Gold", "query": query(filled("repo"))}]},
        {"rules": [{"identifier": "r", "title": "R", "query": query(filled("repo"))}]},
        {"more": 1},
    ],
)
async def test_what_does_not_fit_the_shape_is_refused(api: httpx.AsyncClient, more: dict[str, Any]) -> None:
    answer = await api.post(ALL, json=scorecard(**more))

    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")


async def test_every_published_operator_is_taken(api: httpx.AsyncClient) -> None:
    window = {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}
    conditions = [
        *({"property": "lifecycle", "operator": each, "value": "x"} for each in ("=", "!=", "contains", "beginsWith")),
        *({"property": "lifecycle", "operator": f"doesNot{each}", "value": "x"} for each in ("Contains", "BeginsWith")),
        *({"property": "lifecycle", "operator": each, "value": "x"} for each in ("endsWith", "doesNotEndsWith")),
        *({"property": "replicas", "operator": each, "value": 3} for each in (">", "<", ">=", "<=")),
        *({"property": "lifecycle", "operator": each, "value": ["x", "y"]} for each in ("in", "containsAny")),
        *({"property": "deployed", "operator": each, "value": window} for each in ("between", "notBetween", "=")),
        *({"property": "$updatedAt", "operator": "between", "value": {"preset": each}} for each in ("lastDay", "today")),
        {"relation": "peer", "operator": "=", "value": "a"},
        {"relation": "peer", "operator": "isEmpty", "not": True},
        {"property": "$team", "operator": "isNotEmpty"},
    ]  # fmt: skip

    added = await add(api, **rule(query=query(*conditions)))

    assert added["rules"][0]["query"]["conditions"] == conditions


async def test_each_write_leaves_one_record_and_none_without_a_change(api: httpx.AsyncClient, log: Any) -> None:
    await add(api)
    await api.put(ONE, json=scorecard())
    await api.patch(ONE, json={"title": "Readiness"})
    await api.put(ALL, json=[scorecard()])
    await api.patch(ONE, json={"title": "New", "rules": []})
    await api.delete(ONE)

    changes = await log()

    assert [change.op for change in changes] == ["C", "U", "D"]
    assert changes[1].undo == {"title": "Readiness", "rules": scorecard()["rules"]}
    assert changes[2].undo["identifier"] == "readiness"
    assert changes[2].undo["blueprint"] == "service"
    assert {change.actor_type for change in changes} == {"machine"}


async def test_members_look_and_do_not_write(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    await add(api)

    assert (await member_api.get(ONE)).status_code == 200
    refused = [
        await member_api.post(ALL, json=scorecard(identifier="x")),
        await member_api.put(ONE, json=scorecard()),
        await member_api.put(ALL, json=[]),
        await member_api.patch(ONE, json={"title": "x"}),
        await member_api.delete(ONE),
    ]
    assert [answer.status_code for answer in refused] == [403] * 5


async def test_another_organisation_sees_nothing(api: httpx.AsyncClient, stranger_api: httpx.AsyncClient) -> None:
    await add(api)
    blueprint = {"identifier": "service", "title": "S", "schema": {"properties": {"repo": {"type": "string"}}}}
    assert (await stranger_api.post("/v1/blueprints", json=blueprint)).status_code == 201

    assert (await stranger_api.get("/v1/scorecards")).json()["scorecards"] == []
    assert (await stranger_api.get(ONE)).status_code == 404
    assert (await stranger_api.get("/v1/scorecards/readiness/summary")).status_code == 404
    mine = await stranger_api.post(ALL, json=scorecard(rules=[]))
    assert mine.status_code == 201, "an identifier is taken in its own organisation only"
    assert (await stranger_api.delete(ONE)).status_code == 200
    assert (await api.get(ONE)).status_code == 200


async def test_rules_follow_what_is_renamed(api: httpx.AsyncClient) -> None:
    await add(api, filter=query({"relation": "peer", "operator": "isEmpty"}))

    await api.patch("/v1/blueprints/service/properties/repo/rename", json={"newPropertyName": "source"})
    await api.patch("/v1/blueprints/service/relations/peer/rename", json={"newRelationIdentifier": "buddy"})

    found = (await api.get(ONE)).json()["scorecard"]
    assert found["rules"][0]["query"]["conditions"] == [filled("source")]
    assert found["filter"]["conditions"] == [{"relation": "buddy", "operator": "isEmpty"}]


async def test_a_plan_names_the_scorecards_that_lose_a_property(api: httpx.AsyncClient) -> None:
    await add(api)
    schema = {"properties": {"repo": {"type": "string", "format": "url"}}, "required": []}

    answer = await api.patch("/v1/blueprints/service?dry_run=true", json={"schema": schema, "mirrorProperties": {}})

    others = answer.json()["plan"]["others"]
    [effect] = [each for each in others if each["kind"] == "scorecard"]
    assert effect["before"] == {"title": "Readiness", "uses": ["replicas", "tags"]}


async def test_scorecards_go_with_their_blueprint(api: httpx.AsyncClient, log: Any) -> None:
    await add(api)

    assert (await api.delete("/v1/blueprints/service")).status_code == 200

    assert (await api.get("/v1/scorecards")).json()["scorecards"] == []
    assert [change.op for change in await log()] == ["C", "D"]
