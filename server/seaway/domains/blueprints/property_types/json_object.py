"""Object."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import OBJECT_KEYWORDS, Form, PropertyType, Schema


class JsonObject(PropertyType):
    """Any JSON object, or one of a shape that nested JSON Schema keywords describe."""

    name, title = "object", "Object"
    forms = (Form("object"),)
    kind = "object"
    json_schema: ClassVar[Schema] = {"type": "object"}
    keywords = OBJECT_KEYWORDS
    expected = "an object"
    examples = ({}, {"cpu": "500m"})
