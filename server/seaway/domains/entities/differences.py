"""What changed between two instants, net: of an entity, of a blueprint, or of all within some hops of an entity.

An entity that came and went in between, or was changed and changed back, makes no difference. Each difference says how
many single changes led to it and where they are told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from seaway.core import cursor
from seaway.core.errors import Invalid, NotFound
from seaway.core.work import Work
from seaway.domains.access import service as access
from seaway.domains.entities import graph, graph_past, history, past, past_store
from seaway.domains.entities.graph_past import Scene
from seaway.domains.entities.past_store import Instant, Window
from seaway.domains.entities.undo import State, diff
from seaway.kit import clock

MAX_HOPS = graph.MAX_DEPTH


@dataclass(frozen=True, slots=True)
class Span:
    """Between which instants (or positions; `until` is now where it is None), and which page of what changed."""

    since: str
    until: str | None = None
    limit: int = 50
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    """A page of differences as the API shows them; `truncated`, when the graph around an entity was cut."""

    differences: list[dict[str, Any]]
    since: datetime
    until: datetime
    next: str | None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: after which entity, and the end of the span, which stays while pages are turned."""

    window: Window
    until: Instant
    after: int
    belongs: str
    limit: int


async def of_blueprint(work: Work, name: str, span: Span) -> Differences:
    """Return what changed in a blueprint.

    Raises:
        NotFound: there was no such blueprint at either end. Invalid: an end or the cursor cannot be used.
        TooCostly: the blueprint has too many entities.
    """
    await access.require(work, "read", "entities")
    async with work.db.steady():
        place = await _place(work, span, "blueprint", name)
        known = await past.world(work, place.until)
        try:
            owner = await past.named(work, known, name, span.until or "this moment")
        except NotFound:
            owner = await past.named(work, await past.world(work, place.window.since), name, span.since)
        await past.bounded(work, [owner.id], "since")
        refs = await past_store.touched(work, [owner.id], place.window, (place.after, place.limit + 1))
        return await _told(work, place, refs, truncated=False)


async def of_entity(work: Work, blueprint: str, identifier: str, span: Span, *, hops: int = 0) -> Differences:
    """Return what changed in an entity; with `hops`, also in all that was so near to it at either end.

    Raises:
        NotFound: nobody has or had that name. Invalid: an end or the cursor cannot be used. TooCostly: of hops, as
        `graph_past.around`.
    """
    await access.require(work, "read", "entities")
    async with work.db.steady():
        place = await _place(work, span, "entity", blueprint, identifier, hops)
        near, cut = set((await history.lives_of(work, blueprint, identifier)).refs), False
        if hops:
            near, cut = await _near(work, (blueprint, identifier), near, place, hops)
        changed = await past_store.tallied(work, sorted(near), place.window)
        refs = [ref for ref in sorted(changed) if ref > place.after][: place.limit + 1]
        return await _told(work, place, refs, truncated=cut)


async def _near(
    work: Work, entity: tuple[str, str], itself: set[int], place: _Place, hops: int
) -> tuple[set[int], bool]:
    """Return what is within so many hops at either end of the span, and whether a limit cut it."""
    asked = graph.Asked(depth=hops, limit=graph.MAX_NODES)
    near, cut = set(itself), False
    for end in (place.window.since, place.until):
        said = clock.iso(end.moment)
        try:
            scene = await graph_past.scene(work, entity, end, asked, said)
        except NotFound:
            continue
        origin = scene.origin or _under(scene, itself)
        if origin is not None:
            found, was_cut = await graph.numbers(scene.web, origin, scene.known, asked)
            near |= found
            cut = cut or was_cut
    return near, cut


def _under(scene: Scene, numbers: set[int]) -> Any | None:
    """Return the entity as it was under another name."""
    return next((scene.web.nodes[number] for number in sorted(numbers) if number in scene.web.nodes), None)


async def _place(work: Work, span: Span, *what: Any) -> _Place:
    belongs = cursor.digest("difference", work.org, span.since, span.until, *what)
    after, until = 0, span.until
    if span.start:
        match cursor.read(span.start, belongs, "cursor"):
            case [int(after), str(until)] if 0 <= after < 1 << 63 and not isinstance(after, bool):
                pass
            case _:
                raise cursor.broken("cursor")
    since = await past.instant(work, span.since)
    end = Instant(clock.now()) if until is None else await past.instant(work, until)
    if end.moment < since.moment:
        raise Invalid("until: lies before since; exchange them", details={"path": "until"})
    return _Place(Window(since, end), end, after, belongs, span.limit)


async def _told(work: Work, place: _Place, refs: Sequence[int], *, truncated: bool) -> Differences:
    more, refs = len(refs) > place.limit, refs[: place.limit]
    before = await past_store.shown(work, place.window.since, refs)
    after = await past_store.shown(work, place.until, refs)
    names = _names(await past.world(work, place.window.since)) | _names(await past.world(work, place.until))
    counts = await past_store.tallied(work, refs, place.window)
    found = []
    for ref in refs:
        number, old = before.get(ref, (0, None))
        number, new = after.get(ref, (number, None))
        if (told := _difference(old, new)) is not None and number in names:
            name = {"blueprint": names[number], "identifier": told["identifier"]}
            found.append({**name, **told, "count": counts.get(ref, 0), "history": _link(name, place.window)})
    following = cursor.write(place.belongs, [refs[-1], _said(place.until)]) if more else None
    return Differences(found, place.window.since.moment, place.until.moment, following, truncated)


def _names(known: past.World) -> dict[int, str]:
    return {number: each.identifier for number, each in known.items()}


def _said(at: Instant) -> str:
    return at.moment.isoformat()


def _difference(old: State | None, new: State | None) -> dict[str, Any] | None:
    state = new or old
    if state is None:
        return None
    if old is not None and new is not None:
        undo = diff(old, new)
        if not undo:
            return None
        return _said_of(state, "updated", list(history.changed(old, new, undo)))
    return _said_of(state, "deleted" if new is None else "created", list(history.changed(old, new, None)))


def _said_of(state: State, op: str, changed: list[dict[str, Any]]) -> dict[str, Any]:
    return {"identifier": state.identifier, "title": state.title, "op": op, "changed": changed}


def _link(name: Mapping[str, str], window: Window) -> str:
    """Return where the single changes are told."""
    ends = {"since": window.since.moment.isoformat()}
    if window.until is not None:
        ends["until"] = window.until.moment.isoformat()
    path = f"/v1/blueprints/{quote(name['blueprint'], safe='')}/entities/{quote(name['identifier'], safe='')}"
    return f"{path}/history?{urlencode(ends)}"
