"""Harbor Commerce as people use it: views, favourites, notifications, imports that failed in part, things in the bin.

Every page has something to show, as it would after a week of work.
"""

from typing import Any

import httpx

from tests.browser import harbour

OWNER, OWNER_NAME = "nora.ekman@harbor.example", "Nora Ekman"
COLLEAGUE, COLLEAGUE_NAME = "jonas.lind@harbor.example", "Jonas Lind"
PAYMENTS = "/v1/blueprints/component/entities/payments-api"
CONTRACT = """openapi: 3.1.0
info: {title: Payments, version: 2.4.0, description: Accepts and settles **payments** for every storefront.}
tags: [{name: payments, description: Charge a card or a wallet}, {name: refunds, description: Give money back}]
paths:
  /payments:
    get:
      tags: [payments]
      summary: List payments
      parameters:
      - {name: status, in: query, schema: {type: string, enum: [pending, settled, failed]}}
      - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      responses: {'200': {description: A page of payments}}
    post:
      tags: [payments]
      summary: Charge a customer
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Payment'}}}}
      responses: {'201': {description: The payment}, '402': {description: The card was declined}}
  /payments/{id}:
    get:
      tags: [payments]
      summary: Return a payment
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The payment, content: {application/json: {schema: {$ref: '#/components/schemas/Payment'}}}}}
  /refunds:
    post:
      tags: [refunds]
      summary: Refund a payment
      deprecated: true
      responses: {'201': {description: The refund}}
components:
  schemas:
    Payment:
      type: object
      required: [amount, currency]
      properties:
        amount: {type: integer, description: In the smallest unit of the currency}
        currency: {type: string, example: EUR}
        status: {type: string, enum: [pending, settled, failed], readOnly: true}
"""
EVENTS = """asyncapi: 3.0.0
info: {title: Payment events, version: 1.3.0, description: What happens to payments.}
servers: {production: {host: 'kafka.harbor.example:9092', protocol: kafka}}
channels:
  settled: {address: payments.settled, messages: {settled: {$ref: '#/components/messages/Settled'}}}
  failed: {address: payments.failed, messages: {failed: {$ref: '#/components/messages/Failed'}}}
operations:
  onSettled: {action: send, channel: {$ref: '#/channels/settled'}, summary: A payment was settled}
  onFailed: {action: send, channel: {$ref: '#/channels/failed'}, summary: A payment failed}
components:
  messages:
    Settled: {payload: {type: object, properties: {id: {type: string}, amount: {type: integer}}}}
    Failed: {payload: {type: object, properties: {id: {type: string}, reason: {type: string}}}}
"""
README = """# payments-api

Accepts, authorises and settles card and wallet payments for every storefront.

## Run it

```sh
make run      # needs a local ledger-api
make test
```

## What it promises

| promise | value |
| --- | --- |
| availability | 99.95 % |
| p99 latency | 400 ms |

- [x] Idempotent by `Idempotency-Key`
- [x] Never stores card numbers
- [ ] Regional failover

> Ask **Payments** in the on-call channel before you deploy on a Friday.
"""
GIFTS = {
    "gift-cards/catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
    "metadata: {name: gift-card-api, title: gift-card-api, description: Sells and redeems gift cards.}\n"
    "spec: {type: service, lifecycle: experimental, owner: growth, system: loyalty}\n",
    "gift-cards/worker.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
    "metadata: {name: gift-card-worker, title: gift-card-worker, description: Expires gift cards.}\n"
    "spec: {type: service, lifecycle: experimental, owner: growth, dependsOn: ['component:gift-card-api']}\n",
    "gift-cards/broken.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: 'gift card web'}\n",
}
VIEWS: tuple[dict[str, Any], ...] = (
    {"title": "Tier 1 unhealthy", "audience": "page", "state": {"f": [
        {"on": "tier", "op": "any", "v": ["Tier 1"]}, {"on": "health", "op": "any", "v": ["Degraded", "Down"]}]}},
    {"title": "By health", "audience": "page", "state": {"group": "health"}},
    {"title": "My team", "state": {"f": [{"on": "$team", "op": "mine", "v": []}]}},
)  # fmt: skip


def furnish(api: httpx.Client, colleague: httpx.Client) -> None:
    """Do what the administrator and a colleague did."""
    api.patch("/v1/organization", json={"name": "Harbor Commerce"}).raise_for_status()
    api.patch(f"/v1/users/{OWNER}", json={"teams": ["payments"]}).raise_for_status()
    _keep(api)
    _write(colleague)
    for view in VIEWS:
        api.post("/v1/pages/components/views", json=view).raise_for_status()
    for blueprint, identifier in (("component", "legacy-billing"), ("component", "coupon-worker")):
        body = {"identifier": identifier, "title": identifier, "properties": {"type": "service"}, "team": ["payments"]}
        api.post(f"/v1/blueprints/{blueprint}/entities", json=body).raise_for_status()
        api.delete(f"/v1/blueprints/{blueprint}/entities/{identifier}").raise_for_status()
    for dry_run in ("true", "false"):
        upload = {"file": ("gift-cards.tar.gz", harbour.archive(GIFTS))}
        api.post("/v1/imports", data={"source": "gift-cards", "dryRun": dry_run}, files=upload).raise_for_status()


def _keep(api: httpx.Client) -> None:
    starred = ("payments-api", "ledger-api", "fraud-api")
    for identifier in starred:
        api.put(f"/v1/me/favourites/entities/component/{identifier}").raise_for_status()
        api.put(f"/v1/me/watches/entities/component/{identifier}").raise_for_status()
    api.put("/v1/me/watches/blueprints/incident").raise_for_status()
    api.put("/v1/me/favourites/pages/harbor_engineering_health").raise_for_status()
    for identifier in ("checkout-api", "search-api", *starred):
        api.put(f"/v1/me/recent/entities/component/{identifier}").raise_for_status()


def _write(api: httpx.Client) -> None:
    changes: tuple[tuple[str, dict[str, Any]], ...] = (
        ("payments-api", {"health": "Degraded", "replicas": 9}),
        ("payments-api", {"health": "Healthy", "replicas": 12, "readme": README}),
        ("ledger-api", {"lifecycle": "production"}),
        ("fraud-api", {"health": "Degraded"}),
        ("checkout-api", {"replicas": 14}),
    )
    for identifier, properties in changes:
        api.patch(f"/v1/blueprints/component/entities/{identifier}", json={"properties": properties}).raise_for_status()
    for identifier, document in (("payments-v2", CONTRACT), ("payment-events", EVENTS)):
        body = {"properties": {"definition": document}}
        api.patch(f"/v1/blueprints/api/entities/{identifier}", json=body).raise_for_status()
