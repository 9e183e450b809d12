"""OpenAPI."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class OpenApi(PropertyType):
    """An OpenAPI document as text, or where it is."""

    name, title = "open-api", "OpenAPI"
    forms = (
        Form("string", None, "open-api"),
        Form("string", "url", "open-api"),
    )
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string"}
    keywords = TEXT_KEYWORDS
    expected = "an OpenAPI document as text, or its URL"
    examples = ('{"openapi": "3.1.0"}', "https://api.example/openapi.json")
