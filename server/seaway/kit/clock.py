"""The one place that asks what time it is, and the one shape in which the API writes it."""

from datetime import UTC, datetime, timedelta

import orjson

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = len("2026-01-31T12:00:00")


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # the one place


def iso(moment: datetime) -> str:
    """Write a moment as RFC 3339 in UTC with milliseconds, as the wire contract wants it."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    # A page of entities writes a hundred of them; orjson takes a sixth of the time that isoformat does.
    text = orjson.dumps(moment, option=orjson.OPT_UTC_Z)[1:-2].decode()
    return f"{text[:23]}Z" if len(text) > _SECONDS else f"{text}.000Z"


def aware(moment: datetime | None) -> datetime | None:
    """Return a moment that names its zone: UTC where it named none."""
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Return the microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
