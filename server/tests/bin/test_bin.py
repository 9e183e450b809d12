"""The bin over HTTP: what lies in it, how it comes back, what stands in the way, and who may."""

from typing import Any

import httpx
import pytest

Api = httpx.AsyncClient


async def put(api: Api, blueprint: str, identifier: str, **parts: Any) -> None:
    """Write an entity."""
    body = {"identifier": identifier, **parts}
    answer = await api.post(f"/v1/blueprints/{blueprint}/entities", json=body, params={"upsert": True, "merge": True})
    assert answer.is_success, answer.text


async def gone(api: Api, path: str, **params: Any) -> str:
    """Delete something and return the id of the deletion."""
    answer = await api.delete(path, params=params)
    assert answer.is_success, answer.text
    return "bin_" + str(answer.headers["X-Trace-Id"])


async def entity(api: Api, blueprint: str, identifier: str) -> dict[str, Any]:
    """Return an entity as the API shows it."""
    answer = await api.get(f"/v1/blueprints/{blueprint}/entities/{identifier}")
    assert answer.is_success, answer.text
    return dict(answer.json()["entity"])


async def restore(api: Api, item: str, **body: Any) -> httpx.Response:
    """Restore a deletion."""
    return await api.post(f"/v1/bin/{item}/restore", json=body)


async def items(api: Api, **params: Any) -> list[str]:
    """Return the ids of what lies in the bin."""
    answer = await api.get("/v1/bin", params=params)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


async def test_a_deleted_entity_comes_back_with_its_references_and_its_history(catalog: Api) -> None:
    await put(catalog, "system", "shop", title="Shop", properties={"tier": "1"})
    await put(
        catalog, "service", "b", properties={"readme": "r" * 3000, "replicas": None}, relations={"system": "shop"}
    )
    await put(catalog, "service", "a", relations={"depends_on": ["b"]})
    before, user = await entity(catalog, "service", "b"), await entity(catalog, "service", "a")
    item = await gone(catalog, "/v1/blueprints/service/entities/b")
    assert (await entity(catalog, "service", "a"))["relations"]["depends_on"] == []
    assert await items(catalog) == [item]
    answer = await restore(catalog, item)
    assert answer.status_code == 200, answer.text
    assert answer.json() | {"plan": None} == {
        "ok": True,
        "restored": True,
        "objects": ["service/b"],
        "obstacles": [],
        "lost": [],
        "references": 1,
        "left": 0,
        "plan": None,
    }
    after = await entity(catalog, "service", "b")
    moving = {"updatedAt": None, "updatedBy": None}
    assert after | moving == before | moving
    assert (await entity(catalog, "service", "a"))["relations"] == user["relations"]
    assert await items(catalog) == []
    history = (await catalog.get("/v1/blueprints/service/entities/b/history")).json()["changes"]
    assert [(each["op"], each["restored"]) for each in history] == [
        ("created", True),
        ("deleted", False),
        ("created", False),
    ]
    assert (await restore(catalog, item)).status_code == 404


async def test_a_past_instant_of_the_first_life_is_as_it_was(catalog: Api) -> None:
    await put(catalog, "note", "n", title="one", properties={"text": "first"})
    await put(catalog, "note", "n", title="two")
    changes = (await catalog.get("/v1/blueprints/note/entities/n/history")).json()["changes"]
    item = await gone(catalog, "/v1/blueprints/note/entities/n")
    await restore(catalog, item)
    await put(catalog, "note", "n", title="three", properties={"text": "later"})
    for position, title in ((changes[0]["position"], "two"), (changes[1]["position"], "one")):
        then = (await catalog.get("/v1/blueprints/note/entities/n", params={"at": position})).json()["entity"]
        assert (then["title"], then["properties"]["text"]) == (title, "first")


async def test_a_dry_run_plans_and_a_stale_digest_is_refused(catalog: Api) -> None:
    await put(catalog, "note", "n", title="N", properties={"text": "t"})
    item = await gone(catalog, "/v1/blueprints/note/entities/n")
    plan = (await restore(catalog, item, dryRun=True)).json()
    assert plan["restored"] is False
    assert plan["plan"]["entities"][0] == {
        "op": "create",
        "kind": "entity",
        "subject": "note/n",
        "before": None,
        "after": {"identifier": "n", "title": "N", "properties.text": "t"},
    }
    assert (await catalog.get("/v1/blueprints/note/entities/n")).status_code == 404
    refused = await restore(catalog, item, digest="0" * 32)
    assert (refused.status_code, refused.json()["error"]) == (409, "plan_outdated")
    assert (await restore(catalog, item, digest=plan["plan"]["digest"])).json()["restored"] is True


async def test_an_identifier_that_is_taken_and_values_that_do_not_fit_bar_the_way(catalog: Api) -> None:
    await put(catalog, "note", "n", properties={"text": "old", "n": 1})
    item = await gone(catalog, "/v1/blueprints/note/entities/n")
    await put(catalog, "note", "n", properties={"text": "new"})
    barred = await restore(catalog, item)
    assert (barred.status_code, barred.json()["error"]) == (409, "restore_barred")
    [obstacle] = barred.json()["details"]["obstacles"]
    assert (obstacle["object"], obstacle["error"]) == ("note/n", "identifier_taken")
    await gone(catalog, "/v1/blueprints/note/entities/n")
    schema = {"properties": {"n": {"type": "number", "minimum": 5}}, "required": []}
    assert (await catalog.patch("/v1/blueprints/note", json={"schema": schema})).is_success
    [obstacle] = (await restore(catalog, item, dryRun=True)).json()["obstacles"]
    assert obstacle["error"] == "invalid_property"
    schema = {"properties": {"n": {"type": "number"}}, "required": []}
    assert (await catalog.patch("/v1/blueprints/note", json={"schema": schema})).is_success
    done = (await restore(catalog, item)).json()
    assert done["lost"] == [{"object": "note/n", "paths": ["properties.text"]}]
    assert (await entity(catalog, "note", "n"))["properties"] == {"n": 1}


async def test_a_deletion_with_dependents_is_one_item_and_comes_back_whole_or_in_part(catalog: Api) -> None:
    await put(catalog, "service", "s")
    for name in ("d1", "d2"):
        await put(catalog, "deployment", name, relations={"service": "s"})
    item = await gone(catalog, "/v1/blueprints/service/entities/s", delete_dependents=True)
    [shown] = (await catalog.get("/v1/bin", params={"q": "d2"})).json()["items"]
    assert (shown["id"], shown["counts"]) == (item, {"entity": 3})
    objects = (await catalog.get(f"/v1/bin/{item}/objects")).json()["objects"]
    assert sorted(each["identifier"] for each in objects) == ["d1", "d2", "s"]
    chosen = [each["id"] for each in objects if each["identifier"] != "d2"]
    assert sorted((await restore(catalog, item, objects=chosen)).json()["objects"]) == ["deployment/d1", "service/s"]
    states = {
        each["identifier"]: each["state"] for each in (await catalog.get(f"/v1/bin/{item}/objects")).json()["objects"]
    }
    assert states == {"s": "restored", "d1": "restored", "d2": "deleted"}
    assert await items(catalog) == [item]
    assert (await restore(catalog, item)).json()["objects"] == ["deployment/d2"]
    assert (await entity(catalog, "deployment", "d2"))["relations"] == {"service": "s"}


async def test_a_blueprint_comes_back_with_its_page_and_the_order_of_its_properties(catalog: Api) -> None:
    body = {
        "identifier": "pier",
        "title": "Pier",
        "schema": {"properties": {name: {"type": "string"} for name in ("zeta", "a", "mid")}, "required": ["a"]},
        "relations": {"system": {"target": "system", "required": False, "many": False, "title": "System"}},
        "ownership": {"type": "Direct"},
    }
    assert (await catalog.post("/v1/blueprints", json=body)).is_success
    before = (await catalog.get("/v1/blueprints/pier")).json()["blueprint"]
    await put(catalog, "pier", "east", properties={"a": "x"})
    entities = await gone(catalog, "/v1/blueprints/pier/entities/east")
    item = await gone(catalog, "/v1/blueprints/pier")
    homeless = (await restore(catalog, entities, dryRun=True)).json()["obstacles"]
    assert [each["error"] for each in homeless] == ["blueprint_gone"]
    shown = (await catalog.get(f"/v1/bin/{item}")).json()["item"]
    assert (shown["first"]["kind"], shown["counts"]) == ("blueprint", {"blueprint": 1, "page": 1})
    done = (await restore(catalog, item)).json()
    assert sorted(done["objects"]) == ["blueprint pier", "page piers"]
    after = (await catalog.get("/v1/blueprints/pier")).json()["blueprint"]
    assert list(after["schema"]["properties"]) == ["zeta", "a", "mid"]
    assert {**after, "updatedAt": 0, "updatedBy": 0, "createdAt": 0, "createdBy": 0} == {
        **before,
        "updatedAt": 0,
        "updatedBy": 0,
        "createdAt": 0,
        "createdBy": 0,
    }
    assert (await catalog.get("/v1/pages/piers")).status_code == 200
    history = (await catalog.get("/v1/blueprints/pier/history")).json()["changes"]
    assert [each["op"] for each in history] == ["created", "deleted", "created"]
    assert (await restore(catalog, entities)).json()["objects"] == ["pier/east"]


async def test_a_reference_that_was_given_to_another_stays_and_lists_keep_their_order(catalog: Api) -> None:
    for name in ("x", "y"):
        await put(catalog, "system", name, properties={"tier": "1"})
    for name in ("one", "two", "three"):
        await put(catalog, "service", name)
    await put(catalog, "service", "a", relations={"system": "x", "depends_on": ["one", "two", "three"]})
    await put(catalog, "service", "b", relations={"system": "x"})
    system = await gone(catalog, "/v1/blueprints/system/entities/x")
    two = await gone(catalog, "/v1/blueprints/service/entities/two")
    await put(catalog, "service", "b", relations={"system": "y"})
    await restore(catalog, system)
    await restore(catalog, two)
    assert (await entity(catalog, "service", "a"))["relations"] == {
        "system": "x",
        "depends_on": ["one", "two", "three"],
    }
    assert (await entity(catalog, "service", "b"))["relations"]["system"] == "y"
    graph = (await catalog.get("/v1/blueprints/system/entities/x/graph")).json()
    assert "a" in {each["identifier"] for each in graph["nodes"]}


async def test_references_stay_cleared_when_that_is_asked_for(catalog: Api) -> None:
    await put(catalog, "system", "x", properties={"tier": "1"})
    await put(catalog, "service", "a", relations={"system": "x"})
    item = await gone(catalog, "/v1/blueprints/system/entities/x")
    assert (await restore(catalog, item, references=False)).json()["references"] == 0
    assert (await entity(catalog, "service", "a"))["relations"]["system"] is None


async def test_several_come_back_at_once_and_one_that_cannot_holds_up_no_other(catalog: Api) -> None:
    for name in ("a", "b"):
        await put(catalog, "note", name)
    first, second = [await gone(catalog, f"/v1/blueprints/note/entities/{name}") for name in ("a", "b")]
    await put(catalog, "note", "a")
    told = (await catalog.post("/v1/bin/restore", json={"items": [first, second, "bin_" + "0" * 32]})).json()["items"]
    assert [(each["restored"], each["error"]) for each in told] == [
        (False, "restore_barred"),
        (True, None),
        (False, "not_found"),
    ]
    assert await items(catalog) == [first]


async def test_erasing_leaves_who_did_what_and_nothing_of_the_values(catalog: Api) -> None:
    await put(catalog, "note", "n", title="Secret", properties={"text": "hunter2"})
    await put(catalog, "note", "n", properties={"text": "hunter3"})
    item = await gone(catalog, "/v1/blueprints/note/entities/n")
    wrong = await catalog.delete(f"/v1/bin/{item}", params={"confirm": "m"})
    assert (wrong.status_code, wrong.json()["details"]) == (422, {"path": "confirm"})
    assert (await catalog.delete(f"/v1/bin/{item}", params={"confirm": "n"})).is_success
    assert await items(catalog) == []
    assert (await restore(catalog, item)).status_code == 404
    history = await catalog.get("/v1/blueprints/note/entities/n/history")
    assert [each["op"] for each in history.json()["changes"]] == ["deleted", "updated", "created"]
    everything = (
        history.text + (await catalog.get("/v1/changes")).text + (await catalog.get(f"/v1/bin/{item}/objects")).text
    )
    assert "hunter" not in everything
    assert "Secret" not in everything


async def test_filters_find_what_was_deleted_and_pages_go_on(catalog: Api) -> None:
    made = []
    for number in range(5):
        await put(catalog, "note", f"n{number}", title=f"Note 100%_{number}")
        made.append(await gone(catalog, f"/v1/blueprints/note/entities/n{number}"))
    await put(catalog, "system", "s", properties={"tier": "1"})
    system = await gone(catalog, "/v1/blueprints/system/entities/s")
    assert await items(catalog, blueprint="note") == made[::-1]
    assert await items(catalog, q="100%_3") == [made[3]]
    assert await items(catalog, kind="page") == []
    assert await items(catalog, since="2999-01-01T00:00:00Z") == []
    assert await items(catalog, by="nobody") == []
    page = (await catalog.get("/v1/bin", params={"limit": 4})).json()
    rest = (await catalog.get("/v1/bin", params={"limit": 4, "cursor": page["next"]})).json()
    assert [each["id"] for each in (*page["items"], *rest["items"])] == [system, *made[::-1]]
    assert rest["next"] is None
    bad = await catalog.get("/v1/bin", params={"cursor": "x"})
    assert (bad.status_code, bad.json()["details"]) == (422, {"path": "cursor"})


async def test_a_member_looks_and_does_not_touch_and_strangers_see_nothing(
    catalog: Api, member_api: Api, app: Any, database: Any
) -> None:
    await put(catalog, "note", "n", title="Ours")
    item = await gone(catalog, "/v1/blueprints/note/entities/n")
    assert await items(member_api) == [item]
    assert (await restore(member_api, item)).status_code == 403
    assert (await member_api.delete(f"/v1/bin/{item}", params={"confirm": "n"})).status_code == 403
    assert (await member_api.post("/v1/bin/restore", json={"items": [item]})).status_code == 403


async def test_another_organisation_knows_nothing_of_it(catalog: Api, elsewhere: Api) -> None:
    await put(catalog, "note", "n", title="Ours")
    item = await gone(catalog, "/v1/blueprints/note/entities/n")
    assert await items(elsewhere) == []
    for answer in (
        await elsewhere.get(f"/v1/bin/{item}"),
        await elsewhere.get(f"/v1/bin/{item}/objects"),
        await restore(elsewhere, item),
        await elsewhere.delete(f"/v1/bin/{item}", params={"confirm": "n"}),
    ):
        assert answer.status_code == 404
    assert await items(catalog) == [item]


async def test_users_are_not_brought_back(catalog: Api) -> None:
    await put(catalog, "_user", "gone@test.example", title="Gone")
    await gone(catalog, "/v1/blueprints/_user/entities/gone@test.example")
    assert await items(catalog) == []


@pytest.mark.parametrize("item", ["bin_", "bin_x", "nope", "bin_" + "z" * 32, "bin_" + "0" * 32])
async def test_an_id_that_is_none_is_not_found(catalog: Api, item: str) -> None:
    assert (await catalog.get(f"/v1/bin/{item}")).status_code == 404


async def test_a_team_that_comes_back_owns_again_what_it_owned(catalog: Api) -> None:
    await put(catalog, "_team", "crew", title="Crew")
    await put(catalog, "service", "a", team=["crew"])
    item = await gone(catalog, "/v1/blueprints/_team/entities/crew")
    assert (await entity(catalog, "service", "a"))["team"] == []
    assert (await restore(catalog, item)).json()["references"] == 1
    assert (await entity(catalog, "service", "a"))["team"] == ["crew"]
