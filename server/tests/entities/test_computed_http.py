"""Computed properties as the API shows them: read, left out, searched, sorted, grouped, explained, tried."""

from typing import Any

import httpx
import pytest

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.domains.identity.types import Organisation
from tests.entities.conftest import Writer
from tests.entities.test_computed import TIER, Settled, compute, landscape

PROGRAMS = {
    "double": {"type": "number", "calculation": ".properties.replicas * 2"},
    "label": {"type": "string", "calculation": '.properties.tier + "-" + .identifier'},
}
TOTAL = {
    "replicas": {
        "type": "number",
        "target": "service",
        "calculationSpec": {"calculationBy": "property", "func": "sum", "property": "double"},
    }
}


@pytest.fixture
async def settled(database: Database, organisation: Organisation, catalog: httpx.AsyncClient) -> Settled:
    """A landscape with computed properties, all of them computed."""
    writer = Writer(database, system_actor(organisation.id, organisation.public_id))
    await compute(writer, "service", mirrorProperties=TIER, calculationProperties=PROGRAMS)
    await compute(writer, "system", aggregationProperties=TOTAL)
    await landscape(writer)
    settle = Settled(writer)
    await settle()
    return settle


async def found(catalog: httpx.AsyncClient, blueprint: str, **body: Any) -> list[str]:
    """Return the identifiers of a search, in order."""
    answer = await catalog.post(f"/v1/blueprints/{blueprint}/entities/top-search", json={"limit": 50, **body})
    assert answer.status_code == 200, answer.text
    return [entity["identifier"] for entity in answer.json()["entities"]]


def rule(name: str, operator: str, value: Any) -> dict[str, Any]:
    """Return a query of one rule."""
    return {"combinator": "and", "rules": [{"property": name, "operator": operator, "value": value}]}


@pytest.mark.usefixtures("settled")
async def test_they_stand_beside_the_stored_ones(catalog: httpx.AsyncClient) -> None:
    answer = await catalog.get("/v1/blueprints/service/entities/cart")
    wanted = {"lifecycle": "ga", "replicas": 3, "tier": "gold", "double": 6, "label": "gold-cart"}
    assert answer.json()["entity"]["properties"] == wanted
    answer = await catalog.get("/v1/blueprints/service/entities/cart?exclude_calculated_properties=true")
    assert answer.json()["entity"]["properties"] == {"lifecycle": "ga", "replicas": 3}
    answer = await catalog.get("/v1/blueprints/service/entities/cart?include=properties.tier")
    assert answer.json()["entity"]["properties"] == {"tier": "gold"}
    answer = await catalog.post("/v1/blueprints/service/entities/search", json={"limit": 50})
    assert [each["properties"]["tier"] for each in answer.json()["entities"]] == ["gold", None, "gold"]


@pytest.mark.usefixtures("settled")
async def test_they_are_searched_sorted_and_grouped(catalog: httpx.AsyncClient) -> None:
    assert await found(catalog, "service", query=rule("tier", "=", "gold")) == ["cart", "pay"]
    assert await found(catalog, "service", query=rule("double", ">", 7)) == ["pay"]
    assert await found(catalog, "service", query=rule("label", "contains", "CART")) == ["cart"]
    assert await found(catalog, "service", query=rule("tier", "isEmpty", None)) == ["mail"]
    by = [{"property": "double", "order": "desc"}]
    assert await found(catalog, "service", sort=by) == ["pay", "cart", "mail"]
    body = {"groupBy": {"property": "tier"}}
    answer = await catalog.post("/v1/blueprints/service/entities/top-search", json=body)
    assert {group["value"]: group["count"] for group in answer.json()["groups"]} == {"gold": 2, None: 1}
    assert await found(catalog, "system", query=rule("replicas", "=", 16)) == ["shop"]
    answer = await catalog.post("/v1/entities/search", json=rule("tier", "=", "gold"))
    assert sorted(each["identifier"] for each in answer.json()["entities"]) == ["cart", "pay", "shop"]
    figure = {"func": "sum", "property": "double", "query": rule("$blueprint", "=", "service")}
    answer = await catalog.post("/v1/entities/aggregate", json=figure)
    assert 16 in answer.json().values(), answer.text


async def test_why_there_is_none_is_told(catalog: httpx.AsyncClient, settled: Settled) -> None:
    answer = await catalog.get("/v1/blueprints/service/entities/mail/computed")
    body = answer.json()
    assert body["properties"]["tier"] == {"value": None, "error": None}
    assert body["properties"]["label"] == {"value": "-mail", "error": None}
    assert body["changedAt"] is not None
    await compute(settled.writer, "service", mirrorProperties={"tier": {"path": "system.nothing"}})
    await settled()
    body = (await catalog.get("/v1/blueprints/service/entities/mail/computed")).json()
    assert body["properties"]["tier"]["error"] == (
        'its path leads nowhere: blueprint "system" has no property or relation "nothing"'
    )
    assert (await catalog.get("/v1/blueprints/service/entities/none/computed")).status_code == 404


@pytest.mark.usefixtures("settled")
async def test_what_they_are_like_is_told(catalog: httpx.AsyncClient) -> None:
    mirrors = {"stages": {"path": "depends_on.lifecycle"}, "tier": TIER["tier"], "lost": {"path": "system.lost"}}
    stage = {"stage": {"path": "depends_on.stages"}, "since": {"path": "system.$createdAt"}}
    assert (
        await catalog.patch("/v1/blueprints/service", json={"mirrorProperties": mirrors | stage})
    ).status_code == 200
    answer = await catalog.get("/v1/blueprints/service/computed")
    assert answer.json()["properties"] == {
        "stages": {"type": "array", "items": {"type": "string"}},
        "tier": {"type": "string"},
        "lost": {},
        "stage": {"type": "array", "items": {"type": "string"}},
        "since": {"type": "string", "format": "date-time"},
        "double": {"type": "number"},
        "label": {"type": "string"},
    }


@pytest.mark.usefixtures("settled")
async def test_a_definition_is_tried_before_it_is_saved(catalog: httpx.AsyncClient) -> None:
    async def tried(section: str, definition: dict[str, Any], **more: Any) -> httpx.Response:
        body = {"section": section, "definition": definition, **more}
        return await catalog.post("/v1/blueprints/service/computed/preview", json=body)

    answer = await tried("calculationProperties", {"type": "number", "calculation": ".properties.double + 1"})
    assert {each["identifier"]: each["value"] for each in answer.json()["results"]} == {"cart": 7, "pay": 11, "mail": 1}
    answer = await tried("mirrorProperties", {"path": "depends_on.tier"}, entities=["mail"])
    assert [each["value"] for each in answer.json()["results"]] == [["gold", "gold"]]
    answer = await tried(
        "calculationProperties", {"type": "number", "calculation": ".properties.tier"}, entities=["cart"]
    )
    assert answer.json()["results"][0]["error"] == "the result is no number"
    refused = await tried("calculationProperties", {"type": "number", "calculation": ".properties |"})
    assert refused.status_code == 422
    assert refused.json()["details"]["path"] == "calculationProperties.preview.calculation"
    assert (await catalog.get("/v1/blueprints/service")).json()["blueprint"]["calculationProperties"].keys() == {
        "double",
        "label",
    }


async def test_a_program_that_does_not_compile_is_refused(catalog: httpx.AsyncClient) -> None:
    bad = {"calculationProperties": {"x": {"type": "string", "calculation": '.a | "'}}}
    answer = await catalog.patch("/v1/blueprints/service", json=bad)
    assert answer.status_code == 422
    assert answer.json()["details"]["path"] == "calculationProperties.x.calculation"


@pytest.mark.usefixtures("settled")
async def test_what_is_sent_for_them_is_ignored(catalog: httpx.AsyncClient) -> None:
    entity = (await catalog.get("/v1/blueprints/service/entities/cart")).json()["entity"]
    entity["properties"]["tier"] = "tin"
    answer = await catalog.put("/v1/blueprints/service/entities/cart", json=entity)
    assert answer.status_code == 200, answer.text
    assert (await catalog.get("/v1/blueprints/service/entities/cart")).json()["entity"]["properties"]["tier"] == "gold"
