"""Scaffolder templates: the fields of their spec, and the folders that hold their skeletons."""

from collections.abc import Mapping
from typing import Any

from seaway.engines.backstage.paths import resolve
from seaway.engines.backstage.schemas import TEXT

_STRING = {"type": "string"}
_MAP: dict[str, Any] = {"type": "object"}
_CONDITION = {"type": ["string", "boolean"]}
_PERMISSIONS = _MAP | {"properties": {"tags": {"type": "array", "items": _STRING}}}
_PAGE = _MAP | {"properties": {"backstage:permissions": _PERMISSIONS}}
_PAGES = {"type": "array", "items": _PAGE | {"properties": _PAGE["properties"] | {"when": _CONDITION}}}
_STEP = _MAP | {
    "required": ["action"],
    "properties": {
        "id": _STRING,
        "name": _STRING,
        "action": _STRING,
        "input": _MAP,
        "if": _CONDITION,
        "backstage:permissions": _PERMISSIONS,
    },
}
_LINK = _MAP | {"properties": {"if": _CONDITION, "url": TEXT, "entityRef": TEXT, "title": TEXT, "icon": TEXT}}
_NOTE = _MAP | {"properties": {"if": _CONDITION, "title": TEXT, "icon": TEXT, "content": _STRING}}
_OUTPUT = _MAP | {
    "properties": {"links": {"type": "array", "items": _LINK}, "text": {"type": "array", "items": _NOTE}},
    "additionalProperties": _STRING,
}
_BUTTONS = _MAP | {"properties": dict.fromkeys(("backButtonText", "createButtonText", "reviewButtonText"), _STRING)}
_DECORATORS = {"type": "array", "items": _MAP | {"properties": {"id": _STRING, "input": _MAP}}}

TEMPLATE_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "type": TEXT,
    "lifecycle": TEXT,
    "parameters": {"oneOf": [_PAGE, _PAGES]},
    "steps": {"type": "array", "items": _STEP},
    "output": _OUTPUT,
    "presentation": _MAP | {"properties": {"buttonLabels": _BUTTONS}},
    "secrets": _MAP | {"properties": {"schema": _MAP}},
    "formDecorators": _DECORATORS,
    "EXPERIMENTAL_formDecorators": _DECORATORS,
    "EXPERIMENTAL_recovery": _MAP | {"properties": {"EXPERIMENTAL_strategy": _STRING}},
}
"""JSON Schemas of the spec's fields, but for the owner."""

_FETCHING = frozenset({"fetch:template", "fetch:plain", "fetch:cookiecutter", "fetch:rails"})


def skeletons(spec: Mapping[str, Any], file: str) -> set[str]:
    """Return the folders of the tree that the steps of an accepted template copy from.

    A folder that holds the template itself is not one: it would hide the template and its neighbours.
    """
    folders = set()
    for step in spec["steps"]:
        url = step.get("input", {}).get("url") if step["action"] in _FETCHING else None
        if isinstance(url, str) and "${{" not in url and "://" not in url:
            folder = resolve(file, url)
            if folder is not None and folder != "." and not file.startswith(f"{folder}/"):
                folders.add(folder)
    return folders
