"""`apply`: documents become blueprints and entities, all or none, after a plan that may be confirmed by its digest."""

from typing import Any

import httpx
import pytest

from seaway.core.db import sql
from tests.imports.conftest import Importer
from tests.imports.files import COMPONENT

PIER = {
    "kind": "blueprint",
    "identifier": "pier",
    "title": "Pier",
    "schema": {"properties": {"berths": {"type": "number"}, "note": {"type": "string"}}, "required": []},
    "relations": {"harbour": {"target": "harbour", "many": False, "required": False}},
    "ownership": {"type": "Inherited", "path": "harbour"},
}
HARBOUR = {
    "kind": "blueprint",
    "identifier": "harbour",
    "title": "Harbour",
    "schema": {"properties": {}, "required": []},
    "relations": {"flagship": {"target": "pier", "many": False, "required": False}},
    "ownership": {"type": "Direct"},
}
EAST = {"kind": "entity", "blueprint": "pier", "identifier": "east", "properties": {"berths": 4, "note": "new"}}
EAST_OF_HOME = {**EAST, "relations": {"harbour": "home"}}
HOME = {"kind": "entity", "blueprint": "harbour", "identifier": "home", "relations": {"flagship": "east"}}
CREW = {"kind": "entity", "blueprint": "_team", "identifier": "crew", "title": "Crew"}


async def _apply(api: httpx.AsyncClient, *documents: Any, **more: Any) -> dict[str, Any]:
    answer = await api.post("/v1/apply", json={"documents": documents, **more})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_documents_may_name_each_other_in_any_order(importer: Importer) -> None:
    """Blueprints in a circle, inherited ownership, entities before their targets, teams that are stated too."""
    answer = await _apply(importer.api, EAST_OF_HOME, {**HOME, "team": ["crew"]}, PIER, HARBOUR, CREW)
    assert answer["applied"]
    assert {effect["subject"] for effect in answer["plan"]["others"]} >= {"pier", "harbour"}
    assert [edge["after"] for edge in answer["plan"]["relations"]] == [
        {"source": "harbour/home", "relation": "flagship", "target": "pier/east"},
        {"source": "pier/east", "relation": "harbour", "target": "harbour/home"},
    ]
    async with importer.database.reading(importer.organisation.id) as db:
        assert await db.value(EDGES, org=importer.organisation.id) == 2
        assert await db.value(PENDING, org=importer.organisation.id) == 0
    blueprint = (await importer.api.get("/v1/blueprints/pier")).json()["blueprint"]
    assert blueprint["ownership"] == {"type": "Inherited", "path": "harbour"}


EDGES = sql("select count(*) from edge g join entity e on e.id = g.src where e.org = :org")
PENDING = sql("select count(*) from edge_pending p join entity e on e.id = p.src where e.org = :org")


async def test_applied_again_nothing_is_written(importer: Importer) -> None:
    await _apply(importer.api, PIER, HARBOUR, EAST_OF_HOME, HOME)
    before = await importer.fingerprint()
    answer = await _apply(importer.api, PIER, HARBOUR, EAST_OF_HOME, HOME)
    counts = answer["plan"]["counts"]
    assert {sort: sum(number.values()) for sort, number in counts.items()} == {
        "entities": 0,
        "relations": 0,
        "others": 0,
    }
    assert await importer.fingerprint() == before


async def test_a_document_is_the_whole_truth_and_the_plan_says_so(importer: Importer) -> None:
    """What it leaves out is cleared; the dry run shows before and after, and keeps nothing."""
    await _apply(importer.api, PIER, HARBOUR, EAST_OF_HOME, HOME)
    changed = {**EAST, "title": "East", "properties": {"berths": 5}}
    before = await importer.fingerprint()
    planned = await _apply(importer.api, changed, dryRun=True)
    assert not planned["applied"]
    [effect] = planned["plan"]["entities"]
    assert (effect["op"], effect["subject"]) == ("update", "pier/east")
    old = {"title": None, "properties.berths": 4, "properties.note": "new", "relations.harbour": "home"}
    new = {"title": "East", "properties.berths": 5, "properties.note": None, "relations.harbour": None}
    assert (effect["before"], effect["after"]) == (old, new)
    [edge] = planned["plan"]["relations"]
    assert (edge["op"], edge["after"]) == ("delete", None)
    assert await importer.fingerprint() == before
    assert (await _apply(importer.api, changed, digest=planned["plan"]["digest"]))["plan"] == planned["plan"]
    entity = await importer.entity("pier", "east")
    assert entity is not None
    assert "note" not in entity["properties"]


async def test_a_confirmed_plan_is_refused_when_the_catalog_has_moved(importer: Importer) -> None:
    """The new digest is told, nothing is written, and the new plan can be confirmed."""
    await _apply(importer.api, PIER, HARBOUR, EAST)
    changed = {**EAST, "title": "East"}
    planned = await _apply(importer.api, changed, dryRun=True)
    moved = {"properties": {"berths": 9}}
    assert (await importer.api.patch("/v1/blueprints/pier/entities/east", json=moved)).is_success
    before = await importer.fingerprint()
    body = {"documents": [changed], "digest": planned["plan"]["digest"]}
    answer = await importer.api.post("/v1/apply", json=body)
    assert (answer.status_code, answer.json()["error"]) == (409, "plan_outdated")
    assert await importer.fingerprint() == before
    assert (await _apply(importer.api, changed, digest=answer.json()["details"]["digest"]))["applied"]


BAD: dict[str, tuple[list[Any], int, str]] = {
    "no kind": ([{"identifier": "x"}], 1, "kind"),
    "unknown kind": ([HARBOUR, {"kind": "action"}], 2, "kind"),
    "unknown field": ([{**HARBOUR, "colour": "red"}], 1, "colour"),
    "no identifier": ([{"kind": "entity", "blueprint": "_team"}], 1, "identifier"),
    "number as identifier": ([{**CREW, "identifier": 7}], 1, "identifier"),
    "bad identifier": ([CREW, {**CREW, "identifier": "a b"}], 2, "identifier"),
    "same twice": ([CREW, {**CREW, "title": "Other"}], 2, "identifier"),
    "unknown blueprint": ([{**EAST, "blueprint": "nowhere"}], 1, "blueprint"),
    "unknown target blueprint": ([PIER], 1, "relations.harbour.target"),
    "unknown target": ([PIER, HARBOUR, {**EAST, "relations": {"harbour": "away"}}], 3, "relations.harbour"),
    "unknown team": ([{**HARBOUR, "relations": {}}, {**HOME, "relations": {}, "team": "nobody"}], 2, "team"),
    "wrong type of value": ([PIER, HARBOUR, {**EAST, "properties": {"berths": "many"}}], 3, "properties.berths"),
    "wrong type of definition": ([{**HARBOUR, "schema": {"properties": {"x": {"type": "float"}}}}], 1, "schema.properties.x.type"),
    "schema as list": ([{**HARBOUR, "schema": []}, {**PIER, "schema": [1]}], 2, "schema"),
    "relations as text": ([{**HARBOUR, "relations": "pier"}], 1, "relations"),
    "relation as text": ([{**HARBOUR, "relations": {"pier": "pier"}}], 1, "relations.pier"),
    "flag as text": ([{**HARBOUR, "relations": {"pier": {"target": "harbour", "many": "yes"}}}], 1, "relations.pier.many"),
    "query as target": ([PIER, HARBOUR, {**EAST, "relations": {"harbour": {"rules": []}}}], 3, "relations.harbour"),
    "query as team": ([HARBOUR, {**HOME, "team": {"rules": []}}], 2, "team"),
    "system blueprint": ([{**HARBOUR, "identifier": "_harbour"}], 1, "identifier"),
    "surplus of a closed path": ([{**PIER, "relations": {}}], 1, "ownership.path"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_document_is_named_with_its_field_and_nothing_is_written(importer: Importer, name: str) -> None:
    documents, number, path = BAD[name]
    before = await importer.fingerprint()
    answer = await importer.api.post("/v1/apply", json={"documents": documents})
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_document"), answer.text
    assert (answer.json()["details"]["document"], answer.json()["details"]["path"]) == (number, path)
    assert answer.json()["message"].startswith(f"documents[{number}]")
    assert await importer.fingerprint() == before


@pytest.mark.parametrize("documents", [[], "x", None, [7], [CREW] * 5001])
async def test_a_bad_list_of_documents_is_refused(api: httpx.AsyncClient, documents: Any) -> None:
    answer = await api.post("/v1/apply", json={"documents": documents})
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_request")


async def test_what_waits_for_its_target_may_be_applied_as_it_is(importer: Importer) -> None:
    """An import leaves references that wait; exporting and applying such an entity is no error."""
    await importer.files({"catalog-info.yaml": COMPONENT})
    entity = await importer.entity("component", "quay/berth-planner")
    assert entity is not None
    names = ("identifier", "title", "icon", "team", "properties", "relations")
    document: dict[str, Any] = {
        "kind": "entity",
        "blueprint": "component",
        **{name: entity.get(name) for name in names},
    }
    answer = await _apply(importer.api, document)
    assert answer["plan"]["counts"]["entities"]["update"] == 0
    document["relations"] = {**document["relations"], "partOfSystem": "quay/elsewhere"}
    refused = await importer.api.post("/v1/apply", json={"documents": [document]})
    assert refused.json()["details"]["path"] == "relations.partOfSystem"
