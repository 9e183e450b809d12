"""A small harbour for each test of the contract: something of every kind that a path can name."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
from starlette.types import ASGIApp

from seaway.core.actor import system_actor
from seaway.core.db import Database, sql
from seaway.core.jobs.control import Start
from seaway.core.jobs.inline import InlineEngine
from seaway.core.work import Cause, writing
from seaway.domains.entities import jobs as entity_jobs
from seaway.domains.identity import service as identity
from seaway.domains.identity.types import Organisation, UserDraft
from seaway.domains.imports import jobs as import_jobs
from seaway.domains.migrations import jobs as migration_jobs
from seaway.kit import ids
from tests.factories.archives import packed
from tests.factories.clients import PASSWORD, URL, client, fresh_address

DESCRIPTOR = """
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: berth-planner}
spec: {type: service, lifecycle: production, owner: crew}
"""
ARCHIVE = packed({"catalog-info.yaml": DESCRIPTOR})
SERVICE = "crane@serviceaccounts.test.example"
ROWS = b"name,depth\nb1,3\n"
PORT: dict[str, Any] = {
    "identifier": "port",
    "title": "Port",
    "schema": {"properties": {"country": {"type": "string"}}, "required": []},
}
BERTH: dict[str, Any] = {
    "identifier": "berth",
    "title": "Berth",
    "schema": {
        "properties": {
            "depth": {"type": "number", "minimum": 0},
            "open": {"type": "boolean"},
            "built": {"type": "string", "format": "date-time"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "limits": {"type": "object"},
        },
        "required": [],
    },
    "relations": {
        "port": {"target": "port", "many": False, "required": False},
        "nearby": {"target": "berth", "many": True, "required": False},
    },
    "mirrorProperties": {"land": {"path": "port.country"}},
}

DEPTHS: dict[str, Any] = {
    "identifier": "depths",
    "title": "Depths",
    "rules": [
        {
            "identifier": "deep",
            "title": "Deep",
            "level": "Gold",
            "query": {"combinator": "and", "conditions": [{"property": "depth", "operator": ">", "value": 10}]},
        }
    ],
}


DREDGE: dict[str, Any] = {
    "identifier": "dredge",
    "title": "Dredge berth",
    "trigger": {
        "type": "self-service",
        "operation": "DAY-2",
        "blueprintIdentifier": "berth",
        "userInputs": {"properties": {"depth": {"type": "number"}}, "required": []},
    },
    "invocationMethod": {"type": "WEBHOOK", "url": "https://ops.example", "agent": True},
    "requiredApproval": True,
}
FLOW: dict[str, Any] = {"identifier": "release", "title": "Release", "nodes": [{"identifier": "a"}], "connections": []}

WEBHOOK: dict[str, Any] = {
    "identifier": "tide",
    "title": "Tide",
    "enabled": True,
    "mappings": [{"blueprint": "berth", "entity": {"identifier": ".body.id"}}],
}

_SWEEP = sql("select id from sweep where public_id = :public_id")
_MIGRATION = sql("select id from migration where public_id = :public_id")
_TELL = sql("""
  insert into notification(org, person, kind, ref, count, op, changed, at, xid, seq)
  select w.org, w.person, 'entity', w.ref, 1, 'U', '{depth}', now(), '1', 1 from watch w
  order by w.created_at desc limit 1 returning id""")


@dataclass(frozen=True)
class Seed:
    """What the tests may name, and how they sign in: as a machine, or as an administrator with a session cookie."""

    machine: str
    secret: str
    email: str
    invitation: str
    done_import: str
    queued_import: str
    migration: str
    copied: str
    notification: str
    open_session: str
    deletion: str
    sunk: str
    operation: str
    view: str
    ingest: str
    run: str
    waiting: str
    webhook_key: str
    delivery: str
    bearer: dict[str, str]
    session: dict[str, str]

    @property
    def names(self) -> dict[str, str]:
        """Return something that exists for each parameter of a path."""
        return {
            "blueprint": "berth",
            "entity": "b1",
            "page": "berths",
            "scorecard": "depths",
            "sidebar_name": "catalog",
            "folder": "harbour_office",
            "widget": "berths_table",
            "id": self.machine,
            "user_email": self.email,
            "token": self.invitation,
            "import_id": self.done_import,
            "source": "harbour",
            "migration": self.migration,
            "notification": self.notification,
            "session": self.open_session,
            "item": self.deletion,
            "operation": self.operation,
            "view": self.view,
            "role": "Member",
            "team": "Harbour crew",
            "secret_name": "CRANE_TOKEN",
            "identifier": "ais",
            "kind": "ship",
            "ingest_id": self.ingest,
            "event_id": "e1",
            "kind_id": "ship-0",
            "action": "dredge",
            "run": self.run,
            "workflow": "release",
            "webhook": "tide",
            "webhook_key": self.webhook_key,
            "delivery": self.delivery,
        }


async def sow(app: ASGIApp, database: Database, organisation: Organisation, api: httpx.AsyncClient) -> Seed:
    """Fill the organisation of `api`, which is an administrator's."""
    await _catalog(api)
    machine = (await _posted(api, "/v1/apps", {"name": "Crane"}))["app"]
    email = f"{ids.token(10)}@test.example".lower()
    async with writing(database, system_actor(organisation.id, organisation.public_id), Cause("test:seed")) as work:
        await identity.create_user(work, UserDraft(email, "Ada Quay", "Admin", password=PASSWORD))
    invited = await _posted(api, "/v1/users/invite", {"invitee": {"email": f"invited.{email}"}})
    done = await _import(api)
    await InlineEngine(database).start(Start(import_jobs.JOB, done, organisation.id, organisation.public_id, uuid4()))
    session = await _session(app, email)
    return Seed(
        machine["id"],
        machine["secret"],
        email,
        parse_qs(urlsplit(invited["invitation"]["link"]).query)["token"][0],
        done,
        await _import(api),
        await _clearing(api),
        await _copied(database, organisation, api),
        await _notification(app, database, session),
        await _open_session(app, email, session),
        *await _deletion(api),
        await _operation(database, organisation, api),
        await _view(api),
        await _integration(api),
        *await _runs(api),
        *await _webhook(api),
        {"Authorization": api.headers["Authorization"]},
        session,
    )


async def _catalog(api: httpx.AsyncClient) -> None:
    await _posted(api, "/v1/blueprints", PORT)
    await _posted(api, "/v1/blueprints", BERTH)
    await _posted(api, "/v1/blueprints/port/entities", {"identifier": "quay", "properties": {"country": "NL"}})
    for name in ("b1", "b2", "b3"):
        berth = {
            "identifier": name,
            "title": f"Berth {name}",
            "properties": {"depth": 12.5, "open": True, "built": "2020-02-03T04:05:06Z", "tags": ["deep"]},
            "relations": {"port": "quay", "nearby": [] if name == "b1" else ["b1"]},
        }
        await _posted(api, "/v1/blueprints/berth/entities", berth)
    await _posted(api, "/v1/sidebars/catalog/folders", {"title": "Harbour office"})
    await _posted(api, "/v1/organization/secrets", {"secretName": "CRANE_TOKEN", "secretValue": "s3cret"})
    account = {"identifier": SERVICE, "properties": {"port_type": "Service Account", "status": "Active"}}
    await _posted(api, "/v1/blueprints/_user/entities", account)
    await _posted(api, "/v1/teams", {"name": "Harbour crew", "users": [SERVICE]})
    await _posted(api, "/v1/blueprints/berth/scorecards", DEPTHS)


async def _clearing(api: httpx.AsyncClient) -> str:
    await _posted(api, "/v1/blueprints", {**PORT, "identifier": "wreck", "title": "Wreck"})
    answer = await api.delete("/v1/blueprints/wreck/all-entities")
    assert answer.is_success, answer.text
    return str(answer.json()["migrationId"])


async def _copied(database: Database, organisation: Organisation, api: httpx.AsyncClient) -> str:
    """Copy a port within its blueprint, to the end; return the migration, which can be taken back."""
    asked = {"sourceBlueprint": "port", "mapping": {"entity": {"identifier": '.identifier + "-twin"'}}}
    begun = str((await _posted(api, "/v1/migrations", asked))["migration"]["id"])
    async with database.writing("*") as db:
        number = await db.value(_MIGRATION, public_id=begun)
    given = {"number": number}
    order = Start(migration_jobs.JOB, begun, organisation.id, organisation.public_id, uuid4(), given=given)
    await InlineEngine(database).start(order)
    return begun


async def _operation(database: Database, organisation: Organisation, api: httpx.AsyncClient) -> str:
    """Change a berth in bulk, to the end; return the operation, which can be taken back."""
    path = "/v1/blueprints/berth/entities/bulk-operations"
    named = {"combinator": "and", "rules": [{"property": "$identifier", "operator": "=", "value": "b3"}]}
    asked = {"query": named, "change": {"properties": {"open": False}}}
    digest = (await _posted(api, path, asked))["digest"]
    begun = str((await _posted(api, path, {**asked, "digest": digest}))["operation"]["id"])
    async with database.writing("*") as db:
        number = await db.value(_SWEEP, public_id=begun)
    order = Start(
        entity_jobs.SWEEP_JOB, begun, organisation.id, organisation.public_id, uuid4(), given={"number": number}
    )
    await InlineEngine(database).start(order)
    return begun


async def _view(api: httpx.AsyncClient) -> str:
    made = await _posted(api, "/v1/pages/berths/views", {"title": "Deep berths", "audience": "page"})
    return str(made["view"]["id"])


async def _integration(api: httpx.AsyncClient) -> str:
    """Register an integration that has told something of everything; return the id under which it tells more."""
    made = (await _posted(api, "/v1/integration", {"installationId": "ais", "installationAppType": "ais"}))[
        "integration"
    ]
    await _posted(api, "/v1/integration/ais/kinds/ship/examples", {"examples": [{"name": "Argo"}]})
    await _posted(api, "/v1/integration/ais/cursor?kind=ship", {"primary": "2026-03-01T00:00:00Z"})
    line = {"message": "Argo in sight", "level": "INFO", "timestamp": "2026-03-01T00:00:00Z"}
    await _posted(api, f"/ingest/integration-logs/{made['logAttributes']['ingestId']}", {"logs": [line]})
    figures = {
        "eventId": "e1", "kindIdentifier": "ship-0", "kind": "ship", "kindIndex": 0, "syncState": "completed",
        "integrationIdentifier": "ais", "integrationType": "ais", "integrationVersion": "1.0.0", "oceanVersion": "0.48.0",
        "metrics": {},
    }  # fmt: skip
    metrics = f"/ingest/integration-metrics/{made['logAttributes']['ingestId']}/syncMetrics"
    await _posted(api, metrics, {"syncKindsMetrics": [figures]})
    return str(made["logAttributes"]["ingestId"])


async def _runs(api: httpx.AsyncClient) -> tuple[str, str]:
    """Begin two runs of an action that administrators alone may start; the second waits for approval."""
    await _posted(api, "/v1/workflows", FLOW)
    await _posted(api, "/v1/actions", DREDGE)
    answer = await api.patch("/v1/actions/dredge/permissions", json={"execute": {"roles": ["Admin"]}})
    assert answer.is_success, answer.text
    asked = {"entity": "b1", "properties": {}}
    runs = [str((await _posted(api, "/v1/actions/dredge/runs", asked))["run"]["id"]) for _ in range(2)]
    answer = await api.patch(f"/v1/actions/runs/{runs[0]}/approval", json={"status": "APPROVE"})
    assert answer.is_success, answer.text
    claim = {"installationId": "_PORT_EXEC_AGENT", "limit": 1}
    await _posted(api, "/v1/actions/runs/claim-pending", claim)
    return runs[0], runs[1]


async def _webhook(api: httpx.AsyncClient) -> tuple[str, str]:
    """Make a webhook and call it; return its key and the delivery, which waits."""
    made = (await _posted(api, "/v1/webhooks", WEBHOOK))["integration"]
    await _posted(api, f"/ingest/webhook/{made['webhookKey']}", {"id": "b8"})
    listed = (await api.get("/v1/webhooks/tide/deliveries")).json()["deliveries"]
    return str(made["webhookKey"]), str(listed[0]["id"])


async def _deletion(api: httpx.AsyncClient) -> tuple[str, str]:
    """Delete an entity; return the ids of the deletion and of the entity in it."""
    await _posted(api, "/v1/blueprints/port/entities", {"identifier": "sunk"})
    answer = await api.delete("/v1/blueprints/port/entities/sunk")
    assert answer.is_success, answer.text
    item = f"bin_{answer.headers['X-Trace-Id']}"
    return item, str((await api.get(f"/v1/bin/{item}/objects")).json()["objects"][0]["id"])


async def _import(api: httpx.AsyncClient) -> str:
    file = {"file": ("harbour.tar.gz", ARCHIVE, "application/gzip")}
    answer = await api.post("/v1/imports", files=file, data={"source": "harbour"})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["import"]["id"])


async def _session(app: ASGIApp, email: str) -> dict[str, str]:
    async with client(app, address=fresh_address(), headers={"Origin": URL}) as browser:
        answer = await browser.post("/v1/session", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return {"Cookie": cookies, "Origin": URL}


async def _notification(app: ASGIApp, database: Database, session: dict[str, str]) -> str:
    """Tell the person that a berth changed, as the feed would."""
    async with client(app, headers=session) as browser:
        answer = await browser.put("/v1/me/watches/entities/berth/b1")
        assert answer.status_code == 200, answer.text
    async with database.writing("*") as db:
        return str(await db.value(_TELL))


async def _open_session(app: ASGIApp, email: str, session: dict[str, str]) -> str:
    """Sign the person in a second time and return that session's name."""
    await _session(app, email)
    async with client(app, headers=session) as browser:
        found = (await browser.get("/v1/me/sessions")).json()["sessions"]
    return str(next(each["id"] for each in found if not each["current"]))


async def _posted(api: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await api.post(path, json=body)
    assert answer.is_success, answer.text
    return dict(answer.json())
