"""Single writes over HTTP: every row of the table in semantics 7.2, every code, every envelope."""

import re
from typing import Any
from urllib.parse import quote

import httpx
import orjson
import pytest

ENTITIES = "/v1/blueprints/service/entities"
STAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")


async def put_there(api: httpx.AsyncClient, identifier: str = "a", **parts: Any) -> dict[str, Any]:
    """Create a service and return it."""
    answer = await api.post(ENTITIES, json={"identifier": identifier, **parts})
    assert answer.status_code == 201, answer.text
    entity: dict[str, Any] = answer.json()["entity"]
    return entity


async def stored(api: httpx.AsyncClient, identifier: str = "a") -> dict[str, Any]:
    """Return a service as it is read."""
    answer = await api.get(f"{ENTITIES}/{quote(identifier, safe='')}")
    assert answer.status_code == 200, answer.text
    entity: dict[str, Any] = answer.json()["entity"]
    return entity


async def test_create_answers_the_whole_entity(catalog: httpx.AsyncClient) -> None:
    answer = await catalog.post(ENTITIES, json={"identifier": "a", "properties": {"replicas": 3}, "blueprint": "x"})
    assert answer.status_code == 201
    body = answer.json()
    assert body["ok"] is True
    entity = body["entity"]
    assert STAMP.match(entity.pop("createdAt"))
    assert STAMP.match(entity.pop("updatedAt"))
    assert entity.pop("createdBy") == entity.pop("updatedBy")
    assert entity == {
        "identifier": "a",
        "title": None,
        "icon": None,
        "blueprint": "service",
        "team": [],
        "properties": {"lifecycle": "alpha", "replicas": 3},
        "relations": {},
    }
    assert await stored(catalog) == body["entity"] | {
        key: (await stored(catalog))[key] for key in ("createdAt", "createdBy", "updatedAt", "updatedBy")
    }


@pytest.mark.parametrize("merge", ["false", "true"])
async def test_an_entity_that_exists_is_taken_without_upsert(catalog: httpx.AsyncClient, merge: str) -> None:
    before = await put_there(catalog)
    answer = await catalog.post(ENTITIES, params={"upsert": "false", "merge": merge}, json={"identifier": "a"})
    assert answer.status_code == 409
    assert answer.json()["error"] == "identifier_taken"
    assert "taken" in answer.json()["message"]
    assert await stored(catalog) == before


async def test_upsert_replaces_and_clears_what_is_absent(catalog: httpx.AsyncClient) -> None:
    await put_there(catalog, "dep")
    before = await put_there(
        catalog, title="A", icon="Box", properties={"lifecycle": "ga", "replicas": 1}, relations={"depends_on": ["dep"]}
    )
    body = {"identifier": "a", "properties": {"lifecycle": "eol"}}
    answer = await catalog.post(ENTITIES, params={"upsert": "true"}, json=body)
    assert answer.status_code == 201
    after = answer.json()["entity"]
    assert (after["title"], after["icon"], after["properties"]) == (None, None, {"lifecycle": "eol"})
    assert after["relations"] == {}
    assert after["createdAt"] == before["createdAt"]
    assert after["createdBy"] == before["createdBy"]
    assert after["updatedAt"] >= before["updatedAt"]


async def test_merge_overwrites_only_what_is_given(catalog: httpx.AsyncClient) -> None:
    await put_there(catalog, "dep")
    await put_there(
        catalog,
        title="A",
        properties={"lifecycle": "ga", "replicas": 1, "limits": {"cpu": 1, "ram": 2}, "tags": ["x", "y"]},
        relations={"depends_on": ["dep"]},
    )
    answer = await catalog.post(
        ENTITIES,
        params={"upsert": "TRUE", "merge": "True"},
        json={"identifier": "a", "icon": "Box", "properties": {"limits": {"cpu": 9}, "tags": ["z"]}},
    )
    after = answer.json()["entity"]
    assert after["title"] == "A"
    assert after["icon"] == "Box"
    assert after["properties"] == {"lifecycle": "ga", "replicas": 1, "limits": {"cpu": 9}, "tags": ["z"]}
    assert after["relations"] == {"depends_on": ["dep"]}


async def test_a_merge_that_creates_applies_defaults_and_needs_what_is_required(catalog: httpx.AsyncClient) -> None:
    params = {"upsert": "true", "merge": "true"}
    made = await catalog.post(ENTITIES, params=params, json={"identifier": "m"})
    assert made.json()["entity"]["properties"] == {"lifecycle": "alpha"}
    refused = await catalog.post("/v1/blueprints/system/entities", params=params, json={"identifier": "m"})
    assert refused.status_code == 422
    assert refused.json()["error"] == "missing_property"
    assert "tier" in refused.json()["message"]


async def test_a_default_given_at_creation_survives_the_same_payload_and_no_other(catalog: httpx.AsyncClient) -> None:
    await put_there(catalog, properties={"replicas": 1})
    again = await catalog.post(
        ENTITIES, params={"upsert": "true"}, json={"identifier": "a", "properties": {"replicas": 2}}
    )
    assert again.json()["entity"]["properties"] == {"lifecycle": "alpha", "replicas": 2}
    await catalog.post(ENTITIES, params={"upsert": "true"}, json={"identifier": "a", "properties": {"lifecycle": "ga"}})
    cleared = await catalog.put(f"{ENTITIES}/a", json={"properties": {"replicas": 1}})
    assert cleared.status_code == 422
    assert cleared.json()["error"] == "missing_property"


async def test_null_is_stored_and_is_not_absent(catalog: httpx.AsyncClient) -> None:
    entity = await put_there(catalog, properties={"replicas": None}, relations={"system": None, "depends_on": None})
    assert entity["properties"] == {"lifecycle": "alpha", "replicas": None}
    assert entity["relations"] == {"system": None, "depends_on": []}
    refused = await catalog.patch(f"{ENTITIES}/a", json={"properties": {"lifecycle": None}})
    assert (refused.status_code, refused.json()["error"]) == (422, "missing_property")


async def test_unknown_properties_and_relations_are_dropped(catalog: httpx.AsyncClient) -> None:
    entity = await put_there(catalog, properties={"nope": 1, "replicas": 2}, relations={"nor": "x"})
    assert entity["properties"] == {"lifecycle": "alpha", "replicas": 2}
    assert entity["relations"] == {}


async def test_patch_clears_by_null_and_put_by_absence(catalog: httpx.AsyncClient) -> None:
    await put_there(catalog, title="A", icon="Box", properties={"lifecycle": "ga", "replicas": 1})
    patched = await catalog.patch(f"{ENTITIES}/a", json={"title": None, "properties": {"replicas": None}})
    assert patched.status_code == 200
    assert patched.json()["entity"]["title"] is None
    assert patched.json()["entity"]["icon"] == "Box"
    assert patched.json()["entity"]["properties"] == {"lifecycle": "ga", "replicas": None}
    put = await catalog.put(f"{ENTITIES}/a", json={"title": "B", "properties": {"lifecycle": "ga"}})
    assert put.status_code == 200
    assert put.json()["entity"]["icon"] is None
    assert put.json()["entity"]["properties"] == {"lifecycle": "ga"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "GET", "DELETE"])
async def test_what_does_not_exist_is_not_found(catalog: httpx.AsyncClient, method: str) -> None:
    for path in (f"{ENTITIES}/none", "/v1/blueprints/none/entities/none"):
        answer = await catalog.request(method, path, json={} if method[0] == "P" else None)
        assert answer.status_code == 404
        assert answer.json()["ok"] is False
        assert answer.json()["error"] == "not_found"


async def test_an_identifier_is_made_up_when_none_is_given(catalog: httpx.AsyncClient) -> None:
    for body in ({}, {"identifier": None}):
        answer = await catalog.post(ENTITIES, json=body)
        assert re.fullmatch(r"e_[A-Za-z0-9]{16}", answer.json()["entity"]["identifier"])


async def test_validation_only_answers_as_if_done_and_stores_nothing(catalog: httpx.AsyncClient) -> None:
    params = {"validation_only": "true", "upsert": "true"}
    answer = await catalog.post(ENTITIES, params=params, json={"identifier": "a", "title": "A"})
    assert answer.status_code == 201
    assert answer.json()["entity"]["title"] == "A"
    assert (await catalog.get(f"{ENTITIES}/a")).status_code == 404
    refused = await catalog.post(ENTITIES, params=params, json={"identifier": "a", "properties": {"replicas": "x"}})
    assert (refused.status_code, refused.json()["error"]) == (422, "invalid_property")
    missing = await catalog.post(ENTITIES, params=params, json={"identifier": "a", "relations": {"system": "x"}})
    assert (missing.status_code, missing.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"properties": {"replicas": "many"}}, "replicas"),
        ({"properties": {"replicas": 51}}, "replicas"),
        ({"properties": {"replicas": True}}, "replicas"),
        ({"properties": {"critical": 1}}, "critical"),
        ({"properties": {"lifecycle": "beta"}}, "lifecycle"),
        ({"properties": {"limits": []}}, "limits"),
        ({"properties": []}, "properties"),
        ({"properties": "x"}, "properties"),
        ({"relations": []}, "relations"),
        ({"relations": {"system": ["a"]}}, "system"),
        ({"relations": {"depends_on": "a"}}, "depends_on"),
        ({"relations": {"depends_on": [1]}}, "depends_on"),
        ({"relations": {"system": "not an identifier"}}, "system"),
        ({"title": 7}, "title"),
        ({"title": "x" * 2001}, "title"),
        ({"icon": {}}, "icon"),
        ({"team": 7}, "team"),
        ({"team": [7]}, "team"),
        ({"team": ["a\nb"]}, "team"),
        ({"identifier": "with space"}, "identifier"),
        ({"identifier": ".."}, "identifier"),
        ({"identifier": "."}, "identifier"),
        ({"identifier": ""}, "identifier"),
        ({"identifier": 7}, "identifier"),
        ({"identifier": "a\n"}, "identifier"),
        ({"identifier": "50%"}, "identifier"),
        ({"identifier": "x" * 1001}, "identifier"),
        ({"identifier": "\U00020000" * 1000}, "identifier"),
    ],
)
async def test_bad_parts_are_refused_and_named(catalog: httpx.AsyncClient, parts: dict[str, Any], named: str) -> None:
    answer = await catalog.post(ENTITIES, json={"identifier": "bad", **parts})
    assert answer.status_code == 422, answer.text
    assert answer.json()["ok"] is False
    assert named in answer.json()["message"]
    assert (await catalog.get("/v1/blueprints/service/entities-count")).json()["count"] == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"null", b'{"identifier":"a\\u0000b"}', b"\xff", b"[" * 100]
)
async def test_a_body_that_is_no_entity_is_refused(catalog: httpx.AsyncClient, body: bytes) -> None:
    answer = await catalog.post(ENTITIES, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.json()["ok"] is False


async def test_a_body_over_one_mebibyte_is_too_large(catalog: httpx.AsyncClient) -> None:
    answer = await catalog.post(ENTITIES, json={"identifier": "a", "title": "x" * (1 << 20)})
    assert (answer.status_code, answer.json()["error"]) == (413, "payload_too_large")


@pytest.mark.parametrize(
    "identifier",
    ["a/b", "a+b", "kim@acme.example", "k=v", "back\\slash", "a:b", "...", "ünïcode", "é" * 1000, "字" * 800],
)
async def test_identifiers_of_every_kind_travel_through_paths(catalog: httpx.AsyncClient, identifier: str) -> None:
    await put_there(catalog, identifier)
    assert (await stored(catalog, identifier))["identifier"] == identifier
    path = f"{ENTITIES}/{quote(identifier, safe='')}"
    assert (await catalog.patch(path, json={"title": "T"})).json()["entity"]["title"] == "T"
    holder = await catalog.post(ENTITIES, json={"identifier": "holder", "relations": {"depends_on": [identifier]}})
    assert holder.json()["entity"]["relations"]["depends_on"] == [identifier]
    assert (await catalog.delete(path)).json() == {"ok": True}
    assert (await stored(catalog, "holder"))["relations"]["depends_on"] == []


async def test_odd_numbers_and_deep_objects_come_back_as_sent(catalog: httpx.AsyncClient) -> None:
    deep: dict[str, Any] = {}
    for _ in range(50):
        deep = {"d": deep, "l": [1, 2.5, -0.1, 1e300, 123456789012345678, True, None, "ü"]}
    url = "/v1/blueprints/note/entities"
    body = {"identifier": "n", "properties": {"n": 1e300, "any": deep}}
    made = await catalog.post(url, json=body)
    assert made.status_code == 201, made.text
    assert made.json()["entity"]["properties"] == body["properties"]
    read = orjson.loads((await catalog.get(f"{url}/n")).content)  # reads 10**300, written in full, as the same double
    assert read["entity"]["properties"] == body["properties"]
    huge = b'{"identifier":"h","properties":{"n":1e400}}'
    refused = await catalog.post(url, content=huge, headers={"content-type": "application/json"})
    assert refused.status_code == 400


async def test_a_run_that_is_not_there_is_refused_and_an_empty_one_ignored(catalog: httpx.AsyncClient) -> None:
    assert (await catalog.post(ENTITIES, params={"run_id": ""}, json={"identifier": "a"})).status_code == 201
    answer = await catalog.post(ENTITIES, params={"run_id": "r_1"}, json={"identifier": "b"})
    assert answer.status_code == 422
    assert "run_id" in answer.json()["message"]


async def test_flags_may_be_empty_and_must_be_flags(catalog: httpx.AsyncClient) -> None:
    assert (await catalog.post(f"{ENTITIES}?upsert=&merge=", json={"identifier": "a"})).status_code == 201
    assert (await catalog.post(f"{ENTITIES}?upsert=perhaps", json={"identifier": "b"})).status_code == 422
    assert (await catalog.post(f"{ENTITIES}?isPolling=true", json={"identifier": "c"})).status_code == 201


async def test_patch_refuses_unknown_parts_and_tolerates_echoed_ones(catalog: httpx.AsyncClient) -> None:
    entity = await put_there(catalog)
    assert (await catalog.patch(f"{ENTITIES}/a", json=entity)).status_code == 200
    answer = await catalog.patch(f"{ENTITIES}/a", json={"titel": "x"})
    assert answer.status_code == 422
    assert "titel" in answer.json()["message"]


async def test_a_member_reads_and_does_not_write(catalog: httpx.AsyncClient, member_api: httpx.AsyncClient) -> None:
    await put_there(catalog)
    assert (await member_api.get(f"{ENTITIES}/a")).status_code == 200
    for method, path in (("POST", ENTITIES), ("PUT", f"{ENTITIES}/a"), ("PATCH", f"{ENTITIES}/a")):
        answer = await member_api.request(method, path, json={"identifier": "a"})
        assert (answer.status_code, answer.json()["error"]) == (403, "forbidden")
    assert (await member_api.delete(f"{ENTITIES}/a")).status_code == 403
    assert (await catalog.get(f"{ENTITIES}/a")).status_code == 200


async def test_a_write_may_be_based_on_what_was_read(catalog: httpx.AsyncClient) -> None:
    """With If-Match it holds only while that is the version; without, the last one wins."""
    await put_there(catalog, properties={"lifecycle": "ga"})
    one = f"{ENTITIES}/a"
    tag = (await catalog.get(one)).headers["etag"]
    mine = await catalog.patch(one, json={"title": "Mine"}, headers={"If-Match": tag})
    assert mine.status_code == 200, mine.text
    assert mine.headers["etag"] == (await catalog.get(one, params={"include": "$title"})).headers["etag"] != tag
    for method in ("PATCH", "PUT"):
        body = {"title": "Theirs", "properties": {"lifecycle": "ga"}}
        late = await catalog.request(method, one, json=body, headers={"If-Match": tag})
        assert (late.status_code, late.json()["error"]) == (412, "outdated"), late.text
    assert (await stored(catalog))["title"] == "Mine"
    both = f'"0", {mine.headers["etag"]}'
    assert (await catalog.put(one, json=body, headers={"If-Match": both})).status_code == 200
    renamed = await catalog.patch(one, json={"identifier": "b"}, headers={"If-Match": tag})
    assert (renamed.status_code, (await stored(catalog))["title"]) == (412, "Theirs")
    assert (await catalog.patch(one, json={"title": "Any"}, headers={"If-Match": "*"})).status_code == 200
    assert (await catalog.patch(one, json={"title": "Bad"}, headers={"If-Match": "tag"})).status_code == 400


async def test_a_resend_changes_no_version(catalog: httpx.AsyncClient) -> None:
    await put_there(catalog, properties={"lifecycle": "ga"})
    tag = (await catalog.get(f"{ENTITIES}/a")).headers["etag"]
    again = await catalog.patch(f"{ENTITIES}/a", json={"properties": {"lifecycle": "ga"}}, headers={"If-Match": tag})
    assert again.headers["etag"] == tag
