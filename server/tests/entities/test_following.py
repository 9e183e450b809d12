"""Entities follow their blueprint: renamed, removed and widened keys; deletion of a blueprint."""

from typing import Any

import pytest

from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.errors import HasDependents
from seaway.domains.blueprints.types import BlueprintDraft, BlueprintPatch, RelationDraft
from seaway.domains.entities import follow_store, service
from seaway.domains.entities.types import WriteMode
from tests.entities.conftest import PENDING, Writer, draft, edges_match

RENAME = WriteMode(update_only=True, merge=True)


@pytest.fixture
async def filled(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """Services with values of every place; batches of two, so that several are needed."""
    monkeypatch.setattr(follow_store, "BATCH", 2)
    await writer.made("system", draft("sys", properties={"tier": "1"}))
    await writer.made(
        "service",
        draft("a", properties={"limits": {"cpu": 1}, "readme": "r" * 3000}, relations={"system": "sys"}),
        draft("b", properties={"limits": None}, relations={"system": None, "depends_on": ["a", "ghost"]}),
        draft("c", properties={"limits": {"big": "x" * 3000}}, relations={"system": "later"}),
        draft("d"),
        mode=PENDING,
    )
    return writer


async def read(writer: Writer, name: str) -> Any:
    """Return a service."""
    async with writer.work() as work:
        return await service.get(work, "service", name)


async def test_a_renamed_property_takes_its_values_along(filled: Writer) -> None:
    async with filled.work("UI") as work:
        await blueprints.rename_property(work, "service", "limits", "bounds")
    assert (await read(filled, "a")).properties["bounds"] == {"cpu": 1}
    assert (await read(filled, "b")).properties == {"lifecycle": "alpha", "bounds": None}
    assert (await read(filled, "c")).properties["bounds"] == {"big": "x" * 3000}
    assert [op for op, _, _ in await filled.changes("d")] == ["C"]
    undo = (await filled.changes("b"))[-1][1]
    assert undo == {
        "properties": {"limits": None, "bounds": None},
        "nulls": {"properties": ["limits"]},
        "follows": True,
    }
    assert (await read(filled, "a")).source == "test/1.0", "who redefines is not the source of what is stored"


async def test_removed_properties_go_with_their_values_large_ones_too(filled: Writer) -> None:
    async with filled.work() as work:
        known = await blueprints.get(work, "service")
        rest = {name: given for name, given in known.properties.items() if name not in {"limits", "readme"}}
        await blueprints.patch(work, "service", BlueprintPatch({"properties": rest}))
    for name in "abcd":
        assert (await read(filled, name)).properties == {"lifecycle": "alpha"}
    assert await filled.rows("select 1 from entity_blob b join entity e on e.id = b.ent where e.org = $1") == []
    assert (await filled.changes("a"))[-1][1]["properties"] == {"limits": {"cpu": 1}, "readme": "r" * 3000}


async def test_removed_relations_go_with_edges_and_what_waits(filled: Writer) -> None:
    async with filled.work() as work:
        await blueprints.patch(work, "service", BlueprintPatch({"relations": {}}))
    for name in "abcd":
        assert (await read(filled, name)).relations == {}
    for table in ("edge", "edge_pending"):
        assert await filled.rows(f"select 1 from {table} g join entity e on e.id = g.src where e.org = $1") == []
    assert (await filled.changes("c"))[-1][1] == {"relations": {"system": "later"}, "follows": True}


async def test_a_renamed_relation_keeps_its_edges(filled: Writer) -> None:
    async with filled.work() as work:
        await blueprints.rename_relation(work, "service", "system", "belongs_to")
    assert (await read(filled, "a")).relations == {"belongs_to": "sys"}
    assert (await read(filled, "b")).relations == {"belongs_to": None, "depends_on": ["a", "ghost"]}
    await edges_match(filled)


async def test_a_widened_relation_holds_lists(filled: Writer) -> None:
    async with filled.work() as work:
        many = {"system": RelationDraft("system", many=True), "depends_on": RelationDraft("service", many=True)}
        await blueprints.patch(work, "service", BlueprintPatch({"relations": many}))
    assert (await read(filled, "a")).relations == {"system": ["sys"]}
    assert (await read(filled, "b")).relations["system"] == []
    await edges_match(filled)


async def test_a_blueprint_with_entities_stays(filled: Writer) -> None:
    async with filled.work() as work:
        with pytest.raises(HasDependents, match="dependents"):
            await blueprints.delete(work, "service")


async def test_an_empty_blueprint_goes_with_what_was_kept_about_it(writer: Writer) -> None:
    async with writer.work() as work:
        await blueprints.create(work, BlueprintDraft("gone", "Gone"), create_page=False)
        known = await blueprints.get(work, "gone")
        await service.write(work, "gone", draft("a"), PENDING)
        await service.rewrite(work, "gone", "a", draft("b"), RENAME)
        await service.delete(work, "gone", "b")
        await blueprints.delete(work, "gone")
    assert await writer.rows("select 1 from entity_alias where org = $1 and bp = $2", known.id) == []
