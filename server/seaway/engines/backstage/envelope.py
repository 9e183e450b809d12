"""What every entity must be, whatever its kind: the envelope, and the types and formats of its metadata."""

from collections.abc import Callable, Iterator
from typing import Any

from seaway.engines.backstage import formats
from seaway.engines.backstage.paths import field_path
from seaway.engines.backstage.placeholders import is_pending
from seaway.engines.backstage.schemas import TEXT, Shape, shown
from seaway.engines.backstage.types import Problem, Stage

DEFAULT_NAMESPACE = "default"
OUTPUT_ONLY = ("relations", "status")
"""Root fields that a catalog writes; what a file says in them is left aside."""

_NAME_RULE = "use 1 to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends"
_KEY_RULE = f"write a name, or a lower-case domain, '/' and a name; in a name {_NAME_RULE}"
_NAMESPACE_RULE = "use 1 to 63 lower-case letters and digits, in groups joined by '-'"
_TAG_RULE = "use 1 to 63 lower-case letters, digits, ':', '+' and '#', in groups joined by '-'"
_VERSION_RULE = "write a version such as 'v1', or a lower-case domain, '/' and a version"
_KIND_RULE = "use 1 to 63 letters and digits, beginning with a letter"
_URL_RULE = "write an absolute URL, such as 'https://example.com/docs'"

_TEXT_MAP = {"type": "object", "additionalProperties": {"type": "string"}}

_ENVELOPE = Shape(
    Stage.ENVELOPE,
    {
        "type": "object",
        "required": ["apiVersion", "kind", "metadata"],
        "properties": {
            "apiVersion": TEXT,
            "kind": TEXT,
            "metadata": {"type": "object", "required": ["name"], "properties": {"name": TEXT, "namespace": TEXT}},
        },
    },
)

_ENTITY = Shape(
    Stage.FORMAT,
    {
        "properties": {
            "apiVersion": {},
            "kind": {},
            "metadata": {
                "properties": {
                    "uid": TEXT,
                    "etag": TEXT,
                    "title": TEXT,
                    "description": {"type": "string"},
                    "labels": _TEXT_MAP,
                    "annotations": _TEXT_MAP,
                    "tags": {"type": "array", "items": TEXT},
                    "links": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["url"],
                            "properties": {"url": TEXT, "title": TEXT, "icon": TEXT, "type": TEXT},
                        },
                    },
                },
            },
            "spec": {"type": "object"},
            "relations": {"type": "array"},
            "status": {"type": "object"},
        },
        "additionalProperties": False,
    },
)


def check_envelope(document: dict[str, Any]) -> list[Problem]:
    """Return what keeps the document from being an entity at all."""
    return _ENVELOPE.check(document)


def check_entity(entity: dict[str, Any]) -> list[Problem]:
    """Return what is wrong with the types and formats of the fields that all kinds share."""
    return [*_ENTITY.check(entity), *_check_formats(entity)]


def _check_formats(entity: dict[str, Any]) -> Iterator[Problem]:
    """Yield each well-typed field that breaks its format; wrong types are the schema's to report."""
    metadata = _map(entity.get("metadata"))
    yield from _check("apiVersion", entity.get("apiVersion"), formats.is_api_version, _VERSION_RULE)
    yield from _check("kind", entity.get("kind"), formats.is_kind, _KIND_RULE)
    yield from _check("metadata.name", metadata.get("name"), formats.is_name, _NAME_RULE)
    yield from _check("metadata.namespace", metadata.get("namespace"), formats.is_namespace, _NAMESPACE_RULE)
    for key, value in _map(metadata.get("labels")).items():
        where = field_path("metadata.labels", [key])
        yield from _check(f"the key of {where}", key, formats.is_key, _KEY_RULE)
        if value != "":
            yield from _check(where, value, formats.is_name, f"leave it empty or {_NAME_RULE}")
    for key in _map(metadata.get("annotations")):
        where = field_path("metadata.annotations", [key])
        yield from _check(f"the key of {where}", key, formats.is_key, _KEY_RULE)
    for number, tag in enumerate(_list(metadata.get("tags"))):
        yield from _check(f"metadata.tags[{number}]", tag, formats.is_tag, _TAG_RULE)
    for number, link in enumerate(_list(metadata.get("links"))):
        yield from _check_link(f"metadata.links[{number}]", _map(link))


def _check_link(where: str, link: dict[str, Any]) -> Iterator[Problem]:
    yield from _check(f"{where}.url", link.get("url"), formats.is_url, _URL_RULE)
    for field in ("title", "icon"):
        yield from _check(f"{where}.{field}", link.get(field), _is_filled, "write more than blanks or remove the field")


def _check(field: str, value: Any, fits: Callable[[str], bool], rule: str) -> Iterator[Problem]:
    if isinstance(value, str) and value and not fits(value):
        yield Problem(Stage.FORMAT, field.removeprefix("the key of "), f"{field} {shown(value)} is not valid: {rule}")
    elif value == "" and field.startswith("the key of"):
        yield Problem(Stage.FORMAT, field.removeprefix("the key of "), f"{field} is empty: {rule}")


def _is_filled(text: str) -> bool:
    return bool(text.strip())


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) and not is_pending(value) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
