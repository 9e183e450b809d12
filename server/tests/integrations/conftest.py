"""What the tests of integrations share: one that is registered, and how it is read again."""

from typing import Any

import httpx
import pytest

MAPPING: dict[str, Any] = {
    "deleteDependentEntities": True,
    "createMissingRelatedEntities": True,
    "enableMergeEntity": True,
    "entityDeletionThreshold": 0.9,
    "resources": [
        {
            "kind": "issue",
            "selector": {"query": "true"},
            "port": {"entity": {"mappings": {"identifier": ".id", "blueprint": '"issue"', "properties": {}}}},
        }
    ],
}
NEW: dict[str, Any] = {
    "installationId": "issues",
    "installationAppType": "issues",
    "version": "0.1.0",
    "changelogDestination": {},
    "config": MAPPING,
    "actionsProcessingEnabled": False,
    "incrementalSyncEnabled": False,
    "createPortResourcesOrigin": "Default",
}
"""As Ocean registers itself."""


@pytest.fixture
async def issues(api: httpx.AsyncClient) -> dict[str, Any]:
    """A registered integration, as its registration was answered."""
    answer = await api.post("/v1/integration", json=NEW)
    assert answer.status_code == 201, answer.text
    integration: dict[str, Any] = answer.json()["integration"]
    return integration


async def read(api: httpx.AsyncClient, name: str = "issues") -> dict[str, Any]:
    """Return an integration as it is now."""
    answer = await api.get(f"/v1/integration/{name}")
    assert answer.status_code == 200, answer.text
    integration: dict[str, Any] = answer.json()["integration"]
    return integration


async def requested(api: httpx.AsyncClient, name: str = "issues") -> str | None:
    """Return when a resync was last asked for."""
    answer = await api.get(f"/v1/integration/{name}/resync-request")
    assert answer.status_code == 200, answer.text
    assert answer.json()["ok"] is True
    at: str | None = answer.json()["request"].get("updatedAt")
    return at
