"""Tables of rows through the API: what becomes of their rows, what is refused, and what the next import changes."""

import csv
import io
from typing import Any

import httpx
import orjson
import pytest

from tests.imports.conftest import Importer
from tests.imports.files import COMPONENT

Api = httpx.AsyncClient
CSV = """Name;Slug;Tier;Cpu;Public;Tags;Owner;System;Since
Checkout;checkout;gold;1.5;true;pii; payments;Shop;2026-03-04
"Quay; berths";berths;silver;2;FALSE;;;;
"""
PROPERTIES = {
    "tier": {"type": "string", "title": "Tier", "enum": ["gold", "silver"]},
    "cpu": {"type": "number", "title": "CPU"},
    "public": {"type": "boolean"},
    "tags": {"type": "array", "items": {"type": "string"}},
    "since": {"type": "string", "format": "date-time"},
}
MAPPING: dict[str, Any] = {
    "blueprint": "service",
    "create": {"title": "Service", "properties": PROPERTIES, "relations": {"system": {"target": "system"}}},
    "columns": [
        {"column": "Slug", "to": "$identifier"},
        {"column": "Name", "to": "$title"},
        {"column": "Tier", "to": "properties.tier"},
        {"column": "Cpu", "to": "properties.cpu"},
        {"column": "Public", "to": "properties.public"},
        {"column": "Tags", "to": "properties.tags"},
        {"column": "Owner", "to": "$team"},
        {"column": "System", "to": "relations.system", "by": "title"},
        {"column": "Since", "to": "properties.since"},
    ],
}
NAMED = {"blueprint": "service", "create": {}, "columns": [{"column": "name", "to": "$title"}]}


@pytest.fixture
async def harbour(api: Api) -> Api:
    """The client of an organisation with a system, twice a title, and a team."""
    await api.post("/v1/blueprints", json={"identifier": "system", "title": "System", "schema": {"properties": {}}})
    for identifier, title in (("shop", "Shop"), ("twin-1", "Twin"), ("twin-2", "Twin")):
        await api.post("/v1/blueprints/system/entities", json={"identifier": identifier, "title": title})
    answer = await api.post("/v1/blueprints/_team/entities", json={"identifier": "payments", "title": "Payments"})
    assert answer.is_success, answer.text
    return api


def rows(*lines: str) -> str:
    """Return a CSV with the columns of the mapping."""
    return "\n".join(["Name;Slug;Tier;Cpu;Public;Tags;Owner;System;Since", *lines])


@pytest.mark.usefixtures("harbour")
async def test_rows_become_entities_of_a_new_blueprint(importer: Importer) -> None:
    body = CSV.replace("pii; payments", '"pii; edge";Payments')
    state = await importer.table(body, MAPPING)
    assert (state["status"], state["error"], state["plan"]) == ("completed", None, None)
    assert {name: number for name, number in state["counts"].items() if number} == {"accepted": 2, "created": 2}
    assert state["origin"] == {
        "type": "table",
        "name": "services.csv",
        "format": "csv",
        "encoding": "utf-8",
        "delimiter": ";",
        "columns": CSV.split("\n", 1)[0].split(";"),
        "mapping": state["origin"]["mapping"],
    }
    entity = await importer.entity("service", "checkout")
    assert entity is not None
    assert (entity["title"], entity["team"], entity["relations"]["system"]) == ("Checkout", ["payments"], "shop")
    assert entity["properties"] == {
        "tier": "gold",
        "cpu": 1.5,
        "public": True,
        "tags": ["pii", "edge"],
        "since": "2026-03-04T00:00:00Z",
    }
    other = await importer.entity("service", "berths")
    assert other is not None
    assert (other["title"], other["properties"]["cpu"], other["properties"]["public"]) == ("Quay; berths", 2, False)


@pytest.mark.usefixtures("harbour")
async def test_the_same_file_again_writes_nothing(importer: Importer) -> None:
    body = rows("Checkout;checkout;gold;1.5;true;pii;payments;Shop;")
    await importer.table(body, MAPPING)
    before = await importer.fingerprint()
    state = await importer.table(body, MAPPING)
    assert (state["counts"]["unchanged"], state["counts"]["updated"]) == (1, 0)
    assert await importer.fingerprint() == before


@pytest.mark.usefixtures("harbour")
async def test_each_wrong_cell_is_told_with_line_column_and_what_it_should_be(importer: Importer) -> None:
    body = rows(
        "Fine;fine;gold;1;true;;;;",
        "A;a;gold;1,5;true;;;;",
        "B;b;gold;1;yes;;;;",
        "C;c;bronze;1;true;;;;",
        "D;d;gold;1;true;;nobody;;",
        "E;e;gold;1;true;;;Twin;",
        "F;f;gold;1;true;;;Nowhere;",
        "G;;gold;1;true;;;;",
        "H;h h;gold;1;true;;;;",
        "I;fine;gold;1;true;;;;",
        "J;j;gold;x;maybe;;;;soon",
    )
    state = await importer.table(body, MAPPING)
    assert (state["status"], state["counts"]["created"], state["counts"]["rejected"]) == ("completed", 1, 10)
    told = {each["line"]: each for each in await importer.documents(state["id"], result="rejected")}
    problems = {line: [(p["column"], p["field"]) for p in each["problems"]] for line, each in told.items()}
    assert problems == {
        3: [("Cpu", "properties.cpu")],
        4: [("Public", "properties.public")],
        5: [("Tier", "properties.tier")],
        6: [("Owner", "$team")],
        7: [("System", "relations.system")],
        8: [("System", "relations.system")],
        9: [("Slug", "$identifier")],
        10: [("Slug", "$identifier")],
        11: [(None, "$identifier")],
        12: [("Cpu", "properties.cpu"), ("Public", "properties.public")],
    }
    assert "point instead of the comma" in told[3]["reason"]
    assert 'true or false, got "yes"' in told[4]["reason"]
    assert '"gold", "silver"' in told[5]["reason"]
    assert "twin-1 and twin-2" in told[7]["reason"]
    assert "stands in line 2 already" in told[11]["reason"]


@pytest.mark.usefixtures("harbour")
async def test_what_was_rejected_comes_back_as_a_file_that_runs_nothing(importer: Importer) -> None:
    body = rows("=cmd();a;gold;1;maybe;;;;", "@b;b;bronze;1;true;;;;")
    state = await importer.table(body, MAPPING)
    answer = await importer.api.get(f"/v1/imports/{state['id']}/rejected")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''harbour-rejected.csv"
    head, first, second = csv.reader(io.StringIO(answer.text, newline=""))
    assert head == ["$file", "$line", "$reason", *state["origin"]["columns"]]
    assert (first[:2], first[3:6]) == (["services.csv", "2"], ["'=cmd()", "a", "gold"])
    assert (second[1], second[3]) == ("3", "'@b")
    mended = answer.text.replace("maybe", "true").replace("bronze", "gold")
    again = await importer.table(mended, MAPPING)
    assert again["counts"]["created"] == 2
    entity = await importer.entity("service", "a")
    assert entity is not None
    assert entity["title"] == "=cmd()"


async def test_a_dry_run_tells_the_plan_and_keeps_nothing(importer: Importer) -> None:
    before = await importer.fingerprint()
    state = await importer.table("name\nOne\nTwo Words\n", NAMED, dryRun="true")
    assert (state["status"], state["counts"]["created"]) == ("completed", 2)
    plan = state["plan"]
    assert [each["subject"] for each in plan["entities"]] == ["service/One", "service/two-words"]
    assert plan["entities"][1]["after"]["title"] == "Two Words"
    assert ("create", "blueprint", "service") in [
        (each["op"], each["kind"], each["subject"]) for each in plan["others"]
    ]
    assert await importer.fingerprint() == before


async def test_rows_that_vanish_stay_unless_their_removal_is_confirmed(importer: Importer) -> None:
    await importer.table("name\nOne\nTwo\nThree\n", NAMED)
    plan = (await importer.table("name\nOne\n", NAMED, dryRun="true"))["plan"]
    assert [(each["name"], each["outcome"]) for each in plan["policies"]] == [("removals", "hold")]
    assert plan["entities"] == []
    state = await importer.table("name\nOne\n", NAMED)
    assert (state["status"], state["counts"]["removed"]) == ("completed", 0)
    assert await importer.entity("service", "Two") is not None
    state = await importer.table("name\nOne\n", NAMED, confirmRemovals="true")
    assert state["counts"]["removed"] == 2
    assert await importer.entity("service", "Two") is None


async def test_a_row_that_broke_has_not_vanished(importer: Importer) -> None:
    mapping = {
        "blueprint": "service",
        "create": {"properties": {"n": {"type": "number"}}},
        "columns": [{"column": "id", "to": "$identifier"}, {"column": "n", "to": "properties.n"}],
    }
    await importer.table("id,n\na,1\nb,2\n", mapping)
    await importer.table("id,n\na,x\nb,2\n", mapping, confirmRemovals="true")
    assert await importer.entity("service", "a") is not None


async def test_an_empty_cell_takes_back_what_the_source_said(importer: Importer) -> None:
    mapping = {
        "blueprint": "service",
        "create": {"properties": {"n": {"type": "number"}, "kept": {"type": "string"}}},
        "columns": [{"column": "id", "to": "$identifier"}, {"column": "n", "to": "properties.n"}],
    }
    await importer.table("id,n\na,1\n", mapping)
    await importer.api.patch("/v1/blueprints/service/entities/a", json={"properties": {"kept": "mine"}})
    await importer.table("id,n\na,\n", mapping)
    entity = await importer.entity("service", "a")
    assert entity is not None
    assert (entity["properties"].get("n"), entity["properties"]["kept"]) == (None, "mine")


async def test_rows_may_name_each_other_by_title_and_what_is_not_there_yet(importer: Importer) -> None:
    mapping = {
        "blueprint": "service",
        "create": {"relations": {"needs": {"target": "service", "many": True}, "next": {"target": "service"}}},
        "columns": [
            {"column": "name", "to": "$title"},
            {"column": "needs", "to": "relations.needs", "by": "title"},
            {"column": "next", "to": "relations.next"},
        ],
    }
    state = await importer.table("name,needs,next\nFirst One,Last One,\nLast One,,later\n", mapping)
    first, last = await importer.documents(state["id"])
    assert first["relations"] == [["service:first-one", "needs", "service:last-one"]]
    assert (first["warnings"], len(last["warnings"])) == ([], 1)
    assert '"later" is not there yet' in last["warnings"][0]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("s.json", orjson.dumps([{"id": "a", "spec": {"cpu": 2, "tags": ["x"]}}, {"id": "b", "spec": {"cpu": "2"}}])),
        ("s.ndjson", b'{"id": "a", "spec": {"cpu": 2, "tags": ["x"]}}\n{"id": "b", "spec": {"cpu": "2"}}\n'),
        ("s.yaml", b"- {id: a, spec: {cpu: 2, tags: [x]}}\n- {id: b, spec: {cpu: true}}\n"),
        ("s.yml", b"id: a\nspec: {cpu: 2, tags: [x]}\n---\nid: b\nspec: {cpu: [2]}\n"),
    ],
)
async def test_json_and_yaml_reach_into_their_objects(importer: Importer, name: str, body: bytes) -> None:
    mapping = {
        "blueprint": "service",
        "create": {"properties": {"cpu": {"type": "number"}, "tags": {"type": "array"}}},
        "columns": [
            {"column": "id", "to": "$identifier"},
            {"column": "spec.cpu", "to": "properties.cpu"},
            {"column": "spec.tags", "to": "properties.tags"},
        ],
    }
    state = await importer.table(body, mapping, name=name)
    assert (state["counts"]["created"], state["origin"]["format"]) == (
        1 + (b'"2"' in body),
        "yaml" if ".y" in name else "json",
    )
    entity = await importer.entity("service", "a")
    assert entity is not None
    assert entity["properties"] == {"cpu": 2, "tags": ["x"]}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "unknown column": ({"columns": [{"column": "nope", "to": "$title"}]}, "mapping.columns.0.column"),
    "unknown place": ({"columns": [{"column": "name", "to": "properties.nope"}]}, "mapping.columns.0.to"),
    "place twice": (
        {"columns": [{"column": "name", "to": "$title"}, {"column": "n", "to": "$title"}]},
        "mapping.columns.1.to",
    ),
    "no name": ({"columns": [{"column": "n", "to": "$icon"}]}, "mapping.columns"),
    "no columns": ({"columns": []}, "columns"),
    "unknown key": ({"pages": 1}, "pages"),
    "delimiter": ({"delimiter": "ab"}, "delimiter"),
    "bad definition": ({"create": {"properties": {"x": {"type": "moon"}}}}, "x"),
    "bad target": ({"create": {"relations": {"x": {"target": "moon"}}}}, "moon"),
    "bad blueprint": ({"blueprint": "a b"}, "identifier"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_a_mapping_that_does_not_fit_is_refused_and_the_field_named(importer: Importer, case: str) -> None:
    change, word = WRONG[case]
    mapping = orjson.dumps({**NAMED, **change}).decode()
    answer = await importer.post(b"name,n\nOne,1\n", "x.csv", mapping=mapping)
    assert answer.status_code in {404, 422}, answer.text
    assert word in answer.text
    assert (await importer.api.get("/v1/imports")).json()["imports"] == []
    assert (await importer.api.get("/v1/blueprints/service")).status_code == 404


async def test_files_and_blueprints_that_are_none_are_refused(importer: Importer) -> None:
    mapping = orjson.dumps(NAMED).decode()
    answer = await importer.post(b"name,name\n1,2\n", "x.csv", mapping=mapping)
    assert (answer.status_code, answer.json()["error"]) == (422, "bad_file")
    answer = await importer.post(b"name\n1\n", "x.csv", mapping=orjson.dumps({**NAMED, "create": None}).decode())
    assert (answer.status_code, "service" in answer.json()["message"]) == (404, True)
    answer = await importer.post(b"name\n1\n", "x.csv", mapping="{")
    assert (answer.status_code, answer.json()["details"]["path"]) == (422, "mapping")


async def test_a_blueprint_with_another_type_is_not_bent(importer: Importer) -> None:
    await importer.table("name\nOne\n", {**NAMED, "create": {"properties": {"n": {"type": "number"}}}})
    mapping = orjson.dumps({**NAMED, "create": {"properties": {"n": {"type": "string"}}}}).decode()
    answer = await importer.post(b"name\nOne\n", "x.csv", mapping=mapping)
    assert answer.status_code in {409, 422}
    assert '"n" already' in answer.json()["message"]


async def test_members_and_strangers_do_not_import(member_api: Api, importer: Importer, stranger_api: Api) -> None:
    state = await importer.table("name\nOne\n", NAMED)
    files = {"file": ("x.csv", b"name\nOne\n")}
    for path, data in (
        ("/v1/imports", {"source": "x", "mapping": orjson.dumps(NAMED).decode()}),
        ("/v1/imports/tables", {}),
    ):
        refused = await member_api.post(path, files=files, data=data)
        assert (refused.status_code, refused.json()["details"]["permission"]) == (403, "create:imports")
    assert (await member_api.get(f"/v1/imports/{state['id']}/rejected")).status_code == 200
    assert (await stranger_api.get(f"/v1/imports/{state['id']}/rejected")).status_code == 404
    assert (await stranger_api.get(f"/v1/imports/{state['id']}/documents")).status_code == 404


async def test_a_backstage_import_tells_its_rejects_too(importer: Importer) -> None:
    state = await importer.files({"catalog-info.yaml": COMPONENT.replace("owner: crew", "owner: 7")})
    answer = await importer.api.get(f"/v1/imports/{state['id']}/rejected")
    assert "spec.owner" in answer.text


async def test_a_look_into_a_file_guesses_types_and_places(importer: Importer) -> None:
    body = (
        "Name,ID,Owner,CPU cores,Zip,Live,Docs,Since,Labels,Notes,$createdAt\n"
        'A,a,t,1.5,01234,true,https://a.example/x,2026-03-04,"[""x""]",n,x\nB,b,t,2,00001,false,https://b.example,2026-03-05,,,\n'
    )
    answer = await importer.api.post("/v1/imports/tables", files={"file": ("my_services.csv", body.encode())})
    assert answer.status_code == 200, answer.text
    table = answer.json()["table"]
    assert (table["format"], table["encoding"], table["delimiter"], table["rows"]) == ("csv", "utf-8", ",", 2)
    assert table["blueprint"] == {"identifier": "my_services", "title": "My services", "exists": False}
    places = {each["name"]: each["to"] for each in table["columns"] if each["to"]}
    assert places == {"Name": "$title", "ID": "$identifier", "Owner": "$team"}
    types = {each["name"]: each["property"] for each in table["columns"] if not each["to"]}
    assert {
        name: (given["name"], given["definition"]["type"], given["definition"].get("format"))
        for name, given in types.items()
    } == {
        "CPU cores": ("cPUCores", "number", None),
        "Zip": ("zip", "string", None),
        "Live": ("live", "boolean", None),
        "Docs": ("docs", "string", "url"),
        "Since": ("since", "string", "date-time"),
        "Labels": ("labels", "array", None),
        "Notes": ("notes", "string", None),
        "$createdAt": ("createdAt", "string", None),
    }
    assert table["columns"][0]["samples"] == ["A", "B"]


@pytest.mark.usefixtures("harbour")
async def test_a_look_for_a_blueprint_finds_its_properties_and_how_relations_are_named(importer: Importer) -> None:
    await importer.table(rows("A;a;gold;1;true;;;;"), MAPPING)
    files = {"file": ("x.csv", b"name,CPU,system,tier\nA,1,Shop,gold\n")}
    answer = await importer.api.post("/v1/imports/tables", files=files, data={"blueprint": "service"})
    found = {each["name"]: (each["to"], each["by"]) for each in answer.json()["table"]["columns"]}
    assert found == {
        "name": ("$title", "identifier"),
        "CPU": ("properties.cpu", "identifier"),
        "system": ("relations.system", "title"),
        "tier": ("properties.tier", "identifier"),
    }
    answer = await importer.api.post("/v1/imports/tables", files=files, data={"blueprint": "nope"})
    assert answer.status_code == 404
    answer = await importer.api.post("/v1/imports/tables", files=files, data={"delimiter": "x"})
    assert (answer.status_code, "delimiter" in answer.text) == (422, True)


async def test_the_first_column_that_tells_rows_apart_is_the_title(importer: Importer) -> None:
    files = {"file": ("x.csv", b"Kind,Ship,Port\na,One,x\na,Two,y\n")}
    answer = await importer.api.post("/v1/imports/tables", files=files)
    found = {each["name"]: each["to"] for each in answer.json()["table"]["columns"]}
    assert found == {"Kind": None, "Ship": "$title", "Port": None}
