"""Blueprints through their door: ensuring, recording, announcing, holding, remembering."""

import asyncio
from dataclasses import replace
from typing import Any

import orjson
import pytest

from seaway.core import events
from seaway.core.actor import Actor
from seaway.core.db import Database, sql
from seaway.core.errors import NotFound, SeawayError
from seaway.core.work import Cause, Work, reading, writing
from seaway.domains.access import service as access
from seaway.domains.blueprints import properties
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.errors import Incompatible, InvalidDefinition, ProtectedResource, TargetMissing
from seaway.domains.blueprints.events import (
    BlueprintChanged,
    BlueprintCreated,
    BlueprintDeleting,
    PropertiesRemoved,
    PropertyRenamed,
    RelationRenamed,
    RelationsRemoved,
    RelationWidened,
)
from seaway.domains.blueprints.types import BlueprintDraft, BlueprintPatch, RelationDraft

SERVICE = BlueprintDraft(
    identifier="service",
    title="Service",
    properties={"tier": {"type": "string"}, "replicas": {"type": "number", "minimum": 0}},
    required=("tier",),
    relations={"system": RelationDraft("system"), "depends_on": RelationDraft("service", many=True)},
)
SYSTEM = BlueprintDraft(identifier="system", title="System", relations={"lead": RelationDraft("service")})
_CHANGES = sql(
    "select c.ref, c.op, c.undo::text as undo from change c where c.kind = 'blueprint' and {scope:c} order by c.seq"
)
ANNOUNCED = (
    BlueprintCreated, BlueprintChanged, BlueprintDeleting, PropertiesRemoved, PropertyRenamed, RelationRenamed,
    RelationsRemoved, RelationWidened,
)  # fmt: skip


async def recorded(work: Work) -> list[tuple[str, Any]]:
    """Return the change records of blueprints: operation and undo."""
    rows = await work.db.all(_CHANGES, access.filter(work, "read", "blueprints"))
    return [(row["op"].decode(), row["undo"] and orjson.loads(row["undo"])) for row in rows]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Everything that blueprints announce, in order."""
    announced: list[object] = []

    async def listen(_work: Work, event: object) -> None:
        announced.append(event)

    listeners: dict[type, list[events.Listener]] = {**events._listeners}
    for kind in ANNOUNCED:
        listeners[kind] = [*listeners.get(kind, []), listen]
    monkeypatch.setattr(events, "_listeners", listeners)
    return announced


def names(heard: list[object]) -> list[str]:
    """Return the names of events, forgetting them."""
    listed = [type(event).__name__ for event in heard]
    heard.clear()
    return listed


async def test_blueprints_that_point_at_each_other_are_ensured_together(work: Work) -> None:
    service, system = await blueprints.ensure(work, [SERVICE, SYSTEM])
    assert service.relations["system"].target_id == system.id
    assert service.relations["depends_on"].target_id == service.id
    assert await blueprints.get(work, "service") == service
    assert await blueprints.ensure(work, [SERVICE, SYSTEM]) == [service, system]
    assert await recorded(work) == [("C", None), ("C", None)]


async def test_what_lacks_is_added_to_what_exists_and_nothing_else_moves(work: Work) -> None:
    mine = BlueprintDraft(
        "service", "My services", icon="Own", properties={"tier": {"type": "string", "title": "Mine"}}
    )
    await blueprints.create(work, mine)
    more = replace(
        SERVICE,
        relations={**SERVICE.relations, "owner": RelationDraft("service", required=True)},
        extra={"mirrorProperties": {"lead": {"path": "system.lead"}}},
    )
    service, _ = await blueprints.ensure(work, [more, SYSTEM])
    assert (service.title, service.icon) == ("My services", "Own")
    assert service.properties["tier"] == {"type": "string", "title": "Mine"}
    assert list(service.properties) == ["tier", "replicas"]
    assert service.required == (), "its entities have no values yet"
    assert not service.relations["owner"].required
    assert service.extra["mirrorProperties"] == {"lead": {"path": "system.lead"}}


@pytest.mark.parametrize(
    ("existing", "words"),
    [
        (replace(SERVICE, properties={"tier": {"type": "number"}}, required=(), relations={}), '"tier" already'),
        (
            replace(SERVICE, properties={}, required=(), relations={"depends_on": RelationDraft("service")}),
            "a relation to one service",
        ),
        (
            replace(
                SERVICE,
                properties={},
                required=(),
                relations={},
                extra={"calculationProperties": {"tier": {"type": "string", "calculation": "."}}},
            ),
            "a computed property",
        ),
    ],
)
async def test_a_contradiction_stops_everything_before_a_write(
    work: Work, existing: BlueprintDraft, words: str
) -> None:
    before = await blueprints.create(work, existing)
    with pytest.raises(Incompatible, match=words):
        await blueprints.ensure(work, [SYSTEM, SERVICE])
    assert await blueprints.find(work, "system") is None
    assert await blueprints.get(work, "service") == before


@pytest.mark.parametrize(
    ("drafts", "error"),
    [
        ([SERVICE], TargetMissing),
        ([SYSTEM, SYSTEM], InvalidDefinition),
        ([replace(SYSTEM, identifier="_system", relations={})], ProtectedResource),
        ([replace(SERVICE, relations={}), replace(SYSTEM, title="")], InvalidDefinition),
    ],
)
async def test_a_bad_draft_among_good_ones_stops_all(
    work: Work, drafts: list[BlueprintDraft], error: type[SeawayError]
) -> None:
    with pytest.raises(error):
        await blueprints.ensure(work, drafts)
    assert await blueprints.list_all(work) == []


async def test_each_write_leaves_one_record_that_leads_back(work: Work) -> None:
    created = await blueprints.create(work, replace(SERVICE, relations={}, icon="Box"))
    await blueprints.patch(work, "service", BlueprintPatch({"icon": None, "description": "New"}))
    await blueprints.patch(work, "service", BlueprintPatch({"description": "New"}))
    await blueprints.delete(work, "service")
    first, second, third = await recorded(work)
    assert first == ("C", None)
    assert second == ("U", {"icon": "Box", "description": None})
    whole = blueprints.sections(replace(blueprints.draft_of(created), icon=None, description="New"))
    assert third == ("D", {**whole, "order.schema": list(SERVICE.properties)})
    assert whole["schema"] == {"properties": SERVICE.properties, "required": ["tier"]}


async def test_a_change_is_announced_by_what_it_does_to_stored_data(work: Work, heard: list[object]) -> None:
    await blueprints.ensure(work, [SERVICE, SYSTEM])
    assert names(heard) == ["BlueprintCreated", "BlueprintCreated"]
    before = await blueprints.get(work, "service")
    wide = {**SERVICE.relations, "system": RelationDraft("system", many=True)}
    await blueprints.patch(work, "service", BlueprintPatch({"relations": wide}))
    widened, changed = heard
    assert isinstance(widened, RelationWidened)
    assert isinstance(changed, BlueprintChanged)
    assert widened.relation.id == before.relations["system"].id, "a relation keeps its id"
    assert changed.before == before
    heard.clear()

    await blueprints.rename_property(work, "service", "tier", "level")
    await blueprints.rename_relation(work, "service", "system", "part_of")
    assert names(heard) == ["PropertyRenamed", "BlueprintChanged", "BlueprintChanged", "RelationRenamed"]

    await blueprints.patch(work, "service", BlueprintPatch({"properties": {}, "required": (), "relations": {}}))
    removed, dropped, _ = heard
    assert isinstance(removed, PropertiesRemoved)
    assert removed.names == ("level", "replicas")
    assert isinstance(dropped, RelationsRemoved)
    assert {relation.name: relation.id for relation in dropped.relations} == {
        "part_of": before.relations["system"].id,
        "depends_on": before.relations["depends_on"].id,
    }
    heard.clear()
    await blueprints.patch(work, "system", BlueprintPatch({"relations": {}}))
    await blueprints.patch(work, "service", BlueprintPatch({}))
    assert names(heard) == ["RelationsRemoved", "BlueprintChanged"], (
        "nothing was said of the patch that changes nothing"
    )
    await blueprints.delete(work, "service")
    assert names(heard) == ["BlueprintDeleting"]


async def test_a_holder_bars_changers_and_no_holder(database: Database, admin: Actor) -> None:
    async with writing(database, admin, Cause("test:x")) as work:
        await blueprints.create(work, replace(SERVICE, relations={}))

    async def change() -> None:
        async with writing(database, admin, Cause("test:change")) as work:
            await blueprints.patch(work, "service", BlueprintPatch({"title": "Changed"}))

    async with writing(database, admin, Cause("test:hold")) as first:
        await blueprints.hold(first, "service")
        changing = asyncio.create_task(change())
        async with writing(database, admin, Cause("test:hold")) as second:
            await asyncio.wait_for(blueprints.hold(second, "service"), 5)
        await asyncio.sleep(0.2)
        assert not changing.done()
    await asyncio.wait_for(changing, 5)
    async with reading(database, admin, Cause("test:read")) as work:
        assert (await blueprints.get(work, "service")).title == "Changed"


async def _roll_back(database: Database, admin: Actor, title: str) -> None:
    async with writing(database, admin, Cause("test:x")) as work:
        await blueprints.patch(work, "service", BlueprintPatch({"title": title}))
        assert (await blueprints.get(work, "service")).title == title
        raise RuntimeError("roll back")


async def test_what_was_rolled_back_is_never_remembered_as_true(database: Database, admin: Actor) -> None:
    async with writing(database, admin, Cause("test:x")) as work:
        created = await blueprints.create(work, replace(SERVICE, relations={}))
    for title in ("First", "Second"):
        with pytest.raises(RuntimeError, match="roll back"):
            await _roll_back(database, admin, title)
        async with reading(database, admin, Cause("test:read")) as work:
            assert await blueprints.get(work, "service") == created


async def test_a_rename_of_a_target_reaches_what_was_remembered(database: Database, admin: Actor) -> None:
    async with writing(database, admin, Cause("test:x")) as work:
        before, _ = await blueprints.ensure(work, [SERVICE, SYSTEM])
    async with writing(database, admin, Cause("test:x")) as work:
        await blueprints.patch(work, "system", BlueprintPatch({"identifier": "platform"}))
    async with reading(database, admin, Cause("test:read")) as work:
        after = await blueprints.get(work, "service")
        assert (after.relations["system"].target, after.version != before.version) == ("platform", True)
        assert after.relations["system"].id == before.relations["system"].id
        assert (await blueprints.by_ids(work, [before.id, 0]))[before.id] == after
        with pytest.raises(NotFound):
            await blueprints.get(work, "system")
        assert properties.validator(after) is properties.validator(after)
        assert properties.validator(after) is not properties.validator(before)


async def test_definers_that_refer_to_each_other_never_deadlock(database: Database, admin: Actor) -> None:
    async with writing(database, admin, Cause("test:x")) as work:
        await blueprints.ensure(work, [SERVICE, SYSTEM])

    async def rename(identifier: str, title: str) -> None:
        async with writing(database, admin, Cause("test:x")) as work:
            await blueprints.patch(work, identifier, BlueprintPatch({"title": title}))

    turns = [rename(name, f"{name} {number}") for number in range(6) for name in ("service", "system")]
    await asyncio.wait_for(asyncio.gather(*turns), 20)


async def test_system_blueprints_are_made_once(work: Work) -> None:
    made = await blueprints.ensure_system(work)
    assert [blueprint.identifier for blueprint in made] == ["_user", "_team"]
    assert all(blueprint.system for blueprint in made)
    assert await blueprints.ensure_system(work) == made
    assert len(await recorded(work)) == 2
