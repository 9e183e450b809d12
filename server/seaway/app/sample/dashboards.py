"""The sample's dashboards: what an engineering lead and whoever pays the cloud bill look at first."""

from typing import Any

from seaway.app.sample.widgets import number, of, row, table, where
from seaway.domains.portal.types import DASHBOARD, PageDraft

_MONTH = {"preset": "lastMonth"}
HEALTH: list[dict[str, Any]] = [
    number("components", "Components", of("component"), good="up"),
    number(
        "down",
        "Down or degraded",
        of("component", where("health", ["Down", "Degraded"], "in")),
        conditionalFormatting=[
            {"operator": "=", "value": 0, "color": "green", "message": "All is well"},
            {"operator": ">", "value": 0, "color": "orange", "message": "Look at these first"},
            {"operator": ">", "value": 15, "color": "red", "message": "More than usual"},
        ],
    ),
    number(
        "per_day", "Deployments", of("deployment"), func="average", averageOf="day", measureTimeBy="deployed_at",
        unit="custom", unitCustom="per day",
    ),
    number(
        "lasting", "Time to deploy", of("deployment", where("status", "Succeeded")), calculationBy="property",
        chartType="aggregateByProperty", func="median", property="duration", unit="custom", unitCustom="s",
        displayFormatting="round",
    ),
    {
        "id": "delivery", "type": "line-chart", "title": "Delivery", "description": "deployments by outcome, daily",
        **of("deployment"), "chartType": "countEntities", "func": "count", "measureTimeBy": "deployed_at",
        "breakdownProperty": "status", "timeInterval": "day", "timeRange": _MONTH,
    },
    {
        "id": "attention", "type": "entity-list", "title": "Needs attention", "aboutProperty": "description",
        **of("component", where("health", "Down")), "emptyStateText": "Nothing is down.",
    },
    {"id": "tiers", "type": "entities-pie-chart", "title": "Health", "property": "property#health", **of("component")},
    {
        "id": "by_tier", "type": "bar-chart", "title": "Health by tier", "property": "property#tier",
        "breakdownProperty": "health", **of("component", where("type", "library", "!=")),
    },
    {"id": "owners", "type": "bar-chart", "title": "Components by team", "property": "$team", **of("component")},
    table(
        "incidents", "Open incidents", of("incident", where("status", "resolved", "!=")),
        ["severity", "status", "started_at"], "severity",
    ),
]  # fmt: skip
COST: list[dict[str, Any]] = [
    number(
        "total", "Cost per month", of("resource"), calculationBy="property", chartType="aggregateByProperty",
        func="sum", property="costPerMonth", unit="€", displayFormatting="round", good="down",
    ),
    number(
        "dearest", "Dearest resource", of("resource"), calculationBy="property", chartType="aggregateByProperty",
        func="max", property="costPerMonth", unit="€", displayFormatting="round",
    ),
    number("resources", "Resources", of("resource"), good="down"),
    {"id": "kinds", "type": "entities-pie-chart", "title": "By type", "property": "property#type", **of("resource")},
    {"id": "regions", "type": "bar-chart", "title": "By region", "property": "property#region", **of("resource")},
    table("dear", "The dearest first", of("resource"), ["$team", "type", "region", "costPerMonth"], "-costPerMonth"),
    {
        "id": "note", "type": "markdown", "title": "How we spend", "source": "custom",
        "markdown": "Hello {{ .user.firstName }}. Costs come from the **cost** property of each resource.\n\n"
        "* Turn off what nobody uses.\n* Ask *Developer Experience* before you buy something large.",
    },
    {
        "id": "links", "type": "links-widget", "title": "Go on",
        "links": [
            {"title": "All resources", "url": "/catalog/resources", "description": "Filter, sort", "icon": "Cloud"},
            {"title": "Engineering health", "url": "/dashboards/harbor_engineering_health", "icon": "Stack"},
        ],
    },
]  # fmt: skip
_MINE = {
    "identifier": "mine",
    "title": "My teams",
    "query": {
        "combinator": "and",
        "rules": [
            {
                "property": "$team",
                "operator": "containsAny",
                "value": {"context": "userTeams", "property": "$identifier"},
            }
        ],
    },
}
_LAYOUTS = {
    "health": [
        row(4, ("components", 3), ("down", 3), ("per_day", 3), ("lasting", 3)),
        row(11, ("delivery", 8), ("attention", 4)),
        row(10, ("tiers", 3), ("by_tier", 4), ("owners", 5)),
        row(9, ("incidents", 12)),
    ],
    "cost": [
        row(4, ("total", 4), ("dearest", 4), ("resources", 4)),
        row(10, ("kinds", 6), ("regions", 6)),
        row(12, ("dear", 8), ("note", 4)),
        row(6, ("links", 12)),
    ],
}


def _draft(name: str, title: str, description: str, widgets: list[dict[str, Any]]) -> PageDraft:
    board = {"id": f"{name}_board", "type": "dashboard-widget", "layout": _LAYOUTS[name], "widgets": widgets}
    extra = {"description": description, "widgets": [board], "pageFilters": [_MINE]}
    return PageDraft(f"harbor_{title.lower().replace(' ', '_')}", title, "Stack", DASHBOARD, extra)


DASHBOARDS = (
    _draft("health", "Engineering health", "Delivery, health and incidents of what Harbor Commerce runs.", HEALTH),
    _draft("cost", "Cloud cost", "What the resources of Harbor Commerce cost, and whose they are.", COST),
)
