"""Claims of runs by agents: each run is leased to one of them at a time, acknowledged by one, and lost by none."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from seaway.core.db import Database, sql
from tests.actions.conftest import DISPATCH, DREDGE, made, started

RUNS = "/v1/actions/runs"
GITHUB = {"installationId": "gh-main", "limit": 10, "visibilityTimeoutMs": 60_000}
HEADERS = {"x-port-reserved-usage": "true"}
_EXPIRE = sql("update run set claimed_until = clock_timestamp() - interval '1 second' where claimed_until is not null")
_WAIT = sql("select pg_sleep_until(claimed_until + interval '10 milliseconds') from run where public_id = :run")
Make = Callable[[], Awaitable[httpx.AsyncClient]]


async def claimed(api: httpx.AsyncClient, **changes: Any) -> list[str]:
    """Claim runs and return their ids."""
    answer = await api.post(f"{RUNS}/claim-pending", json={**GITHUB, **changes}, headers=HEADERS)
    assert answer.status_code == 200, answer.text
    return [run["id"] for run in answer.json()["runs"]]


async def ack(api: httpx.AsyncClient, run: str) -> int:
    """Acknowledge a run and return the status."""
    return (await api.patch(f"{RUNS}/ack", json={"runId": run}, headers=HEADERS)).status_code


@pytest.fixture
async def queued(harbour: httpx.AsyncClient) -> list[str]:
    """Runs that wait for the integration, the oldest first."""
    await made(harbour, DISPATCH)
    return [(await _dispatched(harbour)) for _ in range(6)]


async def _dispatched(api: httpx.AsyncClient) -> str:
    answer = await api.post("/v1/actions/dispatch/runs", json={"properties": {}})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["run"]["id"])


async def test_a_claimed_run_tells_all_that_its_agent_needs(api: httpx.AsyncClient, queued: list[str]) -> None:
    answer = await api.post(f"{RUNS}/claim-pending", json={**GITHUB, "limit": 1}, headers=HEADERS)
    [run] = answer.json()["runs"]
    assert (run["id"], run["status"], run["action"]["identifier"]) == (queued[0], "IN_PROGRESS", "dispatch")
    assert run["payload"] == {
        "type": "INTEGRATION_ACTION",
        "installationId": "gh-main",
        "integrationActionType": "dispatch_workflow",
        "integrationActionExecutionProperties": {
            "org": "harbor", "repo": "ops", "workflow": "build.yml", "workflowInputs": {"run": queued[0]},
        },
    }  # fmt: skip
    assert run["claimedUntil"] is not None
    assert run["pendingExecution"] is True


async def test_claims_take_the_oldest_and_only_what_is_theirs(api: httpx.AsyncClient, queued: list[str]) -> None:
    await made(api, DREDGE)
    webhook = (await started(api))["id"]
    assert await claimed(api, installationId="gl-main") == []
    assert await claimed(api, exclude=["dispatch"]) == []
    assert await claimed(api, limit=2) == queued[:2]
    assert await claimed(api, limit=1000) == queued[2:], "leased runs are passed over"
    assert await claimed(api) == []
    assert await claimed(api, installationId="_PORT_EXEC_AGENT", invocationMethod="WEBHOOK") == [webhook]


async def test_an_acknowledged_run_never_comes_back(
    api: httpx.AsyncClient, queued: list[str], database: Database
) -> None:
    assert await claimed(api, limit=1) == queued[:1]
    assert await ack(api, queued[0]) == 200
    again = await api.patch(f"{RUNS}/ack", json={"runId": queued[0]})
    assert (again.status_code, again.json()["error"]) == (409, "lease_lost")
    assert await ack(api, queued[1]) == 409, "not claimed at all"
    assert await ack(api, "r_none") == 404
    run = (await api.get(f"{RUNS}/{queued[0]}")).json()["run"]
    assert (run["status"], run["pendingExecution"], run["claimedUntil"]) == ("IN_PROGRESS", False, None)
    async with database.writing("*") as db:
        await db.run(_EXPIRE)
    assert queued[0] not in await claimed(api)


async def test_what_nobody_acknowledges_comes_back(
    api: httpx.AsyncClient, queued: list[str], machine: Make, database: Database
) -> None:
    second = await machine()
    assert await claimed(api, limit=1) == queued[:1]
    assert await ack(second, queued[0]) == 409, "somebody else has it"
    async with database.writing("*") as db:
        await db.run(_EXPIRE)
    assert await ack(api, queued[0]) == 409, "the lease ran out"
    assert (await claimed(second, limit=1)) == queued[:1]
    assert await ack(api, queued[0]) == 409
    assert await ack(second, queued[0]) == 200


async def test_a_short_lease_ends_by_itself(api: httpx.AsyncClient, queued: list[str], database: Database) -> None:
    assert await claimed(api, limit=1, visibilityTimeoutMs=1) == queued[:1]
    assert queued[0] not in await claimed(api, limit=1)
    async with database.reading("*") as db:
        await db.value(_WAIT, run=queued[0])
    assert queued[0] in await claimed(api, limit=1)


async def test_several_are_acknowledged_at_once(api: httpx.AsyncClient, queued: list[str]) -> None:
    await claimed(api, limit=3)
    answer = await api.patch(f"{RUNS}/ack", json={"runIds": [*queued[:4], "r_none"]})
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "ackedCount": 3})
    assert (await api.patch(f"{RUNS}/ack", json={"runIds": queued})).json()["ackedCount"] == 0
    for body in ({}, {"runId": "a", "runIds": []}):
        assert (await api.patch(f"{RUNS}/ack", json=body)).status_code == 422


async def test_agents_that_ask_at_once_never_share_a_run(
    api: httpx.AsyncClient, queued: list[str], machine: Make
) -> None:
    queued += [await _dispatched(api) for _ in range(24)]
    agents = [api, *[await machine() for _ in range(3)]]
    taken: Counter[str] = Counter()
    done: Counter[str] = Counter()

    async def work(agent: httpx.AsyncClient) -> None:
        while runs := await claimed(agent, limit=3):
            taken.update(runs)
            for run in runs:
                if await ack(agent, run) == 200:
                    done[run] += 1

    await asyncio.gather(*(work(agent) for agent in agents for _ in range(2)))
    assert taken == Counter(queued), "each was leased once"
    assert done == Counter(queued), "and acknowledged once"


async def test_an_agent_that_dies_loses_no_run(
    api: httpx.AsyncClient, queued: list[str], machine: Make, database: Database
) -> None:
    """It claims and is gone before it acknowledges; of two who then have it on lease, one after the other, one takes it."""
    dead, second = await machine(), await machine()
    assert await claimed(dead, limit=4) == queued[:4]
    assert await ack(dead, queued[0]) == 200
    await dead.aclose()
    assert await claimed(second) == queued[4:]
    async with database.writing("*") as db:
        await db.run(_EXPIRE)
    assert sorted(await claimed(second)) == sorted(queued[1:])
    assert (await second.patch(f"{RUNS}/ack", json={"runIds": queued})).json()["ackedCount"] == 5


async def test_a_claim_that_is_rolled_back_leases_nothing(api: httpx.AsyncClient, queued: list[str]) -> None:
    bad = await api.post(f"{RUNS}/claim-pending", json={**GITHUB, "limit": 0})
    assert bad.status_code == 422
    assert await claimed(api) == queued


async def test_runs_that_ended_are_not_claimed(api: httpx.AsyncClient, queued: list[str]) -> None:
    await api.patch(f"{RUNS}/{queued[0]}", json={"status": "FAILURE"})
    assert await claimed(api, limit=1) == queued[1:2]
    await api.patch(f"{RUNS}/{queued[1]}", json={"status": "SUCCESS"})
    assert await ack(api, queued[1]) == 409


async def test_people_and_strangers_claim_nothing(
    api: httpx.AsyncClient, queued: list[str], member_api: httpx.AsyncClient, stranger_api: httpx.AsyncClient
) -> None:
    for body, path, method in ((GITHUB, "claim-pending", "POST"), ({"runId": queued[0]}, "ack", "PATCH")):
        refused = await member_api.request(method, f"{RUNS}/{path}", json=body)
        assert (refused.status_code, refused.json()["error"]) == (403, "forbidden")
    assert await claimed(stranger_api) == []
    await claimed(api, limit=1)
    assert await ack(stranger_api, queued[0]) == 404
    assert (await stranger_api.patch(f"{RUNS}/ack", json={"runIds": queued})).json()["ackedCount"] == 0


async def test_claims_are_on_record(api: httpx.AsyncClient, queued: list[str]) -> None:
    await claimed(api, limit=1)
    await ack(api, queued[0])
    await claimed(api, installationId="nobody")
    changes = (await api.get("/v1/changes?kind=run&limit=2")).json()["changes"]
    assert [each["data"]["changed"] for each in changes] == [["pendingExecution"], ["claimedUntil"]]
