"""What runs write in the catalog: changes in the name of a run name it as their cause, and are found by that."""

from dataclasses import replace
from typing import Any, Literal, NamedTuple

import orjson

from seaway.core import cursor
from seaway.core.errors import Invalid
from seaway.core.work import Cause, Work
from seaway.domains.access import service as access
from seaway.domains.entities import service as entities
from seaway.domains.runs import log_store, reporting, sight, store
from seaway.domains.runs.types import IN_PROGRESS, Affected

Op = Literal["created", "updated", "deleted"]


class AffectedPage(NamedTuple):
    """Some entities that a run wrote, and the cursor to the next ones; None at the end."""

    entities: list[Affected]
    next: str | None


@entities.written_for_runs
async def attach(work: Work, run: str) -> Work:
    """Return the work done in the name of a run, which goes on at least until it is done.

    Raises:
        Invalid: no such run, or it is not in progress.
    """
    if "\0" in run or await store.held(work, await sight.scope(work), run) != IN_PROGRESS:
        raise Invalid(f'run_id: run "{run[:80]}" is not in progress', details={"path": "run_id"})
    return replace(work, cause=Cause(f"run:{run}", work.cause.trace))


async def affected(work: Work, identifier: str, start: str | None, limit: int) -> AffectedPage:
    """Return the entities that a run wrote and that the actor may read, in the order in which it did.

    Raises:
        NotFound: no such run. Invalid: the cursor is none of this list.
    """
    run = await reporting.get(work, identifier)
    belongs = cursor.digest("affected", work.org, run.id)
    after = _place(cursor.read(start, belongs, "cursor")) if start else 0
    scope = access.filter(work, "read", "entities")
    rows = await log_store.affected(work, scope, run.id, after, limit + 1)
    page = rows[:limit]
    names = await entities.named(work, [row["ref"] for row in page])
    found: list[Affected] = []
    for row in page:
        op = _op(row["began"], row["ended"])
        if (name := names.get(row["ref"])) is not None:
            found.append(Affected(row["ref"], op, name.blueprint, name.identifier, name.title, row["at"]))
        elif op == "deleted":
            last: dict[str, Any] = orjson.loads(row["last"] or "{}")
            found.append(Affected(row["ref"], op, None, last.get("identifier"), last.get("title"), row["at"]))
    following = cursor.write(belongs, [page[-1]["first"]]) if len(rows) > limit else None
    return AffectedPage(found, following)


def _op(began: str, ended: str) -> Op:
    if ended == "D":
        return "deleted"
    return "created" if began == "C" else "updated"


def _place(held: list[Any]) -> int:
    match held:
        case [int(seq)]:
            return seq
    raise cursor.broken("cursor")
