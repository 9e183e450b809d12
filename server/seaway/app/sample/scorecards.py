"""The sample's scorecards of components: added where they are missing, removed again, and told by a plan beforehand."""

from typing import Any

from seaway.core.plan import Effect
from seaway.core.work import Work
from seaway.domains.scorecards import service as scorecards
from seaway.domains.scorecards.types import Draft

BLUEPRINT = "component"


def _asks(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"combinator": "and", "conditions": list(conditions)}


def _filled(name: str) -> dict[str, Any]:
    return {"property": name, "operator": "isNotEmpty"}


def _rule(identifier: str, title: str, level: str, condition: dict[str, Any], why: str) -> dict[str, Any]:
    return {"identifier": identifier, "title": title, "description": why, "level": level, "query": _asks(condition)}


DRAFTS = (
    Draft(
        identifier="production_readiness",
        title="Production readiness",
        filter=_asks(
            {"property": "lifecycle", "operator": "=", "value": "production"},
            {"property": "type", "operator": "!=", "value": "library"},
        ),
        rules=[
            _rule("owned", "Has an owner", "Bronze", _filled("$team"), "Somebody answers for it."),
            _rule("described", "Says what it is for", "Bronze", _filled("description"), "One sentence is enough."),
            _rule(
                "watched", "Has a dashboard", "Silver", _filled("monitoring"), "Trouble is seen before users see it."
            ),
            _rule("on_call", "Somebody is on call", "Silver", _filled("on_call"), "Somebody is woken by an alert."),
            _rule(
                "redundant",
                "Runs three times or more",
                "Gold",
                {"property": "replicas", "operator": ">=", "value": 3},
                "One instance may fail while another is replaced.",
            ),
            _rule(
                "fresh",
                "Was deployed in the last week",
                "Gold",
                {"property": "last_deploy", "operator": "between", "value": {"preset": "lastWeek"}},
                "What is deployed often is deployed safely.",
            ),
        ],
    ),
    Draft(
        identifier="documentation",
        title="Documentation",
        levels=[
            {"title": "Missing", "color": "red"},
            {"title": "Started", "color": "orange"},
            {"title": "Complete", "color": "green"},
        ],
        rules=[
            _rule("readme", "Has a readme", "Started", _filled("readme"), "A newcomer knows where to begin."),
            _rule("repository", "Leads to its source", "Started", _filled("repository"), "The code is one step away."),
            _rule(
                "api",
                "Describes its API",
                "Complete",
                {"relation": "providesApi", "operator": "isNotEmpty"},
                "Callers need not read the code.",
            ),
        ],
    ),
)
_NAMES = frozenset(draft.identifier for draft in DRAFTS)


async def missing(work: Work) -> list[Effect]:
    """Return the scorecards that `load` would add."""
    there = {each.identifier for each in await scorecards.list_all(work)}
    return [
        Effect("create", "scorecard", draft.identifier, None, {"title": draft.title})
        for draft in DRAFTS
        if draft.identifier not in there
    ]


async def brought(work: Work) -> list[Effect]:
    """Return the scorecards that `remove` would take away."""
    return [
        Effect("delete", "scorecard", each.identifier, {"title": each.draft.title}, None)
        for each in await scorecards.list_all(work)
        if each.blueprint == BLUEPRINT and each.identifier in _NAMES
    ]


async def load(work: Work) -> None:
    """Add the scorecards that are not there, once the sample's blueprints are."""
    there = {each.identifier for each in await scorecards.list_all(work)}
    for draft in DRAFTS:
        if draft.identifier not in there:
            await scorecards.create(work, BLUEPRINT, draft)


async def remove(work: Work) -> None:
    """Remove the scorecards that are still there; if their blueprint went, they went with it."""
    for each in await scorecards.list_all(work):
        if each.blueprint == BLUEPRINT and each.identifier in _NAMES:
            await scorecards.delete(work, BLUEPRINT, each.identifier)
