"""Blueprints over HTTP: created, replaced, patched, deleted, and every way to be refused."""

import asyncio
import string
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from seaway.domains.blueprints import grammar
from seaway.domains.blueprints.errors import InvalidDefinition

Json = dict[str, Any]
SYSTEM: Json = {"identifier": "system", "title": "System", "schema": {"properties": {"tier": {"type": "string"}}}}
SERVICE: Json = {
    "identifier": "service",
    "title": "Service",
    "icon": "Microservice",
    "description": "Deployable unit",
    "schema": {
        "properties": {
            "zeta": {"type": "string", "x-kept": {"by": "client"}},
            "alpha": {"type": "number", "minimum": 0},
        },
        "required": ["zeta"],
    },
    "relations": {
        "system": {"target": "system"},
        "depends_on": {"title": "Depends on", "target": "service", "many": True, "required": False},
    },
    "mirrorProperties": {"system_tier": {"title": "Tier", "path": "system.tier"}},
    "calculationProperties": {"host": {"title": "Host", "type": "string", "calculation": ".properties.zeta | length"}},
    "aggregationProperties": {
        "users": {
            "title": "Users",
            "target": "service",
            "type": "number",
            "calculationSpec": {
                "calculationBy": "property",
                "func": "average",
                "property": "alpha",
                "averageOf": "week",
            },
        }
    },
    "ownership": {"type": "Direct", "title": "Owners"},
}


async def create(api: httpx.AsyncClient, *bodies: Json) -> None:
    """Create blueprints that must succeed."""
    for body in bodies:
        answer = await api.post("/v1/blueprints", json=body)
        assert answer.status_code == 201, answer.text


def refused(answer: httpx.Response, status: int, error: str) -> Json:
    """Return the envelope of a failure that must be this one."""
    body: Json = answer.json()
    assert (answer.status_code, body.get("error"), body.get("ok")) == (status, error, False), answer.text
    return body


async def changes_of(api: httpx.AsyncClient, identifier: str) -> str:
    """Return when the blueprint was last changed."""
    answer = await api.get(f"/v1/blueprints/{identifier}")
    return str(answer.json()["blueprint"]["updatedAt"])


async def test_a_blueprint_comes_back_as_it_was_sent_with_empty_sections_filled_in(api: httpx.AsyncClient) -> None:
    await create(api, SYSTEM, SERVICE)
    got = (await api.get("/v1/blueprints/service")).json()["blueprint"]
    for key in ("identifier", "title", "icon", "description", "schema", "ownership", "mirrorProperties"):
        assert got[key] == SERVICE[key]
    assert got["calculationProperties"] == SERVICE["calculationProperties"]
    assert got["aggregationProperties"] == SERVICE["aggregationProperties"]
    assert list(got["schema"]["properties"]) == ["zeta", "alpha"], "the author's order"
    assert got["relations"]["system"] == {"target": "system", "many": False, "required": False}
    assert got["createdBy"] == got["updatedBy"] != ""
    assert len(got["createdAt"]) == len("2026-01-05T10:00:00.000Z")

    bare = (await api.get("/v1/blueprints/system")).json()["blueprint"]
    assert bare["schema"]["required"] == []
    assert bare["relations"] == bare["mirrorProperties"] == bare["calculationProperties"] == {}
    assert bare["aggregationProperties"] == {}
    assert "icon" not in bare
    assert "description" not in bare


async def test_a_list_holds_system_blueprints_and_ours(api: httpx.AsyncClient) -> None:
    await create(api, SYSTEM)
    listed = (await api.get("/v1/blueprints")).json()
    assert listed["ok"] is True
    assert [blueprint["identifier"] for blueprint in listed["blueprints"]] == ["_user", "_team", "system"]


async def test_an_identifier_in_use_is_taken(api: httpx.AsyncClient) -> None:
    await create(api, SYSTEM)
    body = refused(await api.post("/v1/blueprints", json=SYSTEM), 409, "identifier_taken")
    assert "taken" in body["message"]


async def test_an_unknown_blueprint_is_not_found(api: httpx.AsyncClient) -> None:
    for call in (api.get("/v1/blueprints/nope"), api.delete("/v1/blueprints/nope")):
        refused(await call, 404, "not_found")
    refused(await api.put("/v1/blueprints/nope", json=SYSTEM), 404, "not_found")
    refused(await api.patch("/v1/blueprints/nope", json={}), 404, "not_found")


async def test_a_target_that_does_not_exist_is_not_found_in_these_words(api: httpx.AsyncClient) -> None:
    body = refused(await api.post("/v1/blueprints", json=SERVICE), 404, "not_found")
    assert "not found" in body["message"]
    assert body["details"]["withValue"] == "system"
    assert (await api.get("/v1/blueprints")).json()["blueprints"][2:] == []
    counting = {**SYSTEM, "aggregationProperties": {"n": {"target": "ghost", "calculationSpec": COUNT}}}
    assert "not found" in refused(await api.post("/v1/blueprints", json=counting), 404, "not_found")["message"]


async def test_a_put_replaces_and_a_patch_keeps_what_it_does_not_name(api: httpx.AsyncClient) -> None:
    await create(api, SYSTEM, SERVICE)
    patch = {"relations": {"system": {"target": "system"}}, "icon": "", "description": "", "unknown": 1}
    got = (await api.patch("/v1/blueprints/service", json=patch)).json()["blueprint"]
    assert list(got["relations"]) == ["system"]
    assert got["schema"] == SERVICE["schema"]
    assert got["mirrorProperties"] == SERVICE["mirrorProperties"]
    assert "icon" not in got
    assert "description" not in got

    got = (await api.put("/v1/blueprints/service", json={"title": "S", "schema": {"properties": {}}})).json()[
        "blueprint"
    ]
    assert got["title"] == "S"
    assert got["schema"] == {"properties": {}, "required": []}
    assert got["relations"] == got["mirrorProperties"] == got["aggregationProperties"] == {}
    assert "ownership" not in got


async def test_sending_the_same_again_changes_nothing_not_even_the_time(api: httpx.AsyncClient) -> None:
    await create(api, SYSTEM, SERVICE)
    before = await changes_of(api, "service")
    assert (await api.put("/v1/blueprints/service", json=SERVICE)).status_code == 200
    assert (await api.patch("/v1/blueprints/service", json=SERVICE)).status_code == 200
    assert await changes_of(api, "service") == before
    assert (await api.patch("/v1/blueprints/service", json={"title": "Other"})).status_code == 200
    assert await changes_of(api, "service") > before


async def test_another_identifier_in_the_body_renames_and_references_follow(api: httpx.AsyncClient) -> None:
    rule = {"combinator": "and", "rules": [{"property": "$blueprint", "operator": "=", "value": "system"}]}
    counting = {"n": {"target": "system", "calculationSpec": COUNT, "query": rule}}
    await create(api, SYSTEM, {**SERVICE, "aggregationProperties": counting})
    looped = {**SYSTEM, "relations": {"parent": {"target": "system"}}}
    assert (await api.put("/v1/blueprints/system", json={**looped, "identifier": "platform"})).status_code == 200
    refused(await api.get("/v1/blueprints/system"), 404, "not_found")
    service = (await api.get("/v1/blueprints/service")).json()["blueprint"]
    assert service["relations"]["system"]["target"] == "platform"
    assert service["aggregationProperties"]["n"]["target"] == "platform"
    assert service["aggregationProperties"]["n"]["query"]["rules"][0]["value"] == "platform"
    platform = (await api.get("/v1/blueprints/platform")).json()["blueprint"]
    assert platform["relations"]["parent"]["target"] == "platform"

    refused(await api.put("/v1/blueprints/platform", json={**SYSTEM, "identifier": "service"}), 409, "identifier_taken")
    refused(await api.patch("/v1/blueprints/platform", json={"identifier": "_x"}), 422, "protected_resource")
    refused(await api.patch("/v1/blueprints/platform", json={"identifier": "a b"}), 422, "invalid_request")


async def test_a_type_or_format_never_changes_under_its_values(api: httpx.AsyncClient) -> None:
    await create(api, SYSTEM)
    for definition in ({"type": "number"}, {"type": "string", "format": "url"}):
        body = {"schema": {"properties": {"tier": definition}}}
        refusal = refused(await api.patch("/v1/blueprints/system", json=body), 422, "forbidden_format_change")
        assert refusal["details"]["property"] == "tier"
    free = {"type": "string", "enum": ["gold"], "title": "Tier", "default": "gold"}
    for properties in ({"tier": free}, {}, {"tier": {"type": "number"}}):
        answer = await api.patch("/v1/blueprints/system", json={"schema": {"properties": properties}})
        assert answer.status_code == 200, answer.text


async def test_a_blueprint_that_others_target_is_not_deleted(api: httpx.AsyncClient) -> None:
    await create(api, SYSTEM, SERVICE)
    body = refused(await api.delete("/v1/blueprints/system"), 422, "has_dependents")
    assert '"system" of blueprint "service"' in body["message"]
    assert (await api.delete("/v1/blueprints/service?delete_actions=true")).json() == {"ok": True}, "a self relation"
    assert (await api.delete("/v1/blueprints/system")).json() == {"ok": True}
    refused(await api.get("/v1/blueprints/system"), 404, "not_found")


async def test_inherited_ownership_follows_relations_to_one_that_end_at_direct_ownership(
    api: httpx.AsyncClient,
) -> None:
    owned = {**SYSTEM, "ownership": {"type": "Direct"}}
    await create(api, owned, {"identifier": "loose", "title": "Loose", "schema": {"properties": {}}})
    job: Json = {
        "identifier": "job",
        "title": "Job",
        "schema": {"properties": {}},
        "relations": {
            "system": {"target": "system"},
            "all": {"target": "system", "many": True},
            "bare": {"target": "loose"},
        },
    }
    for path, words in (("all", "many"), ("nope", "no relation"), ("bare", "no direct ownership")):
        body = {**job, "ownership": {"type": "Inherited", "path": path}}
        assert words in refused(await api.post("/v1/blueprints", json=body), 422, "invalid_request")["message"]
    await create(api, {**job, "teamInheritance": {"path": "system"}})
    assert (await api.get("/v1/blueprints/job")).json()["blueprint"]["ownership"] == {
        "type": "Inherited",
        "path": "system",
    }
    teams = {"relations": {**job["relations"], "team": {"target": "_team"}}}
    got = (await api.patch("/v1/blueprints/job", json=teams)).json()["blueprint"]
    assert got["ownership"] == {"type": "Direct"}
    assert "team" not in got["relations"]


COUNT = {"calculationBy": "entities", "func": "count"}
LONG = "x" * 101
REFUSALS: dict[str, tuple[Json, str]] = {
    "no title": ({"title": None}, "title"),
    "empty title": ({"title": ""}, "title"),
    "long title": ({"title": LONG}, "title"),
    "long description": ({"description": "x" * 201}, "description"),
    "identifier with a space": ({"identifier": "a b"}, "identifier"),
    "dots": ({"identifier": ".."}, "identifier"),
    "empty identifier": ({"identifier": ""}, "identifier"),
    "no schema": ({"schema": None}, "schema"),
    "schema with a stranger": ({"schema": {"properties": {}, "stranger": 1}}, "schema.stranger"),
    "property that is no object": ({"schema": {"properties": {"a": 1}}}, "schema.properties.a"),
    "property name": ({"schema": {"properties": {"a.b": {"type": "string"}}}}, "schema.properties.a.b"),
    "long property name": ({"schema": {"properties": {LONG: {"type": "string"}}}}, "schema.properties"),
    "required stranger": ({"schema": {"properties": {}, "required": ["a"]}}, "schema.required"),
    "required number": ({"schema": {"properties": {}, "required": [1]}}, "schema.required"),
    "relation name": ({"relations": {"a b": {"target": "x"}}}, "relations.a b"),
    "relation without target": ({"relations": {"a": {}}}, "relations.a.target"),
    "relation stranger": ({"relations": {"a": {"target": "x", "stranger": 1}}}, "relations.a.stranger"),
    "many and required": ({"relations": {"a": {"target": "x", "many": True, "required": True}}}, "relations.a"),
    "many as text": ({"relations": {"a": {"target": "x", "many": "yes"}}}, "relations.a.many"),
    "mirror of nothing": ({"mirrorProperties": {"m": {"path": "ghost.title"}}}, "mirrorProperties.m.path"),
    "mirror without a hop": ({"mirrorProperties": {"m": {"path": "title"}}}, "mirrorProperties.m.path"),
    "mirror stranger": ({"mirrorProperties": {"m": {"path": "a.b", "x": 1}}}, "mirrorProperties.m"),
    "calculation of no type": ({"calculationProperties": {"c": {"calculation": ".a"}}}, "calculationProperties.c"),
    "calculation name": (
        {"calculationProperties": {"c d": {"calculation": ".a", "type": "string"}}},
        "calculationProperties.c d",
    ),
    "calculation colour": (
        {"calculationProperties": {"c": {"calculation": ".a", "type": "string", "colors": {"a": "mauve"}}}},
        "calculationProperties.c.colors.a",
    ),
    "aggregation of no spec": ({"aggregationProperties": {"a": {"target": "_user"}}}, "aggregationProperties.a"),
    "aggregation with a number in its spec": (
        {"aggregationProperties": {"a": {"target": "_user", "calculationSpec": {**COUNT, "func": 1}}}},
        "aggregationProperties.a.calculationSpec",
    ),
    "two path filters": (
        {
            "aggregationProperties": {
                "a": {"target": "_user", "calculationSpec": COUNT, "pathFilter": [{"path": ["a"]}] * 2}
            }
        },
        "aggregationProperties.a.pathFilter",
    ),
    "a name used twice": (
        {
            "schema": {"properties": {"a": {"type": "string"}}},
            "calculationProperties": {"a": {"calculation": ".", "type": "string"}},
        },
        "calculationProperties.a",
    ),
    "ownership of no kind": ({"ownership": {"type": "Borrowed"}}, "ownership.type"),
    "ownership without a path": ({"ownership": {"type": "Inherited"}}, "ownership"),
    "destination of no kind": ({"changelogDestination": {"type": "PIGEON"}}, "changelogDestination.type"),
    "destination of a file": (
        {"changelogDestination": {"type": "WEBHOOK", "url": "file:///etc"}},
        "changelogDestination.url",
    ),
}


@pytest.mark.parametrize(("change", "path"), REFUSALS.values(), ids=REFUSALS)
async def test_bad_input_is_refused_where_it_stands(api: httpx.AsyncClient, change: Json, path: str) -> None:
    body = {"identifier": "thing", "title": "Thing", "schema": {"properties": {}}, **change}
    message = refused(await api.post("/v1/blueprints", json=body), 422, "invalid_request")["message"]
    assert message.startswith(path), message
    refused(await api.get("/v1/blueprints/thing"), 404, "not_found")


async def test_a_member_reads_and_does_not_write(api: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    await create(api, SYSTEM)
    assert (await member_api.get("/v1/blueprints/system")).status_code == 200
    for call, permission in (
        (member_api.post("/v1/blueprints", json=SERVICE), "create"),
        (member_api.put("/v1/blueprints/system", json=SYSTEM), "update"),
        (member_api.patch("/v1/blueprints/system?dry_run=true", json={}), "update"),
        (member_api.delete("/v1/blueprints/system"), "delete"),
        (member_api.delete("/v1/blueprints/system?dry_run=true"), "delete"),
        (member_api.patch("/v1/blueprints/system/properties/tier/rename", json={"newPropertyName": "t"}), "update"),
    ):
        assert refused(await call, 403, "forbidden")["details"]["permission"] == f"{permission}:blueprints"


async def test_writers_of_one_blueprint_take_turns(api: httpx.AsyncClient) -> None:
    await create(api, SYSTEM)
    writes = [api.patch("/v1/blueprints/system", json={"title": f"Title {number}"}) for number in range(8)]
    assert {answer.status_code for answer in await asyncio.gather(*writes)} == {200}
    twins = await asyncio.gather(*[api.post("/v1/blueprints", json={**SYSTEM, "identifier": "twin"}) for _ in range(4)])
    assert sorted(answer.status_code for answer in twins) == [201, 409, 409, 409]


LEGAL = st.text(string.ascii_letters + string.digits + "@_.+:\\/-äßжλ中", min_size=1, max_size=100).filter(
    lambda text: text not in {".", ".."} and not text.startswith("_")
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LEGAL)
@example("a/b+c")
@example("system/../x")
async def test_any_legal_identifier_is_written_and_read_back(api: httpx.AsyncClient, identifier: str) -> None:
    path = "/v1/blueprints/" + "".join(f"%{byte:02X}" for byte in identifier.encode())
    created = await api.post("/v1/blueprints", json={**SYSTEM, "identifier": identifier})
    assert created.status_code in {201, 409}
    assert (await api.get(path)).json()["blueprint"]["identifier"] == identifier
    assert (await api.delete(path)).status_code == 200


# Below this code point, both libraries' tables of letters are old and agree.
@given(st.text(st.characters(max_codepoint=0x2E7F), max_size=120))
def test_an_identifier_is_legal_as_the_contract_says_or_refused(text: str) -> None:
    legal = (
        0 < len(text) <= 100
        and text not in {".", ".."}
        and all(char.isalpha() or char in "0123456789@_.+:\\/-" for char in text)
    )
    try:
        grammar.check_blueprint(text)
    except InvalidDefinition:
        assert not legal
    else:
        assert legal
