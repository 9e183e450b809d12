"""AsyncAPI."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class AsyncApi(PropertyType):
    """An AsyncAPI document as text, or where it is."""

    name, title = "async-api", "AsyncAPI"
    forms = (
        Form("string", None, "async-api"),
        Form("string", "url", "async-api"),
    )
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string"}
    keywords = TEXT_KEYWORDS
    expected = "an AsyncAPI document as text, or its URL"
    examples = ("asyncapi: 3.0.0",)
