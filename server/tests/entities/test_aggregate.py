"""Figures over entities, and over time, over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from seaway.core.db import Database, sql
from seaway.domains.entities import trends
from seaway.kit import clock
from tests.entities.conftest import Writer, draft, furnish

EVERYTHING: dict[str, Any] = {"combinator": "and", "rules": []}
SERVICES = {"combinator": "and", "rules": [{"property": "$blueprint", "operator": "=", "value": "service"}]}
_AGED = sql("update entity set created_at = :at where org = :org and ident = :ident")


async def figure(api: httpx.AsyncClient, **body: Any) -> Any:
    """Return a figure that must be computed."""
    answer = await api.post("/v1/entities/aggregate", json={"query": SERVICES, **body})
    assert answer.status_code == 200, answer.text
    assert answer.json()["entities"] == []
    return answer.json()["result"]


async def trend(api: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    """Return figures over time that must be computed."""
    usual = {"blueprint": "service", "timeInterval": "day", "timeRange": {"preset": "lastWeek"}}
    answer = await api.post("/v1/entities/aggregate-over-time", json={**usual, **body})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["result"])


@pytest.fixture
async def services(catalog: httpx.AsyncClient) -> httpx.AsyncClient:
    """Five services; one of them says nothing."""
    system = {"identifier": "money", "properties": {"tier": "1"}}
    assert (await catalog.post("/v1/blueprints/system/entities", json=system)).is_success
    for team in ("red", "blue"):
        assert (await catalog.post("/v1/blueprints/_team/entities", json={"identifier": team})).is_success
    for name, lifecycle, replicas in (("a", "ga", 3), ("b", "ga", 0.5), ("c", "eol", 10), ("d", "alpha", 2)):
        entity = {
            "identifier": name,
            "team": ["red", "blue"] if name == "a" else ["red"],
            "properties": {"lifecycle": lifecycle, "replicas": replicas, "critical": name == "a"},
            "relations": {"system": "money"} if name < "c" else {},
        }
        assert (await catalog.post("/v1/blueprints/service/entities", json=entity)).is_success
    quiet = {"identifier": "e", "properties": {"lifecycle": "alpha"}}
    assert (await catalog.post("/v1/blueprints/service/entities", json=quiet)).is_success
    return catalog


async def test_one_figure_over_what_matches(services: httpx.AsyncClient) -> None:
    assert await figure(services, func="count") == 5
    assert await figure(services, func="count", query=EVERYTHING) >= 6
    expected = {"sum": 15.5, "average": 3.875, "min": 0.5, "max": 10, "median": 2.5}
    for func, value in expected.items():
        assert await figure(services, func=func, property="replicas") == value, func
    few = {
        "combinator": "and",
        "rules": [*SERVICES["rules"], {"property": "lifecycle", "operator": "=", "value": "ga"}],
    }
    assert await figure(services, func="sum", property="replicas", query=few) == 3.5


async def test_nothing_matches(services: httpx.AsyncClient) -> None:
    none = {"combinator": "and", "rules": [{"property": "$identifier", "operator": "=", "value": "nobody"}]}
    assert await figure(services, func="count", query=none) == 0
    assert await figure(services, func="sum", property="replicas", query=none) == 0
    for func in ("average", "min", "max", "median"):
        assert await figure(services, func=func, property="replicas", query=none) is None
    assert await figure(services, func="average", query=none, averageOf="day") is None
    assert await figure(services, func="countValues", property="lifecycle", query=none) == {}


async def test_an_average_counts_a_started_period_as_a_whole_one(
    services: httpx.AsyncClient, database: Database, organisation: Any
) -> None:
    async with database.writing(organisation.id) as db:
        at = datetime.now(UTC) - timedelta(days=3, hours=1)
        await db.run(_AGED, at=at, org=organisation.id, ident="a")
    assert await figure(services, func="average", averageOf="day") == 5 / 4
    assert await figure(services, func="average", averageOf="week") == 5
    assert await figure(services, func="average", averageOf="day", property="replicas") == 15.5 / 4
    assert await figure(services, func="average", averageOf="total", property="replicas") == 3.875


async def test_values_are_counted(services: httpx.AsyncClient) -> None:
    assert await figure(services, func="countValues", property="lifecycle") == {"alpha": 2, "ga": 2, "eol": 1}
    assert await figure(services, func="countValues", property="critical") == {"false": 3, "true": 1, "": 1}
    assert await figure(services, func="countValues", property="$team") == {"red": 4, "blue": 1, "": 1}
    assert await figure(services, func="countValues", relation="system") == {"": 3, "money": 2}
    mixed = await figure(services, func="countValues", property="$blueprint", query=EVERYTHING)
    assert (mixed["service"], mixed["system"]) == (5, 1)


async def test_counts_of_values_are_split_by_another(services: httpx.AsyncClient) -> None:
    split = await figure(services, func="countValues", property="lifecycle", breakdownProperty="critical")
    whole = await figure(services, func="countValues", property="lifecycle")
    assert {value: sum(parts.values()) for value, parts in split.items()} == whole
    assert {part for parts in split.values() for part in parts} == {"true", "false", ""}
    teams = await figure(services, func="countValues", property="$team", breakdownProperty="system")
    assert sum(teams["red"].values()) == 4
    assert set(teams["red"]) <= {"", "money"}
    [totals] = [[sum(parts.values()) for parts in teams.values()]]
    assert totals == sorted(totals, reverse=True)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"func": "sum"}, "property"),
        ({"func": "sum", "property": "lifecycle"}, "lifecycle"),
        ({"func": "sum", "property": "nope"}, "nope"),
        ({"func": "countValues"}, "relation"),
        ({"func": "countValues", "property": "nope"}, "nope"),
        ({"func": "countValues", "property": "lifecycle", "breakdownProperty": "nope"}, "nope"),
        ({"func": "count", "breakdownProperty": "lifecycle"}, "breakdownProperty"),
        ({"func": "average", "averageOf": "day", "measureTimeBy": "lifecycle"}, "lifecycle"),
        ({"func": "count", "query": {"rules": [{"property": "a"}]}}, "rules.0"),
        ({"func": "mode"}, "func"),
    ],
)
async def test_a_bad_figure_is_refused_by_name(services: httpx.AsyncClient, body: dict[str, Any], word: str) -> None:
    answer = await services.post("/v1/entities/aggregate", json={"query": SERVICES, **body})
    assert answer.status_code == 422, answer.text
    assert word in answer.json()["message"]


async def test_entities_are_counted_by_when_they_count(
    services: httpx.AsyncClient, database: Database, organisation: Any
) -> None:
    now = datetime.now(UTC)
    async with database.writing(organisation.id) as db:
        for name, days in (("a", 2), ("b", 2), ("c", 40)):
            await db.run(_AGED, at=now - timedelta(days=days), org=organisation.id, ident=name)
    found = await trend(services, aggregationType="countEntities", query=SERVICES)
    points = found["data"]
    assert len(points) in (8, 9)
    assert sum(point["count"] for point in points) == 4, "what lies before the range is left out"
    assert points[-1]["count"] == 2
    assert points[-3]["count"] == 2
    assert found["maxDate"] - found["minDate"] == 7 * 86_400_000
    broken = await trend(services, aggregationType="countEntities", breakdownProperty="lifecycle", query=SERVICES)
    assert (broken["data"][-1]["alpha"], broken["data"][-3]["ga"], broken["data"][-1]["ga"]) == (2, 2, 0)
    assert "eol" not in broken["data"][-1]


async def test_numbers_are_measured_over_time(services: httpx.AsyncClient) -> None:
    for func, value in {"sum": 15.5, "max": 10, "median": 2.5, "average": 3.875}.items():
        asked = {"aggregationType": "aggregatePropertiesValues", "func": func, "properties": ["replicas"]}
        points = (await trend(services, **asked))["data"]
        assert points[-1]["replicas"] == value
        assert "replicas" not in points[0], "where there is nothing, nothing is said"


async def test_a_blueprint_has_grown(services: httpx.AsyncClient) -> None:
    assert (await services.delete("/v1/blueprints/service/entities/d")).status_code == 200
    points = (await trend(services, aggregationType="existingEntities"))["data"]
    assert [point["count"] for point in points] == [0] * (len(points) - 1) + [4]


async def test_days_are_those_of_the_time_zone(services: httpx.AsyncClient) -> None:
    for zone in ("Europe/Paris", "Asia/Kolkata", "UTC"):
        time = {"preset": "lastWeek", "timeZone": zone}
        points = (await trend(services, aggregationType="countEntities", timeRange=time))["data"]
        offset = {"UTC": 0, "Asia/Kolkata": 5.5}.get(zone)
        if offset is not None:
            assert all((point["date"] / 3_600_000 + offset) % 24 == 0 for point in points)
    bad = {"preset": "lastWeek", "timeZone": "Mars/Olympus"}
    body = {"blueprint": "service", "aggregationType": "countEntities", "timeInterval": "day", "timeRange": bad}
    answer = await services.post("/v1/entities/aggregate-over-time", json=body)
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, "timeRange.timeZone")


async def test_long_ranges_need_long_intervals(services: httpx.AsyncClient) -> None:
    body = {"blueprint": "service", "aggregationType": "countEntities"}
    for preset, interval in (("last3Years", "month"), ("last12Months", "hour")):
        asked = {**body, "timeInterval": interval, "timeRange": {"preset": preset}}
        answer = await services.post("/v1/entities/aggregate-over-time", json=asked)
        assert answer.status_code == 422
        assert "timeInterval" in answer.json()["message"]


async def test_the_past_of_a_number(database: Database, admin: Any) -> None:
    """The last value of each bucket stands, and is carried on until the next; nothing before the entity was born."""
    writer = await furnish(Writer(database, admin))
    now = clock.now()
    for value in (1, 2, None, 3):
        await writer.made("note", draft("n", properties={"n": value} if value else {"n": None}))
    shift = """update change set at = $2 where org = $1 and ref = (select id from entity where org = $1 and ident = 'n')
      and seq = (select seq from change where org = $1 and kind = 'entity' and ref =
        (select id from entity where org = $1 and ident = 'n') order by seq offset $3 limit 1)"""
    for place, days in enumerate((6, 5, 3, 1)):
        async with database.writing(admin.org_id) as db:
            await db.raw.execute(shift, admin.org_id, now - timedelta(days=days), place)
    async with database.writing(admin.org_id) as db:
        await db.run(_AGED, at=now - timedelta(days=6), org=admin.org_id, ident="n")
    async with writer.work() as work:
        found = await trends.history(work, "note", "n", ["n"], trends.When("lastWeek", "day"))
    assert [point.get("n") for point in found.points][-7:] == [1, 2, 2, None, None, 3, 3]
    assert all("n" not in point for point in found.points[:-7])


async def test_another_organisation_counts_its_own(services: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    """Members read; who has no such blueprint is told that there is none."""
    assert await figure(member_api, func="count") == 5
    body = {"blueprint": "nope", "aggregationType": "countEntities", "timeInterval": "day"}
    answer = await member_api.post("/v1/entities/aggregate-over-time", json={**body, "timeRange": {"preset": "today"}})
    assert answer.status_code == 404
