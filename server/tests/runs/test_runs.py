"""Runs over HTTP: reported on, logged, found, written in the name of; a run that has ended stays as it is."""

from typing import Any

import httpx
import pytest

from tests.actions.conftest import BERTH, DISPATCH, DREDGE, made, started

RUNS = "/v1/actions/runs"


@pytest.fixture
async def run(harbour: httpx.AsyncClient) -> str:
    """A run that waits for its agent."""
    await made(harbour, DREDGE)
    return str((await started(harbour))["id"])


async def patched(api: httpx.AsyncClient, run: str, **body: Any) -> dict[str, Any]:
    """Report on a run, and return it."""
    answer = await api.patch(f"{RUNS}/{run}?version=v2", json=body)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()["run"]
    return shown


async def test_what_is_reported_is_kept_key_by_key(api: httpx.AsyncClient, run: str) -> None:
    shown = await patched(
        api, run, statusLabel="Digging", link="https://ci.example/1", externalRunId="77", message={"a": 1}
    )
    assert (shown["status"], shown["statusLabel"], shown["link"]) == (
        "IN_PROGRESS",
        "Digging",
        ["https://ci.example/1"],
    )
    shown = await patched(api, run, link=["https://ci.example/1", "https://ci.example/2"], summary="half")
    assert (shown["statusLabel"], shown["summary"], shown["externalRunId"]) == ("Digging", "half", "77")
    assert len(shown["link"]) == 2
    shown = await patched(api, run, link=None, statusLabel=None)
    assert (shown["link"], shown["statusLabel"]) == ([], None)
    shown = await patched(api, run, status="IN_PROGRESS")
    assert shown["status"] == "IN_PROGRESS", "the status that it has"
    echo = await patched(api, run, **{**shown, "status": "SUCCESS"})
    assert (echo["status"], echo["pendingExecution"], echo["externalRunId"]) == ("SUCCESS", False, "77")
    assert echo["endedAt"] is not None


@pytest.mark.parametrize(
    "body",
    [{"status": "DECLINED"}, {"status": "WAITING_FOR_APPROVAL"}, {"status": "DONE"}, {"link": 1}, {"summary": []}],
)
async def test_what_no_run_can_be_is_refused(api: httpx.AsyncClient, run: str, body: dict[str, Any]) -> None:
    assert (await api.patch(f"{RUNS}/{run}", json=body)).status_code == 422
    assert (await api.get(f"{RUNS}/{run}")).json()["run"]["status"] == "IN_PROGRESS"


@pytest.mark.parametrize("status", ["SUCCESS", "FAILURE"])
async def test_a_run_that_has_ended_can_no_longer_be_modified(api: httpx.AsyncClient, run: str, status: str) -> None:
    await patched(api, run, status=status)
    for answer in (
        await api.patch(f"{RUNS}/{run}", json={"statusLabel": "again"}),
        await api.patch(f"{RUNS}/{run}", json={"status": "FAILURE"}),
        await api.post(f"{RUNS}/{run}/logs", json={"message": "more"}),
    ):
        assert (answer.status_code, answer.json()["error"]) == (422, "run_ended")
        assert "can no longer be modified" in answer.json()["message"]


async def test_lines_are_logged_in_order_and_one_ends_the_run(api: httpx.AsyncClient, run: str) -> None:
    for number in range(3):
        answer = await api.post(f"{RUNS}/{run}/logs", json={"message": f"line {number}"})
        assert answer.status_code == 201
        line = answer.json()["runLog"]
        assert (line["runId"], line["message"]) == (run, f"line {number}")
        assert line["createdBy"]
    before = (await api.get(f"{RUNS}/{run}")).json()["run"]["updatedAt"]
    last = {"message": "done", "terminationStatus": "SUCCESS", "statusLabel": "Dredged"}
    assert (await api.post(f"{RUNS}/{run}/logs", json=last)).status_code == 201
    shown = (await api.get(f"{RUNS}/{run}")).json()["run"]
    assert (shown["status"], shown["statusLabel"]) == ("SUCCESS", "Dredged")
    assert shown["updatedAt"] >= before
    lines = (await api.get(f"{RUNS}/{run}/logs")).json()["runLogs"]
    assert [line["message"] for line in lines] == ["line 0", "line 1", "line 2", "done"]
    page = (await api.get(f"{RUNS}/{run}/logs?limit=2&offset=1")).json()["runLogs"]
    assert [line["message"] for line in page] == ["line 1", "line 2"]
    assert (await api.get(f"{RUNS}/{run}/logs?limit=51")).status_code == 422
    assert (await api.post(f"{RUNS}/{run}/logs", json={"message": "x", "other": 1})).status_code == 422


async def test_the_answer_of_the_backend_may_come_after_the_end_once(api: httpx.AsyncClient, run: str) -> None:
    await patched(api, run, status="SUCCESS")
    ended = (await api.get(f"{RUNS}/{run}")).json()["run"]["endedAt"]
    answer = await api.patch(f"{RUNS}/{run}/response", json={"response": {"code": 200}})
    assert (answer.status_code, answer.json()["run"]["response"]) == (200, {"code": 200})
    assert answer.json()["run"]["endedAt"] == ended
    assert (await api.patch(f"{RUNS}/{run}/response", json={"response": 1})).json()["error"] == "run_ended"


async def test_the_list_is_narrowed_by_every_filter(api: httpx.AsyncClient, run: str, person: Any) -> None:
    await made(api, DISPATCH)
    mate = await person()
    second = str((await api.post("/v1/actions/dispatch/runs", json={"properties": {}})).json()["run"]["id"])
    portal = {"X-Seaway-Portal": "1"}
    third = (
        await mate.post("/v1/actions/dredge/runs", json={"entity": "b2", "properties": {"depth": 2}}, headers=portal)
    ).json()["run"]
    await patched(api, second, status="SUCCESS", externalRunId="ext-2")

    async def found(query: str) -> list[str]:
        answer = await api.get(f"{RUNS}?{query}")
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()["runs"]]

    assert await found("") == [third["id"], second, run], "the newest first"
    assert await found("limit=1") == [third["id"]]
    assert await found("action=dispatch") == [second]
    assert await found("blueprint=berth") == [third["id"], run]
    assert await found("blueprint=berth&entity=b1") == [run]
    assert await found("active=true") == [third["id"], run]
    assert await found("external_run_id=ext-2&version=v2") == [second]
    assert await found("external_run_id=ext") == []
    assert await found(f"user_email={mate.headers['X-Email']}") == [third["id"]]
    assert await found(f"user_id={third['createdBy']}") == [third["id"]]
    assert await found("user_email=nobody@test.example") == []
    assert await found("user_email=nonsense") == []
    assert await found("source=UI") == [third["id"]]
    assert await found("source=API&source=AUTOMATION") == [second, run]
    assert (await api.get(f"{RUNS}?source=PHONE")).status_code == 422
    assert (await api.get(f"{RUNS}?limit=1001")).status_code == 422
    bare = (await api.get(f"{RUNS}?exclude=payload&exclude=properties,rawProperties")).json()["runs"][0]
    assert not {"payload", "properties", "rawProperties"} & bare.keys()
    assert isinstance(bare["action"], str)
    assert isinstance((await api.get(f"{RUNS}?version=v2")).json()["runs"][0]["action"], dict)


async def test_members_look_and_strangers_see_nothing(
    api: httpx.AsyncClient, run: str, member_api: httpx.AsyncClient, stranger_api: httpx.AsyncClient
) -> None:
    assert (await member_api.get(f"{RUNS}/{run}")).status_code == 200
    for method, path, body in (
        ("PATCH", run, {"status": "SUCCESS"}),
        ("POST", f"{run}/logs", {"message": "x"}),
        ("PATCH", f"{run}/response", {"response": 1}),
        ("PATCH", f"{run}/approval", {"status": "APPROVE"}),
    ):
        assert (await member_api.request(method, f"{RUNS}/{path}", json=body)).status_code == 403, path
        assert (await stranger_api.request(method, f"{RUNS}/{path}", json=body)).status_code == 404, path
    assert (await stranger_api.get(RUNS)).json()["runs"] == []
    for path in ("", "/logs", "/approvers", "/affected-entities"):
        assert (await stranger_api.get(f"{RUNS}/{run}{path}")).status_code == 404
    assert (await api.get(f"{RUNS}/{run}")).json()["run"]["status"] == "IN_PROGRESS"


async def test_what_is_written_for_a_run_is_found_as_its_doing(
    api: httpx.AsyncClient, run: str, stranger_api: httpx.AsyncClient
) -> None:
    path = "/v1/blueprints/berth/entities"
    answers = [
        await api.post(f"{path}?run_id={run}", json={"identifier": "b3"}),
        await api.patch(f"{path}/b1?run_id={run}", json={"properties": {"depth": 12}}),
        await api.put(f"{path}/b1?run_id={run}", json={"title": "Deep"}),
        await api.post(
            f"{path}/bulk?run_id={run}&upsert=true", json={"entities": [{"identifier": "b4", "title": "Four"}]}
        ),
        await api.post(f"{path}/ingest?run_id={run}", content=b'{"identifier": "b5"}'),
        await api.delete(f"{path}/b2?run_id={run}"),
        await api.post(f"{path}?run_id=", json={"identifier": "b6"}),
    ]
    assert [answer.is_success for answer in answers] == [True] * 7, [answer.text for answer in answers]
    affected = (await api.get(f"{RUNS}/{run}/affected-entities")).json()
    assert [(each["identifier"], each["op"]) for each in affected["entities"]] == [
        ("b3", "created"), ("b1", "updated"), ("b4", "created"), ("b5", "created"), ("b2", "deleted"),
    ]  # fmt: skip
    assert affected["next"] is None
    first = (await api.get(f"{RUNS}/{run}/affected-entities?limit=2")).json()
    rest = (await api.get(f"{RUNS}/{run}/affected-entities?limit=9&cursor={first['next']}")).json()
    assert [each["identifier"] for each in first["entities"] + rest["entities"]] == ["b3", "b1", "b4", "b5", "b2"]
    assert (await api.get(f"{RUNS}/{run}/affected-entities?cursor=x")).status_code == 422
    history = (await api.get(f"{path}/b3/history")).json()
    assert f"run:{run}" in str(history)
    await stranger_api.post("/v1/blueprints", json=BERTH)
    assert (await stranger_api.post(f"{path}?run_id={run}", json={"identifier": "b3"})).status_code == 422
    await patched(api, run, status="SUCCESS")
    refused = await api.post(f"{path}?run_id={run}", json={"identifier": "b7"})
    assert refused.status_code == 422
    assert "not in progress" in refused.json()["message"]
    assert (await api.get(f"{path}/b7")).status_code == 404
    for method, place, body in (("PATCH", "b1", {}), ("PUT", "b1", {}), ("DELETE", "b1", None)):
        assert (await api.request(method, f"{path}/{place}?run_id={run}", json=body)).status_code == 422
    assert (await api.delete(f"/v1/blueprints/berth/all-entities?run_id={run}")).status_code == 422


async def test_every_change_of_a_run_is_on_record(
    api: httpx.AsyncClient, run: str, member_api: httpx.AsyncClient
) -> None:
    await patched(api, run, statusLabel="Digging")
    await patched(api, run, statusLabel="Digging")
    await api.post(f"{RUNS}/{run}/logs", json={"message": "done", "terminationStatus": "SUCCESS"})
    changes = (await api.get("/v1/changes?kind=run&kind=run_log")).json()["changes"]
    assert [(each["data"]["kind"], each["data"]["op"], each["data"]["changed"]) for each in changes] == [
        ("run", "updated", ["status"]),
        ("run_log", "created", []),
        ("run", "updated", ["statusLabel"]),
        ("run", "created", []),
    ]
    assert {each["data"]["identifier"] for each in changes} == {run}
    assert (await member_api.get("/v1/changes?kind=run")).json()["changes"] == []


async def test_what_no_text_holds_finds_nothing(api: httpx.AsyncClient, run: str) -> None:
    for query in ("action=%00", "external_run_id=a%00", "user_email=%00", "user_id=%00"):
        answer = await api.get(f"{RUNS}?{query}")
        assert (answer.status_code, answer.json()["runs"]) == (200, []), query
    assert (await api.get("/v1/actions?action_identifier=%00")).json()["actions"] == []
    assert (
        await api.post(f"/v1/blueprints/berth/entities?run_id={run}%00", json={"identifier": "b9"})
    ).status_code == 422
