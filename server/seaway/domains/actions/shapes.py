"""The parts of an action as JSON Schema, and what is wrong with one in words (semantics 11.2, 11.3, 11.5, 14.1)."""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from seaway.domains.actions.errors import InvalidAction

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 1000}
JQ: Schema = {
    "type": "object",
    "properties": {"jqQuery": NAME},
    "required": ["jqQuery"],
    "additionalProperties": False,
}
NAMES: Schema = {"type": "array", "items": NAME, "maxItems": 1000}
FORMATS = (
    "date-time", "url", "email", "ipv4", "ipv6", "yaml", "entity", "user", "team", "proto", "markdown", "multi-line",
    "labeled-url",
)  # fmt: skip
BUTTON: Schema = {"type": "string", "minLength": 1, "maxLength": 15, "pattern": r"^\S(.*\S)?$"}


def _or_jq(*schemas: Schema) -> Schema:
    return {"anyOf": [*schemas, JQ]}


def _object(required: list[str], /, **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_FLAG = _or_jq({"type": "boolean"})
_NUMBER = _or_jq({"type": "number"})
_COUNT = _or_jq({"type": "integer", "minimum": 0})
_TITLE: Schema = {"type": "string", "maxLength": 140}
_SORT = _object(["property", "order"], property=NAME, order={"enum": ["ASC", "DESC"]})
_ENCRYPTION: Schema = {
    "anyOf": [
        {"const": "aes256-gcm"},
        _object(["algorithm", "key"], algorithm={"const": "client-side"}, key=NAME | {"maxLength": 10_000}),
    ]
}
_ITEMS: Schema = {
    "type": "object",
    "properties": {
        "type": {"enum": ["string", "number", "boolean", "object"]},
        "format": {"enum": list(FORMATS)},
        "blueprint": NAME,
        "enum": _or_jq({"type": "array"}),
        "dataset": {"type": ["object", "array"]},
        "sort": _SORT,
        "pattern": _or_jq(TEXT),
    },
}
INPUT: Schema = {
    "type": "object",
    "properties": {
        "type": {"enum": ["string", "number", "boolean", "object", "array"]},
        "format": {"enum": list(FORMATS)},
        "title": _TITLE,
        "description": {"type": "string", "maxLength": 1000},
        "icon": TEXT,
        "blueprint": NAME,
        "dataset": {"type": ["object", "array"]},
        "sort": _SORT,
        "enum": _or_jq({"type": "array", "minItems": 1}),
        "enumColors": {"type": "object"},
        "minimum": _NUMBER,
        "maximum": _NUMBER,
        "exclusiveMinimum": _NUMBER,
        "exclusiveMaximum": _NUMBER,
        "minLength": _COUNT,
        "maxLength": _COUNT,
        "minItems": _COUNT,
        "maxItems": _COUNT,
        "uniqueItems": {"type": "boolean"},
        "pattern": _or_jq(TEXT),
        "required": _FLAG,
        "visible": _FLAG,
        "disabled": _FLAG,
        "readOnly": _FLAG,
        "dependsOn": NAMES,
        "encryption": _ENCRYPTION,
        "items": _ITEMS,
        "jqQuery": {"type": "null"},
    },
    "required": ["type"],
}
_STEP = _object(["title"], title=_TITLE, order=NAMES, visible=_FLAG)
INPUTS = _object(
    ["properties"],
    properties={"type": "object", "maxProperties": 500, "additionalProperties": INPUT},
    required=_or_jq(NAMES),
    order=NAMES,
    steps={"type": "array", "items": _STEP, "maxItems": 100},
    titles={
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "title": _TITLE | {"minLength": 1},
                "description": {"type": "string", "maxLength": 1000},
                "visible": _FLAG,
            },
        },
    },
)
_SEARCH = _object(
    ["type", "rules", "combinator"],
    type={"const": "SEARCH"},
    combinator={"enum": ["and", "or"]},
    rules={"type": "array"},
)
SELF_SERVICE = _object(
    ["type", "operation", "userInputs"],
    type={"const": "self-service"},
    operation={"enum": ["CREATE", "DAY-2", "DELETE"]},
    blueprintIdentifier=NAME,
    userInputs={"type": "object"},
    actionCardButtonText=BUTTON,
    executeActionButtonText=BUTTON,
    condition=_SEARCH,
)
_JQ_CONDITION = _object(
    ["type", "expressions"],
    type={"const": "JQ"},
    combinator={"enum": ["and", "or"]},
    expressions={"type": "array", "items": NAME | {"maxLength": 10_000}, "maxItems": 100},
)
AUTOMATION = _object(["type", "event"], type={"const": "automation"}, event={"type": "object"}, condition=_JQ_CONDITION)
_OF_BLUEPRINT = ("ENTITY_CREATED", "ENTITY_UPDATED", "ENTITY_DELETED", "ANY_ENTITY_CHANGE")
_OF_ACTION = ("RUN_CREATED", "RUN_UPDATED", "ANY_RUN_CHANGE")
EVENTS: Mapping[str, Schema] = {
    **{
        name: _object(["type", "blueprintIdentifier"], type={"const": name}, blueprintIdentifier=NAME)
        for name in _OF_BLUEPRINT
    },
    **{name: _object(["type", "actionIdentifier"], type={"const": name}, actionIdentifier=NAME) for name in _OF_ACTION},
    "TIMER_PROPERTY_EXPIRED": _object(
        ["type", "blueprintIdentifier", "propertyIdentifier"],
        type=TEXT,
        blueprintIdentifier=NAME,
        propertyIdentifier=NAME,
    ),
}
_BODY: Schema = {"type": ["object", "array", "string"]}
_SWITCH: Schema = {"type": ["boolean", "string"]}
_OBJECT: Schema = {"type": "object"}
_MAPPING: Schema = {
    "type": "object",
    "properties": {
        "identifier": TEXT,
        "title": TEXT,
        "icon": TEXT,
        "team": {"type": ["string", "array"], "items": TEXT},
        "properties": _OBJECT,
        "relations": {"type": ["object", "string"]},
    },
}
METHODS: Mapping[str, Schema] = {
    "WEBHOOK": _object(
        ["type", "url"],
        type=TEXT,
        url=NAME | {"maxLength": 10_000},
        agent=_SWITCH,
        synchronized=_SWITCH,
        method=TEXT,
        headers={"type": "object", "additionalProperties": TEXT},
        body=_BODY,
    ),
    "GITHUB": _object(
        ["type", "org", "repo", "workflow"],
        type=TEXT,
        org=NAME,
        repo=NAME,
        workflow=NAME,
        workflowInputs=_OBJECT,
        reportWorkflowStatus=_SWITCH,
        branch=TEXT,
    ),
    # Open: integrations of newer kinds name themselves in keys of their own.
    "INTEGRATION_ACTION": {
        "type": "object",
        "properties": {
            "installationId": NAME,
            "integrationActionType": NAME,
            "integrationActionExecutionProperties": _OBJECT,
        },
        "required": ["installationId", "integrationActionType", "integrationActionExecutionProperties"],
    },
    "GITLAB": _object(
        ["type", "projectName", "groupName"],
        type=TEXT,
        projectName=NAME,
        groupName=NAME,
        defaultRef=TEXT,
        pipelineVariables=_OBJECT,
    ),
    "AZURE_DEVOPS": _object(["type", "webhook", "org"], type=TEXT, webhook=NAME, org=NAME, payload=_BODY),
    "KAFKA": _object(["type"], type=TEXT, payload=_BODY),
    "UPSERT_ENTITY": _object(
        ["type", "blueprintIdentifier", "mapping"], type=TEXT, blueprintIdentifier=NAME, mapping=_MAPPING
    ),
}
POLICY = _object(
    ["queries", "conditions"],
    queries={"type": "object", "minProperties": 1, "maxProperties": 100, "additionalProperties": _OBJECT},
    conditions={"type": "array", "minItems": 1, "maxItems": 100, "items": NAME | {"maxLength": 10_000}},
)
_compiled: dict[int, jsonschema_rs.Validator] = {}


def check(schema: Schema, value: Any, path: str) -> None:
    """Let a part through that fits its schema, one of those above.

    Raises:
        InvalidAction: it does not; names the place within the part at `path`.
    """
    validator = _compiled.get(id(schema))
    if validator is None:
        validator = _compiled[id(schema)] = jsonschema_rs.Draft202012Validator(dict(schema), mask="value", offline=True)
    if (error := next(validator.iter_errors(value), None)) is not None:
        place = ".".join([path, *(str(part)[:100] for part in error.instance_path)])
        raise _explained(error, place)


def _explained(error: jsonschema_rs.ValidationError, place: str) -> InvalidAction:
    kinds = jsonschema_rs.ValidationErrorKind
    match error.kind:
        case kinds.Required() as kind:
            return InvalidAction(f"{place}.{kind.property}", "is required")
        case kinds.AdditionalProperties() as kind:
            return InvalidAction(f"{place}.{kind.unexpected[0][:100]}", "is not known here; remove it")
        case kinds.AnyOf():
            return InvalidAction(place, 'must be a plain value of its kind, or {"jqQuery": "…"} where one may stand')
        case kinds.Enum() as kind:
            return InvalidAction(place, f"must be one of {', '.join(map(str, kind.options))}")
        case kinds.Pattern():
            return InvalidAction(place, "must neither begin nor end with a blank")
    return InvalidAction(place, error.message[:200])
