"""Protocol Buffers."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class Proto(PropertyType):
    """A Protocol Buffers file as text."""

    name, title = "proto", "Protocol Buffers"
    forms = (Form("string", "proto"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string"}
    keywords = TEXT_KEYWORDS
    expected = "a text"
    examples = ('syntax = "proto3";',)
