"""What catalog tables ask beyond pages: figures of groups, groups by month, and where far pages begin."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

Api = httpx.AsyncClient
SERVICES = "/v1/blueprints/service/entities"
TOP = f"{SERVICES}/top-search"


def in_order(body: Any) -> list[str]:
    return [entity["identifier"] for entity in body["entities"]]


async def top(api: Api, body: Any) -> Any:
    answer = await api.post(TOP, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_groups_tell_figures_titles_and_months(catalog: Api) -> None:
    for system, title in (("commerce", "Commerce"), ("ops", None)):
        body: dict[str, Any] = {"identifier": system, "title": title, "properties": {"tier": "gold"}}
        assert (await catalog.post("/v1/blueprints/system/entities", json=body)).status_code == 201
    for number, system in enumerate(["commerce", "commerce", "ops", "ops", None]):
        body = {"identifier": f"s{number}", "properties": {"replicas": number}, "relations": {"system": system}}
        assert (await catalog.post(SERVICES, json=body)).status_code == 201
    by_system = {"groupBy": {"relation": "system"}, "countOnly": True, "figures": ["replicas"]}
    groups = (await top(catalog, by_system))["groups"]
    assert [(group["value"], group.get("title"), group["count"]) for group in groups] == [
        ("commerce", "Commerce", 2),
        ("ops", None, 2),
        (None, None, 1),
    ]
    assert [group["figures"]["replicas"] for group in groups] == [
        {"sum": 1, "average": 0.5, "min": 0, "max": 1},
        {"sum": 5, "average": 2.5, "min": 2, "max": 3},
        {"sum": 4, "average": 4, "min": 4, "max": 4},
    ]
    by_month = {"groupBy": {"property": "$createdAt", "per": "year"}, "countOnly": True}
    [group] = (await top(catalog, by_month))["groups"]
    assert (group["value"], group["count"]) == (str(datetime.now(UTC).year), 5)


async def test_any_page_is_reached_from_the_nearest_stop(catalog: Api) -> None:
    many = [{"identifier": f"s{number:03}", "properties": {"replicas": number % 7}} for number in range(250)]
    for start in range(0, 250, 20):
        sent = await catalog.post("/v1/blueprints/service/entities/bulk", json={"entities": many[start : start + 20]})
        assert sent.status_code < 300, sent.text
    for sort in ([], [{"property": "replicas", "order": "desc"}], [{"property": "$title", "order": "asc"}]):
        body = {"sort": sort, "query": {"combinator": "and", "rules": [{"property": "$identifier", "operator": "beginsWith", "value": "s"}]}}  # fmt: skip
        everything = in_order(await top(catalog, {**body, "limit": 1000}))
        answer = await catalog.post(f"{TOP}/stops", json=body)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert (found["every"], found["count"]) == (100, len(everything))
        starts = [None, *found["stops"]]
        assert len(starts) == 3
        read: list[str] = []
        for at in starts:
            read += in_order(await top(catalog, {**body, "limit": 100, **({"from": at} if at else {})}))
        assert read == everything


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"groupBy": {"property": "critical", "per": "month"}}, "groupBy.per"),
        ({"groupBy": {"property": "critical"}, "figures": ["critical"]}, "figures.0"),
        ({"groupBy": {"property": "critical"}, "figures": ["replicas", "$identifier"]}, "figures.1"),
    ],
)
async def test_figures_are_of_numbers_and_days_of_moments(catalog: Api, body: Any, path: str) -> None:
    answer = await catalog.post(TOP, json={**body, "countOnly": True})
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, path)
