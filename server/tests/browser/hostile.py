"""A catalog that means harm: whatever a person, a program or a file can write, written to run a script or to reach another host."""

from typing import Any

import httpx
import orjson

from tests.browser import harbour

EVIL = "https://evil.example"
# Whatever runs sets `pwned`; whatever is loaded asks a host that is none of ours.
IMAGE = f'"><img src="{EVIL}/p.png" onerror="pwned=1"><script>pwned=2</script>'
SVG = "<svg onload='window.pwned=3'><animate onbegin=window.pwned=4 attributeName=x dur=1s>"
TEMPLATE = "{{constructor.constructor('window.pwned=5')()}}${window.pwned=6}`"
TURNED = "\u202edrow\u202c \u200bmark"
MARKDOWN = f"""# {IMAGE}

{SVG} <a href="javascript:window.pwned=7">html link</a> <a href="data:text/html,<script>parent.pwned=8</script>">data</a>

[plain](javascript:window.pwned=9) [coded](&#106;avascript:window.pwned=10) [spaced](java
script:window.pwned=11) [upper](JaVaScRiPt:window.pwned=12) [vb](vbscript:window.pwned=13) <javascript:window.pwned=14>
[titled](https://example.com "{SVG}") [reference][evil] [file](file:///etc/passwd)

![remote]({EVIL}/pixel.png) ![data](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+) ![x](x"onerror="window.pwned=15)

<iframe src="javascript:parent.pwned=16"></iframe><iframe srcdoc="<script>parent.pwned=17</script>"></iframe>
<object data="{EVIL}/o"></object><embed src="{EVIL}/e"><link rel=stylesheet href="{EVIL}/s.css"><base href="{EVIL}/">
<meta http-equiv=refresh content="0;url={EVIL}"><style>body{{background:url({EVIL}/b.png);display:none}}</style>
<form action="{EVIL}"><button>Sign in again</button></form><div style="position:fixed;inset:0" id=root class=app>over</div>
<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=18></style></mglyph></table></mtext></math>

| {IMAGE} | b |
| --- | --- |
| `{SVG}` | [x](javascript:window.pwned=19) |

```mermaid
graph TD; A["<img src=x onerror=window.pwned=20>"] --> B; click A "javascript:window.pwned=21"
```

```html
{IMAGE}
```

[evil]: javascript:window.pwned=22
"""
OPEN_API: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": IMAGE,
        "version": SVG,
        "description": MARKDOWN,
        "contact": {"name": IMAGE, "url": "javascript:window.pwned=23", "email": IMAGE},
        "license": {"name": IMAGE, "url": "data:text/html,<script>pwned=24</script>"},
    },
    "externalDocs": {"url": "javascript:window.pwned=25", "description": IMAGE},
    "servers": [{"url": "javascript:window.pwned=26", "description": SVG}, {"url": EVIL}],
    "tags": [{"name": IMAGE, "description": MARKDOWN, "externalDocs": {"url": "javascript:window.pwned=27"}}],
    "paths": {
        f"/{IMAGE}": {
            "get": {
                "tags": [IMAGE, "__proto__", "constructor"],
                "summary": IMAGE,
                "description": MARKDOWN,
                "operationId": SVG,
                "parameters": [
                    {
                        "name": IMAGE,
                        "in": "query",
                        "description": MARKDOWN,
                        "schema": {"$ref": "#/components/schemas/Loop"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": MARKDOWN,
                        "content": {"text/html": {"schema": {"$ref": f"{EVIL}/schema.json"}, "example": IMAGE}},
                    }
                },
            }
        },
        "/broken": {"get": {"responses": {"200": {"$ref": "#/nowhere"}}, "parameters": [{"$ref": "#/paths/~1broken"}]}},
    },
    "components": {
        "schemas": {
            "Loop": {
                "title": IMAGE,
                "properties": {"next": {"$ref": "#/components/schemas/Loop"}, "__proto__": {"enum": [IMAGE]}},
            }
        }
    },
}
ASYNC_API: dict[str, Any] = {
    "asyncapi": "3.0.0",
    "info": {
        "title": IMAGE,
        "version": SVG,
        "description": MARKDOWN,
        "externalDocs": {"url": "javascript:window.pwned=28"},
    },
    "servers": {"evil": {"host": EVIL, "protocol": IMAGE, "description": MARKDOWN}},
    "channels": {IMAGE: {"address": SVG, "description": MARKDOWN, "messages": {IMAGE: {"$ref": "#/channels"}}}},
    "operations": {IMAGE: {"action": "send", "channel": {"$ref": f"#/channels/{IMAGE}"}, "description": MARKDOWN}},
}
_PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "choice": {"type": "string", "enum": [IMAGE, SVG], "enumColors": {IMAGE: "red"}},
    "labels": {"type": "array", "items": {"type": "string"}},
    "anything": {"type": "object"},
    "page": {"type": "string", "format": "markdown"},
    "source": {"type": "string", "format": "yaml"},
    "proto": {"type": "string", "format": "proto"},
    "link": {"type": "string", "format": "url"},
    "named_link": {"type": "object", "format": "labeled-url"},
    "frame": {"type": "string", "format": "url", "spec": "embedded-url"},
    "api": {"type": "string", "spec": "open-api"},
    "api_object": {"type": "object", "spec": "open-api"},
    "events": {"type": "string", "spec": "async-api"},
    "events_object": {"type": "object", "spec": "async-api"},
}
BLUEPRINT: dict[str, Any] = {
    "identifier": "trap",
    "title": "Trap <b onclick=window.pwned=29>",
    "icon": "Service",
    "description": IMAGE,
    "schema": {
        "properties": {
            name: {**definition, "title": f"{name} {SVG[:50]}", "description": MARKDOWN[:500]}
            for name, definition in _PLAIN.items()
        },
        "required": [],
    },
    "relations": {"near": {"title": IMAGE, "description": SVG, "target": "trap", "many": True, "required": False}},
}
CATALOG = "trap_b_onclick_window_pwned_29"  # named after the blueprint's title
ENTITY: dict[str, Any] = {
    "identifier": "first",
    "title": f"First {IMAGE}{TURNED}",
    "properties": {
        "text": IMAGE + SVG + TEMPLATE + TURNED,
        "choice": IMAGE,
        "labels": [IMAGE, SVG, TEMPLATE, "javascript:window.pwned=30"],
        "anything": {IMAGE: {SVG: [TEMPLATE, {"__proto__": {"pwned": 31}}]}, "href": "javascript:window.pwned=32"},
        "page": MARKDOWN,
        "source": f"a: &a '{SVG}'\nb: *a\nc: !!js/function 'window.pwned=33'\nd: {TEMPLATE!r}\n",
        "proto": IMAGE,
        "link": f"{EVIL}/?q=%22%3E%3Cscript%3E",
        "named_link": {"url": f"{EVIL}/named", "displayText": IMAGE},
        "frame": f"{EVIL}/frame",
        "api": orjson.dumps(OPEN_API).decode(),
        "api_object": OPEN_API,
        "events": orjson.dumps(ASYNC_API).decode(),
        "events_object": ASYNC_API,
    },
    "relations": {"near": ["second"]},
}
SECOND: dict[str, Any] = {
    "identifier": "second",
    "title": f"Second {SVG}",
    "properties": {"api": "openapi: [", "events": "}{"},
}
# Links that are no web addresses: refused when they are written.
LINKS = (
    "javascript:window.pwned=34",
    "data:text/html,<script>opener.pwned=35</script>",
    "vbscript:x",
    "javascript://example.com/%0Apwned=36",
)
COUNT = {
    "blueprint": "trap",
    "dataset": {"combinator": "and", "rules": [{"property": "$blueprint", "operator": "=", "value": "trap"}]},
}
WIDGETS: list[dict[str, Any]] = [
    {"id": "text", "type": "markdown", "title": IMAGE, "markdown": MARKDOWN + TEMPLATE},
    {"id": "property", "type": "markdown", "title": SVG, "source": "property", "blueprintIdentifier": "trap",
     "entityIdentifier": "first", "propertyIdentifier": "page"},
    {"id": "links", "type": "links-widget", "title": TEMPLATE, "links": [
        {"title": IMAGE, "url": "javascript:window.pwned=39", "description": SVG, "icon": IMAGE},
        {"title": SVG, "url": "data:text/html,<script>opener.pwned=40</script>"},
        {"title": "{{url.x}}", "url": "{{url.x}}"},
        {"title": TURNED, "url": "//evil.example/"}, {"title": "b", "url": "/\\evil.example"}, {"title": "c", "url": EVIL}]},
    {"id": "frame", "type": "iframe-widget", "title": IMAGE, "url": f"{EVIL}/frame"},
    {"id": "script", "type": "iframe-widget", "title": "s", "url": "javascript:parent.pwned=41"},
    {"id": "asked", "type": "iframe-widget", "title": "a", "url": "{{url.x}}"},
    {"id": "number", "type": "entities-number-chart", "title": SVG, "description": IMAGE, "chartType": "countEntities",
     "func": "count", "unit": "custom", "unitCustom": IMAGE, **COUNT,
     "conditionalFormatting": [{"operator": ">", "value": -1, "color": "red;background:url(//evil.example)", "message": IMAGE}]},
    {"id": "pie", "type": "entities-pie-chart", "title": IMAGE, "property": "property#text", **COUNT},
    {"id": "bars", "type": "bar-chart", "title": IMAGE, "property": "property#choice", **COUNT},
    {"id": "line", "type": "line-chart", "title": SVG, "chartType": "countEntities", "func": "count", "blueprint": "trap",
     "breakdownProperty": "choice", "xAxisTitle": IMAGE, "yAxisTitle": SVG, "timeRange": {"preset": "lastWeek"}, **COUNT},
    {"id": "table", "type": "table-entities-explorer", "title": IMAGE, "emptyStateText": SVG, **COUNT},
    {"id": "list", "type": "entity-list", "title": IMAGE, "aboutProperty": "text", **COUNT},
    {"id": "info", "type": "entity-info", "title": SVG, "blueprint": "trap", "entity": "first"},
    {"id": "mine", "type": "my-entities", "title": IMAGE},
    {"id": "seen", "type": "recently-viewed-entities", "title": IMAGE},
    {"id": "none", "type": f"none {IMAGE}", "title": IMAGE},
]  # fmt: skip
DASHBOARD: dict[str, Any] = {
    "type": "dashboard",
    "identifier": "trapped",
    "title": f"Board <script>pwned=42</script>{TURNED}",
    "icon": IMAGE,
    "description": IMAGE,
    "widgets": [
        {
            "id": "board",
            "type": "dashboard-widget",
            "layout": [{"height": 300, "columns": [{"id": each["id"], "size": 6}]} for each in WIDGETS],
            "widgets": WIDGETS,
        }
    ],
    "pageFilters": [{"identifier": SVG, "title": IMAGE, "query": {"combinator": "and", "rules": []}}],
}
PAGES = "/v1/pages"
VIEW = {"title": f"View {SVG}"[:60], "audience": "page", "state": {"q": IMAGE[:40], "group": IMAGE, "cols": SVG}}
FILES = {
    f"traps/{'<img src=x onerror=window.pwned=37>'}.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
    f"metadata: {{name: bait, title: {orjson.dumps(IMAGE).decode()}, links: [{{url: 'javascript:window.pwned=38', title: x}}]}}\n"
    f"spec: {{type: {orjson.dumps(SVG).decode()}, lifecycle: {orjson.dumps(TEMPLATE).decode()}, owner: 'crew'}}\n",
    "traps/broken.yaml": f"kind: {orjson.dumps(IMAGE).decode()}\napiVersion: {orjson.dumps(SVG).decode()}\nmetadata: {{name: x}}\n",
}


def fill(api: httpx.Client) -> None:
    """Write all of it."""
    api.post("/v1/blueprints", json=BLUEPRINT).raise_for_status()
    for entity in (SECOND, ENTITY):
        api.post("/v1/blueprints/trap/entities", json=entity).raise_for_status()
    for number, link in enumerate(LINKS):
        body = {"identifier": f"link-{number}", "title": link, "properties": {"link": link}}
        assert api.post("/v1/blueprints/trap/entities", json=body).json()["error"] == "invalid_property"
    changed = {"properties": {"text": SVG + IMAGE, "page": MARKDOWN[::-1]}}
    api.patch("/v1/blueprints/trap/entities/first", json=changed).raise_for_status()
    api.patch("/v1/blueprints/trap/entities/first", json={"properties": {"page": MARKDOWN}}).raise_for_status()
    _keep(api)
    upload = {"file": ("traps.tar.gz", harbour.archive(FILES))}
    api.post("/v1/imports", data={"source": "traps"}, files=upload).raise_for_status()


def _keep(api: httpx.Client) -> None:
    """Put traps where people look for what is theirs: dashboards, folders, favourites, what was seen, their names, the bin."""
    api.patch("/v1/organization", json={"name": IMAGE[:60]}).raise_for_status()
    api.patch("/v1/me/profile", json={"name": f"Ida {SVG}"}).raise_for_status()
    api.post(PAGES, json=DASHBOARD).raise_for_status()
    api.post(f"{PAGES}/{CATALOG}/views", json=VIEW).raise_for_status()
    for path in ("entities/trap/first", "pages/trapped"):
        api.put(f"/v1/me/favourites/{path}").raise_for_status()
        api.put(f"/v1/me/recent/{path}").raise_for_status()
    api.put("/v1/me/watches/blueprints/trap").raise_for_status()
    gone = {**ENTITY, "identifier": "gone", "title": f"Gone {IMAGE}", "relations": {}}
    api.post("/v1/blueprints/trap/entities", json=gone).raise_for_status()
    api.delete("/v1/blueprints/trap/entities/gone").raise_for_status()
