"""Asking for imports: bad requests, who may, lists, cancelling, and what a kill in the middle leaves."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from seaway.core import jobs
from seaway.core.actor import system_actor
from seaway.core.db import Database, sql
from seaway.core.feed import FeedChange
from seaway.core.jobs import control
from seaway.core.jobs.inline import InlineEngine
from seaway.core.position import Position
from seaway.core.work import Cause, writing
from seaway.domains.imports import jobs as import_jobs
from seaway.kit import clock
from tests.imports.conftest import Importer, packed
from tests.imports.files import COMPONENT, GROUP, component, documents

GIT = {"url": "https://git.example/harbour.git"}
BAD_JSON: dict[str, tuple[Any, str]] = {
    "no source": ({"git": GIT}, "source"),
    "source with a slash": ({"source": "a/b", "git": GIT}, "source"),
    "no repository": ({"source": "x"}, "git"),
    "server path": ({"source": "x", "git": {"url": "/etc"}}, "url"),
    "file URL": ({"source": "x", "git": {"url": "file:///etc"}}, "url"),
    "http": ({"source": "x", "git": {"url": "http://git.example/x"}}, "url"),
    "ssh": ({"source": "x", "git": {"url": "git@git.example:x"}}, "url"),
    "option as URL": ({"source": "x", "git": {"url": "--upload-pack=x"}}, "url"),
    "credentials": ({"source": "x", "git": {"url": "https://me:secret@git.example/x"}}, "url"),
    "option as ref": ({"source": "x", "git": {**GIT, "ref": "--output=/x"}}, "git.ref"),
    "ref that climbs": ({"source": "x", "git": {**GIT, "ref": "a..b"}}, "git.ref"),
    "folder that climbs": ({"source": "x", "git": {**GIT, "folder": "a/../../b"}}, "git.folder"),
    "wrong type": ({"source": "x", "git": GIT, "dryRun": "yes"}, "dryRun"),
    "unknown key": ({"source": "x", "git": GIT, "path": "/etc"}, "path"),
    "no object": ([], "body"),
}


@pytest.mark.parametrize("name", BAD_JSON)
async def test_a_bad_request_is_refused_and_the_field_named(api: httpx.AsyncClient, name: str) -> None:
    body, path = BAD_JSON[name]
    answer = await api.post("/v1/imports", json=body)
    assert answer.status_code == 422, answer.text
    assert path in answer.text
    assert "secret" not in answer.text
    assert (await api.get("/v1/imports")).json()["imports"] == []


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"source": ""}, "source"),
        ({"dryRun": "maybe"}, "dryRun"),
        ({"path": "/etc"}, "path"),
        ({"source": "a\0b"}, "source"),
    ],
)
async def test_a_bad_form_is_refused_and_the_field_named(importer: Importer, fields: dict[str, str], path: str) -> None:
    answer = await importer.post(packed({"catalog-info.yaml": COMPONENT}), **fields)
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, path)


async def test_a_form_without_a_file_is_refused(api: httpx.AsyncClient) -> None:
    answer = await api.post("/v1/imports", files={"source": (None, "x")})
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, "file")
    answer = await api.post(
        "/v1/imports", content=b"--x\r\nbroken", headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code in {400, 422}


async def test_members_look_and_do_not_import(member_api: httpx.AsyncClient, importer: Importer) -> None:
    state = await importer.files({"catalog-info.yaml": COMPONENT})
    files = {"file": ("x.tar.gz", packed({"catalog-info.yaml": COMPONENT}))}
    refused = await member_api.post("/v1/imports", files=files, data={"source": "x"})
    assert (refused.status_code, refused.json()["details"]["permission"]) == (403, "create:imports")
    assert (await member_api.post(f"/v1/imports/{state['id']}/cancel")).status_code == 403
    assert (await member_api.post("/v1/apply", json={"documents": [{"kind": "entity"}]})).status_code == 403
    assert (await member_api.get(f"/v1/imports/{state['id']}")).status_code == 200


async def test_imports_are_listed_the_latest_first(importer: Importer) -> None:
    ids = [await importer.queue({"catalog-info.yaml": COMPONENT}, source=name) for name in ("a", "b", "a")]
    page = (await importer.api.get("/v1/imports", params={"limit": 2})).json()
    assert [each["id"] for each in page["imports"]] == ids[:0:-1]
    page = (await importer.api.get("/v1/imports", params={"limit": 2, "cursor": page["next"]})).json()
    assert ([each["id"] for each in page["imports"]], page["next"]) == (ids[:1], None)
    of_a = (await importer.api.get("/v1/imports", params={"source": "a"})).json()["imports"]
    assert [each["id"] for each in of_a] == [ids[2], ids[0]]


async def test_dry_runs_are_listed_to_those_who_ask_for_them(importer: Importer) -> None:
    """A page is as long without them as with them: they are left out before it is cut."""
    tries = ("true", "false", "true", "true", "false", "false")
    ids = [await importer.queue({"catalog-info.yaml": COMPONENT}, dryRun=dry) for dry in tries][::-1]
    real = [each for each, dry in zip(ids, tries[::-1], strict=True) if dry == "false"]

    async def pages(**params: Any) -> list[list[str]]:
        found: list[list[str]] = []
        cursor = None
        while cursor or not found:
            asked = {"limit": 2, **params, **({"cursor": cursor} if cursor else {})}
            page = (await importer.api.get("/v1/imports", params=asked)).json()
            found.append([each["id"] for each in page["imports"]])
            cursor = page["next"]
        return found

    assert await pages() == await pages(previews="false") == [real[:2], real[2:]]
    assert await pages(previews="true") == [ids[:2], ids[2:4], ids[4:], []]
    assert await pages(previews="true", source="nobody") == [[]]


@pytest.mark.parametrize("cursor", ["x", "!", "AAAA", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "é"])
async def test_a_broken_cursor_is_refused(importer: Importer, cursor: str) -> None:
    public_id = await importer.queue({"catalog-info.yaml": COMPONENT})
    for path in ("/v1/imports", f"/v1/imports/{public_id}/documents"):
        answer = await importer.api.get(path, params={"cursor": cursor})
        assert (answer.status_code, answer.json()["details"]["path"]) == (422, "cursor"), answer.text


async def test_an_import_of_another_organisation_is_not_there(importer: Importer, database: Database) -> None:
    assert (await importer.api.get("/v1/imports/imp_nobody")).status_code == 404
    assert (await importer.api.get("/v1/imports/imp_nobody/documents")).status_code == 404
    assert (await importer.api.post("/v1/imports/imp_nobody/cancel")).status_code == 404


async def test_a_cancelled_import_writes_nothing_and_ends_once(importer: Importer) -> None:
    public_id = await importer.queue({"catalog-info.yaml": COMPONENT})
    answer = await importer.api.post(f"/v1/imports/{public_id}/cancel")
    assert (answer.status_code, answer.json()["import"]["status"]) == (200, "cancelled")
    state = await importer.run(public_id)
    assert (state["status"], state["progress"]["done"]) == ("cancelled", 0)
    assert await importer.entity("component", "quay/berth-planner") is None
    answer = await importer.api.post(f"/v1/imports/{public_id}/cancel")
    assert (answer.status_code, answer.json()["error"]) == (409, "import_ended")


FLEET = {
    "catalog-info.yaml": documents(GROUP, *(component(f"ship-{number:05d}") for number in range(2500))),
}


async def _until_some_are_done(importer: Importer, public_id: str) -> dict[str, Any]:
    while True:
        state = await importer.state(public_id)
        if state["progress"]["done"] > 0 or state["status"] not in {"queued", "running"}:
            return state
        await asyncio.sleep(0.01)


@pytest.mark.timeout(120)
async def test_an_import_that_was_cut_off_goes_on_and_ends_as_if_it_had_not(importer: Importer) -> None:
    """Everything that counts as done is there; afterwards each entity was created once, by one change."""
    public_id = await importer.queue(FLEET)
    cut = asyncio.create_task(importer.run(public_id))
    state = await _until_some_are_done(importer, public_id)
    cut.cancel()
    await asyncio.gather(cut, return_exceptions=True)
    state = await importer.state(public_id)
    assert (state["status"], state["progress"]["total"]) == ("running", 2501)
    done = state["progress"]["done"]
    assert 0 < done < 2501
    told = [each for each in await importer.documents(public_id, limit=1000) if each["change"]]
    assert len(told) == done
    assert len((await importer.fingerprint())["entities"]) == done
    state = await importer.run(public_id)
    assert (state["status"], state["progress"]["done"]) == ("completed", 2501)
    assert (state["counts"]["created"], state["counts"]["unchanged"]) == (2501, 0)
    async with importer.database.reading(importer.organisation.id) as db:
        per_entity = await db.all(CREATIONS, org=importer.organisation.id)
        assert {(row["op"], row["n"]) for row in per_entity} == {(b"C", 1)}
        assert await db.value(PARTS, id=public_id) == 0


CREATIONS = sql(
    "select c.ref, c.op, count(*) as n from change c where c.org = :org and c.kind = 'entity' group by 1, 2"
)
PARTS = sql("select count(*) from import_archive a join import i on i.id = a.import where i.public_id = :id")


async def test_the_change_log_tells_when_an_import_begins_and_ends(importer: Importer) -> None:
    """What follows events needs not ask how it stands."""
    await importer.files({"catalog-info.yaml": COMPONENT})
    async with importer.database.reading(importer.organisation.id) as db:
        said = await db.all(STATES, org=importer.organisation.id)
    assert [(row["op"], row["was"]) for row in said] == [("C", None), ("U", "queued"), ("U", "running")]


STATES = sql(
    "select c.op::text as op, c.undo->>'status' as was from change c where c.org = :org and c.kind = 'import' order by seq"
)


@pytest.mark.timeout(120)
async def test_an_import_stops_between_batches_when_it_is_cancelled(importer: Importer) -> None:
    public_id = await importer.queue(FLEET)
    running = asyncio.create_task(importer.run(public_id))
    await _until_some_are_done(importer, public_id)
    assert (await importer.api.post(f"/v1/imports/{public_id}/cancel")).status_code == 200
    state = await running
    assert state["status"] == "cancelled"
    assert len((await importer.fingerprint())["entities"]) == state["progress"]["done"] < 2501


async def test_the_feed_starts_the_job_once(importer: Importer) -> None:
    """The handler starts the job under the import's public id; a repeat finds it there."""
    public_id = await importer.queue({"catalog-info.yaml": COMPONENT})
    engine = InlineEngine(importer.database)
    control.use(engine)
    org, name = importer.organisation.id, importer.organisation.public_id
    try:
        for _ in range(2):
            async with writing(importer.database, system_actor(org, name), Cause("feed:imports.start")) as work:
                number = await work.db.value(NUMBER, id=public_id)
                change = FeedChange(
                    position=Position(1, 1),
                    org_id=org,
                    org=name,
                    at=clock.now(),
                    kind="import",
                    ref=number,
                    blueprint=None,
                    op="C",
                    undo=None,
                    actor=None,
                    actor_type="machine",
                    cause=None,
                    trace=uuid4(),
                    displaced=False,
                )
                await import_jobs.start(work, change)
    finally:
        control.use(None)
    assert engine.ended == {public_id: "done"}
    assert engine.steps[public_id] == ["fetch", "write"]
    assert (await importer.state(public_id))["status"] == "completed"


NUMBER = sql("select id from import where public_id = :id")
AGE = sql("update import set created_at = created_at - interval '1 hour' where public_id = :id")


async def test_an_import_whose_job_broke_does_not_run_for_ever(importer: Importer) -> None:
    """The watch ends it with a reason; one whose job is still there is left alone."""
    lost, waiting = [await importer.queue({"catalog-info.yaml": COMPONENT}) for _ in range(2)]
    async with importer.database.writing(importer.organisation.id) as db:
        await db.run(AGE, id=lost)
        await db.run(AGE, id=waiting)

    async def statuses(ids: Any) -> dict[str, jobs.Status]:
        return {each: "failed" if each == lost else "queued" for each in ids}

    await import_jobs.watch(importer.database, statuses)
    state = await importer.state(lost)
    assert (state["status"], state["error"]["code"]) == ("failed", "import_failed")
    assert (await importer.state(waiting))["status"] == "queued"
