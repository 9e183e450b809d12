"""SQL against the slow evaluator: whatever a scorecard asks, both say the same of every entity."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seaway.core.actor import system_actor
from seaway.core.db import Database
from seaway.core.position import Position
from seaway.core.work import Cause, Work, writing
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintDraft
from seaway.domains.entities import service as entities
from seaway.domains.entities.types import EntityDraft, WriteMode
from seaway.domains.identity.types import Organisation
from seaway.domains.scorecards import service
from seaway.domains.scorecards.figures_store import Sought
from seaway.domains.scorecards.types import LEVELS, Draft
from tests.scorecards import slow

WORDS, TAGS = ["", "ga", "GA", "beta", "end of life"], ["pii", "pci", "Public"]
PROPERTIES = {
    "life": {"type": "string"},
    "size": {"type": "number"},
    "core": {"type": "boolean"},
    "tags": {"type": "array", "items": {"type": "string"}},
}
LIFE = st.one_of(
    st.builds(
        lambda operator, value: {"property": "life", "operator": operator, "value": value},
        st.sampled_from(["=", "!=", "contains", "doesNotContains"]),
        st.sampled_from(WORDS[1:]),
    ),
    st.just({"property": "life", "operator": "in", "value": ["ga", "beta"]}),
)
SIZE = st.builds(
    lambda operator, value: {"property": "size", "operator": operator, "value": value},
    st.sampled_from(["=", "!=", ">", ">=", "<", "<="]),
    st.integers(-2, 4),
)
TAGGED = st.builds(
    lambda operator, value: {"property": "tags", "operator": operator, "value": value},
    st.sampled_from(["contains", "doesNotContains", "="]),
    st.sampled_from([*TAGS, "p"]),
)
EMPTY = st.builds(
    lambda name, operator, turned: {"property": name, "operator": operator} | ({"not": turned} if turned else {}),
    st.sampled_from([*PROPERTIES, "$title"]),
    st.sampled_from(["isEmpty", "isNotEmpty"]),
    st.booleans(),
)
QUERIES = st.builds(
    lambda combinator, conditions: {"combinator": combinator, "conditions": conditions},
    st.sampled_from(["and", "or"]),
    st.lists(st.one_of(LIFE, SIZE, TAGGED, EMPTY), min_size=1, max_size=3),
)
RULES = st.lists(st.tuples(st.sampled_from(["Bronze", "Silver", "Gold"]), QUERIES), max_size=6)


async def populate(work: Work) -> dict[str, dict[str, Any]]:
    """Write services with awkward values and return them by identifier."""
    await blueprints.create(work, BlueprintDraft("thing", "Thing", properties=PROPERTIES))
    chance = random.Random(7)  # noqa: S311  # the same things every time
    written: dict[str, dict[str, Any]] = {}
    for number in range(80):
        values = {
            "life": chance.choice([*WORDS, None]),
            "size": chance.choice([-1, 0, 1, 2, 3.5, None]),
            "core": chance.choice([True, False, None]),
            "tags": chance.choice([[], ["pii"], ["pci", "Public"], TAGS, None]),
        }
        values = {name: value for name, value in values.items() if chance.random() < 0.8}
        title = chance.choice([None, "", "Thing"])
        draft = EntityDraft(f"t{number}", title, None, None, values, {})
        [outcome] = await entities.write_many(work, "thing", [draft], WriteMode())
        assert outcome.error is None
        written[f"t{number}"] = {**values, "$title": title}
    return written


@pytest.fixture
async def things(database: Database, organisation: Organisation) -> dict[str, dict[str, Any]]:
    """Entities to measure."""
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("test:things")) as work:
        return await populate(work)


@given(rules=RULES, filtered=st.one_of(st.none(), QUERIES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_scorecard_judges_as_the_slow_evaluator_does(
    database: Database,
    organisation: Organisation,
    things: dict[str, dict[str, Any]],
    rules: list[tuple[str, Any]],
    filtered: Any,
) -> None:
    draft = Draft(
        identifier="measured",
        title="Measured",
        filter=filtered,
        rules=[
            {"identifier": f"r{place}", "title": "R", "level": level, "query": query}
            for place, (level, query) in enumerate(rules)
        ],
    )
    actor = system_actor(organisation.id, organisation.public_id)
    async with writing(database, actor, Cause("test:levels")) as work:
        previewed = await service.preview(work, "thing", draft)
        [kept] = await service.replace_all(work, "thing", [draft])
        assert await service.anew(work, kept.number, Position(1, 1))
        _, page = await service.standings(work, "measured", Sought(limit=1_000), None)
        summary = await service.summary(work, "measured")

    wire = {"levels": list(LEVELS), "rules": list(draft.rules), "filter": filtered}
    wanted = {name: slow.judged(wire, entity) for name, entity in things.items()}
    found = {each.entity: (each.level, list(each.passed), list(each.failed)) for each in page.items}
    assert found == {name: result for name, result in wanted.items() if result is not None}
    assert previewed.levels == summary.figures.levels
    assert (previewed.passed, previewed.failed) == (summary.figures.passed, summary.figures.failed)
    assert (previewed.total, previewed.entities) == (len(things), len(found))


@pytest.mark.parametrize(
    ("rules", "level"),
    [
        ([], "Basic"),
        ([("Bronze", True)], "Bronze"),
        ([("Gold", True)], "Gold"),
        ([("Bronze", False), ("Silver", True), ("Gold", True)], "Basic"),
        ([("Bronze", True), ("Silver", False), ("Gold", True)], "Bronze"),
        ([("Bronze", True), ("Gold", True)], "Gold"),
        ([("Bronze", True), ("Bronze", False)], "Basic"),
    ],
)
def test_the_slow_evaluator_knows_the_levels(rules: list[tuple[str, bool]], level: str) -> None:
    assert slow.level(["Basic", "Bronze", "Silver", "Gold"], rules) == level
