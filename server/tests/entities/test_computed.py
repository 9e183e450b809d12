"""Mirrors, calculations and aggregations: what they come to, and that they follow whatever they are made of."""

from typing import Any

import orjson
import pytest

from seaway.core.actor import TYPE_OF_CODE
from seaway.core.errors import SeawayError
from seaway.core.feed import FeedChange
from seaway.core.position import Position
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintDraft, BlueprintPatch, RelationDraft
from seaway.domains.entities import computing, service
from tests.entities.conftest import PENDING, UPSERT, Writer, draft

_CHANGES = """
  select c.xid::text::bigint as xid, c.seq, c.at, c.kind, c.ref, c.bp, c.op::text as op, c.undo, c.actor_type::text as by
  from change c where c.org = $1 and c.kind in ('entity', 'blueprint') and c.seq > $2 order by c.seq"""
_DERIVED = """
  select b.ident as blueprint, e.ident, d.vals, d.errors from derived d join entity e on e.id = d.ent
  join blueprint b on b.id = e.bp where e.org = $1"""


class Settled:
    """Computes as the worker does, for what changed since the last time."""

    def __init__(self, writer: Writer) -> None:
        self.writer, self.seq = writer, 0

    async def __call__(self) -> None:
        """Bring everything up to date."""
        rows = await self.writer.rows(_CHANGES, self.seq)
        for start in range(0, len(rows), 200):
            changes = [self._change(row) for row in rows[start : start + 200]]
            async with self.writer.work() as work:
                left = await computing.refresh(work, changes)
            await self._rest(left)
            self.seq = changes[-1].position.seq

    async def _rest(self, left: set[int]) -> None:
        while left:
            blueprint, after = left.pop(), 0
            while after is not None:
                async with self.writer.work() as work:
                    after, more = await computing.part(work, blueprint, after)
                left |= more

    def _change(self, row: Any) -> FeedChange:
        undo = None if row["undo"] is None else orjson.loads(row["undo"])
        return FeedChange(
            Position(row["xid"], row["seq"]), self.writer.actor.org_id, self.writer.actor.org, row["at"], row["kind"],
            row["ref"], row["bp"] if row["kind"] == "entity" else None, row["op"], undo, None, TYPE_OF_CODE[row["by"]],
            None, None, displaced=False,
        )  # fmt: skip


@pytest.fixture
def settle(writer: Writer) -> Settled:
    return Settled(writer)


async def change(writer: Writer, blueprint: str, **fields: Any) -> None:
    """Change a blueprint."""
    async with writer.work() as work:
        await blueprints.patch(work, blueprint, BlueprintPatch(fields))


async def compute(writer: Writer, blueprint: str, **sections: Any) -> None:
    """Give a blueprint computed properties."""
    await change(writer, blueprint, extra=sections)


async def held(writer: Writer, blueprint: str) -> dict[str, dict[str, Any]]:
    """Return what is computed for each entity of a blueprint."""
    rows = await writer.rows(_DERIVED)
    return {row["ident"]: orjson.loads(row["vals"]) for row in rows if row["blueprint"] == blueprint}


async def failures(writer: Writer, blueprint: str, identifier: str) -> dict[str, str]:
    """Return why there are no values for an entity."""
    rows = await writer.rows(_DERIVED)
    [found] = [row["errors"] for row in rows if (row["blueprint"], row["ident"]) == (blueprint, identifier)]
    return orjson.loads(found) if found else {}


TIER = {"tier": {"title": "Tier", "path": "system.tier"}}


async def landscape(writer: Writer) -> None:
    """Two systems, three services, and deployments of two of them."""
    systems = [draft("shop", properties={"tier": "gold"}), draft("back", properties={"tier": "iron"})]
    await writer.made("system", *systems)
    await writer.made(
        "service",
        draft("cart", properties={"lifecycle": "ga", "replicas": 3}, relations={"system": "shop"}),
        draft(
            "pay", properties={"lifecycle": "ga", "replicas": 5}, relations={"system": "shop", "depends_on": ["cart"]}
        ),
        draft("mail", properties={"lifecycle": "eol"}, relations={"depends_on": ["cart", "pay"]}),
    )
    made = [draft(f"{name}-{number}", relations={"service": name}) for name in ("cart", "pay") for number in range(2)]
    await writer.made("deployment", *made)


async def test_a_mirror_follows_its_source(writer: Writer, settle: Settled) -> None:
    await compute(writer, "service", mirrorProperties=TIER)
    await landscape(writer)
    await settle()
    assert await held(writer, "service") == {"cart": {"tier": "gold"}, "pay": {"tier": "gold"}, "mail": {"tier": None}}

    await writer.made("system", draft("shop", properties={"tier": "silver"}))
    await writer.made("service", draft("mail", relations={"system": "back"}))
    await settle()
    assert await held(writer, "service") == {
        "cart": {"tier": "silver"}, "pay": {"tier": "silver"}, "mail": {"tier": "iron"}
    }  # fmt: skip


async def test_over_many_a_mirror_is_a_list(writer: Writer, settle: Settled) -> None:
    await compute(
        writer,
        "service",
        mirrorProperties={
            "stages": {"path": "depends_on.lifecycle"},
            "tiers": {"path": "depends_on.system.tier"},
            "names": {"path": "depends_on.$title"},
            "far": {"path": "depends_on.depends_on"},
        },
    )
    await landscape(writer)
    await writer.made("service", draft("pay", title="Payments"))
    await settle()
    found = (await held(writer, "service"))["mail"]
    assert found == {"stages": ["ga", "ga"], "tiers": ["gold"], "names": ["Payments"], "far": ["cart"]}


async def test_calculations_build_on_mirrors_and_on_each_other(writer: Writer, settle: Settled) -> None:
    programs = {
        "loud": {"type": "string", "calculation": ".properties.tier | ascii_upcase"},
        "badge": {"type": "string", "calculation": ".properties.loud + '-' + .identifier"},
        "double": {"type": "number", "calculation": ".properties.replicas * 2"},
        "broken": {"type": "number", "calculation": ".properties.replicas | error"},
        "wrong": {"type": "number", "calculation": ".identifier"},
    }
    await compute(writer, "service", mirrorProperties=TIER, calculationProperties=programs)
    await landscape(writer)
    await settle()
    found = await held(writer, "service")
    assert found["cart"] == {
        "tier": "gold", "loud": "GOLD", "badge": "GOLD-cart", "double": 6, "broken": None, "wrong": None
    }  # fmt: skip
    errors = await failures(writer, "service", "cart")
    assert errors.keys() == {"broken", "wrong"}
    assert errors["wrong"] == "the result is no number"
    assert "must be a string" in (await failures(writer, "service", "mail"))["loud"]

    await writer.made("system", draft("shop", properties={"tier": "tin"}))
    await settle()
    assert (await held(writer, "service"))["cart"]["badge"] == "TIN-cart"


async def test_aggregations_count_what_is_reached_either_way(writer: Writer, settle: Settled) -> None:
    count = {"calculationBy": "entities", "func": "count"}
    total = {"calculationBy": "property", "func": "sum", "property": "replicas"}
    ga = {"combinator": "and", "rules": [{"property": "lifecycle", "operator": "=", "value": "ga"}]}
    await compute(
        writer,
        "system",
        aggregationProperties={
            "deployments": {"type": "number", "target": "deployment", "calculationSpec": count},
            "replicas": {"type": "number", "target": "service", "calculationSpec": total, "query": ga},
            "own": {
                "type": "number", "target": "service", "calculationSpec": count,
                "pathFilter": [{"fromBlueprint": "service", "path": ["system"]}],
            },
        },
    )  # fmt: skip
    await landscape(writer)
    await settle()
    found = await held(writer, "system")
    assert found == {
        "shop": {"deployments": 4, "replicas": 8, "own": 2}, "back": {"deployments": 0, "replicas": 0, "own": 0}
    }  # fmt: skip

    await writer.made("service", draft("pay", properties={"replicas": 1}, relations={"system": "back"}))
    async with writer.work() as work:
        await service.delete_many(work, "deployment", ["cart-0"], delete_dependents=False, keep_references=False)
    await settle()
    found = await held(writer, "system")
    # pay still depends on cart, which belongs to the shop
    assert found["shop"] == {"deployments": 3, "replicas": 4, "own": 1}
    assert found["back"] == {"deployments": 2, "replicas": 1, "own": 1}


async def test_an_aggregation_of_something_computed(writer: Writer, settle: Settled) -> None:
    gold = {"combinator": "and", "rules": [{"property": "tier", "operator": "=", "value": "gold"}]}
    await compute(writer, "service", mirrorProperties=TIER)
    await compute(
        writer,
        "system",
        aggregationProperties={
            "gilded": {
                "type": "number", "target": "service", "query": gold,
                "calculationSpec": {"calculationBy": "entities", "func": "count"},
            }
        },
    )  # fmt: skip
    await landscape(writer)
    await settle()
    assert (await held(writer, "system"))["shop"] == {"gilded": 2}
    await writer.made("system", draft("shop", properties={"tier": "tin"}))
    await settle()
    assert (await held(writer, "system"))["shop"] == {"gilded": 0}


async def test_what_is_no_longer_declared_goes(writer: Writer, settle: Settled) -> None:
    await compute(writer, "service", mirrorProperties=TIER | {"other": {"path": "system.$identifier"}})
    await landscape(writer)
    await settle()
    assert (await held(writer, "service"))["cart"] == {"tier": "gold", "other": "shop"}
    await compute(writer, "service", mirrorProperties=TIER)
    await settle()
    assert (await held(writer, "service"))["cart"] == {"tier": "gold"}
    await compute(writer, "service", mirrorProperties=None)
    await settle()
    assert await held(writer, "service") == {}


async def test_a_reference_that_waits_counts_once_its_target_is_there(writer: Writer, settle: Settled) -> None:
    await compute(writer, "service", mirrorProperties=TIER)
    later = draft("early", properties={"lifecycle": "ga"}, relations={"system": "later"})
    await writer.made("service", later, mode=PENDING)
    await settle()
    assert (await held(writer, "service"))["early"] == {"tier": None}
    await writer.made("system", draft("later", properties={"tier": "new"}), mode=UPSERT)
    await settle()
    assert (await held(writer, "service"))["early"] == {"tier": "new"}
    async with writer.work() as work:
        await service.delete_many(work, "system", ["later"], delete_dependents=False, keep_references=True)
    await settle()
    assert (await held(writer, "service"))["early"] == {"tier": None}


async def test_a_path_that_is_broken_says_so_and_heals(writer: Writer, settle: Settled) -> None:
    await compute(writer, "service", mirrorProperties={"region": {"path": "system.region"}})
    await landscape(writer)
    await settle()
    assert "region" in (await failures(writer, "service", "cart"))["region"]
    properties = {"tier": {"type": "string"}, "region": {"type": "string"}}
    await change(writer, "system", properties=properties)
    await writer.made("system", draft("shop", properties={"region": "north"}))
    await settle()
    assert (await held(writer, "service"))["cart"] == {"region": "north"}
    assert await failures(writer, "service", "cart") == {}


async def test_ownership_is_inherited(writer: Writer, settle: Settled) -> None:
    await change(writer, "system", ownership={"type": "Direct"})
    await change(writer, "service", ownership={"type": "Inherited", "path": "system"})
    await compute(writer, "service", calculationProperties={"who": {"type": "string", "calculation": ".team[0]"}})
    async with writer.work() as work:
        await blueprints.ensure_system(work)
    await writer.made("_team", draft("shoppers", title="Shoppers"), draft("backers", title="Backers"))
    await landscape(writer)
    await writer.made("system", draft("shop", team=["shoppers"]))
    await settle()
    assert await teams(writer) == {"cart": ["shoppers"], "pay": ["shoppers"], "mail": []}
    assert (await held(writer, "service"))["cart"] == {"who": "shoppers"}
    recorded = len(await writer.changes("cart"))

    await writer.made("system", draft("shop", team=["backers"]))
    await settle()
    assert await teams(writer) == {"cart": ["backers"], "pay": ["backers"], "mail": []}
    assert (await held(writer, "service"))["cart"] == {"who": "backers"}
    assert len(await writer.changes("cart")) == recorded  # nothing was said about it

    await writer.made(
        "service", draft("cart", properties={"lifecycle": "ga"}, relations={"system": "shop"}), mode=UPSERT
    )
    await writer.made("service", draft("pay", team=["backers"]))  # as it was read
    assert await teams(writer) == {"cart": ["backers"], "pay": ["backers"], "mail": []}
    with pytest.raises(SeawayError, match="inherits its ownership"):
        await writer.made("service", draft("pay", team=["shoppers"]))


async def teams(writer: Writer) -> dict[str, list[str]]:
    """Return whom each service belongs to."""
    rows = await writer.rows(
        "select e.ident, e.team from entity e join blueprint b on b.id = e.bp where e.org = $1 and b.ident = 'service'"
    )
    return {row["ident"]: row["team"] for row in rows}


@pytest.mark.parametrize(
    ("sections", "named"),
    [
        (
            {"calculationProperties": {"a": {"type": "number", "calculation": ".properties.a + 1"}}},
            "service.a → service.a",
        ),
        (
            {
                "calculationProperties": {
                    "a": {"type": "number", "calculation": ".properties.b"},
                    "b": {"type": "number", "calculation": ".properties.a"},
                }
            },
            "service.a",
        ),
        ({"mirrorProperties": {"m": {"path": "depends_on.m"}}}, "service.m → service.m"),
    ],
)
async def test_a_circle_is_refused(writer: Writer, sections: dict[str, Any], named: str) -> None:
    with pytest.raises(SeawayError, match="computed from itself") as refused:
        await compute(writer, "service", **sections)
    assert named in str(refused.value)


async def test_a_circle_over_blueprints_is_refused(writer: Writer) -> None:
    async with writer.work() as work:
        back = {"tier": {"type": "string"}}
        relations = {"front": RelationDraft("service")}
        await blueprints.replace(
            work, "system", BlueprintDraft("system", "System", properties=back, relations=relations)
        )
    await compute(writer, "service", mirrorProperties={"m": {"path": "system.n"}})
    with pytest.raises(SeawayError, match="computed from itself"):
        await compute(writer, "system", mirrorProperties={"n": {"path": "front.m"}})
