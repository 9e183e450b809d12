"""What a table exports, an import brings back: the same entities, whatever their values are."""

import asyncio
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seaway.domains.blueprints.types import Blueprint
from seaway.domains.imports import cells, table_rows
from seaway.domains.imports.table_names import Names
from seaway.domains.imports.table_rows import File
from seaway.domains.imports.tables import Table
from seaway.engines.tables.reader import read
from seaway.engines.tables.types import Options
from seaway.kit import clock, sheets
from tests.imports.conftest import Importer

PROPERTIES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "string"}},
    "numbers": {"type": "array", "items": {"type": "number"}},
    "object": {"type": "object"},
    "since": {"type": "string", "format": "date-time"},
}
# What a text may hold that a cell can tell apart from nothing, and from the mark before a formula.
CHARACTERS = st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"))
TEXT = st.text(CHARACTERS, min_size=1, max_size=15).filter(lambda text: text.strip() and not text.startswith("'"))
WORD = TEXT.map(str.strip).filter(
    lambda text: text and ";" not in text and not text.startswith(("[", "'", *sheets.FORMULA))
)
NUMBER = st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: number + 0.0)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "text": TEXT,
        "number": NUMBER,
        "flag": st.booleans(),
        "list": st.lists(WORD, min_size=1, max_size=4),
        "numbers": st.lists(st.integers(0, 10**6), min_size=1, max_size=4),
        "object": st.dictionaries(
            st.text("abc", min_size=1, max_size=3), st.integers(0, 9) | st.text("xyz", max_size=3)
        ),
        "since": st.sampled_from(["2026-03-04T05:06:07.089Z", "2026-03-04T05:06:07+02:00"]),
    },
)
NOW = clock.now()
BLUEPRINT = Blueprint(
    1,
    "thing",
    "Thing",
    None,
    None,
    PROPERTIES,
    (),
    {},
    1,
    None,
    {},
    False,
    NOW,
    None,
    NOW,
    None,
)
COLUMNS = [{"column": "$identifier", "to": "$identifier"}, {"column": "$title", "to": "$title"}] + [
    {"column": name, "to": f"properties.{name}"} for name in PROPERTIES
]
MAPPING = {"blueprint": "thing", "columns": COLUMNS}


@given(st.lists(st.tuples(TEXT, VALUES), min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_cells_are_read_back_as_what_was_written(entities: list[tuple[str, dict[str, Any]]]) -> None:
    head = [column["column"] for column in COLUMNS]
    lines = [
        [f"e{number}", sheets.cell(title), *(sheets.cell(values.get(name)) for name in PROPERTIES)]
        for number, (title, values) in enumerate(entities)
    ]
    sheet = read(sheets.lines([head, *lines]), "things.csv", Options())
    found = table_rows.bundle(File("things.csv", Table.read(MAPPING), sheet, BLUEPRINT), {"$team": Names()})
    assert [document.reason for document in found.documents] == [None] * len(entities)
    read_back = [(record.draft.title, dict(record.draft.properties)) for record in found.records]
    assert read_back == [(title, {**values}) for title, values in entities]


@pytest.mark.parametrize("form", ["csv", "json", "yaml"])
async def test_an_export_imported_again_changes_nothing(importer: Importer, api: httpx.AsyncClient, form: str) -> None:
    """Entities that were written by other means are exported, imported, and are all unchanged."""
    schema = {"properties": PROPERTIES}
    needs = {"target": "thing", "many": True}
    blueprint = {"identifier": "thing", "title": "Thing", "schema": schema, "relations": {"needs": needs}}
    await api.post("/v1/blueprints", json=blueprint)
    for number in range(3):
        body = {
            "identifier": f"t{number}",
            "title": f"=Thing; {number}, 'quoted'",
            "properties": {
                "text": "two\nlines",
                "number": -1.5,
                "flag": False,
                "list": ["a, b", "-c"],
                "object": {"x": [1]},
            },
            "relations": {"needs": ["t0", "t1"][:number]},
        }
        assert (await api.post("/v1/blueprints/thing/entities?upsert=true", json=body)).is_success
    exported = await api.post("/v1/blueprints/thing/entities/export", json={"format": form})
    files = {"file": (f"things.{form}", exported.content)}
    looked = await api.post("/v1/imports/tables", files=files, data={"blueprint": "thing"})
    columns = [
        {"column": each["name"], "to": each["to"], "by": each["by"]}
        for each in looked.json()["table"]["columns"]
        if each["to"]
    ]
    assert {"$identifier", "$title", "properties.object", "relations.needs"} <= {each["to"] for each in columns}
    before = await importer.fingerprint()
    state = await importer.table(exported.content, {"blueprint": "thing", "columns": columns}, name=f"things.{form}")
    assert (state["counts"]["unchanged"], state["counts"]["rejected"]) == (3, 0), await importer.documents(state["id"])
    after = await importer.fingerprint()
    assert after["changes"] == before["changes"]
    await importer.table(exported.content, {"blueprint": "thing", "columns": columns}, name=f"things.{form}")
    assert await importer.fingerprint() == after


@pytest.mark.parametrize(
    ("cell", "definition", "expected"),
    [
        ("007", {"type": "number"}, 7),
        (" 1.5 ", {"type": "number"}, 1.5),
        ("'-5", {"type": "number"}, -5),
        ("TRUE", {"type": "boolean"}, True),
        ("2026-03-04 05:06", {"type": "string", "format": "date-time"}, "2026-03-04T05:06:00Z"),
        ('["a;b"]', {"type": "array"}, ["a;b"]),
        ("1; 2", {"type": "array", "items": {"type": "number"}}, [1, 2]),
        ("'=x", {"type": "string"}, "=x"),
    ],
)
def test_what_a_cell_reads(cell: str, definition: dict[str, Any], expected: Any) -> None:
    assert cells.value(cell, definition) == expected


@pytest.mark.parametrize(
    ("cell", "definition", "word"),
    [
        ("1,5", {"type": "number"}, "point"),
        ("1e999", {"type": "number"}, "number"),
        ("nan", {"type": "number"}, "number"),
        ("yes", {"type": "boolean"}, "true or false"),
        ("{", {"type": "object"}, "JSON"),
        ("[1", {"type": "array"}, "JSON"),
        ("1; x", {"type": "array", "items": {"type": "number"}}, "number"),
    ],
)
def test_what_no_cell_of_a_type_reads_is_told(cell: str, definition: dict[str, Any], word: str) -> None:
    with pytest.raises(cells.BadCell, match=word):
        cells.value(cell, definition)


@pytest.mark.timeout(120)
async def test_a_table_that_was_cut_off_goes_on(importer: Importer) -> None:
    """Every row counts once, and those that were rejected at first stay told."""
    mapping = {
        "blueprint": "thing",
        "create": {"properties": {"n": {"type": "number", "maximum": 2990}}},
        "columns": [{"column": "id", "to": "$identifier"}, {"column": "n", "to": "properties.n"}],
    }
    body = "id,n\n" + "".join(f"t{number},{number}\n" for number in range(3000)) + "bad,x\n"
    answer = await importer.post(body.encode(), "things.csv", mapping=orjson.dumps(mapping).decode())
    public_id = str(answer.json()["import"]["id"])
    cut = asyncio.create_task(importer.run(public_id))
    while True:
        if (await importer.state(public_id))["progress"]["done"] > 0:
            break
        await asyncio.sleep(0.01)
    cut.cancel()
    await asyncio.gather(cut, return_exceptions=True)
    assert (await importer.state(public_id))["status"] == "running"
    state = await importer.run(public_id)
    assert (state["status"], state["counts"]["created"], state["counts"]["rejected"]) == ("completed", 2991, 10)
    assert len(await importer.documents(public_id, result="rejected", limit=1000)) == 10
