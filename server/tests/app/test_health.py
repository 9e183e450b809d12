"""Health, metrics and the headers of every answer."""

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from seaway.app.vitals import Observer
from seaway.core import migrate, schema_version
from seaway.core.db import Database, sql


async def test_live_needs_no_sign_in(anonymous: httpx.AsyncClient) -> None:
    assert (await anonymous.get("/health/live")).json() == {"ok": True}


async def test_ready_tells_schema_and_feed(anonymous: httpx.AsyncClient) -> None:
    answer = await anonymous.get("/health/ready")

    assert answer.status_code == 200
    body = answer.json()
    assert body["schema"] == {"needed": migrate.head(), "found": migrate.head()}
    assert set(body["feed"]) == {"ok", "lagSeconds", "parked", "workers"}


async def test_not_ready_when_the_database_is_away() -> None:
    vitals = await Observer(Database("postgresql://nobody@127.0.0.1:1/none")).read()

    assert vitals.problem is not None
    assert "cannot be reached" in vitals.problem


async def test_not_ready_when_the_schema_is_another(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_version, "needed", lambda: "9999")

    vitals = await Observer(database).read()

    assert vitals.problem == f"the database is at schema {migrate.head()}, this Seaway needs 9999"


async def test_many_questions_cost_one_reading(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    observer = Observer(database)
    first = await observer.read()

    assert await observer.read() is first
    monkeypatch.setattr("seaway.app.vitals.FRESH", -1.0)
    assert await observer.read() is not first


def test_the_revision_without_alembic_is_alembic_s() -> None:
    assert schema_version.needed() == migrate.head()


async def test_the_figures_are_prometheus_text(
    anonymous: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seaway.app.vitals.FRESH", -1.0)
    async with database.writing("*") as db:
        await db.run(sql("insert into subscription(name, kinds) values ('test.figures', '{}')"))
        await db.run(sql("insert into feed_parked(subscription, xid, seq, error) values ('test.figures', '1', 1, 'x')"))
    try:
        text = (await anonymous.get("/metrics")).text
    finally:
        async with database.writing("*") as db:
            await db.run(sql("delete from feed_parked where subscription = 'test.figures'"))
            await db.run(sql("delete from subscription where name = 'test.figures'"))

    found = {family.name: family for family in text_string_to_metric_families(text)}
    assert {"seaway_ready", "seaway_feed_lag_seconds", "seaway_jobs", "seaway_http_requests"} <= set(found)
    assert {sample.labels["state"] for sample in found["seaway_database_connections"].samples} == {
        "open",
        "idle",
        "limit",
    }
    parked = {sample.labels["subscription"]: sample.value for sample in found["seaway_feed_parked"].samples}
    assert parked["test.figures"] == 1


async def test_requests_are_counted_by_route_not_by_address(api: httpx.AsyncClient) -> None:
    await api.get("/v1/blueprints/nothing-here")

    text = (await api.get("/metrics")).text

    assert "nothing-here" not in text
    assert 'route="/blueprints/{blueprint}"' in text


@pytest.mark.parametrize("path", ["/health/live", "/v1/nothing", "/"])
async def test_every_answer_carries_its_guards(anonymous: httpx.AsyncClient, path: str) -> None:
    headers = (await anonymous.get(path)).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert headers["x-trace-id"]
    assert int(headers["x-ratelimit-limit"]) > 0
