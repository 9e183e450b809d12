"""Machine credentials over HTTP (semantics 2.2)."""

import httpx
import orjson
import pytest

from seaway.core.db import Database
from seaway.domains.identity.types import Organisation
from tests.identity.conftest import Audit


async def test_a_machine_is_made_renamed_and_removed(api: httpx.AsyncClient) -> None:
    made = await api.post("/v1/apps", json={"name": " ci-pipelines "})
    app = made.json()["app"]
    assert made.status_code == 200
    assert set(app) == {"id", "name", "enabled", "secret", "createdAt", "updatedAt"}
    assert (app["name"], app["enabled"]) == ("ci-pipelines", True)
    renamed = (await api.put(f"/v1/apps/{app['id']}", json={"name": "ci"})).json()["app"]
    assert renamed["name"] == "ci"
    assert "secret" not in renamed
    assert (await api.delete(f"/v1/apps/{app['id']}")).json() == {"ok": True}
    assert app["id"] not in [one["id"] for one in (await api.get("/v1/apps")).json()["apps"]]


async def test_a_list_shows_secrets_only_when_asked_and_that_is_audited(api: httpx.AsyncClient, audited: Audit) -> None:
    made = (await api.post("/v1/apps", json={"name": "ci"})).json()["app"]
    assert all("secret" not in app for app in (await api.get("/v1/apps")).json()["apps"])
    assert "secret_read" not in [entry["kind"] for entry in await audited()]
    shown = (await api.get("/v1/apps", params={"fields": ["id", "secret"]})).json()["apps"]
    assert {"id": made["id"], "secret": made["secret"]} in shown
    assert "secret_read" in [entry["kind"] for entry in await audited()]


@pytest.mark.parametrize("query", ["fields=id&fields=name", "fields=id,name", "fields[]=id&fields[]=name"])
async def test_fields_are_read_in_every_spelling(api: httpx.AsyncClient, query: str) -> None:
    assert [set(app) for app in (await api.get(f"/v1/apps?{query}")).json()["apps"]] == [{"id", "name"}]


async def test_an_unknown_field_is_refused_by_name(api: httpx.AsyncClient) -> None:
    refused = await api.get("/v1/apps?fields=passwort")
    assert refused.status_code == 422
    assert "passwort" in refused.json()["message"]


async def test_a_secret_is_sealed_at_rest_and_in_no_change_record(api: httpx.AsyncClient, database: Database) -> None:
    app = (await api.post("/v1/apps", json={"name": "ci"})).json()["app"]
    rotated = (await api.post(f"/v1/apps/{app['id']}/rotate-secret")).json()["app"]
    await api.delete(f"/v1/apps/{app['id']}")
    assert rotated["secret"] != app["secret"]
    async with database.reading("*") as db:
        sealed = await db.raw.fetch("select secret from machine")
        undos = await db.raw.fetch("select undo from change where kind = 'machine'")
    for secret in (app["secret"], rotated["secret"]):
        assert all(secret.encode() not in row["secret"] for row in sealed)
        assert all(secret not in (row["undo"] or "") for row in undos)


async def test_each_change_is_recorded_with_how_to_undo_it(
    api: httpx.AsyncClient, database: Database, organisation: Organisation
) -> None:
    app = (await api.post("/v1/apps", json={"name": "ci"})).json()["app"]
    await api.put(f"/v1/apps/{app['id']}", json={"name": "ci"})
    await api.put(f"/v1/apps/{app['id']}", json={"name": "cd", "enabled": False})
    await api.delete(f"/v1/apps/{app['id']}")
    async with database.reading("*") as db:
        rows = await db.raw.fetch(
            "select op::text, undo from change where org = $1 and kind = 'machine' and source is not null order by seq",
            organisation.id,
        )
    undone = [(row["op"], orjson.loads(row["undo"]) if row["undo"] else None) for row in rows]
    assert undone == [
        ("C", None),
        ("U", {"name": "ci", "enabled": True}),
        ("D", {"clientId": app["id"], "name": "cd", "role": "Admin", "enabled": False}),
    ]


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": "  "}, {"name": "x" * 121}, {"name": None}, {"name": "a\0"}, {"name": "a", "x": 1}],
)
async def test_a_wrong_body_is_refused(api: httpx.AsyncClient, body: dict[str, object]) -> None:
    refused = await api.post("/v1/apps", json=body)
    assert refused.status_code in {400, 422}
    assert len((await api.get("/v1/apps")).json()["apps"]) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/v1/apps/nobody"),
        ("DELETE", "/v1/apps/nobody"),
        ("POST", "/v1/apps/nobody/rotate-secret"),
        ("DELETE", "/v1/apps/a%2Fb%20c"),
    ],
)
async def test_an_unknown_machine_is_not_found(api: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await api.request(method, path, json={"name": "x"} if method == "PUT" else None)
    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


async def test_another_organisation_cannot_touch_a_machine(
    api: httpx.AsyncClient, stranger_api: httpx.AsyncClient
) -> None:
    app = (await api.post("/v1/apps", json={"name": "ci"})).json()["app"]
    path = f"/v1/apps/{app['id']}"
    assert (await stranger_api.put(path, json={"name": "stolen"})).status_code == 404
    assert (await stranger_api.post(f"{path}/rotate-secret")).status_code == 404
    assert (await stranger_api.delete(path)).status_code == 404
    secrets = (await stranger_api.get("/v1/apps?fields=id,secret")).json()["apps"]
    assert app["id"] not in [one["id"] for one in secrets]
    assert [one["name"] for one in (await api.get("/v1/apps")).json()["apps"]] == ["Test machine", "ci"]


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("GET", "/v1/apps", "read:apps"), ("POST", "/v1/apps", "create:apps"), ("PUT", "/v1/apps/x", "update:apps"),
        ("POST", "/v1/apps/x/rotate-secret", "update:apps"), ("DELETE", "/v1/apps/x", "delete:apps"),
        ("PATCH", "/v1/organization", "update:organization"), ("POST", "/v1/users/invite", "create:users"),
        ("PATCH", "/v1/users/x@y.z", "update:users"), ("DELETE", "/v1/users/x@y.z", "delete:users"),
    ],
)  # fmt: skip
async def test_a_member_is_refused_told_what_is_missing_and_audited(
    member_api: httpx.AsyncClient, audited: Audit, method: str, path: str, permission: str
) -> None:
    bodies = {"/v1/users/invite": {"invitee": {"email": "a@b.c"}}, "/v1/users/x@y.z": {"roles": ["Admin"]}}
    body = bodies.get(path, {"name": "x"}) if method not in {"GET", "DELETE"} else None
    refused = await member_api.request(method, path, json=body)
    assert refused.status_code == 403
    assert refused.json()["error"] == "forbidden"
    assert refused.json()["details"] == {"permission": permission, "grantedBy": "Admin"}
    denied = [entry for entry in await audited() if entry["kind"] == "denied"]
    assert [(entry["subject"], entry["detail"]["permission"]) for entry in denied] == [(f"{method} {path}", permission)]
    assert denied[0]["trace"].hex == refused.headers["x-trace-id"]


async def test_permissions_are_those_of_the_role(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    admin = (await api.get("/v1/auth/permissions?action_version=v2")).json()
    member = (await member_api.get("/v1/auth/permissions")).json()
    assert admin["ok"] is True
    assert {"read:entities", "create:blueprints", "update:apps"} <= set(admin["permissions"])
    assert "read:entities" in member["permissions"]
    assert not any(name.startswith(("create:", "update:", "delete:")) for name in member["permissions"])
