"""The built-in kinds: the fields of their specs, and which of them are references."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seaway.engines.backstage.schemas import TEXT, TEXTS, Shape
from seaway.engines.backstage.templates import TEMPLATE_FIELDS
from seaway.engines.backstage.types import Stage

CORE_VERSIONS = ("backstage.io/v1alpha1", "backstage.io/v1beta1")
TEMPLATE_VERSION = "scaffolder.backstage.io/v1beta3"


@dataclass(frozen=True, slots=True)
class Link:
    """The relation that a reference field emits, and its reverse; `kind` is that of a reference which names none."""

    type: str
    reverse: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a spec: its JSON Schema, whether it must be there, and what it emits."""

    name: str
    schema: Mapping[str, Any]
    required: bool = False
    link: Link | None = None


class Kind:
    """A kind that the catalog knows; fields stand in the order in which Backstage emits their relations."""

    def __init__(self, name: str, *fields: Field, versions: tuple[str, ...] = CORE_VERSIONS) -> None:
        self.name = name
        self.versions = versions
        self.fields = {field.name: field for field in fields}
        self.required = tuple(field.name for field in fields if field.required)
        spec = {
            "type": "object",
            "required": list(self.required),
            "properties": {field.name: dict(field.schema) for field in fields},
        }
        self.shape = Shape(Stage.KIND_SCHEMA, spec, "spec")


def _text(name: str, *, required: bool = False) -> Field:
    return Field(name, TEXT, required)


def _ref(name: str, link: Link, *, required: bool = False) -> Field:
    return Field(name, TEXT, required, link)


def _refs(name: str, link: Link, *, required: bool = False) -> Field:
    return Field(name, TEXTS, required, link)


_OWNER = _ref("owner", Link("ownedBy", "ownerOf", "Group"), required=True)
_SYSTEM = _ref("system", Link("partOf", "hasPart", "System"))
_TYPE = _text("type", required=True)
_LIFECYCLE = _text("lifecycle", required=True)
_DEPENDS_ON = _refs("dependsOn", Link("dependsOn", "dependencyOf"))
# Backstage has no schema for this one: it takes a single reference as well as a list, and nothing at all.
_DEPENDENCY_OF = Field(
    "dependencyOf", {"type": ["string", "array", "null"], "items": TEXT}, link=Link("dependencyOf", "dependsOn")
)
_PROFILE = Field("profile", {"type": "object", "properties": {"displayName": TEXT, "email": TEXT, "picture": TEXT}})

_KINDS = (
    Kind(
        "Component",
        _TYPE,
        _LIFECYCLE,
        _OWNER,
        _ref("subcomponentOf", Link("partOf", "hasPart", "Component")),
        _refs("providesApis", Link("providesApi", "apiProvidedBy", "API")),
        _refs("consumesApis", Link("consumesApi", "apiConsumedBy", "API")),
        _DEPENDS_ON,
        _DEPENDENCY_OF,
        _SYSTEM,
    ),
    Kind("API", _TYPE, _LIFECYCLE, _OWNER, _SYSTEM, _text("definition", required=True)),
    Kind("Resource", _TYPE, _OWNER, _DEPENDS_ON, _DEPENDENCY_OF, _SYSTEM),
    Kind("System", _OWNER, _text("type"), _ref("domain", Link("partOf", "hasPart", "Domain"))),
    Kind("Domain", _OWNER, _text("type"), _ref("subdomainOf", Link("partOf", "hasPart", "Domain"))),
    Kind(
        "Group",
        _TYPE,
        _PROFILE,
        _ref("parent", Link("childOf", "parentOf", "Group")),
        _refs("children", Link("parentOf", "childOf", "Group"), required=True),
        _refs("members", Link("hasMember", "memberOf", "User")),
    ),
    Kind("User", _PROFILE, _refs("memberOf", Link("memberOf", "hasMember", "Group"), required=True)),
    Kind(
        "Location",
        _text("type"),
        _text("target"),
        Field("targets", TEXTS),
        Field("presence", {"type": "string", "enum": ["required", "optional"]}),
    ),
    Kind(
        "Template",
        _ref("owner", Link("ownedBy", "ownerOf", "Group")),
        *(Field(name, schema, name in ("type", "steps")) for name, schema in TEMPLATE_FIELDS.items()),
        versions=(TEMPLATE_VERSION,),
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
"""The kinds a default installation knows, by their exact spelling."""

BY_LOWER_NAME: Mapping[str, Kind] = {kind.name.lower(): kind for kind in _KINDS}
"""The same, for telling what a misspelt kind was meant to be."""
