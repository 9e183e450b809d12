"""Deleting shows its plan first, and a confirmed plan is refused when the catalog has moved."""

import httpx

PATH = "/v1/blueprints/service/entities/checkout"


async def _put(api: httpx.AsyncClient, blueprint: str, identifier: str, **more: object) -> None:
    body = {"identifier": identifier, **more}
    answer = await api.post(f"/v1/blueprints/{blueprint}/entities", json=body, params={"upsert": True})
    assert answer.is_success, answer.text


async def test_a_dry_run_shows_what_goes_and_deletes_nothing(catalog: httpx.AsyncClient) -> None:
    """The entity, those that require it, and the references that others let go of."""
    await _put(catalog, "service", "checkout", title="Checkout")
    await _put(catalog, "service", "cart", relations={"depends_on": ["checkout"]})
    await _put(catalog, "deployment", "d1", relations={"service": "checkout"})
    refused = await catalog.delete(PATH, params={"dry_run": True})
    assert (refused.status_code, refused.json()["error"]) == (422, "has_dependents")
    answer = await catalog.delete(PATH, params={"dry_run": True, "delete_dependents": True})
    plan = answer.json()["plan"]
    assert [(effect["op"], effect["subject"]) for effect in plan["entities"]] == [
        ("delete", "deployment/d1"),
        ("update", "service/cart"),
        ("delete", "service/checkout"),
    ]
    assert plan["entities"][1]["before"] == {"relations.depends_on": ["checkout"]}
    assert plan["entities"][1]["after"] == {"relations.depends_on": []}
    assert (await catalog.get(PATH)).status_code == 200
    confirmed = {"delete_dependents": True, "digest": plan["digest"]}
    assert (await catalog.delete(PATH, params=confirmed)).json() == {"ok": True}
    assert (await catalog.get(PATH)).status_code == 404


async def test_a_plan_is_outdated_when_the_entity_has_changed(catalog: httpx.AsyncClient) -> None:
    """The refusal names the new digest, and nothing is deleted."""
    await _put(catalog, "service", "checkout", title="Checkout")
    plan = (await catalog.delete(PATH, params={"dry_run": True})).json()["plan"]
    await _put(catalog, "service", "checkout", title="Till")
    answer = await catalog.delete(PATH, params={"digest": plan["digest"]})
    assert (answer.status_code, answer.json()["error"]) == (409, "plan_outdated")
    assert (await catalog.get(PATH)).status_code == 200
    assert (await catalog.delete(PATH, params={"digest": answer.json()["details"]["digest"]})).status_code == 200


async def test_a_blueprint_is_deleted_by_the_plan_that_was_confirmed(catalog: httpx.AsyncClient) -> None:
    """Another blueprint that changed meanwhile makes it another plan."""
    path = "/v1/blueprints/note"
    plan = (await catalog.delete(path, params={"dry_run": True})).json()["plan"]
    assert (await catalog.patch("/v1/blueprints/system", json={"title": "Systems"})).is_success
    answer = await catalog.delete(path, params={"digest": plan["digest"]})
    assert (answer.status_code, answer.json()["error"]) == (409, "plan_outdated")
    assert (await catalog.delete(path, params={"digest": answer.json()["details"]["digest"]})).is_success
