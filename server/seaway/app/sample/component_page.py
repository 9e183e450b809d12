"""The dashboards that the sample adds to the page of each component, and the saved views of its tables."""

from typing import Any

from seaway.app.sample.widgets import number, of, row, table, where
from seaway.domains.portal.types import ENTITY, PageDraft, ViewDraft

THIS = "{{ .entity.identifier }}"
_DEPLOYMENTS = {"relation": "component", "operator": "=", "value": THIS}
_INCIDENTS = {"relation": "components", "operator": "containsAny", "value": [THIS]}
_DEPENDENTS = {"relation": "dependsOnComponent", "operator": "containsAny", "value": [THIS]}
_OPEN = where("status", "resolved", "!=")
_QUIET = [
    {"operator": "=", "value": 0, "color": "green", "message": "All is well"},
    {"operator": ">", "value": 0, "color": "red", "message": "Look at these first"},
]
DELIVERY: list[dict[str, Any]] = [
    number("deployments", "Deployments", of("deployment", _DEPLOYMENTS)),
    number(
        "lasting", "Time to deploy", of("deployment", _DEPLOYMENTS), calculationBy="property", func="median",
        chartType="aggregateByProperty", property="duration", unit="custom", unitCustom="s", displayFormatting="round",
    ),
    number(
        "failed", "Failed deployments", of("deployment", _DEPLOYMENTS, where("status", "Failed")),
        conditionalFormatting=_QUIET,
    ),
    {
        "id": "course", "type": "line-chart", "title": "Deployments by environment", "chartType": "countEntities",
        **of("deployment", _DEPLOYMENTS), "func": "count", "measureTimeBy": "deployed_at",
        "breakdownProperty": "environment", "timeInterval": "day", "timeRange": {"preset": "lastMonth"},
    },
    {
        "id": "note", "type": "markdown", "title": "How {{ .entity.title }} is delivered", "source": "custom",
        "markdown": "**{{ .entity.title }}** is written in {{ .entity.properties.language }}.\n\n"
        "1. Merge to `main` in [its repository]({{ .entity.properties.repository }}).\n"
        "2. The pipeline deploys to staging.\n3. Promote what works to production.",
    },
    table("latest", "Latest deployments", of("deployment", _DEPLOYMENTS),
          ["version", "status", "environment", "deployed_at", "duration"], "-deployed_at"),
]  # fmt: skip
RELIABILITY: list[dict[str, Any]] = [
    number("open", "Open incidents", of("incident", _INCIDENTS, _OPEN), conditionalFormatting=_QUIET),
    number("incidents", "Incidents so far", of("incident", _INCIDENTS)),
    number("dependents", "Components that call it", of("component", _DEPENDENTS)),
    {
        "id": "replicas", "type": "line-chart", "title": "Instances", "chartType": "propertiesValueHistory",
        "blueprint": "component", "entity": THIS, "properties": ["replicas"], "timeInterval": "day",
        "timeRange": {"preset": "lastMonth"},
    },
    {
        "id": "callers", "type": "entity-list", "title": "Who suffers if it fails", "aboutProperty": "description",
        **of("component", _DEPENDENTS), "emptyStateText": "No other component depends on it.",
    },
    table("history", "Incidents", of("incident", _INCIDENTS), ["severity", "status", "started_at", "resolved_at"],
          "-started_at", emptyStateText="There was no incident."),
]  # fmt: skip
_LAYOUTS = {
    "Delivery": [
        row(4, ("deployments", 4), ("lasting", 4), ("failed", 4)),
        row(10, ("course", 8), ("note", 4)),
        row(8, ("latest", 12)),
    ],
    "Reliability": [
        row(4, ("open", 4), ("incidents", 4), ("dependents", 4)),
        row(10, ("replicas", 7), ("callers", 5)),
        row(8, ("history", 12)),
    ],
}


def _group(title: str, icon: str, widgets: list[dict[str, Any]]) -> dict[str, Any]:
    board = {"id": title.lower(), "type": "dashboard-widget", "layout": _LAYOUTS[title], "widgets": widgets}
    return {"title": title, "icon": icon, "widgets": [board]}


_TABS = {
    "id": "tabs",
    "type": "grouper",
    "displayMode": "tabs",
    "activeGroupUrlParam": "activeTab",
    "groups": [_group("Delivery", "Deployment", DELIVERY), _group("Reliability", "Alert", RELIABILITY)],
}
COMPONENT_PAGE = PageDraft("harbor_component", "Component", "Microservice", ENTITY, {"widgets": [_TABS]})


def _view(title: str, **state: Any) -> ViewDraft:
    return ViewDraft(title, "page", None, state)


def _any(on: str, *values: str) -> dict[str, Any]:
    return {"on": on, "op": "any", "v": list(values)}


VIEWS: dict[str, tuple[ViewDraft, ...]] = {
    "component": (
        _view("My teams", f=[{"on": "$team", "op": "mine", "v": []}], sort="tier,$title"),
        _view("Tier 1 unhealthy", f=[_any("tier", "Tier 1"), _any("health", "Degraded", "Down")], sort="health.desc"),
        _view("By owner", group="$team", cols="$title,health,lifecycle,tier,on_call,last_deploy"),
    ),
    "resource": (_view("The dearest first", sort="costPerMonth.desc", cols="$title,$team,type,region,costPerMonth"),),
    "incident": (_view("Open", f=[_any("status", "open", "mitigated")], sort="severity"),),
}
"""Saved views of the pages of the blueprints, which everyone sees."""
