"""Text."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class Text(PropertyType):
    """Plain text. Sorted and compared as text."""

    name, title = "text", "Text"
    forms = (Form("string"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string"}
    keywords = TEXT_KEYWORDS
    expected = "a text"
    examples = ("Payments", "")
