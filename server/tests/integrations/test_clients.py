"""The calls of real clients in their order, with bodies as their sources make them.

Ocean itself runs in flows/test_ocean.py; here are the shapes of releases that cannot, and of the Kubernetes exporter.
"""

from typing import Any

import httpx

from tests.integrations.conftest import MAPPING, NEW, read, requested

CLUSTER: dict[str, Any] = {
    "identifier": "cluster",
    "title": "Cluster",
    "icon": "",
    "description": "",
    "schema": {"properties": {"version": {"type": "string", "title": "Version"}}},
}
WORKLOAD: dict[str, Any] = {
    "identifier": "workload",
    "title": "Workload",
    "icon": "",
    "description": "",
    "schema": {"properties": {"replicas": {"type": "number"}}},
}
KUBERNETES: dict[str, Any] = {
    "title": "prod-key",
    "installationAppType": "K8S EXPORTER",
    "installationId": "prod-key",
    "version": "0.8.0",
    "config": {
        "deleteDependents": True,
        "createMissingRelatedEntities": True,
        "updateEntityOnlyOnDiff": True,
        "crdsToDiscover": "false",
        "resources": [{"kind": "apps/v1/deployments", "selector": {"query": "true"}, "port": {"itemsToParse": ""}}],
    },
}


async def test_the_boot_of_ocean(api: httpx.AsyncClient) -> None:
    """endpoints.md, boot sequences: from the question whether it is registered to the end of a resync."""
    agent = {"User-Agent": "port-ocean/issues/0.1.0/issues"}
    polled = {"oceanCoreVersion": "0.40.0", "isPolling": "false"}
    assert (await api.get("/v1/integration/provision-enabled", headers=agent)).json()["integrations"] == []
    flags = (await api.get("/v1/organization", headers=agent)).json()["organization"]["featureFlags"]
    assert "LAKEHOUSE_ELIGIBLE" not in flags
    assert (await api.get("/v1/integration/issues", params=polled, headers=agent)).status_code == 404
    made = await api.post("/v1/integration", json={**NEW, "config": {}}, headers=agent)
    assert (made.status_code, made.json()["integration"]["config"]) == (201, {})
    await api.patch("/v1/integration/issues", json={"processingMode": "ocean-core", "version": "0.1.0"}, headers=agent)
    mapped = await api.patch("/v1/integration/issues/config", json={"config": MAPPING}, headers=agent)
    asked = await requested(api)
    assert asked == mapped.json()["integration"]["updatedAt"]
    await api.patch("/v1/integration/issues", json={"arePortResourcesInitialized": True, "version": "0.1.0"})
    assert await requested(api) == asked, "what ends the start asks for no second resync"
    state = {"status": "running", "lastResyncEnd": None, "lastResyncStart": "2026-03-01T00:00:00.000001+00:00"}
    running = (await api.patch("/v1/integration/issues/resync-state", json=state, headers=agent)).json()["integration"]
    watermark = running["resyncState"]["updatedAt"]
    assert (await read(api))["updatedAt"] == watermark, "older releases compare these two"
    ended = {"status": "completed", "lastResyncEnd": "2026-03-01T00:01:00.000001+00:00"}
    await api.patch("/v1/integration/issues/resync-state", json=ended, headers=agent)
    assert await requested(api) == asked
    await api.patch("/v1/integration/issues", json={})
    assert (await requested(api) or "") > watermark


async def test_the_boot_of_the_kubernetes_exporter(api: httpx.AsyncClient) -> None:
    agent = {"User-Agent": "port-k8s-exporter/^0.3.4 (statekey/prod-key)"}
    assert (await api.get("/v1/integration/prod-key", headers=agent)).status_code == 404
    made = await api.post("/v1/integration?integration_modes=create_resources", json=KUBERNETES, headers=agent)
    assert (made.status_code, made.json()["ok"]) == (201, True)
    integration = made.json()["integration"]
    assert {name: integration[name] for name in KUBERNETES} == KUBERNETES
    assert "taken" in (await api.post("/v1/integration", json=KUBERNETES, headers=agent)).text
    for blueprint in (CLUSTER, WORKLOAD):
        assert (await api.post("/v1/blueprints", json=blueprint, headers=agent)).status_code == 201
    relations = {"relations": {"cluster": {"target": "cluster", "required": False, "many": False}}}
    assert (await api.patch("/v1/blueprints/workload", json=relations, headers=agent)).status_code == 200
    before = await read(api, "prod-key")
    for names in (("a", "b", "c"), ("a", "b")):
        entities = [
            {"identifier": name, "blueprint": "workload", "properties": {"replicas": 2}, "relations": {"cluster": "c1"}}
            for name in names
        ]
        flags = {"upsert": "true", "merge": "true", "create_missing_related_entities": "true"}
        bulk = await api.post(
            "/v1/blueprints/workload/entities/bulk", params=flags, json={"entities": entities}, headers=agent
        )
        assert bulk.status_code in {200, 207}, bulk.text
    example = {"examples": [{"metadata": {"name": "a"}}]}
    told = await api.post("/v1/integration/prod-key/kinds/apps%2Fv1%2Fdeployments/examples", json=example)
    assert told.json() == {"ok": True}
    assert "apps/v1/deployments" in (await api.get("/v1/integration/prod-key/kinds")).json()["data"]
    own = {"datasource_prefix": "port-k8s-exporter", "datasource_suffix": "(statekey/prod-key)"}
    listed = (await api.post("/v1/blueprints/entities/datasource-entities", json=own, headers=agent)).json()
    assert {(each["blueprint"], each["identifier"]) for each in listed["entities"]} == {
        ("workload", "a"), ("workload", "b"), ("workload", "c"), ("cluster", "c1"),
    }  # fmt: skip
    assert listed["next"] is None
    gone = await api.delete("/v1/blueprints/workload/entities/c?delete_dependents=true", headers=agent)
    assert gone.status_code == 200
    assert await read(api, "prod-key") == before, "any difference would make it sync everything anew"
    await api.patch("/v1/integration/prod-key", json={"config": KUBERNETES["config"]}, headers=agent)
    assert await read(api, "prod-key") != before
    assert (await api.delete("/v1/integration/prod-key", headers=agent)).status_code == 200


async def test_sources_that_share_a_beginning_are_told_apart(api: httpx.AsyncClient) -> None:
    """Clients delete what is listed as theirs: a stamp matches from its first letter to its last (semantics 18.6)."""
    await api.post("/v1/blueprints", json=CLUSTER)
    stamps = {
        "mine": "port-ocean/issues/0.1.0/team/exporter",
        "other-version": "port-ocean/issues/0.2.0/team/exporter",
        "other-kind": "port-ocean/issues/0.1.0/team/gitops",
        "other-installation": "port-ocean/issues/0.1.0/my-team/exporter",
        "other-type": "port-ocean/issues-cloud/0.1.0/team/exporter",
        "too-short": "port-ocean/issues/team/exporter",
        "letters": "PORT-OCEAN/issues/0.1.0/team/exporter",
        "by-hand": "UI",
    }
    for name, stamp in stamps.items():
        body = {"identifier": name, "properties": {}}
        answer = await api.post("/v1/blueprints/cluster/entities", json=body, headers={"User-Agent": stamp})
        assert answer.status_code == 201, answer.text
    own = {"datasource_prefix": "port-ocean/issues/", "datasource_suffix": "/team/exporter", "limit": 5000}
    listed = (await api.post("/v1/blueprints/entities/datasource-entities", json=own)).json()["entities"]
    assert {each["identifier"] for each in listed} == {"mine", "other-version"}


async def test_a_plan_of_terraform_converges(api: httpx.AsyncClient) -> None:
    """What is written is read the same, attribute by attribute."""
    body = {
        "installationId": "tf",
        "installationAppType": "kafka",
        "title": "By Terraform",
        "version": "1.0.0",
        "config": {"resources": [{"kind": "topic", "port": {"entity": {"mappings": [{"identifier": ".name"}]}}}]},
        "changelogDestination": {"type": "WEBHOOK", "url": "https://example.com/hook", "agent": False},
    }
    assert (await api.post("/v1/integration", json=body)).status_code == 201
    found = await read(api, "tf")
    assert {name: found[name] for name in body} == body
    changed = {**body, "title": "Renamed", "config": {"resources": []}}
    assert (await api.patch("/v1/integration/tf", json=changed)).status_code == 200
    found = await read(api, "tf")
    assert {name: found[name] for name in body} == changed
