"""Who may see, start and approve: by role, e-mail, team and ownership (semantics 12)."""

from typing import Any

import httpx

from tests.actions.conftest import DISPATCH, DREDGE, ON_CHANGE, Person, made, started

POLICY = {
    "queries": {"all": {"combinator": "and", "rules": [{"property": "$blueprint", "operator": "=", "value": "berth"}]}},
    "conditions": [".results.all.entities | length > 0"],
}


async def permit(api: httpx.AsyncClient, action: str = "dredge", **given: Any) -> dict[str, Any]:
    """Change who may, and return who may now."""
    answer = await api.patch(f"/v1/actions/{action}/permissions", json=given)
    assert answer.status_code == 200, answer.text
    permissions: dict[str, Any] = answer.json()["permissions"]
    return permissions


async def start(api: httpx.AsyncClient, action: str = "dredge", query: str = "") -> httpx.Response:
    """Start an action on a berth."""
    return await api.post(f"/v1/actions/{action}/runs{query}", json={"entity": "b1", "properties": {"depth": 12}})


async def test_permissions_begin_open_and_change_list_by_list(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    usual: dict[str, Any] = {
        "execute": {"users": [], "roles": ["Admin", "Member"], "teams": [], "ownedByTeam": False, "policy": None},
        "approve": {"users": [], "roles": ["Admin"], "teams": [], "policy": None},
    }
    assert (await harbour.get("/v1/actions/dredge/permissions")).json() == {"ok": True, "permissions": usual}
    changed = await permit(harbour, execute={"teams": ["crew"], "ownedByTeam": True, "policy": POLICY})
    assert changed["execute"] == {**usual["execute"], "teams": ["crew"], "ownedByTeam": True, "policy": POLICY}
    assert changed["approve"] == usual["approve"]
    changed = await permit(harbour, execute={"policy": None, "roles": []}, approve={"users": ["a@test.example"]})
    assert changed["execute"]["policy"] is None
    assert changed["execute"]["roles"] == []
    assert changed["execute"]["teams"] == ["crew"]
    assert changed["approve"]["users"] == ["a@test.example"]
    assert (await harbour.get("/v1/actions/dredge/permissions")).json()["permissions"] == changed
    await harbour.put("/v1/actions/dredge", json={**DREDGE, "title": "Deepen"})
    assert (await harbour.get("/v1/actions/dredge/permissions")).json()["permissions"] == changed


async def test_wrong_permissions_are_refused(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    wrong: list[dict[str, Any]] = [
        {"read": {}},
        {"execute": {"users": "a"}},
        {"approve": {"ownedByTeam": True}},
        {"execute": {"policy": {"queries": {}}}},
    ]
    for body in wrong:
        assert (await harbour.patch("/v1/actions/dredge/permissions", json=body)).status_code == 422
    assert (await harbour.patch("/v1/actions/nope/permissions", json={})).status_code == 404


async def test_members_see_what_they_may_start(harbour: httpx.AsyncClient, person: Person) -> None:
    await harbour.post("/v1/blueprints/_team/entities", json={"identifier": "crew", "title": "Harbour crew"})
    for action in (DREDGE, DISPATCH, ON_CHANGE):
        await made(harbour, action)
    await made(harbour, DISPATCH, identifier="draft", publish=False)
    mate = await person(teams=("crew",))

    async def seen(api: httpx.AsyncClient) -> list[str]:
        return [action["identifier"] for action in (await api.get("/v1/actions")).json()["actions"]]

    assert await seen(mate) == ["dredge", "dispatch"], "published self-service actions"
    await permit(harbour, execute={"roles": ["Admin"]})
    assert await seen(mate) == ["dispatch"]
    assert (await mate.get("/v1/actions/dredge")).status_code == 404
    assert (await start(mate)).status_code == 404, "no existence leaks"
    for given in ({"users": [mate.headers["X-Email"]]}, {"teams": ["crew"]}, {"teams": ["Harbour crew"]}):
        await permit(harbour, execute={"users": [], "teams": [], **given})
        assert await seen(mate) == ["dredge", "dispatch"], given
        assert (await start(mate)).status_code == 202, given
    assert await seen(harbour) == ["dredge", "dispatch", "tell", "draft"]


async def test_owners_start_actions_on_what_their_team_owns(harbour: httpx.AsyncClient, person: Person) -> None:
    await harbour.post("/v1/blueprints/_team/entities", json={"identifier": "crew", "title": "Crew"})
    await harbour.post("/v1/blueprints/_team/entities", json={"identifier": "cooks", "title": "Cooks"})
    await harbour.patch("/v1/blueprints/berth/entities/b1", json={"team": ["crew"]})
    await made(harbour, DREDGE)
    await permit(harbour, execute={"roles": [], "ownedByTeam": True})
    assert (await start(await person(teams=("crew",)))).status_code == 202
    refused = await start(await person(teams=("cooks",)))
    assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")
    assert (await start(await person())).status_code == 404
    assert (await start(harbour)).status_code == 202, "administrators always may"


async def test_a_policy_alone_decides_and_is_refused_while_it_is_not_evaluated(harbour: httpx.AsyncClient) -> None:
    await made(harbour, DREDGE)
    await permit(harbour, execute={"policy": POLICY})
    refused = await start(harbour)
    assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")
    assert "policy" in refused.json()["message"]


async def test_a_condition_is_checked_when_the_action_is_started(harbour: httpx.AsyncClient) -> None:
    trigger = {
        **DREDGE["trigger"],
        "condition": {
            "type": "SEARCH",
            "combinator": "or",
            "rules": [{"property": "state", "operator": "=", "value": "open"}],
        },
    }
    await made(harbour, DREDGE, trigger=trigger)
    assert (await start(harbour)).status_code == 202
    await harbour.patch("/v1/blueprints/berth/entities/b1", json={"properties": {"state": "closed"}})
    refused = await start(harbour)
    assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")
    assert (
        await harbour.post("/v1/actions/dredge/runs", json={"entity": "b2", "properties": {"depth": 3}})
    ).status_code == 202


async def test_a_machine_starts_runs_in_the_name_of_a_user(harbour: httpx.AsyncClient, person: Person) -> None:
    await made(harbour, DREDGE)
    mate = await person()
    answer = await start(harbour, query=f"?run_as={mate.headers['X-Email']}")
    assert answer.status_code == 202, answer.text
    run = answer.json()["run"]
    own = (await start(mate)).json()["run"]
    assert run["createdBy"] == own["createdBy"]
    assert run["payload"]["body"]["by"] == run["createdBy"]
    assert run["impersonatedBy"] not in (None, run["createdBy"])
    assert own["impersonatedBy"] is None
    await permit(harbour, execute={"roles": ["Admin"]})
    assert (await start(harbour, query=f"?run_as={mate.headers['X-Email']}")).status_code == 404
    assert (await start(harbour, query="?run_as=nobody@test.example")).status_code == 404
    assert (await start(mate, query=f"?run_as={mate.headers['X-Email']}")).status_code == 403


async def test_runs_that_are_not_open_are_their_starters_and_approvers(
    harbour: httpx.AsyncClient, person: Person
) -> None:
    await made(harbour, DREDGE, allowAnyoneToViewRuns=False)
    mate, boss, other = await person(), await person(), await person()
    run = (await start(mate)).json()["run"]["id"]

    async def seen(api: httpx.AsyncClient) -> bool:
        one = (await api.get(f"/v1/actions/runs/{run}")).status_code
        for path in ("logs", "approvers", "affected-entities"):
            assert (await api.get(f"/v1/actions/runs/{run}/{path}")).status_code == one
        listed = [each["id"] for each in (await api.get("/v1/actions/runs")).json()["runs"]]
        assert (run in listed) == (one == 200)
        return one == 200

    assert await seen(mate)
    assert not await seen(other)
    assert not await seen(boss)
    await permit(harbour, approve={"users": [boss.headers["X-Email"]]})
    assert await seen(boss)
    assert await seen(harbour)
    await harbour.put("/v1/actions/dredge", json=DREDGE)
    assert await seen(other), "open again, with what ran before"


async def test_any_approver_lets_a_run_go_on(harbour: httpx.AsyncClient, person: Person) -> None:
    await made(harbour, DREDGE, requiredApproval=True)
    mate, boss = await person(), await person()
    await permit(harbour, approve={"users": [boss.headers["X-Email"]], "roles": []})
    run = (await start(mate)).json()["run"]
    assert (run["status"], run["pendingExecution"], run["requiredApproval"]) == ("WAITING_FOR_APPROVAL", False, True)
    path = f"/v1/actions/runs/{run['id']}"
    claim = {"installationId": "_PORT_EXEC_AGENT", "limit": 10}
    assert (await harbour.post("/v1/actions/runs/claim-pending", json=claim)).json()["runs"] == []
    waiting = (await harbour.get(f"{path}/approvers?include_pending_approvers=true")).json()["approvers"]
    assert [each["state"] for each in waiting] == ["PENDING"]
    assert (await harbour.get(f"{path}/approvers")).json()["approvers"] == []
    refused = await mate.patch(f"{path}/approval", json={"status": "APPROVE"})
    assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")
    assert (await harbour.patch(path, json={"status": "SUCCESS"})).json()["error"] == "run_waiting"
    approved = await boss.patch(f"{path}/approval?version=v2", json={"status": "APPROVE", "description": "ok"})
    assert approved.status_code == 201, approved.text
    after = approved.json()["run"]
    assert (after["status"], after["pendingExecution"], after["action"]["identifier"]) == (
        "IN_PROGRESS",
        True,
        "dredge",
    )
    assert after["approval"] == {"state": "APPROVED", "userId": waiting[0]["userId"], "description": "ok"}
    assert (await harbour.get(f"{path}/approvers")).json()["approvers"] == [
        {"userId": waiting[0]["userId"], "state": "APPROVED", "description": "ok"}
    ]
    again = await boss.patch(f"{path}/approval", json={"status": "DECLINE"})
    assert (again.status_code, again.json()["error"]) == (422, "run_not_waiting")
    claimed = (await harbour.post("/v1/actions/runs/claim-pending", json=claim)).json()["runs"]
    assert [each["id"] for each in claimed] == [run["id"]]


async def test_a_decline_ends_a_run_and_its_starter_may_withdraw_it(harbour: httpx.AsyncClient, person: Person) -> None:
    await made(harbour, DREDGE, requiredApproval={"type": "ANY"})
    mate, other = await person(), await person()
    run = (await start(mate)).json()["run"]["id"]
    declined = await harbour.patch(f"/v1/actions/runs/{run}/approval", json={"status": "DECLINE"})
    assert (declined.json()["run"]["status"], declined.json()["run"]["action"]) == ("DECLINED", "dredge")
    assert declined.json()["run"]["endedAt"] is not None
    second = (await start(mate)).json()["run"]["id"]
    assert (await other.patch(f"/v1/actions/runs/{second}", json={"status": "FAILURE"})).status_code == 403
    withdrawn = await mate.patch(f"/v1/actions/runs/{second}", json={"status": "FAILURE"})
    assert (withdrawn.status_code, withdrawn.json()["run"]["status"]) == (200, "FAILURE")
    third = (await start(harbour)).json()["run"]["id"]
    assert (await mate.patch(f"/v1/actions/runs/{third}", json={"status": "FAILURE"})).status_code == 403


async def test_all_who_are_named_must_approve(harbour: httpx.AsyncClient, person: Person) -> None:
    await harbour.post("/v1/blueprints/_team/entities", json={"identifier": "crew", "title": "Crew"})
    await made(harbour, DREDGE, requiredApproval={"type": "ALL"})
    boss, mate = await person(), await person(teams=("crew",))
    await permit(harbour, approve={"users": [boss.headers["X-Email"]], "teams": ["crew"], "roles": []})
    run = await started(harbour)
    path = f"/v1/actions/runs/{run['id']}/approval"
    assert (await boss.patch(path, json={"status": "APPROVE"})).json()["run"]["status"] == "WAITING_FOR_APPROVAL"
    assert (await boss.patch(path, json={"status": "APPROVE"})).json()["run"]["status"] == "WAITING_FOR_APPROVAL"
    states = (await harbour.get(f"/v1/actions/runs/{run['id']}/approvers?include_pending_approvers=true")).json()
    assert sorted(each["state"] for each in states["approvers"]) == ["APPROVED", "PENDING"]
    assert (await mate.patch(path, json={"status": "APPROVE"})).json()["run"]["status"] == "IN_PROGRESS"
