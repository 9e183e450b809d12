"""The sample's blueprints. Where they mean the same as the importer's, identifiers and types are the same."""

from typing import Any

SOURCE = "sample"

DESCRIPTION = {"type": "string", "title": "Description"}
TAGS = {"type": "array", "title": "Tags", "items": {"type": "string"}}
OWNER = {"title": "Owner", "target": "_team", "required": False, "many": False}


def _titled(title: str, **definition: Any) -> dict[str, Any]:
    return {"type": "string", "title": title, **definition}


def _to(target: str, title: str, *, many: bool = False) -> dict[str, Any]:
    return {"title": title, "target": target, "required": False, "many": many}


def _blueprint(
    identifier: str, title: str, icon: str, properties: dict[str, Any], relations: dict[str, Any]
) -> dict[str, Any]:
    return {
        "kind": "blueprint",
        "identifier": identifier,
        "title": title,
        "icon": icon,
        "schema": {"properties": properties, "required": []},
        "relations": relations,
        "ownership": {"type": "Direct"},
    }


def _count(title: str, target: str, **more: Any) -> dict[str, Any]:
    count = {"calculationBy": "entities", "func": "count"}
    return {"title": title, "type": "number", "target": target, "calculationSpec": count, **more}


def _choice(title: str, **colours: str) -> dict[str, Any]:
    return {"type": "string", "title": title, "enum": list(colours), "enumColors": colours}


# Coloured, not restricted: imported files may say anything here.
LIFECYCLE = _titled(
    "Lifecycle", enumColors={"experimental": "purple", "production": "green", "deprecated": "lightGray"}
)
HEALTH = _choice("Health", Healthy="green", Degraded="orange", Down="red")
TIER = {
    "type": "string",
    "title": "Tier",
    "enum": ["Tier 1", "Tier 2", "Tier 3"],
    "enumColors": {"Tier 1": "red", "Tier 2": "orange", "Tier 3": "lightGray"},
}
# An incident names the components that it hits, which is how whatever they belong to is reached.
OPEN_INCIDENTS = _count(
    "Open incidents",
    "incident",
    query={"combinator": "and", "rules": [{"property": "status", "operator": "!=", "value": "resolved"}]},
)
COST = {"type": "number", "title": "Cost per month (EUR)"}

BLUEPRINTS: list[dict[str, Any]] = [
    _blueprint("domain", "Domain", "Organization", {"description": DESCRIPTION}, {"ownedByGroup": OWNER}),
    _blueprint(
        "system",
        "System",
        "Team",
        {"description": DESCRIPTION},
        {"ownedByGroup": OWNER, "partOfDomain": _to("domain", "Domain")},
    )
    | {
        "aggregationProperties": {
            "components": _count(
                "Components", "component", pathFilter=[{"fromBlueprint": "component", "path": ["partOfSystem"]}]
            ),
            "open_incidents": OPEN_INCIDENTS,
        }
    },
    _blueprint(
        "resource",
        "Resource",
        "Cloud",
        {
            "description": DESCRIPTION,
            "type": _titled("Type"),
            "region": _titled("Region"),
            "costPerMonth": COST,
        },
        {"ownedByGroup": OWNER, "partOfSystem": _to("system", "System")},
    ),
    _blueprint(
        "api",
        "API",
        "Api",
        {
            "description": DESCRIPTION,
            "type": _titled("Type"),
            "lifecycle": LIFECYCLE,
            "definition": _titled("Definition", format="yaml"),
        },
        {"ownedByGroup": OWNER, "partOfSystem": _to("system", "System")},
    ),
    _blueprint(
        "component",
        "Component",
        "Microservice",
        {
            "description": DESCRIPTION,
            "type": _titled("Type"),
            "lifecycle": LIFECYCLE,
            "health": HEALTH,
            "tier": TIER,
            "language": _titled("Language"),
            "replicas": {"type": "number", "title": "Instances", "minimum": 0},
            "on_call": _titled("On call", format="user"),
            "repository": _titled("Repository", format="url"),
            "readme": _titled("Readme", format="markdown"),
            "monitoring": _titled("Monitoring", format="url", spec="embedded-url"),
            "pci": {"type": "boolean", "title": "Handles card data"},
            "tags": TAGS,
            "last_deploy": _titled("Last deploy", format="date-time"),
        },
        {
            "ownedByGroup": OWNER,
            "partOfSystem": _to("system", "System"),
            "providesApi": _to("api", "Provides", many=True),
            "consumesApi": _to("api", "Consumes", many=True),
            "dependsOnComponent": _to("component", "Depends on (components)", many=True),
            "dependsOnResource": _to("resource", "Depends on (resources)", many=True),
        },
    )
    | {
        "mirrorProperties": {"domain": {"title": "Domain", "path": "partOfSystem.partOfDomain.$title"}},
        "aggregationProperties": {
            "open_incidents": OPEN_INCIDENTS | {"pathFilter": [{"fromBlueprint": "incident", "path": ["components"]}]},
            "deploys_per_week": {
                "title": "Deploys per week",
                "type": "number",
                "target": "deployment",
                "pathFilter": [{"fromBlueprint": "deployment", "path": ["component"]}],
                "calculationSpec": {
                    "calculationBy": "entities",
                    "func": "average",
                    "averageOf": "week",
                    "measureTimeBy": "deployed_at",
                },
            },
        },
        "calculationProperties": {
            "attention": {
                "title": "Needs attention",
                "type": "boolean",
                "calculation": '.properties.open_incidents > 0 or .properties.health == "Down"',
            }
        },
    },
    _blueprint(
        "environment",
        "Environment",
        "Environment",
        {
            "description": DESCRIPTION,
            "type": _titled("Type"),
            "region": _titled("Region"),
            "url": _titled("Address", format="url"),
        },
        {},
    ),
    _blueprint(
        "deployment",
        "Deployment",
        "Deployment",
        {
            "version": _titled("Version"),
            "status": _titled(
                "Status",
                enum=["Succeeded", "Failed", "Running"],
                enumColors={"Succeeded": "green", "Failed": "red", "Running": "blue"},
            ),
            "deployed_at": _titled("Deployed at", format="date-time"),
            "duration": {"type": "number", "title": "Duration (s)"},
            "commit": _titled("Commit"),
        },
        {"component": _to("component", "Component"), "environment": _to("environment", "Environment")},
    ),
    _blueprint(
        "incident",
        "Incident",
        "Alert",
        {
            "severity": _titled(
                "Severity",
                enum=["sev1", "sev2", "sev3"],
                enumColors={"sev1": "red", "sev2": "orange", "sev3": "yellow"},
            ),
            "status": _titled(
                "Status",
                enum=["open", "mitigated", "resolved"],
                enumColors={"open": "red", "mitigated": "orange", "resolved": "green"},
            ),
            "started_at": _titled("Started", format="date-time"),
            "resolved_at": _titled("Resolved", format="date-time"),
            "summary": _titled("Summary", format="markdown"),
        },
        {"components": _to("component", "Components", many=True)},
    ),
]
