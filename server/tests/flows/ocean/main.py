"""A small integration for Ocean: ships and berths of an office that answers over HTTP, and its webhooks."""

# ruff: noqa: ARG002  # the framework names the parameters

from collections.abc import AsyncIterator
from typing import Any

import httpx
from port_ocean.context.ocean import ocean
from port_ocean.core.handlers.port_app_config.models import ResourceConfig
from port_ocean.core.handlers.webhook.abstract_webhook_processor import AbstractWebhookProcessor
from port_ocean.core.handlers.webhook.webhook_event import WebhookEvent, WebhookEventRawResults


@ocean.on_resync("ship")
async def ships(_kind: str) -> AsyncIterator[list[dict[str, Any]]]:
    """Yield the ships, a page at a time."""
    found = await _listed("ships")
    for start in range(0, len(found), 2):
        yield found[start : start + 2]


@ocean.on_resync("berth")
async def berths(_kind: str) -> list[dict[str, Any]]:
    """Return the berths."""
    return await _listed("berths")


async def _listed(what: str) -> list[dict[str, Any]]:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{str(ocean.integration_config['source_url']).rstrip('/')}/{what}")
        answer.raise_for_status()
        return list(answer.json())


class Arrivals(AbstractWebhookProcessor):
    """Takes `{"arrived": ship}` and `{"left": ship}`."""

    async def authenticate(self, payload: dict[str, Any], headers: dict[str, Any]) -> bool:
        """Trust everybody on loopback."""
        return True

    async def validate_payload(self, payload: dict[str, Any]) -> bool:
        """Take what names a ship."""
        return "arrived" in payload or "left" in payload

    async def should_process_event(self, event: WebhookEvent) -> bool:
        """Process all of them."""
        return True

    async def get_matching_kinds(self, event: WebhookEvent) -> list[str]:
        """They are about ships."""
        return ["ship"]

    async def handle_event(self, payload: dict[str, Any], resource: ResourceConfig) -> WebhookEventRawResults:
        """Hand the ship on, as one that is there or one that is gone."""
        there, gone = payload.get("arrived"), payload.get("left")
        return WebhookEventRawResults(
            updated_raw_results=[there] if there else [], deleted_raw_results=[gone] if gone else []
        )


ocean.add_webhook_processor("/webhook", Arrivals)
