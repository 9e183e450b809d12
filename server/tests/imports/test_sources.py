"""Sources: what each owns, and taking it back."""

from typing import Any

import httpx

from tests.imports.conftest import Importer
from tests.imports.test_tables import NAMED

SOURCES = "/v1/imports/sources"


async def listed(api: httpx.AsyncClient, **params: Any) -> list[dict[str, Any]]:
    """Return the sources."""
    answer = await api.get(SOURCES, params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["sources"])


async def test_sources_tell_what_they_own_and_how_it_last_went(importer: Importer) -> None:
    await importer.table("name\nOne\nTwo\n", NAMED, source="b list")
    last = await importer.table("name\nOne\nTwo\nThree\n", NAMED, source="b list")
    await importer.table("name\nOne\n", NAMED, source="b list", dryRun="true")
    await importer.table("name\nTwo\n", NAMED, source="a list")
    first, second = await listed(importer.api)
    assert (first["name"], second["name"], second["documents"]) == ("a list", "b list", 3)
    assert second["owns"] == [{"blueprint": "service", "entities": 3}]
    assert (second["last"]["id"], second["last"]["status"]) == (last["id"], "completed")
    page = (await importer.api.get(SOURCES, params={"limit": 1})).json()
    following = await listed(importer.api, limit=1, cursor=page["next"])
    assert [page["sources"][0]["name"], following[0]["name"]] == ["a list", "b list"]


async def test_a_source_is_taken_back_as_its_plan_says(importer: Importer) -> None:
    await importer.table("name\nOne\nTwo\n", NAMED, source="a list")
    await importer.table("name\nTwo\n", NAMED, source="b list")
    answer = await importer.api.delete(f"{SOURCES}/a list", params={"dry_run": True})
    plan = answer.json()["plan"]
    assert [(each["op"], each["subject"]) for each in plan["entities"]] == [("delete", "service/One")]
    assert len(await listed(importer.api)) == 2
    stale = await importer.api.delete(f"{SOURCES}/a list", params={"digest": "0" * 32})
    assert (stale.status_code, stale.json()["error"]) == (409, "plan_outdated")
    answer = await importer.api.delete(f"{SOURCES}/a list", params={"digest": plan["digest"]})
    assert (answer.status_code, answer.json()["applied"]) == (200, True)
    assert [each["name"] for each in await listed(importer.api)] == ["b list"]
    assert await importer.entity("service", "One") is None
    assert await importer.entity("service", "Two") is not None
    await importer.api.delete(f"{SOURCES}/b list")
    assert await listed(importer.api) == []
    assert len((await importer.api.get("/v1/imports")).json()["imports"]) == 2


async def test_a_source_that_is_busy_or_not_there_or_not_ones_own_stays(
    importer: Importer, member_api: httpx.AsyncClient, stranger_api: httpx.AsyncClient
) -> None:
    await importer.table("name\nOne\n", NAMED)
    assert (await importer.api.delete(f"{SOURCES}/nobody")).status_code == 404
    assert (await member_api.delete(f"{SOURCES}/harbour")).status_code == 403
    assert (await stranger_api.delete(f"{SOURCES}/harbour")).status_code == 404
    assert await listed(stranger_api) == []
    await importer.queue({"catalog-info.yaml": "kind: x"})
    busy = await importer.api.delete(f"{SOURCES}/harbour")
    assert (busy.status_code, busy.json()["error"]) == (409, "source_busy")
    assert (await importer.api.delete(f"{SOURCES}/harbour", params={"dry_run": True})).status_code == 200
    assert await importer.entity("service", "One") is not None
