"""Where each value of an entity comes from: who said it last, when and why; a view over the change log."""

from typing import Any

from seaway.core.actor import TYPE_OF_CODE
from seaway.core.work import Work
from seaway.domains.entities import graph, history_store
from seaway.kit import clock


async def of(work: Work, blueprint: str, identifier: str) -> dict[str, Any]:
    """Return the origin of every value by its path, such as `properties.tier`; `*` is that of all that never changed.

    Raises:
        NotFound: no such blueprint or entity.
    """
    root = await graph.root(work, blueprint, identifier)
    rows = await history_store.origins(work, root["id"])
    return {_path(row): _origin(row) for row in rows}


def _path(row: Any) -> str:
    if row["key"] is None:
        return "*"
    return f"{row['section']}.{row['key']}" if row["section"] else str(row["key"])


def _origin(row: Any) -> dict[str, Any]:
    return {
        "at": clock.iso(row["at"]),
        "actor": {"id": row["actor"], "type": TYPE_OF_CODE.get(row["actor_type"], "system"), "name": row["actor_name"]},
        "source": row["source"],
        "cause": row["cause"],
        "displaced": row["displaced"],
    }
