"""Results: when they appear, change and go, how answers and searches show them, and how they went over time."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from seaway.core.db import Database, sql
from seaway.core.jobs.inline import InlineEngine
from seaway.domains.identity.types import Organisation
from seaway.domains.scorecards import evaluation, jobs
from seaway.kit import clock
from tests.scorecards.conftest import Deliver, add, filled, put, query, scorecard, shown

REPO = "https://git.example/x"
SUMMARY = "/v1/scorecards/readiness/summary"
pytestmark = pytest.mark.usefixtures("service")


def statuses(entity: dict[str, Any]) -> dict[str, str]:
    """Return the rules of an entity's scorecard."""
    return {rule["identifier"]: rule["status"] for rule in entity["scorecards"]["readiness"]["rules"]}


async def search(api: httpx.AsyncClient, *rules: dict[str, Any]) -> list[str]:
    """Return the identifiers of services that a query finds."""
    body = {"query": {"combinator": "and", "rules": list(rules)}}
    answer = await api.post("/v1/blueprints/service/entities/search", json=body)
    assert answer.status_code == 200, answer.text
    return [entity["identifier"] for entity in answer.json()["entities"]]


async def test_an_entity_says_how_it_stands(api: httpx.AsyncClient, deliver: Deliver) -> None:
    await put(api, "a", repo=REPO, replicas=1, tags=["x"])
    assert "scorecards" not in await shown(api, "a")
    await add(api)
    assert "scorecards" not in await shown(api, "a"), "nobody has judged it yet"

    await deliver()

    assert (await shown(api, "a"))["scorecards"] == {
        "readiness": {
            "level": "Bronze",
            "rules": [
                {"identifier": "has_repo", "status": "SUCCESS", "level": "Bronze"},
                {"identifier": "many", "status": "FAILURE", "level": "Gold"},
                {"identifier": "tagged", "status": "SUCCESS", "level": "Gold"},
            ],
        }
    }


async def test_every_read_shows_results(api: httpx.AsyncClient, deliver: Deliver) -> None:
    for name in ("a", "b", "c"):
        await put(api, name, repo=REPO)
    await add(api)
    await deliver()
    at = "/v1/blueprints/service/entities"

    one = await shown(api, "a")
    listed = (await api.get(at)).json()["entities"]
    plain = (await api.post(f"{at}/search", json={"limit": 2})).json()
    rest = (await api.post(f"{at}/search", json={"limit": 2, "from": plain["next"]})).json()
    everywhere = (await api.post("/v1/entities/search", json={"combinator": "and", "rules": []})).json()["entities"]
    top = (await api.post(f"{at}/top-search", json={})).json()["entities"]

    assert listed[0] == one
    assert plain["entities"][0] == one
    assert [each["identifier"] for each in plain["entities"] + rest["entities"]] == ["a", "b", "c"]
    assert all("scorecards" in each for each in [*rest["entities"], *top])
    assert one in everywhere


async def test_results_are_left_out_where_they_are_not_asked_for(api: httpx.AsyncClient, deliver: Deliver) -> None:
    await put(api, "a", repo=REPO)
    await add(api)
    await deliver()
    at = "/v1/blueprints/service/entities/a"

    without = (await api.get(f"{at}?exclude=scorecards")).json()["entity"]
    some = (await api.get(f"{at}?include=repo")).json()["entity"]
    alone = (await api.get(f"{at}?include=scorecards")).json()["entity"]

    assert "scorecards" not in without
    assert "scorecards" not in some
    assert alone.keys() == {"identifier", "blueprint", "scorecards"}


async def test_results_follow_changes_of_the_entity(api: httpx.AsyncClient, deliver: Deliver) -> None:
    await add(api)
    await put(api, "a")
    await put(api, "b")
    await deliver()
    before = (await api.get("/v1/blueprints/service/entities/a/scorecards")).json()["scorecards"][0]

    await put(api, "a", repo=REPO, replicas=2)
    await deliver()

    assert statuses(await shown(api, "a")) == {"has_repo": "SUCCESS", "many": "SUCCESS", "tagged": "FAILURE"}
    after = (await api.get("/v1/blueprints/service/entities/a/scorecards")).json()["scorecards"][0]
    assert (before["level"], after["level"]) == ("Basic", "Bronze")
    assert after["since"] > before["since"]
    since = {rule["identifier"]: rule["since"] for rule in after["rules"]}
    assert since["has_repo"] > since["tagged"], "who stands as before keeps the instant"
    assert statuses(await shown(api, "b")) == dict.fromkeys(["has_repo", "many", "tagged"], "FAILURE")


async def test_nothing_is_written_where_nothing_changed(
    api: httpx.AsyncClient, deliver: Deliver, database: Database, organisation: Organisation
) -> None:
    await add(api)
    await put(api, "a", repo=REPO)
    await put(api, "b")
    await deliver()
    rows = sql("select r.ent, r.xmin::text from scorecard_result r where r.org = :org order by r.ent")
    async with database.reading(organisation.id) as db:
        before = [tuple(row) for row in await db.all(rows, org=organisation.id)]

    await put(api, "a", repo="https://git.example/y", lifecycle="ga")
    await api.patch("/v1/blueprints/service/scorecards/readiness", json={"filter": query(filled("$identifier"))})
    await deliver()

    async with database.reading(organisation.id) as db:
        assert [tuple(row) for row in await db.all(rows, org=organisation.id)] == before


async def test_only_what_passes_the_filter_is_measured(api: httpx.AsyncClient, deliver: Deliver) -> None:
    await put(api, "a", lifecycle="ga")
    await put(api, "b", lifecycle="beta")
    await add(api, filter=query({"property": "lifecycle", "operator": "=", "value": "ga"}))
    await deliver()

    assert "scorecards" in await shown(api, "a")
    assert "scorecards" not in await shown(api, "b")
    await put(api, "a", lifecycle="beta")
    await put(api, "b", lifecycle="ga")
    await deliver()
    assert "scorecards" not in await shown(api, "a")
    assert "scorecards" in await shown(api, "b")
    answer = await api.get("/v1/blueprints/service/entities/a/scorecards/readiness/history")
    assert [(step["before"], step["after"]) for step in answer.json()["changes"]] == [("Basic", None), (None, "Basic")]


async def test_a_change_of_the_scorecard_judges_all_again(api: httpx.AsyncClient, deliver: Deliver) -> None:
    await put(api, "a", repo=REPO)
    await add(api)
    await deliver()

    rules = [{"identifier": "many", "title": "Many", "level": "Tin", "query": query(filled("repo"))}]
    levels = [{"title": "None", "color": "red"}, {"title": "Tin", "color": "green"}]
    await api.put("/v1/blueprints/service/scorecards/readiness", json=scorecard(rules=rules, levels=levels))
    assert (await api.get(SUMMARY)).json()["summary"]["pending"] is True
    await deliver()

    assert (await shown(api, "a"))["scorecards"]["readiness"] == {
        "level": "Tin",
        "rules": [{"identifier": "many", "status": "SUCCESS", "level": "Tin"}],
    }
    assert (await api.get(SUMMARY)).json()["summary"]["pending"] is False


async def test_what_is_deleted_has_no_results(
    api: httpx.AsyncClient, deliver: Deliver, database: Database, organisation: Organisation
) -> None:
    await put(api, "a", repo=REPO)
    await put(api, "b")
    await add(api)
    await deliver()
    count = sql("select count(*) from scorecard_result r where r.org = :org")

    await api.delete("/v1/blueprints/service/entities/a")
    await deliver()
    async with database.reading(organisation.id) as db:
        assert await db.value(count, org=organisation.id) == 1
    await api.delete("/v1/blueprints/service/scorecards/readiness")
    async with database.reading(organisation.id) as db:
        assert await db.value(count, org=organisation.id) == 0
        assert await db.value(sql("select count(*) from scorecard_history where org = :org"), org=organisation.id) == 0
    assert "scorecards" not in await shown(api, "b")


async def test_what_the_blueprint_no_longer_has_is_passed_by_nobody(api: httpx.AsyncClient, deliver: Deliver) -> None:
    await put(api, "a", repo=REPO, replicas=3, tags=["x"])
    await add(api)
    await deliver()
    assert (await shown(api, "a"))["scorecards"]["readiness"]["level"] == "Gold"

    schema = {"properties": {"repo": {"type": "string", "format": "url"}, "replicas": {"type": "number"}}}
    answer = await api.patch("/v1/blueprints/service", json={"schema": {**schema, "required": []}})
    assert answer.status_code == 200, answer.text
    await deliver()

    assert statuses(await shown(api, "a")) == {"has_repo": "SUCCESS", "many": "SUCCESS", "tagged": "FAILURE"}


async def test_many_entities_are_judged_by_a_job(
    api: httpx.AsyncClient, deliver: Deliver, engine: InlineEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "AT_ONCE", 2)
    for name in ("a", "b", "c", "d", "e"):
        await put(api, name, repo=REPO)
    await deliver()
    await add(api)

    await deliver()

    assert list(engine.ended.values()) == ["done"]
    summary = (await api.get(SUMMARY)).json()["summary"]
    assert (summary["entities"], summary["pending"]) == (5, False)


async def test_what_moves_with_the_clock_is_judged_again(
    api: httpx.AsyncClient, deliver: Deliver, database: Database, organisation: Organisation
) -> None:
    fresh = query({"property": "deployed", "operator": "between", "value": {"preset": "lastDay"}})
    rules = [{"identifier": "fresh", "title": "Fresh", "level": "Gold", "query": fresh}]
    await put(api, "a", deployed=clock.iso(clock.now() - timedelta(hours=2)))
    await add(api, rules=rules)
    await deliver()
    assert (await shown(api, "a"))["scorecards"]["readiness"]["level"] == "Gold"

    async with database.writing(organisation.id) as db:
        # A day passes: the past comes nearer.
        moved = sql("update entity set props = jsonb_build_object('deployed', cast(:at as text)) where org = :org")
        await db.run(moved, at=clock.iso(clock.now() - timedelta(hours=25)), org=organisation.id)
        late = sql("update scorecard set evaluated_at = now() - interval '2 hours' where org = :org")
        await db.run(late, org=organisation.id)

    async def none(_ids: Any) -> dict[str, Any]:
        return {}

    await jobs.catch_up(database, none)
    assert (await shown(api, "a"))["scorecards"]["readiness"]["level"] == "Basic"


async def test_searches_ask_for_levels_and_rules(api: httpx.AsyncClient, deliver: Deliver) -> None:
    await put(api, "a", repo=REPO, replicas=3, tags=["x"])
    await put(api, "b", repo=REPO)
    await put(api, "c", lifecycle="old")
    await add(api, filter=query({"property": "lifecycle", "operator": "isEmpty"}))
    await deliver()
    level = {"scorecard": "readiness"}
    rule = {"scorecard": "readiness", "scorecardRule": "many"}

    assert await search(api, {**level, "operator": "=", "value": "Gold"}) == ["a"]
    assert await search(api, {**level, "operator": "in", "value": ["Gold", "Bronze"]}) == ["a", "b"]
    assert await search(api, {**level, "operator": "!=", "value": "Gold"}) == ["b", "c"]
    assert await search(api, {**level, "operator": "isEmpty"}) == ["c"]
    assert await search(api, {**level, "operator": "beginsWith", "value": "bro"}) == ["b"]
    assert await search(api, {**rule, "operator": "=", "value": "SUCCESS"}) == ["a"]
    assert await search(api, {**rule, "operator": "=", "value": "FAILURE"}) == ["b"]
    assert await search(api, {**rule, "operator": "=", "value": "Gold"}) == ["a"], "guides name the rule's level"
    assert await search(api, {**rule, "operator": "isNotEmpty"}) == ["a", "b"]
    everywhere = {"combinator": "and", "rules": [{**level, "operator": "=", "value": "Gold"}]}
    found = (await api.post("/v1/entities/search", json=everywhere)).json()["entities"]
    assert [each["identifier"] for each in found] == ["a"]


async def test_tables_sort_group_and_count_by_standings(api: httpx.AsyncClient, deliver: Deliver) -> None:
    await put(api, "a", repo=REPO, replicas=3, tags=["x"])
    await put(api, "b", repo=REPO)
    await put(api, "c", replicas=3)
    await put(api, "d", lifecycle="old")
    await add(api, filter=query({"property": "lifecycle", "operator": "isEmpty"}))
    await deliver()
    at = "/v1/blueprints/service/entities/top-search"
    level, rule = {"scorecard": "readiness"}, {"scorecard": "readiness", "scorecardRule": "many"}

    async def order(**sort: Any) -> list[str]:
        first = (await api.post(at, json={"sort": [sort], "limit": 3})).json()
        rest = (await api.post(at, json={"sort": [sort], "limit": 3, "from": first["next"]})).json()
        return [each["identifier"] for each in first["entities"] + rest["entities"]]

    assert await order(**level, order="desc") == ["a", "b", "c", "d"], "by the places of levels, not by their titles"
    assert await order(**rule) == ["b", "a", "c", "d"]
    grouped = (await api.post(at, json={"groupBy": level, "countOnly": True})).json()["groups"]
    assert {group["value"]: group["count"] for group in grouped} == {"Gold": 1, "Bronze": 1, "Basic": 1, None: 1}
    everything = {"combinator": "and", "rules": []}
    counts = {"func": "countValues", "query": everything, **rule}
    counted = (await api.post("/v1/entities/aggregate", json=counts)).json()["result"]
    assert (counted["SUCCESS"], counted["FAILURE"]) == (2, 1)
    for body in ({"sort": [{"scorecard": "x"}]}, {"groupBy": {**rule, "scorecardRule": "x"}}):
        refused = await api.post(at, json=body)
        assert (refused.status_code, refused.json()["error"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ({"scorecard": "nothing", "operator": "=", "value": "Gold"}, "query.rules.0.scorecard"),
        (
            {"scorecard": "readiness", "scorecardRule": "nothing", "operator": "isEmpty"},
            "query.rules.0.scorecardRule",
        ),
        ({"scorecard": "readiness", "operator": ">", "value": "Gold"}, "query.rules.0.operator"),
        ({"scorecard": 7, "operator": "=", "value": "Gold"}, "query.rules.0.scorecard"),
        ({"scorecard": "readiness", "property": "x", "operator": "isEmpty"}, "query.rules.0"),
    ],
)
async def test_a_search_that_names_no_scorecard_is_refused(
    api: httpx.AsyncClient, rule: dict[str, Any], path: str
) -> None:
    await add(api)

    answer = await api.post(
        "/v1/blueprints/service/entities/search", json={"query": {"combinator": "and", "rules": [rule]}}
    )

    assert (answer.status_code, answer.json()["details"]["path"]) == (422, path), answer.text
