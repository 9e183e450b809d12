"""Shows a plan: what a write would change, before it happens."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from seaway_cli.output import note

SIGNS = {"create": "+", "update": "~", "delete": "-"}
SHOWN = 50


def show(plan: Mapping[str, Any]) -> None:
    """Print a plan's effects, policies and counts to the person."""
    lines = list(_lines(plan))
    for line in lines[:SHOWN]:
        note(line)
    left = sum(_numbers(plan)) - SHOWN
    if left > 0:
        note(f"… and {left} more")
    for policy in plan.get("policies", ()):
        note(f"! {policy['message']}")
    for unknown in plan.get("unknown", ()):
        note(f"? {unknown} cannot be foreseen")
    note(f"Plan: {summary(plan)}.")


def empty(plan: Mapping[str, Any]) -> bool:
    """Tell whether nothing at all would happen."""
    return not any(_numbers(plan)) and not plan.get("unknown")


def summary(plan: Mapping[str, Any]) -> str:
    """Return the counts in words: `3 entities to create, 1 to delete`."""
    told = []
    for sort, counts in plan.get("counts", {}).items():
        parts = [f"{number} to {op}" for op, number in counts.items() if number]
        if parts:
            told.append(f"{sort}: {', '.join(parts)}")
    return "; ".join(told) or "nothing changes"


def _numbers(plan: Mapping[str, Any]) -> list[int]:
    return [number for counts in plan.get("counts", {}).values() for number in counts.values()]


def _lines(plan: Mapping[str, Any]) -> Iterator[str]:
    for effect in (*plan.get("others", ()), *plan.get("entities", ())):
        named = effect["subject"] if effect["kind"] == "entity" else f"{effect['kind']} {effect['subject']}"
        yield f"{SIGNS[effect['op']]} {named}{_difference(effect) if effect['op'] == 'update' else ''}"
    for effect in plan.get("relations", ()):
        edge = effect["after"] or effect["before"]
        yield f"{SIGNS[effect['op']]} {edge['source']} {edge['relation']} {edge['target']}"


def _difference(effect: Mapping[str, Any]) -> str:
    before, after = effect["before"] or {}, effect["after"] or {}
    names = sorted({*before, *after})
    return "".join(f"\n    {name}: {_short(before.get(name))} → {_short(after.get(name))}" for name in names)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"
