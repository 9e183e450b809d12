"""Warnings about what Backstage keeps silently though it has no effect, or not the one that was meant."""

from collections.abc import Container, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from seaway.engines.backstage.envelope import OUTPUT_ONLY
from seaway.engines.backstage.kinds import KINDS, Kind

_METADATA = ("name", "namespace", "title", "description", "labels", "annotations", "tags", "links", "uid", "etag")
_OLD_NAMES = {"implementsapis": "providesApis"}
_MEANT_ELSEWHERE = {
    name: kind.name for kind in KINDS.values() if kind.name != "Template" for name in kind.fields if name != "profile"
}
_SIMILARITY = 0.85
_MAX_UNKNOWN = 50


def warnings(kind: Kind, entity: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each field that looks like a known one, or is known for other kinds only."""
    for field in OUTPUT_ONLY:
        if field in entity:
            yield f"{field} is written by catalogs: what the file says there is left aside"
    for field in _unknown(entity["metadata"], _METADATA):
        if near := _near(field, _METADATA):
            yield f"metadata.{field[:100]} has no meaning: did you mean metadata.{near}?"
    for field in _unknown(entity["spec"], kind.fields):
        if near := _near(field, kind.fields):
            yield f"spec.{field[:100]} has no meaning and emits no relation: did you mean spec.{near}?"
        elif field in _MEANT_ELSEWHERE:
            yield f"spec.{field} has no meaning for the kind {kind.name}: it is kept as plain data"


def _unknown(fields: dict[str, Any], known: Container[str]) -> list[str]:
    """Return the first unknown fields; comparing thousands would be slow and help nobody."""
    return [field for field in fields if field not in known][:_MAX_UNKNOWN]


def _near(field: str, known: Iterable[str]) -> str | None:
    """Return the known field that the unknown one was probably meant to be."""
    by_lower = {name.lower(): name for name in known}
    lower = field[:100].lower().replace("_", "").replace("-", "")
    if lower in by_lower:
        return by_lower[lower]
    if (current := _OLD_NAMES.get(lower, "")).lower() in by_lower:
        return current
    close = [] if field in _MEANT_ELSEWHERE else get_close_matches(lower, by_lower, n=1, cutoff=_SIMILARITY)
    return by_lower[close[0]] if close else None
