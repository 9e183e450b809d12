"""Scorecards in the change log, and their end."""

from collections.abc import Sequence
from typing import Any

import orjson

from seaway.core import changes
from seaway.core.changes import Change
from seaway.core.work import Work
from seaway.domains.scorecards import definition, store
from seaway.domains.scorecards.types import Draft, Scorecard

KIND = "scorecard"


def sections(draft: Draft) -> dict[str, Any]:
    """Return a scorecard as the change log keeps it; what is absent is left out."""
    named = {
        "identifier": draft.identifier,
        "title": draft.title,
        "filter": draft.filter,
        "levels": list(draft.levels),
        "rules": list(draft.rules),
        "properties": draft.properties or None,
    }
    return {name: value for name, value in named.items() if value is not None}


async def write(work: Work, before: Scorecard, after: Draft) -> bool:
    """Keep what differs, with its record; false, and no trace, when nothing does. The row is locked."""
    old, new = sections(before.draft), sections(after)
    differs = [name for name in {**old, **new} if orjson.dumps(old.get(name)) != orjson.dumps(new.get(name))]
    if not differs:
        return False
    judged = bool({"filter", "levels", "rules"}.intersection(differs))
    await store.update(work, before.number, after, relative=definition.relative(after), judged=judged)
    undo = {name: old.get(name) for name in differs}
    await changes.record(work, KIND, [Change(before.number, "U", undo)], blueprint=before.blueprint_id)
    return True


async def forget(work: Work, scorecards: Sequence[Scorecard]) -> None:
    """Remove scorecards, whose rows are locked, with their results; each leaves a record."""
    await store.delete(work, [each.number for each in scorecards])
    for each in scorecards:
        last = {**sections(each.draft), "blueprint": each.blueprint}
        await changes.record(work, KIND, [Change(each.number, "D", last)], blueprint=each.blueprint_id)
