"""AsyncAPI document."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import OBJECT_KEYWORDS, Form, PropertyType, Schema


class AsyncApiObject(PropertyType):
    """An AsyncAPI document as JSON."""

    name, title = "async-api-object", "AsyncAPI document"
    forms = (Form("object", None, "async-api"),)
    kind = "object"
    json_schema: ClassVar[Schema] = {"type": "object"}
    keywords = OBJECT_KEYWORDS
    expected = "an AsyncAPI document as an object"
    examples = ({"asyncapi": "3.0.0"},)
