"""Number."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import NUMBER_KEYWORDS, Form, PropertyType, Schema


class Number(PropertyType):
    """A number, whole or not. A text that looks like one is refused, so that bad mappings surface."""

    name, title = "number", "Number"
    forms = (Form("number"),)
    kind = "number"
    json_schema: ClassVar[Schema] = {"type": "number"}
    keywords = NUMBER_KEYWORDS
    expected = "a number"
    examples = (0, 99.5, -3)
