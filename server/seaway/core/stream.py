"""Live events of an API process: one reader follows the change log and fans it out to every open stream.

A stream is a sequence of positions that only grows. What it needs next comes from its organisation's ring in memory,
and from the change log when it is further behind, so a client that resumes by id misses nothing and a slow one costs no
memory: it is the client's own pace that asks for the next event.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import orjson

from seaway.core import log
from seaway.core.actor import Actor
from seaway.core.db import AWAY, EVERY_ORGANISATION, Connection, Database, sql
from seaway.core.errors import SeawayError, TooManyRequests
from seaway.core.feed import admin
from seaway.core.feed import store as feed
from seaway.core.feed.types import FeedChange
from seaway.core.position import Position, parse
from seaway.core.wake import POLL, Waker

RING = 1_000  # events kept in memory for each organisation that somebody follows
PAGE = 200  # changes read at once
OLD = 10_000  # changes after which a client does better to load its pages anew
BEAT = 15.0  # seconds between heartbeats; proxies cut silent connections
PER_ACTOR = 50  # streams
NOTICE = b"event: notice\ndata: {}\n\n"  # without an id: it is no position
PROBE = 0.05  # seconds until the next look after a wake-up that showed nothing: an older transaction may hold it back
_log = log.logger("stream")

# unscoped: a position belongs to the installation
_NOW = sql("""
  select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xid,
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next""")
_FAR = sql("""
  select 1 from change where (xid, seq) > (cast(cast(:xid as text) as xid8), cast(:seq as bigint))
  order by xid, seq offset :old limit 1""")

Narrator = Callable[[Connection, Sequence[FeedChange]], Awaitable[list[bytes]]]
"""Turns changes into the JSON of their events, in order; called with connections that see every organisation."""


@dataclass(frozen=True, slots=True)
class Event:
    """A change as clients get it."""

    position: Position
    kind: str
    body: bytes


@dataclass(slots=True)
class Channel:
    """What is in memory for one organisation (`org` is its public id): every event after `floor`."""

    floor: Position
    org: str = ""
    ring: deque[Event] = field(default_factory=deque)
    followers: int = 0
    notices: Counter[str] = field(default_factory=Counter)  # by actor: how often something of their own was new
    turn: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, events: Sequence[Event]) -> None:
        """Add events, forgetting the oldest over the limit."""
        self.ring.extend(events)
        while len(self.ring) > RING:
            self.floor = self.ring.popleft().position
        self.wake()

    def wake(self) -> None:
        """Let every stream look again."""
        done, self.turn = self.turn, asyncio.Event()
        done.set()

    def after(self, position: Position) -> list[Event]:
        """Return what came after a position at or above the floor."""
        newer = []
        for event in reversed(self.ring):
            if event.position <= position:
                break
            newer.append(event)
        return newer[::-1]


class Hub:
    """The reader of a process. `run` it for as long as the process serves; `close` ends every stream."""

    def __init__(self, database: Database, waker: Waker, narrate: Narrator) -> None:
        self._database = database
        self._waker = waker
        self._narrate = narrate
        self._reading = asyncio.Lock()
        self._channels: dict[int, Channel] = {}
        self._actors: Counter[str] = Counter()
        self._position = Position(0, 0)
        self._epoch: str | None = None
        self.closing = False

    async def run(self) -> None:
        """Read and fan out until cancelled."""
        pause = POLL
        while True:
            turn = self._waker.turn()
            try:
                count = await self._read()
            except AWAY as error:
                _log.warning("live events wait for the database", error=str(error))
                count = 0
            if count < PAGE:
                await Waker.wait(turn, pause)
                pause = PROBE if turn.is_set() or count else min(POLL, pause * 2)

    def notice(self, text: str) -> None:
        """Tell the streams of one person that something of their own is new; see `core.notices`."""
        org, _, actor = text.partition(" ")
        for channel in self._channels.values():
            if channel.org == org:
                channel.notices[actor] += 1
                channel.wake()

    def close(self) -> None:
        """End every stream: the process is about to stop."""
        self.closing = True
        for channel in self._channels.values():
            channel.wake()

    async def epoch(self) -> str:
        """Return the installation's epoch."""
        if self._epoch is None:
            async with self._database.reading(EVERY_ORGANISATION) as db:
                self._epoch = await admin.epoch(db)
        return self._epoch

    @property
    def position(self) -> Position:
        """Up to where the reader has read."""
        return self._position

    @asynccontextmanager
    async def following(self, actor: Actor) -> AsyncIterator[Channel]:
        """Take part in an organisation's channel.

        Raises:
            TooManyRequests: the actor follows in too many places already.
        """
        if self._actors[actor.id] >= PER_ACTOR:
            raise TooManyRequests(f"{PER_ACTOR} event streams are open already; close one", retry_after=30)
        self._actors[actor.id] += 1
        try:
            channel = await self._join(actor)
            try:
                yield channel
            finally:
                channel.followers -= 1
                if not channel.followers:
                    self._channels.pop(actor.org_id, None)
        finally:
            self._actors[actor.id] -= 1
            self._actors += Counter()  # drops zeros

    async def _join(self, actor: Actor) -> Channel:
        async with self._reading:
            if not self._channels:
                self._position = await self.now()
            channel = self._channels.setdefault(actor.org_id, Channel(self._position, actor.org))
            channel.followers += 1
            return channel

    async def now(self) -> Position:
        """Return the place before every change that is yet to come."""
        async with self._database.reading(EVERY_ORGANISATION) as db:
            row = await db.one(_NOW)
        return Position(row["xid"] if row else 0, 0)

    async def _read(self) -> int:
        """Read the next page; return how many changes it had."""
        async with self._reading:
            if not self._channels:
                return 0
            async with self._database.reading(EVERY_ORGANISATION) as db:
                changes = await feed.read_all(db, self._position, PAGE)
                followed = [change for change in changes if change.org_id in self._channels]
                events = await self._tell(db, followed)
            if changes:
                self._position = changes[-1].position
            for org in {change.org_id for change in followed}:
                pairs = zip(followed, events, strict=True)
                if channel := self._channels.get(org):
                    channel.add([event for change, event in pairs if change.org_id == org])
            return len(changes)

    async def page(self, org: int, after: Position) -> list[Event]:
        """Return an organisation's next events from the change log."""
        async with self._database.reading(EVERY_ORGANISATION) as db:
            return await self._tell(db, await feed.read_all(db, after, PAGE, org))

    async def _tell(self, db: Connection, changes: Sequence[FeedChange]) -> list[Event]:
        if not changes:
            return []
        bodies = await self._narrate(db, changes)
        pairs = zip(changes, bodies, strict=True)
        return [Event(change.position, change.kind, body) for change, body in pairs]

    async def unfit(self, token: str) -> str | None:
        """Return why a client cannot resume at a position: `epoch`, `unknown` or `too_old`; None when it can.

        Raises:
            Invalid: it is not a position at all.
        """
        epoch, position = parse(token)
        if epoch != await self.epoch():
            return "epoch"
        async with self._database.reading(EVERY_ORGANISATION) as db:
            row = await db.one(_NOW)
            if row is not None and position.xid > row["next"]:
                return "unknown"
            far = await db.value(_FAR, xid=str(position.xid), seq=position.seq, old=OLD)
        return "too_old" if far else None


Check = Callable[[], Awaitable[tuple[Actor, frozenset[str]]]]
"""Answers who follows and which kinds they may see; raises when the session has ended."""


async def frames(hub: Hub, check: Check, after: str | None) -> AsyncIterator[bytes]:
    """Yield the frames of one stream: `ready` or `reset` first, then every visible change after the position."""
    actor, kinds = await check()
    reason = await hub.unfit(after) if after else None
    async with hub.following(actor) as channel:
        epoch = await hub.epoch()
        position = parse(after)[1] if after and not reason else await hub.now()
        noticed = channel.notices[actor.id]  # before the greeting: what is said while that is read counts as new
        yield _hello(position.token(epoch), reason)
        checked = time.monotonic()
        while not hub.closing:
            turn = channel.turn
            if channel.notices[actor.id] != noticed:
                noticed = channel.notices[actor.id]
                yield NOTICE
            events, position = await _next(hub, actor.org_id, channel, position)
            for event in events:
                if event.kind in kinds:
                    yield _frame(b"change", event.position.token(epoch), event.body)
            if not events and position >= channel.floor:
                await Waker.wait(turn, max(0.0, checked + BEAT - time.monotonic()))
            if time.monotonic() >= checked + BEAT and not hub.closing:
                try:
                    actor, kinds = await check()
                except SeawayError:
                    return  # signed out, or no longer a member: the next attempt is told so
                checked = time.monotonic()
                yield b": beat\nid: " + position.token(epoch).encode() + b"\n\n"


async def _next(hub: Hub, org: int, channel: Channel, position: Position) -> tuple[list[Event], Position]:
    """Return the next events and where the stream stands after them."""
    if position < channel.floor:
        events = await hub.page(org, position)
        return events, events[-1].position if events else channel.floor
    events = channel.after(position)
    return events, events[-1].position if events else max(position, hub.position)


def _hello(token: str, reason: str | None) -> bytes:
    if reason is None:
        return _frame(b"ready", token, orjson.dumps({"position": token}))
    return _frame(b"reset", token, orjson.dumps({"reason": reason, "position": token}))


def _frame(event: bytes, token: str, data: bytes) -> bytes:
    return b"event: " + event + b"\nid: " + token.encode() + b"\ndata: " + data + b"\n\n"
