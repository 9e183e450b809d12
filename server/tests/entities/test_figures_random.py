"""SQL against the reference: figures now and over time, of random histories, in zones whose clocks do odd things."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from seaway.core.actor import system_actor
from seaway.core.db import Database, sql
from seaway.domains.blueprints import service as blueprints
from seaway.domains.blueprints.types import BlueprintDraft, RelationDraft
from seaway.domains.entities import aggregate, service, trends
from seaway.domains.entities.aggregate import Figure
from seaway.domains.entities.trends import Counted, Measured, Trend, When
from seaway.engines.query.grouping import By
from seaway.kit import clock, ids
from tests.entities import figures
from tests.entities.conftest import Writer, draft
from tests.entities.figures import Event, Past

# Half and quarter hours; a shift of half an hour; days that begin at one o'clock or, in Havana, twice.
ZONES = [
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns",
    "Pacific/Kiritimati", "America/Havana",
]  # fmt: skip
TWICE = When("last12Months", "day", "America/Havana")
NAMES = [f"m{number}" for number in range(24)]
MACHINE = BlueprintDraft(
    "machine",
    "Machine",
    properties={
        "kind": {"type": "string"},
        "label": {"type": "string"},
        "n": {"type": "number"},
        "m": {"type": "number"},
        "ok": {"type": "boolean"},
        "tags": {"type": "array"},
        "seen": {"type": "string", "format": "date-time"},
    },
    relations={"near": RelationDraft("machine", many=True)},
)
POOLS: dict[str, list[Any]] = {
    "kind": ["crane", "truck", "date", ""],
    "label": [f"label {number}" for number in range(14)],
    "n": [0, 1, 2.5, -3, 10, 0.1],
    "m": [7, 7.25, 1000],
    "ok": [True, False],
    "tags": [[], ["a"], ["a", "b"], ["c", 3]],
    "seen": [],
}
_ORG = sql("insert into organisation(public_id, name) values (:public, 'Figures') returning id")
_CHANGES = "select seq from change where org = $1 and kind = 'entity' order by seq"
_MOVED = "update change set at = o.at from unnest($2::bigint[], $3::timestamptz[]) o(seq, at) where org = $1 and change.seq = o.seq"
_BORN = "update entity set created_at = o.at from unnest($2::text[], $3::timestamptz[]) o(ident, at) where org = $1 and entity.ident = o.ident"


class Told:
    """A history in the database and in memory. No dataclass: its repr stays short."""

    def __init__(self, writer: Writer, past: Past) -> None:
        self.writer, self.past = writer, past


def _instants(rng: random.Random, count: int, now: datetime) -> list[datetime]:
    """Return so many instants up to now: some long ago, many lately, some around the changes of clocks."""
    odd = [
        datetime(year, month, day, hour, 59, 59, 500_000, tzinfo=UTC)
        for year, month, day in (
            (2026, 3, 8),
            (2026, 3, 29),
            (2026, 4, 4),
            (2026, 10, 25),
            (2026, 11, 1),
            (2026, 10, 3),
        )
        for hour in (0, 3, 4, 5, 14, 22)
    ]
    found = {now - timedelta(seconds=rng.random() * 86_400 * rng.choice([0.5, 1.5, 7, 60, 400])) for _ in range(count)}
    found |= {at + timedelta(seconds=rng.choice([0, 1, 1800, 3600])) for at in rng.sample(odd, 24) if at < now}
    return sorted(rng.sample(sorted(found), count))


def _values(rng: random.Random, now: datetime) -> dict[str, Any]:
    found = {name: rng.choice(pool) for name, pool in POOLS.items() if pool and rng.random() < 0.7}
    if rng.random() < 0.7:
        [at] = _instants(rng, 1, now)
        # Of two at the same instant, either may be the last.
        found["seen"] = clock.iso(at - timedelta(milliseconds=rng.randrange(400_000)))
    return found


async def _happen(writer: Writer, rng: random.Random, past: Past, now: datetime) -> None:
    """Do one random thing, here and there."""
    there, name = past.alive(), rng.choice(NAMES)
    if name in there and rng.random() < 0.2:
        async with writer.work() as work:
            await service.delete_many(work, "machine", [name], delete_dependents=False, keep_references=False)
        past.events.append(Event(name, None))
        return
    changed = _values(rng, now)
    await writer.made("machine", draft(name, properties=changed))
    after = {**there.get(name, {}), **changed}
    if after != there.get(name):
        past.events.append(Event(name, after))


@pytest.fixture(scope="module", params=[1, 2])
async def told(request: pytest.FixtureRequest, database: Database) -> Told:
    rng, past = random.Random(request.param), Past()  # noqa: S311  # test data
    public, now = ids.public_id("org"), clock.now()
    async with database.writing("*") as db:
        org = await db.value(_ORG, public=public)
    writer = Writer(database, system_actor(org, public))
    async with writer.work() as work:
        await blueprints.ensure_system(work)
        await blueprints.create(work, MACHINE, create_page=False)
    for _ in range(160):
        await _happen(writer, rng, past, now)
    rows = [row["seq"] for row in await writer.rows(_CHANGES)]
    assert len(rows) == len(past.events)
    for event, at in zip(past.events, _instants(rng, len(rows), now), strict=True):
        event.at = at
    born = past.born()
    async with database.writing(org) as db:
        await db.raw.execute(_MOVED, org, rows, [event.at for event in past.events])
        await db.raw.execute(_BORN, org, list(born), list(born.values()))
    return Told(writer, past)


ABOUT = {"property": "$blueprint", "operator": "=", "value": "machine"}
FILTERS: list[tuple[list[Any], Any]] = [
    ([], lambda _: True),
    ([{"property": "kind", "operator": "=", "value": "crane"}], lambda each: each.get("kind") == "crane"),
    ([{"property": "n", "operator": ">", "value": 1}], lambda each: each.get("n") is not None and each["n"] > 1),
    ([{"property": "kind", "operator": "=", "value": "no such"}], lambda _: False),
]
ASKED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
BY = st.sampled_from(["$createdAt", "seen"])
FILTER = st.sampled_from(range(len(FILTERS)))
SHORT = ["today", "yesterday", "lastDay", "lastWeek", "last2Weeks", "lastMonth", "last3Months"]
TIMES = st.one_of(
    st.tuples(st.sampled_from(SHORT), st.sampled_from(["hour", "day", "isoWeek", "month", "quarter"])),
    st.tuples(
        st.sampled_from(["last6Months", "last12Months"]), st.sampled_from(["day", "isoWeek", "month", "quarter"])
    ),
    st.tuples(st.sampled_from(["last2Years", "last3Years"]), st.just("quarter")),
)
WHEN = st.builds(lambda time, zone: When(*time, zone), TIMES, st.sampled_from(ZONES))


def matching(told: Told, number: int) -> tuple[Any, list[dict[str, Any]]]:
    """Return a query and the entities that it means, each with when it was born."""
    rules, holds = FILTERS[number]
    born = told.past.born()
    found = [{**values, "$createdAt": born[name]} for name, values in told.past.alive().items() if holds(values)]
    return {"combinator": "and", "rules": [ABOUT, *rules]}, found


def instant(entity: dict[str, Any], by: str) -> datetime | None:
    """Return when an entity counts."""
    value = entity.get(by)
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def known(entities: list[dict[str, Any]], name: str) -> list[Any]:
    """Return the values that there are of a property."""
    return [each[name] for each in entities if each.get(name) is not None]


def close(found: Any, wanted: Any) -> bool:
    """Tell whether two figures are the same but for how floats are written."""
    if found is None or wanted is None:
        return found is wanted
    return abs(found - float(wanted)) <= 1e-9 * max(1, abs(float(wanted)))


@ASKED
@given(number=FILTER, func=st.sampled_from(["sum", "average", "min", "max", "median"]), name=st.sampled_from("nm"))
async def test_a_figure_of_a_number(told: Told, number: int, func: Any, name: str) -> None:
    query, entities = matching(told, number)
    wanted = figures.figure(func, known(entities, name))
    async with told.writer.work() as work:
        found = await aggregate.figure(work, query, Figure(func, name))
    assert close(found, 0 if wanted is None and func == "sum" else wanted)


@ASKED
@given(number=FILTER, per=st.sampled_from(["hour", "day", "week", "month"]), by=BY, name=st.sampled_from([None, "n"]))
async def test_an_average_per_period(told: Told, number: int, per: Any, by: str, name: str | None) -> None:
    query, entities = matching(told, number)
    timed = [each for each in entities if instant(each, by) is not None]
    numbers = known(timed, name) if name else [1] * len(timed)
    async with told.writer.work() as work:
        found = await aggregate.figure(work, query, Figure("average", name, per, by))
    amount = figures.figure("sum", numbers)
    if amount is None:
        assert found is None
        return
    instants = [at for each in timed if (at := instant(each, by)) is not None]
    now = datetime.now(UTC)
    wanted = [figures.per_period(amount, instants, per, now - timedelta(seconds=back)) for back in (0, 5)]
    assert any(close(found, each) for each in wanted)


@ASKED
@given(number=FILTER, name=st.sampled_from(["kind", "label", "ok", "tags", "n"]))
async def test_values_are_counted(told: Told, number: int, name: str) -> None:
    query, entities = matching(told, number)
    async with told.writer.work() as work:
        found = await aggregate.values(work, query, By("property", name))
    assert found == Counter(label for each in entities for label in figures.labels(each.get(name)))
    assert list(found.values()) == sorted(found.values(), reverse=True)


def cut(trend: Trend, when: When) -> tuple[list[datetime], list[datetime]]:
    """Check how a range is cut, and return where its buckets begin and end."""
    zone = ZoneInfo(when.zone)
    since, until = (datetime.fromtimestamp(each / 1000, UTC) for each in (trend.start, trend.end))
    assert abs((figures.since_of(when.preset, until, zone) - since).total_seconds()) < 0.01
    starts = [datetime.fromtimestamp(point["date"] / 1000, UTC) for point in trend.points]
    assert starts == figures.buckets(since, until - timedelta(milliseconds=1), when.interval, zone)
    return starts, [*starts[1:], datetime.max.replace(tzinfo=UTC) if when.preset != "yesterday" else until]


def fallen(told: Told, number: int, by: str, trend: Trend, when: When) -> dict[datetime, list[dict[str, Any]]]:
    """Return the entities of each bucket, the earliest first."""
    _, entities = matching(told, number)
    zone = ZoneInfo(when.zone)
    found: dict[datetime, list[dict[str, Any]]] = {}
    for each in sorted((each for each in entities if instant(each, by)), key=lambda each: instant(each, by) or 0):
        at = instant(each, by)
        if at is not None and trend.start <= at.timestamp() * 1000 <= trend.end:
            found.setdefault(figures.bucket(at, when.interval, zone), []).append(each)
    return found


@ASKED
@example(number=0, by="seen", when=TWICE, func="count")
@given(number=FILTER, by=BY, when=WHEN, func=st.sampled_from(["count", "average"]))
async def test_entities_are_counted_over_time(told: Told, number: int, by: str, when: When, func: Any) -> None:
    async with told.writer.work() as work:
        trend = await trends.count(work, "machine", matching(told, number)[0], when, Counted(by, func))
    starts, _ = cut(trend, when)
    found = fallen(told, number, by, trend, when)
    assert set(found) <= set(starts)
    ends = [*starts[1:], datetime.fromtimestamp(trend.end / 1000, UTC)]
    for start, end, point in zip(starts, ends, trend.points, strict=True):
        days = 1 if func == "count" or when.interval == "hour" else max(1, round((end - start) / timedelta(days=1)))
        assert close(point[func] if found else point.get(func, 0), len(found.get(start, [])) / days)


@ASKED
@given(number=FILTER, by=BY, when=WHEN, name=st.sampled_from(["kind", "label", "ok", "tags", "near"]))
async def test_they_are_broken_down(told: Told, number: int, by: str, when: When, name: str) -> None:
    async with told.writer.work() as work:
        trend = await trends.count(work, "machine", matching(told, number)[0], when, Counted(by, "count", name))
    starts, _ = cut(trend, when)
    found = fallen(told, number, by, trend, when)
    counted = {
        at: Counter(label for each in some for label in figures.labels(each.get(name))) for at, some in found.items()
    }
    total = sum(counted.values(), Counter[str]())
    shown = {series for point in trend.points for series in point if series != "date"}
    real = {series: "date" if series == "$date" else series for series in shown}
    assert len(shown) == min(10, len(total))
    left = [count for label, count in total.items() if label not in real.values()]
    assert min((total[label] for label in real.values()), default=0) >= max(left, default=0)
    for start, point in zip(starts, trend.points, strict=True):
        assert {real[series]: point[series] for series in shown} == {
            label: counted.get(start, Counter())[label] for label in real.values()
        }


FUNCS = st.sampled_from(["sum", "average", "min", "max", "median", "last"])
MEASURED = st.builds(Measured, BY, FUNCS, st.sampled_from([["n"], ["n", "m"]]))


@ASKED
@given(number=FILTER, when=WHEN, asked=MEASURED)
async def test_numbers_are_measured_over_time(told: Told, number: int, when: When, asked: Measured) -> None:
    async with told.writer.work() as work:
        trend = await trends.measure(work, "machine", matching(told, number)[0], when, asked)
    starts, _ = cut(trend, when)
    found = fallen(told, number, asked.by, trend, when)
    for start, point in zip(starts, trend.points, strict=True):
        for name in asked.properties:
            assert close(point.get(name), figures.figure(asked.func, known(found.get(start, []), name)))


@ASKED
@example(when=TWICE)
@given(when=WHEN)
async def test_a_blueprint_has_grown_and_shrunk(told: Told, when: When) -> None:
    async with told.writer.work() as work:
        trend = await trends.size(work, "machine", when)
    _, ends = cut(trend, when)
    assert [point["count"] for point in trend.points] == [len(told.past.alive(end)) for end in ends]


@ASKED
@given(when=WHEN, name=st.sampled_from(NAMES), numbers=st.sampled_from([["n"], ["n", "m"]]))
async def test_an_entity_has_a_past(told: Told, when: When, name: str, numbers: list[str]) -> None:
    born = told.past.born()
    if name not in born:
        return
    async with told.writer.work() as work:
        trend = await trends.history(work, "machine", name, numbers, when)
    _, ends = cut(trend, when)
    for point, end in zip(trend.points, ends, strict=True):
        values = told.past.alive(end).get(name, {}) if end > born[name] else {}
        wanted = {number: values[number] for number in numbers if values.get(number) is not None}
        assert {key: value for key, value in point.items() if key != "date"} == wanted
