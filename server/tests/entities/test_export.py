"""Exports over HTTP: everything once, in order, as CSV, JSON and YAML, and nothing a spreadsheet would run."""

import csv
import io
from typing import Any

import httpx
import orjson
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.domains.entities import service
from seaway.domains.entities.types import EntityDraft, WriteMode
from seaway.domains.identity.types import Organisation
from seaway.kit import sheets
from tests.entities.conftest import Writer

Api = httpx.AsyncClient
NOTES, SERVICES = "/v1/blueprints/note/entities/export", "/v1/blueprints/service/entities/export"
COUNT = 1_234


@pytest.fixture
async def many(catalog: Api, database: Database, organisation: Organisation) -> Api:
    """The client of an organisation with over a thousand notes."""
    writer = Writer(database, system_actor(organisation.id, organisation.public_id))
    drafts = [EntityDraft(f"n{number:05}", properties={"n": number % 10}) for number in range(COUNT)]
    async with writer.work("bulk/1.0") as work:
        await service.write_many(work, "note", drafts, WriteMode())
    return catalog


async def exported(api: Api, path: str, **body: Any) -> httpx.Response:
    """Export, which must succeed."""
    answer = await api.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer


def table(answer: httpx.Response) -> list[list[str]]:
    """Return the cells of a CSV."""
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


async def test_every_format_holds_every_match_once_and_in_order(many: Api) -> None:
    wanted = [f"n{number:05}" for number in range(COUNT)]
    answer = await exported(many, NOTES)
    assert answer.headers["x-total-count"] == str(COUNT)
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''note.csv"
    assert [row[0] for row in table(answer)] == ["$identifier", *wanted]
    found = orjson.loads((await exported(many, NOTES, format="json")).content)
    assert [entity["identifier"] for entity in found] == wanted
    listed = yaml.safe_load((await exported(many, NOTES, format="yaml", columns=["n"])).content)
    assert [(entity["identifier"], entity["properties"]["n"]) for entity in listed] == [
        (name, number % 10) for number, name in enumerate(wanted)
    ]


async def test_an_own_order_is_kept_through_every_piece(many: Api) -> None:
    sort = [{"property": "n", "order": "desc"}, {"property": "$identifier", "order": "asc"}]
    rows = table(await exported(many, NOTES, sort=sort, columns=["n"]))[1:]
    assert len(rows) == COUNT
    assert rows == sorted(rows, key=lambda row: (-int(row[1]), row[0]))


async def test_only_what_matches_and_only_the_columns_asked_for(many: Api) -> None:
    query = {"combinator": "and", "rules": [{"property": "n", "operator": "=", "value": 3}]}
    answer = await exported(many, NOTES, query=query, columns=["n", "$identifier"])
    [head, *rows] = table(answer)
    assert head == ["$identifier", "n"]
    assert len(rows) == int(answer.headers["x-total-count"]) == sum(number % 10 == 3 for number in range(COUNT))
    assert {row[1] for row in rows} == {"3"}


async def test_nothing_found_is_a_whole_file(catalog: Api) -> None:
    query = {"combinator": "and", "rules": [{"property": "$identifier", "operator": "=", "value": "nobody"}]}
    for form, content in (("json", b"[\n]\n"), ("yaml", b"[]\n")):
        assert (await exported(catalog, NOTES, query=query, format=form)).content == content
    assert len(table(await exported(catalog, NOTES, query=query))) == 1


async def test_cells_hold_lists_relations_unicode_and_no_formulas(catalog: Api) -> None:
    system = {"identifier": "shop", "properties": {"tier": "gold"}}
    assert (await catalog.post("/v1/blueprints/system/entities", json=system)).status_code == 201
    entity = {
        "identifier": "a",
        "title": '=HYPERLINK("https://evil.example")',
        "properties": {"replicas": 2, "critical": True, "tags": ["+1", 'say "hi"'], "readme": "Zeile 1\nÄöü, 漢字 🚢"},
        "relations": {"system": "shop"},
    }
    assert (await catalog.post("/v1/blueprints/service/entities", json=entity)).status_code == 201
    columns = ["$title", "replicas", "critical", "tags", "readme", "system", "$team"]
    [_, row] = table(await exported(catalog, SERVICES, columns=columns))
    assert row == [
        "a", '\'=HYPERLINK("https://evil.example")', "2", "true", '\'+1; say "hi"',
        "Zeile 1\nÄöü, 漢字 🚢", "shop", "",
    ]  # fmt: skip


def test_a_negative_number_stays_a_number() -> None:
    assert sheets.cell(-2.5) == "-2.5"


@given(st.one_of(st.text(), st.lists(st.text(), max_size=3), st.dictionaries(st.text(), st.text(), max_size=2)))
def test_no_text_is_ever_a_formula(value: Any) -> None:
    assert not sheets.cell(value).startswith(sheets.FORMULA)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"columns": ["nothing"]}, "columns.0"),
        ({"format": "xlsx"}, "format"),
        ({"sort": [{"property": "nothing"}]}, "sort.0"),
        ({"query": {"rules": [{"property": "nothing", "operator": "=", "value": 1}]}}, "nothing"),
        ({"limit": 3}, "limit"),
    ],
)
async def test_what_cannot_be_exported_is_refused_before_anything_is_sent(catalog: Api, body: Any, said: str) -> None:
    answer = await catalog.post(SERVICES, json=body)
    assert answer.status_code == 422
    assert said in answer.json()["message"]
