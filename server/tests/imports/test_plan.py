"""A plan tells of edges that go with their relation or blueprint, and of nothing that was undone again."""

from seaway.core.work import Work
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintDraft, BlueprintPatch, RelationDraft
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft, WriteMode

SHIP = BlueprintDraft("ship", "Ship", relations={"sister": RelationDraft("ship")}, properties={"n": {"type": "number"}})


async def test_edges_go_with_their_relation(work: Work) -> None:
    await blueprints.create(work, SHIP, create_page=False)
    drafts = [EntityDraft("a", relations={"sister": "b"}), EntityDraft("b")]
    await entities.write_many(work, "ship", drafts, WriteMode(upsert=True))
    made = await entities.plan(work)
    assert made.counts["entities"]["create"] == 2
    [edge] = made.relations
    assert (edge.op, edge.source, edge.relation, edge.target) == ("create", "ship/a", "sister", "ship/b")
    await blueprints.patch(work, "ship", BlueprintPatch({"relations": {}}))
    assert (await entities.plan(work)).relations == ()


async def test_what_is_made_and_taken_back_is_no_effect(work: Work) -> None:
    await blueprints.create(work, SHIP, create_page=False)
    await entities.write_many(work, "ship", [EntityDraft("a")], WriteMode())
    await entities.delete(work, "ship", "a")
    await blueprints.delete(work, "ship")
    assert (await entities.plan(work)).empty


async def test_the_digest_tells_plans_apart(work: Work) -> None:
    """Two values of one property make two plans; the same work again makes the same one."""
    await blueprints.create(work, SHIP, create_page=False)
    digests = []
    for number in (1, 2, 1):
        async with work.db.rehearsing():
            await entities.write_many(work, "ship", [EntityDraft("a", properties={"n": number})], WriteMode())
            digests.append((await entities.plan(work)).digest)
    assert digests[0] == digests[2] != digests[1]
