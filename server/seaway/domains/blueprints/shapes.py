"""JSON Schemas of the sections that are kept as they were sent. They check requests and describe them in the API."""

from typing import Any

from seaway.domains.blueprints.property_types import BY_FORM

Shape = dict[str, Any]
COLORS = [
    "blue",
    "turquoise",
    "orange",
    "purple",
    "pink",
    "yellow",
    "green",
    "red",
    "gold",
    "silver",
    "paleBlue",
    "darkGray",
    "lightGray",
    "bronze",
    "lime",
    "olive",
    "brown",
]
TYPES = sorted({form.type for form in BY_FORM})
FORMATS = sorted({form.format for form in BY_FORM if form.format})
SPECS = sorted({form.spec for form in BY_FORM if form.spec})
PERIODS = ["hour", "day", "week", "month", "total"]


def _closed(properties: Shape, *required: str) -> Shape:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _text(most: int, least: int = 0) -> Shape:
    return {"type": "string", "minLength": least, "maxLength": most}


def _or_null(shape: Shape) -> Shape:
    return {**shape, "type": [shape["type"], "null"]}


_TITLE, _LONG, _ICON = _or_null(_text(100)), _or_null(_text(5_000)), _or_null(_text(1_000))
_NAME = _text(100, 1)
COLOR_MAP: Shape = {"type": ["object", "null"], "additionalProperties": {"enum": COLORS}}
SPEC_AUTHENTICATION = _closed(
    {
        "clientId": _text(1_000, 1),
        "authorizationUrl": _text(2_000, 1),
        "tokenUrl": _text(2_000, 1),
        "authorizationScope": {"type": ["array", "null"], "items": _text(200)},
    },
    "clientId",
    "authorizationUrl",
    "tokenUrl",
)
MIRROR = _closed(
    {"title": _TITLE, "path": {**_text(2_000), "pattern": r"^(?:[A-Za-z0-9@_=\\$-]+\.)+[A-Za-z0-9@_=\\$-]+$"}}, "path"
)
CALCULATION = _closed(
    {
        "title": _TITLE,
        "description": _LONG,
        "icon": _ICON,
        "calculation": _text(50_000, 1),
        "type": {"enum": TYPES},
        "format": {"enum": [*FORMATS, None]},
        "spec": {"enum": [*SPECS, None]},
        "specAuthentication": {"anyOf": [SPEC_AUTHENTICATION, {"type": "null"}]},
        "items": {
            "type": ["object", "null"],
            "properties": {"type": {"enum": TYPES}, "format": {"enum": [*FORMATS, None]}},
        },
        "colorized": {"type": ["boolean", "null"]},
        "colors": COLOR_MAP,
    },
    "calculation",
    "type",
)


def _spec(by: str, functions: list[str], required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Shape:
    known = {"property": _NAME, "averageOf": {"enum": PERIODS}, "measureTimeBy": _NAME}
    named = {key: known[key] for key in (*required, *optional)}
    return _closed(
        {"calculationBy": {"enum": [by]}, "func": {"enum": functions}, **named}, "calculationBy", "func", *required
    )


AGGREGATION = _closed(
    {
        "title": _TITLE,
        "description": _LONG,
        "icon": _ICON,
        "type": {"enum": ["number"]},
        "target": _NAME,
        "calculationSpec": {
            "oneOf": [
                _spec("entities", ["count"], ()),
                _spec("entities", ["average"], ("averageOf",), ("measureTimeBy",)),
                _spec("property", ["sum", "min", "max", "median"], ("property",)),
                _spec("property", ["average"], ("property", "averageOf"), ("measureTimeBy",)),
            ]
        },
        "query": {
            "type": ["object", "null"],
            "properties": {
                "combinator": {"enum": ["and", "or"]},
                "rules": {"type": "array", "items": {"type": "object"}},
            },
            "required": ["combinator", "rules"],
        },
        "pathFilter": {
            "type": ["array", "null"],
            "maxItems": 1,
            "items": _closed(
                {"path": {"type": "array", "minItems": 1, "items": _NAME}, "fromBlueprint": _NAME}, "path"
            ),
        },
    },
    "target",
    "calculationSpec",
)
OWNERSHIPS: dict[str, Shape] = {
    "Direct": _closed({"type": {"enum": ["Direct"]}, "title": _TITLE}, "type"),
    "Inherited": _closed({"type": {"enum": ["Inherited"]}, "path": _text(2_000, 1), "title": _TITLE}, "type", "path"),
}
_URL = {**_text(2_000), "pattern": "^https?://"}
CHANGELOGS: dict[str, Shape] = {
    "WEBHOOK": _closed({"type": {"enum": ["WEBHOOK"]}, "url": _URL, "agent": {"type": "boolean"}}, "type", "url"),
    "KAFKA": _closed({"type": {"enum": ["KAFKA"]}}, "type"),
}
SECTIONS: dict[str, Shape] = {
    "mirrorProperties": MIRROR,
    "calculationProperties": CALCULATION,
    "aggregationProperties": AGGREGATION,
}
