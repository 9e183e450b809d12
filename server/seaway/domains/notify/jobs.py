"""Tells people what happened to what they watch, and how the imports ended that they asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from seaway.core import feed
from seaway.core.feed import FeedChange
from seaway.core.work import Work
from seaway.domains.imports import service as imports
from seaway.domains.imports.types import ENDED
from seaway.domains.notify import news_store
from seaway.domains.notify.types import Happened

_SECTIONS = frozenset({"properties", "relations"})
_ASIDE = frozenset({"nulls", "follows"})


@feed.on_batch("entity", "blueprint", name="notify.watchers")
async def tell_watchers(work: Work, changes: Sequence[FeedChange]) -> None:
    """Tell whoever watches what changed, or its blueprint; nobody is told what they did themselves."""
    await news_store.spread(work, [_happened(change) for change in changes])


@feed.on("import", name="notify.imports")
async def tell_requester(work: Work, change: FeedChange) -> None:
    """Tell the person who asked for an import that it has ended; whoever cancels one knows."""
    if change.op != "U" or "startedAt" in (change.undo or {}):  # it began
        return
    run = (await imports.by_numbers(work, [change.ref])).get(change.ref)
    if run is None or run.dry_run or run.created_by is None or run.status not in ENDED or run.status == "cancelled":
        return
    last = (change.op, change.at, change.position)
    await news_store.ended(work, run.id, run.created_by, run.source.name, last)


def _happened(change: FeedChange) -> Happened:
    undo: Mapping[str, Any] = change.undo or {}
    gone = change.op == "D"
    return Happened(
        kind="entity" if change.kind == "entity" else "blueprint",
        number=change.ref,
        blueprint=change.blueprint if change.kind == "entity" else None,
        op=change.op,
        actor=change.actor,
        at=change.at,
        position=change.position,
        changed=tuple(_changed(undo)) if change.op == "U" and change.kind == "entity" else (),
        identifier=undo.get("identifier") if gone else None,
        title=undo.get("title") if gone else None,
    )


def _changed(undo: Mapping[str, Any]) -> list[str]:
    """Return the names of what an update touched: properties, relations, and `$title` and the like."""
    names: list[str] = []
    for key, old in undo.items():
        if key in _SECTIONS and isinstance(old, Mapping):
            names += old
        elif key not in _ASIDE:
            names.append(f"${key}")
    return sorted(names)
