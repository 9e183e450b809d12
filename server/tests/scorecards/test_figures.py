"""What scorecards tell over HTTP: summaries, previews, lists, the course over time, and who may see them."""

import httpx
import pytest

from seaway.core.db import Database, sql
from seaway.domains.identity.types import Organisation
from tests.scorecards.conftest import Deliver, add, put, query, scorecard, shown

REPO = "https://git.example/x"
SUMMARY = "/v1/scorecards/readiness/summary"
pytestmark = pytest.mark.usefixtures("service")


async def test_a_summary_counts_levels_rules_and_teams(api: httpx.AsyncClient, deliver: Deliver) -> None:
    for team in ("red", "blue"):
        body = {"identifier": team, "title": team.title()}
        await api.post("/v1/blueprints/_team/entities", json=body)
    await put(api, "a", team="red", repo=REPO, replicas=3, tags=["x"])
    await put(api, "b", team="red", repo=REPO)
    await put(api, "c", team="blue")
    await put(api, "d", lifecycle="old")
    await put(api, "e")
    await add(api, filter=query({"property": "lifecycle", "operator": "isEmpty"}))
    await deliver()

    summary = (await api.get(SUMMARY)).json()["summary"]

    assert (summary["total"], summary["entities"]) == (5, 4)
    assert (summary["passed"], summary["tested"]) == (4, 12)
    counted = {level["title"]: level["entities"] for level in summary["levels"]}
    assert counted == {"Basic": 2, "Bronze": 1, "Silver": 0, "Gold": 1}
    assert {rule["identifier"]: (rule["passed"], rule["failed"]) for rule in summary["rules"]} == {
        "has_repo": (2, 2),
        "many": (1, 3),
        "tagged": (1, 3),
    }
    assert summary["teams"] == [
        {"team": "red", "entities": 2, "passed": 4, "tested": 6, "levels": {"Bronze": 1, "Gold": 1}},
        {"team": "blue", "entities": 1, "passed": 0, "tested": 3, "levels": {"Basic": 1}},
        {"team": None, "entities": 1, "passed": 0, "tested": 3, "levels": {"Basic": 1}},
    ]
    assert summary["moreTeams"] is False
    assert [each["identifier"] for each in summary["failing"]] == ["c", "e", "b"]
    assert summary["evaluatedAt"]
    assert summary["reflects"].count(".") == 2


async def test_a_preview_tells_and_writes_nothing(api: httpx.AsyncClient, deliver: Deliver) -> None:
    await put(api, "a", repo=REPO, replicas=3, tags=["x"])
    await put(api, "b", repo=REPO)
    await deliver()

    answer = await api.post("/v1/blueprints/service/scorecards/preview", json={"rules": scorecard()["rules"]})

    preview = answer.json()["preview"]
    assert answer.status_code == 200
    assert (preview["total"], preview["entities"], preview["passed"], preview["tested"]) == (2, 2, 4, 6)
    assert {level["title"]: level["entities"] for level in preview["levels"]}["Gold"] == 1
    assert preview["failing"] == [{"identifier": "b", "title": "B", "level": "Bronze", "failed": ["many", "tagged"]}]
    assert [change for change in await deliver() if change.kind == "scorecard"] == []
    assert (await api.get("/v1/scorecards")).json()["scorecards"] == []
    wrong = await api.post(
        "/v1/blueprints/service/scorecards/preview", json={"rules": [{**scorecard()["rules"][0], "level": "Tin"}]}
    )
    assert (wrong.status_code, wrong.json()["details"]["path"]) == (422, "rules.0.level")


async def test_results_are_listed_page_by_page(api: httpx.AsyncClient, deliver: Deliver) -> None:
    for name in ("a", "b", "c"):
        await put(api, name, repo=REPO, replicas=2 if name == "b" else 1)
    await add(api)
    await deliver()
    at = "/v1/scorecards/readiness/results"

    first = (await api.get(at, params={"limit": 2})).json()
    rest = (await api.get(at, params={"limit": 2, "from": first["next"]})).json()
    failing = (await api.get(at, params={"rule": "many", "status": "FAILURE"})).json()["results"]
    golden = (await api.get(at, params={"level": "Gold"})).json()["results"]

    assert [each["identifier"] for each in first["results"] + rest["results"]] == ["a", "b", "c"]
    assert rest["next"] is None
    assert [each["identifier"] for each in failing] == ["a", "c"]
    assert failing[0]["rules"][1]["since"]
    assert golden == []
    for params in ({"level": "Tin"}, {"rule": "x"}, {"status": "FAILURE"}, {"from": "x"}, {"limit": 0}):
        answer = await api.get(at, params=params)
        assert answer.status_code == 422, params


async def test_the_course_is_told_from_its_beginning(
    api: httpx.AsyncClient, deliver: Deliver, database: Database, organisation: Organisation
) -> None:
    await put(api, "a")
    await put(api, "b", repo=REPO)
    await add(api)
    await deliver()
    async with database.writing(organisation.id) as db:
        past = sql("update scorecard_history set at = at - interval '3 days' where org = :org")
        await db.run(past, org=organisation.id)
    await put(api, "a", repo=REPO)
    await deliver()

    answer = await api.get("/v1/scorecards/readiness/over-time", params={"preset": "lastWeek", "interval": "day"})

    points = answer.json()["result"]["data"]
    assert len(points) == 8
    assert points[0]["entities"] == 0
    assert points[0]["share"] is None
    assert (points[-2]["levels"]["Basic"], points[-2]["levels"]["Bronze"], points[-2]["passed"]) == (1, 1, 1)
    assert (points[-1]["levels"]["Basic"], points[-1]["levels"]["Bronze"], points[-1]["passed"]) == (0, 2, 2)
    assert points[-1]["share"] == pytest.approx(2 / 6)
    steps = (
        await api.get("/v1/blueprints/service/entities/a/scorecards/readiness/history", params={"limit": 1})
    ).json()
    assert (steps["changes"][0]["before"], steps["changes"][0]["after"]) == ("Basic", "Bronze")
    older = await api.get(
        "/v1/blueprints/service/entities/a/scorecards/readiness/history", params={"from": steps["next"]}
    )
    assert [(step["before"], step["after"]) for step in older.json()["changes"]] == [(None, "Basic")]


async def test_members_see_results_and_strangers_do_not(
    api: httpx.AsyncClient, member_api: httpx.AsyncClient, stranger_api: httpx.AsyncClient, deliver: Deliver
) -> None:
    await put(api, "a", repo=REPO)
    await add(api)
    await deliver()

    assert "scorecards" in await shown(member_api, "a")
    for path in (
        SUMMARY,
        "/v1/scorecards/readiness/results",
        "/v1/scorecards/readiness/over-time",
        "/v1/blueprints/service/entities/a/scorecards",
        "/v1/blueprints/service/entities/a/scorecards/readiness/history",
    ):
        assert (await member_api.get(path)).status_code == 200, path
        assert (await stranger_api.get(path)).status_code == 404, path
