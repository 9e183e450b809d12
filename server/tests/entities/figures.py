"""Figures and their past again, in plain Python over a remembered history: slow, and not made from the SQL.

A bucket is where local time is cut to an hour, a day, a Monday, a month or a quarter. What a clock shows twice counts
as the earlier time, and what it skips as the time before the jump.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

DAYS = {
    "lastDay": 1, "lastWeek": 7, "last2Weeks": 14, "lastMonth": 30, "last3Months": 90, "last6Months": 180,
    "last12Months": 365, "last2Years": 730, "last3Years": 1095,
}  # fmt: skip
SECONDS = {"hour": 3_600, "day": 86_400, "week": 604_800, "month": 2_592_000}
Values = dict[str, Any]


@dataclass
class Event:
    """One change of an entity: what it was afterwards, None once it was gone."""

    name: str
    after: Values | None
    at: datetime = datetime(1, 1, 1, tzinfo=UTC)


@dataclass
class Past:
    """Everything that ever happened, the earliest first."""

    events: list[Event] = field(default_factory=list)

    def alive(self, end: datetime | None = None) -> dict[str, Values]:
        """Return the entities that there were just before an instant, or are now."""
        there: dict[str, Values] = {}
        for event in self.events:
            if end is not None and event.at >= end:
                break
            if event.after is None:
                there.pop(event.name, None)
            else:
                there[event.name] = event.after
        return there

    def born(self) -> dict[str, datetime]:
        """Return since when each entity has been there that is there now."""
        since: dict[str, datetime] = {}
        for event in self.events:
            if event.after is None:
                since.pop(event.name, None)
            else:
                since.setdefault(event.name, event.at)
        return since


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _cut(local: datetime, unit: str) -> datetime:
    if unit == "hour":
        return local.replace(minute=0, second=0, microsecond=0)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "isoWeek":
        return day - timedelta(days=day.weekday())
    if unit == "day":
        return day
    return day.replace(day=1, month=day.month if unit == "month" else day.month - (day.month - 1) % 3)


def bucket(at: datetime, unit: str, zone: ZoneInfo) -> datetime:
    """Return where the bucket of an instant begins."""
    local = at.astimezone(zone)
    if unit == "hour":  # an hour that comes twice is two
        return at - (local.replace(tzinfo=None, fold=0) - _cut(local.replace(tzinfo=None, fold=0), unit))
    return _instant(_cut(local.replace(tzinfo=None, fold=0), unit), zone)


def buckets(since: datetime, until: datetime, unit: str, zone: ZoneInfo) -> list[datetime]:
    """Return where each bucket begins that holds an instant of the range, in order: found by asking every half hour."""
    found = {bucket(since, unit, zone), bucket(until, unit, zone)}
    step, at = timedelta(minutes=30 if unit == "hour" else 360), since
    while at < until:
        found.add(bucket(at, unit, zone))
        at += step
    return sorted(found)


def since_of(preset: str, until: datetime, zone: ZoneInfo) -> datetime:
    """Return where a range begins that ends at `until`."""
    if preset == "today":
        return bucket(until, "day", zone)
    if preset == "yesterday":
        return bucket(until - timedelta(seconds=1), "day", zone)
    return until - timedelta(days=DAYS[preset])


def figure(func: str, values: Sequence[float]) -> Fraction | None:
    """Return a figure of numbers, the latest last."""
    exact = [Fraction(str(value)) for value in values]
    if func == "sum" and not exact:
        return None
    if not exact:
        return None
    ordered = sorted(exact)
    found: dict[str, Callable[[], Fraction]] = {
        "sum": lambda: sum(exact, Fraction()),
        "average": lambda: sum(exact, Fraction()) / len(exact),
        "min": lambda: ordered[0],
        "max": lambda: ordered[-1],
        "median": lambda: (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2,
        "last": lambda: exact[-1],
    }
    return found[func]()


def per_period(amount: Fraction, instants: Iterable[datetime], per: str, now: datetime) -> Fraction:
    """Return how much of an amount falls on each period since the first instant, a started one being a whole one."""
    age = (now - min(instants)).total_seconds()
    return amount / max(1, -(-int(age) // SECONDS[per]))


def labels(value: Any) -> list[str]:
    """Return under which names a value is counted."""
    if value is None or value in ("", []):
        return [""]
    if isinstance(value, list):
        return [label for each in value for label in labels(each)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)]
