"""What every property type declares."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, NamedTuple

ValueKind = Literal["string", "number", "boolean", "datetime", "timer", "array", "object"]
"""What a stored value is to search, sort and groups."""
Schema = Mapping[str, Any]

TEXT_KEYWORDS = frozenset({"minLength", "maxLength", "pattern"})
NUMBER_KEYWORDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
OBJECT_KEYWORDS = frozenset(
    {"properties", "patternProperties", "additionalProperties", "required", "minProperties", "maxProperties"}
)
ARRAY_KEYWORDS = frozenset({"items", "minItems", "maxItems", "uniqueItems"})

# RFC 3339, narrowed to what PostgreSQL's timestamptz also reads: years from 1, offsets under 16 hours, no leap second.
MOMENT = (
    r"^(?:[1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])-\d{2}-\d{2}[Tt]\d{2}:\d{2}:[0-5]\d(?:\.\d+)?"
    r"(?:[Zz]|[+-](?:0\d|1[0-5]):[0-5]\d)$"
)

# An absolute link whose scheme a browser opens rather than runs.
LINK = r'^(?!(?i:javascript|vbscript|data):)[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#<>"]+(?:[/?#][^\s<>"]*)?$'


class Form(NamedTuple):
    """How a definition says which type it is: its `type`, `format` and `spec`."""

    type: str
    format: str | None = None
    spec: str | None = None


class PropertyType:
    """One kind of property.

    `forms` are the ways to declare it, `json_schema` what a value must satisfy, `keywords` the constraints an author
    may add (`enum` may always be added), `expected` what a message says a value must be, `examples` values that fit.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    forms: ClassVar[tuple[Form, ...]]
    kind: ClassVar[ValueKind]
    json_schema: ClassVar[Schema]
    keywords: ClassVar[frozenset[str]] = frozenset()
    expected: ClassVar[str]
    examples: ClassVar[tuple[Any, ...]]

    @classmethod
    def settle(cls, value: Any) -> Any:
        """Return a value in its stored spelling; most types have one spelling only."""
        return value
