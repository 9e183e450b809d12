"""Large answers: streamed in pieces that add up, capped with a clear refusal, cheap to page, and made by index."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest

from seaway.app.wiring import build_app
from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.settings import Settings
from seaway.core.work import Cause, reading
from seaway.domains.blueprints import service as blueprints
from seaway.domains.entities import describe, find, service
from seaway.domains.entities.types import EntityDraft, WriteMode
from seaway.domains.identity.types import Organisation
from seaway.engines.query.compile import compile_query
from seaway.engines.query.sql import render
from tests.entities.conftest import Writer
from tests.factories.clients import URL, client

COUNT = 2_345
EVERY = {"rules": [{"property": "$blueprint", "operator": "=", "value": "note"}]}


@pytest.fixture
async def many(catalog: httpx.AsyncClient, database: Database, organisation: Organisation) -> httpx.AsyncClient:
    """The client of an organisation with over two thousand notes."""
    writer = Writer(database, system_actor(organisation.id, organisation.public_id))
    drafts = [EntityDraft(f"n{number:05}", properties={"n": number}) for number in range(COUNT)]
    async with writer.work("bulk/1.0") as work:
        await service.write_many(work, "note", drafts, WriteMode())
    return catalog


@pytest.fixture
async def capped(many: httpx.AsyncClient, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """The same client on an installation whose answers hold at most 1,500 entities."""
    app = build_app(Settings(public_url=URL, rate_limit=1_000_000, search_cap=1_500), database)
    async with client(app, headers=dict(many.headers)) as small:
        yield small


async def test_a_large_answer_holds_everything_once(many: httpx.AsyncClient) -> None:
    answer = await many.post("/v1/entities/search", json=EVERY)
    assert answer.status_code == 200
    body = orjson.loads(answer.content)
    assert body["ok"] is True
    assert body["matchingBlueprints"] == ["note"]
    assert [entity["identifier"] for entity in body["entities"]] == [f"n{number:05}" for number in range(COUNT)]
    assert set(body["entities"][0]) >= {"properties", "createdAt", "team"}


async def test_over_the_cap_nothing_is_cut_silently(capped: httpx.AsyncClient) -> None:
    answer = await capped.post("/v1/entities/search", json=EVERY)
    assert answer.status_code == 422
    assert answer.json()["details"] == {"cap": 1500}
    assert "1500" in answer.json()["message"]
    paged = await capped.post("/v1/blueprints/note/entities/search", json={"limit": 1000})
    assert paged.status_code == 200


async def test_a_data_source_gets_all_its_names_in_one_answer(capped: httpx.AsyncClient) -> None:
    asked = {"datasource_prefix": "bulk/", "datasource_suffix": ".0"}
    answer = await capped.post("/v1/blueprints/entities/datasource-entities", json=asked)
    assert len(answer.json()["entities"]) == COUNT
    assert answer.json()["next"] is None
    include = {"include": ["identifier", "properties.n"]}
    answer = await capped.post("/v1/blueprints/entities/datasource-entities", json=asked, params=include)
    assert answer.status_code == 422
    answer = await capped.post(
        "/v1/blueprints/entities/datasource-entities", json={**asked, "limit": 5000}, params=include
    )
    assert (len(answer.json()["entities"]), answer.json()["next"] is not None) == (1500, True)


async def test_many_groups_are_told_to_be_truncated(many: httpx.AsyncClient) -> None:
    body = {"groupBy": {"property": "n"}, "countOnly": True, "groupSort": {"by": "value", "order": "desc"}}
    answer = (await many.post("/v1/blueprints/note/entities/top-search", json=body)).json()
    assert answer["truncated"] is True
    assert len(answer["groups"]) == 1000
    assert answer["groups"][0] == {"value": COUNT - 1, "count": 1}


async def _plan(many: Writer | Database, org: Organisation, query: Any) -> str:
    assert isinstance(many, Database)
    actor = system_actor(org.id, org.public_id)
    async with reading(many, actor, Cause("test:plan")) as work:
        await work.db.raw.execute("analyze entity")
        shapes = describe.all_of(await blueprints.list_all(work))
        asked = describe.query(query)
        compiled = compile_query(asked, shapes, await describe.caller(work, [asked]))
        text, params = render(compiled.where)
        statement = f"explain select e.id from entity e where e.org = {org.id} and {text}"
        for name in sorted(params, key=len, reverse=True):
            statement = statement.replace(f":{name} ", f"{_literal(params[name])} ")
        rows = await work.db.raw.fetch(statement)
    return "\n".join(row[0] for row in rows)


def _literal(value: Any) -> str:
    if isinstance(value, list):
        return "array[" + ",".join(_literal(item) for item in value) + "]"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


@pytest.mark.usefixtures("many")
async def test_pairs_of_identifier_and_blueprint_are_found_by_index(
    database: Database, organisation: Organisation
) -> None:
    pairs = [
        {
            "rules": [
                {"property": "$identifier", "operator": "=", "value": name},
                {"property": "$blueprint", "operator": "=", "value": blueprint},
            ]
        }
        for blueprint, name in [("note", "n00001"), ("note", "n00002"), ("service", "x"), ("system", "y")]
    ]
    plan = await _plan(database, organisation, {"combinator": "or", "rules": pairs})
    assert "entity_org_bp_ident" in plan
    assert "Seq Scan" not in plan


async def test_page_size_does_not_grow_what_a_page_reads(many: httpx.AsyncClient) -> None:
    """Every page starts at the cursor: pages add up to everything, each row once, whatever their size."""
    for limit in (1000, 400):
        seen: list[str] = []
        body: dict[str, Any] = {"limit": limit, "sort": [{"property": "n", "order": "desc"}]}
        while True:
            answer = (await many.post("/v1/blueprints/note/entities/top-search", json=body)).json()
            seen += [entity["identifier"] for entity in answer["entities"]]
            assert answer["count"] == COUNT
            if "next" not in answer:
                break
            body["from"] = answer["next"]
        assert seen == [f"n{number:05}" for number in reversed(range(COUNT))]


async def test_identifiers_of_a_query_are_found_for_writers(
    many: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    async with reading(database, system_actor(organisation.id, organisation.public_id), Cause("test:ids")) as work:
        note = await blueprints.get(work, "note")
        query = {"combinator": "and", "rules": [{"property": "n", "operator": "in", "value": [7, 8, 9]}]}
        assert await find.identifiers(work, note, query, 2) == ["n00007", "n00008"]
    assert many.headers["Authorization"]
