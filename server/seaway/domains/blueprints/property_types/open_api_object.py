"""OpenAPI document."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import OBJECT_KEYWORDS, Form, PropertyType, Schema


class OpenApiObject(PropertyType):
    """An OpenAPI document as JSON."""

    name, title = "open-api-object", "OpenAPI document"
    forms = (Form("object", None, "open-api"),)
    kind = "object"
    json_schema: ClassVar[Schema] = {"type": "object"}
    keywords = OBJECT_KEYWORDS
    expected = "an OpenAPI document as an object"
    examples = ({"openapi": "3.1.0"},)
