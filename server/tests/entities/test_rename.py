"""Another identifier for an entity: number and history stay, references follow, the old name is an alias."""

import httpx

from seaway.domains.entities import service
from seaway.domains.entities.types import WriteMode
from tests.entities.conftest import PENDING, Writer, draft, edges_match

PATCH = WriteMode(update_only=True, merge=True)
URL = "/v1/blueprints/service/entities"


async def test_references_follow_in_both_kinds_of_relation(writer: Writer) -> None:
    await writer.made("system", draft("s", properties={"tier": "1"}))
    await writer.made("service", draft("a", relations={"depends_on": ["a"]}))
    await writer.made("service", draft("b", relations={"system": "s", "depends_on": ["a", "b"]}))
    await writer.made("service", draft("w", relations={"depends_on": ["new", "a"]}), mode=PENDING)
    async with writer.work() as work:
        before = await service.get(work, "service", "a")
        await service.rewrite(work, "service", "a", draft("new", title="New"), PATCH)
        await service.rewrite(work, "system", "s", draft("t"), PATCH)
        after = await service.get(work, "service", "new")
        assert (after.id, after.title, after.relations) == (before.id, "New", {"depends_on": ["new"]})
        assert (await service.get(work, "service", "b")).relations == {"system": "t", "depends_on": ["new", "b"]}
        assert (await service.get(work, "service", "w")).relations == {"depends_on": ["new"]}
        assert (await service.get(work, "service", "a")).identifier == "new", "the old name is an alias"
    assert (await writer.changes("new"))[-1][1] == {"identifier": "a"}
    await edges_match(writer)


async def test_a_team_keeps_what_it_owns(writer: Writer) -> None:
    await writer.made("_team", draft("old"), draft("other"))
    await writer.made("service", draft("a", team=["other", "old"]))
    async with writer.work() as work:
        await service.rewrite(work, "_team", "old", draft("new"), PATCH)
        assert (await service.get(work, "service", "a")).team == ("other", "new")


async def test_a_name_that_is_taken_again_is_no_alias_any_more(writer: Writer) -> None:
    await writer.made("service", draft("a", title="first"))
    async with writer.work() as work:
        await service.rewrite(work, "service", "a", draft("b"), PATCH)
    await writer.made("service", draft("a", title="second"))
    async with writer.work() as work:
        assert (await service.get(work, "service", "a")).title == "second"
        await service.rewrite(work, "service", "b", draft("c"), PATCH)
        await service.rewrite(work, "service", "c", draft("b"), PATCH)
        assert (await service.get(work, "service", "c")).identifier == "b"


async def test_renames_over_http(catalog: httpx.AsyncClient) -> None:
    for name in ("a", "taken"):
        await catalog.post(URL, json={"identifier": name})
    renamed = await catalog.put(f"{URL}/a", json={"identifier": "b/c", "title": "B"})
    assert renamed.status_code == 200, renamed.text
    assert (renamed.json()["entity"]["identifier"], renamed.json()["entity"]["title"]) == ("b/c", "B")
    assert (await catalog.get(f"{URL}/b%2Fc")).status_code == 200
    assert (await catalog.get(f"{URL}/a")).json()["entity"]["identifier"] == "b/c"
    conflict = await catalog.patch(f"{URL}/b%2Fc", json={"identifier": "taken", "title": "lost"})
    assert (conflict.status_code, conflict.json()["error"]) == (409, "identifier_taken")
    assert (await catalog.get(f"{URL}/b%2Fc")).json()["entity"]["title"] == "B", "nothing half-written"
    assert (await catalog.patch(f"{URL}/none", json={"identifier": "x"})).status_code == 404
    for bad in ("", "with space", 7):
        assert (await catalog.patch(f"{URL}/b%2Fc", json={"identifier": bad})).status_code == 422
