"""Computed properties with a real worker: they follow a change by themselves, and are whole after a worker's death."""

from typing import Any

import httpx
import pytest

from seaway.domains.entities.computing import PART
from tests.flows.harness import Installation, installed, wait_for

pytestmark = pytest.mark.slow
MANY = PART + 100  # more than one part, so that a new definition is computed by a job
TIER = {"tier": {"path": "system.tier"}}
LOUD = {"loud": {"type": "string", "calculation": ".properties.tier | ascii_upcase"}}
COUNT = {"calculationBy": "entities", "func": "count"}
GOLD = {"combinator": "and", "rules": [{"property": "tier", "operator": "=", "value": "gold"}]}
LOUDLY = {"combinator": "and", "conditions": [{"property": "loud", "operator": "=", "value": "GOLD"}]}
POLISH = {
    "identifier": "polish",
    "title": "Polish",
    "rules": [{"identifier": "loud", "title": "Loud", "level": "Gold", "query": LOUDLY}],
}
GILDED = {"gilded": {"type": "number", "target": "service", "calculationSpec": COUNT, "query": GOLD}}


def sent(client: httpx.Client, method: str, path: str, body: Any) -> None:
    """Send what must be taken."""
    answer = client.request(method, path, json=body)
    assert answer.status_code in (200, 201), answer.text


def model(client: httpx.Client) -> None:
    """Two blueprints, one system and many services of it."""
    tier = {"properties": {"tier": {"type": "string"}}, "required": []}
    sent(client, "POST", "/v1/blueprints", {"identifier": "system", "title": "System", "schema": tier})
    relation = {"system": {"target": "system", "required": False, "many": False}}
    service = {"identifier": "service", "title": "Service", "schema": {"properties": {}}, "relations": relation}
    sent(client, "POST", "/v1/blueprints", service)
    set_tier(client, "gold")
    for start in range(0, MANY, 20):
        some = [{"identifier": f"s{no}", "relations": {"system": "shop"}} for no in range(start, start + 20)]
        sent(client, "POST", "/v1/blueprints/service/entities/bulk", {"entities": some})


def set_tier(client: httpx.Client, tier: str) -> None:
    """Change what everything is computed from."""
    body = {"identifier": "shop", "properties": {"tier": tier}}
    sent(client, "POST", "/v1/blueprints/system/entities?upsert=true&merge=true", body)


def having(client: httpx.Client, loud: str) -> int:
    """Return how many services show a calculated value."""
    query = {"combinator": "and", "rules": [{"property": "loud", "operator": "=", "value": loud}]}
    answer = client.post("/v1/blueprints/service/entities/search/count", json={"query": query})
    return int(answer.json()["count"]) if answer.status_code == 200 else -1


def gilded(client: httpx.Client) -> Any:
    """Return what is counted for the system."""
    return client.get("/v1/blueprints/system/entities/shop").json()["entity"]["properties"].get("gilded")


def level(client: httpx.Client) -> Any:
    """Return how a service stands in the scorecard."""
    entity = client.get("/v1/blueprints/service/entities/s7").json()["entity"]
    return entity.get("scorecards", {}).get("polish", {}).get("level")


def define(installation: Installation, client: httpx.Client) -> None:
    """Define what is computed, and see it computed for everything that is there already."""
    sent(client, "PATCH", "/v1/blueprints/service", {"mirrorProperties": TIER, "calculationProperties": LOUD})
    sent(client, "PATCH", "/v1/blueprints/system", {"aggregationProperties": GILDED})
    wait_for(lambda: having(client, "GOLD") == MANY)
    wait_for(lambda: gilded(client) == MANY)
    sent(client, "POST", "/v1/blueprints/service/scorecards", POLISH)
    wait_for(lambda: level(client) == "Gold")
    assert installation.running


def test_they_follow_and_survive() -> None:
    with installed() as installation:
        installation.start()
        with installation.client() as client:
            model(client)
            define(installation, client)
            for tier in ("silver", "gold", "tin"):
                set_tier(client, tier)
                assert installation.kill("worker")
                wait_for(lambda tier=tier: having(client, tier.upper()) == MANY)  # type: ignore[misc]
            wait_for(lambda: gilded(client) == 0)
            wait_for(lambda: level(client) == "Basic")
            answer = client.get("/v1/blueprints/service/entities/s7/computed").json()
            assert answer["properties"] == {
                "tier": {"value": "tin", "error": None},
                "loud": {"value": "TIN", "error": None},
            }
            assert answer["asOf"]
