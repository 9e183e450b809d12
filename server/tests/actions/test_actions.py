"""Actions and automations over HTTP: what is sent comes back, what is wrong is named, blueprints hold on to theirs."""

from copy import deepcopy
from typing import Any

import httpx
import pytest

from tests.actions.conftest import BERTH, DISPATCH, DREDGE, ON_CHANGE, made

FILLED_IN = {"id", "createdAt", "createdBy", "updatedAt", "updatedBy"}


def sent(shown: dict[str, Any]) -> dict[str, Any]:
    """Return what of an action its author said."""
    return {name: value for name, value in shown.items() if name not in FILLED_IN}


def changed(path: str, value: Any, of: dict[str, Any] = DREDGE) -> dict[str, Any]:
    """Return an action with another value at a path."""
    action = deepcopy(of)
    *way, last = path.split("/")
    place = action
    for part in way:
        place = place[part]
    place[last] = value
    return action


@pytest.mark.parametrize(
    "action",
    [
        DREDGE,
        DISPATCH,
        ON_CHANGE,
        changed("requiredApproval", {"type": "ALL"}),
        changed("requiredApproval", True) | {"approvalNotification": {"type": "webhook", "url": "https://x.example"}},
        changed("trigger/condition", {"type": "SEARCH", "combinator": "and", "rules": [{"property": "state", "operator": "=", "value": "open"}]}),
        changed("trigger/userInputs/required", {"jqQuery": '["depth"]'}),
        changed("trigger/userInputs/properties/depth/default", {"jqQuery": ".entity.properties.depth"}),
        changed("invocationMethod", {"type": "KAFKA", "payload": {"a": "{{ .inputs }}"}}),
        changed("invocationMethod", {"type": "GITHUB", "org": "o", "repo": "r", "workflow": "w.yml", "reportWorkflowStatus": "{{ .inputs.x }}"}),
        changed("invocationMethod", {"type": "GITLAB", "projectName": "p", "groupName": "g", "defaultRef": "main"}),
        changed("invocationMethod", {"type": "AZURE_DEVOPS", "org": "o", "webhook": "w", "payload": {}}),
        changed("invocationMethod", {"type": "UPSERT_ENTITY", "blueprintIdentifier": "berth", "mapping": {"identifier": "{{ .inputs.x }}"}}),
        changed("trigger/event", {"type": "RUN_CREATED", "actionIdentifier": "dredge"}, ON_CHANGE),
        changed("trigger/event", {"type": "TIMER_PROPERTY_EXPIRED", "blueprintIdentifier": "berth", "propertyIdentifier": "ttl"}, ON_CHANGE),
        changed("trigger/condition", {"type": "JQ", "expressions": [".diff.after != null"], "combinator": "and"}, ON_CHANGE),
    ],
)  # fmt: skip
async def test_what_is_sent_comes_back(harbour: httpx.AsyncClient, action: dict[str, Any]) -> None:
    shown = await made(harbour, action)
    assert sent(shown) == action
    assert all(isinstance(shown[name], str) and shown[name] for name in FILLED_IN)
    read = (await harbour.get(f"/v1/actions/{action['identifier']}")).json()["action"]
    assert read == shown
    again = await harbour.put(f"/v1/actions/{action['identifier']}", json=shown)
    assert (again.status_code, again.json()["action"]) == (200, shown), "nothing changed, so nothing is written"
    other = {**action, "title": "Other"}
    replaced = await harbour.put(f"/v1/actions/{action['identifier']}", json=other)
    assert sent(replaced.json()["action"]) == other
    gone = await harbour.delete(f"/v1/actions/{action['identifier']}")
    assert (gone.status_code, gone.json()) == (200, {"ok": True})
    assert (await harbour.get(f"/v1/actions/{action['identifier']}")).status_code == 404


@pytest.mark.parametrize(
    ("action", "path"),
    [
        (changed("identifier", "a/b"), "identifier"),
        (changed("identifier", "runs"), "identifier"),
        (changed("trigger/type", "other"), "trigger.type"),
        (changed("trigger/operation", "NOW"), "trigger.operation"),
        (changed("trigger/extra", 1), "trigger.extra"),
        (changed("trigger/actionCardButtonText", " Go"), "trigger.actionCardButtonText"),
        (changed("trigger/userInputs", {}), "trigger.userInputs.properties"),
        (changed("trigger/userInputs/required", ["nope"]), "trigger.userInputs.required"),
        (changed("trigger/userInputs/order", ["nope"]), "trigger.userInputs.order"),
        (changed("trigger/userInputs/steps", [{"title": "One", "order": []}]), "trigger.userInputs.steps"),
        (changed("trigger/userInputs/properties/depth/type", "text"), "trigger.userInputs.properties.depth.type"),
        (changed("trigger/userInputs/properties/depth/minimum", "1"), "trigger.userInputs.properties.depth.minimum"),
        (changed("trigger/userInputs/properties/depth/default", 99), "trigger.userInputs.properties.depth.default"),
        (changed("trigger/userInputs/properties/reason/format", "entity"), "trigger.userInputs.properties.reason.blueprint"),
        (changed("trigger/userInputs/properties/reason/pattern", "("), "trigger.userInputs.properties.reason"),
        (changed("trigger/userInputs/properties/reason/dependsOn", ["x"]), "trigger.userInputs.properties.reason.dependsOn"),
        (changed("trigger/userInputs/properties/depth/format", "email"), "trigger.userInputs.properties.depth.format"),
        (changed("trigger/userInputs/properties/depth/encryption", "aes256-gcm"), "trigger.userInputs.properties.depth.encryption"),
        (changed("trigger/condition", {"type": "SEARCH", "combinator": "and", "rules": [{"property": "x"}]}), "trigger.condition.rules.0.operator"),
        (changed("trigger/condition", {"type": "SEARCH", "combinator": "and", "rules": []}, DISPATCH), "trigger.condition"),
        (changed("trigger/event/type", "LATER", ON_CHANGE), "trigger.event.type"),
        (changed("trigger/event", {"type": "ENTITY_CREATED"}, ON_CHANGE), "trigger.event.blueprintIdentifier"),
        (changed("invocationMethod/type", "PIGEON"), "invocationMethod.type"),
        (changed("invocationMethod/method", "SHOUT"), "invocationMethod.method"),
        (changed("invocationMethod/headers", {"A": 1}), "invocationMethod.headers.A"),
        (changed("invocationMethod", {"type": "WEBHOOK"}), "invocationMethod.url"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_refused_and_named(
    harbour: httpx.AsyncClient, action: dict[str, Any], path: str
) -> None:
    answer = await harbour.post("/v1/actions", json=action)
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"] == "invalid_action"
    assert answer.json()["details"]["path"].startswith(path)
    assert (await harbour.get("/v1/actions")).json()["actions"] == []


async def test_unknown_parts_and_missing_ones_are_refused(harbour: httpx.AsyncClient) -> None:
    assert (await harbour.post("/v1/actions", json={**DREDGE, "extra": 1})).status_code == 422
    assert (await harbour.post("/v1/actions", json={"identifier": "a"})).status_code == 422
    answer = await harbour.post("/v1/actions", json={**DREDGE, "requiredApproval": "yes"})
    assert answer.status_code == 422


async def test_an_identifier_is_taken_by_actions_and_automations_alike(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    for action in (DREDGE, {**ON_CHANGE, "identifier": "dredge"}):
        answer = await harbour.post("/v1/actions", json=action)
        assert (answer.status_code, answer.json()["error"]) == (409, "identifier_taken")
        assert "taken" in answer.json()["message"]
    await made(harbour, ON_CHANGE)
    assert (await harbour.put("/v1/actions/tell", json={**ON_CHANGE, "identifier": "dredge"})).status_code == 409
    renamed = await harbour.put("/v1/actions/tell", json={**ON_CHANGE, "identifier": "told"})
    assert renamed.json()["action"]["identifier"] == "told"
    assert (await harbour.get("/v1/actions/tell")).status_code == 404


async def test_the_blueprint_must_be_there(harbour: httpx.AsyncClient) -> None:
    for action in (
        changed("trigger/blueprintIdentifier", "ship"),
        changed("trigger/event/blueprintIdentifier", "ship", ON_CHANGE),
    ):
        answer = await harbour.post("/v1/actions", json=action)
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


async def test_the_list_is_narrowed_by_every_filter(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    await made(harbour, DISPATCH, publish=False)
    await made(harbour, ON_CHANGE)
    await made(
        harbour,
        changed("trigger/event", {"type": "RUN_UPDATED", "actionIdentifier": "dredge"}, ON_CHANGE),
        identifier="after",
    )

    async def found(query: str) -> list[str]:
        answer = await harbour.get(f"/v1/actions?{query}")
        assert answer.status_code == 200, answer.text
        return [action["identifier"] for action in answer.json()["actions"]]

    assert await found("") == ["dredge", "dispatch", "tell", "after"]
    assert await found("action_identifier=dredge&action_identifier=tell") == ["dredge", "tell"]
    assert await found("action_identifier=dredge,tell") == ["dredge", "tell"]
    assert await found("action_identifier[]=dredge") == ["dredge"]
    assert await found("blueprint_identifier=berth") == ["dredge", "tell"]
    assert await found("operation=CREATE&operation=DAY-2") == ["dredge", "dispatch"]
    assert await found("published=true") == ["dredge", "tell", "after"]
    assert await found("published=false") == ["dispatch"]
    assert await found("published=") == ["dredge", "dispatch", "tell", "after"]
    assert await found("trigger_type=automation") == ["tell", "after"]
    assert await found("trigger_type=self-service&version=v2&oceanCoreVersion=1") == ["dredge", "dispatch"]
    assert await found("trigger_event=ENTITY_UPDATED") == ["tell"]
    assert await found("trigger_event_action_identifier=dredge") == ["after"]
    assert (await harbour.get("/v1/actions?operation=NOW")).status_code == 422


async def test_a_blueprint_with_actions_stays_unless_they_may_go_too(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    await made(harbour, ON_CHANGE)
    for name in ("b1", "b2"):
        await harbour.delete(f"/v1/blueprints/berth/entities/{name}")
    answer = await harbour.delete("/v1/blueprints/berth")
    assert (answer.status_code, answer.json()["error"]) == (422, "has_dependents")
    assert '"dredge"' in answer.json()["message"]
    assert len((await harbour.get("/v1/pages")).json()["pages"]) == 1, "its page is still there"
    plan = (await harbour.delete("/v1/blueprints/berth?dry_run=true")).json()["plan"]
    assert [each["effect"] if "effect" in each else each.get("decision") for each in plan["policies"]]
    whole = (await harbour.delete("/v1/blueprints/berth?dry_run=true&delete_actions=true")).json()["plan"]
    assert "dredge" in str(whole)
    query = f"delete_actions=true&digest={whole['digest']}"
    assert (await harbour.delete(f"/v1/blueprints/berth?{query}")).status_code == 200
    assert (await harbour.get("/v1/actions")).json()["actions"] == []


async def test_a_renamed_blueprint_is_named_so_by_its_actions(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    await made(harbour, ON_CHANGE)
    assert (await harbour.put("/v1/blueprints/berth", json={**BERTH, "identifier": "quay"})).status_code == 200
    found = {action["identifier"]: action for action in (await harbour.get("/v1/actions")).json()["actions"]}
    assert found["dredge"]["trigger"]["blueprintIdentifier"] == "quay"
    assert found["dredge"]["trigger"]["userInputs"]["properties"]["helpers"]["items"]["blueprint"] == "quay"
    assert found["tell"]["trigger"]["event"]["blueprintIdentifier"] == "quay"


async def test_every_change_is_on_record(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    await harbour.put("/v1/actions/dredge", json={**DREDGE, "title": "Deepen"})
    await harbour.patch("/v1/actions/dredge/permissions", json={"execute": {"roles": ["Admin"]}})
    await harbour.delete("/v1/actions/dredge")
    changes = (await harbour.get("/v1/changes?kind=action")).json()["changes"]
    said = [(each["data"]["op"], each["data"]["identifier"], each["data"]["changed"]) for each in changes]
    assert said == [
        ("deleted", "dredge", []),
        ("updated", "dredge", ["permissions"]),
        ("updated", "dredge", ["title"]),
        ("created", "dredge", []),
    ]


async def test_members_and_strangers_change_nothing(
    harbour: httpx.AsyncClient, member_api: httpx.AsyncClient, stranger_api: httpx.AsyncClient
) -> None:
    await made(harbour, DREDGE)
    assert (await member_api.post("/v1/actions", json=DISPATCH)).status_code == 403
    assert (await member_api.put("/v1/actions/dredge", json=DREDGE)).status_code == 403
    assert (await member_api.delete("/v1/actions/dredge")).status_code == 403
    assert (await member_api.patch("/v1/actions/dredge/permissions", json={})).status_code == 403
    assert (await member_api.get("/v1/actions/dredge")).status_code == 200
    assert (await stranger_api.get("/v1/actions")).json()["actions"] == []
    for method in ("get", "delete"):
        assert (await getattr(stranger_api, method)("/v1/actions/dredge")).status_code == 404
    assert (await stranger_api.put("/v1/actions/dredge", json={**DISPATCH, "identifier": "dredge"})).status_code == 404
    assert (await stranger_api.get("/v1/actions/dredge/permissions")).status_code == 404
    await made(stranger_api, DISPATCH, identifier="dredge")
