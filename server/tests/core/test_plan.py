"""Plans: what they count, how they read, and when a confirmation holds."""

import pytest

from seaway.core.plan import Draft, Effect, Plan, PlanOutdated, Policy, RelationEffect


def draft(version: int = 1) -> Draft:
    """A plan that creates one entity, changes another and links them."""
    made = Draft()
    made.read("blueprint/service", {"ver": version})
    made.read("entity/service/cart", {"title": "Cart"})
    made.entities += [
        Effect("create", "entity", "service/checkout", after={"title": "Checkout"}),
        Effect("update", "entity", "service/cart", {"title": "Cart"}, {"title": "Basket"}),
    ]
    made.relations.append(RelationEffect("create", "service/checkout", "dependsOn", "service/cart"))
    return made


def test_the_same_reading_and_effects_give_the_same_digest_in_any_order_of_reading() -> None:
    one = draft().finish()
    other = Draft(entities=draft().entities, relations=draft().relations)
    other.read("entity/service/cart", {"title": "Cart"})
    other.read("blueprint/service", {"ver": 1})

    assert other.finish().digest == one.digest
    one.confirm(other.finish().digest)


def test_a_confirmation_is_refused_when_something_that_was_read_has_changed() -> None:
    confirmed = draft(version=1).finish()
    now = draft(version=2).finish()

    with pytest.raises(PlanOutdated) as refused:
        now.confirm(confirmed.digest)

    assert refused.value.status == 409
    assert refused.value.details == {"digest": now.digest}


def test_a_confirmation_is_refused_when_an_effect_has_changed() -> None:
    changed = draft()
    changed.entities.append(Effect("delete", "entity", "service/old", before={"title": "Old"}))

    with pytest.raises(PlanOutdated):
        changed.finish().confirm(draft().finish().digest)


def test_every_effect_shows_its_state_before_and_after() -> None:
    wire = draft().finish().wire()

    assert wire["entities"][0] == {
        "op": "create",
        "kind": "entity",
        "subject": "service/checkout",
        "before": None,
        "after": {"title": "Checkout"},
    }
    assert wire["relations"][0]["before"] is None
    assert wire["relations"][0]["after"]["target"] == "service/cart"
    assert wire["counts"]["entities"] == {"create": 1, "update": 1, "delete": 0}


def test_a_long_plan_is_cut_on_the_wire_but_counted_and_digested_whole() -> None:
    def plan(last: str) -> Plan:
        made = Draft()
        made.entities += [Effect("delete", "entity", f"service/{number}") for number in range(20)]
        made.entities.append(Effect("delete", "entity", last))
        return made.finish()

    wire = plan("service/a").wire(shown=5)

    assert (len(wire["entities"]), wire["truncated"], wire["counts"]["entities"]["delete"]) == (5, True, 21)
    assert plan("service/a").digest != plan("service/b").digest


def test_people_read_what_changes_which_policies_apply_and_what_is_unknown() -> None:
    made = draft()
    made.others.append(Effect("create", "blueprint", "service"))
    made.policies.append(Policy("removals", "hold", "more than 10 % would go"))
    made.unknown.append("the script deploy.sh")

    assert made.finish().lines() == [
        "+ service/checkout",
        "~ service/cart (title)",
        "+ blueprint service",
        "+ service/checkout dependsOn service/cart",
        "! removals (hold): more than 10 % would go",
        "? the script deploy.sh cannot be foreseen",
    ]
    assert made.finish().lines(shown=2)[2] == "… and 2 more"


def test_a_plan_without_effects_is_empty() -> None:
    assert Draft().finish().empty
    assert not draft().finish().empty
