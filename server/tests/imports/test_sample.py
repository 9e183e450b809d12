"""Harbor Commerce: loaded twice it is there once, removed twice it is gone, and others' things stay."""

from collections import Counter
from typing import Any

import httpx
import pytest

from tests.imports.conftest import Importer
from tests.imports.files import COMPONENT


async def _sample(api: httpx.AsyncClient, method: str, **params: Any) -> dict[str, Any]:
    answer = await api.request(method, "/v1/sample", params=params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def _identifiers(api: httpx.AsyncClient, blueprint: str) -> list[str]:
    answer = await api.get(f"/v1/blueprints/{blueprint}/entities")
    assert answer.status_code == 200, answer.text
    return [entity["identifier"] for entity in answer.json()["entities"]]


async def _blueprints(api: httpx.AsyncClient) -> set[str]:
    return {each["identifier"] for each in (await api.get("/v1/blueprints")).json()["blueprints"]}


async def test_a_plan_is_shown_first_and_nothing_is_done(importer: Importer) -> None:
    """A dry run counts what loading creates, and leaves every row as it was."""
    before = await importer.fingerprint()
    planned = await _sample(importer.api, "POST", dry_run=True)
    assert not planned["applied"]
    assert planned["plan"]["counts"]["entities"]["create"] > 250
    kinds = Counter(effect["kind"] for effect in planned["plan"]["others"])
    assert kinds == {"blueprint": 8, "page": 3, "scorecard": 2, "action": 2}
    assert await importer.fingerprint() == before


async def test_loaded_twice_it_is_written_once(importer: Importer) -> None:
    planned = (await _sample(importer.api, "POST", dry_run=True))["plan"]
    loaded = await _sample(importer.api, "POST", digest=planned["digest"])
    assert loaded["plan"] == planned
    before = await importer.fingerprint()
    assert len(before["entities"]) == planned["counts"]["entities"]["create"]
    again = await _sample(importer.api, "POST")
    assert sum(again["plan"]["counts"]["entities"].values()) == 0
    assert await importer.fingerprint() == before


async def test_removed_it_leaves_what_was_there_before(importer: Importer) -> None:
    """People are gone with their memberships, blueprints with their entities; a second removal does nothing."""
    api = importer.api
    users = (await api.get("/v1/users")).json()["users"]
    there = await _blueprints(api)
    loaded = await _sample(api, "POST")
    assert len((await api.get("/v1/users")).json()["users"]) > len(users)
    assert len(await _blueprints(api)) == len(there) + 8
    removed = await _sample(api, "DELETE")
    for sort, counts in removed["plan"]["counts"].items():
        assert counts["delete"] == loaded["plan"]["counts"][sort]["create"] > 0, sort
    assert (await api.get("/v1/users")).json()["users"] == users
    assert await _blueprints(api) == there
    assert await _identifiers(api, "_user") == [user["email"] for user in users]
    before = await importer.fingerprint()
    await _sample(api, "DELETE")
    assert await importer.fingerprint() == before


@pytest.mark.parametrize("first", ["sample", "import"])
async def test_it_shares_blueprints_with_imported_files(importer: Importer, first: str) -> None:
    """Either may come first; removing the sample leaves the imported entities and the blueprints they need."""
    if first == "sample":
        await _sample(importer.api, "POST")
    state = await importer.files({"catalog-info.yaml": COMPONENT})
    assert state["status"] == "completed", state["error"]
    if first == "import":
        await _sample(importer.api, "POST")
    await _sample(importer.api, "DELETE")
    assert await _identifiers(importer.api, "component") == ["quay/berth-planner"]
    assert "deployment" not in await _blueprints(importer.api)


async def test_what_contradicts_it_stops_it_before_any_write(importer: Importer) -> None:
    """A blueprint of the same name with another type of property is named."""
    body = {"identifier": "incident", "title": "Incident", "schema": {"properties": {"severity": {"type": "number"}}}}
    assert (await importer.api.post("/v1/blueprints", json=body)).status_code == 201
    before = await importer.fingerprint()
    answer = await importer.api.post("/v1/sample")
    assert (answer.status_code, answer.json()["error"]) == (422, "incompatible_blueprint")
    assert "severity" in answer.json()["message"]
    assert await importer.fingerprint() == before


async def test_members_may_not(member_api: httpx.AsyncClient) -> None:
    for method in ("POST", "DELETE"):
        assert (await member_api.request(method, "/v1/sample")).status_code == 403


async def test_its_tables_have_views_and_its_components_dashboards(importer: Importer) -> None:
    """Loaded again they are there once; removed, they are gone even where the blueprint stays."""
    state = await importer.files({"catalog-info.yaml": COMPONENT})
    assert state["status"] == "completed", state["error"]

    async def found() -> tuple[list[str], list[str]]:
        pages = (await importer.api.get("/v1/pages", params={"blueprint": "component"})).json()["pages"]
        [table] = [page["identifier"] for page in pages if page["type"] == "blueprint-entities"]
        views = (await importer.api.get(f"/v1/pages/{table}/views")).json()["views"]
        return [view["title"] for view in views], [page["identifier"] for page in pages if page["type"] == "entity"]

    for _ in range(2):
        await _sample(importer.api, "POST")
        assert await found() == (["My teams", "Tier 1 unhealthy", "By owner"], ["harbor_component"])
    await _sample(importer.api, "DELETE")
    assert await found() == ([], [])


async def test_its_dashboard_splits_the_health_of_what_runs_by_tier(importer: Importer) -> None:
    await _sample(importer.api, "POST")
    [board] = (await importer.api.get("/v1/pages/harbor_engineering_health")).json()["page"]["widgets"]
    [bars] = [each for each in board["widgets"] if each["type"] == "bar-chart" and "breakdownProperty" in each]
    assert bars["id"] in {column["id"] for row in board["layout"] for column in row["columns"]}
    split = {"property": bars["property"].removeprefix("property#"), "breakdownProperty": bars["breakdownProperty"]}
    asked = {"func": "countValues", **split, "query": bars["dataset"]}
    counts = (await importer.api.post("/v1/entities/aggregate", json=asked)).json()["result"]
    assert set(counts) == {"Tier 1", "Tier 2", "Tier 3"}
    assert {health for parts in counts.values() for health in parts} == {"Healthy", "Degraded", "Down"}
