"""Deletes (semantics 7.7): dependents, references, teams, records, HTTP."""

import httpx
import orjson
import pytest

from seaway.core.errors import NotFound
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintDraft, RelationDraft
from seaway.domains.entities import service
from seaway.domains.entities.errors import HasDependents
from tests.entities.conftest import Writer, draft, edges_match


async def test_references_are_cleared_and_say_so_in_the_log(writer: Writer) -> None:
    await writer.made("system", draft("s", properties={"tier": "1"}))
    await writer.made("service", draft("b"), draft("a", relations={"system": "s", "depends_on": ["b", "a"]}))
    async with writer.work() as work:
        await service.delete(work, "system", "s")
        await service.delete(work, "service", "b")
        entity = await service.get(work, "service", "a")
    assert entity.relations == {"system": None, "depends_on": ["a"]}
    assert [undo for op, undo, _ in await writer.changes("a") if op == "U"] == [
        {"relations": {"system": "s"}, "follows": True},
        {"relations": {"depends_on": ["b", "a"]}, "follows": True},
    ]
    await edges_match(writer)


async def test_a_deletion_records_the_whole_last_state(writer: Writer) -> None:
    await writer.made("service", draft("a", title="A", properties={"replicas": None, "readme": "r" * 3000}))
    async with writer.work() as work:
        await service.delete(work, "service", "a")
    [row] = await writer.rows("select undo from change where org = $1 and kind = 'entity' and op = 'D'")
    undo = orjson.loads(row["undo"])
    assert undo["identifier"] == "a"
    assert undo["title"] == "A"
    assert undo["properties"] == {"lifecycle": "alpha", "replicas": None, "readme": "r" * 3000}
    assert {"createdAt", "createdBy", "updatedAt", "updatedBy", "source", "team", "relations", "icon"} <= set(undo)
    left = "select 1 from entity_blob b join change c on c.ref = b.ent where c.org = $1 and c.kind = 'entity'"
    assert await writer.rows(left) == []


async def test_who_requires_it_bars_the_deletion_or_goes_along(writer: Writer) -> None:
    async with writer.work() as work:
        check = BlueprintDraft("check", "Check", relations={"deployment": RelationDraft("deployment", required=True)})
        await blueprints.create(work, check, create_page=False)
    await writer.made("service", draft("a"), draft("b", relations={"depends_on": ["a"]}))
    await writer.made("deployment", draft("d1", relations={"service": "a"}), draft("d2", relations={"service": "b"}))
    await writer.made("check", draft("c", relations={"deployment": "d1"}))
    async with writer.work() as work:
        with pytest.raises(HasDependents, match="has_dependents") as refusal:
            await service.delete(work, "service", "a")
    assert refusal.value.details is not None
    assert refusal.value.details["dependents"] == [{"blueprint": "deployment", "identifier": "d1"}]
    async with writer.work() as work:
        await service.delete(work, "service", "a", delete_dependents=True)
    left = await writer.rows(
        "select e.ident from entity e join blueprint b on b.id = e.bp where e.org = $1 and not b.system order by 1"
    )
    assert [row["ident"] for row in left] == ["b", "d2"]
    await edges_match(writer)


async def test_an_entity_that_requires_itself_may_go(writer: Writer) -> None:
    async with writer.work() as work:
        node = BlueprintDraft("node", "Node", relations={"parent": RelationDraft("node", required=True)})
        await blueprints.create(work, node, create_page=False)
    await writer.made("node", draft("root", relations={"parent": "root"}), draft("leaf", relations={"parent": "root"}))
    async with writer.work() as work:
        await service.delete(work, "node", "leaf")
        await service.delete(work, "node", "root")
    await edges_match(writer)


async def test_two_that_require_each_other_go_together(writer: Writer) -> None:
    async with writer.work() as work:
        node = BlueprintDraft("node", "Node", relations={"parent": RelationDraft("node", required=True)})
        await blueprints.create(work, node, create_page=False)
    await writer.made("node", draft("x", relations={"parent": "y"}), draft("y", relations={"parent": "x"}))
    async with writer.work() as work:
        with pytest.raises(HasDependents):
            await service.delete(work, "node", "x")
        assert await service.delete_many(work, "node", ["x", "y", "none", "x"]) == ["x", "y"]
    await edges_match(writer)


async def test_references_may_be_kept_waiting(writer: Writer) -> None:
    await writer.made("service", draft("a"), draft("b", relations={"depends_on": ["a"]}))
    await writer.made("deployment", draft("d", relations={"service": "a"}))
    async with writer.work() as work:
        assert await service.delete_many(work, "service", ["a"], keep_references=True) == ["a"]
        assert (await service.get(work, "service", "b")).relations == {"depends_on": ["a"]}
    await edges_match(writer)
    await writer.made("service", draft("a"))
    assert await writer.rows("select 1 from edge_pending p join entity e on e.id = p.src where e.org = $1") == []
    await edges_match(writer)


async def test_a_team_that_goes_owns_nothing_any_more(writer: Writer) -> None:
    await writer.made("_team", draft("t1"), draft("t2"))
    await writer.made("service", draft("a", team=["t1", "t2"]))
    await writer.made("note", draft("n", team=["t1"]))
    async with writer.work() as work:
        await service.delete(work, "_team", "t1")
        assert (await service.get(work, "service", "a")).team == ("t2",)
        assert (await service.get(work, "note", "n")).team == ("t1",), "without ownership, team is only kept"
    assert (await writer.changes("a"))[-1][1] == {"team": ["t1", "t2"], "follows": True}


async def test_what_is_not_there_is_not_found(writer: Writer) -> None:
    async with writer.work() as work:
        with pytest.raises(NotFound):
            await service.delete(work, "service", "none")
        assert await service.delete_many(work, "service", ["none"]) == []


async def test_bulk_delete_is_all_or_nothing_over_http(catalog: httpx.AsyncClient) -> None:
    for name in ("a", "b"):
        await catalog.post("/v1/blueprints/service/entities", json={"identifier": name})
    holder = {"identifier": "d", "relations": {"service": "a"}}
    assert (await catalog.post("/v1/blueprints/deployment/entities", json=holder)).status_code == 201
    route = "/v1/blueprints/service/bulk/entities/delete"
    refused = await catalog.post(route, json={"entities": ["b", "a"]})
    assert (refused.status_code, refused.json()["error"]) == (422, "has_dependents")
    assert (await catalog.get("/v1/blueprints/service/entities-count")).json() == {"ok": True, "count": 2}
    done = await catalog.post(f"{route}?delete_dependents=true", json={"entities": ["b", "none", "a"]})
    assert done.json() == {"ok": True, "deletedEntities": ["b", "a"]}
    assert (await catalog.get("/v1/blueprints/deployment/entities-count")).json()["count"] == 0
    wrong: tuple[object, ...] = ({"entities": []}, {"entities": ["x"] * 101}, {"entities": "a"}, {}, {"entities": [1]})
    for body in wrong:
        assert (await catalog.post(route, json=body)).status_code == 422


async def test_a_dependent_bars_a_single_delete_over_http(catalog: httpx.AsyncClient) -> None:
    await catalog.post("/v1/blueprints/service/entities", json={"identifier": "a"})
    body = {"identifier": "d", "relations": {"service": "a"}}
    await catalog.post("/v1/blueprints/deployment/entities", json=body)
    path = "/v1/blueprints/service/entities/a"
    refused = await catalog.delete(path, params={"delete_dependents": "false"})
    assert refused.status_code == 422
    assert refused.json()["error"] == "has_dependents"
    assert "has_dependents" in refused.json()["message"]
    assert (await catalog.delete(path, params={"delete_dependents": "true"})).json() == {"ok": True}
    assert (await catalog.delete(path)).status_code == 404
