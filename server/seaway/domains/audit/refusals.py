"""Writes that were refused, as records of the audit log: what each was aimed at is read off its path."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

import orjson

from seaway.domains.audit.types import METHODS, Filters, Record, Who

ORIGIN = "API"
_PATH = re.compile(r"/v1/(?:blueprints/(?P<blueprint>[^/]+)(?:/entities(?:/(?P<entity>[^/]+))?)?|(?P<other>[^/]+))")
_KINDS = {
    "apps": "machine", "blueprints": "blueprint", "entities": "entity", "imports": "import",
    "organization": "organisation", "pages": "page", "teams": "team", "users": "user",
}  # fmt: skip


def wanted(filters: Filters) -> bool:
    """Tell whether refused writes can be among what is asked for: nothing is known of what caused them."""
    caused = filters.causes is not None or filters.installation is not None
    elsewhere = filters.origins and ORIGIN not in filters.origins
    return filters.status != "SUCCESS" and filters.change is None and not caused and not elsewhere


def records(rows: Sequence[Any], filters: Filters) -> list[Record]:
    """Return refused writes as records, those that are asked for."""
    return [record for record in map(_record, rows) if _fits(record, filters)][: filters.limit]


def _fits(record: Record, filters: Filters) -> bool:
    return (
        filters.blueprint in (None, record.blueprint)
        and filters.entity in (None, record.entity)
        and (not filters.kinds or record.kind in filters.kinds)
    )


def _record(row: Any) -> Record:
    method, _, path = row["subject"].partition(" ")
    found = _PATH.match(path)
    parts = found.groupdict() if found else {}
    detail = orjson.loads(row["detail"])
    return Record(
        id=f"event_r{row['id']:x}",
        action=METHODS[method],
        kind=_kind(path, parts),
        status="FAILURE",
        who=Who(row["who"], row["who_email"], row["who_name"]),
        origin=ORIGIN,
        at=row["at"],
        blueprint=_name(parts.get("blueprint")),
        entity=_name(parts.get("entity")),
        message=f"{method} {path} was refused: {detail.get('permission') or detail.get('error', 'forbidden')}",
        details=detail,
    )


def _kind(path: str, parts: dict[str, str | None]) -> str:
    if parts.get("blueprint"):
        return "entity" if "/entities" in path else "blueprint"
    other = parts.get("other") or "organization"
    return _KINDS.get(other, other)


def _name(part: str | None) -> str | None:
    return None if part is None else unquote(part)
