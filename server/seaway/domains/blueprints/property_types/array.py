"""List."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import ARRAY_KEYWORDS, Form, PropertyType, Schema


class Array(PropertyType):
    r"""A list of anything, or of values of one property type under `items`."""

    name, title = "array", "List"
    forms = (Form("array"),)
    kind = "array"
    json_schema: ClassVar[Schema] = {"type": "array"}
    keywords = ARRAY_KEYWORDS
    expected = "a list"
    examples = ([], ["pii", "edge"])
