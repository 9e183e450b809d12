"""Live events: resumed exactly, in order, filtered, bounded, ended when the session or the process ends."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

import pytest

from seaway.core import changes, stream
from seaway.core.actor import Actor
from seaway.core.changes import Change
from seaway.core.db import Connection, Database
from seaway.core.errors import Invalid, SeawayError, TooManyRequests, Unauthorized
from seaway.core.feed import FeedChange
from seaway.core.position import parse
from seaway.core.stream import Hub, frames
from seaway.core.wake import Waker
from seaway.core.work import Cause, writing

KINDS = frozenset({"thing", "other"})


@dataclass(frozen=True)
class Frame:
    """One server-sent event as a client reads it."""

    event: str
    id: str
    data: dict[str, object]


async def narrate(_db: Connection, told: Sequence[FeedChange]) -> list[bytes]:
    """Tell a change by its number."""
    return [json.dumps({"ref": change.ref}).encode() for change in told]


@pytest.fixture
async def hub(database: Database) -> AsyncIterator[Hub]:
    """A running hub."""
    waker = Waker(database.dsn)
    hub = Hub(database, waker, narrate)
    tasks = [asyncio.create_task(waker.run()), asyncio.create_task(hub.run())]
    yield hub
    hub.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Client:
    """Reads one stream as a browser would."""

    def __init__(self, hub: Hub, actor: Actor, after: str | None = None, kinds: frozenset[str] = KINDS) -> None:
        self.refusal: SeawayError | None = None
        self.actor = actor
        self.kinds = kinds
        self.frames = frames(hub, self.check, after)
        self.last = after or ""

    async def check(self) -> tuple[Actor, frozenset[str]]:
        """Answer as the authenticator does."""
        if self.refusal:
            raise self.refusal
        return self.actor, self.kinds

    async def read(self, seconds: float = 5.0) -> Frame:
        """Return the next event, skipping heartbeats."""
        async with asyncio.timeout(seconds):
            while True:
                lines = (await anext(self.frames)).decode().splitlines()
                fields = dict(line.split(": ", 1) for line in lines if line and not line.startswith(":"))
                self.last = fields.get("id", self.last)
                if "event" in fields:
                    return Frame(fields["event"], fields["id"], json.loads(fields["data"]))

    async def refs(self, count: int) -> list[object]:
        """Return the numbers of the next changes."""
        return [(await self.read()).data["ref"] for _ in range(count)]

    async def close(self) -> None:
        """Hang up."""
        await self.frames.aclose()  # type: ignore[attr-defined]  # frames is an async generator


async def record(database: Database, actor: Actor, *refs: int, kind: str = "thing") -> None:
    """Write a change for each number, in one transaction."""
    async with writing(database, actor, Cause("test:stream")) as work:
        await changes.record(work, kind, [Change(ref, "C") for ref in refs])


async def test_a_new_stream_begins_with_its_position_and_then_shows_what_happens(
    database: Database, admin: Actor, hub: Hub
) -> None:
    await record(database, admin, 1)
    client = Client(hub, admin)

    assert (await client.read()).event == "ready"
    await record(database, admin, 2, 3)
    assert await client.refs(2) == [2, 3]
    await client.close()


async def test_a_resumed_stream_shows_exactly_what_came_after_its_last_event(
    database: Database, admin: Actor, hub: Hub
) -> None:
    client = Client(hub, admin)
    await client.read()
    await record(database, admin, 1, 2, 3)
    assert await client.refs(2) == [1, 2]
    await client.close()
    await record(database, admin, 4)

    again = Client(hub, admin, client.last)

    assert (await again.read()).event == "ready"
    assert await again.refs(2) == [3, 4]
    await again.close()


async def test_nothing_is_lost_between_the_log_and_memory_under_interleaved_writers(
    database: Database, admin: Actor, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "RING", 5)  # streams fall back to the log all the time
    monkeypatch.setattr(stream, "PAGE", 3)
    await record(database, admin, 0)
    first = Client(hub, admin)
    await first.read()

    async def write(start: int) -> None:
        for number in range(start, start + 15):
            async with writing(database, admin, Cause("test:stream")) as work:
                await changes.record(work, "thing", [Change(number, "C")])
                await asyncio.sleep(0.001 * (number % 5))

    writers = asyncio.gather(write(100), write(200), write(300))
    second = Client(hub, admin, first.last)
    await second.read()
    seen, positions = [], []
    for _ in range(45):
        frame = await second.read()
        seen.append(frame.data["ref"])
        positions.append(parse(frame.id)[1])
    await writers

    assert sorted(seen) == [*range(100, 115), *range(200, 215), *range(300, 315)]  # type: ignore[type-var]  # numbers
    assert positions == sorted(positions)
    assert await first.refs(45) == seen
    await first.close()
    await second.close()


async def test_a_stream_shows_its_own_organisation_and_visible_kinds_alone(
    database: Database, admin: Actor, hub: Hub
) -> None:
    client = Client(hub, admin, kinds=frozenset({"thing"}))
    await client.read()
    async with database.writing("*") as db:
        org = await db.raw.fetchval(
            "insert into organisation(public_id, name) values ('org_' || random(), 'x') returning id"
        )
    await record(database, replace(admin, org_id=org), 1)
    await record(database, admin, 2, kind="other")
    await record(database, admin, 3)

    assert await client.refs(1) == [3]
    await client.close()


async def test_a_position_of_another_epoch_or_from_the_future_is_answered_with_a_reset(
    database: Database, admin: Actor, hub: Hub
) -> None:
    epoch = await hub.epoch()
    for token, reason in ((f"{epoch}x.1.1", "epoch"), (f"{epoch}.99999999999999.1", "unknown")):
        client = Client(hub, admin, token)
        frame = await client.read()
        assert (frame.event, frame.data["reason"]) == ("reset", reason)
        await record(database, admin, 1)
        assert await client.refs(1) == [1]
        await client.close()


async def test_a_position_too_far_behind_is_answered_with_a_reset(
    database: Database, admin: Actor, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "OLD", 3)
    token = (await hub.now()).token(await hub.epoch())
    await record(database, admin, 1, 2, 3)
    near = Client(hub, admin, token)
    assert (await near.read()).event == "ready"
    await record(database, admin, 4)

    far = Client(hub, admin, token)

    assert (await far.read()).data["reason"] == "too_old"
    await near.close()
    await far.close()


async def test_a_text_that_is_no_position_is_refused(admin: Actor, hub: Hub) -> None:
    with pytest.raises(Invalid, match="is not a position"):
        await Client(hub, admin, "1.2.3.4").read()


async def test_a_heartbeat_carries_the_position_so_that_hidden_changes_do_not_age_it(
    database: Database, admin: Actor, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.2)
    client = Client(hub, admin, kinds=frozenset())
    await client.read()
    before = parse(client.last)[1]
    await record(database, admin, 1)

    end = time.monotonic() + 5
    while parse(client.last)[1] <= before and time.monotonic() < end:
        frame = (await anext(client.frames)).decode()
        assert frame.startswith(": beat\nid: ")
        client.last = frame.split("id: ")[1].strip()

    assert parse(client.last)[1] > before
    await client.close()


async def test_the_end_of_the_session_ends_the_stream(admin: Actor, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.1)
    client = Client(hub, admin)
    await client.read()
    client.refusal = Unauthorized("Signed out")

    with pytest.raises(StopAsyncIteration):
        await client.read()


async def test_closing_the_hub_ends_every_stream_at_once(admin: Actor, hub: Hub) -> None:
    client = Client(hub, admin)
    await client.read()
    waiting = asyncio.create_task(client.read())
    await asyncio.sleep(0.05)
    began = time.monotonic()

    hub.close()

    await asyncio.gather(waiting, return_exceptions=True)
    assert isinstance(waiting.exception(), (StopAsyncIteration, RuntimeError))
    assert time.monotonic() - began < 1


async def test_streams_of_one_actor_are_limited_and_given_back(
    admin: Actor, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PER_ACTOR", 1)
    first = Client(hub, admin)
    await first.read()
    with pytest.raises(TooManyRequests):
        await Client(hub, admin).read()
    await first.close()

    second = Client(hub, admin)
    assert (await second.read()).event == "ready"
    await second.close()


async def test_what_nobody_follows_is_not_kept_in_memory(database: Database, admin: Actor, hub: Hub) -> None:
    client = Client(hub, admin)
    await client.read()
    await record(database, admin, 1)
    await client.refs(1)
    await client.close()

    assert hub._channels == {}
