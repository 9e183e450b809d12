"""YAML."""

from typing import ClassVar

from seaway.domains.blueprints.property_types.base import TEXT_KEYWORDS, Form, PropertyType, Schema


class YamlText(PropertyType):
    """YAML as text; shown highlighted, not parsed."""

    name, title = "yaml", "YAML"
    forms = (Form("string", "yaml"),)
    kind = "string"
    json_schema: ClassVar[Schema] = {"type": "string"}
    keywords = TEXT_KEYWORDS
    expected = "a text"
    examples = ("a: 1",)
