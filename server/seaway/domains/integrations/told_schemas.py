"""Wire shapes of what an integration tells of itself: examples, cursors, logs and figures (semantics 18.5)."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

import orjson
import pydantic
from pydantic import ConfigDict, Field, StrictStr

from seaway.core.errors import Invalid
from seaway.domains.integrations.schemas import Done, Instant, Moment
from seaway.domains.integrations.types import Example, Figures, KeptFigures, Level, Line, LogPage, Sync
from seaway.kit import clock


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("holds a NUL character; remove %00")
    return text


Asked = Annotated[str, Field(max_length=500), pydantic.AfterValidator(_no_nul)]
"""A text of a query string, which may hold anything."""
MAX_MESSAGE, MAX_EXTRA = 20_000, 50_000  # characters, bytes
SKEW = timedelta(days=1)
"""How far a client's clock may be ahead: lines from later than that would outlast all others."""
Event = Annotated[StrictStr, Field(min_length=1, max_length=200)]
Kind = Annotated[StrictStr, Field(min_length=1, max_length=500)]
_LEVELS = {"WARN": "WARNING", "CRITICAL": "FATAL", "PANIC": "FATAL"}
_LEVEL: tuple[Level, ...] = ("DEBUG", "INFO", "WARNING", "ERROR", "FATAL")


class ExamplesIn(pydantic.BaseModel):
    """Raw objects of a kind, their secrets masked."""

    examples: Annotated[list[Any], Field(max_length=1_000)]


class ExampleShape(pydantic.BaseModel):
    """A raw object of a kind."""

    model_config = ConfigDict(serialize_by_alias=True)

    id_: str = Field(alias="_id")
    data: Any


class KindShape(pydantic.BaseModel):
    """The last examples of a kind, the newest first."""

    examples: list[ExampleShape]


class KindsAnswer(Done):
    """Examples by kind."""

    data: dict[str, KindShape]


class CursorIn(pydantic.BaseModel):
    """How far an incremental sync got."""

    primary: Annotated[StrictStr, Field(max_length=100, json_schema_extra={"format": "date-time"})]

    @pydantic.field_validator("primary")
    @classmethod
    def _moment(cls, value: str) -> str:
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("must be a moment such as 2026-01-31T12:00:00.000Z") from None
        return value


class CursorShape(pydantic.BaseModel):
    """How far an incremental sync got, as it was told."""

    primary: str


class CursorAnswer(Done):
    """The cursor, null when none was told."""

    cursor: CursorShape | None


class LineIn(pydantic.BaseModel):
    """A line of a log. `extra.event_id` names the sync that it belongs to."""

    message: StrictStr
    level: StrictStr
    timestamp: StrictStr
    extra: dict[str, Any] | None = None

    def line(self) -> Line:
        """Return the line, cut to what is kept of one; a time that cannot be, or lies in the future, is now."""
        extra = self.extra or {}
        event = extra.get("event_id") or extra.get("eventId")
        size = len(orjson.dumps(extra)) if extra else 0
        return Line(
            at=_read(self.timestamp),
            level=level(self.level)[:20],
            message=self.message[:MAX_MESSAGE],
            event=event[:200] if isinstance(event, str) else None,
            extra={"truncated": size} if size > MAX_EXTRA else self.extra,
        )


class LogsIn(pydantic.BaseModel):
    """Lines of a log."""

    logs: Annotated[list[LineIn], Field(max_length=10_000)]


class LineShape(pydantic.BaseModel):
    """A line of a log; `_id` and `timestamp` are the place from which to read on."""

    model_config = ConfigDict(serialize_by_alias=True)

    id_: str = Field(alias="_id")
    timestamp: Instant
    level: str
    message: str
    eventId: str | None  # noqa: N815  # the wire's spelling
    extra: dict[str, Any] | None


class LogsAnswer(Done):
    """Lines, the newest first."""

    data: list[LineShape]


class LogFlags(pydantic.BaseModel):
    """Which lines: those next to a line, `down` to older ones or `up` to newer ones."""

    limit: Annotated[int, Field(ge=0, le=300)] = 100
    timestamp: Moment | None = Field(default=None, description="Of the line from which to read on.")
    log_id: Annotated[int, Field(ge=0, lt=1 << 62)] | None = Field(default=None, description="Its `_id`.")
    direction: Literal["up", "down", "next", "prev"] = "down"
    eventId: Asked | None = None  # noqa: N815  # the wire's spelling
    level: list[str] = []

    def asked(self) -> LogPage:
        """Return the page.

        Raises:
            Invalid: a level is none.
        """
        levels = [level(part) for text in self.level for part in text.split(",") if part]
        if unknown := [name for name in levels if name not in _LEVEL]:
            raise Invalid(f'level: "{unknown[0][:80]}" is none of {", ".join(_LEVEL)}', details={"path": "level"})
        if self.log_id is not None and self.timestamp is None:
            raise Invalid("timestamp: give that of the line that log_id names", details={"path": "timestamp"})
        newer = self.direction in {"up", "prev"}
        return LogPage(self.limit, self.timestamp, self.log_id, newer, self.eventId or None, tuple(levels))


class FiguresIn(pydantic.BaseModel):
    """What a sync says of one kind: kept whole, whatever else it holds."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)

    eventId: Event  # noqa: N815  # the wire's spelling, here and below
    kindIdentifier: Kind  # noqa: N815

    def figures(self) -> Figures:
        """Return the figures."""
        said = {"eventId": self.eventId, "kindIdentifier": self.kindIdentifier, **(self.model_extra or {})}
        return Figures(self.eventId, self.kindIdentifier, said)


class SyncFiguresIn(pydantic.BaseModel):
    """Figures of several kinds."""

    syncKindsMetrics: Annotated[list[FiguresIn], Field(max_length=1_000)]  # noqa: N815


class KindFiguresIn(pydantic.BaseModel):
    """Figures of the kind and sync that the path names."""

    syncKindMetrics: dict[str, Any]  # noqa: N815

    def figures(self, event: str, kind: str) -> Figures:
        """Return the figures, under the names that they give, else those of the path."""
        try:
            named = {"eventId": event, "kindIdentifier": kind, **self.syncKindMetrics}
            return FiguresIn.model_validate(named).figures()
        except pydantic.ValidationError as error:
            first = error.errors()[0]
            path = ".".join(["syncKindMetrics", *map(str, first["loc"])])
            raise Invalid(f"{path}: {first['msg']}", details={"path": path}) from None


class HeartbeatIn(pydantic.BaseModel):
    """The sync that is still at work."""

    eventId: Event  # noqa: N815


class SyncFiguresShape(pydantic.BaseModel):
    """What a sync said of one kind, and when first and last."""

    model_config = ConfigDict(extra="allow")

    eventId: str  # noqa: N815
    kindIdentifier: str  # noqa: N815
    createdAt: Instant  # noqa: N815
    updatedAt: Instant  # noqa: N815


class FiguresAnswer(Done):
    """The figures of a sync, by kind."""

    count: int
    data: list[SyncFiguresShape]


class SyncShape(pydantic.BaseModel):
    """A sync."""

    eventId: str  # noqa: N815
    syncState: Literal["syncing", "pending", "completed", "failed", "aborted"]  # noqa: N815
    createdAt: Instant  # noqa: N815
    updatedAt: Instant  # noqa: N815


class SyncsAnswer(Done):
    """The last syncs, the newest first."""

    count: int
    data: list[SyncShape]


def level(text: str) -> str:
    """Return the one spelling of a level, whatever the client's logger calls it."""
    name = text.strip().upper()
    return _LEVELS.get(name, name)


def _read(text: str) -> datetime:
    now = clock.now()
    try:
        moment = pydantic.TypeAdapter(Moment).validate_python(datetime.fromisoformat(text))
    except ValueError:
        moment = now
    if moment > now + SKEW:
        moment = now
    return moment.replace(microsecond=moment.microsecond // 1_000 * 1_000)  # the wire shows no more, and pages by it


def kinds(found: dict[str, list[Example]]) -> dict[str, Any]:
    """Return examples by kind as the API shows them."""
    return {
        kind: {"examples": [{"_id": str(each.id), "data": each.data} for each in examples]}
        for kind, examples in found.items()
    }


def line(kept: Line) -> dict[str, Any]:
    """Return a line as the API shows it."""
    return {
        "_id": str(kept.id),
        "timestamp": clock.iso(kept.at),
        "level": kept.level,
        "message": kept.message,
        "eventId": kept.event,
        "extra": kept.extra,
    }


def figures(kept: KeptFigures) -> dict[str, Any]:
    """Return figures as the API shows them."""
    return {**kept.said, "createdAt": clock.iso(kept.created_at), "updatedAt": clock.iso(kept.updated_at)}


def sync(kept: Sync) -> dict[str, Any]:
    """Return a sync as the API shows it."""
    return {
        "eventId": kept.event,
        "syncState": kept.state,
        "createdAt": clock.iso(kept.created_at),
        "updatedAt": clock.iso(kept.updated_at),
    }
